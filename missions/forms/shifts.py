"""Shifts, several at once or one, and how many people they need."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import at_place, moment_at
from core.forms import LineField
from missions.models import Mission, Place, Shift

MOST_AT_ONCE = 200
MOST_HOURS_A_DAY = 24
LONGEST_SHIFT = timedelta(hours=24)
SHORTEST_SHIFT = timedelta(minutes=10)
DAYS_AROUND = 21
_HOUR = re.compile(r"(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?)?\Z")


def _hour_and_minutes(text: str) -> tuple[int, int] | None:
    found = _HOUR.match(text.strip())
    if not found:
        return None
    hour, minutes = int(found[1]), int(found[2] or 0)
    return (hour, minutes) if minutes < 60 else None


class HoursField(LineField):
    """Hours of a day, such as “9:00, 14:30”, “9h” or “9”."""

    def clean(self, value: Any) -> list[time]:
        hours = set()
        for part in filter(None, (part.strip() for part in super().clean(value).split(","))):
            found = _hour_and_minutes(part)
            if found is None or found[0] > 23:
                raise ValidationError(
                    _("“%(text)s” is not an hour. Write hours such as 9:00 or 14:30.")
                    % {"text": part[:20]},
                    code="not_an_hour",
                )
            hours.add(time(*found))
        if not hours or len(hours) > MOST_HOURS_A_DAY:
            raise ValidationError(_("Give one to twenty-four hours."), code="how_many")
        return sorted(hours)


class LengthField(LineField):
    """A length of time, such as “3:00”, “1h30” or “3” hours."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, timedelta):
            hours, minutes = divmod(round(value.total_seconds() / 60), 60)
            return f"{hours}:{minutes:02}"
        return value

    def clean(self, value: Any) -> timedelta:
        found = _hour_and_minutes(super().clean(value))
        length = timedelta(hours=found[0], minutes=found[1]) if found else timedelta()
        if not SHORTEST_SHIFT <= length <= LONGEST_SHIFT:
            raise ValidationError(
                _("Give a length in hours and minutes, such as 3:00, up to 24 hours."),
                code="not_a_length",
            )
        return length


def moment_in_form(
    form: forms.Form, field: str, day: date, hour: time, zone: str
) -> datetime | None:
    """The moment, or an error in the form when it does not exist or is past."""
    moment = moment_at(day, hour, zone)
    words = {"day": date_format(day, "DATE_FORMAT"), "hour": f"{hour:%H:%M}"}
    if moment is None:
        form.add_error(
            field,
            _("On %(day)s the clocks jump over %(hour)s. Choose another hour.") % words,
        )
    elif moment <= timezone.now():
        form.add_error(field, _("%(day)s, %(hour)s is in the past.") % words)
        return None
    return moment


class ShiftsForm(forms.Form):
    """Days × hours: one shift for each pair."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"), widget=forms.CheckboxSelectMultiple
    )
    hours = HoursField(
        label=gettext_lazy("Beginning at"), help_text=gettext_lazy("Such as “9:00, 14:00”.")
    )
    length = LengthField(
        label=gettext_lazy("Length"),
        max_length=10,
        help_text=gettext_lazy("In hours and minutes, such as 3:00."),
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=gettext_lazy("That of the mission"),
    )

    def __init__(self, data: Any = None, *, mission: Mission, **options: Any) -> None:
        super().__init__(data, **options)
        self.zone = mission.operation.time_zone
        self.starts: list[datetime] = []
        self.fields["days"].choices = [
            (day.isoformat(), date_format(day, "l j F")) for day in days_to_choose(mission)
        ]
        self.fields["place"].queryset = mission.operation.places.all()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        days, hours = set(cleaned.get("days", [])), cleaned.get("hours", [])
        if len(days) * len(hours) > MOST_AT_ONCE:
            raise ValidationError(
                _("These are more than %(count)s shifts. Add them in several times.")
                % {"count": MOST_AT_ONCE}
            )
        for day in days:
            for hour in hours:
                moment = moment_in_form(self, "hours", date.fromisoformat(day), hour, self.zone)
                if moment:
                    self.starts.append(moment)
        self.starts.sort()
        return cleaned


def days_to_choose(mission: Mission) -> list[date]:
    """The days of the operation, and the weeks around them for what comes before or after."""
    operation = mission.operation
    first, last = operation.starts_on, operation.ends_on
    if mission.phase == Mission.Phase.BEFORE:
        first -= timedelta(days=DAYS_AROUND)
    elif mission.phase == Mission.Phase.AFTER:
        last += timedelta(days=DAYS_AROUND)
    else:
        first, last = first - timedelta(days=1), last + timedelta(days=1)
    today = timezone.localdate(timezone=operation.zone)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day >= today]


class ShiftForm(forms.Form):
    """When and where one shift takes place."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label=gettext_lazy("Beginning at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    length = LengthField(
        label=gettext_lazy("Length"),
        max_length=10,
        help_text=gettext_lazy("In hours and minutes, such as 3:00."),
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=gettext_lazy("That of the mission"),
    )

    def __init__(self, data: Any = None, *, shift: Shift) -> None:
        super().__init__(data, initial=stored_values(shift))
        self.operation = shift.mission.operation
        self.fields["place"].queryset = self.operation.places.all()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "day" in cleaned and "hour" in cleaned:
            day, hour = cleaned["day"], cleaned["hour"].replace(second=0, microsecond=0)
            around = timedelta(days=2 * DAYS_AROUND)
            if not self.operation.starts_on - around <= day <= self.operation.ends_on + around:
                self.add_error("day", _("This day is far from those of the operation."))
            else:
                zone = self.operation.time_zone
                cleaned["starts_at"] = moment_in_form(self, "hour", day, hour, zone)
        return cleaned


def stored_values(shift: Shift) -> dict[str, Any]:
    """What the form shows of the shift as it is stored, on the clocks of the place."""
    starts_at = at_place(shift.starts_at, shift.mission.operation.time_zone)
    return {
        "version": shift.version,
        "day": starts_at.date(),
        "hour": starts_at.time(),
        "length": shift.length,
        "place": shift.place,
    }
