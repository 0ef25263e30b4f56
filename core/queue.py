"""Rows that are work: claimed, leased, retried and parked in the database itself.

A model that inherits from `Queued` is a queue. The transaction that decides something writes the
row; a worker claims it, does the work, and writes the outcome. A worker that dies loses nothing:
its lease ends and the row is claimed again, so work may be done twice and has to bear it.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Self

from celery import current_app
from django.db import OperationalError, connections, models, router, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

FIRST_PAUSE = 10  # seconds
LONGEST_PAUSE = 30 * 60
MAX_ATTEMPTS = 100  # two days of pauses

CLAIM = """
    UPDATE {table} SET state = 'in_flight', due_at = %s, attempts = attempts + 1
    WHERE id = (
        SELECT id FROM {table} WHERE due_at <= %s ORDER BY due_at LIMIT 1 {skip_locked}
    )
    RETURNING *
"""

# Set when this process was asked to end: drains stop after the row they are at.
stopping = threading.Event()


class TryLater(Exception):
    """The work cannot be done for now. The words are kept: no personal data in them."""


class GiveUp(Exception):
    """The work can never be done as it is. The words are kept: no personal data in them."""


class QueuedQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Rows whose work is not over, now or later."""
        return self.filter(due_at__isnull=False)

    def due(self) -> Self:
        return self.filter(due_at__lte=timezone.now())

    def parked(self) -> Self:
        return self.filter(state=Queued.State.PARKED)


class Queued(models.Model):
    """Work to be done at `due_at`. While it is in flight, that is when the lease ends."""

    class State(models.TextChoices):
        DUE = "due", _("waiting")
        IN_FLIGHT = "in_flight", _("in progress")
        DONE = "done", _("done")
        PARKED = "parked", _("failed")

    lease = timedelta(minutes=3)

    state = models.CharField(max_length=9, choices=State, default=State.DUE)
    due_at = models.DateTimeField(default=timezone.now, null=True, db_index=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    last_error = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["due", "in_flight"], due_at__isnull=False)
                | Q(state__in=["done", "parked"], due_at__isnull=True),
                name="%(app_label)s_%(class)s_is_due_until_it_is_over",
            )
        ]

    @classmethod
    def claim(cls) -> Self | None:
        """Take the row that has been due for longest; its lease is committed on return.

        One statement, so that nobody can take the row in between, nor a kill leave half a claim.
        """
        database = router.db_for_write(cls)
        connection = connections[database]
        now = timezone.now()
        times = map(connection.ops.adapt_datetimefield_value, (now + cls.lease, now))
        skips = connection.features.has_select_for_update_skip_locked
        statement = CLAIM.format(
            table=connection.ops.quote_name(cls._meta.db_table),
            skip_locked="FOR UPDATE SKIP LOCKED" if skips else "",
        )
        with transaction.atomic(using=database, durable=True):
            rows = cls._base_manager.using(database).raw(statement, [*times])
            return next(iter(list(rows)), None)

    def settle(self, state: State, *, due_at: datetime | None = None, **changes: Any) -> bool:
        """Write the outcome, unless the lease ended and the row is in other hands now."""
        held = type(self)._default_manager.filter(
            pk=self.pk, state=self.State.IN_FLIGHT, due_at=self.due_at
        )
        return bool(held.update(state=state, due_at=due_at, **changes))


def drain(queue: type[Queued], *, serve: Callable[[Any], dict | None], for_seconds: float) -> int:
    """Serve due rows one by one until none is left or the time is up; how many were served.

    `serve` may return columns to write together with the outcome.
    """
    end = time.monotonic() + for_seconds
    served = 0
    if not queue._default_manager.filter(due_at__lte=timezone.now()).exists():
        return served  # a look takes no lock
    while time.monotonic() < end and not stopping.is_set():
        row = queue.claim()
        if row is None:
            break
        _serve_one(row, serve)
        served += 1
    return served


def _serve_one(row: Queued, serve: Callable[[Any], dict | None]) -> None:
    State = Queued.State
    name = f"{row._meta.label_lower} {row.pk}"
    try:
        if row.attempts > MAX_ATTEMPTS:
            raise GiveUp(row.last_error or "ended half-way each time")
        columns = serve(row) or {}
    except (TryLater, OperationalError) as error:
        reason = str(error) if isinstance(error, TryLater) else type(error).__name__
        pause = pause_after(row.attempts)
        logger.info("%s waits for another try: %s", name, reason)
        row.settle(State.DUE, due_at=timezone.now() + pause, last_error=reason[:200])
    except GiveUp as error:
        logger.warning("%s is parked: %s", name, error)
        row.settle(State.PARKED, last_error=str(error)[:200])
    except Exception as error:
        logger.exception("%s is parked", name)
        row.settle(State.PARKED, last_error=type(error).__name__)
    else:
        row.settle(State.DONE, **{"last_error": ""} | columns)


def pause_after(attempts: int) -> timedelta:
    """10 s, 30 s, 90 s … half an hour, give or take a quarter so that retries spread out."""
    seconds = min(FIRST_PAUSE * 3 ** min(attempts - 1, 10), LONGEST_PAUSE)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))


class Nudger:
    """Calls tasks from a thread of its own: no page waits for a broker, up or down."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()
        self.changed = threading.Condition()
        self.thread: threading.Thread | None = None

    def call(self, task_name: str) -> None:
        with self.changed:
            self.wanted.add(task_name)
            self.changed.notify()
            # A process that was forked has the object but not its thread.
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._work, name="nudger", daemon=True)
                self.thread.start()

    def _work(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.wanted)
                task_name = self.wanted.pop()
            try:
                current_app.send_task(task_name, retry=False)
            except Exception as error:
                logger.warning("nobody to nudge, the tick will do: %s", type(error).__name__)


nudger = Nudger()


def nudge(task_name: str) -> None:
    """Wake up a worker once this transaction commits; if none hears, the tick does the work."""
    # On memory:// the worker is another process, which only its own tick can wake.
    if not current_app.conf.broker_url.startswith("memory:"):
        transaction.on_commit(partial(nudger.call, task_name), robust=True)
