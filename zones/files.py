"""Outlines as files: GeoJSON in and out (RFC 7946), GPX 1.1 out."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from core.cutting import joined
from core.geometry import (
    UNITS,
    Area,
    Point,
    Polygon,
    Ring,
    TooIntricate,
    borders_cross,
    is_in_polygon,
    label_point,
    rings,
    signed_area,
    square_metres,
    turned,
)
from core.refusal import Refusal
from core.text import has_hidden_characters

MOST_BYTES = 1024 * 1024
MOST_CORNERS = 5000
MOST_PARTS = 100
MOST_KM2 = 20_000  # more than any commune of Europe
LONGEST_NAME = 80
GPX = "http://www.topografix.com/GPX/1/1"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Shape(NamedTuple):
    """An area with what is said of it: its properties in GeoJSON, name and words in GPX."""

    area: Area
    name: str = ""
    words: str = ""
    properties: Mapping[str, Any] = {}


def read_zone(text: str) -> Area:
    """Everything in it as one area; neighbours are joined. Raises Refusal, in words."""
    polygons = [polygon for _name, area in _areas(_document(text)) for polygon in area]
    for polygon in polygons:
        _refuse_crossings([polygon])
    area = reduce(joined, ([polygon] for polygon in polygons))
    if len(polygons) > 1:
        _refuse_crossings(area)
        if _overlap(area) or _surface(area) != _surface(polygons):
            raise Refusal(_("Two parts of it overlap."))
    return _of_bearable_size(area)


def read_sectors(text: str) -> list[Shape]:
    """Each feature as a sector of its own, with its name. Raises Refusal, in words."""
    found = []
    for name, area in _areas(_document(text)):
        _refuse_crossings(area)
        if _overlap(area):
            raise Refusal(_("Two parts of it overlap."))
        found.append(Shape(_of_bearable_size(area), name))
    return found


def area_of(geometry: Mapping[str, Any]) -> Area:
    """The area of an outline that this site stored."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [[[_point(*corner) for corner in ring[:-1]] for ring in each] for each in polygons]


def geometry_of(area: Area) -> dict[str, Any]:
    """The area as a GeoJSON geometry: rings closed, outer borders turning left."""
    polygons = [
        [[[x / UNITS, y / UNITS] for x, y in [*ring, ring[0]]] for ring in polygon]
        for polygon in area
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def as_geojson(shapes: Sequence[Shape]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"name": shape.name, **shape.properties},
            "geometry": geometry_of(shape.area),
        }
        for shape in shapes
    ]
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


def as_gpx(title: str, shapes: Sequence[Shape]) -> bytes:
    """A waypoint inside each area and a track around it; the order is that of the schema."""
    root = ElementTree.Element("gpx", {"xmlns": GPX, "version": "1.1", "creator": "FREE-MISSION"})
    _written(ElementTree.SubElement(root, "metadata"), "name", title)
    for shape in shapes:
        mark = ElementTree.SubElement(root, "wpt", _position(label_point(shape.area)))
        _written(mark, "name", shape.name)
        _written(mark, "desc", shape.words)
    for shape in shapes:
        track = ElementTree.SubElement(root, "trk")
        _written(track, "name", shape.name)
        _written(track, "desc", shape.words)
        for ring in rings(shape.area):
            segment = ElementTree.SubElement(track, "trkseg")
            for corner in [*ring, ring[0]]:
                ElementTree.SubElement(segment, "trkpt", _position(corner))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _position(point: Point) -> dict[str, str]:
    return {"lat": f"{point[1] / UNITS:.7f}", "lon": f"{point[0] / UNITS:.7f}"}


def _written(parent: ElementTree.Element, tag: str, text: str) -> None:
    """What XML cannot hold is left out; so is what is empty."""
    if clean := _NOT_XML.sub("", text):
        ElementTree.SubElement(parent, tag).text = clean


# Reading what others wrote


def _document(text: str) -> Any:
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise Refusal(_("This weighs more than 1 MB. Simplify the outline."))
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refusal(_("This cannot be read as GeoJSON.")) from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _areas(document: Any) -> list[tuple[str, Area]]:
    """Each feature that holds polygons, with its name."""
    found, corners, parts = [], 0, 0
    for name, polygons in _features(document):
        area: Area = []
        for raw in polygons:
            parts += 1
            corners += sum(len(ring) for ring in raw) if _is_list_of_lists(raw) else 0
            if corners > MOST_CORNERS:
                most = {"count": MOST_CORNERS}
                raise Refusal(_("It has more than %(count)s corners. Simplify it.") % most)
            if parts > MOST_PARTS:
                raise Refusal(_("It has more than %(count)s parts.") % {"count": MOST_PARTS})
            area.append(_polygon(raw))
        found.append((name, area))
    if not found:
        raise Refusal(_("There is no area in it: draw a polygon."))
    return found


def _features(document: Any) -> Iterator[tuple[str, list[Any]]]:
    is_collection = _kind(document) == "FeatureCollection"
    features = document.get("features") if is_collection else [document]
    for feature in features if isinstance(features, list) else []:
        is_feature = _kind(feature) == "Feature"
        geometry = feature.get("geometry") if is_feature else feature
        coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if _kind(geometry) == "Polygon":
            yield _name(feature), [coordinates]
        elif _kind(geometry) == "MultiPolygon" and isinstance(coordinates, list) and coordinates:
            yield _name(feature), coordinates


def _kind(value: Any) -> Any:
    return value.get("type") if isinstance(value, dict) else None


def _name(feature: dict[str, Any]) -> str:
    properties = feature.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    text = " ".join(name.split())[:LONGEST_NAME].strip() if isinstance(name, str) else ""
    return "" if has_hidden_characters(text) else text


def _is_list_of_lists(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, list) for each in value)


def _polygon(raw: Any) -> Polygon:
    if not _is_list_of_lists(raw) or not raw:
        raise Refusal(_("This cannot be read as GeoJSON."))
    outer, *holes = [_ring(ring, left=not number) for number, ring in enumerate(raw)]
    return [outer, *holes]


def _ring(raw: list[Any], *, left: bool) -> Ring:
    points = [_corner(position) for position in raw]
    ring = [one for one, following in pairwise([*points, *points[:1]]) if one != following]
    if len(ring) < 3 or not signed_area(ring):
        raise Refusal(_("An area has at least three corners that are not on one line."))
    return turned(ring, left=left)


def _corner(position: Any) -> Point:
    if isinstance(position, list) and len(position) >= 2:
        longitude, latitude = position[:2]
        if _is_number(longitude, 180) and _is_number(latitude, 90):
            return _point(longitude, latitude)
    raise Refusal(_("A corner is not on Earth. Give longitudes and latitudes in degrees (WGS 84)."))


def _is_number(value: Any, most: int) -> bool:
    return type(value) in (int, float) and abs(value) <= most


def _point(longitude: float, latitude: float) -> Point:
    return round(longitude * UNITS), round(latitude * UNITS)


def _refuse_crossings(area: Area) -> None:
    try:
        is_crossed = borders_cross(area)
    except TooIntricate:
        raise Refusal(_("Its borders are too intricate. Simplify them.")) from None
    if is_crossed:
        raise Refusal(_("A border crosses or touches itself. Draw it in one go, without a knot."))
    for outer, *holes in area:
        if not all(is_in_polygon(hole[0], [outer]) for hole in holes):
            raise Refusal(_("A hole lies outside its area."))


def _overlap(area: Area) -> bool:
    """Whether a part lies inside another; their borders do not cross."""
    return any(
        one is not other and is_in_polygon(one[0][0], other) for one in area for other in area
    )


def _surface(polygons: Iterable[Polygon]) -> int:
    return sum(signed_area(ring) for ring in rings(polygons))


def _of_bearable_size(area: Area) -> Area:
    if square_metres(area) > MOST_KM2 * 1_000_000:
        most = {"count": MOST_KM2}
        raise Refusal(_("It is larger than %(count)s km²: no team could cover that.") % most)
    return area
