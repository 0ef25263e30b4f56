"""Who came, typed from the papers. See docs/decisions/0081-papers.md."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from missions.models import Need, Shift, Signup
from missions.queries.attendance import last_noted
from missions.queries.signups import needs_with_shifts
from missions.rules.attendance import why_cannot_note
from missions.services.signups import lock_volunteer
from operations.models import Operation
from volunteers.models import Volunteer
from volunteers.services import volunteer_by_address, volunteer_without_address

NOTED = ("was_present", "minutes", "noted_at", "noted_by")


@transaction.atomic
def note_attendance(
    *, signups: Iterable[Signup], was_present: bool, minutes: int | None, by: Any
) -> list[Signup]:
    """Note that a person came to these shifts, or did not. Noted again, the last one counts.

    Without `minutes` each shift counts whole.
    """
    now = timezone.now()
    locked = Signup.objects.select_for_update(of=("self",)).select_related("need__shift__mission")
    fresh = list(locked.filter(pk__in=[signup.pk for signup in signups]).order_by("pk"))
    for signup in fresh:
        if not signup.has_place:
            raise Refusal(_("This person is no longer on this shift."))
        if reason := why_cannot_note(signup.need.shift):
            raise Refusal(reason)
        _note(signup, was_present=was_present, minutes=minutes, by=by, at=now)
    return fresh


def _note(signup: Signup, *, was_present: bool, minutes: int | None, by: Any, at: datetime) -> None:
    whole = round(signup.need.shift.length.total_seconds() / 60)
    signup.was_present = was_present
    signup.minutes = (minutes or whole) if was_present else 0
    signup.noted_at, signup.noted_by = at, by
    signup.save(update_fields=NOTED)
    record(actor=by, action="signup.noted", subject=signup, present=was_present)


@transaction.atomic
def put_on_shift(*, need: Need, volunteer: Volunteer, minutes: int | None, by: Any) -> Signup:
    """Somebody came who had no place: they get one, and are noted as present.

    They were there, so a full shift does not stand in the way: its bound rises with them. Who was
    on the waiting list leaves it; who has a place already is noted on it.
    """
    volunteer = lock_volunteer(volunteer)
    need = needs_with_shifts([need.pk])[0]
    if reason := why_cannot_note(need.shift):
        raise Refusal(reason)
    live = Signup.objects.live().filter(volunteer=volunteer, need__shift=need.shift)
    before = live.select_related("need").order_by("pk").first()
    if before and before.has_place:
        return note_attendance(signups=[before], was_present=True, minutes=minutes, by=by)[0]
    now = timezone.now()
    if before:
        need = before.need
        before.state, before.confirmed_at = Signup.State.CONFIRMED, before.confirmed_at or now
        before.save(update_fields=["state", "confirmed_at"])
        signup = before
    else:
        signup = Signup.objects.create(
            need=need,
            volunteer=volunteer,
            state=Signup.State.CONFIRMED,
            created_at=now,
            confirmed_at=now,
        )
    Need.objects.filter(pk=need.pk).update(
        taken=F("taken") + 1,
        places=Greatest(F("places"), F("taken") + 1),
        residents=F("residents") + int(signup.is_resident),
    )
    record(actor=by, action="signup.walked_in", subject=signup)
    _note(signup, was_present=True, minutes=minutes, by=by, at=now)
    return signup


@transaction.atomic
def put_newcomer_on_shift(
    *, need: Need, name: str, email: str, language: str, minutes: int | None, by: Any
) -> Signup:
    """`put_on_shift` for somebody who wrote their name on the paper."""
    volunteer = (
        volunteer_by_address(name=name, email=email, language=language)
        if email
        else volunteer_without_address(
            name=name, language=language, time_zone=need.shift.mission.operation.time_zone
        )
    )
    return put_on_shift(need=need, volunteer=volunteer, minutes=minutes, by=by)


@transaction.atomic
def note_rest_as_absent(*, operation: Operation, shifts: Sequence[Shift], by: Any) -> int:
    """Everybody on these shifts of whom nothing is noted did not come. How many they are."""
    for shift in shifts:
        if reason := why_cannot_note(shift):
            raise Refusal(reason)
    rest = Signup.objects.placed().filter(
        need__shift__in=[shift.pk for shift in shifts], was_present=None
    )
    count = rest.update(was_present=False, minutes=0, noted_at=timezone.now(), noted_by=by)
    if count:
        record(actor=by, action="signup.rest_absent", subject=operation, count=count)
    return count


@transaction.atomic
def undo_last(*, shifts: Sequence[Shift], by: Any) -> int:
    """Take back what this person noted last on these shifts; how many lines that was.

    Somebody whom that very note had put on the shift is taken off it again.
    """
    undone = last_noted(shifts, by)
    for signup in Signup.objects.select_for_update().filter(pk__in=[one.pk for one in undone]):
        was_put_on = signup.created_at == signup.noted_at
        signup.was_present = signup.minutes = signup.noted_at = signup.noted_by = None
        if was_put_on:
            signup.state, signup.ended_at = Signup.State.CANCELLED, timezone.now()
            need = Need.objects.filter(pk=signup.need_id)
            need.give_place_back(is_resident=signup.is_resident)
        signup.save(update_fields=[*NOTED, "state", "ended_at"])
        record(actor=by, action="signup.note_undone", subject=signup)
    return len(undone)
