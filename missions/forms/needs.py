"""How many people of each role a shift needs, and what they should speak, know and bring."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import at_place, date_in_words, moment_at
from missions.models import Need
from missions.queries.cover import Lack
from operations.forms.fields import DayField
from operations.models import Operation
from translations.languages import name_of
from volunteers.models import Equipment, Level

MOST_PEOPLE = 500
COLUMNS = {
    "minimum": gettext_lazy("Minimum"),
    "wished": gettext_lazy("Wished"),
    "maximum": gettext_lazy("Maximum"),
}


class Numbers(NamedTuple):
    """How many people of a role a shift needs; `details` are the other columns of the need."""

    role: str
    minimum: int
    wished: int
    maximum: int
    details: Mapping[str, Any] = MappingProxyType({})


class NumbersRow(NamedTuple):
    label: str
    taken: int
    fields: list[tuple[str, forms.BoundField]]


class DetailsRow(NamedTuple):
    label: str
    is_open: bool
    fields: list[forms.BoundField]
    equipment: list[forms.BoundField]


class NeedsForm(forms.Form):
    """One row of three numbers for each role, and its details; a row left empty needs nobody."""

    prefix = "needs"

    def __init__(
        self, data: Any = None, *, operation: Operation, needs: list[Need] | None = None
    ) -> None:
        self.zone = operation.time_zone
        self.last_day = operation.ends_on
        by_role = {need.role: need for need in needs or []}
        self.taken = {role: need.taken for role, need in by_role.items()}
        initial = {
            f"{role}_{name}": value
            for role, need in by_role.items()
            for name, value in _stored(need, self.zone).items()
        }
        super().__init__(data, initial=initial)
        spoken = {code for need in by_role.values() for code in need.languages}
        codes = [*operation.languages, *sorted(spoken - set(operation.languages))]
        languages = [(code, name_of(code)) for code in codes]
        for role, role_label in Need.Role.choices:
            for column, label in COLUMNS.items():
                self.fields[f"{role}_{column}"] = _number(f"{role_label}, {label}", MOST_PEOPLE)
            for name, field in _detail_fields(languages).items():
                self.fields[f"{role}_{name}"] = field

    def rows(self) -> Iterator[NumbersRow]:
        for role, label in Need.Role.choices:
            fields = [(name, self[f"{role}_{column}"]) for column, name in COLUMNS.items()]
            yield NumbersRow(label, self.taken.get(role, 0), fields)

    def details(self) -> Iterator[DetailsRow]:
        for role, label in Need.Role.choices:
            fields = [self[f"{role}_{name}"] for name in ("reserve", "until", "languages", "level")]
            equipment = [self[f"{role}_{code}"] for code in Equipment.values]
            is_open = any(field.value() or field.errors for field in [*fields, *equipment])
            yield DetailsRow(label, is_open, fields, equipment)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.numbers: list[Numbers] = []
        for role in Need.Role.values:
            minimum, wished, maximum = (cleaned.get(f"{role}_{column}") for column in COLUMNS)
            if minimum is wished is maximum is None:
                continue
            # What was left empty follows from what was given.
            wished = next((each for each in (wished, maximum, minimum) if each is not None), 0)
            maximum = wished if maximum is None else maximum
            minimum = 0 if minimum is None else minimum
            if not minimum <= wished <= maximum:
                self.add_error(
                    f"{role}_wished", _("Minimum, wished and maximum must be in this order.")
                )
            details = self._details_of(role, cleaned, maximum)
            self.numbers.append(Numbers(role, minimum, wished, maximum, details))
        has_any = self.numbers if self.taken else any(each.maximum for each in self.numbers)
        if not self.errors and not has_any:
            raise ValidationError(_("A shift needs at least one person: give a number."))
        return cleaned

    def _details_of(self, role: str, cleaned: dict[str, Any], maximum: int) -> dict[str, Any]:
        """The columns of the need; errors in the form where they cannot be."""
        reserve = cleaned.get(f"{role}_reserve") or 0
        if reserve > maximum:
            self.add_error(f"{role}_reserve", _("Not more can be kept than there are places."))
        return {
            "residents_reserve": reserve,
            "reserve_ends_at": self._end_of_reserve(role, cleaned.get(f"{role}_until")),
            "languages": cleaned.get(f"{role}_languages", []),
            "level": cleaned.get(f"{role}_level", ""),
            "equipment": {
                code: number
                for code in Equipment.values
                if (number := cleaned.get(f"{role}_{code}"))
            },
        }

    def _end_of_reserve(self, role: str, last: date | None) -> datetime | None:
        """The end of the last day on which places are kept, on the clocks of the place."""
        if last is None:
            return None
        if not self.last_day - timedelta(days=730) <= last <= self.last_day + timedelta(days=60):
            self.add_error(f"{role}_until", _("This day is far from those of the operation."))
            return None
        day = last + timedelta(days=1)
        # In some zones the clocks jump over midnight.
        return moment_at(day, time(0), self.zone) or moment_at(day, time(1), self.zone)


def _number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False)


def _detail_fields(languages: list[tuple[str, str]]) -> dict[str, forms.Field]:
    levels = [("", _("Any")), *Level.choices[1:]]
    return {
        "reserve": _number(_("Places kept for residents"), MOST_PEOPLE),
        "until": DayField(
            label=_("Kept until"),
            required=False,
            help_text=_("The last day of it. Empty: until the shift begins."),
        ),
        "languages": forms.MultipleChoiceField(
            label=_("Languages that somebody there should speak"),
            choices=languages,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Among those of the operation; others are added with its texts and facts."),
        ),
        "level": forms.ChoiceField(label=_("Experience needed"), choices=levels, required=False),
        **{code: _number(label, MOST_PEOPLE) for code, label in Equipment.choices},
    }


def _stored(need: Need, zone: str) -> dict[str, Any]:
    """What the form shows of a need."""
    ends_at = need.reserve_ends_at
    return {
        **{column: getattr(need, column) for column in COLUMNS},
        "reserve": need.residents_reserve or None,
        "until": at_place(ends_at - timedelta(minutes=1), zone).date() if ends_at else None,
        "languages": need.languages,
        "level": need.level,
        **need.equipment,
    }


class CoverFilter(forms.Form):
    """Which shifts to look at: of a day, of a role, short of something."""

    day = forms.ChoiceField(label=gettext_lazy("Day"), required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[("", gettext_lazy("All roles")), *Need.Role.choices],
        required=False,
    )
    lack = forms.ChoiceField(
        label=gettext_lazy("What is short"),
        choices=[
            ("", gettext_lazy("Anything")),
            (Lack.PEOPLE, gettext_lazy("People")),
            (Lack.LANGUAGE, gettext_lazy("Languages")),
            (Lack.LEVEL, gettext_lazy("Experience")),
            (Lack.EQUIPMENT, gettext_lazy("Equipment")),
            ("all", gettext_lazy("Show all, short or not")),
        ],
        required=False,
    )

    def __init__(self, data: Any, *, days: list[date]) -> None:
        super().__init__(data)
        self.fields["day"].choices = [
            ("", _("All days")),
            *((day.isoformat(), date_in_words(day)) for day in days),
        ]

    def asked(self) -> dict[str, Any]:
        """What to show; whatever is not a choice asks for nothing."""
        self.is_valid()
        day = self.cleaned_data.get("day")
        return {
            "day": date.fromisoformat(day) if day else None,
            "role": self.cleaned_data.get("role", ""),
            "lack": self.cleaned_data.get("lack", ""),
        }
