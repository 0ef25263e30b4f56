"""Places kept for residents: who may have them, until when, and who waits for what."""

import re
import time
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from core.refusal import Refusal
from missions.forms.needs import Numbers
from missions.models import Need, Signup
from missions.queries.stamps import programme_stamp
from missions.services.recount import Difference, differences, repair_counter
from missions.services.shifts import cancel_shift, set_needs
from missions.services.signups import (
    join,
    join_by_address,
    move_signup,
    place_volunteer,
    serve_waiting_lists,
    withdraw,
)
from tests.accounts.factories import UserFactory
from tests.missions.factories import NeedFactory, ShiftFactory
from tests.missions.test_races import at_once
from tests.operations.factories import client_of, member_client
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Volunteer
from volunteers.services import erase_volunteer

pytestmark = pytest.mark.django_db
State = Signup.State


def need_with(reserve, *, maximum=3, **fields):
    return NeedFactory(maximum=maximum, residents_reserve=reserve, **fields)


def comes(need, *, is_resident=False, is_proven=True):
    return join(
        volunteer=VolunteerFactory(), needs=[need], is_proven=is_proven, is_resident=is_resident
    )[0]


def counted(need):
    need.refresh_from_db()
    placed = Signup.objects.placed().filter(need=need)
    assert need.taken == placed.count()
    assert need.residents == placed.filter(is_resident=True).count()
    return need.taken, need.residents


def state_of(signup):
    signup.refresh_from_db()
    return signup.state


def end_reserve(need):
    Need.objects.filter(pk=need.pk).update(reserve_ends_at=timezone.now() - timedelta(minutes=1))


# Who may have a place


def test_others_get_a_place_only_while_enough_is_left_for_residents():
    need = need_with(2)

    states = [comes(need).state for _number in range(2)]

    assert states == [State.CONFIRMED, State.WAITING]
    assert counted(need) == (1, 0)
    assert need.places_kept == 2


def test_a_resident_may_have_any_place_and_frees_none_for_others():
    need = need_with(2)

    comes(need, is_resident=True)
    assert need_now(need).places_kept == 1
    assert comes(need).state == State.CONFIRMED
    assert comes(need).state == State.WAITING
    assert comes(need, is_resident=True).state == State.CONFIRMED
    assert counted(need) == (3, 2)


def need_now(need):
    need.refresh_from_db()
    return need


def test_residents_beyond_what_is_kept_take_places_like_everybody():
    need = need_with(1)
    for _number in range(3):
        assert comes(need, is_resident=True).state == State.CONFIRMED

    assert comes(need, is_resident=True).state == State.WAITING
    assert counted(need) == (3, 3)


@pytest.mark.parametrize(("minutes", "state"), [(-1, State.CONFIRMED), (60, State.WAITING)])
def test_what_is_kept_is_for_everybody_once_the_day_is_over(minutes, state):
    need = need_with(3, reserve_ends_at=timezone.now() + timedelta(minutes=minutes))

    assert comes(need).state == state


def test_places_given_back_moved_and_cancelled_are_counted_for_whom_they_were():
    need, other = need_with(1), need_with(1)
    resident, visitor = comes(need, is_resident=True), comes(need)

    withdraw(signup=resident)
    assert counted(need) == (1, 0)
    with pytest.raises(Refusal, match="already"):
        withdraw(signup=resident)

    again = comes(need, is_resident=True)
    for signup in (again, visitor):
        move_signup(signup=signup, to_need=other, by=UserFactory())
    assert (counted(need), counted(other)) == ((0, 0), (2, 1))

    cancel_shift(shift=other.shift, by=UserFactory())
    assert counted(other) == (0, 0)


def test_an_organizer_is_told_why_a_kept_place_is_not_given():
    need, full = need_with(3), need_with(0, maximum=1)
    comes(full)

    with pytest.raises(Refusal, match="kept for residents"):
        place_volunteer(need=need, volunteer=VolunteerFactory(), by=UserFactory())
    with pytest.raises(Refusal, match="full"):
        place_volunteer(need=full, volunteer=VolunteerFactory(), by=UserFactory())
    with pytest.raises(Refusal, match="kept for residents"):
        move_signup(signup=Signup.objects.get(), to_need=need, by=UserFactory())
    place_volunteer(need=need, volunteer=VolunteerFactory(), by=UserFactory(), is_resident=True)
    assert (counted(need), counted(full)) == ((1, 1), (1, 0))


# Waiting


def test_a_resident_behind_on_the_list_gets_the_kept_place_and_the_others_when_the_day_is_over():
    need = need_with(1, maximum=2)
    resident = comes(need, is_resident=True)
    comes(need)
    visitor, neighbour = comes(need), comes(need, is_resident=True)
    assert {state_of(one) for one in (visitor, neighbour)} == {State.WAITING}

    withdraw(signup=resident)
    assert (state_of(visitor), state_of(neighbour)) == (State.WAITING, State.CONFIRMED)

    withdraw(signup=neighbour)
    assert serve_waiting_lists() == 0
    assert state_of(visitor) == State.WAITING

    end_reserve(need)
    assert serve_waiting_lists() == 1
    assert state_of(visitor) == State.CONFIRMED
    assert counted(need) == (2, 0)


def test_a_newcomer_from_there_overtakes_only_those_who_may_not_have_the_place():
    need = need_with(1, maximum=1)
    visitor = comes(need)

    assert comes(need, is_resident=True).state == State.CONFIRMED
    assert state_of(visitor) == State.WAITING

    open_to_all = need_with(1, maximum=2)
    Need.objects.filter(pk=open_to_all.pk).update(taken=2, places=2)
    before = comes(open_to_all)
    Need.objects.filter(pk=open_to_all.pk).update(taken=0)
    open_to_all.refresh_from_db()
    assert comes(open_to_all, is_resident=True).state == State.WAITING
    assert serve_waiting_lists() == 2
    assert state_of(before) == State.CONFIRMED


def test_keeping_fewer_places_serves_those_who_wait():
    need = need_with(2, maximum=2)
    visitor = comes(need)
    assert visitor.state == State.WAITING

    details = {"residents_reserve": 1, "reserve_ends_at": None}
    numbers = [Numbers("contributor", 0, 2, 2, details)]
    set_needs(shift=need.shift, numbers=numbers, by=UserFactory())

    assert state_of(visitor) == State.CONFIRMED
    assert counted(need) == (1, 0)


# The recount


def test_the_recount_finds_and_repairs_the_residents_too():
    right, wrong = need_with(1), need_with(1)
    for need in (right, wrong):
        comes(need, is_resident=True)
    Need.objects.filter(pk=wrong.pk).update(residents=0)

    assert list(differences()) == [Difference(wrong.pk, 1, 1, 0, 1)]
    repair_counter(wrong.pk)
    assert list(differences()) == []
    assert counted(wrong) == (1, 1)


def test_a_counter_that_was_wrong_keeps_nobody_from_leaving():
    need = need_with(1)
    signup = comes(need, is_resident=True)
    Need.objects.filter(pk=need.pk).update(residents=0)

    withdraw(signup=signup)

    assert counted(need) == (0, 0)


# Many at once


@pytest.mark.django_db(transaction=True)
def test_never_more_others_than_allowed_when_everybody_comes_at_once():
    for _round in range(4):
        need = need_with(4, maximum=10)
        people = VolunteerFactory.create_batch(40)

        ends = at_once(
            lambda one=one, number=number: join(
                volunteer=one, needs=[need], is_proven=True, is_resident=number % 8 == 0
            )
            for number, one in enumerate(people)
        )
        serve_waiting_lists()

        assert ends == {"done": 40}
        taken, residents = counted(need)
        assert taken - residents <= 6
        # Five residents for four kept places: everything is taken.
        assert (taken, residents) == (10, max(residents, 4))
        Need.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_the_control_that_looks_before_it_writes_lets_too_many_in():
    def careless(need, volunteer):
        seen = Need.objects.get(pk=need.pk)
        if seen.taken - seen.residents < seen.places - seen.residents_reserve:
            time.sleep(0.002)
            Signup.objects.create(need=need, volunteer=volunteer, state=State.CONFIRMED)
            Need.objects.filter(pk=need.pk, taken__lt=F("places")).update(taken=F("taken") + 1)

    too_many = 0
    people = VolunteerFactory.create_batch(40)
    for _round in range(5):
        need = need_with(4, maximum=10)
        at_once(lambda one=one, need=need: careless(need, one) for one in people)
        too_many += Signup.objects.filter(need=need).count() > 6

    assert too_many > 0


# What people see and say


def page_of(need):
    return f"/en/operations/{need.shift.mission.operation.slug}/signup/"


def sent(need, **values):
    return {"name": "Noé", "email": "noe@example.org", "need": need.pk} | values


def test_the_choice_says_how_many_are_kept_and_until_when(client):
    until = timezone.now() + timedelta(days=5)
    need = need_with(2, reserve_ends_at=until)
    address = page_of(need)

    html = client.get(address).content.decode()
    assert "3 places left (2 for residents until " in html
    assert f"I live in {need.shift.mission.operation.commune.name}" in html

    comes(need)
    assert "2 places left, for residents until " in client.get(address).content.decode()
    home = client.get(need.shift.mission.operation.get_absolute_url()).content.decode()
    assert "2 places left, for residents until " in home

    end_reserve(need)
    html = client.get(address).content.decode()
    assert "2 places left<" in html
    assert "I live in" not in html


def test_pages_that_are_kept_notice_that_a_reserve_is_over(client):
    need = need_with(2, reserve_ends_at=timezone.now() + timedelta(days=1))
    slug = need.shift.mission.operation.slug
    later = timezone.now() + timedelta(days=2)

    before, after = (programme_stamp(slug=slug, now=now) for now in (timezone.now(), later))

    assert before != after


def test_nobody_is_asked_where_they_live_when_nothing_is_kept(client):
    address = page_of(need_with(0))

    assert "I live in" not in client.get(address).content.decode()


@pytest.mark.parametrize(("said", "state"), [({"lives_here": "on"}, State.HELD),
                                             ({}, State.WAITING)])  # fmt: skip
def test_somebody_without_account_says_that_they_live_there(client, said, state):
    need = need_with(3)
    address = page_of(need)

    client.post(address, sent(need, **said))

    signup = Signup.objects.get()
    commune = need.shift.mission.operation.commune if said else None
    assert (signup.state, signup.is_resident) == (state, bool(said))
    assert signup.volunteer.home_commune == commune
    assert counted(need) == ((1, 1) if said else (0, 0))


def test_what_a_stranger_types_does_not_move_a_known_volunteer(client):
    need = need_with(3)
    known = VolunteerFactory(email="noe@example.org")

    client.post(page_of(need), sent(need, lives_here="on"))

    known.refresh_from_db()
    assert known.home_commune is None
    assert Signup.objects.get().is_resident


def test_an_account_keeps_where_its_person_lives_and_may_say_otherwise():
    need, user = need_with(3), UserFactory()
    shift = ShiftFactory(mission=need.shift.mission, starts_at=timezone.now() + timedelta(days=9))
    other = need_with(3, shift=shift)
    client, address = client_of(user), page_of(need)
    commune = need.shift.mission.operation.commune

    client.post(address, {"need": need.pk, "lives_here": "on"})
    volunteer = Volunteer.objects.get(user=user)
    assert volunteer.home_commune == commune
    assert re.search('name="lives_here"[^>]* checked', client.get(address).content.decode())

    client.post(address, {"need": other.pk})
    volunteer.refresh_from_db()
    assert volunteer.home_commune is None
    assert counted(other) == (0, 0)


def test_who_waits_for_kept_places_reads_why_on_their_page():
    need = need_with(1, maximum=1, reserve_ends_at=timezone.now() + timedelta(days=3))
    user = UserFactory()
    client = client_of(user)
    client.post(page_of(need), {"need": need.pk})

    html = client.get("/en/me/").content.decode()
    assert "What is left is kept for residents until" in html

    comes(need, is_resident=True)
    assert "What is left is kept" not in client.get("/en/me/").content.decode()


def test_an_organizer_puts_a_resident_on_a_kept_place():
    need = need_with(3)
    operation = need.shift.mission.operation
    address = f"/en/organize/{operation.slug}/roster/add/{need.pk}/"
    client = member_client(operation)
    assert f"Lives in {operation.commune.name}" in client.get(address).content.decode()
    person = {"name": "Odette", "email": "", "language": "fr"}

    refused = client.post(address, person)
    assert refused.status_code == 422
    assert "The places left are kept for residents" in refused.content.decode()
    assert not Signup.objects.exists()

    client.post(address, person | {"lives_here": "on"})
    assert counted(need) == (1, 1)


def test_a_refusal_suggests_no_place_that_is_kept():
    start = timezone.now() + timedelta(days=5)
    kept = need_with(3, shift__starts_at=start + timedelta(hours=6))
    mission = kept.shift.mission
    taken = NeedFactory(shift=ShiftFactory(mission=mission, starts_at=start))
    volunteer = VolunteerFactory()
    join(volunteer=volunteer, needs=[taken], is_proven=True)

    for is_resident, suggested in ((False, []), (True, [kept])):
        with pytest.raises(Refusal) as refused:
            join(volunteer=volunteer, needs=[taken], is_proven=True, is_resident=is_resident)
        assert list(refused.value.suggestions) == suggested


def test_erasing_a_person_forgets_what_they_said_and_leaves_the_count():
    need = need_with(3)
    commune = need.shift.mission.operation.commune
    (signup,) = join_by_address(
        name="Noé", email="noe@example.org", language="fr", needs=[need], home_commune=commune
    )
    Volunteer.objects.update(languages=["br"], level="often", equipment=["gps"])

    erase_volunteer(Volunteer.objects.get())

    gone = Volunteer.objects.get()
    assert (gone.languages, gone.level, gone.equipment, gone.home_commune) == ([], "", [], None)
    signup.refresh_from_db()
    assert signup.is_resident
    assert counted(need) == (1, 1)
