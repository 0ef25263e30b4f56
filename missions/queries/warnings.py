"""What the warnings about a programme are worked out from: the weekend as the team wants it.

`missions.rules.programme.warnings_of` says what is wrong with it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings

from missions.models import HANDOVER, Mission, Need, Place, Shift, ShiftDraft
from operations.models import Operation


class People(NamedTuple):
    """How many of one role a shift has, and how many it hopes for."""

    wished: int
    taken: int

    @property
    def expected(self) -> int:
        return max(self.wished, self.taken)


NOBODY = People(0, 0)


class PlannedShift(NamedTuple):
    """A shift where the team wants it, which may be elsewhere than where volunteers see it."""

    pk: int
    mission: Mission
    starts_at: datetime
    ends_at: datetime
    place: Place | None
    people: dict[str, People]  # by role

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def expected(self) -> int:
        """People of all roles."""
        return sum(one.expected for one in self.people.values())

    def of_role(self, role: str) -> People:
        return self.people.get(role, NOBODY)

    def overlaps(self, other: "PlannedShift") -> bool:
        """As for sign-ups: the time of a hand-over is shared by anybody."""
        shared = min(self.ends_at, other.ends_at) - max(self.starts_at, other.starts_at)
        return shared > HANDOVER


class ProgrammeFacts(NamedTuple):
    slug: str
    zone: str
    missions: list[Mission]
    shifts: list[PlannedShift]  # by time


LONG_TEXTS = [f"description_{code}" for code in settings.MODELTRANSLATION_LANGUAGES]


def programme_facts(
    operation: Operation, missions: Iterable[Mission] | None = None
) -> ProgrammeFacts:
    """Missions, shifts and needs that are not cancelled. Three queries.

    `missions`: all of the operation with their places and leads, where the page has them already.
    """
    if missions is None:
        of_operation = Mission.objects.live().filter(operation=operation)
        missions = of_operation.select_related("lead", "place").defer(*LONG_TEXTS).order_by("pk")
    live = {mission.pk: mission for mission in missions if mission.cancelled_at is None}
    people: dict[int, dict[str, People]] = defaultdict(dict)
    needs = Need.objects.of_operation(operation).order_by()
    for pk, role, wished, taken in needs.values_list("shift_id", "role", "wished", "taken"):
        people[pk][role] = People(wished, taken)
    rows = Shift.objects.filter(mission__operation=operation, cancelled_at=None)
    shifts = []
    for shift in rows.select_related("place", "draft__place"):
        mission = live.get(shift.mission_id)  # None: added between two queries
        draft: ShiftDraft | None = getattr(shift, "draft", None)
        if mission is None or (draft and draft.is_cancelled):
            continue
        wanted = draft or shift
        place = wanted.place or mission.place
        times = wanted.starts_at, wanted.ends_at
        shifts.append(PlannedShift(shift.pk, mission, *times, place, people[shift.pk]))
    shifts.sort(key=lambda shift: (shift.starts_at, shift.pk))
    return ProgrammeFacts(operation.slug, operation.time_zone, list(live.values()), shifts)
