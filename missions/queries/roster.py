"""Who is on what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, QuerySet

from core.dates import at_place
from missions.models import Mission, Need, Shift, Signup, SignupQuerySet
from operations.models import Operation


@dataclass
class NeedRoster:
    """One role of a shift: those who have a place, and those who wait, in their order."""

    need: Need
    placed: list[Signup] = field(default_factory=list)
    waiting: list[Signup] = field(default_factory=list)


@dataclass
class ShiftRoster:
    shift: Shift
    needs: list[NeedRoster]


@dataclass
class DayRoster:
    day: date
    shifts: list[ShiftRoster]


def roster_of(operation: Operation, missions: Iterable[Mission]) -> list[DayRoster]:
    """The shifts of these missions by day of the place, with their people. Three queries."""
    shown = Shift.objects.filter(
        mission__in=[mission.pk for mission in missions], cancelled_at=None, is_released=True
    )
    shifts = shown.select_related("mission__place", "place").order_by("starts_at", "pk")
    needs = {
        need.pk: NeedRoster(need)
        for need in Need.objects.filter(shift__in=shown.values("pk")).order_by("pk")
    }
    signups = (
        Signup.objects.live().filter(need__shift__in=shown.values("pk")).select_related("volunteer")
    )
    for signup in signups.order_by(F("waiting_since").asc(nulls_first=True), "pk"):
        group = needs[signup.need_id]
        (group.placed if signup.has_place else group.waiting).append(signup)
    by_shift: dict[int, list[NeedRoster]] = {}
    for group in needs.values():
        by_shift.setdefault(group.need.shift_id, []).append(group)
    days: dict[date, DayRoster] = {}
    for shift in shifts:
        day = at_place(shift.starts_at, operation.time_zone).date()
        days.setdefault(day, DayRoster(day, [])).shifts.append(
            ShiftRoster(shift, by_shift.get(shift.pk, []))
        )
    return list(days.values())


def needs_to_fill(missions: Iterable[Mission]) -> QuerySet[Need]:
    """Needs of shifts to come that have a place left, by time."""
    return (
        Need.objects.filter(
            shift__in=Shift.objects.to_come().filter(
                mission__in=[mission.pk for mission in missions]
            ),
            taken__lt=F("places"),
        )
        .select_related("shift__mission__operation")
        .order_by("shift__starts_at", "pk")
    )


def signups_on(missions: Iterable[Mission]) -> SignupQuerySet:
    return Signup.objects.filter(
        need__shift__mission__in=[mission.pk for mission in missions]
    ).select_related("volunteer__user", "need__shift__mission__operation")
