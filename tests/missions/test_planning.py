"""Planning: the state of an operation, its missions and its places."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from missions.models import Mission, Place, Shift, Signup
from missions.services.planning import cancel_mission, cancel_operation, open_operation
from missions.services.signups import join
from notifications.models import Email
from operations.models import Operation, Role
from tests.accounts.factories import UserFactory
from tests.missions.factories import MissionFactory, NeedFactory, PlaceFactory, ShiftFactory
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    make_charter_met,
    member_client,
)
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db


def address(operation, rest=""):
    return f"/en/organize/{operation.slug}/{rest}"


def need_in(operation, *, days=30, **values):
    starts_at = timezone.now() + timedelta(days=days)
    mission = MissionFactory(operation=operation, title_fr="Balade carto", title_en="Mapping walk")
    return NeedFactory(shift=ShiftFactory(mission=mission, starts_at=starts_at), **values)


def typed_mission(**values):
    return {
        "title": "Photo walk",
        "summary": "We photograph lanes.",
        "description": "**Bring** a camera.",
        "equipment": "Camera",
        "outputs": "100 photos",
        "kind": "photo_walk",
        "theme": "photography",
        "mode": "on_site",
        "phase": "during",
        "level": "beginner",
        "place": "",
        "meeting_point": "Church",
        "lead": "",
        "target_platform": "Wikimedia Commons",
        "licence": "CC-BY-SA-4.0",
    } | values


# State


def test_the_overview_says_what_is_missing_and_offers_no_button_until_it_is_there():
    operation = OperationFactory(status="draft", summary_en="")
    make_charter_met(operation)
    client = member_client(operation)

    page = client.get(address(operation))
    refused = client.post(address(operation, "status/open/"), follow=True)

    assert page.context["missing"] == [
        "Its promise in one sentence is not written yet.",
        "Its presentation is not written yet.",
        "It has no mission with a shift to come yet.",
    ]
    assert "/status/open/" not in page.text
    assert "It has no shift to come yet" in refused.text
    operation.refresh_from_db()
    assert operation.status == "draft"


def test_an_operation_opens_by_a_button_after_a_page_that_changes_nothing():
    operation = OperationFactory(status="draft", presentation_en="Come.")
    make_charter_met(operation)
    need_in(operation)
    client = member_client(operation, Role.ORGANIZER)
    assert client_of(UserFactory()).get(operation.get_absolute_url()).status_code == 404

    client.get(address(operation, "status/open/"))
    assert Operation.objects.get().status == "draft"
    client.post(address(operation, "status/open/"))

    assert Operation.objects.get().status == "open"
    assert client_of(UserFactory()).get(operation.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("kind", ["past", "cancelled", "of a cancelled mission"])
def test_a_shift_that_nobody_can_take_does_not_open_an_operation(kind):
    operation = OperationFactory(status="draft", presentation_en="Come.")
    make_charter_met(operation)
    need = need_in(operation, days=-1 if kind == "past" else 30)
    if kind == "cancelled":
        Shift.objects.update(cancelled_at=timezone.now())
    if kind == "of a cancelled mission":
        Mission.objects.filter(pk=need.shift.mission_id).update(cancelled_at=timezone.now())

    with pytest.raises(Refusal):
        open_operation(operation=operation, by=UserFactory())


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        (Role.COORDINATOR, (302, 302)),
        (Role.ORGANIZER, (302, 403)),
        (Role.MISSION_LEAD, (403, 403)),
        (Role.REVIEWER, (403, 403)),
        (Role.DESK, (403, 403)),
    ],
)
def test_organizers_open_and_only_coordinators_cancel(role, codes):
    operation = OperationFactory(status="draft", presentation_en="Come.")
    make_charter_met(operation)
    need_in(operation)
    client = member_client(operation, role)

    answers = [
        client.post(address(operation, f"status/{status}/")) for status in ("open", "cancelled")
    ]

    assert tuple(answer.status_code for answer in answers) == codes


@pytest.mark.parametrize("status", ["draft", "running", "reported", "nonsense"])
def test_a_transition_that_does_not_exist_changes_nothing(status):
    operation = OperationFactory()

    answer = member_client(operation).post(address(operation, f"status/{status}/"))

    assert answer.status_code == (404 if status == "nonsense" else 302)
    assert Operation.objects.get().status == "open"


def test_cancelling_an_operation_ends_its_places_and_tells_each_person_once_in_their_language():
    operation = OperationFactory(title_fr="Libre à Brocas", title_en="Libre in Brocas")
    needs = [need_in(operation, days=days) for days in (30, 31)]
    french = VolunteerFactory(language="fr", time_zone="America/Cayenne")
    english = VolunteerFactory(time_zone="Europe/Paris")
    silent = VolunteerFactory(email=None)
    for person, theirs in [(french, needs), (english, needs[:1]), (silent, needs[1:])]:
        join(volunteer=person, needs=theirs, is_proven=True)
    Email.objects.all().delete()
    client = member_client(operation)

    assert "4 sign-ups end" in client.get(address(operation, "status/cancelled/")).text
    client.post(address(operation, "status/cancelled/"))

    assert set(Signup.objects.values_list("state", flat=True)) == {"cancelled"}
    assert not Shift.objects.filter(cancelled_at=None).exists()
    mails = Email.objects.order_by("language")
    assert [mail.recipient for mail in mails] == [english.email, french.email]
    assert "Libre in Brocas" in mails[0].subject
    assert "Libre à Brocas" in mails[1].subject
    assert mails[1].text.count("Balade carto") == 2
    assert mails[0].attachments[0]["type"].startswith("text/calendar; method=CANCEL")
    assert Email.objects.filter(text__contains="Cayenne").count() == 1


def test_cancelling_leaves_what_took_place_as_it_was():
    operation = OperationFactory(status="running")
    past, coming = need_in(operation, days=-2), need_in(operation, days=1)
    person = VolunteerFactory()
    for need in (past, coming):
        need.signups.create(volunteer=person, state=Signup.State.CONFIRMED)
        need.taken = 1
        need.save()

    cancel_operation(operation=operation, by=UserFactory())

    assert past.signups.get().state == "confirmed"
    assert coming.signups.get().state == "cancelled"
    past.shift.refresh_from_db()
    assert past.shift.cancelled_at is None


@pytest.mark.parametrize(("status", "code"), [("draft", 404), ("open", 200)])
def test_a_draft_that_is_given_up_stays_invisible_to_others(client, status, code):
    operation = OperationFactory(status=status)
    coordinator = member_client(operation)

    coordinator.post(address(operation, "status/cancelled/"))

    assert Operation.objects.get().status == "cancelled"
    assert client.get(operation.get_absolute_url()).status_code == code
    assert list(Operation.objects.public()) == [operation] * (code == 200)
    assert coordinator.get(operation.get_absolute_url()).status_code == 200


def test_an_operation_is_cancelled_once():
    operation = OperationFactory()
    cancel_operation(operation=operation, by=UserFactory())

    with pytest.raises(Refusal):
        cancel_operation(operation=operation, by=UserFactory())

    assert AuditEntry.objects.filter(action="operation.status").count() == 1


# Missions


def test_a_mission_is_created_in_the_language_of_the_tab_and_leads_on_to_its_shifts():
    operation = OperationFactory()
    place = PlaceFactory(operation=operation)
    lead = MembershipFactory(operation=operation, role=Role.MISSION_LEAD).user

    answer = member_client(operation).post(
        address(operation, "missions/new/?lang=fr"),
        typed_mission(title="Balade photo", place=place.pk, lead=lead.pk),
    )

    mission = Mission.objects.get()
    assert answer.url == address(operation, f"missions/{mission.pk}/shifts/")
    assert (mission.source_language, mission.title_fr, mission.title_en) == (
        "fr", "Balade photo", ""
    )  # fmt: skip
    assert (mission.place, mission.lead) == (place, lead)


def test_editing_a_mission_keeps_its_other_language():
    mission = MissionFactory(title_fr="Balade", description_fr="Venez")

    member_client(mission.operation).post(
        address(mission.operation, f"missions/{mission.pk}/edit/?lang=en"),
        typed_mission(version=1),
    )

    mission.refresh_from_db()
    assert (mission.title_en, mission.title_fr) == ("Photo walk", "Balade")
    assert (mission.description_fr, mission.version) == ("Venez", 2)


def test_the_second_of_two_edits_of_a_mission_sees_both():
    mission = MissionFactory()
    client = member_client(mission.operation)
    page = address(mission.operation, f"missions/{mission.pk}/edit/")
    client.post(page, typed_mission(version=1, title="Theirs", theme="botany"))

    conflict = client.post(page, typed_mission(version=1, title="Mine", theme="history"))

    assert conflict.status_code == 409
    assert [(each.theirs, each.mine) for each in conflict.context["differences"]] == [
        ("Theirs", "Mine"),
        ("Botany", "History"),
    ]
    assert Mission.objects.get().title_en == "Theirs"
    kept = dict(conflict.context["typed"]) | {"version": conflict.context["version"]}
    client.post(page, kept)
    assert Mission.objects.get().title_en == "Mine"


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"title": "a\u2066b"},
        {"description": "x" * 20_001},
        {"kind": "party"},
        {"theme": ""},
        {"licence": "CC-BY-ND-4.0"},
        {"place": "999999"},
        {"place": "x' OR 1=1"},
        {"lead": "999999"},
    ],
)
def test_a_mission_is_refused_with_a_sentence_and_keeps_what_was_typed(values):
    operation = OperationFactory()

    answer = member_client(operation).post(
        address(operation, "missions/new/"), typed_mission(outputs="Kept as typed") | values
    )

    assert (answer.status_code, "Kept as typed" in answer.text) == (422, True)
    assert not Mission.objects.exists()


def test_places_and_leads_of_another_operation_cannot_be_named():
    operation, other = OperationFactory(), OperationFactory()
    place = PlaceFactory(operation=other)
    lead = MembershipFactory(operation=other, role=Role.MISSION_LEAD).user
    client = member_client(operation)

    answers = [
        client.post(address(operation, "missions/new/"), typed_mission(**values))
        for values in ({"place": place.pk}, {"lead": lead.pk})
    ]

    assert [answer.status_code for answer in answers] == [422, 422]


@pytest.mark.parametrize("rest", ["edit/", "cancel/", "shifts/"])
def test_missions_of_another_operation_are_out_of_reach(rest):
    operation, theirs = OperationFactory(), MissionFactory()
    client = member_client(operation)

    for page in [
        address(operation, f"missions/{theirs.pk}/{rest}"),
        address(theirs.operation, f"missions/{theirs.pk}/{rest}"),
        address(operation, f"missions/{10**30}/{rest}"),
    ]:
        assert client.get(page).status_code == 404
        assert client.post(page, typed_mission(version=1)).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.version, theirs.cancelled_at) == (1, None)


def test_a_lead_edits_their_own_mission_only_and_cannot_hand_it_over():
    operation = OperationFactory()
    lead = MembershipFactory(operation=operation, role=Role.MISSION_LEAD).user
    other = MembershipFactory(operation=operation, role=Role.MISSION_LEAD).user
    mine = MissionFactory(operation=operation, lead=lead)
    theirs = MissionFactory(operation=operation, lead=other)
    client = client_of(lead)

    answers = [
        client.post(
            address(operation, f"missions/{mission.pk}/edit/"),
            typed_mission(version=1, lead=other.pk),
        ).status_code
        for mission in (mine, theirs)
    ]

    assert answers == [302, 403]
    mine.refresh_from_db()
    assert (mine.title_en, mine.lead) == ("Photo walk", lead)
    assert client.get(address(operation, f"missions/{mine.pk}/cancel/")).status_code == 403
    assert client.get(address(operation, "missions/new/")).status_code == 403


def test_cancelling_a_mission_ends_its_shifts_and_tells_its_people_once():
    need = need_in(OperationFactory())
    second = NeedFactory(
        shift=ShiftFactory(
            mission=need.shift.mission, starts_at=need.shift.starts_at + timedelta(days=1)
        )
    )
    elsewhere = need_in(need.shift.mission.operation, days=40)
    person = VolunteerFactory()
    join(volunteer=person, needs=[need, second, elsewhere], is_proven=True)
    Email.objects.all().delete()
    client = member_client(need.shift.mission.operation)
    page = address(need.shift.mission.operation, f"missions/{need.shift.mission_id}/cancel/")

    client.get(page)
    assert not Shift.objects.exclude(cancelled_at=None).exists()
    client.post(page)
    again = client.post(page, follow=True)

    mail = Email.objects.get()
    assert (mail.kind, mail.text.count("Mapping walk")) == ("shift.cancelled", 2)
    assert elsewhere.signups.get().state == "confirmed"
    assert "was cancelled already" in again.text


def test_cancel_mission_says_how_many_places_ended():
    need = need_in(OperationFactory())
    join(volunteer=VolunteerFactory(), needs=[need], is_proven=True)

    assert cancel_mission(mission=need.shift.mission, by=UserFactory()) == 1


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(("rest", "most"), [("", 10), ("missions/", 10)])
def test_overview_and_missions_ask_the_same_queries_for_any_number(
    django_assert_max_num_queries, rest, most, count
):
    operation = OperationFactory()
    for _number in range(count):
        need_in(operation)
    client = member_client(operation)

    client.get(address(operation, rest))  # notes the visit

    # session, user, operation, roles, totals, missions, shifts; how many run it, sign-ups, plan, or
    # three for the warnings
    with django_assert_max_num_queries(most):
        client.get(address(operation, rest))


# Places


def test_a_place_is_added_then_moved_on_the_map():
    operation = OperationFactory()
    client = member_client(operation)
    typed = {"name": "Town hall", "address": "1 place", "directions": "", "latitude": ""}

    client.post(address(operation, "places/new/"), typed)
    place = Place.objects.get()
    client.post(
        address(operation, f"places/{place.pk}/"),
        typed | {"latitude": "47.12", "longitude": "-1.93"},
    )

    place.refresh_from_db()
    assert (place.operation, place.latitude, place.longitude) == (operation, 47.12, -1.93)
    assert "Town hall" in client.get(address(operation, "places/")).text


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"name": "a\u202eb"},
        {"latitude": "91", "longitude": "0"},
        {"latitude": "nan", "longitude": "0"},
        {"latitude": "47"},
        {"latitude": "47", "longitude": "inf"},
        {"address": "x" * 201},
    ],
)
def test_a_place_is_refused_with_a_sentence(values):
    operation = OperationFactory()

    answer = member_client(operation).post(
        address(operation, "places/new/"), {"name": "Hall", "directions": "Kept"} | values
    )

    assert (answer.status_code, "Kept" in answer.text) == (422, True)
    assert not Place.objects.exists()


def test_places_of_another_operation_are_out_of_reach():
    operation, theirs = OperationFactory(), PlaceFactory()

    answer = member_client(operation).post(
        address(operation, f"places/{theirs.pk}/"), {"name": "Stolen"}
    )

    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.name != "Stolen"
