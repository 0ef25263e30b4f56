"""Creating and editing an operation, as a browser without script does it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from operations.models import Membership, Operation, Role
from operations.services.editing import MOST_DRAFTS, create_operation
from tests.accounts.factories import StaffFactory, UserFactory
from tests.communes.factories import CommuneFactory
from tests.operations.factories import (
    MembershipFactory,
    OperationFactory,
    client_of,
    member_client,
)

pytestmark = pytest.mark.django_db

BIDI = "Safe\u202etxt"


def day(number):
    return (timezone.localdate() + timedelta(days=number)).isoformat()


def typed_new(commune, **values):
    return {
        "commune": commune.display_name,
        "title": "Opération Libre à Brocas",
        "starts_on": day(40),
        "ends_on": day(41),
        "time_zone": "Europe/Paris",
        "format": "weekend",
        "source_language": "fr",
        "organizing_body": "LiberTIC",
    } | values


def typed_edit(operation, **values):
    return {
        "version": operation.version,
        "title": "New title",
        "summary": "A promise",
        "presentation": "**Come**",
        "practical": "",
        "starts_on": operation.starts_on.isoformat(),
        "ends_on": operation.ends_on.isoformat(),
        "format": "weekend",
        "organizing_body": "LiberTIC",
        "languages": ["fr", "oc", "br"][:1],
        "hashtag": "#Libre2027",
        "contact_email": "us@example.org",
        "website": "example.org/libre",
        "default_licence": "CC0-1.0",
    } | values


def edit_page(operation, language="en"):
    return f"/{language}/organize/{operation.slug}/edit/"


def test_home_shows_an_empty_state_then_my_operations_only():
    membership = MembershipFactory(operation__title_en="Mine")
    OperationFactory(title_en="Not mine")

    empty = client_of(UserFactory()).get("/en/organize/")
    mine = client_of(membership.user).get("/en/organize/")

    assert "You do not organize an operation yet" in empty.text
    assert [each.title_en for each in mine.context["operations"]] == ["Mine"]


@pytest.mark.parametrize("count", [1, 5])
def test_home_asks_the_same_queries_for_any_number(django_assert_num_queries, count):
    user = UserFactory()
    MembershipFactory.create_batch(count, user=user)
    client = client_of(user)

    with django_assert_num_queries(3):  # session, user, operations
        client.get("/en/organize/")


def test_create_makes_a_draft_whose_creator_coordinates_it():
    user, commune = UserFactory(), CommuneFactory(name="Brocas")

    answer = client_of(user).post("/fr/organize/new/", typed_new(commune))

    operation = Operation.objects.get()
    assert answer.url == f"/fr/organize/{operation.slug}/"
    assert operation.slug == f"operation-libre-a-brocas-{operation.starts_on.year}"
    assert (operation.status, operation.source_language) == ("draft", "fr")
    assert (operation.title_fr, operation.title_en) == ("Opération Libre à Brocas", "")
    assert list(Membership.objects.values_list("user", "role")) == [(user.pk, "coordinator")]


def test_a_slug_that_is_taken_gets_a_number_and_a_title_without_latin_letters_the_commune():
    user, commune = UserFactory(), CommuneFactory(name="Brocas")
    facts = {
        "by": user,
        "commune": commune,
        "starts_on": timezone.localdate(),
        "ends_on": timezone.localdate(),
        "organizing_body": "LiberTIC",
        "time_zone": "Europe/Paris",
        "format": "day",
    }
    year = timezone.localdate().year

    slugs = [
        create_operation(language="fr", title=title, **facts).slug
        for title in ["Libre", "Libre", "Libre", f"Libre {year}", "عملية"]
    ]

    assert slugs == [
        f"libre-{year}", f"libre-{year}-2", f"libre-{year}-3", f"libre-{year}-4", f"brocas-{year}"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"title": BIDI},
        {"title": "a\x00b"},
        {"starts_on": "2026-02-30"},
        {"starts_on": "tomorrow"},
        {"starts_on": "2020-01-01"},
        {"starts_on": "9999-12-30", "ends_on": "9999-12-31"},
        {"ends_on": "2020-01-01"},
        {"ends_on": day(200)},
        {"time_zone": "Mars/Olympus"},
        {"source_language": "xx"},
        {"format": "war"},
        {"commune": "Nowhere-sur-Rien"},
        {"commune": ""},
        {"organizing_body": "🎉" * 200},
    ],
)
def test_create_refuses_with_a_sentence_and_keeps_what_was_typed(values):
    client, commune = client_of(UserFactory()), CommuneFactory(name="Brocas")
    typed = typed_new(commune) | {"organizing_body": "Kept as typed"} | values

    answer = client.post("/en/organize/new/", typed)

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert typed["organizing_body"] in answer.text
    assert not Operation.objects.exists()


def test_a_former_commune_is_answered_with_the_one_it_is_part_of_today():
    today = CommuneFactory(name="Chaumes-en-Retz", code="44005")
    former = CommuneFactory(name="Chéméré", code="44040", kind="former", successor=today)

    answer = client_of(UserFactory()).post("/en/organize/new/", typed_new(former))

    assert answer.status_code == 422
    assert "Chéméré is part of Chaumes-en-Retz (44005) today" in answer.text


def test_the_form_of_a_new_operation_knows_the_commune_of_the_link_and_my_clocks():
    commune = CommuneFactory(name="Brocas", code="40056")
    client = client_of(UserFactory(time_zone="America/Cayenne"))
    elsewhere = client_of(UserFactory(time_zone="UTC"))

    page = client.get("/fr/organize/new/?commune=FR-40056")

    assert commune.display_name in page.text
    assert '<option value="America/Cayenne" selected>' in page.text
    assert '<option value="fr" selected>' in page.text
    assert '<option value="Europe/Paris" selected>' in elsewhere.get("/fr/organize/new/").text


def test_create_refuses_one_draft_too_many():
    user = UserFactory()
    OperationFactory.create_batch(MOST_DRAFTS, created_by=user, status="draft")

    answer = client_of(user).post("/en/organize/new/", typed_new(CommuneFactory()))

    assert answer.status_code == 422
    assert "drafts already" in answer.text


def test_visitors_are_sent_to_sign_in(client):
    operation = OperationFactory()

    for address in ["/en/organize/", "/en/organize/new/", edit_page(operation)]:
        answer = client.get(address)
        assert (answer.status_code, "/accounts/login/" in answer.url) == (302, True)


@pytest.mark.parametrize("status", ["draft", "open"])
@pytest.mark.parametrize("rest", ["", "edit/", "pictures/", "team/", "missions/", "roster/"])
def test_pages_of_another_team_answer_like_pages_that_do_not_exist(rest, status):
    client = member_client(OperationFactory())
    other = OperationFactory(status=status)

    assert client.get(f"/en/organize/{other.slug}/{rest}").status_code == 404
    assert client.get(f"/en/organize/no-such-slug/{rest}").status_code == 404


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.COORDINATOR, True),
        (Role.ORGANIZER, True),
        (Role.MISSION_LEAD, False),
        (Role.REVIEWER, False),
        (Role.DESK, False),
    ],
)
def test_only_organizers_edit(role, allowed):
    operation = OperationFactory()
    client = member_client(operation, role)

    page = client.get(edit_page(operation))
    answer = client.post(edit_page(operation), typed_edit(operation))

    assert (page.status_code, answer.status_code) == ((200, 302) if allowed else (403, 403))
    operation.refresh_from_db()
    assert (operation.title_en == "New title") is allowed


def test_site_staff_edit_any_operation():
    operation = OperationFactory()

    assert client_of(StaffFactory()).get(edit_page(operation)).status_code == 200


def test_a_role_that_was_taken_away_is_gone_at_the_next_request():
    membership = MembershipFactory()
    client = client_of(membership.user)
    assert client.get(edit_page(membership.operation)).status_code == 200

    membership.delete()

    assert client.get(edit_page(membership.operation)).status_code == 404


def test_edit_writes_the_texts_of_one_language_and_leaves_the_others():
    operation = OperationFactory(title_fr="Titre", summary_fr="Promesse")
    client = member_client(operation)

    # The page is in French, the texts in English: nothing depends on the page's language.
    answer = client.post(edit_page(operation, "fr") + "?lang=en", typed_edit(operation))

    assert answer.url.endswith("?lang=en")
    operation.refresh_from_db()
    assert (operation.title_en, operation.summary_en) == ("New title", "A promise")
    assert (operation.title_fr, operation.summary_fr) == ("Titre", "Promesse")
    assert (operation.hashtag, operation.website) == ("Libre2027", "https://example.org/libre")
    assert (operation.languages, operation.version) == (["fr"], 2)


def test_a_translation_may_leave_the_title_empty_but_the_source_may_not():
    operation = OperationFactory()
    client = member_client(operation)

    source = client.post(edit_page(operation) + "?lang=en", typed_edit(operation, title=""))
    translation = client.post(edit_page(operation) + "?lang=fr", typed_edit(operation, title=""))

    assert (source.status_code, translation.status_code) == (422, 302)


@pytest.mark.parametrize(
    "values",
    [
        {"summary": "x" * 241},
        {"presentation": "x" * 20_001},
        {"presentation": "a\u202eb"},
        {"languages": ["klingon"]},
        {"hashtag": "two words"},
        {"contact_email": "nobody"},
        {"website": "javascript:alert(1)"},
        {"website": "ftp://example.org"},
        {"default_licence": "CC-BY-NC-4.0"},
        {"ends_on": "2020-01-01"},
        {"version": "not a number"},
    ],
)
def test_edit_refuses_and_keeps_what_was_typed(values):
    operation = OperationFactory()

    answer = member_client(operation).post(
        edit_page(operation), typed_edit(operation, practical="Bring boots") | values
    )

    assert answer.status_code == 422
    assert "Bring boots" in answer.text
    operation.refresh_from_db()
    assert operation.version == 1


def test_an_open_operation_keeps_its_commune_and_its_clocks():
    operation = OperationFactory()
    other = CommuneFactory(name="Elsewhere")

    member_client(operation).post(
        edit_page(operation),
        typed_edit(operation, commune=other.display_name, time_zone="Asia/Tokyo"),
    )

    changed = Operation.objects.get(pk=operation.pk)
    assert (changed.title_en, changed.commune_id) == ("New title", operation.commune_id)
    assert changed.time_zone == "Europe/Paris"


def test_fields_that_no_form_offers_are_not_written():
    operation = OperationFactory()

    member_client(operation).post(
        edit_page(operation),
        typed_edit(operation, status="reported", slug="stolen", is_fictional="on", created_by="1"),
    )

    changed = Operation.objects.get(pk=operation.pk)
    assert (changed.status, changed.slug, changed.is_fictional, changed.created_by) == (
        "open", operation.slug, False, None
    )  # fmt: skip


def test_preview_shows_clean_html_and_saves_nothing():
    operation = OperationFactory()
    typed = typed_edit(
        operation, action="preview", presentation="**Bold** <script>alert(1)</script>"
    )

    answer = member_client(operation).post(edit_page(operation), typed)

    assert answer.status_code == 200
    assert "<strong>Bold</strong>" in answer.text
    assert "<script>alert" not in answer.text
    operation.refresh_from_db()
    assert operation.version == 1


def test_the_second_of_two_edits_sees_both_texts_and_can_keep_its_own():
    operation = OperationFactory()
    client = member_client(operation)
    client.post(edit_page(operation), typed_edit(operation, title="Theirs", practical="Same"))

    conflict = client.post(
        edit_page(operation), typed_edit(operation, title="Mine", practical="Same")
    )

    assert conflict.status_code == 409
    assert [(each.theirs, each.mine) for each in conflict.context["differences"]] == [
        ("Theirs", "Mine")
    ]
    operation.refresh_from_db()
    assert (operation.title_en, operation.version) == ("Theirs", 2)

    kept = dict(conflict.context["typed"]) | {"version": conflict.context["version"]}
    assert client.post(edit_page(operation), kept).status_code == 302
    operation.refresh_from_db()
    assert (operation.title_en, operation.languages) == ("Mine", ["fr"])


def test_the_same_form_sent_twice_is_done_once():
    user, commune = UserFactory(), CommuneFactory()
    key = {"client_key": "7f4ee2f0-5a3c-4a52-9df0-5b6d9d4fd6a1"}
    client = client_of(user)

    first = client.post("/en/organize/new/", typed_new(commune) | key)
    second = client.post("/en/organize/new/", typed_new(commune) | key)

    assert first.url == second.url
    assert Operation.objects.count() == 1
