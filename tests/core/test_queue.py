"""The queue, shown on the mails, which are rows that are work."""

import threading
import time
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.celery import app as celery_app
from core import queue
from core.queue import GiveUp, TryLater, drain, pause_after
from notifications.models import Email
from tests.notifications.factories import EmailFactory

TASK = "notifications.tasks.deliver_emails"

pytestmark = pytest.mark.django_db


def serve_all(serve=lambda row: None):
    return drain(Email, serve=serve, for_seconds=5)


def let_time_pass(**duration):
    for row in Email.objects.waiting():
        Email.objects.filter(pk=row.pk).update(due_at=row.due_at - timedelta(**duration))


def test_drain_serves_the_rows_that_are_due_oldest_first():
    now = timezone.now()
    second = EmailFactory(due_at=now - timedelta(seconds=5))
    first = EmailFactory(due_at=now - timedelta(seconds=9))
    later = EmailFactory(due_at=now + timedelta(minutes=5))
    order = []

    assert serve_all(lambda row: order.append(row.pk)) == 2

    assert order == [first.pk, second.pk]
    later.refresh_from_db()
    assert (later.state, later.attempts) == (Email.State.DUE, 0)


def test_a_row_that_was_served_is_done_and_takes_the_columns_it_was_given():
    EmailFactory(last_error="421")
    sent_at = timezone.now()

    serve_all(lambda row: {"sent_at": sent_at})

    row = Email.objects.get()
    assert (row.state, row.due_at, row.sent_at, row.last_error) == ("done", None, sent_at, "")


def test_a_row_is_in_flight_while_it_is_served():
    EmailFactory()
    seen = []

    serve_all(lambda row: seen.append(Email.objects.values_list("state", "attempts").get()))

    assert seen == [("in_flight", 1)]


def test_a_temporary_failure_waits_for_its_pause():
    EmailFactory()

    def fail(row):
        raise TryLater("the server is asleep")

    assert serve_all(fail) == 1
    assert serve_all() == 0
    row = Email.objects.get()
    assert (row.state, row.last_error) == ("due", "the server is asleep")
    assert timedelta(seconds=5) < row.due_at - timezone.now() < timedelta(seconds=13)

    let_time_pass(seconds=13)
    assert serve_all() == 1
    assert Email.objects.get().state == "done"


def test_a_lost_database_is_a_temporary_failure():
    EmailFactory()

    def fail(row):
        raise OperationalError("words that might name somebody")

    serve_all(fail)

    row = Email.objects.get()
    assert (row.state, row.last_error) == ("due", "OperationalError")


def test_pauses_grow_from_ten_seconds_to_half_an_hour():
    pauses = [pause_after(attempts).total_seconds() for attempts in (1, 2, 3, 4, 5, 6, 99)]

    for pause, middle in zip(pauses, (10, 30, 90, 270, 810, 1800, 1800), strict=True):
        assert 0.75 * middle <= pause <= 1.25 * middle


@pytest.mark.parametrize(
    ("error", "words"),
    [(GiveUp("550"), "550"), (ValueError("bob@example.org"), "ValueError")],
)
def test_what_can_never_be_done_is_parked_and_does_not_stop_the_others(error, words):
    parked = EmailFactory()
    EmailFactory()

    def fail_once(row):
        if row.pk == parked.pk:
            raise error

    assert serve_all(fail_once) == 2

    parked.refresh_from_db()
    assert (parked.state, parked.due_at, parked.last_error) == ("parked", None, words)
    assert list(Email.objects.parked()) == [parked]


def test_a_row_that_ended_half_way_a_hundred_times_is_parked():
    EmailFactory(attempts=queue.MAX_ATTEMPTS)

    def never(row):
        raise AssertionError("served once more")

    serve_all(never)

    row = Email.objects.get()
    assert (row.state, row.last_error) == ("parked", "ended half-way each time")


def test_a_lease_that_ended_lets_another_worker_in_and_the_first_one_writes_nothing():
    EmailFactory()
    dead = Email.claim()
    assert Email.claim() is None

    let_time_pass(minutes=3)
    alive = Email.claim()

    assert (alive.pk, alive.attempts) == (dead.pk, 2)
    assert not dead.settle(Email.State.PARKED)
    assert alive.settle(Email.State.DONE)
    assert Email.objects.get().state == "done"


def test_a_worker_told_to_stop_stops_after_the_row_it_is_at(monkeypatch):
    monkeypatch.setattr(queue, "stopping", threading.Event())
    EmailFactory.create_batch(3)

    assert serve_all(lambda row: queue.stopping.set()) == 1
    assert Email.objects.waiting().count() == 2


def test_drain_ends_when_its_time_is_up():
    EmailFactory.create_batch(3)

    served = drain(Email, serve=lambda row: time.sleep(0.05), for_seconds=0.04)

    assert served == 1


def test_a_tick_with_nothing_to_do_is_one_indexed_query():
    EmailFactory.create_batch(20, state="done", due_at=None)

    with CaptureQueriesContext(connection) as queries:
        assert serve_all() == 0

    selects = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(selects) == 1
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {selects[0]}")
            assert "INDEX notifications_email_due_at" in str(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_serve_the_same_row():
    EmailFactory.create_batch(40)
    served = []

    def work():
        try:
            drain(Email, serve=lambda row: served.append(row.pk), for_seconds=20)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(served) == sorted(Email.objects.values_list("pk", flat=True))
    assert set(Email.objects.values_list("state", "attempts")) == {("done", 1)}


@pytest.mark.django_db(transaction=True)
def test_claiming_inside_a_transaction_is_refused_as_it_would_hold_the_lock():
    EmailFactory()

    with transaction.atomic(), pytest.raises(RuntimeError):
        Email.claim()


@pytest.fixture
def broker(monkeypatch):
    """Takes messages for workers; `broker.side_effect` makes it fail."""
    broker = Mock()
    monkeypatch.setattr(celery_app, "send_task", broker)
    monkeypatch.setattr(celery_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(queue, "nudger", queue.Nudger())
    return broker


def wait_until(is_so):
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_workers_are_nudged_when_the_transaction_commits(
    broker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        queue.nudge(TASK)
        assert not broker.called

    wait_until(lambda: broker.called)
    broker.assert_called_once_with(TASK, retry=False)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_nudges_nobody(broker):
    with transaction.atomic():
        queue.nudge(TASK)
        transaction.set_rollback(True)

    assert queue.nudger.thread is None


def test_nobody_waits_for_a_broker_that_hangs_and_nudges_run_together(
    broker, django_capture_on_commit_callbacks
):
    goes_on = threading.Event()
    broker.side_effect = lambda *_names, **_options: goes_on.wait(10)

    begun = time.monotonic()
    for _ in range(50):
        with django_capture_on_commit_callbacks(execute=True):
            queue.nudge(TASK)
    assert time.monotonic() - begun < 2

    goes_on.set()
    wait_until(lambda: not queue.nudger.wanted)
    assert 1 <= broker.call_count <= 2


def test_a_broker_that_is_down_is_tried_again_at_the_next_nudge(
    broker, django_capture_on_commit_callbacks
):
    broker.side_effect = ConnectionError("down")

    for count in (1, 2):
        with django_capture_on_commit_callbacks(execute=True):
            queue.nudge(TASK)
        wait_until(lambda count=count: broker.call_count == count)

    assert queue.nudger.thread.is_alive()


def test_without_a_broker_nobody_is_nudged(broker, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(celery_app.conf, "broker_url", "memory://localhost")

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        queue.nudge(TASK)

    assert callbacks == []
