"""Mails about teams, and about what committees decide."""

from collections.abc import Iterable
from typing import Any

from notifications.services import Message, Recipient, queue_email, queue_emails
from operations.models import Invitation, Membership, Motion, VoteLink
from operations.queries import Voter


def tell_of_invitation(invitation: Invitation, token: str, *, reader: Any) -> None:
    """Offer the role: to an account in its language, to others in the one that was chosen."""
    to = (
        Recipient(invitation.email, reader.language, reader.time_zone, user=reader)
        if reader
        else Recipient(invitation.email, invitation.language, invitation.operation.time_zone)
    )
    queue_email(
        kind="invitation",
        obj=invitation,
        to=to,
        template="operations/emails/invitation",
        context={"invitation": invitation, "operation": invitation.operation, "token": token},
        is_secret=True,
    )


def tell_of_hand_over(membership: Membership, *, outgoing: Any) -> None:
    """Both learn that the coordination has changed hands; `membership` is that of who has it now.

    The row is new at each hand-over, so that two people who pass it to and fro are told each time.
    """
    incoming, operation = membership.user, membership.operation
    for reader in (incoming, outgoing):
        queue_email(
            kind="team.hand_over",
            obj=membership,
            to=Recipient.from_user(reader),
            template="operations/emails/hand_over",
            context={
                "operation": operation,
                "is_incoming": reader == incoming,
                "incoming": str(incoming),
                "outgoing": str(outgoing),
            },
        )


def tell_of_motion(motion: Motion, links: Iterable[tuple[Voter, VoteLink | None, str]]) -> None:
    """Ask each of these people for their vote: in the workspace, or by the link with its secret."""
    queue_emails(
        Message(
            kind="motion.opened",
            obj=link or motion,
            to=_reader(voter, motion),
            template="operations/emails/motion_opened",
            context={"motion": motion, "operation": motion.operation, "token": token},
            is_secret=bool(token),
        )
        for voter, link, token in links
    )


def tell_of_result(motion: Motion, voters: Iterable[Voter]) -> None:
    queue_emails(
        Message(
            kind="motion.closed",
            obj=motion,
            to=_reader(voter, motion),
            template="operations/emails/motion_closed",
            context={"motion": motion, "operation": motion.operation, "voter": voter},
        )
        for voter in voters
    )


def _reader(voter: Voter, motion: Motion) -> Recipient:
    """An account in its own language and hours, others in those of the motion and its place."""
    account = voter.account
    language = account.language if account else motion.source_language
    time_zone = account.time_zone if account else motion.operation.time_zone
    return Recipient(voter.address, language, time_zone, name=voter.name, user=account)
