"""Where and when one shift should be, by the hours that the schedule shows."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import at_place
from missions.forms.shifts import LONGEST_SHIFT, SHORTEST_SHIFT, ShiftForm, moment_in_form
from missions.queries.schedule import Block


class ScheduleForm(ShiftForm):
    """Day, beginning, end and place. An end that is not after the beginning is the next day's."""

    length = None
    ends = forms.TimeField(
        label=gettext_lazy("End"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    field_order = ("version", "day", "hour", "ends", "place")

    def __init__(self, data: Any = None, *, block: Block) -> None:
        super().__init__(data, shift=block.shift)
        self.initial = planned_values(block)
        self.block = block
        self.twice: list[time] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts_at, ends = cleaned.get("starts_at"), cleaned.get("ends")
        if not starts_at or ends is None:
            return cleaned
        zone = self.operation.time_zone
        day, hour, ends = cleaned["day"], _whole(cleaned["hour"]), _whole(ends)
        last = day if ends > hour else day + timedelta(days=1)
        starts_at = self._kept(self.block.starts_at, day, hour) or starts_at
        ends_at = self._kept(self.block.ends_at, last, ends)
        ends_at = ends_at or moment_in_form(self, "ends", last, ends, zone)
        if ends_at and not SHORTEST_SHIFT <= ends_at - starts_at <= LONGEST_SHIFT:
            self.add_error("ends", _("A shift lasts from ten minutes to 24 hours."))
        cleaned["starts_at"], cleaned["ends_at"] = starts_at, ends_at
        return cleaned

    def _kept(self, moment: datetime, day: date, hour: time) -> datetime | None:
        """The moment as it is stored, where the form still says what it showed.

        On the night when clocks go back an hour comes twice: left alone it stays the one it was,
        typed anew it is the first of the two, and the page says so.
        """
        on_clock = datetime.combine(day, hour)
        if at_place(moment, self.operation.time_zone).replace(tzinfo=None, fold=0) == on_clock:
            return moment
        here = on_clock.replace(tzinfo=self.operation.zone)
        if (here.utcoffset() or timedelta()) > (here.replace(fold=1).utcoffset() or timedelta()):
            self.twice.append(hour)
        return None


def _whole(hour: time) -> time:
    return hour.replace(second=0, microsecond=0)


def planned_values(block: Block) -> dict[str, Any]:
    """What the form shows of the shift as the team wants it, on the clocks of the place."""
    zone = block.shift.mission.operation.time_zone
    starts_at, ends_at = at_place(block.starts_at, zone), at_place(block.ends_at, zone)
    return {
        "version": block.shift.version,
        "day": starts_at.date(),
        "hour": starts_at.time(),
        "ends": ends_at.time(),
        "place": block.own_place,
    }
