"""The mail of the day: once, to owners who have something near, in their language and time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from config.celery import app
from notifications.models import Email
from operations.models import Membership, Operation
from planning.services.reminders import remind_owners
from planning.services.steps import drop_step, finish_step
from planning.tasks import remind_owners as task
from tests.accounts.factories import StaffFactory, UserFactory
from tests.operations.factories import MembershipFactory, OperationFactory
from tests.planning.factories import PlanFactory, StepFactory, due_in

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")


def noon():
    return timezone.now().astimezone(PARIS).replace(hour=12)


def owner_of(operation, **values):
    return MembershipFactory(operation=operation, user=UserFactory(**values)).user


def step_of(owner, days, operation=None, **values):
    """A step of the owner that is due in so many days."""
    operation = operation or owner.memberships.first().operation
    plan = PlanFactory(operation=operation)
    return StepFactory(plan=plan, owner=owner, days_before=due_in(days, operation), **values)


def test_one_mail_a_day_over_all_operations_and_none_at_the_second_run():
    first = OperationFactory(title_en="Libre in Brocas")
    second = OperationFactory(title_en="Libre in Aiglun")
    owner = owner_of(first)
    MembershipFactory(operation=second, user=owner)
    step_of(owner, -3, first, title_en="Ask the insurer", is_blocking=True)
    step_of(owner, 7, first, title_en="Print maps")
    step_of(owner, 8, first, title_en="Too far")
    step_of(owner, 2, second, title_en="Book the hall")

    counts = [remind_owners(now=noon()), remind_owners(now=noon() + timedelta(hours=3))]
    mail = Email.objects.get()

    assert counts == [1, 0]
    assert (mail.recipient, mail.subject) == (owner.email, "1 step of yours is late")
    for words in (
        "In the plan of “Libre in Brocas”:\n\n* Ask the insurer\n  Late: it was due on",
        "Others cannot go on without it.",
        "* Print maps\n  Due on",
        "In the plan of “Libre in Aiglun”:\n\n* Book the hall",
        f"Go to my steps:\nhttp://testserver/en/organize/{first.slug}/plan/?owner=me",
        f"http://testserver/en/organize/{second.slug}/plan/?owner=me",
    ):
        assert words in mail.text
    assert "Too far" not in mail.text

    assert remind_owners(now=noon() + timedelta(days=1)) == 1


def test_the_mail_is_in_the_language_of_its_reader():
    operation = OperationFactory(title_fr="Libre à Brocas", title_en="Libre in Brocas")
    owner = owner_of(operation, language="fr", display_name="Solenn")
    step_of(owner, 1, title_fr="Imprimer les cartes", title_en="Print maps")

    remind_owners(now=noon())

    mail = Email.objects.get()
    assert mail.language == "fr"
    assert "Imprimer les cartes" in mail.text
    assert "Libre à Brocas" in mail.text
    assert f"/fr/organize/{operation.slug}/plan/?owner=me" in mail.text


@pytest.mark.parametrize(
    ("zone", "hour", "count"),
    [
        ("Europe/Paris", 5, 0),
        ("Europe/Paris", 6, 1),
        ("America/Cayenne", 9, 0),
        ("America/Cayenne", 10, 1),
        ("Pacific/Noumea", 19, 0),
        ("Pacific/Noumea", 20, 1),
    ],
)
def test_the_mail_leaves_in_the_morning_of_its_reader(zone, hour, count):
    owner = owner_of(OperationFactory(), time_zone=zone)
    now = datetime(2027, 1, 14, hour, 12, tzinfo=ZoneInfo("UTC"))
    StepFactory(
        plan__operation=owner.memberships.get().operation,
        owner=owner,
        fixed_on=now.date() + timedelta(days=2),
    )

    assert remind_owners(now=now) == count


@pytest.mark.parametrize(
    "why",
    ["done", "left out", "cancelled", "left the team", "no address", "closed account", "nobody's"],
)
def test_nobody_is_reminded_of_what_is_not_theirs_or_over(why):
    owner = owner_of(OperationFactory())
    step = step_of(owner, 1)
    if why == "done":
        finish_step(step=step, by=None)
    elif why == "left out":
        drop_step(step=step, language="en", reason="No.", by=None)
    elif why == "cancelled":
        Operation.objects.update(status="cancelled")
    elif why == "left the team":
        Membership.objects.all().delete()
    elif why == "no address":
        owner.emailaddress_set.all().delete()
        type(owner).objects.filter(pk=owner.pk).update(email=None)
    elif why == "closed account":
        type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    else:
        type(step).objects.update(owner=None)

    assert remind_owners(now=noon()) == 0
    assert not Email.objects.exists()


def test_site_staff_who_look_after_a_step_are_reminded_too():
    operation, staff = OperationFactory(), StaffFactory()
    step_of(staff, 1, operation)

    assert remind_owners(now=noon()) == 1


@pytest.mark.parametrize("count", [1, 5])
def test_as_many_queries_for_many_owners_as_for_one(django_assert_max_num_queries, count):
    for _number in range(count):
        step_of(owner_of(OperationFactory()), 1)

    with django_assert_max_num_queries(6):
        remind_owners(now=noon())

    assert Email.objects.count() == count


def test_the_clock_calls_it():
    assert task.name in {entry["task"] for entry in app.conf.beat_schedule.values()}
    task()
