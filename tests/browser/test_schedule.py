"""The schedule moved by hand: with the mouse, and with the keyboard alone."""

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from missions.models import ShiftDraft
from tests.accounts.factories import UserFactory
from tests.missions.factories import MissionFactory, PlaceFactory, ShiftFactory
from tests.operations.factories import MembershipFactory, OperationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shift():
    operation = OperationFactory(time_zone="UTC")
    hall = PlaceFactory(operation=operation, name="The hall")
    PlaceFactory(operation=operation, name="The lane")
    mission = MissionFactory(operation=operation, place=hall, title_en="Lanes on foot")
    starts_at = datetime.combine(operation.starts_on, time(10), operation.zone)
    return ShiftFactory(
        mission=mission, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )


@pytest.fixture
def grid(new_page, shift):
    user = UserFactory()
    MembershipFactory(operation=shift.mission.operation, user=user)
    page = new_page(user=user)
    page.goto(f"/en/organize/{shift.mission.operation.slug}/programme/?step=30")
    return page


def test_a_shift_is_moved_with_the_arrows_and_waits_for_the_release(grid, shift):
    grid.locator("[data-shift] a").first.focus()
    grid.keyboard.press("Alt+ArrowDown")
    grid.keyboard.press("Enter")

    expect(grid.get_by_text("Moved, not released").first).to_be_visible()
    draft = ShiftDraft.objects.get()
    assert draft.starts_at == shift.starts_at + timedelta(minutes=30)
    assert draft.ends_at - draft.starts_at == timedelta(hours=2)


def test_a_shift_is_dragged_to_a_later_row_of_another_place(grid, shift):
    block = grid.locator("[data-shift]").first
    block.scroll_into_view_if_needed()
    to = grid.locator("thead th", has_text="The lane").bounding_box()
    box = block.bounding_box()
    grid.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    grid.mouse.down()
    grid.mouse.move(to["x"] + 20, box["y"] + box["height"] / 2 + 10, steps=8)
    grid.mouse.up()

    expect(grid.get_by_text("Moved, not released").first).to_be_visible()
    assert ShiftDraft.objects.get().place.name == "The lane"
