"""Who came to which shift, as the papers tell it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.dates import at_place
from core.short_codes import code_of_number, is_right, number_of_code
from missions.models import Mission, Need, PersonCode, Shift, Signup, SignupQuerySet
from operations.models import Operation
from volunteers.models import Volunteer

DOORS_OPEN = timedelta(hours=1)  # before a shift begins
SHEET = "S"  # not a sign of the codes: what begins with it is a sheet, all else a person


def sheet_code_of(shift: Shift) -> str:
    """The code on the sheet of a shift."""
    return SHEET + code_of_number(shift.pk)


def is_sheet_code(code: str) -> bool:
    return code.startswith(SHEET) and is_right(code.removeprefix(SHEET))


def shifts_to_note(missions: Iterable[Mission]) -> QuerySet[Shift]:
    """Shifts of these missions that have begun, or do within the hour, by time."""
    return (
        Shift.objects.live()
        .filter(
            mission__in=[mission.pk for mission in missions],
            starts_at__lte=timezone.now() + DOORS_OPEN,
        )
        .select_related("mission__operation")
        .order_by("starts_at", "pk")
    )


def days_of(shifts: Iterable[Shift], zone: str) -> dict[date, list[Shift]]:
    days: dict[date, list[Shift]] = {}
    for shift in shifts:
        days.setdefault(at_place(shift.starts_at, zone).date(), []).append(shift)
    return days


def shift_on_sheet(shifts: Iterable[Shift], code: str) -> Shift | None:
    """The one of these shifts that the sheet is about."""
    number = number_of_code(code.removeprefix(SHEET))
    return next((shift for shift in shifts if shift.pk == number), None)


def person_with(operation: Operation, code: str) -> Volunteer | None:
    found = PersonCode.objects.filter(operation=operation, code=code)
    return next((one.volunteer for one in found.select_related("volunteer")), None)


def placed_on(shifts: Sequence[Shift]) -> SignupQuerySet:
    """The places taken on these shifts, with who has them."""
    return (
        Signup.objects.placed()
        .filter(need__shift__in=[shift.pk for shift in shifts])
        .select_related("volunteer", "need__shift__mission")
        .order_by("need__shift__starts_at", "need__shift_id", "need_id", "pk")
    )


def needs_on(shifts: Sequence[Shift]) -> QuerySet[Need]:
    """What somebody may be put on, what most people come for first."""
    needs = Need.objects.filter(shift__in=[shift.pk for shift in shifts])
    return needs.select_related("shift__mission__operation").order_by("shift__starts_at", "pk")


def codes_among(operation: Operation, signups: Iterable[Signup]) -> dict[int, str]:
    """The codes that were given already, by the volunteer's id."""
    volunteers = {signup.volunteer_id for signup in signups}
    rows = PersonCode.objects.filter(operation=operation).values_list("volunteer_id", "code")
    return {pk: code for pk, code in rows if pk in volunteers}


def last_noted(shifts: Sequence[Shift], by: Any) -> list[Signup]:
    """What this person noted last on these shifts: one line, or all of one press."""
    mine = placed_on(shifts).filter(noted_by=by, noted_at__isnull=False)
    if (newest := mine.order_by("-noted_at").first()) is None:
        return []
    return list(mine.filter(noted_at=newest.noted_at))
