"""The first page of an operation: how it stands, what waits, what changed since the last visit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.audit import record
from missions.models import Signup
from missions.queries.dashboard import dashboard_of
from missions.queries.planning import progress_of
from operations.models import Role
from planning.models import Step
from planning.services.plans import make_plan
from tests.accounts.factories import UserFactory
from tests.missions.factories import MissionFactory, NeedFactory, ShiftFactory, SignupFactory
from tests.operations.factories import MembershipFactory, OperationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation():
    start = timezone.localdate() + timedelta(days=30)
    return OperationFactory(starts_on=start, ends_on=start)


@pytest.fixture
def organizer(client, operation):
    user = MembershipFactory(operation=operation, role=Role.ORGANIZER).user
    client.force_login(user)
    return user


def need_in(operation, **facts):
    shift = ShiftFactory(mission=MissionFactory(operation=operation))
    return NeedFactory(shift=shift, **facts)


def stands(operation, reader=None, since=None):
    reader = reader or UserFactory()
    return dashboard_of(operation, progress_of(operation), reader, since=since)


def page(client, operation):
    return client.get(f"/en/organize/{operation.slug}/").content.decode()


def test_places_are_counted_by_state(operation):
    need = need_in(operation, maximum=4, minimum=3, wished=4, taken=2)
    for state in ("held", "confirmed", "waiting", "cancelled"):
        SignupFactory(need=need, state=state)
    SignupFactory(state="confirmed")  # of another operation

    found = stands(operation)

    assert (found.taken, found.wished, found.percent) == (2, 4, 50)
    assert (found.unconfirmed, found.waiting, found.below_minimum) == (1, 1, 1)
    assert found.days_left == 30


def test_weeks_add_up_on_the_clocks_of_the_operation(operation):
    need = need_in(operation, maximum=10, wished=10)
    now = timezone.now()
    for days in (0, 7, 7, 14, 400):
        SignupFactory(need=need, state="confirmed", created_at=now - timedelta(days=days))

    weeks = stands(operation).weeks

    assert len(weeks) == 26
    assert [week.taken for week in weeks[-4:]] == [1, 2, 4, 5]
    assert weeks[0].taken == 1  # what is older counts from the start
    assert weeks[-1].percent == 50
    assert weeks[-1].ends_on >= timezone.localdate(timezone=operation.zone)
    assert {week.ends_on.weekday() for week in weeks} == {6}


def test_what_is_late_or_mine_waits(client, operation, organizer):
    need_in(operation)
    plan = make_plan(operation=operation, by=organizer)
    Step.objects.update(state="done", done_at=timezone.now(), kept_on=timezone.localdate())
    late, mine = plan.steps.order_by("pk")[:2]
    yesterday = timezone.localdate() - timedelta(days=1)
    for step, facts in (
        (late, {"fixed_on": yesterday, "is_blocking": True, "title_en": "Ask the council"}),
        (mine, {"fixed_on": yesterday + timedelta(days=3), "owner": organizer}),
    ):
        rows = Step.objects.filter(pk=step.pk)
        rows.update(state="open", done_at=None, kept_on=None, done_by=None, **facts)

    text = page(client, operation)

    assert "Ask the council" in text
    assert "1 step of yours is late or due this week" in text
    assert "1 late, 1 this week" in text
    assert f'href="/en/organize/{operation.slug}/plan/?owner=me"' in text
    assert f'href="/en/organize/{operation.slug}/plan/{late.pk}/"' in text


def test_what_others_did_since_the_last_visit_is_told(client, operation, organizer):
    need_in(operation)
    page(client, operation)
    record(actor=organizer, action="operation.edited", subject=operation)
    record(actor=UserFactory(), action="operation.edited", subject=operation)
    record(actor=UserFactory(), action="operation.edited", subject=OperationFactory())
    assert "since your last visit" not in page(client, operation)  # still the first visit

    session = client.session
    earlier = (timezone.now() - timedelta(hours=5)).isoformat()
    session["visits"] = {str(operation.pk): [earlier, None]}
    session.save()

    assert "1 thing was done by others since your last visit" in page(client, operation)


def test_a_role_that_may_not_see_the_history_is_not_told_of_it(client, operation):
    need_in(operation)
    client.force_login(MembershipFactory(operation=operation, role=Role.DESK).user)
    session = client.session
    earlier = (timezone.now() - timedelta(hours=5)).isoformat()
    session["visits"] = {str(operation.pk): [earlier, None]}
    session.save()
    record(actor=UserFactory(), action="operation.edited", subject=operation)

    assert "since your last visit" not in page(client, operation)


@pytest.mark.parametrize("count", [1, 5])
def test_the_first_page_asks_few_queries_for_any_number(
    client, operation, organizer, django_assert_max_num_queries, count
):
    for _ in range(count):
        need = need_in(operation)
        SignupFactory(need=need, state=Signup.State.CONFIRMED)
    make_plan(operation=operation, by=organizer)
    Step.objects.update(fixed_on=timezone.localdate() - timedelta(days=2), is_blocking=True)
    page(client, operation)

    with django_assert_max_num_queries(12):
        assert "What waits" in page(client, operation)
