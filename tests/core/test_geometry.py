"""Surfaces, crossings, cuts that lose nothing, and joins without a seam."""

from math import cos, radians, sin, tau
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cutting import cut, joined, shares
from core.geometry import (
    UNITS,
    TooIntricate,
    borders_cross,
    is_in_polygon,
    label_point,
    metres_between,
    rings,
    signed_area,
    square_metres,
)

SQUARE = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]


def plane(area):
    return sum(signed_area(ring) for ring in rings(area))


@st.composite
def stars(draw):
    """A ragged outline around a lake, somewhere on Earth."""
    spikes = draw(st.lists(st.floats(0.4, 1), min_size=5, max_size=30))
    x, y = draw(st.integers(-170, 170)) * UNITS, draw(st.integers(-60, 60)) * UNITS
    outer = [
        (
            round(x + cos(tau * k / len(spikes)) * far * 500_000),
            round(y + sin(tau * k / len(spikes)) * far * 500_000),
        )
        for k, far in enumerate(spikes)
    ]
    lake = [
        (round(x + cos(-tau * k / 6) * 40_000), round(y + sin(-tau * k / 6) * 40_000))
        for k in range(6)
    ]
    return [[outer, lake]]


# Measuring


@pytest.mark.parametrize(
    ("south", "north", "expected"),
    [(0, 1, 12_364_311_471), (47, 48, 8_351_000_000), (-48, -47, 8_351_000_000)],
)
def test_a_square_of_a_degree_has_the_surface_of_the_sphere(south, north, expected):
    ring = [(0, south * UNITS), (UNITS, south * UNITS), (UNITS, north * UNITS), (0, north * UNITS)]

    assert square_metres([[ring]]) == pytest.approx(expected, rel=2e-3)


def test_a_hole_takes_its_surface_away():
    hole = [(200, 200), (200, 300), (300, 300), (300, 200)]

    assert square_metres([[SQUARE, hole]]) == pytest.approx(0.99 * square_metres([[SQUARE]]), 1e-6)


def test_the_way_from_paris_to_nantes():
    paris, nantes = (23_522_000, 488_566_000), (-15_536_000, 472_184_000)

    assert metres_between(paris, nantes) == pytest.approx(342_000, rel=0.01)
    assert metres_between(paris, paris) == 0


@given(stars())
@settings(max_examples=60, deadline=None)
def test_a_label_stands_inside_and_not_in_the_lake(area):
    assert is_in_polygon(label_point(area), area[0])


# Crossings


@pytest.mark.parametrize(
    "ring",
    [
        [(0, 0), (1000, 1000), (1000, 0), (0, 1000)],  # a bow tie
        [(0, 0), (1000, 0), (1000, 1000), (500, 0), (0, 1000)],  # touches a side
        [(0, 0), (500, 500), (1000, 0), (1000, 1000), (500, 500), (0, 1000)],  # twice in a corner
        [(0, 0), (1000, 0), (500, 0), (500, 1000)],  # goes back on itself
        [(0, 0), (1000, 0), (1000, 500), (700, 0), (300, 0), (0, 500)],  # lies on a side
    ],
)
def test_a_border_that_meets_itself_is_found(ring):
    assert borders_cross([[ring]])
    assert borders_cross([[[(y, x) for x, y in ring]]])


def test_corners_on_a_straight_line_are_no_crossing():
    assert not borders_cross([[[(0, 0), (500, 0), (1000, 0), (1000, 1000), (0, 1000)]]])


def test_two_borders_that_cross_are_found_and_two_that_touch_in_a_corner_are_not():
    across = [(500, 500), (1500, 500), (1500, 1500), (500, 1500)]
    beside = [(1000, 1000), (2000, 1000), (2000, 2000), (1000, 2000)]

    assert borders_cross([[SQUARE], [across]])
    assert not borders_cross([[SQUARE], [beside]])


@given(stars())
@settings(max_examples=60, deadline=None)
def test_an_outline_drawn_in_one_go_does_not_cross(area):
    assert not borders_cross(area)


def test_borders_that_would_take_minutes_are_called_too_intricate():
    # Edges as long as the whole in both directions: each comes near each.
    comb = [(k * 3 if k % 2 else 10**6 + k * 3, k * 2 if k % 2 else 10**6 - k) for k in range(4999)]

    with pytest.raises(TooIntricate):
        borders_cross([[[(x, y + x) for x, y in comb]]])


# Cutting


@given(stars(), st.integers(1, 7), st.integers(1, 7))
@settings(max_examples=60, deadline=None)
def test_shares_have_the_same_surface_add_up_and_never_cross(area, columns, rows):
    parts = [part for one in shares(area, columns) for part in shares(one, rows, upwards=True)]

    assert len(parts) == columns * rows
    assert sum(map(plane, parts)) == pytest.approx(plane(area), rel=1e-4)
    assert sum(map(square_metres, parts)) == pytest.approx(square_metres(area), rel=1e-4)
    assert max(map(plane, parts)) <= 1.01 * min(map(plane, parts))
    assert not any(borders_cross(part) for part in parts)


def test_a_cut_gives_every_piece_of_a_comb_its_own_part():
    comb = [(0, 0), (100, 0), (100, 10), (20, 10), (20, 20), (100, 20), (100, 30), (0, 30)]

    west, east = cut([[comb]], 50)

    assert [len(part) for part in (west, east)] == [1, 2]
    assert plane(west) + plane(east) == plane([[comb]])


def test_a_lake_on_the_cut_becomes_a_bay_on_both_sides():
    lake = [(400, 400), (400, 600), (600, 600), (600, 400)]

    west, east = cut([[SQUARE, lake]], 500)

    assert [len(polygon) for polygon in [*west, *east]] == [1, 1]
    assert plane(west) == plane(east) == 2 * (500 * 1000 - 100 * 200)


def test_a_lake_beside_the_cut_stays_a_lake():
    lake = [(100, 400), (100, 600), (200, 600), (200, 400)]

    west, east = cut([[SQUARE, lake]], 500)

    assert [len(polygon) for polygon in [*west, *east]] == [2, 1]


def test_what_is_too_narrow_to_be_cut_gives_fewer():
    assert len(shares([[[(0, 0), (1, 0), (1, 1000), (0, 1000)]]], 9)) < 9


# Joining


@given(stars(), st.integers(1, 4), st.integers(1, 4), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_parts_joined_in_any_order_are_the_whole_again(area, columns, rows, random: Random):
    parts = [part for one in shares(area, columns) for part in shares(one, rows, upwards=True)]
    random.shuffle(parts)
    whole = parts[0]
    for part in parts[1:]:
        whole = joined(whole, part)

    assert plane(whole) == pytest.approx(plane(area), rel=1e-4)
    assert [len(polygon) for polygon in whole] == [2]  # one outline, one lake
    assert not borders_cross(whole)


def test_parts_that_touch_in_a_corner_stay_two():
    other = [(1000, 1000), (2000, 1000), (2000, 2000), (1000, 2000)]

    assert sorted(map(len, joined([[SQUARE]], [[other]]))) == [1, 1]


def test_a_lake_closes_up_when_its_other_half_comes():
    lake = [(400, 400), (400, 600), (600, 600), (600, 400)]
    west, east = cut([[SQUARE, lake]], 500)

    (whole,) = joined(west, east)

    assert [abs(signed_area(ring)) for ring in whole] == [2_000_000, 80_000]


def test_a_degree_of_latitude_is_longer_than_one_of_longitude_in_the_north():
    here, east, north = (0, 47 * UNITS), (UNITS, 47 * UNITS), (0, 48 * UNITS)

    ratio = metres_between(here, east) / metres_between(here, north)
    assert ratio == pytest.approx(cos(radians(47)), rel=1e-3)
