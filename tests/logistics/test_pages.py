"""From the first form to the address on one's page, for everybody who takes part."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from logistics.models import KINDS, BedMatch, BedOffer, BedRequest, SeatOffer, SeatRequest
from logistics.services.entries import MOST_ENTRIES
from logistics.services.matches import accept, ask_both
from missions.queries.history_words import ACTIONS
from notifications.models import Email
from operations.models import Operation, Role
from tests.accounts.factories import UserFactory
from tests.logistics.factories import (
    BedOfferFactory,
    BedRequestFactory,
    SeatOfferFactory,
    SeatRequestFactory,
    nights,
)
from tests.operations.factories import OperationFactory, client_of, member_client
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Volunteer
from volunteers.services import make_link

pytestmark = pytest.mark.django_db

SECRETS = ("3 Green Lane", "02 40 00 00 01", "under the pot")


@pytest.fixture
def operation():
    return OperationFactory()


def public(operation, kind="lodging", side="offer"):
    return reverse("logistics:stay-and-ride-enter", args=[operation.slug, kind, side])


def bed(operation, **changes):
    return {
        "name": "Odette",
        "email": "odette@example.org",
        "beds": "2",
        "nights": [night.isoformat() for night in nights(operation)[:2]],
        "address": "3 Green Lane",
        "phone": "02 40 00 00 01",
        "takes_pets": "on",
        "languages": ["fr"],
        "notes": "The key is under the pot.",
        **changes,
    }


def ride(operation, **changes):
    return {
        "name": "Hugo",
        "email": "hugo@example.org",
        "direction": "to",
        "place": "Nantes",
        "day": operation.starts_on.isoformat(),
        "hour": "08:15",
        **changes,
    }


def my_page(volunteer):
    return reverse("logistics:me-link", args=[make_link(volunteer)])


def link_in(mail):
    return re.search(r"https?://[^/]+(/\S+/logistics/)", mail.text)[1]


# The history


def test_every_action_has_words_and_volunteers_are_nobody_there(operation, client):
    found = {
        action
        for path in Path(settings.BASE_DIR, "logistics").rglob("*.py")
        for action in re.findall(r'action="([a-z]+\.[a-z_]+)"', path.read_text())
    }
    client.post(public(operation), bed(operation))

    page = (
        member_client(operation)
        .get(reverse("missions:organize-history", args=[operation.slug]))
        .text
    )

    assert found <= ACTIONS.keys()
    assert "Offered or asked for a bed or a seat" in page
    assert "A volunteer" in page
    assert "Odette" not in page


# Visitors


def test_a_visitor_offers_a_bed_and_confirms_it_by_the_link_in_the_mail(operation, client):
    answer = client.post(public(operation), bed(operation))

    offer = BedOffer.objects.get()
    assert answer.headers["Location"].endswith("/stay-and-ride/done/")
    assert "odette@example.org" in client.get(answer.headers["Location"]).text
    assert not offer.is_confirmed
    assert [(n.on, n.beds, n.taken) for n in offer.nights.all()] == [
        (night, 2, 0) for night in nights(operation)[:2]
    ]
    mail = Email.objects.get()
    assert (mail.kind, mail.recipient) == ("logistics.confirm", "odette@example.org")
    assert not any(secret in mail.text for secret in SECRETS)

    page = link_in(mail)
    assert "This counts once you confirm" in client.get(page).text
    offer.refresh_from_db()
    assert not offer.is_confirmed  # looking changes nothing

    client.post(page, {"action": "confirm"})

    offer.refresh_from_db()
    assert offer.is_confirmed
    assert offer.volunteer.has_confirmed_address
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions == {"logistics.entered", "logistics.confirmed"}


@pytest.mark.parametrize(
    ("kind", "side", "model", "more"),
    [
        ("lodging", "request", BedRequest, {"people": "3", "brings_pet": "on"}),
        ("rides", "offer", SeatOffer, {"seats": "3"}),
        ("rides", "request", SeatRequest, {"people": "2"}),
    ],
)
def test_the_other_three_are_taken_too(operation, client, kind, side, model, more):
    typed = bed(operation) if kind == "lodging" else ride(operation)

    answer = client.post(public(operation, kind, side), {**typed, **more})

    assert answer.status_code == 302, answer.text
    assert model.objects.get().operation == operation


def test_the_hour_of_a_ride_is_that_of_the_commune(operation, client):
    client.post(public(operation, "rides", "offer"), ride(operation, seats="3"))

    there = SeatOffer.objects.get().leaves_at.astimezone(operation.zone)
    assert (there.date(), f"{there:%H:%M}") == (operation.starts_on, "08:15")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nights": []}, "This field is required."),
        ({"nights": ["2020-01-01"]}, "Select a valid choice"),
        ({"beds": "0"}, "greater than or equal to 1"),
        ({"beds": "5000"}, "less than or equal to 50"),
        ({"phone": "call me"}, "A telephone number is made of digits"),
        ({"address": ""}, "This field is required."),
        ({"nickname": "Bot"}, "filled in by a robot"),
        ({"languages": ["tlh"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(operation, client, changes, words):
    answer = client.post(public(operation), bed(operation, **changes))

    assert answer.status_code == 422
    assert words in answer.text
    assert "The key is under the pot." in answer.text
    assert not BedOffer.objects.exists()
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize("day", ["2031-01-01", "0001-01-01", "2026-02-30"])
def test_a_ride_is_near_the_operation(operation, client, day):
    answer = client.post(public(operation, "rides", "offer"), ride(operation, seats="3", day=day))

    assert answer.status_code == 422
    assert not SeatOffer.objects.exists()


def test_somebody_signed_in_is_asked_neither_name_nor_confirmation(operation):
    user = UserFactory()
    client = client_of(user)
    assert 'name="email"' not in client.get(public(operation)).text

    answer = client.post(public(operation), bed(operation))

    assert answer.headers["Location"] == reverse("logistics:me")
    assert BedOffer.objects.get().is_confirmed
    assert not Email.objects.exists()
    assert "2 beds: " in client.get(reverse("logistics:me")).text


def test_a_stranger_fills_nobodys_mailbox_and_writes_down_a_few_only(operation, client):
    for _time in range(MOST_ENTRIES):
        assert client.post(public(operation), bed(operation)).status_code == 302
    answer = client.post(public(operation), bed(operation))

    assert answer.status_code == 422
    assert "You have several of these already." in answer.text
    assert Email.objects.count() == 3


def test_a_known_persons_name_is_not_changed_by_a_stranger(operation, client):
    VolunteerFactory(name="Odette L.", email="odette@example.org")

    client.post(public(operation), bed(operation, name="Somebody else"))

    assert Volunteer.objects.get().name == "Odette L."


def test_an_operation_that_is_over_takes_nothing(operation, client):
    Operation.objects.update(status="reported")

    answer = client.post(public(operation), bed(operation))

    assert answer.headers["Location"].endswith("/stay-and-ride/")
    assert "Sign-up for this operation is not open." in client.get(answer.headers["Location"]).text
    assert not BedOffer.objects.exists()


def test_everybody_reads_how_many_beds_are_missing_and_nobodys_name(operation, client):
    BedRequestFactory(operation=operation, people=4)
    BedRequestFactory(operation=operation, people=9, confirmed_at=None)
    offer = BedOfferFactory(operation=operation, beds=3)
    SeatOfferFactory(operation=operation)

    page = client.get(reverse("logistics:stay-and-ride", args=[operation.slug])).text

    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "4 beds are asked for. 3 beds are offered. 1 bed is still missing." in words
    assert "0 seats are asked for. 3 seats are offered." in words
    assert offer.volunteer.name not in page


def test_the_page_of_an_operation_leads_there_while_sign_up_is_open(operation, client):
    there = reverse("logistics:stay-and-ride", args=[operation.slug])
    assert there in client.get(operation.get_absolute_url()).text

    Operation.objects.update(status="reported")
    assert there not in client.get(operation.get_absolute_url()).text


# The team


def board(operation, kind="lodging"):
    return reverse(f"logistics:organize-{kind}", args=[operation.slug])


def request_page(request):
    return reverse(
        "logistics:organize-request", args=[request.operation.slug, request.kind, request.pk]
    )


def test_the_team_writes_down_people_without_address(operation):
    client = member_client(operation, Role.DESK)
    address = reverse("logistics:organize-entry-add", args=[operation.slug, "lodging", "offer"])

    answer = client.post(address, bed(operation, email="", language="fr"))

    assert answer.status_code == 302, answer.text
    offer = BedOffer.objects.get()
    assert offer.is_confirmed
    assert (offer.volunteer.email, offer.volunteer.language) == (None, "fr")
    assert not Email.objects.exists()
    assert "Odette" in client.get(board(operation)).text


def test_one_press_asks_both_and_says_who_has_no_mail(operation):
    client = member_client(operation)
    request = BedRequestFactory(operation=operation)
    offer = BedOfferFactory(operation=operation)
    Volunteer.objects.filter(pk=offer.volunteer_id).update(email=None)
    page = client.get(request_page(request))
    assert "enough beds in every night" in page.text

    answer = client.post(request_page(request), {"offer": offer.pk}, follow=True)

    assert f"Without a mail address: {offer.volunteer.name}." in answer.text
    assert "Ask both" not in answer.text
    match = BedMatch.objects.get()
    noted = reverse("logistics:organize-match", args=[operation.slug, "lodging", match.pk])
    client.post(noted, {"answer": "yes.offer"})
    client.post(noted, {"answer": "yes.request"})
    match.refresh_from_db()
    assert match.is_agreed
    client.post(noted, {"answer": "off"})
    match.refresh_from_db()
    assert match.state == "called_off"
    assert "no longer open" in client.post(noted, {"answer": "no.offer"}, follow=True).text


def test_a_refusal_is_said_on_the_page_that_follows(operation):
    request = BedRequestFactory(operation=operation, people=5)
    offer = BedOfferFactory(operation=operation)

    answer = member_client(operation).post(request_page(request), {"offer": offer.pk}, follow=True)

    assert "It does not fit: only 2 beds" in answer.text


@pytest.mark.parametrize("offer", ["", "0", "x", "9" * 40])
def test_an_offer_that_is_none_is_nowhere(operation, offer):
    request = BedRequestFactory(operation=operation)

    answer = member_client(operation).post(request_page(request), {"offer": offer}, follow=True)

    assert "This offer is no longer there." in answer.text
    assert not BedMatch.objects.exists()


def test_offers_and_requests_of_another_operation_do_not_exist_here(operation):
    client = member_client(operation)
    request, offer = BedRequestFactory(operation=operation), BedOfferFactory()
    stranger = BedRequestFactory()

    answer = client.post(request_page(request), {"offer": offer.pk}, follow=True)
    assert "This offer is no longer there." in answer.text
    assert not BedMatch.objects.exists()
    elsewhere = reverse("logistics:organize-request", args=[operation.slug, "lodging", stranger.pk])
    assert client.get(elsewhere).status_code == 404
    remove = reverse(
        "logistics:organize-entry-remove", args=[operation.slug, "lodging", "offer", offer.pk]
    )
    assert client.post(remove).status_code == 404
    assert BedOffer.objects.count() == 1


def test_mission_leads_see_who_stays_where_but_no_address(operation):
    offer = BedOfferFactory(operation=operation)
    request = BedRequestFactory(operation=operation)
    client = member_client(operation, Role.MISSION_LEAD)

    page = client.get(board(operation)).text

    assert offer.volunteer.name in page
    assert not any(secret in page for secret in SECRETS)
    assert offer.volunteer.email not in page
    assert client.get(request_page(request)).status_code == 403
    assert SECRETS[0] in member_client(operation, Role.DESK).get(board(operation)).text


def test_reviewers_see_nobody(operation):
    assert member_client(operation, Role.REVIEWER).get(board(operation)).status_code == 403


@pytest.mark.parametrize("kind", ["lodging", "rides"])
@pytest.mark.parametrize("count", [1, 5])
def test_the_boards_ask_the_same_queries_for_any_number(
    operation, kind, count, django_assert_max_num_queries
):
    offers, requests = {
        "lodging": (BedOfferFactory, BedRequestFactory),
        "rides": (SeatOfferFactory, SeatRequestFactory),
    }[kind]
    for _pair in range(count):
        ask_both(
            kind=KINDS[kind],
            request=requests(operation=operation),
            offer=offers(operation=operation),
            by=None,
        )
    client = member_client(operation)

    with django_assert_max_num_queries(12):
        assert len(client.get(board(operation, kind)).context["board"].offers) == count


def test_the_board_counts_people_agreed_waiting_and_without(operation):
    offer = BedOfferFactory(operation=operation, beds=9)
    agreed, waiting, _without = (
        BedRequestFactory(operation=operation, people=people) for people in (2, 3, 4)
    )
    BedRequestFactory(operation=operation, people=7, confirmed_at=None)
    first = ask_both(kind=KINDS["lodging"], request=agreed, offer=offer, by=None)
    ask_both(kind=KINDS["lodging"], request=waiting, offer=offer, by=None)
    for side in ("offer", "request"):
        accept(match=first, side=side, by=None)

    shown = member_client(operation).get(board(operation)).context["board"]

    assert (shown.asked, shown.offered) == (9, 9)
    assert (shown.agreed, shown.waiting, shown.without) == (2, 3, 4)


# The two


@pytest.fixture
def match(operation):
    return ask_both(
        kind=KINDS["lodging"],
        request=BedRequestFactory(operation=operation, notes="We arrive late."),
        offer=BedOfferFactory(operation=operation, notes="The key is under the pot."),
        by=None,
    )


def answer_of(match, side, action):
    entry = match.entry(side)
    return Client().post(
        my_page(entry.volunteer),
        {"action": action, "kind": "lodging", "side": side, "match": match.pk},
        follow=True,
    )


def page_of(entry):
    return Client().get(my_page(entry.volunteer)).text


def test_addresses_and_numbers_show_only_once_both_have_said_yes(match):
    assert not any(secret in page_of(match.request) for secret in SECRETS)
    answer_of(match, "request", "accept")
    page = page_of(match.request)
    assert "You said yes; the other has not answered yet" in page
    assert not any(secret in page for secret in SECRETS)
    assert "02 40 00 00 02" not in page_of(match.offer)

    answer_of(match, "offer", "accept")

    page = page_of(match.request)
    assert all(secret in page for secret in SECRETS)
    assert match.offer.volunteer.email in page
    host = page_of(match.offer)
    assert "02 40 00 00 02" in host
    assert "We arrive late." in host


def test_looking_changes_nothing(match):
    before = list(BedMatch.objects.values())
    for side in ("offer", "request"):
        page_of(match.entry(side))

    assert list(BedMatch.objects.values()) == before


def test_after_a_no_the_contact_is_gone_again(match):
    for side in ("offer", "request"):
        answer_of(match, side, "accept")

    answer = answer_of(match, "offer", "decline")

    assert "The other person is told." in answer.text
    assert not any(secret in page_of(match.request) for secret in SECRETS)


def test_nobody_answers_for_somebody_else(match):
    stranger = my_page(VolunteerFactory())
    facts = {"kind": "lodging", "match": match.pk}
    tries = [
        (stranger, {"action": "accept", "side": "offer"}),
        (my_page(match.request.volunteer), {"action": "accept", "side": "offer"}),
        (my_page(match.offer.volunteer), {"action": "accept", "side": "sideways"}),
        (my_page(match.offer.volunteer), {"action": "accept", "side": "offer", "kind": "moon"}),
        (my_page(match.offer.volunteer), {"action": "accept", "side": "offer", "match": "x"}),
        (my_page(match.offer.volunteer), {"action": "dance"}),
    ]

    answers = [Client().post(page, {**facts, **typed}).status_code for page, typed in tries]

    assert answers == [404] * len(tries)
    match.refresh_from_db()
    assert (match.offer_accepted_at, match.request_accepted_at) == (None, None)


def test_what_is_taken_back_is_erased(match):
    offer = match.offer
    page = my_page(offer.volunteer)

    Client().post(
        page, {"action": "take-back", "kind": "lodging", "side": "offer", "entry": offer.pk}
    )

    assert not BedOffer.objects.exists()
    assert not BedMatch.objects.exists()
    told = Email.objects.get(kind="logistics.ended")
    assert told.recipient == match.request.volunteer.email
    other = BedOfferFactory()
    not_mine = {"action": "take-back", "kind": "lodging", "side": "offer", "entry": other.pk}
    assert Client().post(page, not_mine).status_code == 404


def test_a_late_answer_is_told_so(match):
    BedMatch.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    assert "no longer open" in answer_of(match, "offer", "accept").text


def test_a_revoked_or_unknown_link_opens_nothing(match):
    page = my_page(match.offer.volunteer)
    match.offer.volunteer.links.update(revoked_at=timezone.now())

    assert Client().get(page).status_code == 404
    assert Client().get("/en/me/no-such-link/logistics/").status_code == 404


def test_the_page_of_places_leads_here(match):
    volunteer = match.offer.volunteer
    token = make_link(volunteer)

    page = Client().get(reverse("missions:me-link", args=[token])).text

    assert reverse("logistics:me-link", args=[token]) in page


@pytest.mark.parametrize("count", [1, 5])
def test_my_page_asks_the_same_queries_for_any_number(
    operation, count, client, django_assert_max_num_queries
):
    volunteer = VolunteerFactory()
    for _match in range(count):
        ask_both(
            kind=KINDS["lodging"],
            request=BedRequestFactory(operation=operation, volunteer=volunteer),
            offer=BedOfferFactory(operation=operation),
            by=None,
        )
    page = my_page(volunteer)

    with django_assert_max_num_queries(18):
        assert len(client.get(page).context["entries"]) == count
