"""One mail a day at most, with all that somebody looks after and that is late or due soon."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.dates import date_in_words
from notifications.emails import known_language
from notifications.services import Message, Recipient, queue_emails
from operations.models import Operation
from planning.queries.reminders import KIND, Reminder
from translations.texts import text_of


def remind(reminders: Mapping[Any, Sequence[Reminder]], days: Mapping[Any, date]) -> None:
    """Write to each owner; the day on their clocks makes a second mail of that day impossible."""
    queue_emails(
        [
            Message(
                kind=KIND,
                obj=owner,
                version=days[owner].isoformat(),
                to=Recipient.from_user(owner),
                template="planning/emails/reminder",
                context=_context(owner, theirs),
            )
            for owner, theirs in reminders.items()
        ]
    )


def _context(owner: Any, reminders: Sequence[Reminder]) -> dict[str, Any]:
    with translation.override(known_language(owner.language)):
        return {
            "name": owner.display_name,
            "count": len(reminders),
            "late_count": sum(each.is_late for each in reminders),
            "operations": [
                _part(operation, list(theirs))
                for operation, theirs in groupby(
                    reminders, key=lambda each: each.step.plan.operation
                )
            ],
        }


def _part(operation: Operation, reminders: Sequence[Reminder]) -> dict[str, Any]:
    address = reverse("planning:organize-plan", args=[operation.slug])
    return {
        "title": text_of(operation, "title").text,
        "steps": [
            {
                "title": text_of(step, "title").text,
                "day": date_in_words(step.due_on),
                "is_late": is_late,
                "is_blocking": step.is_blocking,
            }
            for step, is_late in reminders
        ],
        "address": f"{settings.PUBLIC_BASE_URL}{address}?owner=me",
    }
