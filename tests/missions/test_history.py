"""Who did what in an operation: seen by its organizers, without names of volunteers."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone, translation

from core.audit import changes, operation_of, record
from core.models import AuditEntry
from missions.forms.needs import Numbers
from missions.queries.history import entries_of
from missions.queries.history_rows import rows_of
from missions.queries.history_words import ACTIONS, KINDS
from missions.services.planning import edit_mission, save_place
from missions.services.shifts import cancel_shift, change_shift, create_shifts, set_needs
from missions.services.signups import confirm_places, join, move_signup, remove_signup, withdraw
from operations.models import Role
from operations.services.status import change_status
from operations.services.team import add_role
from tests.accounts.factories import StaffFactory, UserFactory
from tests.communes.factories import CommuneFactory
from tests.missions.factories import (
    MissionFactory,
    NeedFactory,
    PlaceFactory,
    ShiftFactory,
    SignupFactory,
)
from tests.missions.test_exports import from_csv
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    member_client,
)
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db

# To come, and with its year in words; 9:00 on the clocks of Paris.
START = datetime(timezone.localdate().year + 1, 5, 8, 7, tzinfo=UTC)
DAY = f"{START:%A} 8 May {START.year}"


def address(operation, rest=""):
    return f"/en/organize/{operation.slug}/history/{rest}"


def need_in(operation, **values):
    mission = values.pop("mission", None) or MissionFactory(operation=operation, title_en="Walk")
    return NeedFactory(shift=ShiftFactory(mission=mission, starts_at=START), **values)


def numbers(role="contributor", minimum=0, wished=1, maximum=1):
    return Numbers(role, minimum, wished, maximum)


def told(operation, **asked):
    """Each row as (who, what, about, changes), oldest first."""
    rows = rows_of(operation, entries_of(operation, **asked))
    return [
        (row.who, row.what, row.about, [str(change) for change in row.changes])
        for row in reversed(rows)
    ]


# What an entry belongs to


def test_every_entry_knows_its_operation_even_when_its_subject_goes():
    need = need_in(OperationFactory())
    signup = SignupFactory(need=need)
    mission = need.shift.mission
    operation = mission.operation
    place = PlaceFactory(operation=operation)

    subjects = [operation, mission, need.shift, need, signup, place]

    assert [operation_of(each) for each in subjects] == [operation.pk] * 6
    assert operation_of(CommuneFactory()) is None
    record(actor=None, action="signup.ended", subject=signup, state="cancelled")
    signup.delete()
    assert told(operation) == [
        ("The site, by itself", "Ended a sign-up", "", ["State: Cancelled"]),
    ]


def test_an_edit_is_told_before_and_after_but_texts_and_people_only_as_changed():
    before = {"theme": "botany", "title": "Old", "lead": None, "kind": "other"}
    after = {"theme": "history", "title": "New", "lead": UserFactory(), "kind": "other"}

    assert changes(before, after, told=["theme", "kind"]) == {
        "theme": ["botany", "history"],
        "title": None,
        "lead": None,
    }


# In words


def test_what_the_team_does_is_told_with_what_was_before_and_after():
    operation = OperationFactory(status="open", starts_on=timezone.localdate())
    by = MembershipFactory(operation=operation, user__display_name="Maïa").user
    other = MembershipFactory(operation=operation, user__display_name="Théo").user
    hall, barn = (PlaceFactory(operation=operation, name=name) for name in ("Hall", "Barn"))
    mission = MissionFactory(operation=operation, title_en="Walk", theme="botany", place=hall)
    edit_mission(
        mission=mission, version=1, language="en", by=by, texts={"title": "Long walk"},
        facts={"theme": "history", "place": barn, "lead": other, "meeting_point": ""},
    )  # fmt: skip
    (shift,) = create_shifts(
        mission=mission, starts=[START], length=timedelta(hours=3), place=None,
        numbers=[numbers(maximum=4)], by=by,
    )  # fmt: skip
    change_shift(
        shift=shift, version=1, starts_at=START + timedelta(hours=1), length=timedelta(hours=3),
        place=hall, by=by,
    )  # fmt: skip
    set_needs(shift=shift, numbers=[numbers(maximum=6), numbers(role="guide")], by=by)
    cancel_shift(shift=shift, by=by)
    save_place(operation=operation, place=hall, by=by, facts={"name": "Town hall", "latitude": 47})
    add_role(operation=operation, user=other, role=Role.DESK, by=by)
    change_status(operation=operation, status="running", by=None)

    period = f"{DAY}, 10:00–13:00"
    assert told(operation) == [
        ("Maïa", "Changed a mission", "Long walk", [
            "Place: Town hall → Barn", "Theme: Botany → History", "Lead: changed", "Title: changed",
            "Language of the texts: English",
        ]),
        ("Maïa", "Added shifts", "Long walk", ["Added: 1 shift"]),
        ("Maïa", "Moved a shift", f"Long walk · {period}", [
            f"Time: {DAY}, 9:00–12:00 → {period}",
            "Place: That of the mission → Town hall",
        ]),
        ("Maïa", "Changed how many people are needed", f"Long walk · {period}", [
            "Contributor, Maximum: 4 → 6", "Resident guide, Maximum: 0 → 1",
        ]),
        ("Maïa", "Cancelled a shift", f"Long walk · {period}", []),
        ("Maïa", "Changed a place", "Town hall", ["Latitude: empty → 47", "Name: changed"]),
        ("Maïa", "Gave a role", "Théo: Town-hall desk", []),
        ("The site, by itself", "Changed the state", "", ["State: Open for sign-up → Running"]),
    ]  # fmt: skip


def test_facts_of_an_operation_are_told_as_its_pages_write_them():
    old, new = CommuneFactory(name="Old"), CommuneFactory(name="New")
    operation = OperationFactory(commune=old)
    before = {"commune": old, "starts_on": START.date(), "format": "day", "languages": ["fr"]}
    after = {
        "commune": new,
        "starts_on": START.date() + timedelta(days=1),
        "format": "fair",
        "languages": ["fr", "br"],
        "contact_email": "maia@example.org",
    }
    told_fields = ["commune", "starts_on", "format", "languages"]
    changed = changes({**before, "contact_email": ""}, after, told=told_fields)
    record(actor=None, action="operation.edited", subject=operation, changed=changed)

    assert told(operation)[0][3] == [
        f"Commune: {old.display_name} → {new.display_name}",
        f"First day: May 8, {START.year} → May 9, {START.year}",
        "Format: One day → Fair",
        "Languages spoken: fr → fr, br",
        "Contact address: changed",
    ]
    assert "maia" not in str(AuditEntry.objects.values_list("details"))


def test_volunteers_are_numbers_whatever_they_do_and_whoever_they_are():
    operation = OperationFactory()
    by = MembershipFactory(operation=operation, user__display_name="Maïa").user
    first = need_in(operation, maximum=1)
    second = need_in(operation, mission=first.shift.mission, role="helper")
    account = UserFactory(display_name="Zoé Secret")
    volunteer = VolunteerFactory(name="Zoé Secret", user=account)
    waiting = VolunteerFactory(name="Noé Secret")
    (signup,) = join(volunteer=volunteer, needs=[first], is_proven=False)
    (queued,) = join(volunteer=waiting, needs=[first], is_proven=True)
    confirm_places(volunteer)
    withdraw(signup=signup)
    move_signup(signup=queued, to_need=second, by=by)
    remove_signup(signup=queued, by=by)

    one, two = f"Volunteer {volunteer.pk}", f"Volunteer {waiting.pk}"
    shift = f"Walk · {DAY}, 9:00–12:00"
    rows = told(operation)
    assert rows == [
        (one, "Signed up", shift, ["State: Held until you confirm"]),
        (two, "Signed up", shift, ["State: On the waiting list"]),
        (one, "Confirmed a place", shift, []),
        (one, "Gave a place back", shift, ["State: Cancelled"]),
        ("The site, by itself", "Gave a free place to the first who waited", f"{two} · {shift}",
         ["State: Confirmed"]),
        ("Maïa", "Moved a volunteer to another shift", f"{two} · {shift}",
         [f"Shift: {shift} → {shift}"]),
        ("Maïa", "Ended a sign-up", f"{two} · {shift}", ["State: Cancelled"]),
    ]  # fmt: skip
    page = member_client(operation).get(address(operation))
    assert "Secret" not in page.text
    assert str(volunteer.email) not in page.text


def test_somebody_whose_account_is_gone_did_not_act_by_itself():
    operation = OperationFactory()
    user = UserFactory()
    record(actor=user, action="mission.created", subject=MissionFactory(operation=operation))
    user.delete()

    assert told(operation)[0][0] == "Somebody whose account is gone"


def test_an_action_that_has_no_words_yet_shows_its_name():
    operation = OperationFactory()
    record(actor=None, action="moon.landed", subject=operation, odd={"a": [1]}, before=3)

    assert told(operation)[0][1:] == ("moon.landed", "", [])


def test_every_action_is_of_one_kind():
    for action in ACTIONS:
        kinds = [name for name, (_label, begins) in KINDS.items() if action.startswith(begins)]
        assert len(kinds) == 1, action


def test_every_action_of_an_operation_has_words():
    found = {
        action
        for app in ("missions", "operations", "planning")
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
        for action in re.findall(r'action="([a-z]+\.[a-z_]+)"', path.read_text())
    }

    assert len(found) > 30
    assert found - ACTIONS.keys() == set()


def test_the_history_speaks_the_language_of_the_reader():
    operation = OperationFactory(status="draft")
    record(
        actor=None, action="operation.status", subject=operation, before="draft", after="cancelled"
    )

    page = member_client(operation).get(address(operation).replace("/en/", "/fr/"))

    with translation.override("fr"):
        assert str(translation.gettext("Cancelled")) in page.text


# The page


def three_days(operation):
    """Entries of three people on three days: 1, 2 and 3 May on the clocks of the place."""
    people = [
        MembershipFactory(operation=operation, user__display_name=name).user
        for name in ("Ana", "Bo", "Cy")
    ]
    for number, person in enumerate(people):
        record(actor=person, action="operation.edited", subject=operation, language="en")
        record(actor=person, action="mission.created", subject=MissionFactory(operation=operation))
        # 22:30 in UTC is already the next day in Paris.
        moment = datetime(2020, 4, 30, 22, 30, tzinfo=UTC) + timedelta(days=number)
        AuditEntry.objects.filter(actor=person).update(created_at=moment)
    return people


def shown_on(page):
    return [(row.who, row.what) for row in page.context["rows"]]


def test_the_page_shows_when_on_the_clocks_of_the_place_newest_first():
    operation = OperationFactory()
    three_days(operation)

    page = member_client(operation).get(address(operation))

    assert shown_on(page) == [
        (who, what)
        for who in ("Cy", "Bo", "Ana")
        for what in ("Added a mission", "Changed texts and facts")
    ]
    assert "Friday 1 May 2020, 0:30" in page.text
    assert "in Paris time" in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("who={ana}", [("Ana", "Added a mission"), ("Ana", "Changed texts and facts")]),
        ("who={ana}&kind=mission", [("Ana", "Added a mission")]),
        ("day=2020-05-02", [("Bo", "Added a mission"), ("Bo", "Changed texts and facts")]),
        ("day=2020-05-02&kind=operation", [("Bo", "Changed texts and facts")]),
        ("who=volunteers", []),
        ("who=site", []),
        ("kind=team", []),
    ],
)
def test_the_history_is_filtered_by_person_kind_and_day(query, expected):
    operation = OperationFactory()
    ana, *_others = three_days(operation)

    page = member_client(operation).get(address(operation, f"?{query.format(ana=ana.pk)}"))

    assert shown_on(page) == expected
    assert page.context["rows"] or "Nothing fits these choices" in page.text


@pytest.mark.parametrize(
    "query",
    ["who=0", "who=x", f"who={2**70}", "kind=zz", "kind=%20", "day=2026-02-30", "day=0001-01-01",
     "day=9999-12-31", "day=x", "who=-1", "nothing=1"],
)  # fmt: skip
def test_choices_that_cannot_be_understood_are_left_aside(query):
    operation = OperationFactory()
    three_days(operation)

    page = member_client(operation).get(address(operation, f"?{query}"))

    assert page.status_code == 200
    assert len(page.context["rows"]) == 6


def test_people_of_another_operation_are_no_choice_and_its_entries_are_not_shown():
    operation, twin = OperationFactory(), OperationFactory()
    mine, theirs = three_days(operation), three_days(twin)

    page = member_client(operation).get(address(operation, f"?who={theirs[0].pk}"))

    offered = {value for value, _label in page.context["form"].fields["who"].choices}
    assert offered == {"", "volunteers", "site", *(str(user.pk) for user in mine)}
    assert len(page.context["rows"]) == 6


@pytest.mark.parametrize("number", ["0", "-1", "3", "9" * 30, "x", "1.5"])
def test_a_page_that_does_not_exist_is_not_found(number):
    operation = OperationFactory()
    for _number in range(51):
        record(actor=None, action="operation.status", subject=operation)
    client = member_client(operation)

    assert len(client.get(address(operation)).context["rows"]) == 50
    assert len(client.get(address(operation, "?page=2")).context["rows"]) == 1
    assert client.get(address(operation, f"?page={number}")).status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_the_page_asks_the_same_queries_for_five_entries_and_for_fifty(
    django_assert_num_queries, count
):
    operation = OperationFactory()
    for _number in range(count):
        user = MembershipFactory(operation=operation).user
        need = need_in(operation)
        signup = SignupFactory(need=need)
        record(actor=user, action="mission.created", subject=need.shift.mission)
        record(actor=user, action="shift.cancelled", subject=need.shift)
        record(actor=None, action="signup.created", subject=signup, state="held")
        record(actor=user, action="place.created", subject=PlaceFactory(operation=operation))
        record(actor=user, action="team.role_added", subject=operation, user=user.pk, role="desk")
    client = member_client(operation)
    client.get(address(operation))

    with django_assert_num_queries(12):
        page = client.get(address(operation))

    assert len(page.context["rows"]) == 5 * count


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.COORDINATOR, 200),
        (Role.ORGANIZER, 200),
        (Role.MISSION_LEAD, 403),
        (Role.REVIEWER, 403),
        (Role.DESK, 403),
        ("staff", 200),
        ("stranger", 404),
    ],
)
def test_the_history_is_for_organizers(role, code):
    operation = OperationFactory()
    others = {"staff": StaffFactory, "stranger": UserFactory}
    client = client_of(others[role]()) if role in others else member_client(operation, role)

    found = [
        client.get(address(operation)).status_code,
        client.post(address(operation, "export/"), {"format": "csv"}).status_code,
    ]

    assert found == [code, code]
    assert AuditEntry.objects.count() == (code == 200)


# The file


def test_the_file_holds_what_the_page_shows_by_the_same_choices_and_is_noted_itself():
    operation = OperationFactory()
    ana, *_others = three_days(operation)
    client = member_client(operation)
    page = client.get(address(operation, f"?who={ana.pk}&page=1"))
    assert f'action="{address(operation, "export/")}?who={ana.pk}"' in page.text

    answer = client.post(address(operation, f"export/?who={ana.pk}"), {"format": "csv"})

    title = operation.missions.order_by("pk")[0].title_en
    assert from_csv(answer.content) == [
        ["When", "Who", "What", "About", "Changes"],
        ["2020-05-01 00:30", "Ana", "Added a mission", title, ""],
        ["2020-05-01 00:30", "Ana", "Changed texts and facts", "",
         "Language of the texts: English"],
    ]  # fmt: skip
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.details) == (
        "export.made", {"table": "history", "format": "csv", "rows": 2}
    )  # fmt: skip
    assert told(operation)[-1][1:3] == (
        "Exported a table",
        "History of the operation · CSV · 2 rows",
    )


def test_a_long_history_is_exported_whole(monkeypatch):
    monkeypatch.setattr("missions.queries.tables.PORTION", 4)
    operation = OperationFactory()
    for _number in range(11):
        record(actor=None, action="operation.status", subject=operation)

    answer = member_client(operation).post(address(operation, "export/"), {"format": "csv"})

    assert len(from_csv(answer.content)) == 12
