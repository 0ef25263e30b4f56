"""Votes of the steering committee: opened, answered, counted.

Everything here waits for the lock of the operation, as changes of the committee do: whoever is
counted at the end could vote until then.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.refusal import Refusal
from core.tokens import new_token, token_hash
from notifications.services import withdraw_emails
from operations.emails import tell_of_motion, tell_of_result
from operations.models import CommitteeMember, Motion, Operation, Vote, VoteLink
from operations.queries import Voter, ballots_of, voters_of
from operations.rules import (
    result_of,
    why_cannot_end,
    why_cannot_mail_link,
    why_cannot_open,
    why_cannot_vote,
)
from operations.services.locks import lock_operation
from operations.services.versions import save_if_unchanged
from translations.texts import set_texts

logger = logging.getLogger(__name__)


@transaction.atomic
def open_motion(
    *,
    operation: Operation,
    language: str,
    texts: Mapping[str, str],
    last_day: date | None,
    is_public: bool,
    by: Any,
) -> Motion:
    """Put a question to the committee and ask each of its people by mail."""
    lock_operation(operation)
    voters = voters_of(operation)
    if reason := why_cannot_open(operation, voters):
        raise Refusal(reason)
    motion = Motion(
        operation=operation,
        source_language=language,
        closes_at=_end_of(last_day, operation),
        is_public=is_public,
        opened_by=by,
    )
    set_texts(motion, language, **texts)
    motion.save()
    tell_of_motion(
        motion,
        [
            (voter, *_new_link(motion, voter)) if voter.needs_link else (voter, None, "")
            for voter in voters
        ],
    )
    record(actor=by, action="motion.opened", subject=motion)
    return motion


def _end_of(day: date | None, operation: Operation) -> datetime | None:
    """Midnight after the day, on the clocks of the place."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time.min, operation.zone)


@transaction.atomic
def edit_motion(
    *,
    motion: Motion,
    version: int,
    language: str,
    texts: Mapping[str, str],
    is_public: bool,
    by: Any,
) -> None:
    """Add or change a translation, and whether the decision is shown. Raises EditConflict.

    The words that are voted on stay: somebody may have answered them.
    """
    if texts and language == motion.source_language:
        raise Refusal(_("The words that are voted on cannot change. Withdraw it and open another."))
    columns = set_texts(motion, language, **texts)
    written = {column: getattr(motion, column) for column in columns}
    save_if_unchanged(motion, version=version, is_public=is_public, **written)
    record(actor=by, action="motion.edited", subject=motion, language=language)


@transaction.atomic
def vote_in_workspace(*, motion: Motion, user: Any, choice: str) -> None:
    """The answer of an account that belongs to somebody of the committee."""
    lock_operation(motion.operation)
    voters = voters_of(motion.operation)
    voter = next((each for each in voters if each.is_user(user)), None)
    if voter is None:
        raise Refusal(_("Only the members of the steering committee vote."))
    _vote(motion, voter, choice)


@transaction.atomic
def vote_by_link(*, link: VoteLink, choice: str) -> None:
    """The answer of whoever holds the link. It dies with a new one, and when its member goes."""
    lock_operation(link.motion.operation)
    current = VoteLink.objects.filter(pk=link.pk).first()
    voter = _voter_of(link.motion.operation, link.member) if current else None
    if voter is None:
        raise Refusal(_("This link is no longer valid."))
    _vote(link.motion, voter, choice)


def _voter_of(operation: Operation, member: CommitteeMember) -> Voter | None:
    return next((each for each in voters_of(operation) if member in each.members), None)


def _vote(motion: Motion, voter: Voter, choice: str) -> None:
    """Write the one vote of a person, whichever of their lines held an earlier one."""
    current = Motion.objects.get(pk=motion.pk)
    if reason := why_cannot_vote(current):
        raise Refusal(reason)
    current.votes.filter(member__in=voter.members).delete()
    current.votes.create(member=voter.members[0], choice=choice)


@transaction.atomic
def mail_link(*, motion: Motion, member: CommitteeMember, by: Any) -> None:
    """A new link for somebody who lost theirs, or who came later; the one before dies."""
    lock_operation(motion.operation)
    current = Motion.objects.select_related("operation").get(pk=motion.pk)
    if reason := why_cannot_vote(current):
        raise Refusal(reason)
    ballots = ballots_of(current, voters_of(motion.operation))
    ballot = next((each for each in ballots if member in each.voter.members), None)
    if ballot is None:
        raise Refusal(_("Only the members of the steering committee vote."))
    if reason := why_cannot_mail_link(ballot):
        raise Refusal(reason)
    for link in current.links.filter(member__in=ballot.voter.members):
        withdraw_emails(link)
        link.delete()
    tell_of_motion(current, [(ballot.voter, *_new_link(current, ballot.voter))])
    record(actor=by, action="motion.link_mailed", subject=current, member=member.pk)


def _new_link(motion: Motion, voter: Voter) -> tuple[VoteLink, str]:
    token = new_token()
    link = motion.links.create(member=voter.members[0], token_hash=token_hash(token))
    return link, token


@transaction.atomic
def close_motion(*, motion: Motion, by: Any) -> None:
    """Count the votes of those who are in the committee now. `by` is nobody for the clock."""
    lock_operation(motion.operation)
    current = Motion.objects.select_related("operation__commune").get(pk=motion.pk)
    if reason := why_cannot_end(current):
        raise Refusal(reason)
    voters = voters_of(current.operation)
    counted = [each.vote for each in ballots_of(current, voters) if each.vote]
    # What stays beside the counts is what they count: no vote of who has left, none twice.
    current.votes.exclude(pk__in=[vote.pk for vote in counted]).delete()
    counts = Counter(vote.choice for vote in counted)
    current.closed_at = min(timezone.now(), current.closes_at or timezone.now())
    current.result = result_of(counts, len(voters))
    current.votes_for = counts[Vote.Choice.FOR]
    current.votes_against = counts[Vote.Choice.AGAINST]
    current.abstentions = counts[Vote.Choice.ABSTAIN]
    current.voters = len(voters)
    names = "closed_at", "result", "votes_for", "votes_against", "abstentions", "voters"
    current.save(update_fields=names)
    _keep_from_leaving(current)
    tell_of_result(current, voters)
    record(actor=by, action="motion.closed", subject=current, result=current.result)


@transaction.atomic
def withdraw_motion(*, motion: Motion, by: Any) -> None:
    """The question is not asked any more; nothing is decided."""
    lock_operation(motion.operation)
    current = Motion.objects.get(pk=motion.pk)
    if reason := why_cannot_end(current):
        raise Refusal(reason)
    current.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    _keep_from_leaving(current)
    record(actor=by, action="motion.withdrawn", subject=current)


def _keep_from_leaving(motion: Motion) -> None:
    """Nobody is asked any more whose mail has not left yet."""
    asked: Iterable[Motion | VoteLink] = [motion, *motion.links.all()]
    for each in asked:
        withdraw_emails(each, kind="motion.opened")


def close_due_motions() -> int:
    """Close what has had its last day; how many."""
    due = Motion.objects.due(timezone.now()).select_related("operation")
    return sum(close_if_open(motion) for motion in due)


def close_if_open(motion: Motion) -> bool:
    try:
        close_motion(motion=motion, by=None)
    except Refusal:  # somebody was faster
        logger.info("motion %s was closed already", motion.pk)
        return False
    return True
