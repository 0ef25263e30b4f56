"""Beds, rides, meals and equipment of the demo."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps

from logistics.models import KINDS, BedNight, Match
from logistics.queries.entries import board_of, nights_of, public_numbers
from logistics.queries.equipment import equipment_of
from logistics.queries.meals import portions_of
from notifications.models import Email
from operations.models import Operation
from pages.demo.calendar import PARIS
from pages.demo.loader import COMMUNE_CODES, load_demo
from tests.communes.factories import CommuneFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 12, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEMO_DIR = tmp_path / "demo"
    settings.IS_LOOPBACK = True
    for code in sorted(COMMUNE_CODES):
        CommuneFactory(code=code)


def the_operation():
    return Operation.objects.get(slug="chaumes-en-retz")


def rows():
    models = apps.get_app_config("logistics").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_eleven_beds_for_fifteen_people_some_agreed_some_waiting():
    load_demo(now=NOW)

    numbers = public_numbers(the_operation())
    beds = board_of(the_operation(), KINDS["lodging"])
    assert (numbers.beds_asked, numbers.beds_offered, numbers.beds_missing) == (15, 11, 4)
    assert (beds.agreed, beds.waiting, beds.without) == (3, 3, 9)
    rides = board_of(the_operation(), KINDS["rides"])
    assert min(rides.agreed, rides.waiting, rides.without) > 0


def test_what_is_held_is_what_was_agreed_or_asked():
    load_demo(now=NOW)

    for night in BedNight.objects.all():
        live = night.offer.matches.live().select_related("request")
        assert night.taken == sum(match.request.people for match in live)
    for car in the_operation().seatoffers.all():
        assert car.taken == sum(match.request.people for match in car.matches.live())


def test_one_scanner_is_missing_and_gps_and_laptops_are_found():
    load_demo(now=NOW)

    found = {row.need.code or row.need.name: row for row in equipment_of(the_operation())}
    assert (found["scanner"].counted, found["scanner"].missing) == (2, 1)
    assert (found["gps"].counted, found["laptop"].counted) == (6, 14)


def test_each_meal_has_plates_of_several_kinds():
    load_demo(now=NOW)

    meals = portions_of(the_operation())
    assert len(meals) == 4
    assert all(len(meal.plates) > 3 and meal.total > 10 for meal in meals)


def test_loading_again_changes_nothing_and_writes_to_nobody():
    load_demo(now=NOW)
    before, mails = rows(), Email.objects.filter(kind__startswith="logistics").count()

    load_demo(now=NOW)

    assert rows() == before
    assert mails == 0


def test_what_was_arranged_follows_the_demo_to_its_new_days():
    load_demo(now=NOW)
    later = NOW + timedelta(weeks=8)

    load_demo(now=later)

    operation = the_operation()
    possible = nights_of(operation)
    assert operation.starts_on > later.date()
    assert set(BedNight.objects.values_list("on", flat=True)) == set(possible[:2])
    for guest in operation.bedrequests.all():
        assert guest.days == possible[:2]
    for car in operation.seatoffers.all():
        there = car.leaves_at.astimezone(operation.zone)
        assert abs(there.date() - operation.starts_on) <= timedelta(days=1)
        assert there.hour in (7, 8, 17)
    asked = [
        match
        for kind in KINDS.values()
        for match in kind.match.objects.filter(state=Match.State.ASKED)
    ]
    assert asked
    assert all(match.expires_at > later for match in asked)
    assert {meal.on - operation.starts_on for meal in operation.meals.all()} == {
        timedelta(days=day) for day in (-1, 0, 1)
    }
    assert operation.kitchen.closes_on == operation.starts_on - timedelta(days=4)
