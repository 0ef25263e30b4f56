"""The plan as a calendar and as a chart: shapes that are tables first."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils.dates import WEEKDAYS
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from planning.models import Plan, PublicHoliday, Step

WIDTH = 1000  # units of the drawing of a bar
NARROWEST = 6
A_DAY = timedelta(days=1)


@dataclass
class Day:
    """A day of a calendar, with what falls on it."""

    day: date
    steps: list[Step] = field(default_factory=list)
    holiday: PublicHoliday | None = None
    is_of_operation: bool = False
    is_today: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.steps or self.is_of_operation)


class Week(NamedTuple):
    """A row of seven cells, empty where the day is of another month."""

    days: list[Day | None]

    @property
    def is_empty(self) -> bool:
        return all(day is None or day.is_empty for day in self.days)


class Month(NamedTuple):
    """A month that holds a step or a day of the operation."""

    first_day: date
    weekdays: list[str]
    weeks: list[Week]


class Bar(NamedTuple):
    """A step of the chart, its place and length in units of the drawing."""

    step: Step
    x: int
    width: int


class Chart(NamedTuple):
    """A stretch of time with its bars; `now` is today's place, none outside of it."""

    name: str
    label: str
    first_day: date
    last_day: date
    now: int | None
    bars: list[Bar]


def months_of(
    plan: Plan, steps: Sequence[Step], holidays: Mapping[date, PublicHoliday]
) -> list[Month]:
    """The months in which something falls, in weeks that begin as the reader's language wants."""
    by_day = {day: list(due) for day, due in groupby(sorted(steps, key=_due), key=_due)}
    days_of_operation = set(_days(plan.operation.starts_on, plan.operation.ends_on))
    calendar = Calendar(firstweekday=(get_format("FIRST_DAY_OF_WEEK") - 1) % 7)
    weekdays = [str(WEEKDAYS[weekday]) for weekday in calendar.iterweekdays()]

    def cell(day: date, month: int) -> Day | None:
        if day.month != month:
            return None
        return Day(
            day, by_day.get(day, []), holidays.get(day), day in days_of_operation, day == plan.today
        )

    months = sorted({(day.year, day.month) for day in {*by_day, *days_of_operation}})
    return [
        Month(
            date(year, month, 1),
            weekdays,
            [
                Week([cell(day, month) for day in week])
                for week in calendar.monthdatescalendar(year, month)
            ],
        )
        for year, month in months
    ]


def _due(step: Step) -> date:
    return step.due_on


def _days(first: date, last: date) -> list[date]:
    return [first + count * A_DAY for count in range((last - first).days + 1)]


def charts_of(plan: Plan, steps: Sequence[Step]) -> list[Chart]:
    """Two charts, since what comes after lasts longer: until the first day, and from then on."""
    first_day = plan.operation.starts_on
    parts = [
        ("before", _("Until the first day"), [one for one in steps if one.due_on <= first_day]),
        ("after", _("After the first day"), [one for one in steps if one.due_on > first_day]),
    ]
    return [_chart(plan, name, label, part) for name, label, part in parts if part]


def _chart(plan: Plan, name: str, label: str, steps: Sequence[Step]) -> Chart:
    first = min(step.begins_on for step in steps)
    last = max(step.due_on for step in steps)
    length = max((last - first).days, 1)

    def place(day: date) -> int:
        return WIDTH * (day - first).days // length

    bars = []
    for step in steps:
        width = max(place(step.due_on) - place(step.begins_on), NARROWEST)
        bars.append(Bar(step, min(place(step.begins_on), WIDTH - width), width))
    now = place(plan.today) if first <= plan.today <= last else None
    return Chart(name, label, first, last, now, bars)
