"""How a plan stands, for the dashboard of the operation."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from operations.models import Operation
from planning.models import Step
from planning.models.plan import is_due_before
from planning.queries.steps import SOON

A_DAY = timedelta(days=1)


class PlanFigures(NamedTuple):
    """Numbers of steps; all zero for an operation without a plan."""

    open: int
    late: int
    late_blocking: int
    due_this_week: int


def plan_figures(operation: Operation) -> PlanFigures:
    today = timezone.localdate(timezone=operation.zone)
    late = is_due_before(today, operation)
    soon = is_due_before(today + SOON + A_DAY, operation)
    counted = Step.objects.open().filter(plan__operation=operation)
    numbers = counted.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=late),
        late_blocking=Count("pk", filter=late & Q(is_blocking=True)),
        due_this_week=Count("pk", filter=soon & ~late),
    )
    return PlanFigures(**numbers)


def late_blocking_steps(operation: Operation) -> list[Step]:
    """Open steps that others depend on and whose day has passed, the longest late first."""
    today = timezone.localdate(timezone=operation.zone)
    steps = list(
        Step.objects.due_before(today, operation)
        .filter(is_blocking=True)
        .select_related("plan", "owner")
    )
    for step in steps:
        step.plan.operation = operation
    return sorted(steps, key=lambda step: (step.due_on, step.pk))
