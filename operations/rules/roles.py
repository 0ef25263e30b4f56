"""Who may do what to an operation. Roles are read at each request; nothing is kept elsewhere."""

from typing import Any

import rules
from django.utils.translation import gettext as _

from accounts.rules import is_site_staff
from communes.models import Commune
from operations.models import Membership, Operation, Role

Roles = frozenset[str]


def roles_of(user: Any, operation: Operation) -> Roles:
    """The roles of a person in an operation. Read once per request: a request has its own user."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "roles_by_operation"):
        user.roles_by_operation = {}
        for pk, role in Membership.objects.filter(user=user).values_list("operation_id", "role"):
            user.roles_by_operation.setdefault(pk, set()).add(role)
    return frozenset(user.roles_by_operation.get(operation.pk, ()))


def has_role(*roles: str) -> Any:
    """A predicate: the person has one of these roles in the operation, or is site staff."""

    @rules.predicate(f"has_role:{','.join(roles)}")
    def predicate(user: Any, operation: Operation | None) -> bool:
        if operation is None:
            return False
        return user.is_staff or bool(roles_of(user, operation) & set(roles))

    return predicate


is_coordinator = has_role(Role.COORDINATOR)
organizes = has_role(Role.COORDINATOR, Role.ORGANIZER)
keeps_desk = has_role(Role.COORDINATOR, Role.ORGANIZER, Role.DESK)
sees_people = has_role(Role.COORDINATOR, Role.ORGANIZER, Role.DESK, Role.MISSION_LEAD)
is_in_team = has_role(*Role.values)


@rules.predicate
def organizes_in_commune(user: Any, commune: Commune | None) -> bool:
    return (
        commune is not None
        and user.is_authenticated
        and Membership.objects.filter(
            user=user,
            role__in=(Role.COORDINATOR, Role.ORGANIZER),
            operation__commune_id=commune.pk,
        ).exists()
    )


rules.add_perm("operations.add_operation", rules.is_authenticated)
rules.add_perm("operations.view_workspace", is_in_team)
rules.add_perm("operations.change_operation", organizes)
rules.add_perm("operations.open_operation", organizes)
rules.add_perm("operations.cancel_operation", is_coordinator)
rules.add_perm("operations.change_team", is_coordinator)
rules.add_perm("operations.view_team", organizes)
rules.add_perm("operations.view_people", sees_people)
rules.add_perm("operations.change_charter", organizes)
rules.add_perm("operations.waive_line", is_site_staff)
rules.set_perm("communes.place_commune", is_site_staff | organizes_in_commune)


def why_cannot_lose_role(membership: Membership, coordinators: int) -> str:
    """Why a role cannot be taken away, or an empty string."""
    if membership.role == Role.COORDINATOR and coordinators < 2:
        return _("An operation keeps at least one coordinator. Name another one first.")
    return ""
