"""A real worker process, a real mail server, and a kill in the middle."""

import signal
import time
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from notifications.models import Email
from notifications.services import queue_emails
from tests.notifications.sink import Sink
from tests.notifications.workers import kill, wait_until, workers

pytestmark = pytest.mark.django_db(transaction=True)

MAILS = 300
WORKING_AT_ONCE = 2


def database_url():
    """The database of the tests, as another process reaches it."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    signs_in = f"{database['USER']}:{database['PASSWORD']}"
    return f"postgres://{signs_in}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """What a worker of this installation would have in its environment."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.notifications.worker_settings")
    monkeypatch.setenv("WORKER_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("WORKER_CONCURRENCY", str(WORKING_AT_ONCE))
    return monkeypatch


def test_killed_in_the_middle_a_worker_loses_no_mail(hello, environment):
    with Sink(seconds_per_mail=0.01) as sink:
        environment.setenv("WORKER_EMAIL_URL", sink.url)
        queue_emails([hello(address=f"a{number}@example.org") for number in range(MAILS)])

        with workers() as started:
            wait_until(lambda: len(sink.received) >= 50)
            for child in started:
                kill(child)
        in_flight = Email.objects.filter(state="in_flight").count()
        assert 0 < Email.objects.filter(state="done").count() < MAILS
        assert in_flight <= WORKING_AT_ONCE

        # Minutes later the leases have ended.
        Email.objects.filter(state="in_flight").update(due_at=timezone.now())
        with workers():
            wait_until(lambda: not Email.objects.waiting().exists())

        sent = Counter(sink.message_ids())
    assert set(sent) == set(Email.objects.values_list("message_id", flat=True))
    assert len(sent) == MAILS
    assert sent.total() - MAILS <= in_flight
    assert not Email.objects.exclude(state="done", sent_at__isnull=False).exists()


def test_a_worker_stops_within_a_mail_when_asked(hello, environment):
    with Sink(seconds_per_mail=0.2) as sink:
        environment.setenv("WORKER_EMAIL_URL", sink.url)
        queue_emails([hello(address=f"a{number}@example.org") for number in range(MAILS)])

        with workers() as (worker, *_scheduler):
            wait_until(lambda: len(sink.received) >= 4)
            begun = time.monotonic()
            worker.signal(signal.SIGTERM)
            status = worker.process.wait(timeout=60)

    assert status == 0
    assert time.monotonic() - begun < 25
    assert not Email.objects.filter(state="in_flight").exists()
    assert Email.objects.filter(state="done").count() == len(sink.received)
