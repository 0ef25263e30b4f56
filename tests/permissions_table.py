"""The tables of permissions in docs/architecture.md, and two teams to hold against them."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone

from core.tokens import new_token, token_hash
from missions.models import Proposal
from operations.models import Invitation, Operation, Partner, Role, VoteLink
from tests.announcements.factories import AnnouncementFactory
from tests.communes.factories import CommuneFactory
from tests.documents.factories import DocumentModelFactory
from tests.guides.factories import GuideFactory
from tests.logistics.factories import BedMatchFactory, PieceFactory
from tests.missions.factories import (
    MissionFactory,
    NeedFactory,
    PlaceFactory,
    ProposalFactory,
    ShiftFactory,
    SignupFactory,
)
from tests.notifications.factories import EmailFactory
from tests.operations.factories import (
    CommitteeMemberFactory,
    IndicatorFactory,
    MeetingFactory,
    MembershipFactory,
    MotionFactory,
    OperationFactory,
    WaiverFactory,
)
from tests.planning.factories import FileFactory, PlanFactory, StepFactory
from tests.registers.factories import ContactFactory
from tests.zones.factories import SectorFactory
from volunteers.services import make_link, revoke_links

ROLES = {
    "coordinator": Role.COORDINATOR,
    "organizer": Role.ORGANIZER,
    "mission lead": Role.MISSION_LEAD,
    "reviewer": Role.REVIEWER,
    "desk": Role.DESK,
}
OTHER = "other team's coordinator"
PEOPLE = ["visitor", "signed in", *ROLES, OTHER, "site staff"]
WORDS = {"yes", "sign in", "403", "404"}
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "architecture.md"


@dataclass(frozen=True)
class Row:
    """One address, asked for by one method: the outcome for each person."""

    name: str
    what: str  # "of a draft", or empty
    method: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.what}".strip()


def tables() -> tuple[list[Row], list[Row]]:
    """Our own addresses, and those of django-allauth and the administration (no method there)."""
    ours, others = [], []
    columns: list[str] = []
    for line in DOCUMENT.read_text().partition("## Permissions")[2].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or set(line) <= set("|- "):
            continue
        if cells[0] in {"address", "addresses"}:
            columns = cells
            continue
        names, what = re.findall(r"`([^`]+)`", cells[0]), cells[0].rpartition("`")[2].strip()
        by_column = dict(zip(columns[1:], cells[1:], strict=True))
        methods = by_column.pop("method", "").split(", ")
        assert set(by_column.values()) <= WORDS, line
        rows = ours if columns[0] == "address" else others
        rows += [Row(name, what, method, by_column) for name in names for method in methods]
    return ours, others


def address_names(resolver: URLResolver | None = None, namespace: str = "") -> set[str]:
    """The name of each address of the site, those of the administration left out."""
    names = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLResolver):
            names.add(f"{namespace}{entry.name}")
        elif entry.namespace != "admin":
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            names |= address_names(entry, inner)
    return names


# Which object stands in an address as `pk`.
KEYS = {
    "missions:mission-detail": "mission",
    "missions:organize-mission-edit": "mission",
    "missions:organize-mission-cancel": "mission",
    "missions:organize-mission-decide": "mission",
    "missions:organize-proposal": "proposal",
    "missions:organize-shifts": "mission",
    "missions:organize-shift-edit": "shift",
    "missions:organize-needs": "shift",
    "missions:organize-rain": "shift",
    "missions:organize-rain-remove": "shift",
    "missions:organize-shift-cancel": "shift",
    "missions:organize-batch-undo": "mission",
    "missions:organize-schedule-shift": "shift",
    "missions:organize-schedule-cancel": "shift",
    "missions:organize-schedule-discard": "shift",
    "missions:organize-place-edit": "place",
    "missions:organize-roster-signup": "signup",
    "missions:organize-roster-remove": "signup",
    "operations:organize-partner-remove": "partner",
    "operations:organize-committee-edit": "committee_member",
    "operations:organize-committee-remove": "committee_member",
    "operations:organize-meeting-edit": "meeting",
    "operations:organize-meeting-remove": "meeting",
    "operations:organize-indicator-edit": "indicator",
    "operations:organize-indicator-remove": "indicator",
    "operations:organize-motion": "motion",
    "operations:organize-motion-edit": "motion",
    "operations:organize-motion-vote": "motion",
    "operations:organize-motion-end": "motion",
    "operations:organize-motion-link": "motion",
    "operations:organize-invitation": "invitation",
    "operations:organize-role-remove": "membership",
    "planning:organize-step": "step",
    "planning:organize-step-edit": "step",
    "planning:organize-step-give": "step",
    "planning:organize-step-finish": "step",
    "planning:organize-step-reopen": "step",
    "planning:organize-step-drop": "step",
    "planning:organize-step-comment": "step",
    "planning:organize-proof-add": "step",
    "planning:organize-proof": "step",
    "planning:organize-proof-remove": "step",
    "announcements:organize-announcement": "announcement",
    "announcements:organize-announcement-send": "announcement",
    "announcements:organize-announcement-withdraw": "announcement",
    "announcements:organize-mail-again": "failed_mail",
    "registers:organize-entry": "contact",
    "registers:organize-entry-remove": "contact",
    **dict.fromkeys(
        [
            f"zones:organize-zone{each}"
            for each in ("", "-edit", "-delete", "-outline", "-cut", "-sectors", "-geojson", "-gpx")
        ],
        "zone",
    ),
    **dict.fromkeys(
        [f"zones:organize-sector{each}" for each in ("", "-mark", "-join", "-delete")], "sector"
    ),
    "logistics:organize-entry-remove": "bed_offer",
    "logistics:organize-request": "bed_request",
    "logistics:organize-match": "bed_match",
    **dict.fromkeys(
        [f"logistics:organize-{each}" for each in ("equipment-edit", "promise")], "equipment"
    ),
    "logistics:organize-piece": "piece",
    "notifications:demo-mail": "mail",
    "notifications:demo-mail-html": "mail",
}
# A form that has to say something to be one.
POSTED = {
    "missions:me": {"action": "confirm"},
    "missions:organize-plan-b": {"action": "remind"},
    "missions:me-link": {"action": "confirm"},
    "logistics:me": {"action": "confirm"},
    "logistics:me-link": {"action": "confirm"},
    "missions:proposal": {"action": "withdraw"},
    "missions:organize-mission-decide": {"action": "confirm"},
    **{
        f"missions:organize-export-{table}": {"format": "csv"}
        for table in ("roster", "needs", "history")
    },
}


# Addresses that hold the secret of a volunteer.
PERSONAL = {
    "logistics:me-link",
    "missions:me-link",
    "missions:me-take",
    "feeds:my-calendar",
    "announcements:me-announcements",
    "announcements:unsubscribe",
}


class Team:
    """An operation of one organization with all that hangs on it, its draft twin beside it."""

    def __init__(self) -> None:
        self.commune = CommuneFactory()
        self.operation = OperationFactory(commune=self.commune)
        self.draft = OperationFactory(commune=self.commune, status=Operation.Status.DRAFT)
        self.members = {name: self._member(role) for name, role in ROLES.items()}
        lead = self.members["mission lead"]
        self.own = self._objects(self.operation, lead)
        self.of_another_lead = self._objects(self.operation, None)
        self.of_draft = self._objects(self.draft, lead)

    def _member(self, role: str) -> Any:
        user = MembershipFactory(operation=self.operation, role=role).user
        MembershipFactory(operation=self.draft, user=user, role=role)
        return user

    def _objects(self, operation: Operation, lead: Any) -> dict[str, Any]:
        mission = MissionFactory(operation=operation, lead=lead)
        need = NeedFactory(shift=ShiftFactory(mission=mission), taken=1)
        signup = SignupFactory(need=need)
        desk = operation.memberships.get(role=Role.DESK)
        member = CommitteeMemberFactory(operation=operation)
        step = StepFactory(plan=PlanFactory(operation=operation), owner=lead)
        return {
            "slug": operation.slug,
            "mission": mission.pk,
            "shift": need.shift.pk,
            "batch": uuid4(),
            "need_pk": need.pk,
            "need": need.pk,  # where the address holds a secret too
            "signup": signup.pk,
            "place": PlaceFactory(operation=operation).pk,
            "proposal": ProposalFactory(operation=operation).pk,
            "partner": Partner.objects.create(operation=operation, name="The library").pk,
            "committee_member": member.pk,
            "member_pk": member.pk,
            "motion": MotionFactory(operation=operation).pk,
            "meeting": MeetingFactory(operation=operation).pk,
            "indicator": IndicatorFactory(operation=operation, code="other", label_en="Teas").pk,
            "line": WaiverFactory(operation=operation).line,
            "step": step.pk,
            "proof_pk": FileFactory(proof__step=step, proof__added_by=lead).proof_id,
            "register": "contacts",
            "announcement": AnnouncementFactory(operation=operation).pk,
            "failed_mail": EmailFactory(operation_id=operation.pk, state="parked", due_at=None).pk,
            "contact": ContactFactory(operation=operation).pk,
            "kind": "lodging",
            "side": "offer",
            "bed_match": (match := BedMatchFactory(operation=operation)).pk,
            "bed_offer": match.offer_id,
            "bed_request": match.request_id,
            "piece": (piece := PieceFactory(need__operation=operation)).pk,
            "equipment": piece.need_id,
            "invitation": invitation_to("somebody@example.org", operation)[0].pk,
            "membership": desk.pk,
            "user_pk": desk.user_id,
            "status": "running",
            "sector": (sector := SectorFactory(zone__operation=operation, mission=mission)).pk,
            "zone": sector.zone_id,
            "other_sector": SectorFactory(zone=sector.zone).pk,
            "volunteer": signup.volunteer,
            "mail": EmailFactory().pk,
            "country": self.commune.country,
            "code": self.commune.code,
            "sheet": GuideFactory().slug,
            "document": DocumentModelFactory().code,
            "file_format": "odt",
        }

    def address(self, row: Row, reader: Any = None) -> str:
        """The address of a row, with this team's things in it."""
        things = {"of a draft": self.of_draft, "of another lead": self.of_another_lead}.get(
            row.what, self.own
        )
        things = {**things, "pk": things[KEYS[row.name]]} if row.name in KEYS else dict(things)
        things["path"] = "covers/no-such.webp" if row.what == "of no file" else "covers/a.webp"
        if row.what == "to cancelled":
            things["status"] = "cancelled"
        if row.name in PERSONAL:
            things["token"] = make_link(things["volunteer"])
            if row.what == "revoked":
                revoke_links(things["volunteer"])
        elif row.name == "missions:proposal":
            things["token"] = link_to_proposal(things["proposal"])
        elif row.name == "operations:vote":
            things["token"] = link_to_vote(things["motion"], things["member_pk"])
        elif row.name == "operations:invitation":
            is_for_reader = reader is not None and row.what == "to the reader"
            address = reader.email if is_for_reader else "somebody@example.org"
            things["token"] = invitation_to(address, self.operation)[1]
        return filled(row.name, things)


def invitation_to(address: str, operation: Operation) -> tuple[Invitation, str]:
    token = new_token()
    invitation = Invitation.objects.create(
        operation=operation,
        email=address,
        role=Role.REVIEWER,
        language="en",
        token_hash=token_hash(token),
        expires_at=timezone.now() + timedelta(days=7),
    )
    return invitation, token


def link_to_proposal(proposal: int) -> str:
    token = new_token()
    Proposal.objects.filter(pk=proposal).update(token_hash=token_hash(token))
    return token


def link_to_vote(motion: int, member: int) -> str:
    token = new_token()
    VoteLink.objects.filter(motion_id=motion, member_id=member).delete()
    VoteLink.objects.create(motion_id=motion, member_id=member, token_hash=token_hash(token))
    return token


def filled(name: str, things: dict[str, Any]) -> str:
    """The address of this name, with those of the things that it asks for."""
    for parameters in parameters_of(name):
        try:
            return reverse(name, kwargs={key: things[key] for key in parameters})
        except (KeyError, NoReverseMatch):
            continue
    raise NoReverseMatch(name)


def parameters_of(name: str) -> list[list[str]]:
    *namespaces, last = name.split(":")
    resolver = get_resolver()
    for namespace in namespaces:
        resolver = resolver.namespace_dict[namespace][1]
    return [possible[1] for each in resolver.reverse_dict.getlist(last) for possible in each[0]]


def has_object(row: Row) -> bool:
    """Whether the address holds something of one operation."""
    return any({"slug", "pk"} & set(keys) for keys in parameters_of(row.name))
