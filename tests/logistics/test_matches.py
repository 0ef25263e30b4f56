"""Both are asked, both say yes; what is held, freed and shown on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import AuditEntry
from core.refusal import Refusal
from logistics.models import KINDS, BedMatch, BedNight, BedOffer, BedRequest, Match, SeatMatch
from logistics.services.entries import take_back
from logistics.services.matches import (
    accept,
    ask_both,
    call_off,
    decline,
    expire_questions,
)
from notifications.models import Email
from operations.models import Operation
from tests.accounts.factories import UserFactory
from tests.logistics.factories import (
    BedOfferFactory,
    BedRequestFactory,
    SeatOfferFactory,
    SeatRequestFactory,
)
from tests.operations.factories import OperationFactory

pytestmark = pytest.mark.django_db

BEDS, SEATS = KINDS["lodging"], KINDS["rides"]
State = Match.State


@pytest.fixture
def operation():
    return OperationFactory()


@pytest.fixture
def team_member():
    return UserFactory()


def pair(operation, beds=2, **facts):
    request = BedRequestFactory(operation=operation, **facts)
    return request, BedOfferFactory(operation=operation, beds=beds)


def asked(operation, **facts):
    request, offer = pair(operation, **facts)
    return ask_both(kind=BEDS, request=request, offer=offer, by=None)


def taken(offer):
    return list(offer.nights.values_list("taken", flat=True))


def told(kind):
    return sorted(Email.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_asking_holds_the_beds_of_every_night_and_writes_to_both(operation, team_member):
    request, offer = pair(operation)

    match = ask_both(kind=BEDS, request=request, offer=offer, by=team_member)

    assert match.state == State.ASKED
    assert taken(offer) == [2, 2, 0]
    both = sorted([request.volunteer.email, offer.volunteer.email])
    assert told("logistics.question") == both
    entry = AuditEntry.objects.get(action="logistics.asked")
    assert (entry.actor, entry.operation_id) == (team_member, operation.pk)


def test_the_question_says_what_fits_and_neither_address_nor_number(operation):
    match = asked(operation)

    for mail in Email.objects.filter(kind="logistics.question"):
        assert match.offer.address not in mail.text
        assert "02 40" not in mail.text
        assert "/logistics/" in mail.text
        assert mail.is_secret
    to_host = Email.objects.get(recipient=match.offer.volunteer.email)
    assert f"{match.request.volunteer.name} asks for:" in to_host.text
    assert "2 beds: " in to_host.text


def test_people_are_asked_in_their_own_language(operation):
    request, offer = pair(operation)
    type(offer.volunteer).objects.filter(pk=offer.volunteer.pk).update(language="fr")

    ask_both(kind=BEDS, request=request, offer=offer, by=None)

    to_host = Email.objects.get(recipient=offer.volunteer.email)
    assert to_host.language == "fr"
    assert "/fr/me/" in to_host.text


def test_only_both_answers_make_an_agreement_and_both_are_told(operation):
    match = asked(operation)

    accept(match=match, side="request", by=None)
    match.refresh_from_db()
    assert (match.state, told("logistics.agreed")) == (State.ASKED, [])

    accept(match=match, side="offer", by=None)
    match.refresh_from_db()
    assert match.state == State.ACCEPTED
    assert len(told("logistics.agreed")) == 2
    assert taken(match.offer) == [2, 2, 0]


def test_a_second_press_changes_nothing(operation):
    match = asked(operation)
    for side in ("offer", "offer", "request", "request"):
        accept(match=match, side=side, by=None)

    assert len(told("logistics.agreed")) == 2


@pytest.mark.parametrize("side", ["offer", "request"])
def test_a_no_frees_the_beds_and_tells_the_other(operation, side):
    match = asked(operation)

    decline(match=match, side=side, by=None)

    match.refresh_from_db()
    assert match.state == State.DECLINED
    assert taken(match.offer) == [0, 0, 0]
    other = match.request if side == "offer" else match.offer
    assert told("logistics.ended") == [other.volunteer.email]
    with pytest.raises(Refusal, match="no longer open"):
        accept(match=match, side="offer", by=None)
    with pytest.raises(Refusal, match="no longer open"):
        decline(match=match, side="offer", by=None)
    assert taken(match.offer) == [0, 0, 0]


def test_what_was_agreed_may_still_be_taken_back(operation):
    match = asked(operation)
    for side in ("offer", "request"):
        accept(match=match, side=side, by=None)

    decline(match=match, side="request", by=None)

    assert taken(match.offer) == [0, 0, 0]
    assert "does not hold any more" in Email.objects.get(kind="logistics.ended").text


def test_the_team_calls_off_and_both_are_told(operation, team_member):
    match = asked(operation)

    call_off(match=match, by=team_member)

    assert taken(match.offer) == [0, 0, 0]
    assert len(told("logistics.ended")) == 2


def test_a_request_is_asked_about_one_offer_at_a_time(operation):
    request, offer = pair(operation)
    ask_both(kind=BEDS, request=request, offer=offer, by=None)
    second = BedOfferFactory(operation=operation)

    with pytest.raises(Refusal, match="asked already"):
        ask_both(kind=BEDS, request=request, offer=second, by=None)

    assert taken(second) == [0, 0, 0]
    assert BedMatch.objects.count() == 1


def test_beds_that_one_night_lacks_are_not_taken_in_the_others(operation):
    request, offer = pair(operation)
    BedNight.objects.filter(offer=offer, on=request.days[1]).update(taken=1)

    with pytest.raises(Refusal, match="only 1 bed in the night of"):
        ask_both(kind=BEDS, request=request, offer=offer, by=None)

    assert taken(offer) == [0, 1, 0]
    assert not BedMatch.objects.exists()
    assert not Email.objects.exists()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"confirmed_at": None}, "has not confirmed their address"),
        ({"people": 3}, "only 2 beds"),
    ],
)
def test_what_cannot_be_is_refused_in_words(operation, facts, words):
    request, offer = pair(operation, **facts)

    with pytest.raises(Refusal, match=words):
        ask_both(kind=BEDS, request=request, offer=offer, by=None)


def test_nobody_is_their_own_host_nor_that_of_another_operation(operation):
    request = BedRequestFactory(operation=operation)
    elsewhere = BedOfferFactory()
    own = BedOfferFactory(operation=operation, volunteer=request.volunteer)

    for wrong in (elsewhere, own):
        with pytest.raises(Refusal, match="not for these people"):
            ask_both(kind=BEDS, request=request, offer=wrong, by=None)


def test_nothing_is_arranged_for_nights_or_operations_that_are_over(operation):
    request, offer = pair(operation)
    Operation.objects.update(status="reported")
    with pytest.raises(Refusal, match="over or cancelled"):
        ask_both(kind=BEDS, request=request, offer=offer, by=None)
    Operation.objects.update(status="running")
    gone = timezone.localdate() - timedelta(days=2)
    BedRequest.objects.update(nights=[gone.isoformat()])
    with pytest.raises(Refusal, match="over already"):
        ask_both(kind=BEDS, request=request, offer=offer, by=None)


# The time to answer


def test_questions_wait_a_week_or_until_the_day_before(operation):
    match = asked(operation)
    assert timedelta(days=6) < match.expires_at - timezone.now() <= timedelta(days=7)

    soon = OperationFactory(starts_on=timezone.localdate() + timedelta(days=5))
    late = asked(soon)
    assert late.request.begins_at - late.expires_at == timedelta(days=1)


def test_unanswered_questions_end_by_themselves_and_free_the_beds(operation):
    match = asked(operation)
    accept(match=match, side="offer", by=None)
    fresh = asked(operation)
    BedMatch.objects.filter(pk=match.pk).update(expires_at=timezone.now())

    with pytest.raises(Refusal, match="no longer open"):
        accept(match=match, side="request", by=None)
    assert expire_questions() == 1
    assert expire_questions() == 0

    match.refresh_from_db()
    fresh.refresh_from_db()
    assert (match.state, fresh.state) == (State.EXPIRED, State.ASKED)
    assert taken(match.offer) == [0, 0, 0]
    assert len(told("logistics.ended")) == 2


def test_an_agreement_never_expires(operation):
    match = asked(operation)
    for side in ("offer", "request"):
        accept(match=match, side=side, by=None)
    BedMatch.objects.update(expires_at=timezone.now())

    assert expire_questions() == 0


# Taking back


def test_a_host_who_takes_back_frees_the_guests_and_they_are_told(operation):
    match = asked(operation)

    take_back(entry=match.offer, by=None)

    assert told("logistics.ended") == [match.request.volunteer.email]
    assert not BedOffer.objects.exists()
    again = BedOfferFactory(operation=operation)
    ask_both(kind=BEDS, request=match.request, offer=again, by=None)
    assert taken(again) == [2, 2, 0]


def test_guests_who_take_back_free_the_beds(operation, team_member):
    match = asked(operation)

    take_back(entry=match.request, by=team_member)

    assert taken(match.offer) == [0, 0, 0]
    with pytest.raises(Refusal, match="taken back already"):
        take_back(entry=match.request, by=None)
    with pytest.raises(Refusal, match="taken back already"):
        ask_both(kind=BEDS, request=match.request, offer=match.offer, by=None)


# Rides go the same way


def test_seats_are_held_and_given_back(operation):
    offer = SeatOfferFactory(operation=operation, seats=3)
    two = SeatRequestFactory(operation=operation, people=2)
    match = ask_both(kind=SEATS, request=two, offer=offer, by=None)
    offer.refresh_from_db()
    assert offer.taken == 2

    with pytest.raises(Refusal, match="only 1 seat left"):
        ask_both(
            kind=SEATS,
            request=SeatRequestFactory(operation=operation, people=2),
            offer=offer,
            by=None,
        )
    decline(match=match, side="offer", by=None)

    offer.refresh_from_db()
    assert offer.taken == 0
    assert SeatMatch.objects.count() == 1


def test_a_car_that_goes_the_other_way_takes_nobody(operation):
    offer = SeatOfferFactory(operation=operation, direction="from")
    with pytest.raises(Refusal, match="goes the other way"):
        ask_both(kind=SEATS, request=SeatRequestFactory(operation=operation), offer=offer, by=None)


def test_people_without_address_get_no_mail_and_the_others_do(operation):
    request, offer = pair(operation)
    type(offer.volunteer).objects.filter(pk=offer.volunteer.pk).update(email=None)

    ask_both(kind=BEDS, request=request, offer=offer, by=None)

    assert told("logistics.question") == [request.volunteer.email]


def test_the_trace_holds_neither_names_nor_numbers(operation):
    match = asked(operation)
    accept(match=match, side="offer", by=None)
    decline(match=match, side="request", by=None)
    take_back(entry=match.offer, by=None)

    details = repr(list(AuditEntry.objects.values("details", "action", "actor")))
    for secret in (match.offer.address, "02 40", match.offer.volunteer.name):
        assert secret not in details
