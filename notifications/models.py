"""The outbox: each mail is a row, written in the transaction of what it tells."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.queue import Queued, QueuedQuerySet


def new_message_id() -> str:
    return f"<{uuid.uuid4().hex}@{settings.PUBLIC_HOST}>"


class EmailQuerySet(QueuedQuerySet):
    def failed_of(self, operation_id: int):
        """Those about an operation that could not be delivered and can be tried again."""
        return self.parked().filter(operation_id=operation_id, is_erased=False)

    def newest_first(self):
        return self.order_by("-queued_at", "-pk")


class Email(Queued):
    """A mail in its reader's words. *Done* means that the mail server has taken it over.

    Told once: the same kind, object, version and recipient never make a second row.
    """

    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120)
    version = models.CharField(max_length=60, blank=True)
    recipient = models.EmailField(max_length=254)
    recipient_name = models.CharField(max_length=120, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=12)
    time_zone = models.CharField(max_length=64)
    sender_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    # Fixed here, so that a mail sent twice on doubt is known as one by those who receive it.
    message_id = models.CharField(max_length=320, default=new_message_id, editable=False)
    is_secret = models.BooleanField(default=False)
    # The operation whose team answers for it, and where its reader says "no more of these".
    operation_id = models.BigIntegerField(null=True, editable=False)
    unsubscribe_address = models.CharField(max_length=300, blank=True, editable=False)
    queued_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_erased = models.BooleanField(default=False, editable=False)

    objects = EmailQuerySet.as_manager()

    class Meta(Queued.Meta):
        constraints = [
            *Queued.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "about", "version", "recipient"], name="email_is_told_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["operation_id"],
                condition=models.Q(state="parked"),
                name="email_failed_of_operation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
