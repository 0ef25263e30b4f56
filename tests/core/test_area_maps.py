"""Maps of areas: drawn to scale, readable without colours."""

import re
from xml.etree import ElementTree

from core.area_maps import MapArea, area_map
from core.geometry import UNITS

SQUARE = [[[(0, 0), (UNITS, 0), (UNITS, UNITS), (0, UNITS)]]]


def north(area, degrees):
    return [[[(x, y + degrees * UNITS) for x, y in ring] for ring in each] for each in area]


def box(drawing):
    return [int(each) for each in re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing).groups()]


def test_a_degree_of_longitude_is_drawn_as_long_as_on_the_ground():
    equator, north_of_france = (box(area_map([MapArea(north(SQUARE, k))])) for k in (0, 60))

    assert abs(equator[0] - equator[1]) <= 2
    assert 1.9 < (north_of_france[1] - 24) / (north_of_france[0] - 24) < 2.1


def test_what_is_under_way_is_hatched_and_what_is_done_has_a_tick():
    looks = {
        look: area_map([MapArea(SQUARE, sign="4", label="Four", url="#four", look=look)])
        for look in ("to_do", "under_way", "done")
    }

    assert {look: "url(#hatch)" in drawing for look, drawing in looks.items()} == {
        "to_do": False,
        "under_way": True,
        "done": False,
    }
    assert [">4<" in looks["to_do"], ">4 ✓<" in looks["done"]] == [True, True]


def test_the_map_survives_any_name_and_an_area_of_a_centimetre():
    speck = [[[(0, 0), (1, 0), (0, 1)]]]
    drawing = area_map([MapArea(speck, '"><script>', "<b>", "/?a=1&b=2", "done")], title="<i>")

    ElementTree.fromstring(drawing)
    assert "<script" not in drawing


def test_ten_thousand_corners_weigh_what_can_be_seen():
    shore = [(k * 100, (k % 7) * 100) for k in range(10_000)]
    drawing = area_map([MapArea([[[*shore, (1_000_000, 900_000), (0, 900_000)]]])])

    assert len(drawing) < 60_000
