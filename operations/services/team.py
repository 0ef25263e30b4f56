"""Who is in the team of an operation, and how people come into it."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.queries import confirmed_addresses, user_of_address
from core.audit import record
from core.refusal import Refusal
from core.tokens import new_token, token_hash
from notifications.services import withdraw_emails
from operations.emails import tell_of_hand_over, tell_of_invitation
from operations.models import Invitation, Membership, Operation, Role
from operations.queries import (
    coordinators_of,
    invitations_mailed_lately,
    pending_invitations,
)
from operations.rules import why_cannot_lose_role
from operations.services.locks import lock_operation

LIFETIME = timedelta(days=7)
MOST_PENDING = 30
MOST_MAILS_A_DAY = 3


@transaction.atomic
def add_role(*, operation: Operation, user: Any, role: str, by: Any) -> None:
    """One more role for somebody who is in the team already; others are invited."""
    lock_operation(operation)
    if not operation.memberships.filter(user=user).exists():
        raise Refusal(_("This person is no longer in the team."))
    _give_role(operation, user, role, by=by)


@transaction.atomic
def remove_role(*, membership: Membership, by: Any) -> None:
    """Take one role away. The last coordinator stays, even when two leave at the same time."""
    lock_operation(membership.operation)
    current = Membership.objects.filter(pk=membership.pk).first()
    if current is None:
        return
    if reason := why_cannot_lose_role(current, coordinators_of(membership.operation)):
        raise Refusal(reason)
    current.delete()
    record(
        actor=by,
        action="team.role_removed",
        subject=membership.operation,
        user=membership.user_id,
        role=membership.role,
    )


@transaction.atomic
def hand_over_coordination(*, operation: Operation, outgoing: Any, incoming: Any, by: Any) -> None:
    """Give the coordination to another member of the team; who had it stays as an organizer."""
    lock_operation(operation)
    coordinators = operation.memberships.filter(role=Role.COORDINATOR)
    if not coordinators.filter(user=outgoing).exists():
        raise Refusal(_("This person does not coordinate the operation any more."))
    if coordinators.filter(user=incoming).exists():
        raise Refusal(_("This person coordinates the operation already."))
    if not operation.memberships.filter(user=incoming).exists():
        raise Refusal(_("This person is no longer in the team."))
    coordinators.filter(user=outgoing).delete()
    _give_role(operation, outgoing, Role.ORGANIZER, by=by)
    _give_role(operation, incoming, Role.COORDINATOR, by=by)
    record(
        actor=by,
        action="team.coordination_handed_over",
        subject=operation,
        before=outgoing.pk,
        after=incoming.pk,
    )
    tell_of_hand_over(coordinators.get(user=incoming), outgoing=outgoing)


@transaction.atomic
def invite(*, operation: Operation, email: str, role: str, language: str, by: Any) -> Invitation:
    """Offer a role to an address. The mail is in the language of its account, if there is one."""
    lock_operation(operation)
    address = email.strip().lower()
    pending = pending_invitations(operation)
    if pending.filter(email=address, role=role).exists():
        raise Refusal(_("This address was invited already. You can send the mail again below."))
    if pending.count() >= MOST_PENDING:
        raise Refusal(
            _("%(count)s invitations wait for an answer. Withdraw one of them first.")
            % {"count": MOST_PENDING}
        )
    if _has_role(operation, address, role):
        raise Refusal(_("The person of this address has this role already."))
    return _mail_invitation(operation, address, role, language, by)


@transaction.atomic
def send_invitation_again(*, invitation: Invitation, by: Any) -> Invitation:
    """A new link for seven more days; the one mailed before dies."""
    lock_operation(invitation.operation)
    if not _withdraw(invitation):
        raise Refusal(_("This invitation was answered or withdrawn already."))
    return _mail_invitation(
        invitation.operation, invitation.email, invitation.role, invitation.language, by
    )


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Any) -> None:
    if not _withdraw(invitation):
        raise Refusal(_("This invitation was answered or withdrawn already."))
    record(
        actor=by,
        action="team.invitation_withdrawn",
        subject=invitation.operation,
        invitation=invitation.pk,
    )


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: Any) -> None:
    """Join the team. Only whoever has shown that the invited address is theirs, and once."""
    if invitation.email not in confirmed_addresses(user):
        raise Refusal(_("This invitation is for another address than those of your account."))
    lock_operation(invitation.operation)
    now = timezone.now()
    pending = pending_invitations(invitation.operation).filter(pk=invitation.pk)
    if not pending.order_by().update(accepted_at=now, accepted_by=user):
        raise Refusal(_("This invitation is no longer valid. Ask for a new one."))
    _give_role(invitation.operation, user, invitation.role, by=user)


def _give_role(operation: Operation, user: Any, role: str, *, by: Any) -> None:
    try:
        with transaction.atomic():
            Membership.objects.create(operation=operation, user=user, role=role)
    except IntegrityError:  # they have it already: the wish is fulfilled
        return
    record(actor=by, action="team.role_added", subject=operation, user=user.pk, role=role)


def _has_role(operation: Operation, address: str, role: str) -> bool:
    user = user_of_address(address)
    return bool(user and operation.memberships.filter(user=user, role=role).exists())


def _mail_invitation(
    operation: Operation, address: str, role: str, language: str, by: Any
) -> Invitation:
    if invitations_mailed_lately(address) >= MOST_MAILS_A_DAY:
        raise Refusal(
            _("This address got %(count)s invitations in a day. Please wait until tomorrow.")
            % {"count": MOST_MAILS_A_DAY}
        )
    token = new_token()
    invitation = Invitation.objects.create(
        operation=operation,
        email=address,
        role=role,
        language=language,
        token_hash=token_hash(token),
        invited_by=by,
        expires_at=timezone.now() + LIFETIME,
    )
    tell_of_invitation(invitation, token, reader=user_of_address(address))
    record(
        actor=by,
        action="team.invited",
        subject=operation,
        invitation=invitation.pk,
        role=role,
    )
    return invitation


def _withdraw(invitation: Invitation) -> bool:
    """Make the link useless, and keep its mail from leaving when it has not left yet."""
    unanswered = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    is_done = bool(unanswered.update(withdrawn_at=timezone.now()))
    if is_done:
        withdraw_emails(invitation)
    return is_done


def erase_old_invitations() -> int:
    """Forget the addresses of invitations that are over for a month; how many."""
    over = Invitation.objects.filter(expires_at__lt=timezone.now() - timedelta(days=30))
    return over.delete()[0]
