"""Reads of what an operation offers: its missions, its shifts, and the places they have left."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import F, Model, Sum, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from core.stamps import columns
from missions.models import Mission, Need, Shift, Signup, kept_of
from operations.models import CommitteeMember, Operation, Partner, Waiver

# Of the rows beside an operation: the base name of a translated column follows the language of the
# moment, and who the members of a committee are is the team's alone.
NOT_SHOWN = ("reason", "email", "user_id", "waived_by_id")


class Offer(NamedTuple):
    """The places of one role on a shift."""

    role: str
    places: int
    left: int
    kept: int = 0  # of those left, for people of the commune
    kept_until: datetime | None = None


class Line(NamedTuple):
    """A shift of a programme. Plain values only: a line is compared, kept and drawn many times."""

    shift: int
    mission: int
    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool
    is_open: bool
    state: str  # of the reader's own sign-up; empty for everybody else
    offers: tuple[Offer, ...]

    @property
    def places_left(self) -> int:
        return sum(offer.left for offer in self.offers)

    @property
    def is_possible(self) -> bool:
        """Whether somebody can take a place now."""
        return self.is_open and self.places_left > 0


LINE_COLUMNS = (
    "pk",
    "mission_id",
    "starts_at",
    "ends_at",
    "place__name",
    "mission__place__name",
    "cancelled_at",
    "mission__cancelled_at",
    "needs__role",
    "needs__places",
    "needs__taken",
    "needs__residents_reserve",
    "needs__residents",
    "needs__reserve_ends_at",
)
MISSION_COLUMNS = (
    "operation_id",
    "source_language",
    *(
        f"{field}_{code}"
        for field in ("title", "summary")
        for code in settings.MODELTRANSLATION_LANGUAGES
    ),
    "kind",
    "theme",
    "mode",
    "phase",
    "level",
    "cancelled_at",
)


def missions_of(operation: Operation) -> list[Mission]:
    """The missions of an operation as a programme names them, without their long texts."""
    announced = operation.missions.announced()  # type: ignore[attr-defined]
    return list(announced.only(*MISSION_COLUMNS).order_by("pk"))


def shift_rows(operation: Operation, mission: Mission | None = None) -> list[tuple]:
    """The shifts in the order of time, one row per need, as the database itself writes values."""
    column, pk = ("mission", mission.pk) if mission else ("mission__operation", operation.pk)
    with connection.cursor() as cursor:
        cursor.execute(_sql_of_shifts(column), [pk])
        return cursor.fetchall()


@cache
def _sql_of_shifts(column: str) -> str:
    """The query, its one value left open: to write it out costs more than to run it."""
    shifts = Shift.objects.filter(**{column: 0}, is_released=True)
    shifts = shifts.order_by("starts_at", "pk", "needs__pk")
    sql, _params = shifts.values_list(*LINE_COLUMNS).query.sql_with_params()
    return sql


def lines_from(
    rows: Iterable[tuple], operation: Operation, states: Mapping[int, str]
) -> list[Line]:
    """The shifts that the rows are about, with the states of the reader's own sign-ups."""
    rows = list(rows)
    over = ends_gone_by(timezone.now(), (row[-1] for row in rows))
    return [
        _line(list(same), operation, states, over) for _pk, same in groupby(rows, itemgetter(0))
    ]


def _line(
    rows: list[tuple],
    operation: Operation,
    states: Mapping[int, str],
    over: Collection[datetime],
) -> Line:
    pk, mission, starts_at, ends_at, place, usual_place, cancelled, all_cancelled, *_ = rows[0]
    starts_at, is_cancelled = moment_of(starts_at), bool(cancelled or all_cancelled)
    return Line(
        pk,
        mission,
        starts_at,
        moment_of(ends_at),
        place or usual_place or "",
        is_cancelled,
        operation.takes_signups and not is_cancelled and starts_at > timezone.now(),
        states.get(pk, ""),
        tuple(_offer(over, *row[8:]) for row in rows if row[8]),
    )


def _offer(
    over: Collection[datetime],
    role: str,
    places: int,
    taken: int,
    reserve: int,
    residents: int,
    reserve_ends_at: datetime | None,
) -> Offer:
    left = max(places - taken, 0)
    kept = kept_places(over, left, reserve, residents, reserve_ends_at)
    return Offer(role, places, left, *kept)


def ends_gone_by(now: datetime, ends: Iterable[datetime | None]) -> frozenset[datetime]:
    """The ends of reserves, as the database wrote them, that lie behind us."""
    return frozenset(end for end in set(ends) if end and moment_of(end) <= now)


def kept_places(
    over: Collection[datetime], left: int, reserve: int, residents: int, ends_at: datetime | None
) -> tuple[int, datetime | None]:
    """How many of the places left are kept for residents, and until when."""
    kept = 0 if ends_at in over else kept_of(left, reserve, residents)
    return kept, moment_of(ends_at) if kept and ends_at else None


def moment_of(value: datetime) -> datetime:
    """SQLite knows no time zones: what it gives back is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def states_of(user: Any, operation: Operation) -> dict[int, str]:
    """The reader's live sign-ups in this operation, by shift."""
    if not user.is_authenticated:
        return {}
    return dict(
        Signup.objects.live()
        .filter(volunteer__user_id=user.pk, need__shift__mission__operation=operation)
        .values_list("need__shift_id", "state")
    )


def places_left_in(operations: Iterable[Operation]) -> dict[int, int]:
    """How many places can be taken now, by operation that takes sign-ups."""
    return dict(
        Need.objects.filter(
            shift__in=Shift.objects.to_come(),
            shift__mission__operation__in=[one.pk for one in operations if one.takes_signups],
        )
        .order_by()
        .values_list("shift__mission__operation_id")
        .annotate(left=Sum(F("places") - F("taken")))
    )


def rows_beside(operation: Operation) -> tuple[list[Partner], list[CommitteeMember], list[Waiver]]:
    """Partners, committee and waivers of an operation: small tables, asked in one query."""
    models = {model._meta.model_name: model for model in (Partner, CommitteeMember, Waiver)}
    first, *others = [
        model._default_manager.filter(operation=operation)
        .order_by()
        .annotate(
            facts=JSONObject(
                table=Value(name), **{each: each for each in columns(model, without=NOT_SHOWN)}
            ),
        )
        .values_list("facts", flat=True)
        for name, model in models.items()
    ]
    found: dict[type[Model], list[Any]] = {model: [] for model in models.values()}
    for facts in first.union(*others, all=True):
        model = models[facts.pop("table")]
        found[model].append(model(**facts))
    return (
        sorted(found[Partner], key=lambda partner: (partner.name, partner.pk)),
        sorted(found[CommitteeMember], key=lambda one: (one.kind, one.organisation, one.pk)),
        sorted(found[Waiver], key=lambda waiver: waiver.pk),
    )
