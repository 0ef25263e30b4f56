"""The trace of decisions."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from core.models import AuditEntry


def record(*, actor: Any, action: str, subject: models.Model, **details: Any) -> None:
    """Add one entry, in the transaction of what it tells. Details: ids and states, never names."""
    AuditEntry.objects.create(
        actor=actor if actor is not None and actor.pk else None,
        action=action,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        details=details,
    )
