"""Outlines with few points: what a map of a village needs, and no more."""

from collections.abc import Iterator
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

MOST_POINTS = 160
SMALLEST_STEP = 0.0001  # degrees, about ten metres


def simplified(geometry: Any) -> dict[str, Any] | None:
    """A GeoJSON polygon or multipolygon with about 160 points at most; None when it is neither."""
    try:
        polygons = _polygons(geometry)
    except (IndexError, KeyError, TypeError, ValueError):
        return None
    step = SMALLEST_STEP
    slim = _thinned(polygons, step)
    while sum(len(ring) for polygon in slim for ring in polygon) > MOST_POINTS and step < 1:
        step *= 1.5
        slim = _thinned(polygons, step)
    if not slim:
        return None
    if len(slim) == 1:
        return {"type": "Polygon", "coordinates": slim[0]}
    return {"type": "MultiPolygon", "coordinates": slim}


def _polygons(geometry: Any) -> list[list[Ring]]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind not in {"Polygon", "MultiPolygon"}:
        raise ValueError(kind)
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not all(polygons):
        raise ValueError(polygons)
    return [[list(_points(ring)) for ring in polygon] for polygon in polygons]


def _points(ring: Any) -> Iterator[Point]:
    if len(ring) < 4:
        raise ValueError(ring)
    for position in ring:
        longitude, latitude = float(position[0]), float(position[1])
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise ValueError(position)
        yield longitude, latitude


def _thinned(polygons: list[list[Ring]], step: float) -> list[list[list[list[float]]]]:
    """The polygons with steps of at least that size; rings that vanish go, but for the largest."""
    slim = []
    for polygon in sorted(polygons, key=lambda polygon: len(polygon[0]), reverse=True):
        rings = [_thinned_ring(ring, step) for ring in polygon]
        if len(rings[0]) >= 4:
            slim.append([ring for ring in rings if len(ring) >= 4])
    return slim


def _thinned_ring(ring: Ring, step: float) -> list[list[float]]:
    # A ring ends where it begins: it is cut at its far side, so that both halves are real lines.
    far = max(range(len(ring)), key=lambda index: _distance2(ring[index], ring[0]))
    line = _douglas_peucker(ring[: far + 1], step)[:-1] + _douglas_peucker(ring[far:], step)
    return [[round(longitude, 5), round(latitude, 5)] for longitude, latitude in line]


def _douglas_peucker(line: Ring, step: float) -> Ring:
    """The line without the points that lie closer than `step` to the simpler line."""
    kept = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        between = range(first + 1, last)
        if not between:
            continue
        index = max(between, key=lambda i: _offset2(line[i], line[first], line[last]))
        if _offset2(line[index], line[first], line[last]) > step * step:
            kept.add(index)
            stretches += [(first, index), (index, last)]
    return [line[index] for index in sorted(kept)]


def _distance2(a: Point, b: Point) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _offset2(point: Point, start: Point, end: Point) -> float:
    """The square of the distance from a point to a stretch."""
    length2 = _distance2(start, end)
    if not length2:
        return _distance2(point, start)
    along = (
        (point[0] - start[0]) * (end[0] - start[0]) + (point[1] - start[1]) * (end[1] - start[1])
    ) / length2
    along = min(1.0, max(0.0, along))
    nearest = (start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1]))
    return _distance2(point, nearest)
