"""The search of communes by keyboard, by hand and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import assert_no_axe_violations
from tests.communes.factories import CommuneFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def communes():
    whole = CommuneFactory(name="Chaumes-en-Retz", code="44005", department_name="Loire-Atlantique")
    CommuneFactory(name="Chéméré", code="44040", kind="delegated", successor=whole)
    CommuneFactory(name="Chémeré-le-Roi", code="53067", department_name="Mayenne")


def test_picker_by_keyboard(new_page):
    page = new_page()
    page.goto("/en/communes/")
    field = page.get_by_role("combobox", name="Name, postcode or code of a commune")
    options = page.get_by_role("option")

    field.press_sequentially("chemere")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="2 communes found")).to_have_count(1)
    assert_no_axe_violations(page)

    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")

    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("chemere")

    field.press("ArrowDown")
    expect(options.first).to_contain_text("part of Chaumes-en-Retz today")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/communes/FR/44040/")


def test_picker_by_hand_on_a_phone(new_page):
    page = new_page(size="phone")
    page.goto("/en/communes/")

    page.get_by_role("combobox").press_sequentially("chaumes")
    page.get_by_role("option", name="Chaumes-en-Retz").tap()

    page.wait_for_url("**/communes/FR/44005/")


def test_search_without_script(new_page):
    page = new_page(script=False)
    page.goto("/en/communes/")

    page.get_by_role("searchbox").fill("chémère")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("link", name="Chéméré (44040)")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("chémère")
