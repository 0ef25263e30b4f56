"""Mails: queued in bulk, sent to a mail server on this machine, and sent through a kill."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from benchmarks import Row
from missions.emails.signups import PlaceLines
from notifications.calendar import Entry, calendar_attachment
from notifications.models import Email
from notifications.services import Message, Recipient, queue_emails
from tests.notifications.sink import Sink
from tests.notifications.workers import kill, wait_until, workers

MAILS = 2000
KILLED_AFTER = 500


def messages() -> list[Message]:
    """One to each person of a big operation, as a cancellation makes them."""
    start = timezone.now() + timedelta(days=5)
    entry = Entry("signup", "Map of the centre", start, start + timedelta(hours=3), 1)
    place = PlaceLines("Map of the centre (Host)", ["Saturday, 9:00 to 12:00", "Town hall"])
    context = {
        "greeting": "Hello Camille,",
        "operation": {"contact_email": "organizers@example.org"},
        "operation_title": "Opération Libre at Chaumes-en-Retz",
        "me_address": "http://127.0.0.1:8000/fr/me/secret/",
        "places": [place, place],
    }
    return [
        Message(
            kind="benchmark",
            obj=f"operation:{timezone.now().timestamp()}",
            to=Recipient(f"a{number}@example.org", ("fr", "en")[number % 2], "Europe/Paris"),
            template="missions/emails/operation_cancelled",
            context=context,
            attachments=[calendar_attachment(entry)],
        )
        for number in range(MAILS)
    ]


def queue_all() -> float:
    Email.objects.all().delete()
    written = messages()
    begun = time.perf_counter()
    queue_emails(written)
    return time.perf_counter() - begun


SEND_BARE = """
import smtplib, sys, time
port, mails = map(int, sys.argv[1:])
words = b"Subject: bare\\r\\n\\r\\n" + 70 * (68 * b"x" + b"\\r\\n")
with smtplib.SMTP("127.0.0.1", port) as server:
    begun = time.perf_counter()
    for _ in range(mails):
        server.sendmail("a@example.org", ["b@example.org"], words)
    print(mails / (time.perf_counter() - begun))
"""


def send_bare(sink: Sink) -> float:
    """Mails per second that this server takes when sending them is all there is to do."""
    command = [sys.executable, "-c", SEND_BARE, str(sink.controller.port), "1000"]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def send_all(sink: Sink) -> float:
    """Mails per second, from the first that arrives to the last."""
    with workers():
        wait_until(lambda: bool(sink.received))
        begun, before = time.perf_counter(), len(sink.received)
        wait_until(lambda: len(sink.received) >= MAILS)
        return (MAILS - before) / (time.perf_counter() - begun)


def send_through_a_kill(sink: Sink) -> tuple[int, int, int]:
    """How many mails were lost, came twice, and were in flight when the worker was killed."""
    with workers() as started:
        wait_until(lambda: len(sink.received) >= KILLED_AFTER)
        for child in started:
            kill(child)
    in_flight = Email.objects.filter(state=Email.State.IN_FLIGHT)
    count = in_flight.count()
    in_flight.update(due_at=timezone.now())  # minutes later their leases have ended
    with workers():
        wait_until(lambda: not Email.objects.waiting().exists())
    arrived = set(sink.message_ids())
    return MAILS - len(arrived), len(sink.received) - len(arrived), count


def rows() -> Iterator[Row]:
    seconds = queue_all()
    yield Row(f"{MAILS} mails queued in bulk", f"{seconds:.2f} s", goal="2 s")
    with Sink() as sink:
        bare = send_bare(sink)
    yield Row("bare mails, by smtplib alone", f"{bare:.0f}/s")
    with Sink() as sink:
        os.environ["EMAIL_URL"] = sink.url
        per_second = send_all(sink)
    share = f"{100 * per_second / bare:.0f} % of bare mails"
    yield Row("mails sent to a local server", f"{per_second:.0f}/s", share, "150/s, 40 %")
    queue_all()
    with Sink() as sink:
        os.environ["EMAIL_URL"] = sink.url
        lost, twice, in_flight = send_through_a_kill(sink)
    yield Row("mails lost by kill -9 in the middle", str(lost), goal="0")
    yield Row("mails sent twice by it", str(twice), goal=f"{in_flight} in flight")
