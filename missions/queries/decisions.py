"""Missions that take place only if enough people come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from missions.models import Mission, Signup
from operations.models import Operation

TAKING = (Operation.Status.OPEN, Operation.Status.RUNNING)


@dataclass(frozen=True)
class Chance:
    """A mission with how many people it takes, and how many have a place so far."""

    mission: Mission
    people: int

    @property
    def minimum(self) -> int:
        return self.mission.minimum_people or 0

    @property
    def missing(self) -> int:
        return max(self.minimum - self.people, 0)

    @property
    def is_enough(self) -> bool:
        return not self.missing

    @property
    def is_due(self) -> bool:
        """Whether the moment of the decision has come."""
        decides_at: datetime | None = self.mission.decides_at
        return decides_at is not None and decides_at <= timezone.now()


def chance_of(mission: Mission) -> Chance:
    return Chance(mission, people_by_mission([mission]).get(mission.pk, 0))


def chances_of(
    missions: Iterable[Mission], people: Mapping[int, int] | None = None
) -> list[Chance]:
    """Those of the missions that wait for their decision, the nearest first.

    How many people each has is asked in one query, unless the reader knows.
    """
    undecided = [
        mission
        for mission in missions
        if mission.decides_at and not mission.decision and not mission.cancelled_at
    ]
    if not undecided:
        return []
    if people is None:
        people = people_by_mission(undecided)
    undecided.sort(key=lambda mission: (mission.decides_at, mission.pk))
    return [Chance(mission, people.get(mission.pk, 0)) for mission in undecided]


def people_by_mission(missions: Iterable[Mission]) -> Mapping[int, int]:
    """How many people have a place on the shifts of each mission; each person counts once."""
    of_missions = people_rows().filter(
        need__shift__mission__in=[mission.pk for mission in missions]
    )
    return dict(of_missions)


def people_rows() -> QuerySet:
    """Missions with how many people have a place on their shifts."""
    return (
        Signup.objects.placed()
        .filter(need__shift__cancelled_at=None)
        .order_by()
        .values("need__shift__mission_id")
        .annotate(people=Count("volunteer", distinct=True))
        .values_list("need__shift__mission_id", "people")
    )


def missions_to_decide() -> QuerySet[Mission]:
    """Those whose moment has come, in operations that people still sign up for."""
    return (
        Mission.objects.undecided()
        .filter(decides_at__lte=timezone.now(), operation__status__in=TAKING)
        .select_related("operation")
        .order_by("decides_at", "pk")
    )


def missions_to_merge_into(mission: Mission) -> QuerySet[Mission]:
    """Other missions of the operation with a shift to come."""
    to_come = Mission.objects.live().filter(
        operation=mission.operation_id,
        shifts__starts_at__gt=timezone.now(),
        shifts__cancelled_at=None,
        shifts__is_released=True,
    )
    others = Mission.objects.filter(pk__in=to_come.values("pk")).exclude(pk=mission.pk)
    return others.order_by("pk")
