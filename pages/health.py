"""Whether the parts of the site do their work, and how much of it waits."""

from collections.abc import Callable, Iterator

from celery import current_app
from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from core import heartbeat
from notifications.models import Email
from operations.models import Operation

BROKER_PATIENCE = 2  # seconds


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _broker_answers() -> bool:
    if current_app.conf.broker_url == "memory://":
        return True
    with current_app.connection(connect_timeout=BROKER_PATIENCE) as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_PATIENCE)
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "broker": _broker_answers,
    "worker": heartbeat.is_seen,
}


def failing_checks() -> list[str]:
    return [name for name, check in CHECKS.items() if not _passes(check)]


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever is wrong with it, it does not work
        return False


def figures_of_the_site() -> Iterator[tuple[str, int]]:
    """Names and values: mails by state, how long the oldest has been due, operations by status."""
    states = dict(Email.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in Email.State.values:
        yield f'free_mission_mails{{state="{state}"}}', states.get(state, 0)
    now = timezone.now()
    oldest = Email.objects.due().aggregate(since=Min("due_at"))["since"]
    yield (
        "free_mission_mails_oldest_due_seconds",
        int((now - oldest).total_seconds()) if oldest else 0,
    )
    statuses = dict(Operation.objects.order_by().values_list("status").annotate(Count("pk")))
    for status in Operation.Status.values:
        yield f'free_mission_operations{{status="{status}"}}', statuses.get(status, 0)
    yield "free_mission_worker_is_seen", int(heartbeat.is_seen())
