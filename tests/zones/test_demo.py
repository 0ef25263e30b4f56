"""The zone of the demo."""

from datetime import datetime

import pytest
from django.core.management import call_command

from accounts.models import User
from pages.demo.calendar import PARIS
from pages.demo.loader import load_demo
from tests.operations.factories import client_of
from tests.pages.conftest import demo_communes  # noqa: F401
from zones.models import Sector, Zone
from zones.queries import coverage_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_communes")]

NOW = datetime(2026, 9, 1, 12, tzinfo=PARIS)


def test_the_village_is_cut_in_six_of_which_three_have_a_team_and_one_is_done():
    load_demo(now=NOW)

    zone = Zone.objects.get()
    states = sorted(zone.sectors.values_list("state", flat=True))
    assert (zone.operation.slug, zone.sectors.exclude(team="").count()) == ("chaumes-en-retz", 3)
    assert states == ["done", "to_do", "to_do", "to_do", "to_do", "under_way"]
    (row,) = coverage_of(zone.operation)
    assert row.needed == zone.mission.effort_minutes
    assert 0 < row.signed < row.needed
    lead = client_of(User.objects.get(email="mission-lead@demo.example"))
    page = lead.get(f"/fr/organize/chaumes-en-retz/zones/{zone.pk}/")
    assert page.text.count('name="seen"') == 6


def test_a_second_loading_and_the_purge_leave_it_as_it_is():
    load_demo(now=NOW)
    before = list(Zone.objects.values()), list(Sector.objects.values())

    load_demo(now=NOW)
    call_command("purge_personal_data")

    assert (list(Zone.objects.values()), list(Sector.objects.values())) == before
