"""The life of an operation, from draft to report."""

import logging
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.audit import record
from core.refusal import Refusal
from operations.models import Operation
from operations.rules import why_cannot_move

logger = logging.getLogger(__name__)

Status = Operation.Status


@transaction.atomic
def change_status(*, operation: Operation, status: str, by: Any) -> None:
    """Put an operation into its next status. `by` is nobody when the calendar did it.

    Opening and cancelling concern missions too: see `missions.services.status`.
    """
    # Two people, two decisions: the lock makes the second see what the first decided.
    current = Operation.objects.select_for_update().get(pk=operation.pk)
    if reasons := why_cannot_move(current, status):
        raise Refusal(" ".join(reasons))
    is_given_up = current.status == Status.DRAFT and status == Status.CANCELLED
    Operation.objects.filter(pk=operation.pk).update(status=status, is_given_up=is_given_up)
    record(
        actor=by, action="operation.status", subject=operation, before=current.status, after=status
    )
    operation.status, operation.is_given_up = status, is_given_up


def follow_calendar() -> int:
    """Start the operations whose first day has come, and end those whose last day is over.

    Days begin and end on the clocks of the place. How many operations moved.
    """
    # No place on Earth is more than 14 hours ahead of UTC.
    soon = timezone.now() + timedelta(hours=14)
    starting = Operation.objects.filter(status=Status.OPEN, starts_on__lte=soon.date())
    moved = sum(
        _move(operation, Status.RUNNING)
        for operation in starting
        if _today_at(operation) >= operation.starts_on
    )
    ending = Operation.objects.filter(status=Status.RUNNING, ends_on__lt=soon.date())
    return moved + sum(
        _move(operation, Status.WRAPPING_UP)
        for operation in ending
        if _today_at(operation) > operation.ends_on
    )


def _today_at(operation: Operation) -> date:
    return timezone.localdate(timezone=operation.zone)


def _move(operation: Operation, status: str) -> bool:
    try:
        change_status(operation=operation, status=status, by=None)
    except Refusal:  # somebody was faster
        logger.info("operation %s did not become %s", operation.pk, status)
        return False
    return True
