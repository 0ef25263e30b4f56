"""Missions, their places, and the turns in the life of an operation that concern them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import changes, record
from core.refusal import Refusal
from missions.emails.planning import tell_of_cancelled_operation, tell_of_cancelled_shifts
from missions.models import Mission, Place
from missions.queries.planning import has_shift_to_come, shifts_not_over
from missions.services.shifts import cancel_shifts
from operations.models import Operation
from operations.services.status import change_status
from operations.services.versions import save_if_unchanged
from translations.texts import set_texts, texts_in

MOST_MISSIONS = 200
MOST_PLACES = 200

# What the trace tells before and after; of texts and people only that they changed.
TOLD_OF_MISSION = (
    "kind", "theme", "mode", "phase", "level", "place", "licence", "minimum_people",
    "beginners_per_helper",
)  # fmt: skip
TOLD_OF_PLACE = (
    "latitude", "longitude", "opens_at", "closes_at", "rooms", "is_outdoors", "needs_key",
)  # fmt: skip


@transaction.atomic
def create_mission(
    *,
    operation: Operation,
    language: str,
    texts: Mapping[str, str],
    facts: Mapping[str, Any],
    by: Any,
) -> Mission:
    if operation.missions.count() >= MOST_MISSIONS:
        raise Refusal(_("An operation has at most %(count)s missions.") % {"count": MOST_MISSIONS})
    mission = Mission(operation=operation, source_language=language, **facts)
    set_texts(mission, language, **texts)
    mission.save()
    record(actor=by, action="mission.created", subject=mission)
    return mission


@transaction.atomic
def edit_mission(
    *,
    mission: Mission,
    version: int,
    language: str,
    texts: Mapping[str, str],
    facts: Mapping[str, Any],
    by: Any,
) -> None:
    """Save the facts and the texts of one language. Raises EditConflict."""
    before = {name: getattr(mission, name) for name in facts} | texts_in(mission, language)
    columns = set_texts(mission, language, **texts)
    save_if_unchanged(
        mission,
        version=version,
        **{column: getattr(mission, column) for column in columns},
        **facts,
    )
    changed = changes(before, {**facts, **texts}, told=TOLD_OF_MISSION)
    record(actor=by, action="mission.edited", subject=mission, language=language, changed=changed)


@transaction.atomic
def cancel_mission(*, mission: Mission, by: Any) -> int:
    """Cancel a mission and its shifts that are not over. How many people lost a place."""
    shifts = shifts_not_over(mission.operation).filter(mission=mission)
    pks = list(shifts.values_list("pk", flat=True))
    now = timezone.now()
    if not Mission.objects.filter(pk=mission.pk, cancelled_at=None).update(cancelled_at=now):
        raise Refusal(_("This mission was cancelled already."))
    mission.cancelled_at = now
    record(actor=by, action="mission.cancelled", subject=mission)
    ended = cancel_shifts(pks, by=by)
    tell_of_cancelled_shifts(ended)
    return len(ended)


@transaction.atomic
def save_place(
    *, operation: Operation, place: Place | None, facts: Mapping[str, Any], by: Any
) -> Place:
    """A new place, or new facts of one."""
    if place is None:
        if operation.places.count() >= MOST_PLACES:
            raise Refusal(_("An operation has at most %(count)s places.") % {"count": MOST_PLACES})
        place = Place.objects.create(operation=operation, **facts)
        record(actor=by, action="place.created", subject=place)
        return place
    before = {name: getattr(place, name) for name in facts}
    Place.objects.filter(pk=place.pk).update(**facts)
    changed = changes(before, facts, told=TOLD_OF_PLACE)
    record(actor=by, action="place.edited", subject=place, changed=changed)
    return place


def move_operation(*, operation: Operation, status: str, by: Any) -> None:
    """Put an operation into its next status, with all that this means for its missions."""
    match status:
        case Operation.Status.OPEN:
            open_operation(operation=operation, by=by)
        case Operation.Status.CANCELLED:
            cancel_operation(operation=operation, by=by)
        case _:
            change_status(operation=operation, status=status, by=by)


@transaction.atomic
def open_operation(*, operation: Operation, by: Any) -> None:
    """Everybody sees it and can sign up from now on."""
    if not has_shift_to_come(operation):
        raise Refusal(_("It has no shift to come yet: add a mission with a shift first."))
    change_status(operation=operation, status=Operation.Status.OPEN, by=by)


@transaction.atomic
def cancel_operation(*, operation: Operation, by: Any) -> int:
    """Cancel it with all shifts that are not over; each person gets one mail. How many places."""
    change_status(operation=operation, status=Operation.Status.CANCELLED, by=by)
    ended = cancel_shifts(list(shifts_not_over(operation).values_list("pk", flat=True)), by=by)
    tell_of_cancelled_operation(ended)
    return len(ended)
