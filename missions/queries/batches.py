"""Shifts that are about to be added, or were added, in one go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from missions.models import HANDOVER, Mission, Place, Shift
from missions.queries.planning import beginnings_taken
from missions.queries.schedule import Block, planned_between


class Proposed(NamedTuple):
    """A shift that is not there yet: whether it will be added, and what else is there then."""

    starts_at: datetime
    ends_at: datetime
    is_there: bool
    collisions: Sequence[Block]


def proposed_shifts(
    mission: Mission, starts: Sequence[datetime], length: timedelta, place: Place | None
) -> list[Proposed]:
    """Each shift to add, beside what takes place there at that time. Three queries."""
    if not starts:
        return []
    taken = beginnings_taken(mission)
    where = place or mission.place
    there = [
        block
        for block in planned_between(mission.operation, min(starts), max(starts) + length)
        if where and block.place == where and block.mark != Block.CANCELLED
    ]
    return [
        Proposed(
            start,
            start + length,
            is_there,
            () if is_there else _beside(there, start, length, where.rooms if where else 1),
        )
        for start in starts
        for is_there in [(start, place.pk if place else None) in taken]
    ]


def _beside(
    there: Sequence[Block], start: datetime, length: timedelta, rooms: int
) -> Sequence[Block]:
    """Those that share more than the time of a hand-over; none while the place has room."""
    end = start + length
    same_time = [
        block for block in there if min(block.ends_at, end) - max(block.starts_at, start) > HANDOVER
    ]
    return same_time if len(same_time) >= rooms else ()


def batch_of(mission: Mission, asked: str) -> QuerySet[Shift]:
    """What is left of the shifts that were added together, by the code in an address."""
    try:
        batch = UUID(asked)
    except ValueError:
        return mission.shifts.none()
    return mission.shifts.filter(batch=batch, cancelled_at=None)
