"""The whole of it, as its people live it: from a commune found by its name to a roster."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from missions.models import Need, Signup
from notifications.models import Email
from operations.models import Operation
from tests.accounts.factories import UserFactory
from tests.browser.barriers import assert_no_axe_violations
from tests.communes.factories import CommuneFactory
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link_in(email: Email) -> str:
    return re.search(r"https?://\S+/me/[\w-]{43}/", email.text).group()


def latest_mail(kind: str, address: str) -> Email:
    return Email.objects.filter(kind=kind, recipient=address).latest("pk")


def create_operation(page: Page) -> None:
    """In the commune that was found by typing a part of its name."""
    first = timezone.localdate() + timedelta(days=40)
    page.goto("/en/organize/")
    page.get_by_role("link", name="Create an operation").first.click()
    page.get_by_role("combobox", name="Commune").press_sequentially("chaumes en")
    page.get_by_role("option", name=re.compile("Chaumes-en-Retz")).click()
    page.get_by_label("Title").fill("Opération Libre in Chaumes")
    page.get_by_label("First day").fill(first.isoformat())
    page.get_by_label("Last day").fill((first + timedelta(days=1)).isoformat())
    page.get_by_label("Organised by").fill("Les Communs du Pays")
    page.get_by_label("Language you write in").select_option("en")
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_text("The draft is ready.")).to_be_visible()


def write_texts(page: Page) -> None:
    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_label("Promise in one sentence").fill("One weekend to open the village.")
    page.get_by_label("Presentation").fill("We map, write and **share**.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your changes are saved.")).to_be_visible()


def add_mission_with_three_shifts(page: Page) -> None:
    """One day at two hours, and the other at one."""
    page.get_by_role("link", name="Programme", exact=True).click()
    page.get_by_role("link", name="Add a mission").first.click()
    page.get_by_label("Title").fill("Mapping walk")
    page.get_by_label("Theme").select_option("geography")
    page.get_by_role("button", name="Save", exact=True).click()
    for days, hours in ((1, "9:00, 14:00"), (2, "10:00")):
        page.get_by_role("checkbox").nth(days).check()
        page.get_by_label("Beginning at").fill(hours)
        page.get_by_label("Length").fill("2:00")
        for column, number in (("Minimum", "1"), ("Wished", "1"), ("Maximum", "1")):
            page.get_by_label(f"Contributor, {column}").fill(number)
        page.get_by_role("button", name="Count the shifts").click()
        page.get_by_role("button", name="Add these shifts").click()


COMMITTEE = [
    ("OpenStreetMap", "free_project", ""),
    ("Wikimedia", "free_project", ""),
    ("Tela Botanica", "free_project", ""),
    ("Town hall", "commune", "is_referent"),
    ("Town hall", "commune", "is_second_referent"),
]


def meet_the_charter(page: Page) -> None:
    """The committee, what was held beforehand, and what will be counted."""
    page.get_by_role("link", name="Prepare", exact=True).click()
    page.get_by_role("link", name="Charter", exact=True).click()
    expect(page.get_by_text("7 lines are still missing before it may open")).to_be_visible()
    assert_no_axe_violations(page)
    for number, (organisation, kind, referent) in enumerate(COMMITTEE):
        page.get_by_role("link", name="Add a member", exact=True).click()
        page.get_by_label("Name", exact=True).fill(f"Member {number}")
        page.get_by_label("Speaks for").select_option(kind)
        page.get_by_label("Organisation").fill(organisation)
        page.get_by_label("Referent").select_option(referent)
        save(page)
    held_on = timezone.localdate() - timedelta(days=10)
    for kind in ("scouting_visit", "committee"):
        page.get_by_role("link", name="Record a meeting", exact=True).click()
        page.get_by_label("Kind").select_option(kind)
        page.get_by_label("Day", exact=True).fill(held_on.isoformat())
        save(page)
    page.get_by_role("link", name="Choose an indicator", exact=True).click()
    page.get_by_label("What is counted").select_option("articles")
    page.get_by_label("How it will be counted").fill("By hand, a week later")
    save(page)
    expect(page.get_by_text("The charter does not stand in the way of opening")).to_be_visible()
    assert_no_axe_violations(page)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your changes are saved.")).to_be_visible()


def open_sign_up(page: Page) -> None:
    page.get_by_role("link", name="Overview").first.click()
    page.get_by_role("link", name="Open sign-up").first.click()
    page.get_by_role("button", name="Open sign-up").click()
    expect(page.get_by_text("The operation is now: Open for sign-up.")).to_be_visible()


def test_from_a_commune_to_a_roster(new_page):
    CommuneFactory(name="Chaumes-en-Retz", code="44005", department_name="Loire-Atlantique")
    organizer = new_page(user=UserFactory(display_name="Camille"))

    create_operation(organizer)
    write_texts(organizer)
    add_mission_with_three_shifts(organizer)
    meet_the_charter(organizer)
    open_sign_up(organizer)

    operation = Operation.objects.get()
    assert operation.status == Operation.Status.OPEN
    assert Need.objects.count() == 3

    visitor = new_page(language="en", size="phone")
    visitor.goto(f"/en/operations/{operation.slug}/")
    visitor.get_by_role("link", name="Sign up").first.click()
    assert_no_axe_violations(visitor)
    picks = visitor.locator("input[name=need]")
    expect(picks).to_have_count(3)
    picks.nth(0).check()
    picks.nth(1).check()
    visitor.get_by_label("Your name").fill("Maïa")
    visitor.get_by_label("Your e-mail address").fill("maia@example.org")
    visitor.get_by_role("button", name="Take these places").click()
    expect(visitor.get_by_role("heading", name="Held for you. One step left")).to_be_visible()
    assert_no_axe_violations(visitor)

    french = new_page(language="fr", size="phone")
    french.goto(f"/fr/operations/{operation.slug}/signup/")
    french.locator("input[name=need]").nth(0).check()
    french.locator("input[name=name]").fill("Éloïse")
    french.locator("input[name=email]").fill("eloise@example.org")
    french.locator("form.signup__form button[type=submit]").click()
    french.wait_for_url("**/signup/done/")
    waiting = Signup.objects.get(volunteer__email="eloise@example.org")
    assert waiting.state == Signup.State.WAITING

    mail = latest_mail("signup.confirm", "maia@example.org")
    assert "Mapping walk" in mail.text
    assert mail.language == "en"
    visitor.goto(link_in(mail))
    assert_no_axe_violations(visitor)
    visitor.get_by_role("button", name="Confirm my places").click()
    expect(visitor.get_by_text("Your 2 places are confirmed.")).to_be_visible()
    visitor.get_by_role("button", name="Give this place back").first.click()
    expect(visitor.get_by_text("Your place was given back.")).to_be_visible()

    waiting.refresh_from_db()
    assert waiting.state == Signup.State.HELD
    promoted = latest_mail("signup.promoted", "eloise@example.org")
    assert promoted.language == "fr"
    assert "/fr/me/" in promoted.text

    organizer.goto(f"/en/organize/{operation.slug}/roster/")
    for name in ("Maïa", "Éloïse"):
        expect(organizer.get_by_role("rowheader", name=name)).to_be_visible()
    assert_no_axe_violations(organizer)


def test_the_whole_sign_up_works_without_script_and_by_keyboard(new_page):
    mission = MissionFactory(title_en="Mapping walk")
    need = NeedFactory(shift=ShiftFactory(mission=mission))
    page = new_page(size="phone", script=False)

    page.goto(f"/en/operations/{mission.operation.slug}/signup/")
    page.locator(f"input[value='{need.pk}']").focus()
    page.keyboard.press("Space")
    page.get_by_label("Your name").focus()
    page.keyboard.type("Maïa")
    page.keyboard.press("Tab")
    page.keyboard.type("maia@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Held for you. One step left")).to_be_visible()

    page.goto(link_in(latest_mail("signup.confirm", "maia@example.org")))
    page.get_by_role("button", name="Confirm my places").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your place is confirmed.")).to_be_visible()
    page.get_by_role("button", name="Give this place back").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your place was given back.")).to_be_visible()
    assert Signup.objects.get().state == Signup.State.CANCELLED


def test_two_clicks_on_the_button_are_one_sign_up(new_page):
    need = NeedFactory()
    page = new_page(script=False)
    page.goto(f"/en/operations/{need.shift.mission.operation.slug}/signup/")
    page.locator("input[name=need]").check()
    page.get_by_label("Your name").fill("Maïa")
    page.get_by_label("Your e-mail address").fill("maia@example.org")
    page.get_by_role("button", name="Take these places").dblclick()
    expect(page.get_by_role("heading", name="Held for you. One step left")).to_be_visible()

    assert Signup.objects.count() == 1
    need.refresh_from_db()
    assert need.taken == 1
