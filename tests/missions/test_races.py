"""Many people at once, with real threads, on whichever database the tests run on.

The control joins as one would without thinking, and does over-book: the race is real.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone

from core.refusal import Refusal
from missions.models import Need, Signup
from missions.services.signups import (
    join,
    move_signup,
    serve_waiting_lists,
    withdraw,
)
from tests.missions.factories import NeedFactory
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 64
PLACES = 10
ROUNDS = 20 if connection.vendor == "postgresql" else 4
State = Signup.State


def at_once(actions: Iterable[Callable[[], object]]) -> Counter:
    """Start every action at the same moment in a thread of its own; how each ended, by name."""
    actions = list(actions)
    gate = threading.Barrier(len(actions))
    ends: Counter = Counter()

    def run(action):
        gate.wait()
        try:
            action()
            ends["done"] += 1
        except Refusal as refusal:
            ends[type(refusal).__name__] += 1
        except Exception as error:
            ends[f"{type(error).__name__}: {error}"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return ends


def assert_counters_agree():
    for need in Need.objects.all():
        assert need.taken == Signup.objects.placed().filter(need=need).count() <= need.places


def test_64_clients_for_10_places_give_exactly_10():
    volunteers = VolunteerFactory.create_batch(CLIENTS)
    for _round in range(ROUNDS):
        need = NeedFactory(maximum=PLACES)

        ends = at_once(
            lambda volunteer=volunteer: join(volunteer=volunteer, needs=[need], is_proven=True)
            for volunteer in volunteers
        )

        assert ends == {"done": CLIENTS}
        states = Counter(Signup.objects.filter(need=need).values_list("state", flat=True))
        assert states == {State.CONFIRMED: PLACES, State.WAITING: CLIENTS - PLACES}
        assert_counters_agree()
        Need.objects.all().delete()


def careless_join(need: Need, volunteer) -> None:
    """Look, then write: what `join` would be without its lock and its conditional UPDATE."""
    seen = Need.objects.get(pk=need.pk)
    if seen.taken < seen.places:
        time.sleep(0.002)
        Signup.objects.create(need=need, volunteer=volunteer, state=State.CONFIRMED)
        Need.objects.filter(pk=need.pk, taken__lt=F("places")).update(taken=F("taken") + 1)


def test_the_control_without_lock_over_books():
    volunteers = VolunteerFactory.create_batch(CLIENTS)
    over_booked = 0
    for _round in range(5):
        need = NeedFactory(maximum=PLACES)

        def careless(volunteer, need=need):
            if connection.vendor == "postgresql":
                with transaction.atomic():
                    careless_join(need, volunteer)
            else:  # a transaction of SQLite would take the lock of the whole file at once
                careless_join(need, volunteer)

        at_once(lambda volunteer=volunteer: careless(volunteer) for volunteer in volunteers)
        over_booked += Signup.objects.filter(need=need).count() > PLACES

    assert over_booked > 0


def test_joining_and_giving_back_at_once_never_over_books_and_nobody_waits_in_vain():
    need = NeedFactory(maximum=PLACES)
    first = [
        join(volunteer=volunteer, needs=[need], is_proven=True)[0]
        for volunteer in VolunteerFactory.create_batch(PLACES)
    ]
    newcomers = VolunteerFactory.create_batch(CLIENTS // 2)

    ends = at_once(
        [lambda signup=signup: withdraw(signup=signup) for signup in first]
        + [lambda one=one: join(volunteer=one, needs=[need], is_proven=True) for one in newcomers]
    )
    serve_waiting_lists()

    assert ends == {"done": PLACES + CLIENTS // 2}
    assert_counters_agree()
    states = Counter(Signup.objects.filter(need=need).values_list("state", flat=True))
    assert states == {
        State.CONFIRMED: PLACES,
        State.CANCELLED: PLACES,
        State.WAITING: CLIENTS // 2 - PLACES,
    }


def test_one_person_in_many_browsers_gets_one_of_two_overlapping_shifts():
    for _round in range(ROUNDS // 2):
        volunteer = VolunteerFactory()
        one = NeedFactory()
        other = NeedFactory(shift__starts_at=one.shift.starts_at + timedelta(hours=1))

        ends = at_once(
            lambda need=need: join(volunteer=volunteer, needs=[need], is_proven=True)
            for need in [one, other] * 4
        )

        assert ends == {"done": 1, "JoinRefused": 7}
        assert Signup.objects.live().filter(volunteer=volunteer).count() == 1
        assert_counters_agree()


def test_a_double_click_takes_one_place_and_gives_back_one():
    need, volunteer = NeedFactory(), VolunteerFactory()

    ends = at_once([lambda: join(volunteer=volunteer, needs=[need], is_proven=True)] * 8)
    assert ends == {"done": 1, "JoinRefused": 7}

    signup = Signup.objects.get()
    ends = at_once([lambda: withdraw(signup=signup)] * 8)
    assert ends == {"done": 1, "Refusal": 7}
    assert_counters_agree()


def test_people_who_swap_shifts_in_opposite_directions_do_not_block_each_other():
    start = timezone.now() + timedelta(days=5)
    one = NeedFactory(shift__starts_at=start, maximum=40)
    other = NeedFactory(shift__starts_at=start + timedelta(hours=6), maximum=40)
    moves = []
    for number, volunteer in enumerate(VolunteerFactory.create_batch(32)):
        source, target = (one, other) if number % 2 else (other, one)
        signup = join(volunteer=volunteer, needs=[source], is_proven=True)[0]
        moves.append(
            lambda signup=signup, target=target: move_signup(signup=signup, to_need=target, by=None)
        )

    assert at_once(moves) == {"done": 32}
    assert_counters_agree()


def test_several_shifts_chosen_in_any_order_never_deadlock():
    start = timezone.now() + timedelta(days=5)
    needs = [NeedFactory(shift__starts_at=start + timedelta(hours=4 * n)) for n in range(4)]

    ends = at_once(
        lambda chosen=chosen, volunteer=volunteer: join(
            volunteer=volunteer, needs=chosen, is_proven=True
        )
        for volunteer, chosen in zip(
            VolunteerFactory.create_batch(32), [needs, needs[::-1]] * 16, strict=True
        )
    )

    assert ends == {"done": 32}
    assert_counters_agree()


def test_the_last_place_given_back_and_asked_for_at_once_is_given_once():
    for _round in range(ROUNDS // 2):
        need = NeedFactory(maximum=1)
        leaving = join(volunteer=VolunteerFactory(), needs=[need], is_proven=True)[0]
        waiting = join(volunteer=VolunteerFactory(), needs=[need], is_proven=True)[0]
        newcomer = VolunteerFactory()

        at_once(
            [
                lambda: withdraw(signup=leaving),
                lambda: join(volunteer=newcomer, needs=[need], is_proven=True),
                serve_waiting_lists,
            ]
        )
        serve_waiting_lists()

        waiting.refresh_from_db()
        assert waiting.state == State.CONFIRMED
        assert_counters_agree()
