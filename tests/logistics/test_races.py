"""Many decisions at once, with real threads; the control over-books, so the race is real."""

import time
from collections import Counter

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum

from logistics.models import KINDS, BedMatch, BedNight, Match
from logistics.services.matches import accept, ask_both, decline
from notifications.models import Email
from tests.logistics.factories import BedOfferFactory, BedRequestFactory, SeatOfferFactory
from tests.logistics.factories import SeatRequestFactory as SeatRequest
from tests.missions.test_races import at_once
from tests.operations.factories import OperationFactory

pytestmark = pytest.mark.django_db(transaction=True)

GUESTS = 24
BEDS = 5
ROUNDS = 8 if connection.vendor == "postgresql" else 2


def assert_nights_agree():
    for night in BedNight.objects.all():
        held = BedMatch.objects.live().filter(offer=night.offer)
        there = [match for match in held if night.on in match.request.days]
        assert night.taken == sum(match.request.people for match in there) <= night.beds


def requests_for(operation, count=GUESTS, people=1):
    return BedRequestFactory.create_batch(count, operation=operation, people=people)


def test_24_requests_for_5_beds_get_exactly_5():
    for _round in range(ROUNDS):
        operation = OperationFactory()
        offer = BedOfferFactory(operation=operation, beds=BEDS)

        ends = at_once(
            lambda request=request: ask_both(
                kind=KINDS["lodging"], request=request, offer=offer, by=None
            )
            for request in requests_for(operation)
        )

        assert ends == {"done": BEDS, "Refusal": GUESTS - BEDS}
        assert BedMatch.objects.live().filter(offer=offer).count() == BEDS
        assert_nights_agree()


def careless_ask(offer, request) -> None:
    """Look, then write: what `ask_both` would be without its lock and its conditional UPDATE."""
    if min(night.left for night in BedNight.objects.filter(offer=offer)) >= request.people:
        time.sleep(0.002)
        BedMatch.objects.create(offer=offer, request=request, expires_at=request.begins_at)
        BedNight.objects.filter(offer=offer, taken__lt=F("beds")).update(taken=F("taken") + 1)


def test_the_control_without_lock_over_books():
    over_booked = 0
    for _round in range(5):
        operation = OperationFactory()
        offer = BedOfferFactory(operation=operation, beds=BEDS)

        def careless(request, offer=offer):
            if connection.vendor == "postgresql":
                with transaction.atomic():
                    careless_ask(offer, request)
            else:  # a transaction of SQLite would take the lock of the whole file at once
                careless_ask(offer, request)

        at_once(lambda request=request: careless(request) for request in requests_for(operation))
        over_booked += BedMatch.objects.filter(offer=offer).count() > BEDS

    assert over_booked > 0


def test_one_request_is_never_held_at_two_hosts():
    for _round in range(ROUNDS):
        operation = OperationFactory()
        [request] = requests_for(operation, 1)
        offers = BedOfferFactory.create_batch(8, operation=operation)

        ends = at_once(
            lambda offer=offer: ask_both(
                kind=KINDS["lodging"], request=request, offer=offer, by=None
            )
            for offer in offers
        )

        assert ends == {"done": 1, "Refusal": 7}
        held = BedNight.objects.filter(offer__in=offers).aggregate(total=Sum("taken"))
        assert held["total"] == 2  # one bed in each of two nights
        assert_nights_agree()


def test_saying_no_many_times_at_once_frees_the_beds_once():
    operation = OperationFactory()
    offer = BedOfferFactory(operation=operation, beds=3)
    matches = [
        ask_both(kind=KINDS["lodging"], request=request, offer=offer, by=None)
        for request in requests_for(operation, 2)
    ]

    ends = at_once(
        lambda side=side: decline(match=matches[0], side=side, by=None)
        for side in ("offer", "request") * 4
    )

    assert ends == {"done": 1, "Refusal": 7}
    assert_nights_agree()
    assert Email.objects.filter(kind="logistics.ended").count() == 1


def test_yes_from_both_at_once_is_one_agreement():
    for _round in range(ROUNDS):
        operation = OperationFactory()
        match = ask_both(
            kind=KINDS["rides"],
            request=SeatRequest(operation=operation),
            offer=SeatOfferFactory(operation=operation),
            by=None,
        )

        ends = at_once(
            lambda side=side, match=match: accept(match=match, side=side, by=None)
            for side in ("offer", "request") * 3
        )

        match.refresh_from_db()
        assert ends == Counter({"done": 6})
        assert match.state == Match.State.ACCEPTED
        told = Email.objects.filter(
            kind="logistics.agreed", about=f"logistics.seatmatch:{match.pk}"
        )
        assert told.count() == 2
