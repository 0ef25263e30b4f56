"""Things drawn once and kept in this process while what they were drawn from stays the same.

The content is compared, not hashed: a change shows at once, whatever it is. A key has one entry
only, so what is out of date makes room for what replaces it.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

MOST = 128

Drawn = TypeVar("Drawn")

_entries: dict[Hashable, tuple[Any, Any]] = {}
_lock = Lock()


def kept(key: Hashable, content: Any, draw: Callable[[], Drawn]) -> Drawn:
    """What `draw` made of this very content, now or before.

    The content says all that the drawing depends on. Neither of them may be changed afterwards.
    """
    with _lock:
        before = _entries.pop(key, None)
        if before is not None:
            _entries[key] = before  # the last in the order of use
    if before is not None and before[0] == content:
        return before[1]
    drawn = draw()
    with _lock:
        _entries.pop(key, None)
        if len(_entries) >= MOST:
            del _entries[next(iter(_entries))]  # the one used longest ago
        _entries[key] = content, drawn
    return drawn


def forget() -> None:
    with _lock:
        _entries.clear()
