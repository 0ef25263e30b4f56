from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from missions.models import Shift, Signup
from notifications.models import Email
from operations.models import Operation
from pages.demo.calendar import PARIS
from pages.demo.loader import load_demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_communes")]

NOW = datetime(2026, 9, 1, 12, tzinfo=PARIS)
OPEN = ["chaumes-en-retz", "saint-martin-de-londres"]


def the_operation(slug="chaumes-en-retz"):
    return Operation.objects.get(slug=slug)


def hours_and_lengths(operation):
    shifts = Shift.objects.filter(mission__operation=operation)
    return [(s.starts_at.astimezone(PARIS).strftime("%a %H:%M"), s.length) for s in shifts]


@pytest.mark.parametrize("days", range(0, 371, 53))
def test_weekend_lies_five_to_six_weeks_ahead_whatever_the_day(days):
    now = NOW + timedelta(days=days)

    load_demo(now=now)

    operation = the_operation()
    assert operation.starts_on.weekday() == 5
    assert operation.ends_on == operation.starts_on + timedelta(days=1)
    assert 35 <= operation.days_until(now.date()) <= 41
    starts = list(Shift.objects.values_list("starts_at", flat=True))
    assert now < min(starts)
    hours = {start.astimezone(ZoneInfo("Europe/Paris")).hour for start in starts}
    assert min(hours) >= 8


def test_day_is_that_of_paris():
    load_demo(now=datetime(2026, 8, 31, 22, 30, tzinfo=ZoneInfo("UTC")))

    assert str(the_operation().starts_on) == "2026-10-10"


def test_operation_that_has_begun_moves_by_whole_weeks_at_the_same_hours():
    load_demo(now=NOW)
    before = the_operation()
    hours_before = hours_and_lengths(before)
    signups = list(Signup.objects.order_by("pk").values())
    Operation.objects.filter(pk=before.pk).update(status=Operation.Status.WRAPPING_UP)
    later = datetime.combine(before.starts_on, NOW.time(), PARIS)

    outcome = load_demo(now=later)

    after = the_operation()
    assert outcome.moved == 1
    assert after.status == Operation.Status.OPEN
    assert (after.starts_on - before.starts_on) == timedelta(weeks=5)
    assert (after.ends_on - before.ends_on) == timedelta(weeks=5)
    # Summer time ended in between.
    assert hours_and_lengths(after) == hours_before
    moved = Shift.objects.filter(mission__operation=after)
    assert set(moved.values_list("sequence", "version")) == {(1, 2)}
    assert list(Signup.objects.order_by("pk").values()) == signups
    assert not Email.objects.exists()


def test_what_somebody_cancelled_is_not_moved():
    load_demo(now=NOW)
    Operation.objects.filter(slug__in=OPEN).update(status=Operation.Status.CANCELLED)
    begun = the_operation().starts_on

    load_demo(now=NOW + timedelta(days=90))

    assert the_operation().starts_on == begun
    assert the_operation().status == Operation.Status.CANCELLED


def test_loading_mails_nobody():
    load_demo(now=NOW)

    assert not Email.objects.exists()
