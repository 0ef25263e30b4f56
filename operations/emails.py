"""Mails about teams."""

from typing import Any

from notifications.services import Recipient, queue_email
from operations.models import Invitation


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
