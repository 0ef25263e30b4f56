"""A zone drawn by hand: corners tapped on the map become the outline of the form."""

import json

import pytest
from playwright.sync_api import expect

from tests.accounts.factories import UserFactory
from tests.communes.factories import CommuneFactory
from tests.operations.factories import MembershipFactory, OperationFactory
from zones.models import Zone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_corners_that_are_tapped_become_a_zone(new_page):
    commune = CommuneFactory(latitude=47.12, longitude=-1.91, coordinates_source="demo")
    operation = OperationFactory(commune=commune)
    user = UserFactory()
    MembershipFactory(operation=operation, user=user)
    page = new_page(user=user)
    page.goto(f"/en/organize/{operation.slug}/zones/new/")
    page.get_by_role("button", name="Draw on a map").click()
    live = page.locator(".map__live")
    live.scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Corner in the middle")).to_be_visible()

    for x, y in ((60, 60), (200, 60), (200, 160), (60, 160)):
        live.click(position={"x": x, "y": y})
    page.get_by_role("button", name="Close the outline").click()
    drawn = json.loads(page.locator("#id_outline").input_value())
    page.locator("main form [name=name]").first.fill("The village")
    page.get_by_role("button", name="Save").first.click()

    expect(page.get_by_role("heading", name="The village")).to_be_visible()
    assert drawn["type"] == "Polygon"
    assert len(drawn["coordinates"][0]) == 5
    assert Zone.objects.get().operation == operation
