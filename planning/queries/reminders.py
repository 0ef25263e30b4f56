"""Whom to remind of which steps."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from notifications.models import Email
from operations.models import Membership, Operation
from planning.models import Step
from planning.models.plan import FURTHEST
from planning.queries.steps import SOON

# No operation that begins outside of this stretch has a step to remind of.
NEAR = timedelta(days=FURTHEST + 40)
KIND = "plan.reminder"
LATELY = timedelta(days=3)


class Reminder(NamedTuple):
    step: Step
    is_late: bool


def reminders_of(now: datetime) -> dict[Any, list[Reminder]]:
    """For each owner, over all their operations, the open steps that are late or due soon.

    Owners who left the team are nobody's owners any more; what was cancelled is over.
    """
    today = now.date()
    in_team = Membership.objects.filter(
        operation=OuterRef("plan__operation"), user=OuterRef("owner")
    )
    steps = (
        Step.objects.open()
        .filter(
            Q(fixed_on=None, plan__operation__starts_on__range=(today - NEAR, today + NEAR))
            | Q(fixed_on__lte=today + NEAR),
            owner__is_active=True,
            owner__email__isnull=False,
        )
        .exclude(plan__operation__status=Operation.Status.CANCELLED)
        .filter(Exists(in_team) | Q(owner__is_staff=True))
        .select_related("owner", "plan__operation")
    )
    found: dict[Any, list[Reminder]] = {}
    for step in steps.iterator(chunk_size=1000):
        today_there = timezone.localdate(now, timezone=step.plan.operation.zone)
        if step.due_on <= today_there + SOON:
            reminder = Reminder(step, step.due_on < today_there)
            found.setdefault(step.owner, []).append(reminder)
    return {owner: sorted(theirs, key=_order) for owner, theirs in found.items()}


def _order(reminder: Reminder) -> tuple[Any, ...]:
    step = reminder.step
    return step.plan.operation.starts_on, step.plan_id, step.due_on, step.pk


def told_lately(now: datetime) -> set[tuple[str, str]]:
    """Who got a reminder on which day, as the mails say it."""
    mails = Email.objects.filter(kind=KIND, queued_at__gt=now - LATELY)
    return set(mails.values_list("about", "version"))
