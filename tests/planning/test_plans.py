"""Plans: made from a template, moved with their operation, added to."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.dates import date_in_words
from core.models import AuditEntry
from core.refusal import Refusal
from operations.models import Operation, Role
from planning.models import Plan, PlanTemplateStep, Step
from planning.queries.steps import moves_of, steps_of
from planning.services.loading import load_plans
from planning.services.plans import MOST_STEPS, SheetStep, add_steps, make_plan, note_move
from planning.services.steps import finish_step
from tests.accounts.factories import UserFactory
from tests.communes.factories import CommuneFactory
from tests.operations.factories import OperationFactory, member_client
from tests.planning.factories import PlanFactory, StepFactory

pytestmark = pytest.mark.django_db


def operation_in(weeks, **values):
    starts_on = timezone.localdate() + timedelta(weeks=weeks)
    return OperationFactory(starts_on=starts_on, **values)


def page(operation, rest="", language="en"):
    return f"/{language}/organize/{operation.slug}/plan/{rest}"


def test_a_plan_far_ahead_has_every_step_of_the_template_counted_from_the_first_day():
    operation, by = operation_in(30), UserFactory()

    plan = make_plan(operation=operation, by=by)

    assert plan.variant == Plan.Variant.USUAL
    assert plan.steps.count() == PlanTemplateStep.objects.count() == plan.steps.open().count()
    deliberation = plan.steps.get(code="deliberation")
    assert deliberation.due_on == operation.starts_on - timedelta(weeks=20)
    assert deliberation.title_fr == "Obtenir la délibération du conseil municipal"
    assert deliberation.title_en == "Obtain the resolution of the municipal council"
    assert (deliberation.is_blocking, deliberation.document) == (True, "council-deliberation")
    assert [need.code for need in deliberation.needs.all()] == ["council-presentation"]
    assert AuditEntry.objects.get(action="plan.made").actor == by


@pytest.mark.parametrize(("weeks", "variant"), [(20, "usual"), (19, "compressed")])
def test_nearer_than_twenty_weeks_the_plan_is_that_of_ten_weeks(weeks, variant):
    assert make_plan(operation=operation_in(weeks), by=None).variant == variant


def test_a_compressed_plan_says_what_can_no_longer_be_met():
    operation = operation_in(9, title_en="Libre")
    client = member_client(operation)

    client.post(page(operation, "make/"))
    answer, in_french = client.get(page(operation)), client.get(page(operation, language="fr"))

    lost = {step.code for step in answer.context["lost"]}
    assert lost == {
        "council-presentation", "call-for-proposals", "rights-requests", "prefecture-file"
    }  # fmt: skip
    assert "what can no longer be met" in answer.text
    assert "give up the activities that need one" in answer.text
    assert "renoncez aux activités qui en exigent un" in in_french.text
    for step in operation.plan.steps.filter(code__in=lost):
        assert (step.state, bool(step.reason_fr), bool(step.reason_en)) == ("dropped", True, True)
    # What waited for them does so no more.
    deliberation = operation.plan.steps.get(code="deliberation")
    finish_step(step=deliberation, by=None)


def test_a_plan_is_made_once():
    operation = operation_in(30)
    make_plan(operation=operation, by=None)

    with pytest.raises(Refusal, match="has a plan already"):
        make_plan(operation=operation, by=None)

    assert Plan.objects.count() == 1


def test_a_country_without_a_template_gets_the_timeline_of_france_and_is_told():
    operation = operation_in(30, commune=CommuneFactory(country="BE", code_scheme="ins"))

    plan = make_plan(operation=operation, by=None)
    answer = member_client(operation).get(page(operation))

    assert plan.country == "FR"
    assert "The site knows no timeline for this country yet (Belgium)" in answer.text
    assert "The site knows no legal delay of this country." in answer.text
    assert "15 days before" not in answer.text


def test_a_country_with_steps_of_its_own_gets_those():
    load_plans()
    facts = {"country": "BE", "days_before": 30, "owner_role": "desk"}
    PlanTemplateStep.objects.create(code="visit", title_en="Visit", **facts)
    PlanTemplateStep.objects.create(code="not-used", title_en="No", is_used=False, **facts)
    operation = operation_in(30, commune=CommuneFactory(country="BE", code_scheme="ins"))

    plan = make_plan(operation=operation, by=None)

    assert (plan.country, [step.code for step in plan.steps.all()]) == ("BE", ["visit"])


# Moving


def test_moving_the_operation_moves_open_steps_alone_and_shows_it_until_seen():
    first_day = date(2027, 5, 8)
    operation = OperationFactory(starts_on=first_day)
    plan = PlanFactory(operation=operation)
    follows = StepFactory(plan=plan, days_before=10, title_en="Follows")
    done = StepFactory(plan=plan, days_before=20, title_en="Done")
    fixed = StepFactory(plan=plan, fixed_on=date(2027, 5, 1), title_en="Fixed")
    finish_step(step=done, by=None)
    later = first_day + timedelta(weeks=2)
    client = member_client(operation)

    Operation.objects.filter(pk=operation.pk).update(starts_on=later, ends_on=later)
    answer = client.get(page(operation))

    assert {step.title_en: str(step.due_on) for step in answer.context["steps"]} == {
        "Done": "2027-04-18", "Fixed": "2027-05-01", "Follows": "2027-05-12"
    }  # fmt: skip
    assert [(m.step, str(m.before), str(m.after)) for m in answer.context["moves"]] == [
        (follows, "2027-04-28", "2027-05-12")
    ]
    before, after = date_in_words(first_day), date_in_words(later)
    assert f"The first day moved from {before} to {after}" in answer.text
    assert "1 open step moved with it" in answer.text
    assert fixed not in [move.step for move in answer.context["moves"]]

    client.post(page(operation, "seen/"), {"starts_on": "2027-05-22"})
    assert "moved from" not in client.get(page(operation)).text


def test_an_operation_that_moves_back_has_not_moved():
    plan = PlanFactory()
    StepFactory(plan=plan)

    assert moves_of(plan, steps_of(plan)) == []


@pytest.mark.parametrize("seen", ["2020-01-01", "", "tomorrow", "9" * 40])
def test_what_was_not_seen_is_not_noted_as_seen(seen):
    operation = OperationFactory()
    plan = PlanFactory(operation=operation, anchored_on=date(2027, 1, 1))

    client = member_client(operation)
    answer = client.post(page(operation, "seen/"), {"starts_on": seen}, follow=True)

    assert "The operation has moved once more." in answer.text
    plan.refresh_from_db()
    assert plan.anchored_on == date(2027, 1, 1)


def test_a_day_seen_is_noted_with_who_saw_it():
    plan, by = PlanFactory(anchored_on=date(2027, 1, 1)), UserFactory()

    note_move(plan=plan, seen=plan.operation.starts_on, by=by)

    assert not Plan.objects.get().has_moved
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.operation_id) == (
        "plan.move_seen", by, plan.operation_id
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first_day", "days_before", "due_on"),
    [
        (date(2027, 3, 28), 1, "2027-03-27"),  # the night clocks go forward in Europe
        (date(2027, 4, 3), 10, "2027-03-24"),
        (date(2027, 10, 31), 0, "2027-10-31"),
        (date(2028, 3, 4), 5, "2028-02-28"),  # over a leap day
        (date(2027, 1, 9), 182, "2026-07-11"),
        (date(2026, 12, 5), -365, "2027-12-05"),
    ],
)
def test_days_are_counted_over_the_change_of_clocks_and_of_years(first_day, days_before, due_on):
    plan = PlanFactory(operation=OperationFactory(starts_on=first_day))

    assert str(StepFactory(plan=plan, days_before=days_before).due_on) == due_on


# Steps of mission sheets


def sheet_step(code, **values):
    facts = {"days_before": 56, "owner_role": Role.MISSION_LEAD, "is_blocking": True}
    return SheetStep(code=code, titles={"fr": "Tracer", "en": "Trace"}, **(facts | values))


def test_steps_of_mission_sheets_are_added_once():
    plan = PlanFactory()
    StepFactory(plan=plan, code="carto-1")

    first = add_steps(plan=plan, steps=[sheet_step("carto-1"), sheet_step("carto-2")], by=None)
    second = add_steps(plan=plan, steps=[sheet_step("carto-2"), sheet_step("carto-2")], by=None)

    assert (first, second) == (1, 0)
    step = Step.objects.get(code="carto-2")
    assert (step.title_fr, step.title_en, step.days_before) == ("Tracer", "Trace", 56)
    assert (step.owner_role, step.is_blocking, step.state) == ("mission_lead", True, "open")


def test_a_plan_does_not_grow_without_end():
    plan = PlanFactory()
    add_steps(plan=plan, steps=[sheet_step(f"s{n}") for n in range(MOST_STEPS)], by=None)

    with pytest.raises(Refusal, match="at most 300 steps"):
        add_steps(plan=plan, steps=[sheet_step("one-more")], by=None)
