"""Legal delays of a country, counted back from the first day of an operation."""

from collections.abc import Container, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from operations.models import Operation
from planning.models import LegalDelay, PublicHoliday

A_DAY = timedelta(days=1)
SATURDAY = 5


class Deadline(NamedTuple):
    """A delay, and the last day on which it is still kept, as far as this site knows."""

    delay: LegalDelay
    last_day: date
    is_over: bool


def deadlines_of(operation: Operation, today: date) -> list[Deadline]:
    """The delays of the operation's country; none is known for many."""
    delays = list(LegalDelay.objects.filter(country=operation.commune.country, is_used=True))
    if not delays:
        return []
    first_day = operation.starts_on
    closed = holidays_of(operation, range(first_day.year - 1, first_day.year + 1))
    deadlines = []
    for delay in delays:
        last_day = first_day - timedelta(days=delay.days)
        if delay.is_working_days:
            last_day = working_days_before(first_day, delay.days, closed)
        deadlines.append(Deadline(delay, last_day, last_day < today))
    return deadlines


def holidays_of(operation: Operation, years: Iterable[int]) -> dict[date, PublicHoliday]:
    """The public holidays of these years at the place of the operation."""
    commune = operation.commune
    kept = [
        holiday
        for holiday in PublicHoliday.objects.filter(country=commune.country, is_used=True)
        if holiday.is_kept_in(commune.department_code)
    ]
    days = {(holiday.in_year(year), holiday) for year in years for holiday in kept}
    return {day: holiday for day, holiday in days if day}


def working_days_before(day: date, count: int, closed: Container[date]) -> date:
    """The day with so many working days from it to the other one, which is not counted.

    Saturdays, Sundays and the days in `closed` are no working days.
    """
    while count:
        day -= A_DAY
        if day.weekday() < SATURDAY and day not in closed:
            count -= 1
    return day
