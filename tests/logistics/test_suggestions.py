"""Which offer fits, and why, in words."""

from datetime import timedelta

import pytest

from logistics.models import BedMatch, BedNight
from logistics.queries.suggestions import suggestions_for
from tests.logistics.factories import (
    BedOfferFactory,
    BedRequestFactory,
    SeatOfferFactory,
    SeatRequestFactory,
)
from tests.operations.factories import OperationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation():
    return OperationFactory()


def order(request):
    return [one.offer for one in suggestions_for(request)]


def test_the_house_that_fits_everything_comes_first_and_says_why(operation):
    request = BedRequestFactory(
        operation=operation,
        brings_pet=True,
        avoids_animals=True,
        needs_step_free=True,
        languages=["fr", "en"],
    )
    plain = BedOfferFactory(operation=operation, has_animals=True, languages=["de"])
    best = BedOfferFactory(
        operation=operation, takes_pets=True, is_step_free=True, languages=["en"]
    )

    first, second = suggestions_for(request)

    assert (first.offer, first.against) == (best, [])
    assert first.reasons == [
        "enough beds in every night",
        "a pet is welcome",
        "no animals in the house",
        "without steps",
        "a language in common: English",
    ]
    assert second.offer == plain
    assert second.against == [
        "no pet, please",
        "animals in the house",
        "there are steps",
        "no language in common",
    ]


def test_nothing_is_said_of_what_was_not_asked(operation):
    BedOfferFactory(operation=operation, has_animals=True)

    [one] = suggestions_for(BedRequestFactory(operation=operation))

    assert (one.reasons, one.against) == (["enough beds in every night"], [])


def test_the_house_that_is_just_large_enough_comes_before_the_large_one(operation):
    large = BedOfferFactory(operation=operation, beds=8)
    small = BedOfferFactory(operation=operation, beds=2)

    assert order(BedRequestFactory(operation=operation)) == [small, large]


def test_what_is_impossible_stands_at_the_end_with_its_reason(operation):
    full, room = BedOfferFactory.create_batch(2, operation=operation)
    request = BedRequestFactory(operation=operation)
    BedNight.objects.filter(offer=full, on=request.days[0]).delete()

    possible, impossible = suggestions_for(request)

    assert (possible.offer, possible.is_possible) == (room, True)
    assert (impossible.offer, impossible.is_possible) == (full, False)
    assert impossible.lacks.startswith("no bed in the night of ")
    assert impossible.reasons == []


def test_a_no_is_remembered(operation):
    request = BedRequestFactory(operation=operation)
    refused, fresh = BedOfferFactory.create_batch(2, operation=operation)
    BedMatch.objects.create(
        offer=refused, request=request, state="declined", expires_at=request.begins_at
    )

    suggestions = suggestions_for(request)

    assert [one.offer for one in suggestions] == [fresh, refused]
    assert suggestions[1].against == ["one of the two has said no before"]


def test_offers_of_oneself_of_others_places_and_unconfirmed_ones_are_left_out(operation):
    request = BedRequestFactory(operation=operation)
    BedOfferFactory()
    BedOfferFactory(operation=operation, volunteer=request.volunteer)
    BedOfferFactory(operation=operation, confirmed_at=None)

    assert suggestions_for(request) == []


def test_cars_are_ranked_by_time_and_place_and_go_the_same_way(operation):
    request = SeatRequestFactory(operation=operation, place="Nantes (gare)")
    at = request.leaves_at
    far = SeatOfferFactory(operation=operation, place="Rezé", leaves_at=at + timedelta(hours=9))
    late = SeatOfferFactory(operation=operation, leaves_at=at + timedelta(hours=2))
    best = SeatOfferFactory(operation=operation, leaves_at=at - timedelta(minutes=30))
    full = SeatOfferFactory(operation=operation, leaves_at=at, taken=3)
    SeatOfferFactory(operation=operation, direction="from")

    found = suggestions_for(request)

    assert [one.offer for one in found] == [best, late, far, full]
    assert found[0].reasons == [
        "enough seats, the same way",
        "leaves 30 minutes from the wished time",
        "the same place: Nantes",
    ]
    assert found[1].against == ["leaves 2 hours from the wished time"]
    assert found[2].against == ["leaves at quite another time", "another place: Rezé"]
    assert found[3].lacks == "no seat left"


@pytest.mark.parametrize("count", [1, 5])
def test_the_same_queries_for_any_number_of_offers(operation, count, django_assert_num_queries):
    request = BedRequestFactory(operation=operation)
    BedOfferFactory.create_batch(count, operation=operation)

    with django_assert_num_queries(3):
        assert len(suggestions_for(request)) == count
