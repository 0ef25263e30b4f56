"""What the demo shows of needs: a reserve, languages, equipment, and warnings that are real."""

from datetime import datetime, timedelta

import pytest

from missions.models import Need, Signup
from missions.queries.cover import cover_of, totals_of
from missions.rules.programme import warnings_of
from missions.services.recount import differences
from operations.models import Operation
from pages.demo.calendar import PARIS
from pages.demo.loader import load_demo
from volunteers.models import Volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_communes")]

NOW = datetime(2026, 9, 1, 12, tzinfo=PARIS)


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return NOW


def opened():
    return Operation.objects.get(slug="chaumes-en-retz")


def test_seven_of_ten_resident_guides_have_kept_places(now):
    load_demo(now=now)

    totals = {total.role: total for total in totals_of(cover_of(opened()))}
    assert tuple(totals["guide"])[1:] == (7, 10)
    guides = Need.objects.of_operation(opened()).filter(role="guide")
    assert all(need.residents_reserve and need.residents == need.taken for need in guides)
    assert list(differences()) == []


def test_its_people_said_what_they_bring(now):
    load_demo(now=now)

    people = Volunteer.objects.exclude(email=None)
    said = [person.equipment for person in people]
    assert sum("laptop" in one for one in said) == 14
    assert sum("gps" in one for one in said) == 6
    assert people.filter(level="never").count() == 9
    lacks = {kind for shift in cover_of(opened()) for each in shift.needs for kind in each.lacks}
    assert lacks == {"people", "language", "level", "equipment"}


def test_there_are_a_few_real_warnings(now):
    load_demo(now=now)

    kinds = [warning.kind for warning in warnings_of(opened())]

    assert {"key", "helpers"} <= set(kinds)
    assert len(kinds) <= 8


def test_a_second_loading_changes_nothing_and_a_later_one_moves_the_reserve(now):
    load_demo(now=now)
    stored = list(Need.objects.of_operation(opened()).order_by("pk").values())
    signups = Signup.objects.count()
    load_demo(now=now)

    assert list(Need.objects.of_operation(opened()).order_by("pk").values()) == stored
    assert Signup.objects.count() == signups

    before, first_day = (
        Need.objects.exclude(reserve_ends_at=None).earliest("pk"),
        opened().starts_on,
    )
    load_demo(now=now + timedelta(weeks=8))
    after = Need.objects.get(pk=before.pk)
    moved = opened().starts_on - first_day
    zone = opened().zone
    days = [each.reserve_ends_at.astimezone(zone).date() for each in (before, after)]
    assert days[1] - days[0] == moved
