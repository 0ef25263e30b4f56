from typing import Any

import factory
from factory.django import DjangoModelFactory

from core.geometry import square_metres
from tests.operations.factories import OperationFactory
from zones.files import geometry_of
from zones.models import Sector, Zone


def box(west: float, south: float, east: float, north: float) -> list[list[list[tuple[int, int]]]]:
    """A rectangle as an area; its sides in thousandths of a degree around 47° north, 2° west."""
    x0, y0, x1, y1 = (
        round(base + side * 10_000)
        for base, side in zip(
            (-20_000_000, 470_000_000) * 2, (west, south, east, north), strict=True
        )
    )
    return [[[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]]]


def columns(area: Any) -> dict[str, Any]:
    return {"outline": geometry_of(area), "area_m2": round(square_metres(area))}


class ZoneFactory(DjangoModelFactory):
    """A square of 800 metres or so, of the whole operation."""

    class Meta:
        model = Zone

    operation = factory.SubFactory(OperationFactory)
    name = factory.Sequence(lambda n: f"Village {n}")
    outline = factory.LazyFunction(lambda: columns(box(0, 0, 10, 8))["outline"])
    area_m2 = factory.LazyFunction(lambda: columns(box(0, 0, 10, 8))["area_m2"])


class SectorFactory(DjangoModelFactory):
    """A strip of the zone, the next one to the east of the one before."""

    class Meta:
        model = Sector

    zone = factory.SubFactory(ZoneFactory)
    number = factory.Sequence(lambda n: n + 1)
    effort_minutes = 120

    @factory.lazy_attribute
    def outline(self) -> dict[str, Any]:
        return columns(box(self.number, 0, self.number + 1, 8))["outline"]

    @factory.lazy_attribute
    def area_m2(self) -> int:
        return columns(box(self.number, 0, self.number + 1, 8))["area_m2"]
