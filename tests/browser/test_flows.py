"""The main things that people do here: by keyboard alone, and in a browser without script."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from missions.models import Mission, Signup
from missions.services.signups import join_by_address
from notifications.models import Email
from operations.models import Operation
from tests.accounts.factories import UserFactory
from tests.communes.factories import CommuneFactory
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory
from tests.operations.factories import MembershipFactory, OperationFactory, make_charter_met
from tests.world import code_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The ring around what has the focus, or around the row or the card that it makes up.
SHOWS_FOCUS = """element => {
    const seen = element.closest('label, .card') || element;
    const looks = one => {
        const style = getComputedStyle(one);
        return parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none';
    };
    return looks(element) || looks(seen);
}"""


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def begin(request, new_page) -> Callable[..., Page]:
    """Opens a page of a browser whose mouse nobody touches."""

    def begin(address: str, user: User | None = None) -> Page:
        page = new_page(user=user, script=request.param)
        page.goto(address)
        return page

    return begin


def reach(target: Locator) -> None:
    """Press Tab until the target has the focus, as people do, and see that it shows."""
    page = target.page
    expect(target).to_have_count(1)
    for _press in range(150):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    assert target.evaluate(SHOWS_FOCUS), target


def press(target: Locator, key: str = "Enter") -> None:
    reach(target)
    target.page.keyboard.press(key)


def write(target: Locator, text: str) -> None:
    reach(target)
    target.page.keyboard.press("Control+a")
    target.page.keyboard.type(text)


def choose(target: Locator, words: str) -> None:
    """Type the beginning of a choice of a closed list, which selects it."""
    reach(target)
    target.page.keyboard.type(words)


def write_day(target: Locator, day: date) -> None:
    """A date has a part for each number, in the order of the browser: take the 6th of June."""
    reach(target)
    target.page.keyboard.type(day.strftime("%d%m%Y"))


def latest_mail(kind: str) -> Email:
    return Email.objects.filter(kind=kind).latest("pk")


def link_in(mail: Email) -> str:
    return re.search(r"https?://\S+/me/[\w-]{43}/", mail.text).group()


def test_find_an_operation_in_the_list_and_open_it(begin):
    OperationFactory(title_en="Opération Libre in Brocas")
    OperationFactory(title_en="Opération Libre in Aiglun")
    page = begin("/en/")
    main = page.get_by_role("main")

    press(page.get_by_role("banner").get_by_role("link", name="Operations"))
    page.wait_for_url("**/en/operations/")
    write(main.get_by_role("searchbox"), "brocas")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=brocas**")
    expect(main.get_by_role("link", name="Aiglun")).to_have_count(0)
    press(main.get_by_role("link", name="Opération Libre in Brocas"))

    expect(page.get_by_role("heading", level=1, name="Brocas")).to_be_visible()


def test_sign_up_confirm_and_give_back(begin):
    need = NeedFactory()
    page = begin(f"/en/operations/{need.shift.mission.operation.slug}/")

    press(page.get_by_role("main").get_by_role("link", name="Sign up", exact=True).first)
    page.wait_for_url("**/signup/**")
    press(page.locator("input[name=need]"), "Space")
    write(page.get_by_label("Your name"), "Maïa")
    write(page.get_by_label("Your e-mail address"), "maia@example.org")
    press(page.get_by_role("button", name="Take these places"))
    expect(page.get_by_role("heading", name="Held for you. One step left")).to_be_visible()

    page.goto(link_in(latest_mail("signup.confirm")))
    press(page.get_by_role("button", name="Confirm my places"))
    expect(page.get_by_text("Your place is confirmed.")).to_be_visible()
    press(page.get_by_role("button", name="Give this place back"))
    expect(page.get_by_text("Your place was given back.")).to_be_visible()
    assert Signup.objects.get().state == Signup.State.CANCELLED


def test_send_me_my_link(begin):
    join_by_address(name="Zoé", email="zoe@example.org", language="en", needs=[NeedFactory()])
    before = Email.objects.latest("pk").pk
    page = begin("/en/me/links/")

    write(page.get_by_label("Your e-mail address"), "zoe@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_text("If we know this address")).to_be_visible()

    mail = Email.objects.get(pk__gt=before)
    page.goto(link_in(mail))
    expect(page.get_by_role("heading", name="My places")).to_be_visible()


def test_sign_in_by_a_code(begin):
    user = UserFactory()
    page = begin("/en/")

    press(page.get_by_role("banner").get_by_role("link", name="Sign in"))
    write(page.get_by_label("E-mail address"), user.email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/code/confirm/**")
    write(page.get_by_label("Code"), code_in(Email.objects.get(recipient=user.email)))
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/me/")


def test_create_an_operation(begin):
    CommuneFactory(name="Chaumes-en-Retz", code="44005", department_name="Loire-Atlantique")
    first = date(timezone.localdate().year + 1, 6, 6)
    page = begin("/en/organize/", UserFactory())

    press(page.get_by_role("link", name="Create an operation").first)
    write(page.get_by_label("Commune").and_(page.locator("input")), "Chaumes-en-Retz")
    options = page.get_by_role("option", name=re.compile("Chaumes-en-Retz"))
    if page.get_by_role("combobox", name="Commune").count():
        expect(options).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    write(page.get_by_label("Title"), "Opération Libre in Chaumes")
    write_day(page.get_by_label("First day"), first)
    write_day(page.get_by_label("Last day"), first)
    write(page.get_by_label("Organised by"), "Les Communs du Pays")
    choose(page.get_by_label("Language you write in"), "English")
    press(page.get_by_role("button", name="Create the draft"))

    expect(page.get_by_text("The draft is ready.")).to_be_visible()
    operation = Operation.objects.get()
    assert (operation.commune.code, operation.starts_on) == ("44005", first)


def test_add_a_mission_with_shifts_and_open_the_sign_up(begin):
    operation = OperationFactory(status="draft", presentation_en="We map and write.")
    coordinator = MembershipFactory(operation=operation, role="coordinator").user
    make_charter_met(operation)
    page = begin(f"/en/organize/{operation.slug}/missions/", coordinator)

    press(page.get_by_role("link", name="Add a mission").first)
    write(page.get_by_label("Title"), "Mapping walk")
    choose(page.get_by_label("Theme"), "Geography")
    press(page.get_by_role("button", name="Save", exact=True))
    page.wait_for_url("**/shifts/")
    press(page.get_by_role("checkbox").first, "Space")
    write(page.get_by_label("Beginning at"), "9:00, 14:00")
    write(page.get_by_label("Length"), "2:00")
    for column, number in (("Minimum", "1"), ("Wished", "2"), ("Maximum", "3")):
        write(page.get_by_label(f"Contributor, {column}"), number)
    press(page.get_by_role("button", name="Count the shifts"))
    press(page.get_by_role("button", name="Add these shifts"))
    expect(page.get_by_role("main")).to_contain_text("14:00")
    assert Mission.objects.get().shifts.count() == 2

    press(page.get_by_role("link", name="Overview").first)
    press(page.get_by_role("link", name="Open sign-up").first)
    press(page.get_by_role("button", name="Open sign-up"))
    expect(page.get_by_text("The operation is now: Open for sign-up.")).to_be_visible()


def test_put_somebody_on_a_shift_move_them_and_take_them_off(begin):
    mission = MissionFactory(title_en="Mapping walk")
    morning = NeedFactory(shift=ShiftFactory(mission=mission))
    evening = ShiftFactory(mission=mission, starts_at=morning.shift.ends_at + timedelta(hours=1))
    afternoon = NeedFactory(shift=evening)
    coordinator = MembershipFactory(operation=mission.operation, role="coordinator").user
    page = begin(f"/en/organize/{mission.operation.slug}/roster/", coordinator)

    press(page.get_by_role("link", name="Add a person").first)
    write(page.get_by_label("Name"), "Odette")
    press(page.get_by_role("button", name="Put this person on the shift"))
    expect(page.get_by_text("The person is on the shift.")).to_be_visible()
    assert Signup.objects.live().get().need == morning

    press(page.get_by_role("link", name=re.compile("Move or remove.*Odette")))
    reach(page.get_by_label("Move to", exact=True))
    press(page.get_by_role("button", name="Move this person"))
    expect(page.get_by_text("The person is moved.")).to_be_visible()
    assert Signup.objects.live().get().need == afternoon

    press(page.get_by_role("link", name=re.compile("Move or remove.*Odette")))
    press(page.get_by_role("button", name="Take this person off the shift"))
    expect(page.get_by_text("The person is off the shift.")).to_be_visible()
    assert not Signup.objects.live().exists()


def test_change_the_language_and_the_colours_and_stay_on_the_page(begin):
    operation = OperationFactory(title_en="Village in the open", title_fr="Village ouvert")
    page = begin(f"/en/operations/{operation.slug}/")

    press(page.locator("header summary").first)
    press(page.get_by_role("banner").get_by_role("link", name="Français"))
    page.wait_for_url(f"**/fr/operations/{operation.slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Village ouvert")

    press(page.locator("button[name=theme][value=dark]"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url.endswith(f"/fr/operations/{operation.slug}/")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(part) for part in re.findall(r"\d+", dark)[:3]) < 3 * 80
