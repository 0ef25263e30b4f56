"""The schedule: what the team wants is kept apart from what people see, until it is released.

See docs/decisions/0077-a-schedule-is-drafted-then-released.md.
"""

from collections.abc import Iterable
from copy import copy
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from missions.emails.release import tell_of_release
from missions.models import Mission, Place, Shift, ShiftDraft, Signup
from missions.queries.schedule import Block, people_on, seen_as, waiting_changes, waiting_shifts
from missions.services.shifts import cancel_shifts, change_shift, move_shift, why_fixed
from operations.models import Operation
from operations.services.locks import lock_operation
from operations.services.versions import EditConflict, save_if_unchanged
from volunteers.models import Volunteer


class Released(NamedTuple):
    """How many shifts are new, moved and cancelled, and how many people are told."""

    new: int
    moved: int
    cancelled: int
    told: int


def waits_for_release(shift: Shift) -> bool:
    """Whether people see the shift, so that a change of it is drafted first."""
    return shift.is_released and shift.mission.operation.is_public


@transaction.atomic
def plan_shift(
    *,
    shift: Shift,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    place: Place | None,
    by: Any,
) -> None:
    """Put a shift elsewhere: at once where nobody sees it yet, else from the next release on.

    Put back to where people see it, nothing waits any more. Raises EditConflict.
    """
    if not waits_for_release(shift):
        length = ends_at - starts_at
        change_shift(
            shift=shift, version=version, starts_at=starts_at, length=length, place=place, by=by
        )
        return
    current = _locked(shift)
    if current.version != version:
        raise EditConflict
    if reason := why_fixed(shift, current):
        raise Refusal(reason)
    place_pk = place.pk if place else None
    drafts = ShiftDraft.objects.filter(shift=shift)
    if (current.starts_at, current.ends_at, current.place_id) == (starts_at, ends_at, place_pk):
        if not drafts.exists():
            return
        drafts.delete()
    else:
        _draft(shift, starts_at, ends_at, place_pk, is_cancelled=False, by=by)
    save_if_unchanged(shift, version=version)
    record(
        actor=by,
        action="shift.change_planned",
        subject=shift,
        before=[current.starts_at.isoformat(), current.ends_at.isoformat(), current.place_id],
        after=[starts_at.isoformat(), ends_at.isoformat(), place_pk],
    )


@transaction.atomic
def plan_cancellation(*, shift: Shift, by: Any) -> None:
    """Cancel a shift with the next release; until then it can be kept after all."""
    if not waits_for_release(shift):
        raise Refusal(_("Nobody sees this shift yet: it need not wait for a release."))
    current = _locked(shift)
    if reason := why_fixed(shift, current):
        raise Refusal(reason)
    draft = ShiftDraft.objects.filter(shift=shift).first()
    if draft and draft.is_cancelled:
        return
    wish = draft or current
    _draft(shift, wish.starts_at, wish.ends_at, wish.place_id, is_cancelled=True, by=by)
    Shift.objects.filter(pk=shift.pk).update(version=F("version") + 1)
    record(actor=by, action="shift.cancel_planned", subject=shift)


def _draft(
    shift: Shift,
    starts_at: datetime,
    ends_at: datetime,
    place_pk: int | None,
    *,
    is_cancelled: bool,
    by: Any,
) -> None:
    ShiftDraft.objects.update_or_create(
        shift=shift,
        defaults={
            "starts_at": starts_at,
            "ends_at": ends_at,
            "place_id": place_pk,
            "is_cancelled": is_cancelled,
            "changed_by": by,
            "changed_at": timezone.now(),
        },
    )


def _locked(shift: Shift) -> Shift:
    return Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)


@transaction.atomic
def discard_change(*, shift: Shift, by: Any) -> None:
    """Keep a shift as people see it; a new one that nobody saw goes."""
    current = Shift.objects.select_for_update(of=("self",)).filter(pk=shift.pk).first()
    if current is None or not (
        ShiftDraft.objects.filter(shift=shift).delete()[0] or not current.is_released
    ):
        raise Refusal(_("Nothing of this shift waits for a release any more."))
    if current.is_released:
        Shift.objects.filter(pk=shift.pk).update(version=F("version") + 1)
        record(actor=by, action="shift.change_discarded", subject=shift)
    else:
        Shift.objects.filter(pk=shift.pk).delete()
        record(actor=by, action="shift.new_discarded", subject=shift.mission)


@transaction.atomic
def discard_changes(*, operation: Operation, by: Any) -> int:
    """Keep the whole programme as people see it. How many changes are gone."""
    lock_operation(operation)
    pks = list(waiting_shifts(operation).order_by("pk").values_list("pk", flat=True))
    if not pks:
        raise Refusal(_("Nothing waits for a release any more."))
    waiting = Shift.objects.filter(pk__in=pks)
    ShiftDraft.objects.filter(shift__in=pks).delete()
    waiting.filter(is_released=True).update(version=F("version") + 1)
    waiting.filter(is_released=False).delete()
    record(actor=by, action="shifts.discarded", subject=operation, shifts=len(pks))
    return len(pks)


@transaction.atomic
def release(*, operation: Operation, seen: str, by: Any) -> Released:
    """Let people see all that waits, and write one mail to each person whom it concerns.

    `seen` names the changes that were looked at (`seen_as`); others are not released unseen. What
    came too late stays where it is, for the team to decide.
    """
    lock_operation(operation)
    _lock_shifts(waiting_shifts(operation))
    changes = [block for block in waiting_changes(operation) if not block.is_too_late]
    if not changes:
        raise Refusal(_("Nothing is left to release."))
    if seen_as(changes) != seen:
        raise Refusal(_("Somebody changed the schedule meanwhile. Look at it again, then release."))
    new, moved, cancelled = (
        [block for block in changes if block.mark == mark]
        for mark in (Block.NEW, Block.MOVED, Block.CANCELLED)
    )
    _lock_people(block.shift.pk for block in cancelled)
    Shift.objects.filter(pk__in=[block.shift.pk for block in new]).update(
        is_released=True, version=F("version") + 1
    )
    before = {block.shift.pk: copy(block.shift) for block in moved}
    for block in moved:
        move_shift(
            shift=block.shift,
            version=block.shift.version,
            starts_at=block.starts_at,
            ends_at=block.ends_at,
            place=block.own_place,
            by=by,
        )
    ended = cancel_shifts([block.shift.pk for block in cancelled], by=by)
    told = tell_of_release([*people_on(moved), *ended], before)
    released = Released(len(new), len(moved), len(cancelled), told)
    record(actor=by, action="shifts.released", subject=operation, **released._asdict())
    return released


def _lock_shifts(shifts: QuerySet[Shift]) -> None:
    pks = list(shifts.values_list("pk", flat=True))
    list(Shift.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))


def _lock_people(shifts: Iterable[int]) -> None:
    """All of them by id, before their sign-ups end shift by shift."""
    people = Signup.objects.live().filter(need__shift__in=list(shifts)).values("volunteer_id")
    list(
        Volunteer.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk")
    )


class Undone(NamedTuple):
    """How many shifts of a batch are gone, and those that stay because somebody signed up."""

    gone: int
    kept: list[Shift]


@transaction.atomic
def undo_batch(*, mission: Mission, batch: Any, by: Any) -> Undone:
    """Take back shifts that were added in one go, but for those that somebody signed up for.

    What people could see is cancelled rather than deleted: somebody may be about to sign up.
    """
    shifts = list(
        mission.shifts.select_for_update(of=("self",))
        .filter(batch=batch, cancelled_at=None)
        .order_by("starts_at", "pk")
    )
    if not shifts:
        raise Refusal(_("These shifts are gone already."))
    wanted = set(
        Signup.objects.filter(need__shift__in=shifts).values_list("need__shift_id", flat=True)
    )
    kept = [shift for shift in shifts if shift.pk in wanted or shift.has_started]
    going = [shift for shift in shifts if shift not in kept]
    if not going:
        raise Refusal(_("These shifts stay: somebody has signed up, or they have begun."))
    is_seen = mission.operation.is_public
    cancel_shifts([one.pk for one in going if is_seen and one.is_released], by=by)
    unseen = [one.pk for one in going if not (is_seen and one.is_released)]
    Shift.objects.filter(pk__in=unseen).delete()
    record(actor=by, action="shifts.undone", subject=mission, shifts=len(going))
    return Undone(len(going), kept)
