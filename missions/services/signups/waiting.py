"""Places that become free, and those who wait for them."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from core.audit import record
from missions.emails.signups import tell_of_promotion, tell_of_removal
from missions.models import Need, Shift, Signup
from missions.queries.signups import live_signups_of, needs_with_shifts
from missions.rules import why_closed
from volunteers.models import Volunteer

HOLD = timedelta(hours=24)
State = Signup.State


def lock_volunteer(volunteer: Volunteer) -> Volunteer:
    """One person, two browsers: the second waits here, then sees what the first did."""
    return Volunteer.objects.select_for_update().get(pk=volunteer.pk)


def fresh(signup: Signup) -> Signup:
    return Signup.objects.select_related(
        "volunteer", "volunteer__user", "need__shift__mission__operation"
    ).get(pk=signup.pk)


def end(signup: Signup, state: str, *, actor: Any, action: str = "signup.ended") -> None:
    had_place = signup.has_place
    signup.state, signup.ended_at = state, timezone.now()
    signup.save(update_fields=["state", "ended_at"])
    record(actor=actor, action=action, subject=signup, state=state)
    if had_place:
        Need.objects.filter(pk=signup.need_id).give_place_back(is_resident=signup.is_resident)
        promote_waiting(signup.need)


@transaction.atomic
def promote_waiting(need: Need) -> int:
    """Give the free places of a need to those who wait, first come first served. How many.

    A person who is busy in another browser at this moment is not overtaken: the list is served
    again within a minute. Places kept for residents go to the first resident on the list.
    """
    promoted = 0
    waiting = Signup.objects.waiting().filter(need=need)
    while True:
        signup = waiting.first()
        if signup is None or why_closed(needs_with_shifts([need.pk])[0]):
            return promoted
        # The person before the need, as everywhere; but a need is locked already when a place was
        # just given back, so waiting for the person here could be a deadlock.
        person = Volunteer.objects.select_for_update(skip_locked=True)
        if not person.filter(pk=signup.volunteer_id).exists():
            return promoted
        signup = fresh(signup)
        if signup.state != State.WAITING:
            continue
        others = [live for live in live_signups_of(signup.volunteer) if live.pk != signup.pk]
        if any(live.need.shift.overlaps(signup.need.shift) for live in others):
            end(signup, State.CANCELLED, actor=None)
            tell_of_removal(signup)
            continue
        if Need.objects.filter(pk=need.pk).take_place(is_resident=signup.is_resident):
            _give_waiting_person_the_place(signup)
            promoted += 1
        elif signup.is_resident:
            return promoted
        else:  # what is left, if anything, is kept for residents
            waiting = waiting.filter(is_resident=True)


def _give_waiting_person_the_place(signup: Signup) -> None:
    is_proven = signup.confirmed_at is not None
    signup.state = State.CONFIRMED if is_proven else State.HELD
    signup.held_since = None if is_proven else timezone.now()
    signup.save(update_fields=["state", "held_since"])
    record(actor=None, action="signup.promoted", subject=signup, state=signup.state)
    tell_of_promotion(signup)


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
            current = fresh(signup)
            if current.state == State.HELD:
                end(current, State.EXPIRED, actor=None)
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
