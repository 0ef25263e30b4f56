"""The trace of decisions."""

from collections.abc import Collection, Mapping
from datetime import date, time
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from core.models import AuditEntry

# The links that lead from a thing up to its operation.
UPWARDS = ("zone", "mission", "shift", "need", "plan")


def record(*, actor: Any, action: str, subject: models.Model, **details: Any) -> None:
    """Add one entry, in the transaction of what it tells. Details: ids and states, never names."""
    AuditEntry.objects.create(
        actor=actor if actor is not None and actor.pk else None,
        action=action,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        operation_id=operation_of(subject),
        details=details,
    )


def operation_of(subject: models.Model | None) -> int | None:
    """The id of the operation that a thing is, or hangs on; None for what belongs to none."""
    while subject is not None:
        if subject._meta.model_name == "operation":
            return subject.pk
        if (found := getattr(subject, "operation_id", None)) is not None:
            return found
        upper = next((name for name in UPWARDS if hasattr(subject, name)), None)
        subject = getattr(subject, upper) if upper else None
    return None


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], *, told: Collection[str]
) -> dict[str, list[Any] | None]:
    """What an edit changes, by field: `[before, after]` of those that may be told.

    Of the others (texts, people, addresses) only that they changed is kept: None.
    """
    return {
        name: [_plain(before[name]), _plain(value)] if name in told else None
        for name, value in after.items()
        if before[name] != value
    }


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, (date, time)) else value
