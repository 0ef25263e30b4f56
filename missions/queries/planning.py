"""Reads of the organizers' pages about missions."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from missions.models import Mission, Need, Shift, Signup
from operations.models import Operation


@dataclass(frozen=True)
class Progress:
    """How far the shifts of a mission are filled; `wished` is what the organizers hope for."""

    mission: Mission
    shifts: int
    taken: int
    minimum: int
    wished: int
    guides: int = 0  # residents who show the way, among those taken and wished
    guides_wished: int = 0

    @property
    def missing(self) -> int:
        return max(self.minimum - self.taken, 0)

    @property
    def percent(self) -> int:
        return min(100 * self.taken // self.wished, 100) if self.wished else 0


def progress_of(operation: Operation) -> list[Progress]:
    """Each mission with what is taken and needed on its shifts that people see, past ones too."""
    is_guide = Q(role=Need.Role.GUIDE)
    live_shift = Q(shift__cancelled_at=None, shift__is_released=True)
    columns = ("taken", "minimum", "wished", "guides", "guides_wished")
    totals = {
        pk: numbers
        for pk, *numbers in Need.objects.filter(live_shift, shift__mission__operation=operation)
        .order_by()
        .values("shift__mission_id")
        .annotate(
            # A total hides the column of its name from those after it.
            guides=Sum("taken", filter=is_guide, default=0),
            guides_wished=Sum("wished", filter=is_guide, default=0),
            taken=Sum("taken"),
            minimum=Sum("minimum"),
            wished=Sum("wished"),
        )
        .values_list("shift__mission_id", *columns)
    }
    missions = operation.missions.select_related("place", "lead").prefetch_related(
        Prefetch(
            "shifts",
            Shift.objects.filter(cancelled_at=None, is_released=True),
            to_attr="live_shifts",
        )
    )
    nothing = [0] * len(columns)
    return [
        Progress(mission, len(mission.live_shifts), *totals.get(mission.pk, nothing))
        for mission in missions
    ]


def has_shift_to_come(operation: Operation) -> bool:
    return Shift.objects.to_come().filter(mission__operation=operation).exists()


def shifts_of(mission: Mission) -> QuerySet[Shift]:
    return mission.shifts.select_related("place", "draft").prefetch_related("needs")


def shifts_not_over(operation: Operation) -> QuerySet[Shift]:
    """What a cancellation cancels; what took place stays as it was."""
    return Shift.objects.live().filter(mission__operation=operation, ends_at__gt=timezone.now())


def beginnings_taken(mission: Mission) -> set[tuple[datetime, int | None]]:
    """When and where the mission has shifts already."""
    live = mission.shifts.filter(cancelled_at=None)
    return set(live.values_list("starts_at", "place_id"))


def live_signups_on(shifts: QuerySet[Shift]) -> int:
    return Signup.objects.live().filter(need__shift__in=shifts.values("pk")).count()


def cancelled_with_people() -> list[Shift]:
    """Cancelled shifts on which somebody got a place at the very moment they were cancelled."""
    return list(
        Shift.objects.exclude(cancelled_at=None)
        .filter(needs__signups__state__in=Signup.LIVE)
        .distinct()
    )
