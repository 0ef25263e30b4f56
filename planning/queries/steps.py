"""Reads of the pages about the plan of an operation."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from operations.models import Operation
from planning.models import Plan, PlanTemplateStep, Step

SOON = timedelta(days=7)
A_MONTH = timedelta(days=30)


class Period(NamedTuple):
    """Steps that are due in the same stretch of time."""

    name: str
    label: str
    steps: list[Step]


class Move(NamedTuple):
    """An open step that moved with its operation."""

    step: Step
    before: date
    after: date


def plan_of(operation: Operation) -> Plan | None:
    plan = Plan.objects.filter(operation=operation).first()
    if plan:
        plan.operation = operation
    return plan


def steps_of(plan: Plan) -> list[Step]:
    """All steps by the day they are due, each with the open ones it waits for (`open_needs`)."""
    steps = list(_steps(plan))
    for step in steps:
        step.plan = plan
    return sorted(steps, key=lambda step: (step.due_on, step.pk))


def step_of(plan: Plan, pk: int) -> Step | None:
    step = _steps(plan).filter(pk=pk).first()
    if step:
        step.plan = plan
    return step


def _steps(plan: Plan) -> QuerySet[Step]:
    waiting = Prefetch("needs", Step.objects.open(), to_attr="open_needs")
    return plan.steps.select_related("owner", "done_by").prefetch_related(waiting)


def steps_for(steps: Iterable[Step], chosen: Mapping[str, str], reader: Any) -> list[Step]:
    """Those of an owner (`me`, `nobody` or a number), of a role, in a state (`late` is one)."""
    owner, role, state = (chosen.get(name, "") for name in ("owner", "role", "state"))
    owner_pk = {"me": str(reader.pk), "nobody": "None"}.get(owner, owner)
    return [
        step
        for step in steps
        if (not owner or str(step.owner_id) == owner_pk)
        and (not role or step.owner_role == role)
        and (not state or state == step.state or (state == "late" and step.is_late))
    ]


def periods_of(steps: Iterable[Step], today: date) -> list[Period]:
    """The steps by how near they are; stretches of time without any are left out."""
    periods = [
        Period("late", _("Late"), []),
        Period("week", _("In the next seven days"), []),
        Period("month", _("In the next thirty days"), []),
        Period("later", _("Later"), []),
        Period("done", _("Steps done"), []),
        Period("dropped", _("Steps left out"), []),
    ]
    by_name = {period.name: period for period in periods}
    for step in steps:
        by_name[_period_of(step, today)].steps.append(step)
    return [period for period in periods if period.steps]


def _period_of(step: Step, today: date) -> str:
    if not step.is_open:
        return step.state
    if step.due_on < today:
        return "late"
    if step.due_on <= today + SOON:
        return "week"
    return "month" if step.due_on <= today + A_MONTH else "later"


def moves_of(plan: Plan, steps: Iterable[Step]) -> list[Move]:
    """What the open steps were due on when somebody last looked, and what they are due on now."""
    if not plan.has_moved:
        return []
    first_day = plan.operation.starts_on
    return [
        Move(step, step.day_from(plan.anchored_on), step.day_from(first_day))
        for step in steps
        if step.is_open and not step.fixed_on
    ]


def needs_by_step(plan: Plan) -> dict[int, set[int]]:
    """For each step the numbers of those that it waits for, whatever their state."""
    needs: dict[int, set[int]] = {}
    for step, need in Step.needs.through.objects.filter(from_step__plan=plan).values_list(
        "from_step_id", "to_step_id"
    ):
        needs.setdefault(step, set()).add(need)
    return needs


def template_of(country: str) -> list[PlanTemplateStep]:
    return list(PlanTemplateStep.objects.filter(country=country, is_used=True))
