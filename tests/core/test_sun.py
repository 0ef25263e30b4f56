"""Sunrise and sunset against almanacs: time and date of the day, to two minutes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.sun import daylight

NEAR = timedelta(minutes=3)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("latitude", "longitude", "day", "rises_at", "sets_at"),
    [
        # Paris at the solstices of 2024: 5:47–21:58 in summer time, 8:41–16:56 in winter time.
        (48.8566, 2.3522, "2024-06-21", "2024-06-21T03:47", "2024-06-21T19:58"),
        (48.8566, 2.3522, "2024-12-21", "2024-12-21T07:41", "2024-12-21T15:56"),
        # Greenwich near the equinox: 6:02–18:14.
        (51.4779, 0.0, "2024-03-20", "2024-03-20T06:02", "2024-03-20T18:13"),
        # Sydney in the southern summer: 5:41–20:05 at UTC+11.
        (-33.8688, 151.2093, "2024-12-21", "2024-12-20T18:41", "2024-12-21T09:05"),
        # Quito, where days are twelve hours: 6:12–18:19 at UTC-5 in December.
        (-0.1807, -78.4678, "2024-12-21", "2024-12-21T11:08", "2024-12-21T23:15"),
    ],
)
def test_the_sun_rises_and_sets_as_the_almanac_says(latitude, longitude, day, rises_at, sets_at):
    light = daylight(latitude, longitude, date.fromisoformat(day))

    assert abs(light.rises_at - utc(rises_at)) < NEAR
    assert abs(light.sets_at - utc(sets_at)) < NEAR


def test_beyond_the_polar_circle_the_sun_stays_up_in_june_and_down_in_december():
    june = daylight(69.65, 18.96, date(2024, 6, 21))
    december = daylight(69.65, 18.96, date(2024, 12, 21))

    assert (june.rises_at, june.sets_at, june.is_always_up) == (None, None, True)
    assert (december.rises_at, december.is_always_up) == (None, False)
    assert daylight(-69.65, 18.96, date(2024, 12, 21)).is_always_up


@pytest.mark.parametrize("latitude", [90, -90, 66.56, -66.56, 0])
def test_every_day_has_an_answer_at_the_edges(latitude):
    for number in range(0, 366, 7):
        day = date(2024, 1, 1) + timedelta(days=number)
        light = daylight(latitude, 180, day)
        assert light.rises_at is None or light.rises_at < light.sets_at


def test_a_walk_is_in_daylight_only_if_all_of_it_is():
    light = daylight(48.8566, 2.3522, date(2024, 12, 21))

    assert light.covers(utc("2024-12-21T09:00"), utc("2024-12-21T12:00"))
    assert not light.covers(utc("2024-12-21T07:00"), utc("2024-12-21T09:00"))
    assert not light.covers(utc("2024-12-21T14:00"), utc("2024-12-21T16:30"))
