"""The programme as the team wants it: released shifts where their drafts put them, and new ones."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from missions.models import Place, Shift, Signup
from operations.models import Operation

MOST_EMPTY_DAYS = 31


@dataclass(frozen=True)
class Block:
    """A shift where the team wants it, and what the next release does to it."""

    NEW, MOVED, CANCELLED = "new", "moved", "cancelled"

    shift: Shift
    starts_at: datetime
    ends_at: datetime
    own_place: Place | None
    mark: str = ""
    warnings: tuple[str, ...] = ()  # what to look at, in a word or two

    @property
    def place(self) -> Place | None:
        """Where it is: at its own place, or at that of its mission."""
        return self.own_place or self.shift.mission.place

    @property
    def old_place(self) -> Place | None:
        return self.shift.place or self.shift.mission.place

    @property
    def is_fixed(self) -> bool:
        """What has begun stays where it is."""
        return self.shift.has_started and self.shift.is_released

    @property
    def is_too_late(self) -> bool:
        """Whether the time has come before the release."""
        begins = self.shift.starts_at if self.mark == self.CANCELLED else self.starts_at
        return begins <= timezone.now() or self.is_fixed

    @property
    def taken(self) -> int:
        return sum(need.taken for need in self.shift.needs.all())

    @property
    def maximum(self) -> int:
        return sum(need.maximum for need in self.shift.needs.all())


@dataclass(frozen=True)
class DayTab:
    day: date
    shifts: int


def block_of(shift: Shift) -> Block:
    draft = getattr(shift, "draft", None)
    if draft is None:
        mark = "" if shift.is_released else Block.NEW
        return Block(shift, shift.starts_at, shift.ends_at, shift.place, mark)
    mark = Block.CANCELLED if draft.is_cancelled else Block.MOVED
    return Block(shift, draft.starts_at, draft.ends_at, draft.place, mark)


def planned_shifts(operation: Operation) -> QuerySet[Any]:
    """All that is not cancelled, by the time that the team wants: `planned_start`."""
    return (
        Shift.objects.filter(
            mission__operation=operation, cancelled_at=None, mission__cancelled_at=None
        )
        .annotate(
            planned_start=Coalesce("draft__starts_at", "starts_at"),
            planned_end=Coalesce("draft__ends_at", "ends_at"),
        )
        .order_by("planned_start", "pk")
    )


def with_all(shifts: QuerySet[Shift]) -> QuerySet[Shift]:
    """With what a block shows."""
    return shifts.select_related(
        "mission__place", "place", "draft__place", "mission__lead"
    ).prefetch_related("needs")


def day_tabs(operation: Operation) -> list[DayTab]:
    """The days of the operation, and the other days that have shifts. One query."""
    counted = dict(
        planned_shifts(operation)
        .order_by()
        .annotate(day=TruncDate("planned_start", tzinfo=operation.zone))
        .values_list("day")
        .annotate(count=Count("pk"))
    )
    length = min((operation.ends_on - operation.starts_on).days + 1, MOST_EMPTY_DAYS)
    days = {operation.starts_on + timedelta(days=number) for number in range(length)}
    return [DayTab(day, counted.get(day, 0)) for day in sorted(days | counted.keys())]


def blocks_of_day(operation: Operation, day: date) -> list[Block]:
    """What begins on a day, on the clocks of the place. Two queries."""
    midnight, next_one = (
        datetime.combine(each, time(), operation.zone) for each in (day, day + timedelta(days=1))
    )
    shifts = planned_shifts(operation).filter(
        planned_start__gte=midnight, planned_start__lt=next_one
    )
    return [_known(block_of(shift), operation) for shift in with_all(shifts)]


def _known(block: Block, operation: Operation) -> Block:
    block.shift.mission.operation = operation
    return block


def waiting_shifts(operation: Operation) -> QuerySet[Shift]:
    """Those that the next release changes. None any more once the operation is cancelled."""
    shifts = planned_shifts(operation).filter(Q(draft__isnull=False) | Q(is_released=False))
    return shifts.none() if operation.status == Operation.Status.CANCELLED else shifts


def waiting_changes(operation: Operation) -> list[Block]:
    """What waits for the next release, by time. Two queries."""
    return [_known(block_of(shift), operation) for shift in with_all(waiting_shifts(operation))]


def seen_as(changes: Iterable[Block]) -> str:
    """One word for exactly these changes: another one when somebody changed any of them."""
    told = sorted((block.shift.pk, block.shift.version, block.mark) for block in changes)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def people_on(changes: Sequence[Block]) -> list[Signup]:
    """Who is on the shifts that are moved or cancelled, with what a mail to them says."""
    shifts = [block.shift.pk for block in changes if block.mark != Block.NEW]
    return list(
        Signup.objects.live()
        .filter(need__shift__in=shifts)
        .select_related(
            "volunteer__user", "need__shift__mission__operation", "need__shift__mission__place",
            "need__shift__place",
        )
        .order_by("volunteer_id", "pk")
    )  # fmt: skip


def planned_between(operation: Operation, first: datetime, last: datetime) -> list[Block]:
    """What takes place between two moments, wherever. Two queries."""
    shifts = planned_shifts(operation).filter(planned_start__lt=last, planned_end__gt=first)
    return [block_of(shift) for shift in with_all(shifts)]
