"""How an operation stands, for the first page of those who organize it."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.models import AuditEntry
from missions.models import Signup
from missions.queries.planning import Progress
from operations.models import Operation
from planning.models import Step
from planning.queries.figures import PlanFigures, late_blocking_steps, plan_figures

A_WEEK = timedelta(days=7)
MOST_WEEKS = 26


class Week(NamedTuple):
    """The places taken by the end of a week, of those that are still held today."""

    ends_on: date
    taken: int
    percent: int  # of the people wished for


class Dashboard(NamedTuple):
    days_left: int
    taken: int
    wished: int
    percent: int
    unconfirmed: int
    waiting: int
    below_minimum: int  # missions
    weeks: list[Week]
    plan: PlanFigures
    late_steps: list[Step]
    my_steps: int  # late, or due within a week
    changes: int  # by others since the reader's last visit


def dashboard_of(
    operation: Operation, progress: list[Progress], reader: Any, *, since: datetime | None
) -> Dashboard:
    """At most five queries, whatever the numbers of missions, shifts and people."""
    today = timezone.localdate(timezone=operation.zone)
    live = [each for each in progress if each.mission.cancelled_at is None]
    wished = sum(each.wished for each in live)
    states, by_day = _signups(operation)
    figures = plan_figures(operation)
    taken = sum(states[state] for state in Signup.PLACED)
    return Dashboard(
        days_left=operation.days_until(today),
        taken=taken,
        wished=wished,
        percent=_percent(taken, wished),
        unconfirmed=states[Signup.State.HELD],
        waiting=states[Signup.State.WAITING],
        below_minimum=sum(1 for each in live if each.missing),
        weeks=_weeks(by_day, today, wished),
        plan=figures,
        late_steps=late_blocking_steps(operation) if figures.late_blocking else [],
        my_steps=_steps_of(reader, operation, today) if figures.open else 0,
        changes=_changes(operation, reader, since) if since else 0,
    )


def _signups(operation: Operation) -> tuple[Counter[str], Counter[date]]:
    """Live sign-ups by state, and those that have a place by the day they were made."""
    states: Counter[str] = Counter()
    by_day: Counter[date] = Counter()
    rows = (
        Signup.objects.live()
        .filter(need__shift__mission__operation=operation)
        .annotate(day=TruncDate("created_at", tzinfo=operation.zone))
        .order_by()
        .values_list("state", "day")
        .annotate(count=Count("pk"))
    )
    for state, day, count in rows:
        states[state] += count
        if state in Signup.PLACED:
            by_day[day] += count
    return states, by_day


def _weeks(by_day: Counter[date], today: date, wished: int) -> list[Week]:
    """The last half year at most, from the week of the first sign-up to this one."""
    if not by_day:
        return []
    last = today + timedelta(days=6 - today.weekday())
    count = min((last - min(by_day)) // A_WEEK + 1, MOST_WEEKS)
    ends = [last - A_WEEK * number for number in reversed(range(count))]
    new = [
        sum(made for day, made in by_day.items() if (day <= end and (day > end - A_WEEK or not i)))
        for i, end in enumerate(ends)
    ]
    return [
        Week(end, taken, _percent(taken, wished))
        for end, taken in zip(ends, accumulate(new), strict=True)
    ]


def _percent(taken: int, wished: int) -> int:
    return min(100 * taken // wished, 100) if wished else 0


def _steps_of(reader: Any, operation: Operation, today: date) -> int:
    return Step.objects.due_before(today + A_WEEK, operation).filter(owner=reader).count()


def _changes(operation: Operation, reader: Any, since: datetime) -> int:
    entries = AuditEntry.objects.filter(operation_id=operation.pk, created_at__gt=since)
    return entries.exclude(actor=reader).count()
