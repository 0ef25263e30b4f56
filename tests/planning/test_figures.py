"""How a plan stands, in numbers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from planning.models import Step
from planning.queries.figures import PlanFigures, late_blocking_steps, plan_figures
from planning.services.steps import drop_step, finish_step
from tests.operations.factories import OperationFactory
from tests.planning.factories import PlanFactory, StepFactory, due_in

pytestmark = pytest.mark.django_db


def step_due_in(days, plan, **values):
    return StepFactory(plan=plan, days_before=due_in(days, plan.operation), **values)


def test_an_operation_without_a_plan_has_nothing_to_count():
    operation = OperationFactory()

    assert plan_figures(operation) == PlanFigures(0, 0, 0, 0)
    assert late_blocking_steps(operation) == []


@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Auckland", "Pacific/Pago_Pago"])
def test_steps_are_counted_by_how_near_they_are_at_the_place(django_assert_num_queries, zone):
    plan = PlanFactory(operation=OperationFactory(time_zone=zone))
    step_due_in(-2, plan, is_blocking=True)
    step_due_in(-1, plan)
    step_due_in(0, plan, is_blocking=True)
    step_due_in(7, plan)
    step_due_in(8, plan)
    finish_step(step=step_due_in(-9, plan, is_blocking=True), by=None)
    drop_step(step=step_due_in(-9, plan), language="en", reason="No.", by=None)
    step_due_in(-3, PlanFactory(), is_blocking=True)

    with django_assert_num_queries(1):
        figures = plan_figures(plan.operation)

    assert figures == PlanFigures(open=5, late=2, late_blocking=1, due_this_week=2)


def test_a_fixed_day_counts_instead_of_the_days_before():
    plan = PlanFactory()
    today = timezone.localdate(timezone=plan.operation.zone)
    step_due_in(-5, plan, fixed_on=today + timedelta(days=3))
    step_due_in(50, plan, fixed_on=today - timedelta(days=1))

    assert plan_figures(plan.operation) == PlanFigures(2, 1, 0, 1)


def test_late_blocking_steps_are_the_longest_late_first(django_assert_num_queries):
    plan = PlanFactory()
    titles = {-1: "B", -9: "A", 3: "C"}
    for days, title in titles.items():
        step_due_in(days, plan, is_blocking=True, title_en=title)
    step_due_in(-20, plan, title_en="Not blocking")

    with django_assert_num_queries(1):
        found = [
            (step.title_en, step.is_late, step.owner)
            for step in late_blocking_steps(plan.operation)
        ]

    assert found == [("A", True, None), ("B", True, None)]


def test_what_counts_as_late_here_is_late_on_the_page():
    plan = PlanFactory()
    for days in range(-3, 4):
        step_due_in(days, plan)

    late = [step for step in Step.objects.select_related("plan__operation") if step.is_late]

    assert len(late) == plan_figures(plan.operation).late == 3
