"""Plan B: where outdoor shifts go when it rains, the switch, and who has seen it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from missions.emails.rain import ask_again, tell_of_the_weather
from missions.models import Place, RainPlan, Receipt, Shift, ShiftDraft, Signup
from missions.queries.rain import receipts_of, switchable
from operations.models import Operation
from operations.services.locks import lock_operation
from operations.services.versions import save_if_unchanged
from volunteers.models import Volunteer


class Switched(NamedTuple):
    """What one press of the switch did; `drafts` are wishes of the team that fell away."""

    shifts: int
    people: int
    drafts: int = 0


@transaction.atomic
def plan_rain(*, shift: Shift, place: Place, starts_at: datetime | None, by: Any) -> RainPlan:
    """Say where the shift goes when it rains, and when if not at its own hour."""
    lock_operation(shift.mission.operation)
    plan = RainPlan.objects.filter(shift=shift).first() or RainPlan(shift=shift)
    if plan.switched_at:
        raise Refusal(_("This shift is at its rain place now. Bring it back first."))
    plan.place, plan.starts_at = place, starts_at
    plan.save()
    record(actor=by, action="rain.planned", subject=shift, place=place.pk)
    return plan


@transaction.atomic
def forget_rain(*, shift: Shift, by: Any) -> None:
    """The shift has no rain twin any more."""
    lock_operation(shift.mission.operation)
    plan = RainPlan.objects.filter(shift=shift).first()
    if plan is None:
        return
    if plan.switched_at:
        raise Refusal(_("This shift is at its rain place now. Bring it back first."))
    plan.delete()
    record(actor=by, action="rain.forgotten", subject=shift)


@transaction.atomic
def switch_to_rain(*, operation: Operation, shifts: Iterable[int], by: Any) -> Switched:
    """Move shifts to their rain twins. Only those who are on them hear of it, once each."""
    lock_operation(operation)
    moved = switchable(operation, shifts, back=False)
    now, before = timezone.now(), {}
    for shift in moved:
        plan = shift.rain_plan
        starts_at = plan.starts_at or shift.starts_at
        if starts_at <= now:
            raise Refusal(_("The rain hour of one of these shifts is past: change it first."))
        before[shift.pk] = (shift.starts_at, shift.ends_at, shift.place)
        plan.switched_at = now
        plan.dry_place, plan.dry_starts_at = shift.place, shift.starts_at
        plan.save(update_fields=["switched_at", "dry_place", "dry_starts_at"])
        _move(shift, starts_at, plan.place)
        record(actor=by, action="rain.switched", subject=shift, place=plan.place_id)
    return _tell(moved, before)


@transaction.atomic
def switch_back(*, operation: Operation, shifts: Iterable[int], by: Any) -> Switched:
    """The sky clears: shifts go back to where and when they were."""
    lock_operation(operation)
    moved = switchable(operation, shifts, back=True)
    now, before = timezone.now(), {}
    for shift in moved:
        plan = shift.rain_plan
        starts_at = plan.dry_starts_at or shift.starts_at
        if starts_at <= now:
            raise Refusal(_("The first hour of one of these shifts is past: it stays inside."))
        before[shift.pk] = (shift.starts_at, shift.ends_at, shift.place)
        _move(shift, starts_at, plan.dry_place)
        plan.switched_at = plan.dry_place = plan.dry_starts_at = None
        plan.save(update_fields=["switched_at", "dry_place", "dry_starts_at"])
        record(actor=by, action="rain.over", subject=shift, place=shift.place_id)
    return _tell(moved, before)


def _move(shift: Shift, starts_at: datetime, place: Place | None) -> None:
    """Its length stays. Whoever edits the shift at this moment hears of a conflict."""
    save_if_unchanged(
        shift,
        version=shift.version,
        starts_at=starts_at,
        ends_at=starts_at + shift.length,
        place=place,
        sequence=shift.sequence + 1,
    )


def _tell(moved: list[Shift], before: dict[int, Any]) -> Switched:
    if not moved:
        raise Refusal(_("None of these shifts can be moved: somebody did it, or they have begun."))
    drafts, _by_model = ShiftDraft.objects.filter(shift__in=moved).delete()
    signups = list(
        Signup.objects.live()
        .filter(need__shift__in=moved)
        .select_related(
            "volunteer__user", "need__shift__mission__operation", "need__shift__mission__place",
            "need__shift__place",
        )
    )  # fmt: skip
    Receipt.objects.bulk_create(
        (
            Receipt(signup=signup, sequence=signup.need.shift.sequence)
            for signup in signups
            if signup.has_place
        ),
        ignore_conflicts=True,
    )
    tell_of_the_weather(signups, before)
    people = {signup.volunteer_id for signup in signups}
    return Switched(len(moved), len(people), drafts)


@transaction.atomic
def note_seen(*, receipt: Receipt, volunteer: Volunteer) -> None:
    """The person has seen the change. Said twice, the first time stays."""
    seen = Receipt.objects.filter(pk=receipt.pk, signup__volunteer=volunteer, seen_at=None)
    if seen.update(seen_at=timezone.now()):
        record(actor=volunteer.user, action="signup.seen", subject=receipt.signup)


@transaction.atomic
def remind_unseen(*, operation: Operation, shifts: Iterable[Shift], by: Any) -> int:
    """Ask again those who have not seen where their shift went: at most one mail an hour each.

    How many have not.
    """
    lock_operation(operation)
    unseen = [
        receipt
        for receipts in receipts_of(shifts).values()
        for receipt in receipts
        if receipt.seen_at is None
    ]
    signups = Signup.objects.filter(
        pk__in=[receipt.signup_id for receipt in unseen]
    ).select_related(
        "volunteer__user", "need__shift__mission__operation", "need__shift__mission__place",
        "need__shift__place",
    )  # fmt: skip
    people = ask_again(signups)
    record(actor=by, action="rain.asked_again", subject=operation, people=people)
    return people
