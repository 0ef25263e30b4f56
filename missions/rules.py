"""Who may do what to missions and sign-ups, and why a place cannot be had."""

from typing import Any

import rules
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from missions.models import Mission, Need, Signup
from missions.queries.charter import missions_and_leadless
from operations.models import CharterLine, Operation, Role
from operations.queries import Charter
from operations.rules import Line, charter_lines, keeps_desk, organizes, roles_of


@rules.predicate
def organizes_mission(user: Any, mission: Mission | None) -> bool:
    return mission is not None and organizes(user, mission.operation)


@rules.predicate
def leads_mission(user: Any, mission: Mission | None) -> bool:
    """Its lead, as long as they are a mission lead of the operation."""
    return (
        mission is not None
        and mission.lead_id == user.pk
        and Role.MISSION_LEAD in roles_of(user, mission.operation)
    )


@rules.predicate
def keeps_desk_of_mission(user: Any, mission: Mission | None) -> bool:
    return mission is not None and keeps_desk(user, mission.operation)


rules.add_perm("missions.add_mission", organizes)  # asked of the operation
rules.add_perm("missions.change_mission", organizes_mission | leads_mission)
rules.add_perm("missions.cancel_mission", organizes_mission)
rules.add_perm("missions.view_roster", keeps_desk_of_mission | leads_mission)
rules.add_perm("missions.change_roster", keeps_desk_of_mission | leads_mission)


def why_closed(need: Need) -> str:
    """Why nobody can sign up for the need any more, or an empty string."""
    shift = need.shift
    if not shift.mission.operation.takes_signups:
        return _("Sign-up for this operation is not open.")
    if shift.cancelled_at or shift.mission.cancelled_at:
        return _("This shift was cancelled.")
    if shift.has_started:
        return _("This shift has already begun.")
    return ""


def why_cannot_join(need: Need, live_signups: list[Signup]) -> str:
    """Why a volunteer with these live sign-ups cannot take the need, or an empty string."""
    if reason := why_closed(need):
        return reason
    for signup in live_signups:
        if signup.need_id == need.pk:
            if signup.state == Signup.State.WAITING:
                return _("You are already on the waiting list of this shift.")
            return _("You already have a place on this shift.")
        if signup.need.shift.overlaps(need.shift):
            return _("You are already signed up for another shift at this time.")
    return ""


def why_cannot_withdraw(signup: Signup) -> str:
    """Why a volunteer cannot give the place back by themselves, or an empty string."""
    if not signup.is_live:
        return _("This place was given back already.")
    if signup.need.shift.has_started:
        return _("This shift has already begun: please tell the organizers.")
    return ""


def gate_of(charter: Charter) -> list[Line]:
    """Every line of the charter, with the one that only missions can tell: a lead for each."""
    return [*charter_lines(charter), _leads(charter.operation)]


def _leads(operation: Operation) -> Line:
    missions, leadless = missions_and_leadless(operation)
    missing = ""
    if not missions:
        missing = _("there is no mission yet")
    elif leadless:
        missing = ngettext(
            "%(count)s mission has none", "%(count)s missions have none", leadless
        ) % {"count": leadless}
    address = reverse("missions:organize-missions", args=[operation.slug])
    return Line(CharterLine.MISSION_LEADS, missing, address)
