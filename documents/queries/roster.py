"""The roster of a mission on a day: who is on what, with room to write who came."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.dates import at_place, date_in_words, hours_in_words
from documents.pdf import localised
from missions.models import Mission, Shift, Signup
from missions.queries.attendance import sheet_code_of
from missions.queries.roster import DayRoster, ShiftRoster, roster_of
from operations.models import Operation
from translations.texts import text_of

FEWEST_BLANKS, MOST_BLANKS = 2, 20


def rosters_of(
    operation: Operation, missions: Iterable[Mission], day: date | None
) -> list[DayRoster]:
    """The shifts that volunteers see, with their people, of one day or of all."""
    days = roster_of(operation, missions)
    found = [
        DayRoster(one.day, [row for row in one.shifts if row.shift.is_released])
        for one in days
        if day in (None, one.day)
    ]
    return [one for one in found if one.shifts]


def days_with_shifts(operation: Operation) -> list[date]:
    """The days on which something takes place, on the clocks of the place."""
    moments = Shift.objects.live().filter(mission__operation=operation)
    zone = operation.time_zone
    starts = moments.order_by("starts_at").values_list("starts_at", flat=True)
    return list(dict.fromkeys(at_place(start, zone).date() for start in starts))


def volunteers_on(days: Iterable[DayRoster]) -> list[Any]:
    return [signup.volunteer for row in _shifts(days) for signup in _people(row)]


def shift_count(days: Iterable[DayRoster]) -> int:
    return len(list(_shifts(days)))


def roster_facts(
    operation: Operation, days: Iterable[DayRoster], codes: Mapping[int, str]
) -> dict[str, Any]:
    """The facts of `roster.typ`: one sheet for each mission and day."""
    sheets: dict[tuple[date, int], dict[str, Any]] = {}
    for day in days:
        for row in day.shifts:
            mission = row.shift.mission
            sheet = sheets.setdefault(
                (day.day, mission.pk),
                {
                    "mission": localised(text_of(mission, "title")),
                    "day": date_in_words(day.day),
                    "shifts": [],
                },
            )
            sheet["shifts"].append(_shift_facts(operation, row, codes))
    return {
        "sheets": list(sheets.values()),
        "words": {
            "sheet": _("Sheet"),
            "code": _("Code"),
            "name": _("Name"),
            "role": _("Role"),
            "state": _("State"),
            "here": _("Here"),
            "hours": _("Hours"),
            "empty": _("Nobody is on this shift yet."),
            "how": _(
                "Tick who is here and write the hours if they differ from the shift’s. Somebody "
                "who is not on the list writes their name on an empty line. Afterwards type the "
                "codes under “Paper round”, then shred this paper: it names people."
            ),
        },
    }


def _shift_facts(
    operation: Operation, row: ShiftRoster, codes: Mapping[int, str]
) -> dict[str, Any]:
    shift, place = row.shift, row.shift.place or row.shift.mission.place
    left = sum(max(group.need.places - group.need.taken, 0) for group in row.needs)
    return {
        "hours": hours_in_words(shift.starts_at, shift.ends_at, operation.time_zone),
        "place": place.name if place else "",
        "sheet": sheet_code_of(shift),
        "rows": [
            {
                "code": codes.get(signup.volunteer_id, ""),
                "name": signup.volunteer.name,
                "role": str(group.need.get_role_display()),
                "state": _state(signup),
            }
            for group in row.needs
            for signup in [*group.placed, *group.waiting]
        ],
        "blanks": min(max(left, FEWEST_BLANKS), MOST_BLANKS),
    }


def _state(signup: Signup) -> str:
    if signup.state == Signup.State.HELD:
        return _("Not confirmed yet")
    return str(signup.get_state_display())


def _shifts(days: Iterable[DayRoster]) -> Iterable[ShiftRoster]:
    return (row for day in days for row in day.shifts)


def _people(row: ShiftRoster) -> list[Signup]:
    return [signup for group in row.needs for signup in [*group.placed, *group.waiting]]
