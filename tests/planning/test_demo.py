"""The plans of the demo."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from operations.models import Operation
from pages.demo.calendar import PARIS
from pages.demo.loader import COMMUNE_CODES, load_demo
from planning.models import Plan, Step, StepComment, StepProof
from tests.communes.factories import CommuneFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 12, tzinfo=PARIS)
OPEN = ["chaumes-en-retz", "saint-martin-de-londres"]


@pytest.fixture(autouse=True)
def _demo(settings, tmp_path):
    settings.DEMO_DIR = tmp_path / "demo"
    settings.IS_LOOPBACK = True
    for code in sorted(COMMUNE_CODES):
        CommuneFactory(code=code)


def late_on(now, plan):
    today = now.date()
    return {step.code for step in plan.steps.open() if step.due_on < today}


def test_the_open_operations_have_a_plan_and_two_late_steps_one_of_them_blocking():
    load_demo(now=NOW)

    assert sorted(Plan.objects.values_list("operation__slug", flat=True)) == OPEN
    for plan in Plan.objects.select_related("operation"):
        late = late_on(NOW, plan)
        assert len(late) == 2
        assert plan.steps.filter(code__in=late, is_blocking=True).count() == 1
        states = Counter(plan.steps.values_list("state", flat=True))
        assert states["done"] > 10 < states["open"]
        team = set(plan.operation.memberships.values_list("user", flat=True))
        owners = set(plan.steps.exclude(owner=None).values_list("owner", flat=True))
        assert len(owners) == 4
        assert owners <= team
        assert plan.variant == Plan.Variant.USUAL
        assert not plan.has_moved


def test_nobody_did_or_said_anything_in_the_future():
    load_demo(now=NOW)

    assert not Step.objects.filter(done_at__gt=NOW).exists()
    assert not StepComment.objects.filter(created_at__gt=NOW).exists()
    assert StepProof.objects.filter(step__state="done").count() == StepProof.objects.count() == 3


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Plan, Step, StepComment)]


def test_a_second_run_changes_nothing():
    load_demo(now=NOW)
    before = rows()

    load_demo(now=NOW + timedelta(days=3))

    assert rows() == before


def test_the_plan_follows_the_clock_of_the_demo():
    load_demo(now=NOW)
    operation = Operation.objects.get(slug=OPEN[0])
    late = late_on(NOW, operation.plan)
    done = operation.plan.steps.filter(state="done").count()
    later = NOW + timedelta(days=operation.days_until(NOW.date()))

    load_demo(now=later)

    plan = Plan.objects.get(operation=operation)
    assert not plan.has_moved
    assert plan.steps.filter(state="done").count() == done
    assert late <= late_on(later, plan)


def test_what_a_team_changed_in_its_plan_stays():
    load_demo(now=NOW)
    step = Step.objects.filter(code="insurance").first()
    Step.objects.filter(pk=step.pk).update(title_fr="Assurer la salle", days_before=60)

    load_demo(now=NOW)

    step.refresh_from_db()
    assert (step.title_fr, step.days_before) == ("Assurer la salle", 60)
