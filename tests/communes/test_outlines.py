import math

import pytest

from communes.outlines import MOST_POINTS, simplified


def round_ring(points, longitude=2.0, latitude=47.0, radius=0.05):
    ring = [
        [
            longitude + radius * math.cos(2 * math.pi * index / points),
            latitude + radius * math.sin(2 * math.pi * index / points),
        ]
        for index in range(points)
    ]
    return [*ring, ring[0]]


def point_count(outline):
    polygons = outline["coordinates"]
    if outline["type"] == "Polygon":
        polygons = [polygons]
    return sum(len(ring) for polygon in polygons for ring in polygon)


def test_simplified_keeps_the_shape_with_few_points():
    outline = simplified({"type": "Polygon", "coordinates": [round_ring(5_000)]})

    (ring,) = outline["coordinates"]
    assert outline["type"] == "Polygon"
    assert ring[0] == ring[-1]
    assert 12 <= point_count(outline) <= MOST_POINTS
    assert all(math.dist(point, (2, 47)) == pytest.approx(0.05, abs=0.001) for point in ring)


def test_simplified_leaves_a_square_as_it_is():
    square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]

    outline = simplified({"type": "Polygon", "coordinates": [square]})

    assert outline == {"type": "Polygon", "coordinates": [square]}


def test_simplified_drops_islets_and_keeps_islands():
    outline = simplified(
        {
            "type": "MultiPolygon",
            "coordinates": [
                [round_ring(300)],
                [round_ring(300, longitude=3)],
                [round_ring(50, longitude=4, radius=0.00002)],
            ],
        }
    )

    assert outline["type"] == "MultiPolygon"
    assert len(outline["coordinates"]) == 2
    assert point_count(outline) <= MOST_POINTS


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        "garbage",
        {},
        {"type": "Point", "coordinates": [2, 47]},
        {"type": "Polygon", "coordinates": None},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "MultiPolygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[2, 47]]]},
        {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]},
        {"type": "Polygon", "coordinates": [[[2]] * 5]},
        {"type": "Polygon", "coordinates": [[[2, 470], [3, 47], [3, 48], [2, 470]]]},
        {"type": "Polygon", "coordinates": [[[float("nan"), 47]] * 5]},
    ],
)
def test_simplified_is_none_for_what_is_no_outline(geometry):
    assert simplified(geometry) is None
