"""What every app needs to remember."""

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class ClientKey(models.Model):
    """A form that was sent, by the random key drawn in it, with the answer it got.

    The row is written in the transaction of what the form did, so it stands only if that stands.
    """

    key_hash = models.CharField(max_length=64, unique=True)
    location = models.CharField(max_length=2000)
    session = models.JSONField(default=dict)  # what the answer left there, see `remember`
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"


class AuditEntry(models.Model):
    """Who did what, to what, when. Rows are only added; details hold ids and states, no names.

    `operation_id` is what the subject belonged to at that moment: it stays when the subject goes.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="audit_entries"
    )
    action = models.CharField(max_length=60)
    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.BigIntegerField()
    operation_id = models.BigIntegerField(null=True)
    subject = GenericForeignKey("content_type", "object_id")
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"]),
            models.Index(fields=["operation_id", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_id}"
