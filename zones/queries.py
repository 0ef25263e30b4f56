"""What the pages of zones show: the ground, and whether the people who signed up can cover it."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil
from typing import Any

from django.db.models import Q, QuerySet, Sum

from core.geometry import Area
from core.refusal import Refusal
from missions.models import Mission, Need, Shift
from operations.models import Operation
from zones.files import read_zone
from zones.models import Sector, Zone

COVERED_WITHIN = timedelta(hours=48)


@dataclass(frozen=True)
class Coverage:
    """Work of one person, in minutes: what a mission's sectors need, what was signed up for.

    `signed` counts shifts that begin within 48 hours from the first day, `otherwise` the others;
    `length` is the usual length of the former.
    """

    mission: Mission | None
    needed: int
    done: int
    signed: int = 0
    otherwise: int = 0
    length: int = 0

    @property
    def missing(self) -> int:
        return max(self.needed - self.signed, 0)

    @property
    def percent(self) -> int:
        return min(100 * self.signed // self.needed, 100) if self.needed else 0

    @property
    def places_missing(self) -> int:
        """How many more places on its shifts would cover it; 0 when it has no shift."""
        return ceil(self.missing / self.length) if self.length else 0


def zones_of(operation: Operation) -> QuerySet[Zone]:
    return operation.zones.light().select_related("mission").with_progress()


def sectors_of(zone: Zone) -> list[Sector]:
    sectors = list(zone.sectors.select_related("mission__operation"))
    for sector in sectors:
        sector.zone = zone
    return sectors


def states_in(zone: Zone) -> list[str]:
    return list(zone.sectors.order_by().values_list("state", flat=True))


def outline_of_commune(operation: Operation) -> Area | None:
    """The commune as an area, where its outline is known and can be one."""
    outline = operation.commune.outline
    try:
        return read_zone(json.dumps(outline)) if outline else None
    except Refusal:
        return None


def drawing_of(operation: Operation) -> dict[str, Any]:
    """What the map for drawing shows before anything is drawn."""
    commune = operation.commune
    places = operation.places.exclude(latitude=None).exclude(longitude=None)
    return {
        "commune": commune.outline,
        "centre": [commune.latitude, commune.longitude] if commune.is_placed else None,
        "places": list(places.values("name", "latitude", "longitude")),
    }


def missions_for_sectors(operation: Operation, current: int | None) -> QuerySet[Mission]:
    """Those that take place, and the one that was chosen before."""
    return operation.missions.filter(Q(cancelled_at=None) | Q(pk=current))


def coverage_of(operation: Operation, zone: Zone | None = None) -> list[Coverage]:
    """Each mission that has sectors, or has some in the zone; last, sectors of no mission."""
    sectors = Sector.objects.filter(zone__operation=operation)
    totals: dict[int | None, dict[str, Any]] = {
        row["mission_id"]: dict(row)
        for row in sectors.order_by()
        .values("mission_id")
        .annotate(
            needed=Sum("effort_minutes"),
            done=Sum("effort_minutes", filter=Q(state=Sector.State.DONE), default=0),
        )
    }
    if zone is not None:
        here = set(sectors.filter(zone=zone).values_list("mission_id", flat=True))
        totals = {pk: row for pk, row in totals.items() if pk in here}
    found = [
        Coverage(mission, totals[mission.pk]["needed"], totals[mission.pk]["done"], *hours)
        for mission, hours in _with_hours(operation, [pk for pk in totals if pk])
    ]
    if None in totals:
        found.append(Coverage(None, totals[None]["needed"], totals[None]["done"]))
    return found


def _with_hours(
    operation: Operation, pks: Iterable[int]
) -> list[tuple[Mission, tuple[int, int, int]]]:
    missions = list(operation.missions.filter(pk__in=pks))
    first = datetime.combine(operation.starts_on, time(), operation.zone).astimezone(UTC)
    people = dict(
        Need.objects.filter(shift__mission__in=missions)
        .order_by()
        .values_list("shift_id")
        .annotate(Sum("taken"))
    )
    signed: dict[int, int] = defaultdict(int)
    otherwise: dict[int, int] = defaultdict(int)
    lengths: dict[int, list[int]] = defaultdict(list)
    for shift in Shift.objects.live().filter(mission__in=missions):
        minutes = int(shift.length.total_seconds() // 60)
        is_within = first <= shift.starts_at < first + COVERED_WITHIN
        sums = signed if is_within else otherwise
        sums[shift.mission_id] += minutes * people.get(shift.pk, 0)
        if is_within:
            lengths[shift.mission_id].append(minutes)
    return [
        (
            mission,
            (
                signed[mission.pk],
                otherwise[mission.pk],
                sum(found) // len(found) if (found := lengths[mission.pk]) else 0,
            ),
        )
        for mission in missions
    ]


def effort_of(mission: Mission) -> int:
    """The work in all sectors of the mission, in minutes."""
    return Sector.objects.filter(mission=mission).aggregate(all=Sum("effort_minutes"))["all"] or 0
