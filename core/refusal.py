"""How a service says no."""

from collections.abc import Sequence
from typing import Any


class Refusal(Exception):
    """A decision that a person is told about, in words fit for the page.

    `suggestions` are things they can have instead, nearest first; the page shows them as links.
    """

    def __init__(self, message: str, suggestions: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.message = str(message)
        self.suggestions = list(suggestions)
