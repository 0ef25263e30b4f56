"""Areas cut in two, cut into shares of the same surface, and joined again.

The shapes are those of `core.geometry`. Both sides of a cut get the very same corners on it, so
that neighbours can be joined without a gap.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import atan2, tau

from core.geometry import (
    Area,
    Edge,
    Point,
    Polygon,
    Ring,
    bounds,
    edges,
    is_inside,
    rings,
    side,
    signed_area,
)

# Where a border meets the cut: its height, then the numbers of ring and edge, which keep two apart.
Crossing = tuple[Fraction, int, int]


def cut(area: Area, at: int) -> tuple[Area, Area]:
    """What lies west and what lies east of a longitude on which there is no corner."""
    west = [part for polygon in area for part in _half(polygon, at, is_west=True)]
    east = [part for polygon in area for part in _half(polygon, at, is_west=False)]
    return west, east


def _half(polygon: Polygon, at: int, *, is_west: bool) -> Area:
    """The parts of a polygon on one side of a longitude.

    Sorted along the cut, the places where borders cross it pair up: the polygon is inside between
    the first and the second, and so on. The stretches of border on our side are linked there.
    """
    stretches: dict[Crossing, tuple[Ring, Crossing]] = {}
    whole = []
    for number, ring in enumerate(polygon):
        ours = [(x < at) == is_west for x, _y in ring]
        comes_in = [k for k, here in enumerate(ours) if not here and ours[(k + 1) % len(ring)]]
        if all(ours):
            whole.append(ring)
        for k in comes_in:
            start, points, end = _stretch(ring, k, at, ours)
            stretches[(start, number, k)] = points, (end[0], number, end[1])
    borders = [ring for ring in whole if ring is polygon[0]]
    borders += filter(None, map(_without_repeats, _linked_at_cut(stretches)))
    parts = [[border] for border in borders]
    for hole in whole:
        around = [part for part in parts if hole is not part[0] and is_inside(hole[0], part[0])]
        if around:
            around[0].append(hole)
    return parts


def _stretch(
    ring: Ring, k: int, at: int, ours: Sequence[bool]
) -> tuple[Fraction, Ring, tuple[Fraction, int]]:
    """From the edge `k`, where the border comes to our side, to the edge where it leaves."""
    size = len(ring)
    start = _height(ring[k], ring[(k + 1) % size], at)
    points = [(at, round(start))]
    k = (k + 1) % size
    while ours[k]:
        points.append(ring[k])
        k = (k + 1) % size
    end = _height(ring[k - 1], ring[k], at)
    return start, [*points, (at, round(end))], (end, (k - 1) % size)


def _height(a: Point, b: Point, at: int) -> Fraction:
    return a[1] + Fraction((b[1] - a[1]) * (at - a[0]), b[0] - a[0])


def _linked_at_cut(stretches: dict[Crossing, tuple[Ring, Crossing]]) -> Iterator[Ring]:
    crossings = sorted({*stretches, *(end for _points, end in stretches.values())})
    partner: dict[Crossing, Crossing] = {}
    for one, other in zip(crossings[::2], crossings[1::2], strict=True):
        partner |= {one: other, other: one}
    left = dict(stretches)
    while left:
        here, border = next(iter(left)), []
        while here in left:
            points, end = left.pop(here)
            border += points
            here = partner[end]
        yield border


def _without_repeats(ring: Ring) -> Ring:
    """The ring without doubled corners; empty when nothing is left of its surface."""
    slim = [b for a, b in edges(ring) if a != b]
    return slim if len(slim) > 2 and signed_area(slim) else []


def _swapped(area: Area) -> Area:
    """Longitudes and latitudes change places; each border keeps its turn."""
    return [[[(y, x) for x, y in reversed(ring)] for ring in polygon] for polygon in area]


def shares(area: Area, count: int, *, upwards: bool = False) -> list[Area]:
    """The area in that many parts of the same surface, from west to east or from south to north.

    What is too narrow to be cut gives fewer.
    """
    if upwards:
        return [_swapped(part) for part in shares(_swapped(area), count)]
    if count == 1 or not area:
        return [area] if area else []
    half = count // 2
    west, east = cut(area, _longitude_with(area, half / count))
    return [*shares(west, half), *shares(east, count - half)]


def _longitude_with(area: Area, share: float) -> int:
    """The longitude, on which no corner lies, with about that share of the surface in its west."""
    low, _south, high, _north = bounds(area)
    all_edges = [edge for ring in rings(area) for edge in edges(ring)]
    wanted = share * _west_of(all_edges, high)
    west, east = low, high
    for _try in range(24):
        middle = (west + east) // 2
        if _west_of(all_edges, middle) < wanted:
            west = middle
        else:
            east = middle
    corners = {x for ring in rings(area) for x, _y in ring}
    step = 1 if east < (low + high) / 2 else -1
    while east in corners:
        east += step
    return east


def _west_of(all_edges: Sequence[Edge], at: int) -> float:
    """The surface in the plane west of a longitude: the sum of min(x, at) along the borders."""
    total = 0.0
    for (x0, y0), (x1, y1) in all_edges:
        if x0 <= at and x1 <= at:
            total += (x0 + x1) / 2 * (y1 - y0)
        elif x0 >= at and x1 >= at:
            total += at * (y1 - y0)
        else:
            crossed = y0 + (y1 - y0) * (at - x0) / (x1 - x0)
            inner, own = (x0, crossed - y0) if x0 < at else (x1, y1 - crossed)
            total += (inner + at) / 2 * own + at * (y1 - y0 - own)
    return total


def joined(one: Area, other: Area) -> Area:
    """Two areas that do not overlap as one: the borders that they share are gone."""
    corners = sorted({point for ring in rings([*one, *other]) for point in ring})
    kept: dict[Edge, None] = {}
    for edge in (edge for ring in rings([*one, *other]) for edge in edges(ring)):
        for a, b in pairwise(_with_corners(edge, corners)):
            if (b, a) in kept:
                del kept[b, a]
            else:
                kept[a, b] = None
    borders = list(_linked(kept))
    area = [[border] for border in borders if signed_area(border) > 0]
    for hole in (border for border in borders if signed_area(border) < 0):
        around = [part for part in area if any(is_inside(corner, part[0]) for corner in hole)]
        if around:
            min(around, key=lambda part: signed_area(part[0])).append(hole)
    return area


def _with_corners(edge: Edge, corners: Sequence[Point]) -> list[Point]:
    """The edge with every corner that lies on it."""
    a, b = edge
    (west, south), (east, north) = sorted(edge)
    south, north = sorted((south, north))
    first, last = bisect_left(corners, (west, south)), bisect_right(corners, (east, north))
    on_it = [
        point
        for point in corners[first:last]
        if south <= point[1] <= north and not side(a, b, point)
    ]
    return on_it if a == on_it[0] else on_it[::-1]


def _linked(kept: dict[Edge, None]) -> Iterator[Ring]:
    """Edges as rings in which no corner comes twice."""
    ways: dict[Point, list[Point]] = {}
    for a, b in kept:
        ways.setdefault(a, []).append(b)
    while ways:
        path = [next(iter(ways))]
        while ways.get(path[-1]):
            here = path[-1]
            ways_on = ways[here]
            after = ways_on[0] if len(path) == 1 else _leftmost(path[-2], here, ways_on)
            ways_on.remove(after)
            if not ways_on:
                del ways[here]
            if after in path:
                start = path.index(after)
                if ring := _straightened(path[start:]):
                    yield ring
                del path[start + 1 :]
            else:
                path.append(after)


def _leftmost(before: Point, here: Point, ways_on: Sequence[Point]) -> Point:
    """The sharpest turn to the left: where parts touch in a corner, it stays on its own part."""
    back = atan2(before[1] - here[1], before[0] - here[0])
    return min(
        ways_on, key=lambda to: (back - atan2(to[1] - here[1], to[0] - here[0])) % tau or tau
    )


def _straightened(ring: Ring) -> Ring:
    """The ring without corners on straight lines; empty when nothing is left of its surface."""
    slim: Ring = []
    for corner in [*ring, *ring[:2]]:
        while len(slim) > 1 and not side(slim[-2], slim[-1], corner):
            slim.pop()
        slim.append(corner)
    slim = slim[1:-1]
    return slim if len(slim) > 2 and signed_area(slim) else []
