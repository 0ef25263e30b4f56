"""Whether a mission takes place: its moment, its three ends, and what its people have instead."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from missions.models import Mission, Shift, Signup
from missions.services.cloning import clone_operation
from missions.services.decisions import (
    confirm_mission,
    decide_due,
    drop_mission,
    merge_mission,
)
from missions.services.recount import differences
from missions.services.signups import join
from missions.tasks import decide_missions
from notifications.models import Email
from operations.models import Operation, Role
from tests.missions.factories import MissionFactory, NeedFactory, ProposalFactory, ShiftFactory
from tests.operations.factories import MembershipFactory, OperationFactory, member_client
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def operation():
    return OperationFactory(title_en="Open village")


@pytest.fixture
def start():
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=30)


def mission_in(operation, title="Hedges", *, minimum=3, decides_in=-HOUR, **facts):
    moment = timezone.now() + decides_in if decides_in is not None else None
    return MissionFactory(
        operation=operation,
        title_en=title,
        minimum_people=minimum if moment else None,
        decides_at=moment,
        **facts,
    )


def need_of(mission, starts_at, **facts):
    shift = ShiftFactory(mission=mission, starts_at=starts_at, ends_at=starts_at + 2 * HOUR)
    return NeedFactory(shift=shift, **facts)


def other_mission(operation, title, starts_at, **facts):
    return need_of(mission_in(operation, title, decides_in=None), starts_at, **facts)


def sign_up(need, count=1, **facts):
    people = VolunteerFactory.create_batch(count, email_confirmed_at=timezone.now(), **facts)
    for person in people:
        join(volunteer=person, needs=[need], is_proven=True)
    Email.objects.all().delete()
    return people


def mails_to(address):
    return list(Email.objects.filter(recipient=address).order_by("pk"))


def links_in(mail):
    return re.findall(r"(/\w\w/me/\S+/take/\d+/)", mail.text)


def page_of(mission):
    return f"/en/organize/{mission.operation.slug}/missions/{mission.pk}/decide/"


def places_of(person):
    live = Signup.objects.placed().filter(volunteer=person)
    return set(live.values_list("need_id", flat=True))


# The whole way


def test_from_too_few_people_to_another_place_in_one_tap(operation, start):
    organizer = MembershipFactory(operation=operation, role=Role.COORDINATOR).user
    few = mission_in(operation, "Hedges", minimum=6)
    need = need_of(few, start)
    before = other_mission(operation, "Old photographs", start - 3 * HOUR)
    after = other_mission(operation, "Lanes", start + 4 * HOUR)
    other_mission(operation, "Much later", start + 30 * HOUR)
    noe, zoe = sign_up(need, 2)

    decide_missions()

    (told,) = mails_to(organizer.email)
    assert told.subject == "To decide, 2 of 6 people: Hedges"
    assert page_of(few) in told.text
    few.refresh_from_db()
    assert (few.decision, few.cancelled_at) == ("", None)

    client = Client()
    client.force_login(organizer)
    page = client.get(page_of(few))
    assert "2 of the 6 people it takes have a place." in page.text
    done = client.post(page_of(few), {"action": "drop"}, follow=True)
    assert "It is dropped. 2 people are offered other places by mail." in done.text

    few.refresh_from_db()
    assert few.decision == "dropped"
    assert few.cancelled_at
    assert few.decided_at
    (mail,) = mails_to(noe.email)
    assert mail.subject == "It does not take place: Hedges"
    assert [int(link.split("/")[-2]) for link in links_in(mail)] == [before.pk, after.pk]
    assert "Old photographs" in mail.text
    assert "Lanes" in mail.text
    assert len(mails_to(zoe.email)) == 1

    visitor = Client()
    looked_at = visitor.get(links_in(mail)[0])
    assert "Take this place?" in looked_at.text
    assert places_of(noe) == set()  # looking changes nothing

    taken = visitor.post(links_in(mail)[0], follow=True)

    assert "The place is yours." in taken.text
    assert places_of(noe) == {before.pk}
    before.refresh_from_db()
    assert before.taken == 1
    assert "This place is yours" in visitor.get(links_in(mail)[0]).text


# The clock


def test_enough_people_confirm_it_by_themselves_and_the_organizers_hear_of_it(operation, start):
    organizer = MembershipFactory(operation=operation, role=Role.ORGANIZER).user
    desk = MembershipFactory(operation=operation, role=Role.DESK).user
    mission = mission_in(operation, minimum=2)
    people = sign_up(need_of(mission, start), 2)

    assert decide_due() == 1
    assert decide_due() == 0

    mission.refresh_from_db()
    assert mission.decision == "confirmed"
    (mail,) = mails_to(organizer.email)
    assert mail.subject == "It takes place: Hedges"
    assert not mails_to(desk.email)
    assert not mails_to(people[0].email)
    entry = AuditEntry.objects.get(action="mission.confirmed")
    assert entry.actor is None


def test_the_organizers_are_told_once_of_each_moment(operation, start):
    organizer = MembershipFactory(operation=operation).user
    mission = mission_in(operation)
    need_of(mission, start)

    for _hour in range(3):
        decide_due()
    assert len(mails_to(organizer.email)) == 1

    Mission.objects.update(decides_at=timezone.now() - timedelta(minutes=5))
    decide_due()
    assert len(mails_to(organizer.email)) == 2


def test_who_comes_after_the_moment_still_counts(operation, start):
    mission = mission_in(operation, minimum=1)
    need = need_of(mission, start)
    decide_due()

    sign_up(need)

    assert decide_due() == 1


@pytest.mark.parametrize(
    "facts",
    [{"decides_in": HOUR}, {"decides_in": None}, {"cancelled_at": datetime.now().astimezone()}],
    ids=["not yet", "no moment", "cancelled"],
)
def test_nothing_happens_before_its_moment_or_without_one(operation, start, facts):
    MembershipFactory(operation=operation)
    need_of(mission_in(operation, minimum=0, **facts), start)

    assert decide_due() == 0
    assert not Email.objects.exists()


@pytest.mark.parametrize("status", ["draft", "wrapping_up", "reported", "cancelled"])
def test_an_operation_that_nobody_signs_up_for_is_left_alone(operation, start, status):
    MembershipFactory(operation=operation)
    need_of(mission_in(operation), start)
    Operation.objects.update(status=status)

    assert decide_due() == 0
    assert not Email.objects.exists()


def test_somebody_on_two_shifts_is_one_person_and_who_waits_is_none(operation, start):
    mission = mission_in(operation, minimum=2)
    morning = need_of(mission, start, maximum=1)
    evening = need_of(mission, start + 5 * HOUR)
    (noe,) = sign_up(morning)
    join(volunteer=noe, needs=[evening], is_proven=True)
    sign_up(morning)

    assert decide_due() == 0

    sign_up(evening)
    assert decide_due() == 1


def test_the_clock_never_drops_anything(operation, start):
    mission = mission_in(operation, minimum=50, decides_in=-timedelta(days=60))
    people = sign_up(need_of(mission, start), 2)

    decide_due()

    mission.refresh_from_db()
    assert (mission.decision, mission.cancelled_at) == ("", None)
    assert all(places_of(person) for person in people)


# Decided by hand


def test_confirmed_anyway_it_stays_as_it_is(operation, start):
    mission = mission_in(operation, minimum=9)
    (noe,) = sign_up(need_of(mission, start))
    client = member_client(operation)
    assert "Confirm anyway" in client.get(page_of(mission)).text

    page = client.post(page_of(mission), {"action": "confirm"}, follow=True)

    assert "It is confirmed: this mission takes place." in page.text
    assert 'value="confirm"' not in page.text
    assert places_of(noe)
    assert not Email.objects.exists()
    assert decide_due() == 0


def test_the_second_who_decides_is_told_what_was_decided(operation, start):
    mission = mission_in(operation)
    need_of(mission, start)
    stale = Mission.objects.select_related("operation").get(pk=mission.pk)
    drop_mission(mission=mission, by=None)

    for decide in (confirm_mission, drop_mission):
        with pytest.raises(Refusal, match="This mission was dropped already"):
            decide(mission=stale, by=None)
    page = member_client(operation).post(page_of(mission), {"action": "confirm"}, follow=True)

    assert "This mission was dropped already." in page.text
    assert AuditEntry.objects.filter(action="mission.confirmed").count() == 0


def test_only_organizers_decide(operation):
    mission = mission_in(operation)
    for role in (Role.MISSION_LEAD, Role.DESK, Role.REVIEWER):
        assert member_client(operation, role).get(page_of(mission)).status_code == 403
    assert member_client(OperationFactory()).get(page_of(mission)).status_code == 404
    assert member_client(operation).post(page_of(mission), {"action": "x"}).status_code == 404


def test_dropping_cancels_the_shifts_and_frees_every_place(operation, start):
    mission = mission_in(operation)
    need = need_of(mission, start, maximum=1)
    sign_up(need, 2)  # the second waits

    assert drop_mission(mission=mission, by=None) == 2

    assert not Signup.objects.live().exists()
    assert Shift.objects.get().cancelled_at
    need.refresh_from_db()
    assert need.taken == 0
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"mission.dropped", "shift.cancelled", "signup.ended"} <= actions


def test_each_person_gets_one_mail_however_many_shifts_they_lose(operation, start):
    mission = mission_in(operation)
    first, second = need_of(mission, start), need_of(mission, start + 5 * HOUR)
    other_mission(operation, "Lanes", start + 2 * HOUR)
    (noe,) = sign_up(first)
    join(volunteer=noe, needs=[second], is_proven=True)
    Email.objects.all().delete()

    assert drop_mission(mission=mission, by=None) == 1

    (mail,) = mails_to(noe.email)
    assert mail.text.count("* Hedges") == 2
    assert len(links_in(mail)) == 1
    assert mail.attachments


def test_somebody_without_an_address_is_no_reason_to_fail(operation, start):
    mission = mission_in(operation)
    sign_up(need_of(mission, start), email=None)

    assert drop_mission(mission=mission, by=None) == 1
    assert not Email.objects.exists()


def test_what_is_offered_is_free_fits_and_suits(operation, start):
    mission = mission_in(operation)
    need = need_of(mission, start)
    (noe,) = sign_up(need)
    busy = other_mission(operation, "Lunch", start + 3 * HOUR)
    join(volunteer=noe, needs=[busy], is_proven=True)
    Email.objects.all().delete()
    other_mission(operation, "At lunch", start + 3 * HOUR)
    other_mission(operation, "Full", start + HOUR, maximum=0)
    other_mission(operation, "Keys", start + HOUR, role="host")
    other_mission(operation, "Cancelled", start, shift__cancelled_at=None)
    Shift.objects.filter(mission__title_en="Cancelled").update(cancelled_at=timezone.now())
    unreleased = other_mission(operation, "Unreleased", start)
    Shift.objects.filter(pk=unreleased.shift_id).update(is_released=False)
    other_mission(OperationFactory(), "Elsewhere", start)
    reserved = other_mission(operation, "Reserved", start + HOUR, maximum=2)
    type(reserved).objects.filter(pk=reserved.pk).update(residents_reserve=2)
    fits = other_mission(operation, "Lanes", start + 8 * HOUR)

    drop_mission(mission=mission, by=None)

    (mail,) = mails_to(noe.email)
    assert [int(link.split("/")[-2]) for link in links_in(mail)] == [fits.pk]


def test_who_lives_there_is_offered_the_places_kept_for_residents(operation, start):
    mission = mission_in(operation)
    (noe,) = sign_up(need_of(mission, start), home_commune=operation.commune)
    reserved = other_mission(operation, "Reserved", start + HOUR, maximum=2)
    type(reserved).objects.filter(pk=reserved.pk).update(residents_reserve=2)

    drop_mission(mission=mission, by=None)
    (mail,) = mails_to(noe.email)
    Client().post(links_in(mail)[0])

    assert places_of(noe) == {reserved.pk}
    reserved.refresh_from_db()
    assert (reserved.taken, reserved.residents) == (1, 1)


def test_when_nothing_is_free_the_mail_says_so(operation, start):
    mission = mission_in(operation)
    (noe,) = sign_up(need_of(mission, start))

    drop_mission(mission=mission, by=None)

    (mail,) = mails_to(noe.email)
    assert "No other place is free for you at this moment" in mail.text


def test_the_mail_is_in_the_readers_language_and_names_nobody_unproven(operation, start):
    mission = mission_in(operation, title_fr="Haies")
    need = need_of(mission, start)
    other_mission(operation, "Lanes", start + 3 * HOUR)
    stranger = VolunteerFactory(language="fr", name="Evil")
    join(volunteer=stranger, needs=[need], is_proven=False)
    Email.objects.all().delete()

    drop_mission(mission=mission, by=None)

    (mail,) = mails_to(stranger.email)
    assert mail.language == "fr"
    assert "Haies" in mail.subject
    assert "Evil" not in mail.text + mail.recipient_name
    assert mail.is_secret
    assert links_in(mail)[0].startswith("/fr/me/")


@pytest.mark.parametrize("how_many", [1, 12])
def test_dropping_asks_for_alternatives_once_for_everybody(operation, start, how_many):
    mission = mission_in(operation)
    need = need_of(mission, start, maximum=20)
    for hours in range(3, 12, 3):
        other_mission(operation, "Lanes", start + hours * HOUR)
    sign_up(need, how_many)

    with CaptureQueriesContext(connection) as queries:
        drop_mission(mission=mission, by=None)

    # One audit entry each; nothing else grows.
    assert len(queries) - how_many <= 32


# One tap


def lost(operation, start):
    """Somebody who lost a place, and the links in their mail."""
    mission = mission_in(operation)
    (person,) = sign_up(need_of(mission, start))
    drop_mission(mission=mission, by=None)
    return person, links_in(mails_to(person.email)[0])


def test_a_place_that_is_gone_says_so_and_offers_the_next_two(operation, start):
    last = other_mission(operation, "Lanes", start + HOUR, maximum=1)
    later = [other_mission(operation, f"Later {n}", start + n * 3 * HOUR) for n in (2, 3, 4)]
    person, links = lost(operation, start)
    sign_up(last)
    client = Client()

    pages = [client.get(links[0]), client.post(links[0])]

    assert [page.status_code for page in pages] == [200, 409]
    for page in pages:
        assert "No place is left there any more." in page.text
        assert [need.pk for need in page.context["others"]] == [need.pk for need in later[:2]]
    assert places_of(person) == set()
    assert not Signup.objects.waiting().exists()  # never silently on a waiting list
    assert list(differences()) == []


def test_the_next_place_is_one_tap_too(operation, start):
    last = other_mission(operation, "Lanes", start + HOUR, maximum=1)
    later = other_mission(operation, "Later", start + 6 * HOUR)
    person, links = lost(operation, start)
    sign_up(last)
    client = Client()
    page = client.post(links[0])
    (address,) = re.findall(rf'action="(/en/me/[^"]+/take/{later.pk}/)"', page.text)

    client.post(address)

    assert places_of(person) == {later.pk}


def test_a_place_beside_one_taken_meanwhile_is_refused_in_words(operation, start):
    need = other_mission(operation, "Lanes", start + HOUR)
    clash = other_mission(operation, "Meanwhile", start + HOUR)
    person, links = lost(operation, start)
    join(volunteer=person, needs=[clash], is_proven=True)

    page = Client().post(next(link for link in links if f"/{need.pk}/" in link))

    assert page.status_code == 409
    assert "You are already signed up for another shift at this time." in page.text


def test_taking_it_twice_takes_one_place(operation, start):
    need = other_mission(operation, "Lanes", start + HOUR)
    person, links = lost(operation, start)
    client = Client()

    client.post(links[0])
    again = client.post(links[0])

    assert again.status_code == 409
    assert "This place is yours" in again.text
    need.refresh_from_db()
    assert need.taken == 1
    assert places_of(person) == {need.pk}


def test_the_tap_confirms_the_address_and_the_place(operation, start):
    need = other_mission(operation, "Lanes", start + HOUR)
    mission = mission_in(operation)
    unproven = VolunteerFactory()
    join(volunteer=unproven, needs=[need_of(mission, start)], is_proven=False)
    Email.objects.all().delete()
    drop_mission(mission=mission, by=None)

    Client().post(links_in(mails_to(unproven.email)[0])[0])

    assert Signup.objects.placed().get().state == "confirmed"
    assert Volunteer.objects.get(pk=unproven.pk).has_confirmed_address
    assert need.pk in places_of(unproven)


def test_links_that_open_nothing(operation, start):
    draft = need_of(MissionFactory(operation=OperationFactory(status="draft")), start)
    other_mission(operation, "Lanes", start + HOUR)
    _person, links = lost(operation, start)
    mine = links[0].rpartition("/take/")[0]
    client = Client()

    addresses = [f"/en/me/nobody/take/{draft.pk}/", f"{mine}/take/{draft.pk}/", f"{mine}/take/0/"]
    addresses.append(f"{mine}/take/{'9' * 30}/")

    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert [client.post(address).status_code for address in addresses] == [404] * 4


# Merged


def test_merged_its_people_move_to_the_nearest_shift_that_has_room(operation, start):
    few, into = mission_in(operation), mission_in(operation, "Lanes", decides_in=None)
    need = need_of(few, start, maximum=3)
    near = need_of(into, start + 3 * HOUR, maximum=2)
    far = need_of(into, start + 20 * HOUR, maximum=1)
    first, second, third, waits = sign_up(need, 4)
    client = member_client(operation)

    page = client.post(page_of(few), {"action": "merge", "into": into.pk}, follow=True)

    assert "They are merged. 3 people are moved and told by mail." in page.text
    assert "1 person did not fit there and is offered other places." in page.text
    assert [places_of(person) for person in (first, second, third, waits)] == [
        {near.pk},
        {near.pk},
        {far.pk},
        set(),
    ]
    few.refresh_from_db()
    assert (few.decision, few.merged_into) == ("merged", into)
    assert few.cancelled_at
    (mail,) = mails_to(first.email)
    assert mail.subject == "Joined with another mission: Hedges"
    assert "We have moved you." in mail.text
    assert "* Lanes" in mail.text
    assert not links_in(mail)
    (mail,) = mails_to(waits.email)
    assert "We have moved you." not in mail.text
    assert Email.objects.count() == 4
    assert list(differences()) == []


def test_merged_nobody_is_moved_onto_what_they_do_already(operation, start):
    few, into = mission_in(operation), mission_in(operation, "Lanes", decides_in=None)
    need = need_of(few, start)
    need_of(into, start + 5 * HOUR)
    instead = other_mission(operation, "Old photographs", start + 12 * HOUR)
    (noe,) = sign_up(need)
    own = other_mission(OperationFactory(), "Elsewhere", start + 5 * HOUR)
    join(volunteer=noe, needs=[own], is_proven=True)
    Email.objects.all().delete()

    assert merge_mission(mission=few, into=into, by=None) == (0, 1)

    assert places_of(noe) == {own.pk}
    (mail,) = mails_to(noe.email)
    assert [int(link.split("/")[-2]) for link in links_in(mail)] == [instead.pk]


def test_merged_an_unconfirmed_place_stays_to_be_confirmed(operation, start):
    few, into = mission_in(operation), mission_in(operation, "Lanes", decides_in=None)
    need = need_of(few, start)
    need_of(into, start + 5 * HOUR)
    unproven = VolunteerFactory()
    join(volunteer=unproven, needs=[need], is_proven=False)
    Email.objects.all().delete()

    merge_mission(mission=few, into=into, by=None)

    assert Signup.objects.placed().get().state == "held"
    (mail,) = mails_to(unproven.email)
    assert "press “Confirm my places”" in mail.text


def test_it_merges_only_with_a_mission_of_the_operation_that_has_a_shift_to_come(operation, start):
    few = mission_in(operation)
    need_of(few, start)
    empty = mission_in(operation, "Empty", decides_in=None)
    cancelled = mission_in(operation, "Gone", decides_in=None, cancelled_at=timezone.now())
    need_of(cancelled, start)
    elsewhere = other_mission(OperationFactory(), "Elsewhere", start).shift.mission
    client = member_client(operation)

    assert "No other mission has a shift to come." in client.get(page_of(few)).text
    other_mission(operation, "Lanes", start)
    for into in (few, empty, cancelled, elsewhere):
        page = client.post(page_of(few), {"action": "merge", "into": into.pk})
        assert page.status_code == 422
        with pytest.raises(Refusal, match="choose another one"):
            merge_mission(mission=few, into=into, by=None)
    for wrong in ("", "x", "9" * 40, "a\x00"):
        assert client.post(page_of(few), {"action": "merge", "into": wrong}).status_code == 422
    few.refresh_from_db()
    assert few.decision == ""


# What everybody sees


def test_the_mission_page_says_what_it_takes_and_what_there_is(client, operation, start):
    mission = mission_in(operation, minimum=6, decides_in=timedelta(days=10))
    need = need_of(mission, start)
    visitor = {"headers": {"accept-encoding": "gzip"}}
    assert "It takes place if 6 people sign up by" in client.get(mission.get_absolute_url()).text

    kept = client.get(mission.get_absolute_url(), **visitor).content
    sign_up(need, 4)

    assert "4 so far." in client.get(mission.get_absolute_url()).text
    assert client.get(mission.get_absolute_url(), **visitor).content != kept
    Mission.objects.update(decides_at=timezone.now() - HOUR)
    assert "The organizers are deciding" in client.get(mission.get_absolute_url()).text
    confirm_mission(mission=mission, by=None)
    assert "It takes place: that is confirmed." in client.get(mission.get_absolute_url()).text


def test_a_merged_mission_leads_to_the_other(client, operation, start):
    mission = mission_in(operation)
    into = other_mission(operation, "Lanes", start).shift.mission
    merge_mission(mission=mission, into=into, by=None)

    page = client.get(mission.get_absolute_url())

    assert "Merged with another mission" in page.text
    assert f'href="{into.get_absolute_url()}"' in page.text


# Its form


def typed(**values):
    return {
        "title": "Hedges",
        "kind": "flora",
        "theme": "botany",
        "mode": "on_site",
        "phase": "during",
        "level": "beginner",
        "licence": "CC-BY-SA-4.0",
        "minimum_people": "6",
        "decides_at": f"{timezone.localdate() + timedelta(days=9)}T18:00",
    } | values


def create(operation, **values):
    address = f"/en/organize/{operation.slug}/missions/new/"
    return member_client(operation).post(address, typed(**values))


def test_the_moment_is_one_on_the_clocks_of_the_operation():
    operation = OperationFactory(time_zone="America/Martinique")

    assert create(operation).status_code == 302

    mission = Mission.objects.get()
    local = timezone.localtime(mission.decides_at, operation.zone)
    assert (mission.minimum_people, local.hour, local.minute) == (6, 18, 0)
    page = member_client(operation).get(
        f"/en/organize/{operation.slug}/missions/{mission.pk}/edit/"
    )
    assert f'value="{typed()["decides_at"]}"' in page.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"minimum_people": ""}, "Give both how many people it takes and when that is decided"),
        ({"decides_at": ""}, "Give both how many people it takes and when that is decided"),
        ({"decides_at": "2020-01-01T10:00"}, "The moment of the decision is past."),
        ({"decides_at": "2031-03-30T02:30"}, "The clocks jump over this hour on that day."),
        ({"decides_at": "0001-01-01T00:00"}, "Enter a valid date/time."),
        ({"decides_at": "9999-12-31T23:59"}, "Decide before the operation is over."),
        ({"decides_at": "soon"}, "Enter a valid date/time."),
        ({"minimum_people": "0"}, "greater than or equal to 1"),
    ],
)
def test_half_a_decision_or_an_impossible_moment_is_refused_in_words(values, sentence):
    page = create(OperationFactory(), **values)

    assert page.status_code == 422
    assert sentence in page.text
    assert not Mission.objects.exists()


def test_a_moment_gone_by_does_not_keep_anybody_from_writing_texts(operation):
    mission = mission_in(operation, minimum=6)
    moment = timezone.localtime(mission.decides_at, operation.zone)
    Mission.objects.update(decides_at=moment.replace(second=0, microsecond=0))
    address = f"/en/organize/{operation.slug}/missions/{mission.pk}/edit/"
    sent = typed(version="1", title="Lanes", decides_at=f"{moment:%Y-%m-%dT%H:%M}")

    assert member_client(operation).post(address, sent).status_code == 302

    mission.refresh_from_db()
    assert mission.title_en == "Lanes"


def test_what_is_decided_is_not_asked_again(operation):
    mission = mission_in(operation, decision="confirmed", decided_at=timezone.now())
    address = f"/en/organize/{operation.slug}/missions/{mission.pk}/edit/"
    client = member_client(operation)

    assert 'name="decides_at"' not in client.get(address).text
    client.post(address, typed(version="1"))

    mission.refresh_from_db()
    assert mission.minimum_people == 3


def test_a_copied_operation_decides_as_long_before_and_anew(start):
    source = OperationFactory(time_zone="Europe/Paris")
    decided = datetime.combine(source.starts_on - timedelta(days=7), time(18), source.zone)
    MissionFactory(operation=source, minimum_people=6, decides_at=decided, decision="confirmed")
    member = MembershipFactory(operation=source).user
    starts_on = source.starts_on + timedelta(days=364)

    clone = clone_operation(
        source=source,
        commune=source.commune,
        starts_on=starts_on,
        title="Again",
        time_zone="Europe/Paris",
        by=member,
    )

    copy = clone.operation.missions.get()
    local = timezone.localtime(copy.decides_at, source.zone)
    assert (local.date(), local.hour) == (starts_on - timedelta(days=7), 18)
    assert (copy.minimum_people, copy.decision, copy.decided_at) == (6, "", None)


# The first page


@pytest.mark.parametrize("count", [1, 5])
def test_the_first_page_names_what_is_to_be_decided_in_few_queries(
    operation, start, django_assert_max_num_queries, count
):
    for number in range(count):
        sign_up(need_of(mission_in(operation, f"Due {number}", minimum=4), start), 2)
        soon = mission_in(operation, f"Soon {number}", decides_in=timedelta(days=9 - number))
        need_of(soon, start)
    ProposalFactory.create_batch(2, operation=operation)
    ProposalFactory(operation=operation, state="declined")
    client = member_client(operation)
    address = f"/en/organize/{operation.slug}/"
    client.get(address)

    with django_assert_max_num_queries(12):
        page = client.get(address)

    text = " ".join(page.text.split())
    assert text.count("to decide, 2 of 4 people") == count
    assert "2 proposals wait for an answer" in text
    assert text.count("0 of 3 people, decided on") == count
    dashboard = page.context["dashboard"]
    nearest = [f"Soon {number}" for number in reversed(range(count))]
    assert [chance.mission.title_en for chance in dashboard.decided_soon] == nearest


def test_a_role_that_does_not_decide_reads_it_without_a_link(operation, start):
    mission = mission_in(operation)
    need_of(mission, start)
    ProposalFactory(operation=operation)

    page = member_client(operation, Role.DESK).get(f"/en/organize/{operation.slug}/")

    assert "to decide, 0 of 3 people" in " ".join(page.text.split())
    assert page_of(mission) not in page.text
    assert "waits for an answer" not in page.text
