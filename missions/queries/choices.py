"""What somebody can choose on the sign-up page."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from missions.models import HANDOVER, Need, Signup
from operations.models import Operation


class Choice(NamedTuple):
    """One role on one shift. Plain values only: there may be hundreds, drawn many times."""

    need: int
    shift: int
    mission: int
    role: str
    starts_at: datetime
    ends_at: datetime
    place: str
    left: int


COLUMNS = (
    "pk",
    "shift_id",
    "shift__mission_id",
    "role",
    "shift__starts_at",
    "shift__ends_at",
    "shift__place__name",
    "shift__mission__place__name",
    "places",
    "taken",
)


def choices_of(operation: Operation) -> list[Choice]:
    """The needs of the shifts to come, by time; one query."""
    rows = (
        Need.objects.of_operation(operation)
        .filter(
            shift__starts_at__gt=timezone.now(),
            shift__cancelled_at=None,
            shift__mission__cancelled_at=None,
        )
        .order_by("shift__starts_at", "shift_id", "pk")
        .values_list(*COLUMNS)
    )
    return [
        Choice(need, shift, mission, role, starts_at, ends_at, place or usual or "", places - taken)
        for need, shift, mission, role, starts_at, ends_at, place, usual, places, taken in rows
    ]


def possible_beside(choices: Iterable[Choice], signups: Iterable[Signup]) -> list[Choice]:
    """The choices that none of these live sign-ups stands in the way of."""
    busy = [(one.need.shift.starts_at, one.need.shift.ends_at) for one in signups]
    return [choice for choice in choices if not _collides(choice, busy)]


def _collides(choice: Choice, busy: list[tuple[datetime, datetime]]) -> bool:
    return any(
        _shared(choice.starts_at, choice.ends_at, start, end) > HANDOVER for start, end in busy
    )


def _shared(start: datetime, end: datetime, other: datetime, other_end: datetime) -> timedelta:
    return min(end, other_end) - max(start, other)
