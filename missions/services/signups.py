"""Every way in and out of a place.

The order of locks is the same everywhere: the person's row, then needs by id. The conditional
UPDATE of `take_place` is the only way in; CHECK and UNIQUE constraints stand behind it.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from missions.emails.signups import (
    send_links,
    tell_of_places,
    tell_of_promotion,
    tell_of_removal,
)
from missions.models import Need, Shift, Signup
from missions.queries.signups import live_signups_of, nearest_possible, needs_with_shifts
from missions.rules import why_cannot_join, why_cannot_withdraw, why_closed
from volunteers.models import Volunteer
from volunteers.services import confirm_address, volunteer_by_address

HOLD = timedelta(hours=24)
State = Signup.State


class JoinRefused(Refusal):
    """A choice that cannot be had; nothing of the same submission was done."""

    def __init__(self, need: Need, message: str, suggestions: Sequence[Need]) -> None:
        super().__init__(message, suggestions)
        self.need = need


def lock_volunteer(volunteer: Volunteer) -> Volunteer:
    """One person, two browsers: the second waits here, then sees what the first did."""
    return Volunteer.objects.select_for_update().get(pk=volunteer.pk)


@transaction.atomic
def join(*, volunteer: Volunteer, needs: Iterable[Need], is_proven: bool) -> list[Signup]:
    """Give the volunteer a place on each need, or a spot on the list where none is left.

    `is_proven`: the person is signed in or came by their own link. Otherwise the places are held
    until the link in the mail is used. Raises JoinRefused when one of the needs cannot be had;
    then none is taken.
    """
    volunteer = lock_volunteer(volunteer)
    live = live_signups_of(volunteer)
    signups = []
    for need in needs_with_shifts(need.pk for need in needs):
        if reason := why_cannot_join(need, live):
            raise JoinRefused(need, reason, nearest_possible(need, live))
        signup = _sign_up(need, volunteer, is_proven=is_proven)
        live.append(signup)
        signups.append(signup)
    if signups:
        tell_of_places(volunteer, signups)
    return signups


@transaction.atomic
def join_by_address(*, name: str, email: str, language: str, needs: Iterable[Need]) -> list[Signup]:
    """`join` for somebody without an account; a refusal leaves no trace of them."""
    volunteer = volunteer_by_address(name=name, email=email, language=language)
    return join(volunteer=volunteer, needs=needs, is_proven=False)


def _sign_up(need: Need, volunteer: Volunteer, *, is_proven: bool) -> Signup:
    """A row for the volunteer: placed when a place could be taken and nobody waits for one."""
    now = timezone.now()
    somebody_waits = Signup.objects.waiting().filter(need=need).exists()
    has_place = not somebody_waits and Need.objects.filter(pk=need.pk).take_place()
    # The row of the need is locked now: a cancellation that came first can be seen.
    if reason := why_closed(needs_with_shifts([need.pk])[0]):
        raise JoinRefused(need, reason, [])
    signup = Signup(need=need, volunteer=volunteer, confirmed_at=now if is_proven else None)
    if not has_place:
        signup.state, signup.waiting_since = State.WAITING, now
    elif is_proven:
        signup.state = State.CONFIRMED
    else:
        signup.state, signup.held_since = State.HELD, now
    try:
        with transaction.atomic():
            signup.save()
    except IntegrityError as error:
        raise JoinRefused(need, _("You already have a place on this shift."), []) from error
    record(actor=volunteer.user, action="signup.created", subject=signup, state=signup.state)
    return signup


@transaction.atomic
def confirm_places(volunteer: Volunteer) -> int:
    """The person used the link in the mail: their held places are theirs. How many."""
    volunteer = lock_volunteer(volunteer)
    confirm_address(volunteer)
    now = timezone.now()
    unproven = Signup.objects.filter(volunteer=volunteer, confirmed_at=None)
    for signup in unproven.live().select_related("need__shift__mission"):
        record(actor=volunteer.user, action="signup.confirmed", subject=signup)
    held = unproven.filter(state=State.HELD).update(state=State.CONFIRMED, confirmed_at=now)
    waiting = unproven.filter(state=State.WAITING).update(confirmed_at=now)
    return held + waiting


@transaction.atomic
def withdraw(*, signup: Signup) -> None:
    """The volunteer gives the place back; the first who waits gets it."""
    lock_volunteer(signup.volunteer)
    signup = _fresh(signup)
    if reason := why_cannot_withdraw(signup):
        raise Refusal(reason)
    _end(signup, State.CANCELLED, actor=signup.volunteer.user, action="signup.withdrawn")


@transaction.atomic
def remove_signup(*, signup: Signup, by: Any) -> None:
    """An organizer takes the person off the shift; they are told."""
    lock_volunteer(signup.volunteer)
    signup = _fresh(signup)
    if not signup.is_live:
        raise Refusal(_("This person is no longer on this shift."))
    _end(signup, State.CANCELLED, actor=by)
    tell_of_removal(signup)


def _fresh(signup: Signup) -> Signup:
    return Signup.objects.select_related(
        "volunteer", "volunteer__user", "need__shift__mission__operation"
    ).get(pk=signup.pk)


def _end(signup: Signup, state: str, *, actor: Any, action: str = "signup.ended") -> None:
    had_place = signup.has_place
    signup.state, signup.ended_at = state, timezone.now()
    signup.save(update_fields=["state", "ended_at"])
    record(actor=actor, action=action, subject=signup, state=state)
    if had_place:
        Need.objects.filter(pk=signup.need_id).give_place_back()
        promote_waiting(signup.need)


@transaction.atomic
def promote_waiting(need: Need) -> int:
    """Give the free places of a need to those who wait, first come first served. How many.

    A person who is busy in another browser at this moment is not overtaken: the list is served
    again within a minute.
    """
    promoted = 0
    while True:
        signup = Signup.objects.waiting().filter(need=need).first()
        if signup is None or why_closed(needs_with_shifts([need.pk])[0]):
            return promoted
        # The person before the need, as everywhere; but a need is locked already when a place was
        # just given back, so waiting for the person here could be a deadlock.
        person = Volunteer.objects.select_for_update(skip_locked=True)
        if not person.filter(pk=signup.volunteer_id).exists():
            return promoted
        signup = _fresh(signup)
        if signup.state != State.WAITING:
            continue
        others = [live for live in live_signups_of(signup.volunteer) if live.pk != signup.pk]
        if any(live.need.shift.overlaps(signup.need.shift) for live in others):
            _end(signup, State.CANCELLED, actor=None)
            tell_of_removal(signup)
            continue
        if not Need.objects.filter(pk=need.pk).take_place():
            return promoted
        _give_waiting_person_the_place(signup)
        promoted += 1


def _give_waiting_person_the_place(signup: Signup) -> None:
    is_proven = signup.confirmed_at is not None
    signup.state = State.CONFIRMED if is_proven else State.HELD
    signup.held_since = None if is_proven else timezone.now()
    signup.save(update_fields=["state", "held_since"])
    record(actor=None, action="signup.promoted", subject=signup, state=signup.state)
    tell_of_promotion(signup)


@transaction.atomic
def place_volunteer(*, need: Need, volunteer: Volunteer, by: Any) -> Signup:
    """An organizer puts a person on a shift. Full is full: raise the maximum first."""
    volunteer = lock_volunteer(volunteer)
    need = needs_with_shifts([need.pk])[0]
    if reason := why_cannot_join(need, live_signups_of(volunteer)):
        raise JoinRefused(need, reason, [])
    if not Need.objects.filter(pk=need.pk).take_place():
        raise JoinRefused(need, _("This shift is full. Raise its maximum first."), [])
    signup = Signup.objects.create(
        need=need, volunteer=volunteer, state=State.CONFIRMED, confirmed_at=timezone.now()
    )
    record(actor=by, action="signup.placed", subject=signup)
    tell_of_places(volunteer, [signup])
    return signup


@transaction.atomic
def move_signup(*, signup: Signup, to_need: Need, by: Any) -> Signup:
    """An organizer moves a person to another shift or role; they are told."""
    volunteer = lock_volunteer(signup.volunteer)
    signup = _fresh(signup)
    if not signup.is_live:
        raise Refusal(_("This person is no longer on this shift."))
    to_need = needs_with_shifts([to_need.pk])[0]
    others = [live for live in live_signups_of(volunteer) if live.pk != signup.pk]
    if reason := why_cannot_join(to_need, others):
        raise JoinRefused(to_need, reason, [])
    old_need, had_place = signup.need, signup.has_place
    gives_first = had_place and old_need.pk < to_need.pk  # needs are locked by id
    if gives_first:
        Need.objects.filter(pk=old_need.pk).give_place_back()
    if not Need.objects.filter(pk=to_need.pk).take_place():
        raise JoinRefused(to_need, _("This shift is full. Raise its maximum first."), [])
    if had_place and not gives_first:
        Need.objects.filter(pk=old_need.pk).give_place_back()
    signup.need = to_need
    signup.state = State.HELD if signup.state == State.HELD else State.CONFIRMED
    signup.confirmed_at = signup.confirmed_at or timezone.now()
    signup.save(update_fields=["need", "state", "confirmed_at"])
    record(
        actor=by,
        action="signup.moved",
        subject=signup,
        from_need=old_need.pk,
        to_need=to_need.pk,
    )
    if had_place:
        promote_waiting(old_need)
    tell_of_places(volunteer, [signup])
    return signup


@transaction.atomic
def end_signups_of_shift(shift: Shift, *, by: Any) -> list[Signup]:
    """End every live sign-up of a cancelled shift; those ended, so that their people are told."""
    people = Signup.objects.live().filter(need__shift=shift).values("volunteer_id")
    list(Volunteer.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    ended = list(
        Signup.objects.live()
        .filter(need__shift=shift)
        .select_related("volunteer", "volunteer__user", "need__shift__mission__operation")
    )
    for signup in ended:
        record(actor=by, action="signup.ended", subject=signup, state=State.CANCELLED)
    Signup.objects.filter(pk__in=[signup.pk for signup in ended]).update(
        state=State.CANCELLED, ended_at=timezone.now()
    )
    Need.objects.filter(shift=shift).update(taken=0, places=F("maximum"))
    return ended


def expire_held_places() -> int:
    """Free the places of unconfirmed addresses after 24 hours, where a shift is filling up.

    A shift fills up when three quarters of its places are taken. How many places were freed.
    """
    filling = (
        Shift.objects.to_come()
        .annotate(all_taken=Sum("needs__taken"), all_places=Sum("needs__places"))
        .filter(all_taken__gt=0, all_taken__gte=F("all_places") * 3 / 4.0)
    )
    overdue = Signup.objects.filter(
        state=State.HELD, held_since__lt=timezone.now() - HOLD, need__shift__in=filling.values("pk")
    )
    expired = 0
    for signup in overdue.select_related("volunteer"):
        with transaction.atomic():
            lock_volunteer(signup.volunteer)
            fresh = _fresh(signup)
            if fresh.state == State.HELD:
                _end(fresh, State.EXPIRED, actor=None)
                expired += 1
    return expired


def serve_waiting_lists() -> int:
    """Give every free place that somebody waits for. How many were given."""
    needs = (
        Need.objects.filter(
            taken__lt=F("places"),
            signups__state=State.WAITING,
            shift__starts_at__gt=timezone.now(),
            shift__cancelled_at=None,
        )
        .distinct()
        .order_by("pk")
    )
    return sum(promote_waiting(need) for need in needs)


def ask_for_links(email: str) -> None:
    """Mail a fresh personal link to the volunteer of an address, if there is one."""
    volunteer = Volunteer.objects.filter(email=email.strip().lower()).first()
    if volunteer:
        send_links(volunteer)
