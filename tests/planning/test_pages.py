"""The pages of the plan: who sees and does what, in which shape, with how many queries."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from operations.models import Role
from planning.models import Plan, PublicHoliday, Step
from planning.services.plans import make_plan
from planning.services.steps import drop_step, finish_step
from tests.accounts.factories import StaffFactory, UserFactory
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    member_client,
)
from tests.planning.factories import PlanFactory, ProofFactory, StepFactory, due_in

pytestmark = pytest.mark.django_db


def page(operation, rest="", language="en"):
    return f"/{language}/organize/{operation.slug}/plan/{rest}"


def step_due_in(days, plan, **values):
    return StepFactory(plan=plan, days_before=due_in(days, plan.operation), **values)


def words(answer):
    """The text of the page, its spaces made one."""
    main = answer.text[answer.text.index("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


# The plan


def test_an_operation_without_a_plan_offers_one_to_its_organizers_alone():
    operation = OperationFactory()
    organizer = member_client(operation, Role.ORGANIZER)
    desk = member_client(operation, Role.DESK)

    assert "Make the plan" in organizer.get(page(operation)).text
    assert "Make the plan" not in desk.get(page(operation)).text
    assert organizer.get(page(operation, "new/")).status_code == 404
    assert desk.post(page(operation, "make/")).status_code == 403
    assert not Plan.objects.exists()

    answer = organizer.post(page(operation, "make/"), follow=True)
    again = organizer.post(page(operation, "make/"), follow=True)

    assert "The plan is ready." in answer.text
    assert "This operation has a plan already." in again.text


def test_the_list_is_grouped_by_how_near_steps_are():
    plan = PlanFactory()
    for days in (-1, 0, 7, 8, 30, 31):
        step_due_in(days, plan, title_en=f"In {days}")
    finish_step(step=step_due_in(-5, plan, title_en="Finished"), by=None)
    dropped = step_due_in(2, plan, title_en="Dropped")
    drop_step(step=dropped, language="en", reason="No need.", by=None)

    answer = member_client(plan.operation).get(page(plan.operation))

    assert {
        period.name: [step.title_en for step in period.steps]
        for period in answer.context["periods"]
    } == {
        "late": ["In -1"],
        "week": ["In 0", "In 7"],
        "month": ["In 8", "In 30"],
        "later": ["In 31"],
        "done": ["Finished"],
        "dropped": ["Dropped"],
    }
    assert "No need." in answer.text


def test_a_step_says_that_it_is_blocking_whose_it_is_and_what_it_waits_for():
    plan = PlanFactory()
    owner = MembershipFactory(operation=plan.operation, user__display_name="Solenn").user
    step = step_due_in(-1, plan, title_en="Print", is_blocking=True, owner=owner, owner_role="desk")
    step.needs.add(step_due_in(3, plan, title_en="Freeze"))

    said = words(member_client(plan.operation).get(page(plan.operation)))

    assert "Print Late Blocking Waits for: Freeze" in said
    assert "Town-hall desk, Solenn" in said


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("owner=me", ["Mine"]),
        ("owner=nobody", ["Desk", "Done", "Late"]),
        ("role=desk", ["Desk"]),
        ("state=late", ["Late"]),
        ("state=done", ["Done"]),
        ("state=open&owner=nobody", ["Desk", "Late"]),
        ("owner=" + "9" * 40, ["Desk", "Done", "Late", "Mine"]),
        ("role=king&state=%F0%9F%8C%BB", ["Desk", "Done", "Late", "Mine"]),
        ("view=spiral", ["Desk", "Done", "Late", "Mine"]),
    ],
)
def test_steps_are_found_by_owner_role_and_state(chosen, found):
    plan = PlanFactory()
    reader = MembershipFactory(operation=plan.operation).user
    step_due_in(5, plan, title_en="Mine", owner=reader)
    step_due_in(5, plan, title_en="Desk", owner_role="desk")
    step_due_in(-5, plan, title_en="Late")
    finish_step(step=step_due_in(5, plan, title_en="Done"), by=None)

    answer = client_of(reader).get(page(plan.operation, f"?{chosen}"))

    assert sorted(step.title_en for step in answer.context["steps"]) == found


def test_a_search_that_finds_nothing_says_so():
    plan = PlanFactory()

    for view in ("", "&view=chart"):
        answer = member_client(plan.operation).get(page(plan.operation, f"?owner=me{view}"))
        assert "No step of the plan is like that." in answer.text


# Shapes


@pytest.mark.parametrize(("language", "first"), [("fr", "lundi"), ("en", "Sunday")])
def test_the_calendar_shows_steps_holidays_and_the_operation_on_their_days(language, first):
    operation = OperationFactory(starts_on=date(2028, 5, 13), ends_on=date(2028, 5, 14))
    plan = PlanFactory(operation=operation)
    StepFactory(plan=plan, days_before=12, title_en="Book", title_fr="Réserver")
    StepFactory(plan=plan, days_before=-60, title_en="Report", title_fr="Raconter")
    PublicHoliday.objects.create(
        country="FR", code="fair", title_en="Fair", title_fr="Foire", month=5, day=2
    )

    answer = member_client(operation).get(page(operation, "?view=calendar", language))
    months = answer.context["months"]

    assert [str(month.first_day) for month in months] == ["2028-05-01", "2028-07-01"]
    assert months[0].weekdays[0] == first
    days = [day for week in months[0].weeks for day in week.days if day]
    assert [day.day.day for day in days] == list(range(1, 32))
    assert {len(week.days) for week in months[0].weeks} == {7}
    assert [day.day.day for day in days if day.steps] == [1]
    assert [day.day.day for day in days if day.holiday] == [2]
    assert [day.day.day for day in days if day.is_of_operation] == [13, 14]
    assert ("Réserver" if language == "fr" else "Book") in answer.text


def test_the_chart_is_a_table_whose_bars_repeat_its_days():
    operation = OperationFactory(starts_on=date(2028, 5, 13), ends_on=date(2028, 5, 14))
    plan = PlanFactory(operation=operation)
    StepFactory(plan=plan, days_before=60, lead_days=20, title_en="First")
    StepFactory(plan=plan, days_before=20, lead_days=40, title_en="Second")
    StepFactory(plan=plan, days_before=-30, lead_days=0, title_en="Afterwards")

    answer = member_client(operation).get(page(operation, "?view=chart"))
    before, after = answer.context["charts"]

    assert [(bar.step.title_en, bar.x, bar.width) for bar in before.bars] == [
        ("First", 0, 333), ("Second", 333, 667)
    ]  # fmt: skip
    assert (str(before.first_day), str(before.last_day), before.now) == (
        "2028-02-23", "2028-04-23", None
    )  # fmt: skip
    assert [(bar.step.title_en, bar.x, bar.width) for bar in after.bars] == [("Afterwards", 0, 6)]
    assert '<rect x="333" y="4" width="667" height="12"/>' in answer.text
    assert "style=" not in answer.text


def test_every_bar_lies_within_its_drawing():
    operation = OperationFactory()
    make_plan(operation=operation, by=None)

    answer = member_client(operation).get(page(operation, "?view=chart"))

    for chart in answer.context["charts"]:
        assert all(bar.x >= 0 and bar.x + bar.width <= 1000 for bar in chart.bars)
    before = answer.context["charts"][0]
    assert 0 < before.now < 1000


def test_what_was_left_out_is_in_the_calendar_and_the_chart_only_when_asked_for():
    plan = PlanFactory()
    step = step_due_in(3, plan, title_en="Dropped")
    drop_step(step=step, language="en", reason="No.", by=None)
    client = member_client(plan.operation)

    for view in ("calendar", "chart"):
        assert "Dropped" not in client.get(page(plan.operation, f"?view={view}")).text
        asked = client.get(page(plan.operation, f"?view={view}&state=dropped"))
        assert "Dropped" in asked.text


@pytest.mark.parametrize("view", ["", "?view=calendar", "?view=chart"])
@pytest.mark.parametrize("count", [5, 60])
def test_the_plan_asks_the_same_queries_for_any_number_of_steps(
    django_assert_num_queries, view, count
):
    plan = PlanFactory(anchored_on=date(2027, 1, 1))
    people = MembershipFactory.create_batch(4, operation=plan.operation)
    PublicHoliday.objects.create(country="FR", code="fair", title_en="Fair", month=5, day=2)
    steps = [
        step_due_in(number - 10, plan, owner=people[number % 4].user) for number in range(count)
    ]
    for one, other in zip(steps[1:], steps, strict=False):
        one.needs.add(other)
    client = member_client(plan.operation)
    client.get(page(plan.operation))

    # session, user, operation, roles, plan, steps, what they wait for, delays; and holidays
    with django_assert_num_queries(9 if "calendar" in view else 8):
        client.get(page(plan.operation, view))


def test_the_page_of_a_step_asks_the_same_queries_for_any_number_of_comments(
    django_assert_max_num_queries,
):
    step = StepFactory()
    for number in range(20):
        author = MembershipFactory(operation=step.plan.operation).user
        step.comments.create(text=f"{number}", author=author)
        ProofFactory(step=step, added_by=author)
    client = member_client(step.plan.operation)

    with django_assert_max_num_queries(14):
        client.get(page(step.plan.operation, f"{step.pk}/"))


# Who may

ACTIONS = {
    "done/": {},
    "again/": {},
    "comments/": {"text": "Called."},
    "proofs/": {"label": "Minutes", "address": "https://example.org/"},
}
DECISIONS = {"owner/": {"owner": ""}, "left-out/": {"reason": "No."}, "edit/": {}}


def outcomes(client, step, actions):
    return {
        client.post(page(step.plan.operation, f"{step.pk}/{rest}"), typed).status_code
        for rest, typed in actions.items()
    }


@pytest.mark.parametrize("role", [Role.MISSION_LEAD, Role.REVIEWER, Role.DESK])
def test_members_see_all_steps_and_work_on_their_own_alone(role):
    plan = PlanFactory()
    member = MembershipFactory(operation=plan.operation, role=role).user
    other = MembershipFactory(operation=plan.operation, role=role).user
    named, of_role = StepFactory(plan=plan, owner=member), StepFactory(plan=plan, owner_role=role)
    others = [
        StepFactory(plan=plan, owner=other, owner_role=role),
        StepFactory(plan=plan, owner_role=Role.ORGANIZER),
    ]
    client = client_of(member)

    assert client.get(page(plan.operation)).status_code == 200
    for step in (named, of_role):
        assert outcomes(client, step, ACTIONS) == {302}
        assert outcomes(client, step, DECISIONS) == {403}
    for step in others:
        seen = client.get(page(plan.operation, f"{step.pk}/"))
        assert seen.status_code == 200
        assert "It is done" not in seen.text
        assert outcomes(client, step, ACTIONS | DECISIONS) == {403}
    assert client.post(page(plan.operation, "seen/")).status_code == 403


def test_who_left_the_team_finds_nothing_any_more():
    membership = MembershipFactory()
    step = StepFactory(plan__operation=membership.operation, owner=membership.user)
    membership.delete()

    assert outcomes(client_of(membership.user), step, ACTIONS | DECISIONS) == {404}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ORGANIZER, "staff"])
def test_organizers_and_site_staff_work_on_every_step(role):
    step = StepFactory(owner=UserFactory())
    operation = step.plan.operation
    client = client_of(StaffFactory()) if role == "staff" else member_client(operation, role)

    assert outcomes(client, step, ACTIONS | {"owner/": {"owner": ""}}) == {302}
    assert client.get(page(operation, f"{step.pk}/edit/")).status_code == 200


def test_a_step_is_found_under_its_own_operation_alone():
    step, plan = StepFactory(), PlanFactory()

    assert outcomes(member_client(plan.operation), step, ACTIONS | DECISIONS) == {404}
    client = member_client(plan.operation)
    assert client.get(page(plan.operation, f"{step.pk}/")).status_code == 404


def test_the_same_form_sent_twice_is_done_once():
    step = StepFactory()
    key = {"client_key": "7f4ee2f0-5a3c-4a52-9df0-5b6d9d4fd6a1", "text": "Called."}
    client = member_client(step.plan.operation)

    for _time in range(2):
        client.post(page(step.plan.operation, f"{step.pk}/comments/"), key)

    assert step.comments.count() == 1


def test_today_is_that_of_the_place():
    operation = OperationFactory(time_zone="Pacific/Kiritimati")
    plan = PlanFactory(operation=operation)
    ahead = timezone.localdate(timezone=operation.zone)

    assert plan.today == ahead
    assert not Step(plan=plan, fixed_on=ahead).is_late
    assert Step(plan=plan, fixed_on=ahead - timedelta(days=1)).is_late
