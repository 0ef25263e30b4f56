"""Reads of the organizers' pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
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
    Motion,
    Operation,
    Role,
    Vote,
    VoteLink,
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


@dataclass(frozen=True)
class Voter:
    """A person of the steering committee, however often they are listed: one vote.

    `marks` are what tells people from each other: their account, and their addresses.
    """

    members: list[CommitteeMember]
    marks: frozenset[tuple[str, Any]]
    account: User | None
    opens_workspace: bool

    @property
    def name(self) -> str:
        return str(self.members[0])

    @property
    def organisations(self) -> list[str]:
        return list(dict.fromkeys(member.organisation for member in self.members))

    @property
    def address(self) -> str:
        """Where their mails go; nothing when nobody wrote one down."""
        known = [self.account.email or "" if self.account else ""]
        return next(filter(None, known + [member.email for member in self.members]), "")

    @property
    def needs_link(self) -> bool:
        return bool(self.address) and not self.opens_workspace

    @property
    def can_vote(self) -> bool:
        return bool(self.address) or self.opens_workspace

    def is_user(self, user: Any) -> bool:
        return ("account", user.pk) in self.marks

    def and_also(self, other: "Voter") -> "Voter":
        """The same person, listed once more."""
        first, second = sorted((self, other), key=lambda one: not one.opens_workspace)
        return Voter(
            self.members + other.members,
            self.marks | other.marks,
            first.account or second.account,
            first.opens_workspace,
        )


def voters_of(operation: Operation) -> list[Voter]:
    """The people of the committee, each once, in three queries. Seats without a name are nobody's.

    Two lines are one person when they share an account or an address; a confirmed address is
    that of its account.
    """
    members = list(operation.committee.exclude(name="").select_related("user"))
    typed = {member.email.lower() for member in members if member.email}
    confirmed = EmailAddress.objects.filter(email__in=typed, verified=True).select_related("user")
    owners = {each.email.lower(): each.user for each in confirmed}
    team = set(operation.memberships.values_list("user_id", flat=True))
    voters: list[Voter] = []
    for member in members:
        account = member.user or owners.get(member.email.lower())
        voter = Voter(
            [member],
            _marks_of(member, owners),
            account,
            opens_workspace=account is not None
            and account.is_active
            and (account.pk in team or account.is_staff),
        )
        for same in [each for each in voters if each.marks & voter.marks]:
            voters.remove(same)
            voter = same.and_also(voter)
        voters.append(voter)
    return voters


def _marks_of(member: CommitteeMember, owners: dict[str, User]) -> frozenset[tuple[str, int | str]]:
    accounts = {each for each in (member.user, owners.get(member.email.lower())) if each}
    addresses = {member.email, *(each.email or "" for each in accounts)} - {""}
    return frozenset(
        {("account", each.pk) for each in accounts}
        | {("address", each.lower()) for each in addresses}
        # Without either nobody can tell: a line is a person of its own.
        | ({("member", member.pk)} if not accounts and not addresses else set())
    )


class Ballot(NamedTuple):
    """What a person has answered so far, and the link that was mailed to them."""

    voter: Voter
    vote: Vote | None
    link: VoteLink | None


def ballots_of(motion: Motion, voters: Iterable[Voter]) -> list[Ballot]:
    """One for each person who may vote now; of two answers of one person, the last."""
    votes = {vote.member_id: vote for vote in motion.votes.all() if vote.member_id}
    links = {link.member_id: link for link in motion.links.all()}
    ballots = []
    for voter in voters:
        answers = [votes[each.pk] for each in voter.members if each.pk in votes]
        link = next((links[each.pk] for each in voter.members if each.pk in links), None)
        last = max(answers, key=lambda vote: (vote.voted_at, vote.pk), default=None)
        ballots.append(Ballot(voter, last, link))
    return ballots


def link_by_token(token: str) -> VoteLink | None:
    return (
        VoteLink.objects.select_related("motion__operation__commune", "member")
        .defer("motion__operation__commune__outline")
        .filter(token_hash=token_hash(token))
        .first()
    )


def motions_opened_lately(operation: Operation) -> int:
    return operation.motions.filter(opened_at__gt=timezone.now() - A_DAY).count()
