"""Who is on what: seen by those who have to know, changed by the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from missions.models import Need, Signup
from missions.services.roster import add_person
from missions.services.signups import join
from notifications.models import Email
from operations.models import Role
from tests.accounts.factories import StaffFactory, UserFactory
from tests.missions.factories import (
    MissionFactory,
    NeedFactory,
    ShiftFactory,
    SignupFactory,
)
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    member_client,
)
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


def address(operation, rest=""):
    return f"/en/organize/{operation.slug}/roster/{rest}"


def need_in(operation, *, days=30, lead=None, **values):
    starts_at = timezone.now() + timedelta(days=days)
    mission = MissionFactory(operation=operation, lead=lead)
    return NeedFactory(shift=ShiftFactory(mission=mission, starts_at=starts_at), **values)


# Seen


def test_the_roster_shows_people_by_day_with_their_state_and_the_waiting_list_in_order():
    operation = OperationFactory()
    later, first = need_in(operation, days=31), need_in(operation, days=30, maximum=2)
    proven, unproven, *waiting = VolunteerFactory.create_batch(4)
    join(volunteer=proven, needs=[first, later], is_proven=True)
    join(volunteer=unproven, needs=[first], is_proven=False)
    for person in reversed(waiting):
        join(volunteer=person, needs=[first], is_proven=True)

    page = member_client(operation).get(address(operation))

    days = page.context["days"]
    group = days[0].shifts[0].needs[0]
    assert [day.shifts[0].needs[0].need for day in days] == [first, later]
    assert [signup.volunteer for signup in group.placed] == [proven, unproven]
    assert [signup.volunteer for signup in group.waiting] == waiting[::-1]
    assert "Not confirmed yet" in page.text
    assert "number 2 on the list" in page.text


def test_people_who_gave_their_place_back_are_not_on_the_roster():
    signup = SignupFactory(state=Signup.State.CANCELLED)
    operation = signup.need.shift.mission.operation

    page = member_client(operation).get(address(operation))

    assert signup.volunteer.name not in page.text


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        (Role.COORDINATOR, 200, True),
        (Role.ORGANIZER, 200, True),
        (Role.DESK, 200, True),
        (Role.MISSION_LEAD, 200, False),
        (Role.REVIEWER, 403, False),
    ],
)
def test_addresses_are_seen_by_those_who_have_to_know(role, code, sees):
    signup = SignupFactory()
    operation = signup.need.shift.mission.operation

    page = member_client(operation, role).get(address(operation))

    assert page.status_code == code
    assert (signup.volunteer.email in page.text) is sees
    assert (signup.volunteer.name in page.text) is sees


def test_a_lead_sees_and_moves_the_people_of_their_own_missions_only():
    operation = OperationFactory()
    lead = MembershipFactory(operation=operation, role=Role.MISSION_LEAD).user
    mine = SignupFactory(need=need_in(operation, lead=lead))
    theirs = SignupFactory(need=need_in(operation))
    client = client_of(lead)

    page = client.get(address(operation))
    asked = client.get(address(operation, f"?mission={theirs.need.shift.mission_id}"))

    assert mine.volunteer.email in page.text
    assert theirs.volunteer.email not in page.text + asked.text
    assert client.get(address(operation, f"{mine.pk}/")).status_code == 200
    assert client.get(address(operation, f"{theirs.pk}/")).status_code == 404
    assert client.post(address(operation, f"{theirs.pk}/remove/")).status_code == 404
    assert client.get(address(operation, f"add/{theirs.need_id}/")).status_code == 403
    moved = client.post(address(operation, f"{mine.pk}/"), {"need": theirs.need_id})
    assert moved.status_code == 422


def test_somebody_who_leads_a_mission_but_left_the_team_sees_nothing():
    lead = UserFactory()
    signup = SignupFactory(need=need_in(OperationFactory(), lead=lead))

    page = client_of(lead).get(address(signup.need.shift.mission.operation))

    assert page.status_code == 404


def test_the_roster_can_be_narrowed_to_a_mission():
    operation = OperationFactory()
    one, other = (SignupFactory(need=need_in(operation)) for _number in range(2))

    page = member_client(operation).get(address(operation, f"?mission={one.need.shift.mission_id}"))

    assert one.volunteer.email in page.text
    assert other.volunteer.email not in page.text


@pytest.mark.parametrize("count", [1, 5, 60])
def test_the_roster_asks_the_same_queries_for_any_number_of_people(
    django_assert_num_queries, count
):
    operation = OperationFactory()
    client = member_client(operation)
    for number in range(count):
        SignupFactory(need=need_in(operation, days=2 + number % 7))

    # session, user, operation, roles, missions, shifts, needs, sign-ups
    with django_assert_num_queries(8):
        client.get(address(operation))


def test_site_staff_see_any_roster():
    signup = SignupFactory()

    page = client_of(StaffFactory()).get(address(signup.need.shift.mission.operation))

    assert signup.volunteer.email in page.text


# Changed


def test_a_person_without_an_address_is_put_on_a_shift():
    need = need_in(OperationFactory())
    operation = need.shift.mission.operation

    answer = member_client(operation, Role.DESK).post(
        address(operation, f"add/{need.pk}/"), {"name": "Paulette", "email": "", "language": "fr"}
    )

    signup = Signup.objects.get()
    assert answer.url == address(operation)
    assert (signup.state, signup.volunteer.email, signup.volunteer.language) == (
        "confirmed", None, "fr"
    )  # fmt: skip
    need.refresh_from_db()
    assert (need.taken, Email.objects.count()) == (1, 0)


def test_a_person_with_an_address_is_told_in_their_language_and_known_people_stay_one():
    need = need_in(OperationFactory())
    known = VolunteerFactory(email="maia@example.org", name="Maïa", language="fr")

    signup = add_person(
        need=need, name="Somebody", email="Maia@example.org", language="en", by=UserFactory()
    )

    assert (signup.volunteer, Volunteer.objects.count()) == (known, 1)
    assert Volunteer.objects.get().name == "Maïa"
    assert (Email.objects.get().recipient, Email.objects.get().language) == (known.email, "fr")


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "a\u202eb"},
        {"email": "nobody"},
        {"email": "a\u2067@example.org"},
        {"language": "xx"},
    ],
)
def test_a_person_is_refused_with_a_sentence(values):
    need = need_in(OperationFactory())
    operation = need.shift.mission.operation
    typed = {"name": "Kept", "email": "kept@example.org", "language": "fr"} | values

    answer = member_client(operation).post(address(operation, f"add/{need.pk}/"), typed)

    assert (answer.status_code, "error-summary" in answer.text) == (422, True)
    assert not Volunteer.objects.exists()


def test_full_is_full_for_organizers_too_and_leaves_no_half_person():
    need = need_in(OperationFactory(), maximum=1)
    operation = need.shift.mission.operation
    join(volunteer=VolunteerFactory(), needs=[need], is_proven=True)

    answer = member_client(operation).post(
        address(operation, f"add/{need.pk}/"), {"name": "Paulette", "email": "", "language": "fr"}
    )

    assert (answer.status_code, "Raise its maximum first" in answer.text) == (422, True)
    assert Volunteer.objects.count() == 1


def test_a_person_is_moved_and_the_place_goes_to_the_first_who_waits():
    operation = OperationFactory()
    full, free = need_in(operation, maximum=1), need_in(operation)
    person, waiting = VolunteerFactory.create_batch(2)
    signup = join(volunteer=person, needs=[full], is_proven=True)[0]
    join(volunteer=waiting, needs=[full], is_proven=True)
    Email.objects.all().delete()
    client = member_client(operation)

    page = client.get(address(operation, f"{signup.pk}/"))
    answer = client.post(address(operation, f"{signup.pk}/"), {"need": free.pk}, follow=True)

    assert list(page.context["form"].fields["need"].queryset) == [free]
    assert "The person is moved. They are told by mail." in answer.text
    signup.refresh_from_db()
    assert signup.need == free
    assert full.signups.get().state == "confirmed"
    assert list(Need.objects.order_by("pk").values_list("taken", flat=True)) == [1, 1]
    assert set(Email.objects.values_list("recipient", flat=True)) == {person.email, waiting.email}


def test_a_person_is_not_moved_into_another_operation_nor_onto_a_full_shift():
    operation = OperationFactory()
    signup = SignupFactory(need=need_in(operation))
    full = need_in(operation, maximum=1)
    SignupFactory(need=full)
    Need.objects.filter(pk=full.pk).update(taken=1)
    client = member_client(operation)

    answers = [
        client.post(address(operation, f"{signup.pk}/"), {"need": need})
        for need in (need_in(OperationFactory()).pk, full.pk, signup.need_id, 10**30, "x", "")
    ]

    assert [answer.status_code for answer in answers] == [422] * 6
    signup.refresh_from_db()
    assert signup.need.shift.mission.operation == operation


def test_a_person_is_taken_off_a_shift_and_told():
    need = need_in(OperationFactory())
    operation = need.shift.mission.operation
    signup = join(volunteer=VolunteerFactory(language="fr"), needs=[need], is_proven=True)[0]
    Email.objects.all().delete()
    client = member_client(operation)

    assert client.get(address(operation, f"{signup.pk}/remove/")).status_code == 405
    client.post(address(operation, f"{signup.pk}/remove/"))
    again = client.post(address(operation, f"{signup.pk}/remove/"))

    signup.refresh_from_db()
    need.refresh_from_db()
    assert (signup.state, need.taken, again.status_code) == ("cancelled", 0, 404)
    assert (Email.objects.get().kind, Email.objects.get().language) == ("signup.removed", "fr")


def test_somebody_without_an_address_has_to_be_told_by_the_organizers():
    signup = SignupFactory(volunteer__email=None)
    operation = signup.need.shift.mission.operation

    answer = member_client(operation).post(address(operation, f"{signup.pk}/remove/"), follow=True)

    assert "They have no address here: please tell them." in answer.text


@pytest.mark.parametrize("rest", ["{signup}/", "{signup}/remove/", "add/{need}/"])
def test_people_of_another_operation_are_out_of_reach(rest):
    operation, theirs = OperationFactory(), SignupFactory()
    rest = rest.format(signup=theirs.pk, need=theirs.need_id)
    client = member_client(operation)

    answers = [
        client.post(address(operation, rest), {"name": "x", "language": "fr"}),
        client.post(address(theirs.need.shift.mission.operation, rest)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert list(Signup.objects.values_list("state", flat=True)) == ["confirmed"]
