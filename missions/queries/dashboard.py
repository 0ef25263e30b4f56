"""How an operation stands, for the first page of those who organize it."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from django.db.models import CharField, Count, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from core.models import AuditEntry
from missions.models import Mission, Proposal, Signup
from missions.queries.decisions import Chance, chances_of
from missions.queries.planning import Progress
from notifications.models import Email
from operations.models import Operation
from planning.models import Step
from planning.queries.figures import PlanFigures, late_blocking_steps, plan_figures

A_WEEK = timedelta(days=7)
MOST_WEEKS = 26
NEAREST = 5
PROPOSALS, FAILED_MAILS, MY_STEPS, CHANGES = "proposals", "mails", "steps", "changes"


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
    to_decide: list[Chance]  # missions whose moment has come
    decided_soon: list[Chance]  # those of the moments to come, the nearest first
    proposals: int  # that wait for an answer
    failed_mails: int
    guides: int  # residents who show the way
    guides_wished: int


def dashboard_of(
    operation: Operation, progress: list[Progress], reader: Any, *, since: datetime | None
) -> Dashboard:
    """At most three queries, whatever the numbers of missions, shifts and people."""
    today = timezone.localdate(timezone=operation.zone)
    live = [each for each in progress if each.mission.cancelled_at is None]
    wished = sum(each.wished for each in live)
    counted: Counter[str] = Counter()
    by_day: Counter[date] = Counter()
    for what, day, count in _counted(operation, reader, today, since):
        counted[what] += count
        if day and what in Signup.PLACED:
            by_day[day] += count
    figures = plan_figures(operation)
    taken = sum(counted[state] for state in Signup.PLACED)
    undecided = [each.mission for each in live] if operation.takes_signups else []
    chances = chances_of(
        undecided, people={int(key): count for key, count in counted.items() if key.isdecimal()}
    )
    return Dashboard(
        days_left=operation.days_until(today),
        taken=taken,
        wished=wished,
        percent=_percent(taken, wished),
        unconfirmed=counted[Signup.State.HELD],
        waiting=counted[Signup.State.WAITING],
        below_minimum=sum(1 for each in live if each.missing),
        weeks=_weeks(by_day, today, wished),
        plan=figures,
        late_steps=late_blocking_steps(operation) if figures.late_blocking else [],
        my_steps=counted[MY_STEPS],
        changes=counted[CHANGES],
        to_decide=[chance for chance in chances if chance.is_due],
        decided_soon=[chance for chance in chances if not chance.is_due][:NEAREST],
        proposals=counted[PROPOSALS],
        failed_mails=counted[FAILED_MAILS],
        guides=sum(each.guides for each in live),
        guides_wished=sum(each.guides_wished for each in live),
    )


def _counted(
    operation: Operation, reader: Any, today: date, since: datetime | None
) -> list[tuple[str, date | None, int]]:
    """What, on which day, and how many; one query for all of it.

    Live sign-ups by state and by the day they were made; the people of each mission to be decided,
    by its id; and how much of each other thing waits.
    """
    signups = Signup.objects.live().filter(need__shift__mission__operation=operation)
    made_on = TruncDate("created_at", tzinfo=operation.zone)
    undecided = Mission.objects.undecided().filter(operation=operation)
    people = Signup.objects.placed().filter(
        need__shift__mission__in=undecided.values("pk"), need__shift__cancelled_at=None
    )
    due = Step.objects.due_before(today + A_WEEK, operation).filter(owner=reader)
    waiting: dict[str, QuerySet] = {
        PROPOSALS: operation.proposals.filter(state=Proposal.State.RECEIVED),
        FAILED_MAILS: Email.objects.failed_of(operation.pk),
        # The query sets of translated models put the columns of a union in another order.
        MY_STEPS: QuerySet(Step).filter(pk__in=due.values("pk")),
    }
    if since:
        entries = AuditEntry.objects.filter(operation_id=operation.pk, created_at__gt=since)
        waiting[CHANGES] = entries.exclude(actor=reader)
    mission = Cast("need__shift__mission_id", CharField())
    return list(
        _count(signups, F("state"), Count("pk"), day=made_on).union(
            _count(people, mission, Count("volunteer", distinct=True)),
            *(_count(rows, Value(what), Count("pk")) for what, rows in waiting.items()),
            all=True,
        )
    )


def _count(rows: QuerySet, what: Any, count: Count, *, day: Any = None) -> QuerySet:
    """How many rows there are of each what and day; all columns are named alike, for a union."""
    named = rows.annotate(what=what, day=day or Value(None, output_field=DateField())).order_by()
    return named.values("what", "day").annotate(count=count).values_list("what", "day", "count")


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
