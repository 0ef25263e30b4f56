"""Missions that people from outside offer to host: received, changed, answered."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.dates import moment_at
from core.refusal import Refusal
from core.tokens import new_token, token_hash
from missions.emails.proposals import tell_of_answer, tell_of_receipt, tell_team
from missions.models import Mission, Proposal
from missions.queries.proposals import waiting_in
from missions.rules.proposals import (
    why_cannot_accept,
    why_cannot_answer,
    why_cannot_propose,
    why_cannot_send_again,
    why_cannot_withdraw_proposal,
)
from missions.services.planning import create_mission
from operations.models import Operation
from operations.services.locks import lock_operation
from operations.services.versions import save_if_unchanged
from translations.languages import is_content_language

MOST_WAITING = 100
DECIDED_BEFORE = timedelta(days=7)
DECIDED_AT = time(18)
SHORTEST_WAIT = timedelta(days=1)
State = Proposal.State


@transaction.atomic
def receive_proposal(*, operation: Operation, language: str, facts: Mapping[str, Any]) -> Proposal:
    """Keep what somebody offers; they get a link of their own, the organizers a word."""
    lock_operation(operation)
    if reason := why_cannot_propose(operation):
        raise Refusal(reason)
    if waiting_in(operation) >= MOST_WAITING:
        raise Refusal(
            _("The team has more proposals to read than it can. Please come back in a few days.")
        )
    token = new_token()
    proposal = Proposal.objects.create(
        operation=operation, language=language, token_hash=token_hash(token), **facts
    )
    record(actor=None, action="proposal.received", subject=proposal)
    tell_of_receipt(proposal, token)
    tell_team(proposal)
    return proposal


@transaction.atomic
def send_proposal_again(*, proposal: Proposal, version: int, facts: Mapping[str, Any]) -> None:
    """The person has answered the team's questions. Raises EditConflict."""
    if reason := why_cannot_send_again(_locked(proposal)):
        raise Refusal(reason)
    save_if_unchanged(proposal, version=version, state=State.RECEIVED, **facts)
    record(actor=None, action="proposal.sent_again", subject=proposal)
    tell_team(proposal)


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal) -> None:
    """The person takes it back: nothing of it stays but that it was there."""
    current = _locked(proposal)
    if reason := why_cannot_withdraw_proposal(current):
        raise Refusal(reason)
    record(actor=None, action="proposal.withdrawn", subject=current)
    if current.state != State.DECLINED:
        tell_team(current, is_withdrawn=True)
    current.delete()


@transaction.atomic
def judge_proposal(
    *, proposal: Proposal, version: int, tests: Mapping[str, bool | None], by: Any
) -> None:
    """Keep what the team knows so far of the three things that a proposal takes."""
    _answer(proposal, version=version, action="proposal.judged", by=by, **tests)


@transaction.atomic
def return_proposal(
    *, proposal: Proposal, version: int, tests: Mapping[str, bool | None], reason: str, by: Any
) -> None:
    """Ask the person something; they may change the proposal and send it again."""
    columns = {**tests, **_answered(by, reason)}
    _answer(
        proposal,
        version=version,
        action="proposal.returned",
        by=by,
        state=State.RETURNED,
        **columns,
    )
    _tell(proposal)


@transaction.atomic
def decline_proposal(
    *, proposal: Proposal, version: int, tests: Mapping[str, bool | None], reason: str, by: Any
) -> None:
    columns = {**tests, **_answered(by, reason)}
    _answer(
        proposal,
        version=version,
        action="proposal.declined",
        by=by,
        state=State.DECLINED,
        **columns,
    )
    _tell(proposal)


@transaction.atomic
def accept_proposal(
    *, proposal: Proposal, version: int, tests: Mapping[str, bool | None], reason: str, by: Any
) -> Mission:
    """Make it a mission, which stays the team's until it has a shift."""
    columns = {**tests, **_answered(by, reason)}
    _answer(
        proposal,
        version=version,
        action="proposal.accepted",
        by=by,
        state=State.ACCEPTED,
        **columns,
    )
    if missing := why_cannot_accept(proposal):
        raise Refusal(missing)
    proposal.mission = _mission_from(proposal, by=by)
    proposal.save(update_fields=["mission"])
    _tell(proposal)
    return proposal.mission


def _locked(proposal: Proposal) -> Proposal:
    """As it is now; whoever else decides about it waits."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("answered_by")
    current = rows.filter(pk=proposal.pk).first()
    if current is None:
        raise Refusal(_("The person has withdrawn this proposal."))
    current.operation = proposal.operation
    return current


def _answered(by: Any, reason: str) -> dict[str, Any]:
    return {"answered_by": by, "answered_at": timezone.now(), "reason": reason}


def _answer(proposal: Proposal, *, version: int, action: str, by: Any, **columns: Any) -> None:
    # Two organizers, one proposal: the second waits here, then hears what the first did.
    if reason := why_cannot_answer(_locked(proposal), version):
        raise Refusal(reason)
    save_if_unchanged(proposal, version=version, **columns)
    record(actor=by, action=action, subject=proposal)


def _mission_from(proposal: Proposal, *, by: Any) -> Mission:
    operation = proposal.operation
    is_known = is_content_language(proposal.language)
    decides_at = _usual_decision(operation)
    return create_mission(
        operation=operation,
        language=proposal.language if is_known else operation.source_language,
        texts={"title": proposal.title, "description": proposal.description},
        facts={
            "theme": proposal.theme,
            "licence": proposal.licence,
            "minimum_people": proposal.minimum_people,
            "decides_at": decides_at,
        },
        by=by,
    )


def _usual_decision(operation: Operation) -> datetime | None:
    """A week before the first day, in the evening, or tomorrow; None when the days have begun."""
    week_before = moment_at(operation.starts_on - DECIDED_BEFORE, DECIDED_AT, operation.time_zone)
    midnight = moment_at(operation.starts_on, time(), operation.time_zone)
    tomorrow = timezone.now() + SHORTEST_WAIT
    first_day = midnight or tomorrow
    usual = max(week_before or tomorrow, tomorrow)
    return usual if usual < first_day else None


def _tell(proposal: Proposal) -> None:
    """Write to the person, with a link that replaces the one they had: only its hash is kept."""
    token = new_token()
    proposal.token_hash = token_hash(token)
    proposal.save(update_fields=["token_hash"])
    tell_of_answer(proposal, token)
