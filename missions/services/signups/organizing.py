"""What organizers do with the people on their shifts."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from missions.emails.signups import tell_of_places, tell_of_removal
from missions.models import Need, Shift, Signup
from missions.queries.signups import live_signups_of, needs_with_shifts
from missions.rules import why_cannot_join
from missions.services.signups.joining import JoinRefused
from missions.services.signups.waiting import end, fresh, lock_volunteer, promote_waiting
from volunteers.models import Volunteer

State = Signup.State


@transaction.atomic
def remove_signup(*, signup: Signup, by: Any) -> None:
    """An organizer takes the person off the shift; they are told."""
    lock_volunteer(signup.volunteer)
    signup = fresh(signup)
    if not signup.is_live:
        raise Refusal(_("This person is no longer on this shift."))
    end(signup, State.CANCELLED, actor=by)
    tell_of_removal(signup)


@transaction.atomic
def place_volunteer(
    *, need: Need, volunteer: Volunteer, by: Any, is_resident: bool = False
) -> Signup:
    """An organizer puts a person on a shift. Full is full: raise the maximum first."""
    volunteer = lock_volunteer(volunteer)
    need = needs_with_shifts([need.pk])[0]
    if reason := why_cannot_join(need, live_signups_of(volunteer)):
        raise JoinRefused(need, reason, [])
    _take_place_or_refuse(need, is_resident=is_resident)
    signup = Signup.objects.create(
        need=need,
        volunteer=volunteer,
        state=State.CONFIRMED,
        confirmed_at=timezone.now(),
        is_resident=is_resident,
    )
    record(actor=by, action="signup.placed", subject=signup)
    tell_of_places(volunteer, [signup])
    return signup


def _take_place_or_refuse(need: Need, *, is_resident: bool) -> None:
    if Need.objects.filter(pk=need.pk).take_place(is_resident=is_resident):
        return
    if not is_resident and Need.objects.filter(pk=need.pk).open_to(is_resident=True).exists():
        raise JoinRefused(need, _("The places left are kept for residents: keep fewer first."), [])
    raise JoinRefused(need, _("This shift is full. Raise its maximum first."), [])


@transaction.atomic
def move_signup(*, signup: Signup, to_need: Need, by: Any) -> Signup:
    """An organizer moves a person to another shift or role; they are told."""
    volunteer = lock_volunteer(signup.volunteer)
    signup = fresh(signup)
    if not signup.is_live:
        raise Refusal(_("This person is no longer on this shift."))
    to_need = needs_with_shifts([to_need.pk])[0]
    others = [live for live in live_signups_of(volunteer) if live.pk != signup.pk]
    if reason := why_cannot_join(to_need, others):
        raise JoinRefused(to_need, reason, [])
    old_need, had_place = signup.need, signup.has_place
    gives_first = had_place and old_need.pk < to_need.pk  # needs are locked by id
    is_resident = signup.is_resident
    if gives_first:
        Need.objects.filter(pk=old_need.pk).give_place_back(is_resident=is_resident)
    _take_place_or_refuse(to_need, is_resident=is_resident)
    if had_place and not gives_first:
        Need.objects.filter(pk=old_need.pk).give_place_back(is_resident=is_resident)
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
    Need.objects.filter(shift=shift).update(taken=0, residents=0, places=F("maximum"))
    return ended
