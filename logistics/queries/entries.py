"""Offers and requests as pages show them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Max, Prefetch, QuerySet, Sum

from logistics.models import (
    KINDS,
    BedNight,
    BedOffer,
    BedRequest,
    Entry,
    Kind,
    Match,
    SeatOffer,
    SeatRequest,
    Side,
)
from logistics.models.entries import other
from operations.models import Operation
from volunteers.models import Volunteer

MOST_NIGHTS = 31


def nights_of(operation: Operation) -> list[date]:
    """The nights in which people may need a bed: from the one before the first day on."""
    count = min((operation.ends_on - operation.starts_on).days + 2, MOST_NIGHTS)
    eve = operation.starts_on - timedelta(days=1)
    return [eve + timedelta(days=day) for day in range(count)]


def with_people(entries: QuerySet) -> QuerySet:
    """With the person, the operation and, for beds, the nights."""
    found = entries.select_related("volunteer__user", "operation")
    return found.prefetch_related("nights") if entries.model is BedOffer else found


class RequestRow(NamedTuple):
    request: Any
    match: Any  # the live one, if there is one


class OfferRow(NamedTuple):
    offer: Any
    matches: Sequence[Any]  # live ones


class Board(NamedTuple):
    """What is asked for and what is offered of one kind, as numbers and as rows."""

    requests: Sequence[RequestRow]
    offers: Sequence[OfferRow]

    @property
    def asked(self) -> int:
        return sum(row.request.people for row in self.requests if row.request.is_confirmed)

    @property
    def offered(self) -> int:
        return sum(_size(row.offer) for row in self.offers if row.offer.is_confirmed)

    @property
    def agreed(self) -> int:
        return self._in(Match.State.ACCEPTED)

    @property
    def waiting(self) -> int:
        """Of those who were asked and have not answered both."""
        return self._in(Match.State.ASKED)

    @property
    def without(self) -> int:
        """People for whom nothing is on its way yet."""
        return self.asked - self.agreed - self.waiting

    def _in(self, state: str) -> int:
        return sum(
            row.request.people for row in self.requests if row.match and row.match.state == state
        )


def _size(offer: Any) -> int:
    return offer.beds if isinstance(offer, BedOffer) else offer.seats


def board_of(operation: Operation, kind: Kind) -> Board:
    """The same few queries for any number of people."""
    live = kind.match.objects.live().order_by("pk")
    requests = with_people(kind.request.objects.filter(operation=operation)).prefetch_related(
        Prefetch(
            "matches", live.select_related("offer__volunteer", "request"), to_attr="live_matches"
        )
    )
    offers = with_people(kind.offer.objects.filter(operation=operation)).prefetch_related(
        Prefetch(
            "matches", live.select_related("request__volunteer", "offer"), to_attr="live_matches"
        )
    )
    return Board(
        [RequestRow(one, one.live_matches[0] if one.live_matches else None) for one in requests],
        [OfferRow(one, one.live_matches) for one in offers],
    )


class Numbers(NamedTuple):
    """What everybody may know: how many beds and seats, and nobody's name."""

    beds_asked: int
    beds_offered: int
    seats_asked: int
    seats_offered: int

    @property
    def beds_missing(self) -> int:
        return max(self.beds_asked - self.beds_offered, 0)


def public_numbers(operation: Operation) -> Numbers:
    hosts = (
        BedNight.objects.filter(offer__operation=operation, offer__confirmed_at__isnull=False)
        .order_by()
        .values("offer")
        .annotate(most=Max("beds"))
    )

    def total(model: Any, column: str) -> int:
        rows = model.objects.filter(operation=operation).confirmed()
        return rows.aggregate(total=Sum(column))["total"] or 0

    return Numbers(
        beds_asked=total(BedRequest, "people"),
        beds_offered=sum(host["most"] for host in hosts),
        seats_asked=total(SeatRequest, "people"),
        seats_offered=total(SeatOffer, "seats"),
    )


class Question(NamedTuple):
    """A match as one of the two sees it."""

    match: Any
    side: Side

    @property
    def mine(self) -> Entry:
        return self.match.entry(self.side)

    @property
    def theirs(self) -> Entry:
        return self.match.entry(other(self.side))

    @property
    def i_accepted(self) -> bool:
        return self.match.accepted_at(self.side) is not None


def entries_of(volunteer: Volunteer) -> list[Entry]:
    """All that somebody offers and asks for, in every operation."""
    return [
        entry
        for kind in KINDS.values()
        for model in (kind.offer, kind.request)
        for entry in with_people(model.objects.filter(volunteer=volunteer))
    ]


def questions_of(volunteer: Volunteer) -> list[Question]:
    """What somebody is asked, or has agreed to, soonest answer first."""
    found = []
    for kind in KINDS.values():
        for side in Side:
            mine = kind.match.objects.live().filter(**{f"{side}__volunteer": volunteer})
            found += [Question(match, side) for match in with_both(mine)]
    return sorted(found, key=lambda one: (one.match.expires_at, one.match.pk))


def with_both(matches: QuerySet) -> QuerySet:
    """Matches with both people and, for beds, the nights of the host."""
    found = matches.select_related(
        "offer__volunteer__user",
        "offer__operation",
        "request__volunteer__user",
        "request__operation",
    )
    is_of_beds = matches.model is KINDS["lodging"].match
    return found.prefetch_related("offer__nights") if is_of_beds else found
