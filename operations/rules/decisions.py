"""How a steering committee decides: who may vote until when, and what the votes mean."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from operations.models import Motion, Operation, Vote
from operations.queries import Ballot, Voter, motions_opened_lately

MOST_A_DAY = 10
LINK_PAUSE = timedelta(hours=1)
Choice, Result = Vote.Choice, Motion.Result


def result_of(counts: Counter[str], voters: int) -> str:
    """More for than against carries, if at least half of the committee took part.

    Who abstains takes part. As many for as against decides nothing, and is told as such.
    """
    if voters == 0 or 2 * counts.total() < voters:
        return Result.NO_QUORUM
    if counts[Choice.FOR] == counts[Choice.AGAINST]:
        return Result.NO_MAJORITY
    return Result.CARRIED if counts[Choice.FOR] > counts[Choice.AGAINST] else Result.REJECTED


def why_cannot_open(operation: Operation, voters: Sequence[Voter]) -> str:
    """Why the committee cannot be asked, or an empty string."""
    if not voters:
        return _("Nobody is in the steering committee yet. Add its members to the charter first.")
    if not any(voter.can_vote for voter in voters):
        return _("Nobody of the committee can vote: give them an account or an e-mail first.")
    if motions_opened_lately(operation) >= MOST_A_DAY:
        return _("%(count)s votes were opened in a day. Please wait until tomorrow.") % {
            "count": MOST_A_DAY
        }
    return ""


def why_cannot_vote(motion: Motion) -> str:
    """Why nobody can vote any more, or an empty string."""
    if motion.withdrawn_at:
        return _("This vote was withdrawn.")
    if not motion.takes_votes:
        return _("This vote is over.")
    return ""


def why_cannot_end(motion: Motion) -> str:
    """Why a vote can be neither closed nor withdrawn, or an empty string."""
    if motion.withdrawn_at:
        return _("This vote was withdrawn.")
    if motion.closed_at:
        return _("This is decided. To change it, open another vote.")
    return ""


def why_cannot_mail_link(ballot: Ballot) -> str:
    """Why a person cannot get a new link, or an empty string."""
    if not ballot.voter.needs_link:
        return _("This person votes in the workspace, or has no e-mail here.")
    if ballot.link and ballot.link.made_at > timezone.now() - LINK_PAUSE:
        return _("The link was sent less than an hour ago. Please wait before sending another.")
    return ""
