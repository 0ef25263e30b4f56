"""Two edits of the same thing, field by field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

NOT_TYPED = {"csrfmiddlewaretoken", "client_key", "version", "action"}


class Difference(NamedTuple):
    """A field where what is stored now and what was typed are not the same."""

    label: str
    theirs: str
    mine: str


def differences(form: forms.Form, stored: Mapping[str, Any]) -> list[Difference]:
    """What the valid form would change of what is stored now."""
    return [
        Difference(str(field.label), _in_words(field, stored[name]), _in_words(field, mine))
        for name, field in form.fields.items()
        if name != "version" and (mine := form.cleaned_data[name]) != stored[name]
    ]


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{field.prepare_value(value):%Y-%m-%d %H:%M}"
    labels = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}
    if isinstance(value, (list, tuple)):
        return ", ".join(str(labels.get(each, each)) for each in value)
    return str(labels.get(value, "" if value is None else value))


def typed(posted: QueryDict) -> list[tuple[str, str]]:
    """Everything a person typed, to be sent once more."""
    return [
        (name, value)
        for name, values in posted.lists()
        if name not in NOT_TYPED
        for value in values
    ]
