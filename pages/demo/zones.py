"""The ground of the demo's field mapping: a village in six sectors, one of them done."""

from datetime import datetime, timedelta
from typing import NamedTuple

from missions.models import Mission
from missions.services.effort import set_effort
from operations.models import Operation
from pages.demo.accounts import CHAUMES_TEAM
from zones.files import Shape
from zones.models import Sector, Zone
from zones.queries import effort_of
from zones.rules import proposed_minutes
from zones.services.zones import grid_of, sector_of, stored

# Around the village of Chéméré, counted from its centre in ten-thousandths of a degree.
CENTRE = (-19_136_000, 471_228_000)
CORNERS = [(-82, -18), (-41, -47), (12, -55), (63, -38), (88, 2), (61, 41), (9, 52), (-52, 37)]


class DemoSector(NamedTuple):
    name: str
    points: int
    team: str = ""
    state: Sector.State = Sector.State.TO_DO
    note: str = ""


SECTORS = [
    DemoSector("Route d’Arthon", 80),
    DemoSector("Église et place", 140, "Équipe héron", Sector.State.DONE, "Relevé au repérage."),
    DemoSector("Route de Rouans", 90),
    DemoSector("Salle des fêtes et école", 110, "Équipe loutre", Sector.State.UNDER_WAY),
    DemoSector("Lavoir et vieux bourg", 130, "Équipe grenouille", note="Commencer par le lavoir."),
    DemoSector("Lotissements du sud", 70),
]


def draw_what_lacks(now: datetime) -> None:
    """Give the open operation of Chaumes-en-Retz its zone, unless it has one."""
    for operation in Operation.objects.filter(slug=CHAUMES_TEAM, zones=None):
        _create(operation, now)


def _create(operation: Operation, now: datetime) -> None:
    mission = operation.missions.filter(kind=Mission.Kind.FIELD_MAPPING).earliest("pk")
    area = [[[(CENTRE[0] + x * 1000, CENTRE[1] + y * 1000) for x, y in CORNERS]]]
    zone = Zone.objects.create(
        operation=operation, name="Bourg de Chéméré", mission=mission, **stored(area)
    )
    sectors = []
    for number, (part, told) in enumerate(zip(grid_of(area, 3, 2), SECTORS, strict=True), 1):
        sector = sector_of(zone, number, Shape(part, told.name))
        sector.points, sector.team, sector.note = told.points, told.team, told.note
        sector.effort_minutes = proposed_minutes(sector.area_m2, told.points)
        sector.state = told.state
        if told.state == Sector.State.DONE:
            sector.done_at = now - timedelta(days=6)
        sectors.append(sector)
    Sector.objects.bulk_create(sectors)
    set_effort(mission, effort_of(mission))
