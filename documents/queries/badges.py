"""Badges: who is who on the spot."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.dates import days_in_words
from documents.pdf import localised
from missions.models import Mission, Need, Signup
from operations.models import Operation, Role
from translations.texts import text_of
from volunteers.models import Volunteer

ON_A_SHEET = 8


def people_of(missions: Iterable[Mission]) -> dict[Volunteer, list[str]]:
    """The volunteers who have a place there, with the words for their roles. One query."""
    signups = (
        Signup.objects.placed()
        .filter(
            need__shift__mission__in=[mission.pk for mission in missions],
            need__shift__cancelled_at=None,
        )
        .select_related("volunteer", "need")
        .order_by("volunteer__name", "volunteer_id")
    )
    people: dict[Volunteer, set[str]] = {}
    for signup in signups:
        people.setdefault(signup.volunteer, set()).add(signup.need.role)
    return {
        volunteer: [str(role.label) for role in Need.Role if role in roles]
        for volunteer, roles in people.items()
    }


def team_of(operation: Operation) -> dict[Any, list[str]]:
    """The members of the team, with the words for their roles. One query."""
    memberships = operation.memberships.select_related("user").order_by("user_id")
    team: dict[Any, set[str]] = {}
    for membership in memberships:
        team.setdefault(membership.user, set()).add(membership.role)
    return {
        user: [str(role.label) for role in Role if role in roles] for user, roles in team.items()
    }


def badge_facts(
    operation: Operation,
    people: dict[Volunteer, list[str]],
    codes: dict[int, str],
    *,
    blanks: int,
) -> dict[str, Any]:
    """The facts of `badges.typ`. A member of the team who has a place too gets one badge."""
    team = team_of(operation)
    team_of_users = {user.pk: roles for user, roles in team.items()}
    volunteers = [
        {
            "name": volunteer.name,
            "roles": team_of_users.pop(volunteer.user_id, []) + roles,
            "code": codes.get(volunteer.pk, ""),
        }
        for volunteer, roles in people.items()
    ]
    members = [
        {"name": user.display_name, "roles": team_of_users[user.pk], "code": ""}
        for user in team
        if user.pk in team_of_users
    ]
    blank = {"name": "", "roles": [], "code": ""}
    return {
        "operation": localised(text_of(operation, "title")),
        "commune": operation.commune.name,
        "days_words": days_in_words(operation.starts_on, operation.ends_on),
        "badges": [*members, *volunteers, *[blank] * blanks],
        "words": {"name": _("Name"), "role": _("Role")},
    }
