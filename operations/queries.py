"""Reads of the organizers' pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.tokens import token_hash
from operations.models import (
    CommitteeMember,
    Indicator,
    Invitation,
    Meeting,
    Membership,
    Operation,
    Role,
    Waiver,
)

A_DAY = timedelta(days=1)
ADMINISTRATORS = (Role.COORDINATOR, Role.ORGANIZER)


def workspaces_of(user: Any) -> QuerySet[Operation]:
    """The operations that a person takes part in organizing; all of them for the site's staff."""
    if not user.is_authenticated:
        return Operation.objects.none()
    operations = Operation.objects.all() if user.is_staff else Operation.objects.of_member(user)
    return operations.select_related("commune").defer("commune__outline")


def my_operations(user: Any) -> list[Operation]:
    """Those in whose team the person is, the next ones first, what is over last."""
    mine = Operation.objects.of_member(user).select_related("commune").defer("commune__outline")
    today = timezone.localdate()
    operations = list(mine.order_by("starts_on", "pk"))
    coming = [operation for operation in operations if operation.ends_on >= today]
    return coming + [operation for operation in reversed(operations) if operation.ends_on < today]


@dataclass
class Member:
    """A person of the team with all their roles."""

    user: User
    memberships: list[Membership] = field(default_factory=list)

    @property
    def other_roles(self) -> list[tuple[str, str]]:
        """The roles that the person does not have."""
        held = {membership.role for membership in self.memberships}
        return [(value, str(label)) for value, label in Role.choices if value not in held]


def team_of(operation: Operation) -> list[Member]:
    """The team by name, each person once."""
    members: dict[int, Member] = {}
    memberships = operation.memberships.select_related("user").order_by(
        "user__display_name", "user_id", "pk"
    )
    for membership in memberships:
        member = members.setdefault(membership.user_id, Member(membership.user))
        member.memberships.append(membership)
    return list(members.values())


def people_with_role(operation: Operation, roles: Iterable[str]) -> QuerySet[User]:
    of_operation = Membership.objects.filter(operation=operation, role__in=list(roles))
    return User.objects.filter(pk__in=of_operation.values("user_id")).order_by("display_name", "pk")


def coordinators_of(operation: Operation) -> int:
    return operation.memberships.filter(role=Role.COORDINATOR).count()


def administrators_of(operation: Operation) -> int:
    """How many people can run the operation."""
    in_charge = operation.memberships.filter(role__in=ADMINISTRATORS)
    return in_charge.values("user_id").distinct().count()


@dataclass(frozen=True)
class Charter:
    """What the lines of the charter are read from."""

    operation: Operation
    committee: list[CommitteeMember]
    meetings: list[Meeting]
    indicators: list[Indicator]
    waivers: dict[str, Waiver]
    administrators: list[tuple[int, str]]  # person and role


def charter_of(operation: Operation) -> Charter:
    """All of it, in five queries."""
    return Charter(
        operation,
        list(operation.committee.select_related("user")),
        list(operation.meetings.all()),
        list(operation.indicators.all()),
        {waiver.line: waiver for waiver in operation.waivers.select_related("waived_by")},
        list(operation.memberships.filter(role__in=ADMINISTRATORS).values_list("user_id", "role")),
    )


class Seat(NamedTuple):
    """An organisation of the steering committee, with its people who agreed to be named."""

    organisation: str
    names: list[str]


def public_committee(committee: Iterable[CommitteeMember]) -> list[Seat]:
    """The steering committee as everybody may see it; each organisation once."""
    seats: dict[str, Seat] = {}
    for member in committee:
        seat = seats.setdefault(member.organisation_key, Seat(member.organisation, []))
        if member.is_public and member.name:
            seat.names.append(member.name)
    return list(seats.values())


def pending_invitations(operation: Operation) -> QuerySet[Invitation]:
    return operation.invitations.filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    ).order_by("-created_at", "-pk")


def invitation_by_token(token: str) -> Invitation | None:
    return (
        Invitation.objects.select_related("operation__commune", "invited_by")
        .defer("operation__commune__outline")
        .filter(token_hash=token_hash(token))
        .first()
    )


def invitations_mailed_lately(address: str) -> int:
    """How many invitations went to a mailbox in a day; name+tag@ is the mailbox of name@."""
    local, _at, domain = address.lower().rpartition("@")
    name = local.partition("+")[0]
    is_this_mailbox = Q(email=f"{name}@{domain}") | Q(
        email__startswith=f"{name}+", email__endswith=f"@{domain}"
    )
    return Invitation.objects.filter(is_this_mailbox, created_at__gt=timezone.now() - A_DAY).count()


def drafts_created_by(user: Any) -> int:
    return Operation.objects.filter(created_by=user, status=Operation.Status.DRAFT).count()
