"""Reads of what an operation offers: its missions, its shifts, and the places they have left."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, Sum
from django.utils import timezone

from missions.models import Mission, Need, Shift, Signup
from operations.models import Operation


class Offer(NamedTuple):
    """The places of one role on a shift."""

    role: str
    places: int
    left: int


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
)
NEED_COLUMNS = ("needs__role", "needs__places", "needs__taken")
LONG_TEXTS = [
    "description",
    *(f"description_{code}" for code in settings.MODELTRANSLATION_LANGUAGES),
]


def missions_of(operation: Operation) -> list[Mission]:
    """The missions of an operation as a programme names them, without their long texts."""
    return list(operation.missions.select_related("place").defer(*LONG_TEXTS).order_by("pk"))


def lines_of(
    operation: Operation, *, mission: Mission | None = None, user: Any = None
) -> list[Line]:
    """The shifts in the order of time, with their places; one query, two for a known reader."""
    shifts = Shift.objects.filter(mission__operation=operation)
    if mission is not None:
        shifts = shifts.filter(mission=mission)
    rows = (
        shifts.order_by("starts_at", "pk", "needs__pk")
        .values_list(*LINE_COLUMNS, *NEED_COLUMNS)
        .iterator(chunk_size=5000)
    )
    states = _states_of(user, operation)
    takes_signups, now = operation.takes_signups, timezone.now()
    lines = []
    for pk, same_shift in groupby(rows, key=itemgetter(0)):
        needs = list(same_shift)
        _pk, mission_pk, starts_at, ends_at, place, usual_place, cancelled, all_cancelled, *_ = (
            needs[0]
        )
        is_cancelled = bool(cancelled or all_cancelled)
        lines.append(
            Line(
                pk,
                mission_pk,
                starts_at,
                ends_at,
                place or usual_place or "",
                is_cancelled,
                takes_signups and not is_cancelled and starts_at > now,
                states.get(pk, ""),
                tuple(
                    Offer(role, places, max(places - taken, 0))
                    for *_shift, role, places, taken in needs
                    if role
                ),
            )
        )
    return lines


def _states_of(user: Any, operation: Operation) -> dict[int, str]:
    """The reader's live sign-ups in this operation, by shift."""
    if user is None or not user.is_authenticated:
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
