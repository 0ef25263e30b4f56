"""GeoJSON that people bring, hostile or not; GeoJSON and GPX that they take along."""

import json
from contextlib import suppress
from itertools import pairwise
from xml.dom import minidom

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cutting import shares
from core.geometry import borders_cross, signed_area, square_metres
from core.refusal import Refusal
from tests.core.test_geometry import stars
from tests.zones.factories import box
from zones.files import (
    MOST_CORNERS,
    Shape,
    area_of,
    as_geojson,
    as_gpx,
    geometry_of,
    read_sectors,
    read_zone,
)

RING = [[-2, 47], [-1.99, 47], [-1.99, 47.01], [-2, 47.01], [-2, 47]]
HOLE = [[-1.998, 47.002], [-1.996, 47.002], [-1.996, 47.004], [-1.998, 47.004], [-1.998, 47.002]]
EAST = [[-1.99, 47], [-1.98, 47], [-1.98, 47.01], [-1.99, 47.01], [-1.99, 47]]
FAR = [[2, 48], [2.01, 48], [2.01, 48.01], [2, 48]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def read(document, reader=read_zone):
    return reader(document if isinstance(document, str) else json.dumps(document))


def refused(document, reader=read_zone):
    with pytest.raises(Refusal) as refusal:
        read(document, reader)
    return refusal.value.message


# What is understood


@pytest.mark.parametrize(
    "document",
    [
        polygon(RING),
        polygon(RING[::-1]),  # turning the other way
        polygon([[*corner, 12.5] for corner in RING]),  # with heights
        polygon(RING[:-1]),  # not closed
        {"type": "MultiPolygon", "coordinates": [[RING]]},
        feature(polygon(RING)),
        {"type": "Feature", "geometry": polygon(RING), "properties": None},
        collection(feature({"type": "Point", "coordinates": [0, 0]}), feature(polygon(RING))),
        collection(feature(None), feature(polygon(RING))),
    ],
)
def test_every_usual_form_of_a_polygon_is_the_same_area(document):
    assert geometry_of(read(document)) == polygon([[float(x), float(y)] for x, y in RING])


def test_a_byte_order_mark_does_no_harm():
    assert read("\ufeff" + json.dumps(polygon(RING)))


def test_holes_and_parts_stay():
    area = read({"type": "MultiPolygon", "coordinates": [[RING, HOLE], [FAR]]})

    assert [len(part) for part in area] == [2, 1]
    assert signed_area(area[0][0]) > 0 > signed_area(area[0][1])


def test_neighbours_become_one_area_without_a_border_between_them():
    (only,) = read(collection(feature(polygon(RING)), feature(polygon(EAST))))

    assert len(only) == 1
    assert square_metres([only]) == pytest.approx(2 * square_metres(read(polygon(RING))), rel=1e-6)


def test_each_feature_is_a_sector_with_its_name():
    shapes = read(
        collection(feature(polygon(RING), name=" The\n lane "), feature(polygon(EAST), name=7)),
        read_sectors,
    )

    assert [shape.name for shape in shapes] == ["The lane", ""]
    assert [geometry_of(shape.area)["type"] for shape in shapes] == ["Polygon", "Polygon"]


@pytest.mark.parametrize("name", ["a\u202eb", "a\x00b", "\ud800"])
def test_a_name_with_hidden_characters_is_left_out(name):
    (shape,) = read(feature(polygon(RING), name=name), read_sectors)

    assert shape.name == ""


def test_a_name_is_cut_at_eighty_letters():
    (shape,) = read(feature(polygon(RING), name="x" * 500), read_sectors)

    assert shape.name == "x" * 80


# What is refused, in words

NOT_READ = "This cannot be read as GeoJSON."
NO_AREA = "There is no area in it: draw a polygon."
OFF_EARTH = "A corner is not on Earth. Give longitudes and latitudes in degrees (WGS 84)."
FEW = "An area has at least three corners that are not on one line."
KNOT = "A border crosses or touches itself. Draw it in one go, without a knot."


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("", NOT_READ),
        ("nonsense", NOT_READ),
        ("<gpx/>", NOT_READ),
        ("[" * 200_000, NOT_READ),
        ('{"type":' * 50_000, NOT_READ),
        ('{"type": "Polygon", "coordinates": [[[NaN, 0], [1, 0], [1, 1]]]}', NOT_READ),
        ('{"type": "Polygon", "coordinates": [[[-Infinity, 0], [1, 0], [1, 1]]]}', NOT_READ),
        (f'{{"type": "Polygon", "coordinates": [[[{"9" * 5000}, 0], [1, 0]]]}}', NOT_READ),
        (f'{{"type": "Polygon", "coordinates": [[[{"9" * 400}, 0], [1, 0]]]}}', OFF_EARTH),
        ('{"type": "Polygon", "coordinates": [[[1e999, 0], [1, 0], [1, 1]]]}', OFF_EARTH),
        ("null", NO_AREA),
        ("[]", NO_AREA),
        ("7", NO_AREA),
        ({"type": "Point", "coordinates": [0, 0]}, NO_AREA),
        ({"type": "FeatureCollection", "features": []}, NO_AREA),
        ({"type": "FeatureCollection", "features": "x"}, NO_AREA),
        ({"type": "FeatureCollection", "features": [7, None, "x", []]}, NO_AREA),
        ({"type": "FeatureCollection"}, NO_AREA),
        ({"type": ["Polygon"], "coordinates": []}, NO_AREA),
        ({"type": "MultiPolygon", "coordinates": []}, NO_AREA),
        ({"type": "Feature", "geometry": "x"}, NO_AREA),
        (collection(collection(feature(polygon(RING)))), NO_AREA),
        ({"type": "Polygon"}, NOT_READ),
        ({"type": "Polygon", "coordinates": []}, NOT_READ),
        ({"type": "Polygon", "coordinates": "x"}, NOT_READ),
        ({"type": "Polygon", "coordinates": [{}]}, NOT_READ),
        ({"type": "MultiPolygon", "coordinates": [7]}, NOT_READ),
        (polygon([]), FEW),
        (polygon(RING[:2]), FEW),
        (polygon([[0, 0], [1, 1], [2, 2], [0, 0]]), FEW),
        (polygon([[0, 0]] * 9), FEW),
        (polygon([["0", "0"], ["1", "0"], ["1", "1"]]), OFF_EARTH),
        (polygon([[True, False], [1, 0], [1, 1]]), OFF_EARTH),
        (polygon([[0], [1, 0], [1, 1]]), OFF_EARTH),
        (polygon([[None, 0], [1, 0], [1, 1]]), OFF_EARTH),
        (polygon([[[0, 0]], [1, 0], [1, 1]]), OFF_EARTH),
        (polygon([[355_000, 6_689_000], [356_000, 6_689_000], [356_000, 6_690_000]]), OFF_EARTH),
        (polygon([[0, 91], [1, 0], [1, 1]]), OFF_EARTH),
        (polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]), FEW),  # the halves of a bow tie: 1 - 1
        (polygon([[0, 0], [3, 1], [3, 0], [0, 2], [0, 0]]), KNOT),
        (polygon(RING, [[x + 5, y] for x, y in HOLE]), "A hole lies outside its area."),
        ({"type": "MultiPolygon", "coordinates": [[RING], [HOLE]]}, "Two parts of it overlap."),
        ({"type": "MultiPolygon", "coordinates": [[RING], [RING]]}, "Two parts of it overlap."),
        (polygon([[-60, -60], [60, -60], [60, 60], [-60, 60]]),
         "It is larger than 20000 km²: no team could cover that."),
        (polygon([[k / 1e4, 0] for k in range(MOST_CORNERS)] + [[0, 1], [0, 0]]),
         "It has more than 5000 corners. Simplify it."),
        ({"type": "MultiPolygon", "coordinates": [[FAR]] * 101}, "It has more than 100 parts."),
        (json.dumps(polygon(RING)) + " " * 1_100_000,
         "This weighs more than 1 MB. Simplify the outline."),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused_in_words(document, words):
    assert refused(document) == words


def test_a_crowd_of_corners_is_refused_before_it_is_looked_at():
    corners = ",".join(["[0,0]"] * 170_000)

    assert "corners" in refused(f'{{"type": "Polygon", "coordinates": [[{corners}]]}}')


def test_a_sector_is_held_to_the_same_rules():
    assert refused(polygon([[0, 0], [3, 1], [3, 0], [0, 2]]), read_sectors) == KNOT
    assert refused("[" * 200_000, read_sectors) == NOT_READ


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "features", "geometry", "properties", "name"]),
            inner | st.sampled_from(["Polygon", "MultiPolygon", "Feature", "FeatureCollection"]),
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(json_values)
@settings(max_examples=300, deadline=None)
def test_whatever_it_holds_it_is_read_or_refused(document):
    for reader in (read_zone, read_sectors):
        with suppress(Refusal):
            assert reader(json.dumps(document))


# Out, and in again


@given(stars(), st.integers(1, 4), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_sectors_come_back_as_they_went(area, columns, rows):
    parts = [part for one in shares(area, columns) for part in shares(one, rows, upwards=True)]
    shapes = [Shape(part, f"Lane {number} & “co”") for number, part in enumerate(parts)]

    back = read_sectors(as_geojson(shapes).decode())

    assert back == shapes


@given(stars())
@settings(max_examples=30, deadline=None)
def test_a_stored_outline_is_the_area_again(area):
    assert area_of(json.loads(json.dumps(geometry_of(area)))) == area
    assert not borders_cross(area)


def test_geojson_follows_the_standard():
    document = json.loads(as_geojson([Shape(read(polygon(RING, HOLE)), "A", properties={"n": 1})]))

    (only,) = document["features"]
    outer, hole = only["geometry"]["coordinates"]
    assert (document["type"], only["type"]) == ("FeatureCollection", "Feature")
    assert only["properties"] == {"name": "A", "n": 1}
    assert [outer[0], hole[0]] == [outer[-1], hole[-1]]
    assert [turns_left(outer), turns_left(hole)] == [True, False]


def turns_left(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0


def test_gpx_has_a_waypoint_and_a_closed_track_for_each_sector_in_the_order_of_its_schema():
    shapes = [
        Shape(box(0, 0, 2, 2), "Sector 1 & <b>", "Team heron\ufffe · \x0bto do"),
        Shape([*box(2, 0, 4, 2), *box(6, 0, 7, 2)], "Sector 2"),
    ]

    root = minidom.parseString(as_gpx("Village", shapes)).documentElement

    children = [node.tagName for node in root.childNodes]
    assert (root.tagName, root.getAttribute("version")) == ("gpx", "1.1")
    assert root.namespaceURI == "http://www.topografix.com/GPX/1/1"
    assert children == ["metadata", "wpt", "wpt", "trk", "trk"]
    first, second = root.getElementsByTagName("trk")
    assert [node.tagName for node in first.childNodes] == ["name", "desc", "trkseg"]
    assert [node.tagName for node in second.childNodes] == ["name", "trkseg", "trkseg"]
    assert text(first, "name") == "Sector 1 & <b>"
    assert text(first, "desc") == "Team heron · to do"
    points = first.getElementsByTagName("trkpt")
    assert len(points) == 5
    assert points[0].getAttribute("lat") == points[4].getAttribute("lat") == "47.0000000"
    assert points[0].getAttribute("lon") == "-2.0000000"
    (mark,) = root.getElementsByTagName("wpt")[:1]
    assert -2 < float(mark.getAttribute("lon")) < -1.998


def text(node, tag):
    return node.getElementsByTagName(tag)[0].firstChild.data
