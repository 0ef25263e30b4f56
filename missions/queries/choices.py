"""What somebody can choose on the sign-up page."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from core.kept import kept
from missions.models import HANDOVER, Need, Signup
from missions.queries.programme import ends_gone_by, kept_places, moment_of
from operations.models import Operation


class Choice(NamedTuple):
    """One role on one shift. Plain values only: there may be hundreds, drawn many times."""

    need: int
    shift: int
    mission: int
    role: str
    starts_at: datetime
    ends_at: datetime
    place: str
    left: int
    kept: int  # of those left, for people of the commune
    kept_until: datetime | None  # None while nothing is kept, and when it lasts to the end
    has_reserve: bool


COLUMNS = (
    "pk",
    "shift_id",
    "shift__mission_id",
    "role",
    "shift__starts_at",
    "shift__ends_at",
    "shift__place__name",
    "shift__mission__place__name",
    "places",
    "taken",
    "residents_reserve",
    "residents",
    "reserve_ends_at",
)


def choices_of(operation: Operation) -> tuple[Choice, ...]:
    """The needs of the shifts to come, by time; one query, understood anew when it changed."""
    now = timezone.now()
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(now)
        cursor.execute(_sql_of_needs(), [operation.pk, moment])
        rows = cursor.fetchall()
    over = ends_gone_by(now, (row[-1] for row in rows))
    return kept(
        ("choices", operation.pk), (rows, over), lambda: tuple(_choice(over, *row) for row in rows)
    )


@cache
def _sql_of_needs() -> str:
    """The query, its two values left open: to write it out costs more than to run it."""
    needs = Need.objects.filter(
        shift__mission__operation=0,
        shift__starts_at__gt=timezone.now(),
        shift__cancelled_at=None,
        shift__mission__cancelled_at=None,
        shift__is_released=True,
    ).order_by("shift__starts_at", "shift_id", "pk")
    sql, _params = needs.values_list(*COLUMNS).query.sql_with_params()
    return sql


def _choice(
    over: Collection[datetime],
    need: int,
    shift: int,
    mission: int,
    role: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str | None,
    usual_place: str | None,
    places: int,
    taken: int,
    reserve: int,
    residents: int,
    reserve_ends_at: datetime | None,
) -> Choice:
    where, left = place or usual_place or "", places - taken
    times = moment_of(starts_at), moment_of(ends_at)
    kept_for = kept_places(over, max(left, 0), reserve, residents, reserve_ends_at)
    has_reserve = bool(reserve) and reserve_ends_at not in over
    return Choice(need, shift, mission, role, *times, where, left, *kept_for, has_reserve)


def possible_beside(choices: Iterable[Choice], signups: Iterable[Signup]) -> list[Choice]:
    """The choices that none of these live sign-ups stands in the way of."""
    busy = [(one.need.shift.starts_at, one.need.shift.ends_at) for one in signups]
    return [choice for choice in choices if not (busy and _collides(choice, busy))]


def _collides(choice: Choice, busy: list[tuple[datetime, datetime]]) -> bool:
    return any(
        _shared(choice.starts_at, choice.ends_at, start, end) > HANDOVER for start, end in busy
    )


def _shared(start: datetime, end: datetime, other: datetime, other_end: datetime) -> timedelta:
    return min(end, other_end) - max(start, other)
