"""The life of an operation: what may follow what, by hand and by the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from operations.models import Operation
from operations.rules import TRANSITIONS, why_cannot_move
from operations.services.status import change_status, follow_calendar
from operations.tasks import follow_calendar as follow_calendar_task
from tests.operations.factories import MembershipFactory, OperationFactory, make_charter_met

pytestmark = pytest.mark.django_db
Status = Operation.Status


def ready(**values):
    operation = OperationFactory(status=Status.DRAFT, presentation_en="Come and see.", **values)
    make_charter_met(operation)
    return operation


def at(monkeypatch, *moment):
    monkeypatch.setattr(timezone, "now", lambda: datetime(*moment, tzinfo=UTC))


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("after", Status.values)
def test_only_the_transitions_of_the_table_are_possible(before, after):
    operation = OperationFactory(
        status=before,
        presentation_en="Come.",
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate(),
    )
    make_charter_met(operation)

    refused = why_cannot_move(operation, after)

    assert bool(refused) != (after in TRANSITIONS[before])


@pytest.mark.parametrize("field", ["title", "summary", "presentation"])
def test_an_operation_opens_once_its_texts_are_there_in_the_language_it_is_written_in(field):
    operation = ready(**{f"{field}_fr": "Seulement en français"})
    setattr(operation, f"{field}_en", "  ")

    assert len(why_cannot_move(operation, Status.OPEN)) == 1


def test_an_operation_whose_days_are_over_does_not_open():
    last_week = timezone.localdate() - timedelta(days=7)
    operation = ready(starts_on=last_week, ends_on=last_week)

    assert why_cannot_move(operation, Status.OPEN) == ["Its days are over. Give it new ones."]


def test_change_status_writes_who_did_it_and_refuses_a_second_time():
    operation = ready()
    by = MembershipFactory(operation=operation).user

    change_status(operation=operation, status=Status.OPEN, by=by)
    with pytest.raises(Refusal):
        change_status(operation=operation, status=Status.OPEN, by=by)

    entry = AuditEntry.objects.get(action="operation.status")
    assert (entry.actor, entry.details) == (by, {"before": "draft", "after": "open"})


@pytest.mark.parametrize(
    ("zone", "moment", "status"),
    [
        ("Europe/Paris", (2027, 4, 2, 21, 59), Status.OPEN),
        ("Europe/Paris", (2027, 4, 2, 22, 1), Status.RUNNING),
        ("Pacific/Auckland", (2027, 4, 2, 10, 59), Status.OPEN),
        ("Pacific/Auckland", (2027, 4, 2, 11, 1), Status.RUNNING),
        ("America/Cayenne", (2027, 4, 3, 2, 59), Status.OPEN),
        ("America/Cayenne", (2027, 4, 3, 3, 1), Status.RUNNING),
    ],
)
def test_an_operation_starts_at_midnight_of_its_own_place(monkeypatch, zone, moment, status):
    operation = OperationFactory(
        starts_on=date(2027, 4, 3), ends_on=date(2027, 4, 4), time_zone=zone
    )
    at(monkeypatch, *moment)

    follow_calendar()

    operation.refresh_from_db()
    assert operation.status == status


def test_an_operation_ends_once_its_last_day_is_over(monkeypatch):
    operation = OperationFactory(
        starts_on=date(2027, 4, 3), ends_on=date(2027, 4, 4), status=Status.RUNNING
    )

    at(monkeypatch, 2027, 4, 4, 21, 59)
    follow_calendar_task()
    operation.refresh_from_db()
    assert operation.status == Status.RUNNING
    at(monkeypatch, 2027, 4, 4, 22, 1)
    follow_calendar_task()

    operation.refresh_from_db()
    assert operation.status == Status.WRAPPING_UP


def test_a_clock_that_slept_for_long_brings_an_operation_to_its_end_and_leaves_drafts_alone():
    past = timezone.localdate() - timedelta(days=9)
    asleep = OperationFactory(starts_on=past, ends_on=past)
    draft = OperationFactory(starts_on=past, ends_on=past, status=Status.DRAFT)

    moved = follow_calendar()

    asleep.refresh_from_db()
    draft.refresh_from_db()
    assert (moved, asleep.status, draft.status) == (2, Status.WRAPPING_UP, Status.DRAFT)
