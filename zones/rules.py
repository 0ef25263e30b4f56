"""Who may do what to zones, why not, and how much work a sector is."""

from collections.abc import Collection
from typing import Any

import rules
from django.utils.translation import gettext as _

from core.geometry import UNITS, Area, metres_between
from missions.rules import leads_mission
from operations.rules import organizes
from zones.models import Sector

# Two people walk the streets of a hectare in three minutes. A thing to find takes one person four
# minutes on the spot and four at the desk: two hours for thirty, as mapping parties report.
WALKING_MINUTES_PER_HECTARE = 6
MINUTES_PER_POINT = 8
MOST_MINUTES = 600_000
FAR_AWAY = 50_000  # metres


@rules.predicate
def organizes_sector(user: Any, sector: Sector | None) -> bool:
    return sector is not None and organizes(user, sector.zone.operation)


@rules.predicate
def leads_sector(user: Any, sector: Sector | None) -> bool:
    """The lead of its mission."""
    return sector is not None and leads_mission(user, sector.mission)


rules.add_perm("zones.change_zone", organizes)  # asked of the operation
rules.add_perm("zones.mark_sector", organizes_sector | leads_sector)


def proposed_minutes(area_m2: float, points: int) -> int:
    """The work of one person that a sector takes, in steps of five minutes."""
    walking = WALKING_MINUTES_PER_HECTARE * area_m2 / 10_000
    minutes = 5 * max(1, round((walking + MINUTES_PER_POINT * points) / 5))
    return min(minutes, MOST_MINUTES)


def is_far(area: Area, latitude: float, longitude: float) -> bool:
    """Whether no corner lies within 50 km of the place."""
    place = round(longitude * UNITS), round(latitude * UNITS)
    return all(metres_between(corner, place) > FAR_AWAY for outer, *_h in area for corner in outer)


def is_swapped(area: Area, latitude: float, longitude: float) -> bool:
    """Whether it would not be far if longitudes and latitudes changed places."""
    return not is_far(area, latitude=longitude, longitude=latitude)


def why_cannot_cut(states: Collection[str]) -> str:
    """Why the zone cannot be cut again, when its sectors are in these states."""
    if any(state != Sector.State.TO_DO for state in states):
        return _("Work has begun in this zone: its sectors stay. You can still join two of them.")
    return ""


def why_cannot_delete(sector: Sector) -> str:
    if sector.state != Sector.State.TO_DO:
        return _("Work has begun in this sector: it stays.")
    return ""
