"""Whether a mission takes place: decided by its people, or by its organizers."""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from missions.emails.decisions import (
    tell_of_decision,
    tell_team_of_confirmation,
    tell_team_to_decide,
    was_told_to_decide,
)
from missions.models import Mission, Need, Signup
from missions.queries.alternatives import (
    live_signups_by_person,
    lives_there,
    nearest_instead,
    open_needs,
)
from missions.queries.decisions import chance_of, missions_to_decide, missions_to_merge_into
from missions.queries.planning import shifts_not_over
from missions.rules.decisions import why_cannot_decide
from missions.services.shifts import cancel_shifts
from missions.services.signups import JoinRefused, join
from volunteers.models import Volunteer
from volunteers.services import confirm_address

logger = logging.getLogger(__name__)

Decision = Mission.Decision
Losses = dict[Volunteer, list[Signup]]


def decide_due() -> int:
    """Confirm the missions whose moment has come and that have enough people.

    Where people are missing the organizers are told, once, and decide: nothing is ever dropped by
    the clock. How many were confirmed.
    """
    confirmed = 0
    for mission in missions_to_decide():
        chance = chance_of(mission)
        if not chance.is_enough:
            if not was_told_to_decide(mission):
                tell_team_to_decide(chance)
            continue
        try:
            confirm_mission(mission=mission, by=None)
            confirmed += 1
        except Refusal:  # somebody was faster
            logger.info("mission %s was decided already", mission.pk)
    return confirmed


@transaction.atomic
def confirm_mission(*, mission: Mission, by: Any) -> None:
    """It takes place. By nobody when enough people have come: then the organizers are told."""
    _decide(mission, Decision.CONFIRMED, by=by)
    if by is None:
        tell_team_of_confirmation(chance_of(mission))


@transaction.atomic
def drop_mission(*, mission: Mission, by: Any) -> int:
    """It does not take place; each person gets one mail with two places to take instead.

    How many people lost a place or a spot on a waiting list.
    """
    lost = _end(mission, Decision.DROPPED, by=by)
    tell_of_decision(mission, lost, moved={}, instead=_instead(mission, lost))
    return len(lost)


@transaction.atomic
def merge_mission(*, mission: Mission, into: Mission, by: Any) -> tuple[int, int]:
    """Its people go to the nearest shifts of another mission, as far as there are places.

    The others get two places to take instead. How many people were moved, and how many were not.
    """
    if not missions_to_merge_into(mission).filter(pk=into.pk).exists():
        raise Refusal(_("This mission has no shift to come: choose another one."))
    lost = _end(mission, Decision.MERGED, by=by, into=into)
    moved = _move(lost, into)
    left = {person: signups for person, signups in lost.items() if person not in moved}
    tell_of_decision(mission, lost, moved=moved, instead=_instead(mission, left))
    return len(moved), len(left)


def _decide(mission: Mission, decision: Decision, *, by: Any, **columns: Any) -> None:
    """Note the decision; whoever decides at the same moment waits, then is told."""
    current = Mission.objects.select_for_update(of=("self",)).get(pk=mission.pk)
    if reason := why_cannot_decide(current, decision):
        raise Refusal(reason)
    columns |= {"decision": decision, "decided_at": timezone.now()}
    Mission.objects.filter(pk=mission.pk).update(**columns)
    for name, value in columns.items():
        setattr(mission, name, value)
    merged = {"into": mission.merged_into_id} if decision == Decision.MERGED else {}
    record(actor=by, action=f"mission.{decision}", subject=mission, **merged)


def _end(mission: Mission, decision: Decision, *, by: Any, into: Mission | None = None) -> Losses:
    """Cancel the mission and its shifts that are not over; what each person loses by it."""
    shifts = shifts_not_over(mission.operation).filter(mission=mission)
    pks = list(shifts.values_list("pk", flat=True))
    _decide(mission, decision, by=by, cancelled_at=timezone.now(), merged_into=into)
    lost: Losses = {}
    for signup in cancel_shifts(pks, by=by):
        lost.setdefault(signup.volunteer, []).append(signup)
    return lost


def _move(lost: Losses, into: Mission) -> dict[Volunteer, list[Signup]]:
    """A place on the other mission for each that was lost, those who had one first."""
    # All of them before the first, in the order of their ids: nobody else can cross.
    needs = Need.objects.select_for_update(of=("self",)).filter(shift__mission=into)
    list(needs.order_by("pk").values_list("pk"))
    queue = [(person, signup) for person, signups in lost.items() for signup in signups]
    queue.sort(key=lambda pair: (not pair[1].has_place, pair[1].created_at, pair[1].pk))
    busy = live_signups_by_person(lost)
    moved: dict[Volunteer, list[Signup]] = {}
    for person, signup in queue:
        for need in nearest_instead(
            person,
            [signup.need],
            busy[person.pk],
            open_needs(into.operation, missions=[into]),
            limit=3,
        ):
            if placed := _place(person, need, is_proven=signup.confirmed_at is not None):
                busy[person.pk].append(placed)
                moved.setdefault(person, []).append(placed)
                break
    return moved


def _place(person: Volunteer, need: Need, *, is_proven: bool) -> Signup | None:
    """A place, without a mail of its own; None where none is left, and nothing was done."""
    try:
        return take_place_instead(volunteer=person, need=need, is_proven=is_proven, is_told=False)
    except Refusal:
        return None


@transaction.atomic
def take_place_instead(
    *, volunteer: Volunteer, need: Need, is_proven: bool = True, is_told: bool = True
) -> Signup:
    """The place that was offered to somebody, never a spot on a waiting list.

    Raises JoinRefused with two others when it is gone; then nothing was done.
    """
    if is_proven and is_told:  # they came by the link in their mail
        confirm_address(volunteer)
    try:
        (signup,) = join(
            volunteer=volunteer,
            needs=[need],
            is_proven=is_proven,
            is_resident=lives_there(volunteer, need.shift.mission.operation),
            is_told=is_told,
        )
    except JoinRefused as refusal:
        refusal.suggestions = others_instead(volunteer, need)
        raise
    if not signup.has_place:
        raise JoinRefused(
            need,
            _("No place is left there any more."),
            others_instead(volunteer, need),
        )
    return signup


def others_instead(volunteer: Volunteer, need: Need) -> list[Need]:
    """The two nearest places that somebody could have instead of this one."""
    live = live_signups_by_person([volunteer])[volunteer.pk]
    return nearest_instead(volunteer, [need], live, open_needs(need.shift.mission.operation))


def _instead(mission: Mission, lost: Losses) -> dict[Volunteer, Sequence[Need]]:
    """Two places for each person, nearest to what they lost."""
    needs = open_needs(mission.operation) if lost else []
    live = live_signups_by_person(lost)
    return {
        person: nearest_instead(person, [signup.need for signup in signups], live[person.pk], needs)
        for person, signups in lost.items()
    }
