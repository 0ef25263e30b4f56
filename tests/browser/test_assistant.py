"""A newcomer, on a phone, from nothing to a whole programme."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from guides.services import load_sheets
from missions.models import Mission, Need, Shift
from planning.models import Plan
from tests.accounts.factories import UserFactory
from tests.browser.barriers import assert_no_axe_violations, sideways
from tests.communes.factories import CommuneFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FEW = 40


class Hand:
    """Does what a person does on a page, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def press(self, role: str, name: str, *, exact: bool = False) -> None:
        self.actions += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click()

    def fill(self, label: str, text: str) -> None:
        self.actions += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def check(self, label: str) -> None:
        self.actions += 1
        self.page.get_by_label(label, exact=True).check()

    def choose(self, label: str, value: str) -> None:
        self.actions += 1
        self.page.get_by_label(label).select_option(value)


@pytest.mark.parametrize("script", [True, False])
def test_a_newcomer_gets_a_whole_programme_in_few_actions(new_page, script):
    load_sheets()
    commune = CommuneFactory(name="Sabres", code="40246", department_name="Landes")
    page = new_page(user=UserFactory(display_name="Camille"), size="phone", script=script)
    hand = Hand(page)
    first = timezone.localdate() + timedelta(days=200)

    def look(page: Page) -> None:
        if script:  # without, nothing can look for us either
            assert_no_axe_violations(page)
            assert sideways(page) == []

    page.goto(f"/en/organize/new/?commune=FR-{commune.code}")
    hand.fill("Title", "Opération Libre in Sabres")
    hand.fill("First day", first.isoformat())
    hand.fill("Last day", (first + timedelta(days=1)).isoformat())
    hand.fill("Organised by", "Town hall of Sabres")
    hand.press("button", "Create the draft")

    hand.press("link", "Let the assistant propose a programme")
    for asset in ("Old buildings and monuments", "Archives and registers", "A school"):
        hand.check(asset)
    hand.fill("The main room", "Village hall")
    look(page)
    hand.press("button", "Continue")

    expect(page.get_by_role("heading", name="Which missions")).to_be_visible()
    assert page.locator("input[name=sheets]:checked").count() == 10
    look(page)
    hand.press("button", "See the programme")

    expect(page.get_by_role("heading", name="The programme", exact=True)).to_be_visible()
    look(page)
    hand.press("button", "Create all this")

    expect(page.get_by_text(re.compile("10 missions are ready"))).to_be_visible()
    assert hand.actions < FEW
    assert Mission.objects.count() == 10
    assert Shift.objects.count() >= 10
    assert not Shift.objects.filter(needs=None).exists()
    assert Need.objects.exists()
    assert Plan.objects.get().steps.count() > 40
