"""Maps drawn by the server, and what stands beside them."""

import gzip
import json
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from core.maps import MapPoint, locator_map, view_of
from core.templatetags.site import map_frame

AIGLUN = MapPoint(44.0561, 6.1369, "Aiglun", "/en/communes/FR/04001/")
CHEMERE = MapPoint(47.1167, -1.9167, "Chéméré", "/en/communes/FR/44040/")
BERLIN = MapPoint(52.52, 13.405, "Berlin")
SAINT_PAUL = MapPoint(-21.01, 55.27, "Saint-Paul")


@pytest.mark.parametrize(
    ("points", "width"),
    [
        ([], 840),
        ([AIGLUN, CHEMERE], 840),
        ([AIGLUN, BERLIN], 1120),
        ([AIGLUN, SAINT_PAUL], 1280),
        ([MapPoint(-80, 179, "Far")], 1280),
    ],
)
def test_map_takes_the_closest_view_that_shows_every_place(points, width):
    assert view_of(points).width == width


def test_places_are_where_they_belong():
    france = view_of([AIGLUN])
    x, y = france.position(AIGLUN)

    assert france.position(CHEMERE)[0] < x
    assert france.position(CHEMERE)[1] < y
    assert 0 < x < france.width
    assert 0 < y < france.height


def test_markers_are_links_with_names_and_never_cover_each_other():
    near = MapPoint(47.117, -1.917, "Chaumes-en-Retz", "/near/")
    drawing = locator_map([CHEMERE, near])

    assert re.findall(r'href="([^"]+)" aria-label="([^"]+)"', drawing) == [
        ("/en/communes/FR/44040/", "Chéméré"),
        ("/near/", "Chaumes-en-Retz"),
    ]
    assert len(set(re.findall(r'class="map-point" cx="(\d+)"', drawing))) == 2


def test_map_survives_any_label_and_many_places():
    drawing = locator_map([MapPoint(44, 6, '"><script>', "/x/?a=1&b=2")] * 40, title="<b>")

    ElementTree.fromstring(drawing)
    assert "<script" not in drawing
    assert drawing.count("map-point") == 40


def test_map_of_france_weighs_little():
    assert len(gzip.compress(locator_map([AIGLUN, CHEMERE]).encode())) < 4096


def test_map_frame_says_the_same_in_words_and_hands_the_places_to_the_live_map():
    html = render_to_string("components/map.html", map_frame([AIGLUN, CHEMERE]))
    points = re.search(r'<script id="map-points" type="application/json">(.+?)</script>', html)

    assert '<a href="/en/communes/FR/04001/">Aiglun</a>' in html.split("map__list")[1]
    assert [point["label"] for point in json.loads(points[1])] == ["Aiglun", "Chéméré"]
    assert 'data-tile-url=""' in html


def test_live_map_gets_its_tiles_only_from_the_setting(settings):
    settings.TILE_URL = "https://tiles.example.org/{z}/{x}/{y}.png"

    html = render_to_string("components/map.html", map_frame([AIGLUN]))

    assert 'data-tile-url="https://tiles.example.org/{z}/{x}/{y}.png"' in html
    assert "© OpenStreetMap contributors" in html


def test_live_map_has_land_without_any_network():
    land = json.loads((settings.BASE_DIR / "static/data/outlines.json").read_text())

    assert land["type"] == "MultiPolygon"
    assert len(land["coordinates"]) > 200
