"""Typing what was written on paper: a code, whether they came, how long."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LineField, MailField
from core.short_codes import SIGNS, is_right
from missions.forms.roster import NeedField
from missions.models import Need
from missions.queries.attendance import SHEET, is_sheet_code, needs_on

MOST_MINUTES = 24 * 60
_BETWEEN = re.compile(r"[\s.\-–]+")
_LENGTHS = [
    re.compile(r"(?P<hours>\d{1,2})\s*[:hH]\s*(?P<minutes>\d{2})?\Z"),
    re.compile(r"(?P<hours>\d{1,2}(?:[.,]\d{1,2})?)\Z"),
    re.compile(r"(?P<minutes>\d{1,4})\s*(?:min|mn|')\.?\Z"),
]


class CodeField(LineField):
    """A code of a person or of a sheet, however it was typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        code = _BETWEEN.sub("", typed).upper()
        strange = sorted(set(code.removeprefix(SHEET)) - set(SIGNS))
        if strange:
            raise ValidationError(
                _("No code has the sign “%(sign)s”. Codes are made of %(signs)s.")
                % {"sign": strange[0], "signs": " ".join(SIGNS)},
                code="strange_sign",
            )
        if len(code) < 4 or not (is_right(code) or is_sheet_code(code)):
            raise ValidationError(
                _("“%(code)s” is no code: a sign was misread or left out. Look at the paper again.")
                % {"code": typed},
                code="misread",
            )
        return code


class MinutesField(LineField):
    """How long somebody was there: “2”, “2.5”, “2:30”, “2h30” or “45 min”; nothing is the whole."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Hours"))
        super().__init__(max_length=10, required=False, **options)
        self.widget.attrs |= {"autocomplete": "off", "inputmode": "text"}

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = next((match for each in _LENGTHS if (match := each.match(typed))), None)
        parts = found.groupdict() if found else {}
        hours = float((parts.get("hours") or "0").replace(",", "."))
        minutes = round(hours * 60) + int(parts.get("minutes") or 0)
        if not 0 < minutes <= MOST_MINUTES:
            raise ValidationError(
                _("Give a length such as 2, 2:30 or 45 min, up to 24 hours."), code="not_a_length"
            )
        return minutes


class PaperForm(forms.Form):
    """One line of a paper. The code of a sheet leads to its shift."""

    code = CodeField(label=gettext_lazy("Code"))
    minutes = MinutesField(help_text=gettext_lazy("Leave it empty for the whole shift."))
    is_absent = forms.BooleanField(label=gettext_lazy("Did not come"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The hand never leaves the keyboard: code, Enter, next code.
        self.fields["code"].widget.attrs["autofocus"] = True


class _OnShiftForm(forms.Form):
    """What somebody is put on."""

    need = NeedField(
        label=gettext_lazy("Shift and role"), queryset=Need.objects.none(), empty_label=None
    )
    minutes = MinutesField(help_text=gettext_lazy("Leave it empty for the whole shift."))

    def __init__(self, data: Any = None, *, shifts: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["need"].queryset = needs_on(shifts)


class KnownPersonForm(_OnShiftForm):
    """Somebody with a code who had no place on the shift."""

    code = CodeField(widget=forms.HiddenInput)


class NewPersonForm(_OnShiftForm):
    """Somebody who wrote their name on an empty line."""

    name = LineField(label=gettext_lazy("Name"), max_length=80)
    email = MailField(label=gettext_lazy("E-mail"), required=False)
    field_order = ("name", "email", "need", "minutes")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()
