"""From a newcomer's idea to the papers of Sunday evening, with real hands on real pages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.short_codes import SIGNS
from guides.services import load_sheets
from missions.models import Place, RainPlan, Receipt, Signup
from missions.services.signups import join
from notifications.models import Email
from operations.models import Operation, Role
from tests.accounts.factories import UserFactory
from tests.browser.barriers import assert_no_axe_violations, sideways
from tests.communes.factories import CommuneFactory
from tests.missions.factories import (
    MissionFactory,
    NeedFactory,
    PlaceFactory,
    ShiftFactory,
)
from tests.operations.factories import MembershipFactory, OperationFactory
from tests.volunteers.factories import VolunteerFactory
from volunteers.services import make_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECTS = ["OpenStreetMap", "Wikimedia", "Tela Botanica"]


@pytest.fixture
def organizer():
    return UserFactory(display_name="Camille")


def look(page: Page, *, script: bool = True) -> None:
    if script:  # without, nothing can look for us
        assert_no_axe_violations(page)
        assert sideways(page) == []


def press(page: Page, role: str, name: str, *, exact: bool = True) -> None:
    page.get_by_role(role, name=name, exact=exact).first.click()


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def save(page: Page) -> None:
    press(page, "button", "Save")
    expect(page.get_by_text("Your changes are saved.")).to_be_visible()


def meet_the_charter(page: Page, operation: Operation) -> None:
    """All lines of the charter, one form each, as the page leads there."""
    charter = f"/en/organize/{operation.slug}/charter/"
    people = [("Ana", "free_project", project, "") for project in PROJECTS]
    people += [
        ("Zoé", "commune", "Town hall", "is_referent"),
        ("Luc", "commune", "Town hall", "is_second_referent"),
    ]
    for name, kind, organisation, referent in people:
        page.goto(f"{charter}committee/add/")
        fill(page, name=name, kind=kind, organisation=organisation, referent=referent)
        save(page)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    for kind in ("scouting_visit", "committee"):
        page.goto(f"{charter}meetings/add/?kind={kind}")
        fill(page, held_on=yesterday)
        save(page)
    page.goto(f"{charter}indicators/add/")
    fill(page, code="articles", method="By hand, a week later.")
    save(page)


def write_the_texts(page: Page, operation: Operation) -> None:
    page.goto(f"/en/organize/{operation.slug}/edit/")
    fill(page, summary="We open our village.", presentation="Come and see.")
    save(page)


def test_a_newcomer_goes_from_nothing_to_an_open_operation(new_page, organizer):
    load_sheets()
    commune = CommuneFactory(name="Sabres", code="40246", department_name="Landes")
    page = new_page(user=organizer, size="phone")
    first = timezone.localdate() + timedelta(days=200)

    page.goto(f"/en/organize/new/?commune=FR-{commune.code}")
    fill(
        page,
        title="Opération Libre in Sabres",
        starts_on=first.isoformat(),
        ends_on=(first + timedelta(days=1)).isoformat(),
        organizing_body="Town hall of Sabres",
    )
    press(page, "button", "Create the draft")
    press(page, "link", "Let the assistant propose a programme")
    page.get_by_label("The main room", exact=True).fill("Village hall")
    press(page, "button", "Continue")
    press(page, "button", "See the programme")
    press(page, "button", "Create all this")
    operation = Operation.objects.get()
    write_the_texts(page, operation)
    meet_the_charter(page, operation)
    page.goto(f"/en/organize/{operation.slug}/")
    look(page)
    press(page, "link", "Open sign-up")
    press(page, "button", "Open sign-up")

    expect(page.get_by_text("The operation is now: Open for sign-up.")).to_be_visible()
    page.goto(f"/en/operations/{operation.slug}/")
    expect(page.get_by_role("link", name=re.compile("Sign up")).first).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_the_charter_refuses_then_is_met(new_page, organizer, script):
    operation = OperationFactory(status="draft")
    ShiftFactory(mission=MissionFactory(operation=operation))
    for user in (organizer, UserFactory()):
        MembershipFactory(operation=operation, user=user, role=Role.COORDINATOR)
    page = new_page(user=organizer, script=script)
    write_the_texts(page, operation)

    page.goto(f"/en/organize/{operation.slug}/status/open/")
    expect(page.get_by_text("This cannot be done yet")).to_be_visible()
    expect(page.get_by_text("0 of 3 free projects")).to_be_visible()
    assert Operation.objects.get().status == "draft"
    meet_the_charter(page, operation)
    page.goto(f"/en/organize/{operation.slug}/charter/")
    look(page, script=script)
    expect(
        page.get_by_role("heading", name="The charter does not stand in the way of opening")
    ).to_be_visible()
    page.goto(f"/en/organize/{operation.slug}/status/open/")
    press(page, "button", "Open sign-up")

    assert Operation.objects.get().status == "open"


@pytest.mark.parametrize("script", [True, False])
def test_rain_moves_a_walk_and_its_people_say_that_they_have_seen_it(new_page, organizer, script):
    operation = OperationFactory(status="running")
    MembershipFactory(operation=operation, user=organizer)
    lane = PlaceFactory(operation=operation, name="The lane", is_outdoors=True)
    hall = PlaceFactory(operation=operation, name="The hall")
    shift = ShiftFactory(
        mission=MissionFactory(operation=operation, place=lane, title_en="Lanes on foot"),
        starts_at=timezone.now() + timedelta(hours=3),
    )
    RainPlan.objects.create(shift=shift, place=hall)
    need = NeedFactory(shift=shift)
    people = [VolunteerFactory(name=name) for name in ("Ana", "Ben")]
    for volunteer in people:
        join(volunteer=volunteer, needs=[need], is_proven=True)
    page = new_page(user=organizer, size="phone", script=script)

    page.goto(f"/en/organize/{operation.slug}/plan-b/")
    look(page, script=script)
    press(page, "button", "It rains: see who is told")
    expect(page.get_by_text("2 people get one mail each, and nobody else.")).to_be_visible()
    press(page, "button", "Move them and tell them")
    expect(page.get_by_text("2 have not seen it yet")).to_be_visible()
    of_ana = new_page(size="phone", script=script)
    of_ana.goto(f"/en/me/{make_link(people[0])}/")
    expect(of_ana.get_by_role("listitem").get_by_text("The hall").first).to_be_visible()
    look(of_ana, script=script)
    press(of_ana, "button", "I have seen it")
    page.reload()

    expect(page.get_by_text("1 has not seen it yet")).to_be_visible()
    shift.refresh_from_db()
    assert shift.place == hall
    assert Receipt.objects.filter(seen_at=None).count() == 1
    assert Email.objects.filter(kind="shift.weather").count() == 2
    assert Place.objects.count() == 2


@pytest.mark.parametrize("script", [True, False])
def test_paper_goes_out_and_comes_back(new_page, organizer, script, tmp_path):
    operation = OperationFactory(status="running")
    MembershipFactory(operation=operation, user=organizer)
    now = timezone.now()
    shift = ShiftFactory(
        mission=MissionFactory(operation=operation, title_en="Lanes on foot"),
        starts_at=now + timedelta(minutes=20),
        ends_at=now + timedelta(minutes=140),
    )
    need = NeedFactory(shift=shift)
    ana, ben = (VolunteerFactory(name=name) for name in ("Ana", "Ben"))
    for volunteer in (ana, ben):
        join(volunteer=volunteer, needs=[need], is_proven=True)
    page = new_page(user=organizer, script=script)

    page.goto(f"/en/organize/{operation.slug}/prints/")
    look(page, script=script)
    with page.expect_download() as download:
        page.locator("form[action$='/prints/roster/'] button").click()
    paper = tmp_path / "roster.pdf"
    download.value.save_as(paper)
    words = text_of_pdf(paper)
    code_of_ana, code_of_ben = (code_beside(words, name) for name in ("Ana", "Ben"))

    page.goto(f"/en/organize/{operation.slug}/paper-round/")
    look(page, script=script)
    fill(page, code=code_of_ana)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ana: present, 2 h 00.")).to_be_visible()
    fill(page, code=code_of_ben[:-1] + next(sign for sign in SIGNS if sign != code_of_ben[-1]))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("a sign was misread")).first).to_be_visible()
    fill(page, code=code_of_ben.lower(), minutes="1:30")
    press(page, "button", "Next")
    expect(page.get_by_text("Ben: present, 1 h 30.")).to_be_visible()

    came = Signup.objects.order_by("volunteer__name").values_list("was_present", "minutes")
    assert list(came) == [(True, 120), (True, 90)]


def text_of_pdf(path) -> str:
    from pypdf import PdfReader

    return "\n".join(each.extract_text() for each in PdfReader(path).pages)


def code_beside(words: str, name: str) -> str:
    """The four signs of the line that holds the name."""
    line = next(line for line in words.splitlines() if name in line)
    return re.search(rf"\b[{SIGNS}]{{4}}\b", line)[0]


@pytest.mark.parametrize("script", [True, False])
def test_a_mission_is_dropped_at_its_date_and_its_people_take_another_place(
    new_page, organizer, script
):
    operation = OperationFactory()
    MembershipFactory(operation=operation, user=organizer)
    lanes, scans, talks = (
        MissionFactory(operation=operation, title_en=title)
        for title in ("Lanes on foot", "Old postcards", "Free licences")
    )
    lanes.minimum_people, lanes.decides_at = 6, timezone.now() - timedelta(hours=1)
    lanes.save()
    needs = [NeedFactory(shift=ShiftFactory(mission=each)) for each in (lanes, scans, talks)]
    ana = VolunteerFactory(name="Ana")
    join(volunteer=ana, needs=[needs[0]], is_proven=True)
    page = new_page(user=organizer, script=script)

    page.goto(f"/en/organize/{operation.slug}/")
    expect(page.get_by_text("to decide, 1 of 6 people")).to_be_visible()
    press(page, "link", "Lanes on foot")
    look(page, script=script)
    press(page, "button", "Drop the mission")
    expect(page.get_by_text("1 person is offered other places by mail.")).to_be_visible()
    mail = Email.objects.order_by("-pk").first()
    assert mail.recipient == ana.email
    assert "Old postcards" in mail.text
    assert "Free licences" in mail.text
    address = re.search(r"https?://\S+", mail.text)[0]
    of_ana = new_page(size="phone", script=script)
    of_ana.goto(address)
    look(of_ana, script=script)
    assert not Signup.objects.filter(need=needs[1]).exists()
    of_ana.get_by_role("button", name=re.compile("Take this place")).first.click()

    expect(of_ana.get_by_role("heading", level=1)).to_be_visible()
    assert Signup.objects.live().filter(volunteer=ana).count() == 1
    assert not Signup.objects.live().filter(need=needs[0]).exists()
