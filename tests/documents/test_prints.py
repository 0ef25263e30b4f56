"""Papers of an operation, read back from their PDF."""

import re
import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.models import AuditEntry
from core.short_codes import is_right
from documents.queries.prose import lines_of
from documents.services import prints
from documents.services.prints import print_roster
from missions.models import PersonCode, Signup
from operations.models import Operation, Role
from tests.documents.test_pdf import opened, tags_in, text_in
from tests.guides.factories import GuideFactory
from tests.missions.factories import (
    MissionFactory,
    NeedFactory,
    PlaceFactory,
    ShiftFactory,
    SignupFactory,
)
from tests.operations.factories import OperationFactory, member_client
from volunteers.services import erase_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation():
    today = timezone.localdate()
    return OperationFactory(
        title_en="Open village", title_fr="Village ouvert", starts_on=today, ends_on=today
    )


@pytest.fixture
def mission(operation):
    place = PlaceFactory(operation=operation, name="Old school", address="1 Mill Lane")
    return MissionFactory(
        operation=operation, title_en="Walk the lanes", title_fr="Marcher", place=place
    )


@pytest.fixture
def shift(mission):
    """Two hours that began an hour ago."""
    start = timezone.now() - timedelta(hours=1)
    return ShiftFactory(mission=mission, starts_at=start, ends_at=start + timedelta(hours=2))


@pytest.fixture
def signup(shift):
    need = NeedFactory(shift=shift, maximum=6, taken=1)
    return SignupFactory(need=need, volunteer__name="Léa Martin")


@pytest.fixture
def coordinator(operation):
    return member_client(operation, Role.COORDINATOR)


def at(name, operation, language="en"):
    with override(language):
        return reverse(f"documents:{name}", args=[operation.slug])


def is_file(answer, name):
    return (
        answer.status_code == 200
        and answer.headers["Content-Type"] == "application/pdf"
        and answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    )


# The roster


def test_a_roster_names_people_with_codes_boxes_and_empty_lines(coordinator, operation, signup):
    waiting = SignupFactory(need=signup.need, state="waiting", waiting_since=timezone.now())

    answer = coordinator.post(at("organize-print-roster", operation), {"lang": "en"})

    assert is_file(answer, f"{operation.slug}-roster-en.pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    words = text_in(answer.content)
    for shown in (
        "Walk the lanes",
        "Léa Martin",
        waiting.volunteer.name,
        "Contributor",
        "Old school",
    ):
        assert shown in words
    assert "On the waiting list" in words
    assert PersonCode.objects.get(volunteer=signup.volunteer).code in words
    assert signup.volunteer.email not in words
    assert {"/Table", "/TH", "/TD", "/H1", "/H2"} <= tags_in(answer.content)


def test_each_print_of_people_is_noted(coordinator, operation, signup):
    coordinator.post(at("organize-print-roster", operation))
    coordinator.post(at("organize-print-badges", operation), {"blanks": "2"})

    entries = AuditEntry.objects.filter(action="export.made").order_by("pk")
    assert [(entry.operation_id, entry.details) for entry in entries] == [
        (operation.pk, {"table": "paper-roster", "format": "pdf", "rows": 1}),
        (operation.pk, {"table": "badges", "format": "pdf", "rows": 2}),
    ]
    history = coordinator.get(reverse("missions:organize-history", args=[operation.slug]))
    assert "Rosters on paper" in history.text


def test_from_paper_to_who_came(operation, signup):
    """The whole round: print, read the code off the paper, type it, and it is noted."""
    desk = member_client(operation, Role.DESK)
    words = text_in(desk.post(at("organize-print-roster", operation), {"lang": "en"}).content)
    sheet = re.search(r"Sheet\s+(S\w{4,})", words)[1]
    code = next(
        word
        for line in words.splitlines()
        if "Léa" in line
        for word in line.split()
        if is_right(word)
    )
    round_address = reverse("missions:organize-paper-round", args=[operation.slug])

    on_sheet = desk.post(round_address, {"code": sheet}).headers["Location"]
    answer = desk.post(on_sheet, {"code": code.lower(), "minutes": "1:30"}, follow=True)

    assert "Léa Martin: present, 1 h 30." in answer.text
    signup.refresh_from_db()
    assert (signup.was_present, signup.minutes) == (True, 90)


def test_a_lead_prints_the_people_of_their_own_missions_only(operation, signup):
    lead = member_client(operation, Role.MISSION_LEAD)
    own = SignupFactory(
        need__shift__mission=MissionFactory(
            operation=operation, lead_id=int(lead.session["_auth_user_id"])
        ),
        volunteer__name="Noé Weber",
    )

    for name in ("organize-print-roster", "organize-print-badges"):
        chosen = {"mission": signup.need.shift.mission_id}
        words = text_in(lead.post(at(name, operation), chosen).content)
        assert "Noé Weber" in words
        assert "Léa Martin" not in words
    assert own.volunteer_id in PersonCode.objects.values_list("volunteer_id", flat=True)
    assert not PersonCode.objects.filter(volunteer=signup.volunteer).exists()


def test_shifts_that_are_not_released_are_on_no_paper(coordinator, operation, signup):
    hidden = ShiftFactory(
        mission__operation=operation, mission__title_en="Secret", is_released=False
    )
    NeedFactory(shift=hidden)

    words = text_in(coordinator.post(at("organize-print-roster", operation)).content)
    programme = text_in(coordinator.get(at("programme", operation)).content)

    assert "Secret" not in words
    # The mission is known, its shift is not.
    assert "1 h" not in programme


def test_one_day_and_one_mission_can_be_chosen(coordinator, operation, signup):
    other = SignupFactory(need__shift__mission__operation=operation, volunteer__name="Zoé")
    day = timezone.localdate(other.need.shift.starts_at)

    of_day = text_in(
        coordinator.post(at("organize-print-roster", operation), {"day": f"{day}"}).content
    )
    of_mission = text_in(
        coordinator.post(
            at("organize-print-roster", operation), {"mission": signup.need.shift.mission_id}
        ).content
    )

    assert "Zoé" in of_day
    assert "Léa" not in of_day
    assert "Léa" in of_mission
    assert "Zoé" not in of_mission


def test_a_roster_of_nothing_is_said_in_words(coordinator, operation):
    answer = coordinator.post(at("organize-print-roster", operation), follow=True)

    assert "There is no shift to print for this choice." in answer.text
    assert not AuditEntry.objects.filter(action="export.made").exists()


def test_a_roster_that_is_too_long_asks_for_less(coordinator, operation, signup, monkeypatch):
    monkeypatch.setattr(prints, "MOST_SHIFTS", 0)

    answer = coordinator.post(at("organize-print-roster", operation), follow=True)

    assert "These are too many shifts for one paper. Choose one mission or one day." in answer.text
    assert not PersonCode.objects.exists()


@pytest.mark.parametrize("count", [1, 5])
def test_a_roster_asks_the_same_queries_for_any_number_of_people(
    coordinator, operation, shift, django_assert_num_queries, count
):
    SignupFactory.create_batch(count, need=NeedFactory(shift=shift))
    coordinator.post(at("organize-print-roster", operation))
    missions = list(operation.missions.all())

    with django_assert_num_queries(7):
        print_roster(operation=operation, missions=missions, day=None, language="en", by=None)


def test_600_people_are_printed_within_two_seconds(operation, shift):
    SignupFactory.create_batch(600, need=NeedFactory(shift=shift, maximum=600, taken=600))
    missions = list(operation.missions.all())
    started = time.process_time()

    print_roster(operation=operation, missions=missions, day=None, language="en", by=None)

    assert time.process_time() - started < 2


def test_the_code_of_a_person_goes_when_they_are_erased(operation, coordinator, signup):
    coordinator.post(at("organize-print-roster", operation))
    assert PersonCode.objects.filter(volunteer=signup.volunteer).exists()

    erase_volunteer(signup.volunteer)

    assert not PersonCode.objects.exists()


# Badges


def test_badges_are_for_volunteers_and_the_team_with_empty_ones(coordinator, operation, signup):
    answer = coordinator.post(at("organize-print-badges", operation), {"blanks": "9"})

    assert is_file(answer, f"{operation.slug}-badges-en.pdf")
    words = text_in(answer.content)
    assert "Léa Martin" in words
    assert "Contributor" in words
    assert "Coordinator" in words
    assert words.count("Open village") == 11  # one of the team, one volunteer, nine empty ones
    assert len(opened(answer.content).pages) == 2


@pytest.mark.parametrize(
    ("blanks", "empty"),
    [("", 8), ("x", 8), ("\x00", 8), ("-1", 8), ("9" * 40, 8), ("0", 0), ("٣", 3)],
)
def test_a_number_of_empty_badges_that_is_none_is_the_usual_one(
    coordinator, operation, blanks, empty
):
    answer = coordinator.post(at("organize-print-badges", operation), {"blanks": blanks})

    # One of the team, and the empty ones.
    assert text_in(answer.content).count("Open village") == 1 + empty


# Without people


def test_the_programme_is_for_everybody_by_day_place_and_hour(client, operation, signup):
    answer = client.get(at("programme", operation))

    assert is_file(answer, f"{operation.slug}-programme-en.pdf")
    words = text_in(answer.content)
    for shown in ("Open village", "Old school", "1 Mill Lane", "Walk the lanes"):
        assert shown in words
    assert "Léa Martin" not in words
    assert f"http://testserver/en/operations/{operation.slug}/" in words.replace("\n", "")
    assert "/Figure" in tags_in(answer.content)


def test_the_programme_of_a_draft_is_its_teams_alone(client, coordinator, operation, signup):
    Operation.objects.filter(pk=operation.pk).update(status=Operation.Status.DRAFT)

    assert client.get(at("programme", operation)).status_code == 404
    assert coordinator.get(at("programme", operation)).status_code == 200


def test_the_programme_is_in_the_language_of_the_page_or_of_the_choice(client, operation, signup):
    french = text_in(client.get(at("programme", operation, "fr")).content)
    chosen = client.get(at("programme", operation), {"lang": "fr"})
    odd = client.get(at("programme", operation), {"lang": "zz\u202e"})

    assert "Village ouvert" in french
    assert "Marcher" in french
    assert opened(chosen.content).trailer["/Root"]["/Lang"] == "fr"
    assert opened(odd.content).trailer["/Root"]["/Lang"] == "en"


def test_a_changed_programme_is_printed_anew(client, operation, mission, signup):
    before = client.get(at("programme", operation)).content
    mission.title_en = "Walk the hills"
    mission.save()

    after = client.get(at("programme", operation)).content

    assert "Walk the lanes" in text_in(before)
    assert "Walk the hills" in text_in(after)


@pytest.mark.parametrize("count", [1, 5])
def test_the_programme_asks_the_same_queries_for_any_number_of_shifts(
    client, operation, mission, django_assert_num_queries, count
):
    ShiftFactory.create_batch(count, mission=mission)

    with django_assert_num_queries(3):
        client.get(at("programme", operation))


def test_a_poster_has_the_square_code_of_its_mission(coordinator, operation, signup, mission):
    second = MissionFactory(operation=operation, title_en="Scan the archives")
    MissionFactory(operation=operation, title_en="Called off", cancelled_at=timezone.now())

    everything = coordinator.get(at("organize-print-posters", operation))
    one = coordinator.get(at("organize-print-posters", operation), {"mission": second.pk})

    assert is_file(everything, f"{operation.slug}-posters-en.pdf")
    words = text_in(everything.content)
    assert "Walk the lanes" in words
    assert "Called off" not in words
    assert f"http://testserver{mission.get_absolute_url()}" in words.replace("\n", "")
    assert len(opened(everything.content).pages) == 2
    assert "Scan the archives" in text_in(one.content)
    assert len(opened(one.content).pages) == 1
    assert "/Figure" in tags_in(one.content)


def test_a_field_sheet_shows_the_steps_of_the_mission_sheet(coordinator, operation, mission):
    GuideFactory(
        slug="walk",
        during_en="- **Knock** first\n- Then ask",
        safety_en="Stay off the road.",
    )
    mission.sheet = "walk"
    mission.save()

    answer = coordinator.get(
        at("organize-print-field-sheet", operation), {"mission": mission.pk, "lang": "en"}
    )

    assert is_file(answer, f"{operation.slug}-field-sheet-{mission.pk}-en.pdf")
    words = text_in(answer.content)
    for shown in ("Knock first", "Then ask", "Stay off the road.", "Picture", "22"):
        assert shown in words
    assert {"/L", "/LI", "/Table"} <= tags_in(answer.content)


def test_a_mission_without_a_sheet_has_its_own_description(coordinator, operation, mission):
    mission.description_en = "Bring *shoes*."
    mission.save()

    answer = coordinator.get(at("organize-print-field-sheet", operation), {"mission": mission.pk})

    assert "Bring shoes." in text_in(answer.content)


@pytest.mark.parametrize("mission", ["", "0", "x", "9" * 40])
def test_a_field_sheet_of_no_mission_asks_for_one(coordinator, operation, mission):
    answer = coordinator.get(
        at("organize-print-field-sheet", operation), {"mission": mission}, follow=True
    )

    assert "Choose a mission for its field sheet." in answer.text


def test_a_mission_of_another_operation_is_on_no_paper(coordinator, operation, signup):
    other = MissionFactory(title_en="Elsewhere")

    posters = coordinator.get(at("organize-print-posters", operation), {"mission": other.pk})
    sheet = coordinator.get(at("organize-print-field-sheet", operation), {"mission": other.pk})

    assert "Elsewhere" not in text_in(posters.content)
    assert sheet.status_code == 302


def test_texts_without_a_translation_keep_their_language(coordinator, operation, settings, signup):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "ar")]

    answer = coordinator.get(at("programme", operation), {"lang": "ar"})

    paper = opened(answer.content)
    assert paper.trailer["/Root"]["/Lang"] == "ar"
    assert "Walk the lanes" in text_in(answer.content)


def test_markdown_becomes_lines():
    assert lines_of("# Head\n\n1. One\n2. Two\n   more\n\n[link](http://a.org) `x` ![p](q)") == [
        {"kind": "text", "text": "Head"},
        {"kind": "item", "text": "One"},
        {"kind": "item", "text": "Two more"},
        {"kind": "text", "text": "link x p"},
    ]


# The page


def test_the_page_lists_what_the_reader_may_print(coordinator, operation, signup):
    reviewer = member_client(operation, Role.REVIEWER)

    full, short = (
        one.get(at("organize-prints", operation)).text for one in (coordinator, reviewer)
    )

    for paper in ("Programme", "Posters", "Field sheet"):
        assert paper in full
        assert paper in short
    assert "Badges" in full
    assert "Badges" not in short
    assert Signup.objects.count() == 1


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_queries_for_any_number_of_missions(
    coordinator, operation, django_assert_num_queries, count
):
    for mission in MissionFactory.create_batch(count, operation=operation):
        ShiftFactory(mission=mission)
    coordinator.get(at("organize-prints", operation))

    with django_assert_num_queries(7):
        coordinator.get(at("organize-prints", operation))
