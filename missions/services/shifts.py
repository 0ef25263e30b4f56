"""Shifts: several at once, one changed, some cancelled; and how many people they need."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from missions.emails.planning import tell_of_cancelled_shifts, tell_of_changed_shift
from missions.models import Mission, Need, Place, Shift, ShiftDraft, Signup
from missions.queries.planning import beginnings_taken, cancelled_with_people
from missions.services.signups import end_signups_of_shift, promote_waiting
from operations.services.versions import EditConflict, save_if_unchanged

MOST_SHIFTS_OF_A_MISSION = 1000


class RoleNumbers(Protocol):
    """How many people of a role a shift needs."""

    @property
    def role(self) -> str: ...
    @property
    def minimum(self) -> int: ...
    @property
    def wished(self) -> int: ...
    @property
    def maximum(self) -> int: ...
    @property
    def details(self) -> Mapping[str, Any]:
        """The other columns of the need; those left out stay as they are."""


@transaction.atomic
def create_shifts(
    *,
    mission: Mission,
    starts: Sequence[datetime],
    length: timedelta,
    place: Place | None,
    numbers: Sequence[RoleNumbers],
    by: Any,
) -> list[Shift]:
    """A shift for each start; none where the mission has one already, at the same place.

    What is added in one go is a batch. People who see the programme already see a new shift from
    the next release on.
    """
    _lock(mission)
    if mission.cancelled_at:
        raise Refusal(_("This mission was cancelled."))
    if mission.shifts.count() + len(starts) > MOST_SHIFTS_OF_A_MISSION:
        raise Refusal(
            _("A mission has at most %(count)s shifts.") % {"count": MOST_SHIFTS_OF_A_MISSION}
        )
    taken = beginnings_taken(mission)
    batch = uuid4()
    # The length is added to an instant: three hours stay three hours when clocks change.
    shifts = Shift.objects.bulk_create(
        Shift(
            mission=mission,
            starts_at=start,
            ends_at=start + length,
            place=place,
            is_released=not mission.operation.is_public,
            batch=batch,
        )
        for start in starts
        if (start, place.pk if place else None) not in taken
    )
    Need.objects.bulk_create(
        Need(
            shift=shift,
            role=each.role,
            minimum=each.minimum,
            wished=each.wished,
            maximum=each.maximum,
            places=each.maximum,
            **each.details,
        )
        for shift in shifts
        for each in numbers
    )
    record(actor=by, action="shifts.created", subject=mission, shifts=[one.pk for one in shifts])
    return shifts


@transaction.atomic
def change_shift(
    *,
    shift: Shift,
    version: int,
    starts_at: datetime,
    length: timedelta,
    place: Place | None,
    by: Any,
) -> None:
    """Move a shift in time or space; its people are told, once. Raises EditConflict.

    Another time or place that waited for a release is dropped: this is the later wish.
    """
    before = move_shift(
        shift=shift,
        version=version,
        starts_at=starts_at,
        ends_at=starts_at + length,
        place=place,
        by=by,
    )
    if before:
        tell_of_changed_shift(shift, before)


def move_shift(
    *,
    shift: Shift,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    place: Place | None,
    by: Any,
) -> Shift | None:
    """Move a shift inside a bigger decision; how it was, if that is any different."""
    before = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if before.version != version:
        raise EditConflict
    if reason := why_fixed(shift, before):
        raise Refusal(reason)
    ShiftDraft.objects.filter(shift=shift).delete()
    place_pk = place.pk if place else None
    if (before.starts_at, before.ends_at, before.place_id) == (starts_at, ends_at, place_pk):
        return None
    save_if_unchanged(
        shift,
        version=version,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        sequence=before.sequence + 1,
    )
    record(
        actor=by,
        action="shift.changed",
        subject=shift,
        before=[before.starts_at.isoformat(), before.ends_at.isoformat(), before.place_id],
        after=[starts_at.isoformat(), ends_at.isoformat(), place_pk],
    )
    return before


def why_fixed(shift: Shift, current: Shift) -> str:
    """Why a shift stays where it is, or an empty string."""
    if current.cancelled_at or shift.mission.cancelled_at:
        return _("This shift was cancelled.")
    if current.has_started:
        return _("This shift has already begun.")
    return ""


@transaction.atomic
def cancel_shift(*, shift: Shift, by: Any) -> int:
    """Cancel one shift; its people are told. How many they were."""
    current = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if reason := why_fixed(shift, current):
        raise Refusal(reason)
    ended = cancel_shifts([current.pk], by=by)
    tell_of_cancelled_shifts(ended)
    return len(ended)


def cancel_shifts(pks: Iterable[int], *, by: Any) -> list[Signup]:
    """Cancel shifts inside a bigger decision; the sign-ups that end, whose people must be told."""
    cancelled = Shift.objects.filter(pk__in=list(pks), cancelled_at=None).order_by("pk")
    shifts = list(cancelled.select_related("mission"))
    cancelled.order_by().update(
        cancelled_at=timezone.now(), sequence=F("sequence") + 1, version=F("version") + 1
    )
    ShiftDraft.objects.filter(shift__in=[shift.pk for shift in shifts]).delete()
    ended = []
    for shift in shifts:
        record(actor=by, action="shift.cancelled", subject=shift)
        ended += end_signups_of_shift(shift, by=by)
    return ended


def tell_late_comers() -> int:
    """End the sign-ups made at the very moment their shift was cancelled. How many."""
    late = 0
    for shift in cancelled_with_people():
        with transaction.atomic():
            ended = end_signups_of_shift(shift, by=None)
            tell_of_cancelled_shifts(ended)
            late += len(ended)
    return late


@transaction.atomic
def set_needs(*, shift: Shift, numbers: Sequence[RoleNumbers], by: Any) -> None:
    """Write how many people are needed. A role left out needs nobody any more.

    A maximum below what is taken expels nobody and lets nobody in; a higher one is for those who
    wait, in their order.
    """
    if shift.cancelled_at:
        raise Refusal(_("This shift was cancelled."))
    # The rows stay locked until their waiting lists are served.
    known = {need.role: need for need in shift.needs.select_for_update(of=("self",)).order_by("pk")}
    wanted = {each.role: each for each in numbers}
    for role in known.keys() - wanted.keys():
        _close(shift, known[role])
    for role, each in wanted.items():
        _write(shift, known.get(role), each)
    record(
        actor=by,
        action="shift.needs_set",
        subject=shift,
        before={role: need.maximum for role, need in known.items()},
        after={role: each.maximum for role, each in wanted.items()},
    )
    for need in known.values():
        if need.role in wanted:
            promote_waiting(need)


def _write(shift: Shift, need: Need | None, each: RoleNumbers) -> None:
    columns = {
        "minimum": each.minimum,
        "wished": each.wished,
        "maximum": each.maximum,
        **each.details,
    }
    if need is None:
        Need.objects.create(shift=shift, role=each.role, places=each.maximum, **columns)
    else:
        _places(need).update(places=Greatest(Value(each.maximum), F("taken")), **columns)


def _close(shift: Shift, need: Need) -> None:
    """Nobody more. Once people can sign up the row stays, for somebody may be about to."""
    if not shift.mission.operation.is_public and not need.signups.exists():
        need.delete()
        return
    nobody = {"minimum": 0, "wished": 0, "maximum": 0, "residents_reserve": 0}
    _places(need).update(places=F("taken"), **nobody)


def _places(need: Need) -> QuerySet[Need]:
    return Need.objects.filter(pk=need.pk)


def _lock(mission: Mission) -> None:
    """Two forms sent at once add their shifts one after the other."""
    Mission.objects.select_for_update().values_list("pk").get(pk=mission.pk)
