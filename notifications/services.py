"""Queue mails, hand them to the mail server, and forget them."""

import smtplib
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import operation_of
from core.demo import demo_is_on
from core.queue import GiveUp, TryLater, drain, nudge
from core.refusal import Refusal
from notifications.emails import (
    Attachment,
    Message,
    Recipient,
    as_mime,
    one_line,
    write,
)
from notifications.models import Email

__all__ = ["Attachment", "Message", "Recipient", "queue_email", "queue_emails"]

BODIES_ARE_KEPT_FOR = timedelta(days=7)
ROWS_ARE_KEPT_FOR = timedelta(days=90)


def queue_email(**message: Any) -> None:
    """Write one mail into the outbox, see `Message`. Call it in the transaction it tells of."""
    queue_emails([Message(**message)])


def queue_emails(messages: Iterable[Message]) -> None:
    """Write mails into the outbox; one that is there already is not written twice."""
    messages = [message for message in messages if message.to.address]
    words = [write(message) for message in messages]
    Email.objects.bulk_create(
        [
            Email(
                kind=message.kind,
                about=name_of(message.obj),
                version=str(message.version),
                recipient=message.to.address or "",
                recipient_name=one_line(message.to.name, 120),
                user=message.to.user,
                language=message.to.language,
                time_zone=message.to.time_zone,
                sender_name=one_line(message.sender_name, 120),
                subject=each.subject,
                text=each.text,
                attachments=[attachment.as_json() for attachment in message.attachments],
                is_secret=message.is_secret,
                operation_id=_operation_of(message.obj),
                unsubscribe_address=message.unsubscribe_address,
            )
            for message, each in zip(messages, words, strict=True)
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    nudge("notifications.tasks.deliver_emails")


def _operation_of(obj: Any) -> int | None:
    return None if isinstance(obj, str) else operation_of(obj)


def name_of(obj: Any) -> str:
    """What a mail is about, as a word: a row by its table and number, or the word itself."""
    return obj if isinstance(obj, str) else f"{obj._meta.label_lower}:{obj.pk}"


def deliver_emails(*, for_seconds: float) -> int:
    """Deliver what is due; how many. Without a mail server they wait, or the demo shows them."""
    if settings.EMAIL_URL:
        with closing(get_connection()) as server:
            hand_over = partial(_hand_over, server=server)
            return drain(Email, serve=hand_over, for_seconds=for_seconds)
    if demo_is_on():
        return drain(Email, serve=_keep_for_demo, for_seconds=for_seconds)
    return 0


def _hand_over(email: Email, *, server: BaseEmailBackend) -> dict[str, Any]:
    """Give the mail to the server, on the connection left open by the one before."""
    try:
        server.open()
        server.send_messages([as_mime(email, server)])
    except (smtplib.SMTPException, OSError) as error:
        server.close()
        code, is_final = _answer(error)
        raise (GiveUp if is_final else TryLater)(f"{type(error).__name__} {code}".strip()) from None
    outcome: dict[str, Any] = {"sent_at": timezone.now()}
    return outcome | ERASED if email.is_secret else outcome


def _answer(error: Exception) -> tuple[str, bool]:
    """The server's code, and whether it refuses this very mail for ever.

    Its words are left out: servers quote addresses. A 5xx to the greeting, the sign-in or the
    sender speaks of our settings, not of the mail: those mails wait until somebody repaired them.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _words in error.recipients.values())
        return str(code), code >= 500
    if isinstance(error, smtplib.SMTPResponseException):
        is_about_the_mail = isinstance(error, smtplib.SMTPDataError)
        return str(error.smtp_code), is_about_the_mail and error.smtp_code >= 500
    return "", False


def _keep_for_demo(email: Email) -> dict[str, Any]:
    return {"sent_at": timezone.now()}


def send_again(email: Email) -> None:
    """Staff: the cause is repaired, try this failed mail again."""
    failed = Email.objects.parked().filter(pk=email.pk, is_erased=False)
    if not failed.update(state=Email.State.DUE, due_at=timezone.now(), attempts=0):
        raise Refusal(_("This mail is not among those that failed, or its text is erased by now."))
    nudge("notifications.tasks.deliver_emails")


def withdraw_emails(obj: Any, *, kind: str = "") -> int:
    """Drop the mails about an object that have not left yet; how many."""
    unsent = Email.objects.waiting().filter(about=name_of(obj))
    return (unsent.filter(kind=kind) if kind else unsent).delete()[0]


def forget_address(address: str) -> int:
    """Erase every mail to an address, sent or not; how many."""
    return Email.objects.filter(recipient__iexact=address).delete()[0]


ERASED: dict[str, Any] = {
    "subject": "",
    "text": "",
    "attachments": [],
    "unsubscribe_address": "",
    "is_erased": True,
}


def erase_old_emails() -> None:
    """Words go a week after the mail left; rows after three months, whatever became of them."""
    now = timezone.now()
    Email.objects.filter(queued_at__lt=now - ROWS_ARE_KEPT_FOR).delete()
    over = Email.objects.filter(due_at__isnull=True)
    over.filter(is_erased=False, sent_at__lt=now - BODIES_ARE_KEPT_FOR).update(**ERASED)
    # A mail that failed keeps its words longer: staff may still send it again.
    failed = over.filter(is_erased=False, sent_at__isnull=True)
    failed.filter(queued_at__lt=now - 4 * BODIES_ARE_KEPT_FOR).update(**ERASED)
