"""The covers of communes: the same for ever, and one parcel more for each result."""

import gzip
import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from core.parcels import THEMES, parcel_cover

COMMUNES = ["40056", "88196", "44040", "04001", "44005", "29177", "2A004", "97411"]
OPENED = re.compile(r'class="parcel parcel--(\w+)( parcel--\w+)?" d="([^"]+)"')

# A change here changes the picture of every commune: decide it, then redraw what was printed.
GOLDEN_START = (
    '<svg class="cover" viewBox="0 0 640 240" width="640" height="240" preserveAspectRatio="x'
    'MidYMid slice" aria-hidden="true"><path class="ground" d="M0 0h640v240H0z"/><path class='
    '"parcel parcel--closed" d="M-27 94l0-52 35-12-5 55zM3 85l5-55 35-12-10 58zM78 6l-15 61-3'
    "0 9 10-58zM41 152l-70 38 1-48 "
)


def opened_in(svg: str) -> dict[str, str]:
    """Theme by drawn parcel, of those that are open."""
    return {shape: theme for theme, _shade, shape in OPENED.findall(svg) if theme in THEMES}


def test_cover_is_the_same_picture_in_another_process():
    here = parcel_cover("04001", {"botany": 3})
    there = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from core.parcels import parcel_cover;"
            "print(parcel_cover('04001', {'botany': 3}), end='')",
        ],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert there == here


def test_cover_begins_as_it_always_did():
    assert parcel_cover("44005").startswith(GOLDEN_START)


def test_covers_of_different_communes_differ():
    assert len({parcel_cover(code) for code in COMMUNES}) == len(COMMUNES)


@pytest.mark.parametrize("code", COMMUNES)
@pytest.mark.parametrize(
    "opened",
    [{}, {"botany": 1}, {"botany": 3, "history": 2}, dict.fromkeys(THEMES, 5), {"data": 60}],
)
def test_cover_opens_exactly_as_many_parcels_as_there_are_results(code, opened):
    themes = list(opened_in(parcel_cover(code, opened)).values())

    assert {theme: themes.count(theme) for theme in set(themes)} == opened


@pytest.mark.parametrize("code", COMMUNES)
@pytest.mark.parametrize("theme", THEMES)
def test_one_more_result_opens_one_parcel_and_changes_no_other(code, theme):
    before = {"botany": 4, "photography": 7, "geography": 2}
    after = before | {theme: before.get(theme, 0) + 1}

    was, now = opened_in(parcel_cover(code, before)), opened_in(parcel_cover(code, after))

    assert was.items() <= now.items()
    assert len(now) == len(was) + 1


def test_parcels_stay_open_even_when_one_theme_has_used_up_its_own():
    was = opened_in(parcel_cover("04001", {"data": 40, "botany": 5}))
    now = opened_in(parcel_cover("04001", {"data": 40, "botany": 6}))

    assert was.keys() < now.keys()


def test_more_results_than_parcels_open_the_whole_village():
    drawing = parcel_cover("04001", dict.fromkeys(THEMES, 500))

    assert 'class="parcel parcel--closed" d=""' in drawing
    assert 'class="parcel parcel--fallow" d=""' in drawing


@pytest.mark.parametrize("code", COMMUNES)
def test_cover_weighs_little(code):
    bare = gzip.compress(parcel_cover(code).encode())
    lively = gzip.compress(parcel_cover(code, dict.fromkeys(THEMES, 5)).encode())

    assert len(bare) < 2048
    assert len(lively) < 2700


def test_cover_is_decoration_unless_it_has_a_title():
    assert 'aria-hidden="true"' in parcel_cover("04001")
    titled = parcel_cover("04001", title="Aiglun <3 results>")

    assert 'role="img"><title>Aiglun &lt;3 results&gt;</title>' in titled
    assert "aria-hidden" not in titled


def test_cover_that_stands_alone_is_a_complete_picture():
    picture = parcel_cover("04001", {"history": 2}, 1200, 630, standalone=True)
    root = ElementTree.fromstring(picture)

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == ("1200", "630")
    assert ".parcel--history{fill:#" in picture


@pytest.mark.parametrize("code", ["", "é" * 500, '"><script>', "44005\n"])
def test_cover_draws_something_for_any_code(code):
    drawing = parcel_cover(code, {"unknown theme": 3, "botany": -2})

    ElementTree.fromstring(drawing)
    assert "script" not in drawing
    assert opened_in(drawing) == {}
