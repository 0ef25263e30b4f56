"""Zones and sectors as the entries of files."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from translations.texts import text_of
from zones.files import Shape, area_of
from zones.models import Sector, Zone


def shapes_of(zone: Zone, sectors: Sequence[Sector]) -> list[Shape]:
    """A shape for each sector; a zone that was not cut yet is one by itself."""
    if sectors:
        return [_shape_of(sector) for sector in sectors]
    return [Shape(area_of(zone.outline), zone.name, properties={"area_m2": zone.area_m2})]


def _shape_of(sector: Sector) -> Shape:
    mission = text_of(sector.mission, "title").text if sector.mission else ""
    words = [mission, sector.team, str(sector.get_state_display()), sector.note]
    return Shape(
        area_of(sector.outline),
        name=_("Sector %(number)s") % {"number": sector.title},
        words=" · ".join(filter(None, words)),
        properties={
            "name": sector.name,
            "number": sector.number,
            "mission": mission,
            "team": sector.team,
            "state": sector.state,
            "points": sector.points,
            "effort_minutes": sector.effort_minutes,
            "area_m2": sector.area_m2,
        },
    )
