"""Places: in, out, the waiting list, and who is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from missions.models import Need, Shift, Signup
from missions.services.signups import (
    JoinRefused,
    ask_for_links,
    confirm_places,
    expire_held_places,
    join,
    move_signup,
    place_volunteer,
    promote_waiting,
    remove_signup,
    serve_waiting_lists,
    withdraw,
)
from notifications.models import Email
from operations.models import Operation
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db

State = Signup.State


def take(need, volunteer=None, *, is_proven=True):
    return join(volunteer=volunteer or VolunteerFactory(), needs=[need], is_proven=is_proven)[0]


def numbers(need):
    need.refresh_from_db()
    return need.taken, need.places


def mails():
    return [(email.kind, email.recipient) for email in Email.objects.order_by("pk")]


def test_join_confirms_a_proven_person_at_once_and_tells_them():
    need = NeedFactory()
    volunteer = VolunteerFactory()

    signup = take(need, volunteer)

    assert (signup.state, numbers(need)) == (State.CONFIRMED, (1, 10))
    assert mails() == [("signup.places", volunteer.email)]
    assert [entry.action for entry in AuditEntry.objects.all()] == ["signup.created"]


def test_join_holds_the_place_of_an_address_that_nobody_proved():
    need = NeedFactory()
    volunteer = VolunteerFactory(name="BUY NOW http://spam.example")

    signup = take(need, volunteer, is_proven=False)

    assert (signup.state, numbers(need)) == (State.HELD, (1, 10))
    email = Email.objects.get()
    assert (email.kind, email.recipient_name) == ("signup.confirm", "")
    assert "spam" not in email.text + email.subject


def test_join_takes_several_shifts_of_one_submission_and_sends_one_mail():
    mission = MissionFactory()
    start = timezone.now() + timedelta(days=3)
    needs = [
        NeedFactory(shift=ShiftFactory(mission=mission, starts_at=start + timedelta(hours=4 * n)))
        for n in range(3)
    ]

    signups = join(volunteer=VolunteerFactory(), needs=needs, is_proven=False)

    assert [signup.need for signup in signups] == needs
    assert Email.objects.count() == 1


def test_join_waits_once_the_places_are_gone():
    need = NeedFactory(maximum=1)
    take(need)

    late = take(need)

    assert (late.state, numbers(need)) == (State.WAITING, (1, 1))


def test_a_newcomer_does_not_overtake_those_who_wait():
    need = NeedFactory(maximum=1)
    take(need)
    first = take(need)
    Need.objects.filter(pk=need.pk).update(maximum=2, wished=2, places=2)

    newcomer = take(need)
    serve_waiting_lists()

    first.refresh_from_db()
    assert (first.state, newcomer.state) == (State.CONFIRMED, State.WAITING)


@pytest.mark.parametrize(
    ("minutes", "is_refused"), [(-195, False), (-165, False), (-164, True), (0, True), (165, False)]
)
def test_two_shifts_may_share_the_quarter_of_an_hour_of_a_hand_over(minutes, is_refused):
    volunteer = VolunteerFactory()
    start = timezone.now() + timedelta(days=3)
    take(NeedFactory(shift=ShiftFactory(starts_at=start)), volunteer)
    other = NeedFactory(shift=ShiftFactory(starts_at=start + timedelta(minutes=minutes)))

    if is_refused:
        with pytest.raises(JoinRefused, match="already signed up for another shift at this time"):
            take(other, volunteer)
    else:
        take(other, volunteer)

    assert numbers(other) == ((0, 10) if is_refused else (1, 10))


def test_one_refusal_undoes_the_whole_submission_and_names_what_is_possible():
    mission = MissionFactory()
    start = timezone.now() + timedelta(days=3)
    early = NeedFactory(shift=ShiftFactory(mission=mission, starts_at=start))
    clash = NeedFactory(shift=ShiftFactory(mission=mission, starts_at=start + timedelta(hours=1)))
    later = [
        NeedFactory(shift=ShiftFactory(mission=mission, starts_at=start + timedelta(hours=hours)))
        for hours in (9, 5, 30, 20)
    ]

    with pytest.raises(JoinRefused) as refused:
        join(volunteer=VolunteerFactory(), needs=[early, clash], is_proven=True)

    assert refused.value.need == clash
    assert refused.value.suggestions == [later[1], later[0], later[3]]
    assert (numbers(early), Signup.objects.count(), Email.objects.count()) == ((0, 10), 0, 0)


def test_the_same_shift_twice_is_refused():
    need, volunteer = NeedFactory(), VolunteerFactory()
    take(need, volunteer)

    with pytest.raises(JoinRefused, match="You already have a place on this shift"):
        take(need, volunteer)

    assert numbers(need) == (1, 10)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"shift__cancelled_at": timezone.now()}, "This shift was cancelled."),
        ({"shift__mission__cancelled_at": timezone.now()}, "This shift was cancelled."),
        ({"shift__starts_at": timezone.now()}, "This shift has already begun."),
        (
            {"shift__mission__operation__status": Operation.Status.DRAFT},
            "Sign-up for this operation is not open.",
        ),
        (
            {"shift__mission__operation__status": Operation.Status.CANCELLED},
            "Sign-up for this operation is not open.",
        ),
    ],
)
def test_a_closed_shift_takes_nobody(change, reason):
    need = NeedFactory(**change)

    with pytest.raises(JoinRefused) as refused:
        take(need)

    assert str(refused.value) == reason
    assert (numbers(need), Signup.objects.count()) == ((0, 10), 0)


def test_withdraw_promotes_the_first_who_waits_in_their_language():
    need = NeedFactory(maximum=1, shift__mission__title_fr="Relevé du bourg")
    leaving = take(need)
    first = take(need, VolunteerFactory(language="fr", email="camille@example.org"))
    second = take(need)
    Email.objects.all().delete()

    withdraw(signup=leaving)

    for signup in (leaving, first, second):
        signup.refresh_from_db()
    states = [signup.state for signup in (leaving, first, second)]
    assert states == [State.CANCELLED, State.CONFIRMED, State.WAITING]
    assert numbers(need) == (1, 1)
    email = Email.objects.get()
    assert (email.kind, email.recipient, email.language) == (
        "signup.promoted",
        "camille@example.org",
        "fr",
    )
    assert "Relevé du bourg" in email.text
    assert "/fr/me/" in email.text
    assert [attachment["name"] for attachment in email.attachments] == ["calendar.ics"]


def test_withdraw_twice_frees_one_place_only():
    need = NeedFactory(maximum=2)
    leaving, _staying = take(need), take(need)
    withdraw(signup=leaving)

    with pytest.raises(Refusal, match="given back already"):
        withdraw(signup=leaving)

    assert numbers(need) == (1, 2)


def test_withdraw_is_refused_once_the_shift_began():
    signup = take(NeedFactory())
    Shift.objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(Refusal, match="already begun"):
        withdraw(signup=Signup.objects.get(pk=signup.pk))

    assert numbers(signup.need) == (1, 10)


def test_leaving_the_waiting_list_frees_no_place():
    need = NeedFactory(maximum=1)
    take(need)
    waiting = take(need)

    withdraw(signup=waiting)

    assert numbers(need) == (1, 1)


def test_lowering_the_maximum_expels_nobody_and_gives_no_place_until_there_is_room():
    need = NeedFactory(maximum=3)
    people = [take(need) for _ in range(3)]
    Need.objects.filter(pk=need.pk).update(maximum=1, wished=1, places=3)
    late = take(need)
    assert late.state == State.WAITING

    withdraw(signup=people[0])
    withdraw(signup=people[1])
    late.refresh_from_db()
    assert (late.state, numbers(need)) == (State.WAITING, (1, 1))

    withdraw(signup=people[2])
    late.refresh_from_db()
    assert (late.state, numbers(need)) == (State.CONFIRMED, (1, 1))


def test_confirm_places_makes_held_places_sure_and_proves_the_address():
    held_need = NeedFactory()
    full_need = NeedFactory(maximum=1, shift__starts_at=timezone.now() + timedelta(days=9))
    take(full_need)
    volunteer = VolunteerFactory()
    held, waiting = join(volunteer=volunteer, needs=[held_need, full_need], is_proven=False)

    assert confirm_places(volunteer) == 2

    held.refresh_from_db()
    waiting.refresh_from_db()
    volunteer.refresh_from_db()
    assert (held.state, waiting.state) == (State.CONFIRMED, State.WAITING)
    assert waiting.confirmed_at is not None
    assert volunteer.has_confirmed_address
    assert confirm_places(volunteer) == 0


@pytest.mark.parametrize(
    ("hours", "others", "is_freed"), [(25, 2, True), (23, 2, False), (25, 1, False)]
)
def test_an_unconfirmed_place_expires_after_a_day_when_the_shift_fills_up(hours, others, is_freed):
    need = NeedFactory(maximum=4)
    held = take(need, is_proven=False)
    for _ in range(others):
        take(need)
    Signup.objects.filter(pk=held.pk).update(held_since=timezone.now() - timedelta(hours=hours))

    assert expire_held_places() == int(is_freed)

    held.refresh_from_db()
    assert held.state == (State.EXPIRED if is_freed else State.HELD)
    assert numbers(need)[0] == others + (not is_freed)


def test_an_expired_place_goes_to_the_one_who_waits():
    need = NeedFactory(maximum=1)
    held = take(need, is_proven=False)
    waiting = take(need)
    Signup.objects.filter(pk=held.pk).update(held_since=timezone.now() - timedelta(hours=25))

    expire_held_places()

    waiting.refresh_from_db()
    assert (waiting.state, numbers(need)) == (State.CONFIRMED, (1, 1))


def test_promotion_of_an_unproven_address_is_held_until_confirmed():
    need = NeedFactory(maximum=1)
    leaving = take(need)
    waiting = take(need, is_proven=False)

    withdraw(signup=leaving)

    waiting.refresh_from_db()
    assert waiting.state == State.HELD


def test_promotion_skips_who_became_busy_and_tells_them():
    need = NeedFactory(maximum=1)
    leaving = take(need)
    busy, free = VolunteerFactory(), VolunteerFactory()
    elsewhere = NeedFactory(shift__starts_at=need.shift.starts_at + timedelta(days=1))
    busy_waiting, free_waiting = take(need, busy), take(need, free)
    take(elsewhere, busy)
    Shift.objects.filter(pk=elsewhere.shift_id).update(
        starts_at=need.shift.starts_at, ends_at=need.shift.ends_at
    )

    withdraw(signup=leaving)

    busy_waiting.refresh_from_db()
    free_waiting.refresh_from_db()
    assert (busy_waiting.state, free_waiting.state) == (State.CANCELLED, State.CONFIRMED)
    assert ("signup.removed", busy.email) in mails()


def test_nobody_is_promoted_onto_a_shift_that_began():
    need = NeedFactory(maximum=1)
    take(need)
    take(need)
    Shift.objects.update(starts_at=timezone.now() - timedelta(minutes=1))
    Need.objects.filter(pk=need.pk).update(taken=0)

    assert promote_waiting(Need.objects.get(pk=need.pk)) == 0
    assert serve_waiting_lists() == 0


def test_place_volunteer_confirms_and_never_passes_the_maximum():
    need, volunteer = NeedFactory(maximum=1), VolunteerFactory()

    signup = place_volunteer(need=need, volunteer=volunteer, by=None)

    assert (signup.state, mails()) == (State.CONFIRMED, [("signup.places", volunteer.email)])
    with pytest.raises(JoinRefused, match="full"):
        place_volunteer(need=need, volunteer=VolunteerFactory(), by=None)
    assert numbers(need) == (1, 1)


def test_a_volunteer_without_address_is_placed_and_no_mail_is_written():
    place_volunteer(need=NeedFactory(), volunteer=VolunteerFactory(email=None), by=None)

    assert (Signup.objects.count(), Email.objects.count()) == (1, 0)


@pytest.mark.parametrize("goes_up", [True, False])
def test_move_signup_takes_the_new_place_and_gives_the_old_one_to_the_list(goes_up):
    one, other = NeedFactory(maximum=1), NeedFactory(maximum=1)
    old, new = (one, other) if goes_up else (other, one)
    moving, waiting = take(old), take(old)

    moved = move_signup(signup=moving, to_need=new, by=None)

    waiting.refresh_from_db()
    assert (moved.need, moved.state, waiting.state) == (new, State.CONFIRMED, State.CONFIRMED)
    assert (numbers(old), numbers(new)) == ((1, 1), (1, 1))


@pytest.mark.parametrize("goes_up", [True, False])
def test_move_to_a_full_shift_changes_nothing(goes_up):
    one, other = NeedFactory(maximum=1), NeedFactory(maximum=1)
    old, new = (one, other) if goes_up else (other, one)
    moving, _there = take(old), take(new)

    with pytest.raises(JoinRefused, match="full"):
        move_signup(signup=moving, to_need=new, by=None)

    moving.refresh_from_db()
    assert (moving.need, numbers(old), numbers(new)) == (old, (1, 1), (1, 1))


def test_remove_signup_tells_the_person():
    signup = take(NeedFactory())
    Email.objects.all().delete()

    remove_signup(signup=signup, by=None)

    assert mails() == [("signup.removed", signup.volunteer.email)]
    assert numbers(signup.need) == (0, 10)


def test_an_address_typed_by_strangers_gets_three_mails_a_day():
    volunteer = VolunteerFactory()
    for day in range(5):
        need = NeedFactory(shift__starts_at=timezone.now() + timedelta(days=day + 1))
        take(need, volunteer, is_proven=False)
    ask_for_links(volunteer.email)

    assert mails() == [("signup.confirm", volunteer.email)] * 3


def test_ask_for_links_writes_to_known_addresses_only():
    volunteer = VolunteerFactory(email="known@example.org")

    ask_for_links("KNOWN@example.org ")
    ask_for_links("unknown@example.org")

    assert mails() == [("signup.links", "known@example.org")]
    assert volunteer.links.count() == 1
