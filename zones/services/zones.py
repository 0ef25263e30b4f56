"""Zones: drawn, drawn again, cut into sectors, given up."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import changes, record
from core.cutting import shares
from core.geometry import Area, bounds, square_metres
from core.refusal import Refusal
from missions.models import Mission
from missions.services.effort import set_effort
from operations.models import Operation
from operations.services.locks import lock_operation
from operations.services.versions import save_if_unchanged
from zones.files import Shape, area_of, geometry_of
from zones.models import Sector, Zone
from zones.queries import effort_of
from zones.rules import proposed_minutes, why_cannot_cut

MOST_ZONES = 20
MOST_SECTORS = 100


@transaction.atomic
def create_zone(
    *, operation: Operation, name: str, mission: Mission | None, area: Area, by: Any
) -> Zone:
    lock_operation(operation)
    if operation.zones.count() >= MOST_ZONES:
        raise Refusal(_("An operation has at most %(count)s zones.") % {"count": MOST_ZONES})
    zone = Zone.objects.create(operation=operation, name=name, mission=mission, **stored(area))
    record(actor=by, action="zone.created", subject=zone)
    return zone


@transaction.atomic
def edit_zone(*, zone: Zone, version: int, name: str, mission: Mission | None, by: Any) -> None:
    """Another name, another mission: its sectors change over with it. Raises EditConflict."""
    _lock(zone)
    former = zone.mission
    before = {"name": zone.name, "mission": former}
    after = {"name": name, "mission": mission}
    save_if_unchanged(zone, version=version, **after)
    if former != mission:
        zone.sectors.filter(mission=former).update(mission=mission)
        refresh_efforts([former, mission])
    record(actor=by, action="zone.edited", subject=zone, changed=changes(before, after, told=()))


@transaction.atomic
def redraw_zone(*, zone: Zone, version: int, area: Area, by: Any) -> None:
    """Another outline, while no work has begun; the sectors of the old one go. EditConflict."""
    _lock(zone)
    _refuse_if_begun(zone)
    missions = _missions_of(zone)
    save_if_unchanged(zone, version=version, **stored(area))
    zone.sectors.all().delete()
    refresh_efforts(missions)
    record(actor=by, action="zone.redrawn", subject=zone)


@transaction.atomic
def delete_zone(*, zone: Zone, by: Any) -> None:
    """Give the zone up, its sectors and what was noted of them."""
    _lock(zone)
    missions = _missions_of(zone)
    record(actor=by, action="zone.deleted", subject=zone, sectors=zone.sectors.count())
    zone.delete()
    refresh_efforts(missions)


@transaction.atomic
def cut_into_grid(*, zone: Zone, columns: int, rows: int, by: Any) -> int:
    """Sectors of about the same surface, numbered as one reads. How many they are."""
    _lock(zone)
    zone.refresh_from_db(fields=["outline"])
    parts = grid_of(area_of(zone.outline), columns, rows)
    return cut_zone(zone=zone, shapes=[Shape(part) for part in parts], by=by)


def grid_of(area: Area, columns: int, rows: int) -> list[Area]:
    """Columns of the same surface, each in rows of the same surface; from the north-west on."""
    cells = [
        (rank, number, part)
        for number, column in enumerate(shares(area, columns))
        for rank, part in enumerate(reversed(shares(column, rows, upwards=True)))
    ]
    return [part for _rank, _number, part in sorted(cells, key=lambda cell: cell[:2])]


@transaction.atomic
def cut_zone(*, zone: Zone, shapes: Sequence[Shape], by: Any) -> int:
    """These sectors instead of those that are there; how many they are."""
    _lock(zone)
    if len(shapes) > MOST_SECTORS:
        most = {"count": MOST_SECTORS}
        raise Refusal(_("A zone has at most %(count)s sectors.") % most)
    _refuse_if_begun(zone)
    missions = [*_missions_of(zone), zone.mission]
    zone.sectors.all().delete()
    Sector.objects.bulk_create(
        sector_of(zone, number, shape) for number, shape in enumerate(shapes, 1)
    )
    refresh_efforts(missions)
    record(actor=by, action="zone.cut", subject=zone, sectors=len(shapes))
    return len(shapes)


def sector_of(zone: Zone, number: int, shape: Shape) -> Sector:
    """A new sector, not saved yet."""
    facts = stored(shape.area)
    return Sector(
        zone=zone,
        number=number,
        name=shape.name,
        mission=zone.mission,
        effort_minutes=proposed_minutes(facts["area_m2"], points=0),
        **facts,
    )


def stored(area: Area) -> dict[str, Any]:
    """The columns that tell an area."""
    west, south, east, north = bounds(area)
    if west == east or south == north:
        raise Refusal(_("This area is too small."))
    return {"outline": geometry_of(area), "area_m2": round(square_metres(area))}


def refresh_efforts(missions: Iterable[Mission | None]) -> None:
    """What the missions need, from their sectors. The operation is locked: sums cannot cross."""
    for mission in {each for each in missions if each is not None}:
        set_effort(mission, effort_of(mission))


def _missions_of(zone: Zone) -> list[Mission]:
    return list(Mission.objects.filter(sectors__zone=zone).distinct())


def _lock(zone: Zone) -> None:
    lock_operation(zone.operation)
    if not Zone.objects.filter(pk=zone.pk).exists():
        raise Refusal(_("This zone is no longer there."))


def _refuse_if_begun(zone: Zone) -> None:
    if reason := why_cannot_cut(zone.sectors.values_list("state", flat=True)):
        raise Refusal(reason)
