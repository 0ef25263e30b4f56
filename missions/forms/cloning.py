"""Where and when an operation takes place once more."""

from typing import Any

from operations.forms.operation import OperationCreateForm
from operations.models import Operation
from translations.texts import texts_in


class CloneForm(OperationCreateForm):
    """Commune, title and first day; the rest comes from the operation that is copied."""

    ends_on = None
    format = None
    source_language = None
    organizing_body = None

    def __init__(self, data: Any = None, *, source: Operation) -> None:
        language = source.source_language
        title = texts_in(source, language)["title"]
        initial = {"commune": source.commune, "title": title, "time_zone": source.time_zone}
        super().__init__(data, initial=initial)
        self.fields["title"].widget.attrs["lang"] = language
