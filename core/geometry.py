"""Areas on the ground, measured and checked.

Corners are whole numbers of a ten-millionth of a degree (about a centimetre), longitude first, so
that every comparison is exact. A ring does not repeat its first corner. The first ring of a
polygon is its outer border and turns left; the others are holes and turn right.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, pairwise
from math import asin, cos, radians, sin, sqrt

Point = tuple[int, int]
Ring = list[Point]
Polygon = list[Ring]
Area = list[Polygon]
Edge = tuple[Point, Point]
Box = tuple[int, int, int, int, Point, Point]  # how far an edge reaches on both axes, and the edge

UNITS = 10_000_000  # in a degree
EARTH = 6_371_008.8  # metres, the mean radius
# How many pairs of edges are compared before borders are called too intricate.
MOST_COMPARISONS = 2_000_000


def edges(ring: Ring) -> Iterator[Edge]:
    return pairwise([*ring, ring[0]])


def rings(area: Iterable[Polygon]) -> Iterator[Ring]:
    return chain.from_iterable(area)


def signed_area(ring: Ring) -> int:
    """Twice the surface of the plane drawing; positive when the ring turns left."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges(ring))


def turned(ring: Ring, *, left: bool) -> Ring:
    """The ring, turning that way, from the same corner on."""
    return ring if (signed_area(ring) > 0) == left else [ring[0], *ring[:0:-1]]


def square_metres(area: Iterable[Polygon]) -> float:
    """The surface on a sphere; an edge is straight in longitude and in the sine of latitude."""
    total = 0.0
    for ring in rings(area):
        for (west, south), (east, north) in edges(ring):
            heights = sin(radians(south / UNITS)) + sin(radians(north / UNITS))
            total -= radians((east - west) / UNITS) * heights
    return abs(total) * EARTH * EARTH / 2


def metres_between(one: Point, other: Point) -> float:
    """The way from one point to another, as the crow flies."""
    west, south, east, north = (radians(each / UNITS) for each in (*one, *other))
    half = sin((north - south) / 2) ** 2
    half += cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def bounds(area: Iterable[Polygon]) -> tuple[int, int, int, int]:
    """West, south, east, north."""
    points = [point for ring in rings(area) for point in ring]
    across, up = [x for x, _y in points], [y for _x, y in points]
    return min(across), min(up), max(across), max(up)


def side(a: Point, b: Point, c: Point) -> int:
    """Positive when `c` lies to the left of the way from `a` to `b`, 0 on their line."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def is_inside(point: Point, ring: Ring) -> bool:
    """Whether the ring goes around the point; on the border the answer may be either."""
    inside = False
    for a, b in edges(ring):
        if (a[1] > point[1]) != (b[1] > point[1]):
            low, high = (a, b) if a[1] < b[1] else (b, a)
            inside ^= side(low, high, point) > 0
    return inside


def is_in_polygon(point: Point, polygon: Polygon) -> bool:
    return is_inside(point, polygon[0]) and not any(is_inside(point, hole) for hole in polygon[1:])


def label_point(area: Area) -> Point:
    """A point well inside the largest part: where its name stands."""
    polygon = max(area, key=lambda each: signed_area(each[0]))
    _west, south, _east, north = bounds([polygon])
    widest: tuple[int, Point] = (-1, polygon[0][0])
    for quarter in (2, 1, 3):
        # Between two units lies no corner: borders are crossed in pairs.
        level = Fraction(2 * (south + (north - south) * quarter // 4) + 1, 2)
        crossed = sorted(
            a[0] + (level - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
            for ring in polygon
            for a, b in edges(ring)
            if (a[1] > level) != (b[1] > level)
        )
        for west, east in zip(crossed[::2], crossed[1::2], strict=True):
            middle = (int((west + east) / 2), int(level))
            widest = max(widest, (int(east - west), middle), key=lambda each: each[0])
    return widest[1]


class TooIntricate(Exception):
    """Borders that would take too long to compare."""


def borders_cross(area: Iterable[Polygon]) -> bool:
    """Whether a border crosses or touches itself, or crosses another. Raises TooIntricate."""
    all_rings = list(rings(area))
    if any(len(set(ring)) < len(ring) for ring in all_rings):
        return True
    all_edges = [edge for ring in all_rings for edge in edges(ring)]
    # Along the axis on which the edges are short, few are looked at together.
    axis = min((0, 1), key=lambda each: sum(abs(a[each] - b[each]) for a, b in all_edges))
    near: list[Box] = []
    boxes: list[Box] = sorted(
        (*_reach(edge, axis), *_reach(edge, 1 - axis), *edge) for edge in all_edges
    )
    compared = 0
    for box in boxes:
        near = [each for each in near if each[1] >= box[0]]
        compared += len(near)
        if compared > MOST_COMPARISONS:
            raise TooIntricate
        for each in near:
            if each[2] <= box[3] and box[2] <= each[3] and _clash(each[4:], box[4:]):
                return True
        near.append(box)
    return False


def _reach(edge: Edge, axis: int) -> tuple[int, int]:
    low, high = sorted((edge[0][axis], edge[1][axis]))
    return low, high


def _clash(one: Edge, other: Edge) -> bool:
    """Whether two edges whose boxes overlap share more than the corner that joins them."""
    common = set(one) & set(other)
    if not common:
        return _meet(one, other)
    if len(common) == 2:
        return True
    (corner,) = common
    (first,), (second,) = set(one) - common, set(other) - common
    goes_back = any((first[k] - corner[k]) * (second[k] - corner[k]) > 0 for k in (0, 1))
    return not side(corner, first, second) and goes_back


def _meet(one: Edge, other: Edge) -> bool:
    (a, b), (c, d) = one, other
    sides = side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
    return sides[0] * sides[1] <= 0 and sides[2] * sides[3] <= 0
