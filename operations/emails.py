"""Mails about teams."""

from typing import Any

from notifications.services import Recipient, queue_email
from operations.models import Invitation, Membership


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
