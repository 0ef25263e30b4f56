"""The home page, the list of operations, the pages of communes and the statements."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.themes import Theme
from operations.models import Figure, Operation, Role
from tests.accounts.factories import StaffFactory, UserFactory
from tests.communes.factories import CommuneFactory
from tests.html import ids_of, parsed
from tests.missions.factories import MissionFactory, NeedFactory
from tests.operations.factories import MembershipFactory, OperationFactory

pytestmark = pytest.mark.django_db

STATEMENTS = ["about", "privacy", "accessibility", "licences"]


def past_operation(**fields):
    return OperationFactory(
        **{
            "status": Operation.Status.REPORTED,
            "starts_on": date(2015, 9, 26),
            "ends_on": date(2015, 9, 27),
        }
        | fields
    )


def add_figure(operation, **fields):
    return Figure.objects.create(
        **{
            "operation": operation,
            "subject": "pictures",
            "source_language": "en",
            "label_en": "pictures on Commons",
            "value": 354,
            "theme": Theme.PHOTOGRAPHY,
            "source_en": "Report of 2015",
        }
        | fields
    )


def titles(response):
    return [card.operation.title_en for card in response.context["cards"]]


# Home


def test_home_shows_next_operations_results_with_their_source_and_no_draft(client):
    operation = OperationFactory(title_en="Next one")
    NeedFactory(shift__mission__operation=operation, maximum=7)
    add_figure(past_operation(title_en="Past one"))
    OperationFactory(title_en="Secret one", status=Operation.Status.DRAFT)

    response = client.get("/en/")

    page = response.content.decode()
    parsed(response)
    assert "Next one" in page
    assert "7 places left" in page
    assert "Past one" in page
    assert "Source: Report of 2015" in " ".join(page.split())
    assert "Secret one" not in page


def test_home_without_any_operation_says_what_to_do(client):
    response = client.get("/en/")
    parsed(response)
    assert b"No date is set for now" in response.content


@pytest.mark.parametrize("count", [1, 5])
def test_home_asks_the_same_queries_for_any_number_of_operations(
    client, django_assert_num_queries, count
):
    for _ in range(count):
        NeedFactory(shift__mission__operation=OperationFactory())
        add_figure(past_operation())

    with django_assert_num_queries(5):
        client.get("/en/")


def test_home_shows_no_disputed_figure_among_its_results(client):
    operation = past_operation()
    add_figure(operation, value=50)
    add_figure(operation, value=70)

    assert client.get("/en/").context["highlights"] == []


def test_the_address_without_a_language_leads_to_the_readers(client):
    response = client.get("/", headers={"accept-language": "fr-FR,fr;q=0.9"})
    assert (response.status_code, response["Location"]) == (302, "/fr/")
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}


def test_the_address_without_a_language_falls_back_to_english(client):
    assert client.get("/", headers={"accept-language": "xx"})["Location"] == "/en/"


# List of operations


def test_list_shows_what_is_to_come_first_and_no_draft(client):
    OperationFactory(title_en="To come")
    past_operation(title_en="Gone")
    OperationFactory(title_en="Secret", status=Operation.Status.DRAFT)

    assert titles(client.get("/en/operations/")) == ["To come"]
    assert titles(client.get("/en/operations/?when=past")) == ["Gone"]
    assert titles(client.get("/en/operations/?when=all")) == ["To come", "Gone"]


def test_a_draft_is_not_in_the_list_even_for_its_team(client):
    membership = MembershipFactory(operation__status=Operation.Status.DRAFT)
    client.force_login(membership.user)
    assert titles(client.get("/en/operations/?when=all")) == []


def test_list_finds_words_whatever_their_accents(client):
    commune = CommuneFactory(name="Chéméré", department_name="Loire-Atlantique")
    past_operation(title_en="Opération Libre", commune=commune)
    past_operation(title_en="Elsewhere")

    for text in ["chemere", "CHÉMÉRÉ libre", "loire atlantique", "operation"]:
        response = client.get("/en/operations/", {"when": "all", "q": text})
        assert titles(response) == ["Opération Libre"], text
    assert titles(client.get("/en/operations/", {"when": "all", "q": "nowhere"})) == []


def test_list_filters_by_theme_of_missions_and_of_results(client):
    MissionFactory(theme=Theme.BOTANY, operation__title_en="Plants to come")
    add_figure(past_operation(title_en="Plants found"), theme=Theme.BOTANY)
    MissionFactory(theme=Theme.DATA, operation__title_en="Numbers")

    response = client.get("/en/operations/", {"when": "all", "theme": "botany"})

    assert titles(response) == ["Plants to come", "Plants found"]


@pytest.mark.parametrize("count", [1, 5])
def test_list_asks_the_same_queries_for_any_number_of_operations(
    client, django_assert_num_queries, count
):
    for _ in range(count):
        NeedFactory(
            shift__mission__operation__commune__latitude=47,
            shift__mission__operation__commune__longitude=1,
            shift__mission__operation__commune__coordinates_source="demo",
        )

    with django_assert_num_queries(6):
        response = client.get("/en/operations/")
    assert len(response.context["points"]) == count


def test_list_is_cut_into_pages_that_keep_the_filters(client):
    OperationFactory.create_batch(25)
    response = client.get("/en/operations/?when=all&page=2")
    parsed(response)
    assert len(response.context["cards"]) == 1
    assert b"?when=all&amp;page=1" in response.content


@pytest.mark.parametrize("page", ["0", "-1", "99", "9" * 5000, "1e9", "abc", "１２", "%00", "1.5"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    OperationFactory()
    response = client.get("/en/operations/", {"page": page} if page != "%00" else {"page": "\x00"})
    assert response.status_code in {400, 404}


@pytest.mark.parametrize(
    "query",
    ["when=never", "theme=<b>", "q=" + "x" * 5000, "q=%ff%fe", "when=&theme=&q=", "q=[]&q=()"],
)
def test_filters_that_cannot_be_understood_are_left_aside(client, query):
    OperationFactory(title_en="Here")
    response = client.get(f"/en/operations/?{query}")
    assert response.status_code == 200
    parsed(response)


# Communes


def test_commune_page_shows_its_operations_and_tints_its_cover(client):
    commune = CommuneFactory(name="Aiglun", code="04001", department_name="Alpes")
    add_figure(past_operation(commune=commune, title_en="Lavender"))

    response = client.get("/en/communes/FR/04001/")

    parsed(response)
    assert titles(response) == ["Lavender"]
    assert response.context["opened"] == {"photography": 6}
    assert b"parcel--photography" in response.content
    assert b"nobody has placed this commune on the map" in response.content


def test_former_commune_and_its_successor_show_the_operations_of_both(client):
    today = CommuneFactory(name="Chaumes-en-Retz", code="44005")
    former = CommuneFactory(name="Chéméré", code="44040", kind="delegated", successor=today)
    past_operation(commune=former, title_en="Past at Chéméré")
    OperationFactory(commune=today, title_en="To come at Chaumes")
    OperationFactory(title_en="Elsewhere")

    for code in ["44005", "44040"]:
        response = client.get(f"/en/communes/FR/{code}/")
        parsed(response)
        assert titles(response) == ["To come at Chaumes", "Past at Chéméré"]


def test_commune_page_hides_drafts_but_not_from_their_team(client):
    draft = OperationFactory(status=Operation.Status.DRAFT, title_en="Secret")
    address = f"/en/communes/FR/{draft.commune.code}/"
    assert titles(client.get(address)) == []
    client.force_login(UserFactory())
    assert titles(client.get(address)) == []
    client.force_login(MembershipFactory(operation=draft).user)
    assert titles(client.get(address)) == ["Secret"]


def test_commune_address_has_one_spelling(client):
    CommuneFactory(code="2A004")
    response = client.get("/en/communes/fr/2a004/")
    assert (response.status_code, response["Location"]) == (301, "/en/communes/FR/2A004/")


@pytest.mark.parametrize("address", ["FR/99999", "XX/44005", "FR/" + "9" * 60, "F/44005", "FR/a b"])
def test_unknown_commune_is_not_found(client, address):
    assert client.get(f"/en/communes/{address}/").status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_commune_page_asks_the_same_queries_for_any_number_of_operations(
    client, django_assert_num_queries, count
):
    commune = CommuneFactory()
    for _ in range(count):
        add_figure(past_operation(commune=commune))

    with django_assert_num_queries(5):
        client.get(f"/en/communes/FR/{commune.code}/")


# Statements, gallery, and what all pages share


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_statement_is_valid_and_asks_nothing_of_the_database(
    client, django_assert_num_queries, name, language
):
    with django_assert_num_queries(0):
        response = client.get(f"/{language}/{name}/")
    document = parsed(response)
    ids = ids_of(document)
    assert len(ids) == len(set(ids))
    assert len(response.content) > 5000


def test_gallery_is_for_staff_alone(client):
    assert client.get("/en/gallery/").status_code == 404
    client.force_login(UserFactory())
    assert client.get("/en/gallery/").status_code == 404
    client.force_login(StaffFactory())
    assert client.get("/en/gallery/").status_code == 200


@pytest.mark.parametrize("address", ["", "operations/", *(f"{name}/" for name in STATEMENTS)])
def test_pages_answer_head_and_refuse_to_be_written_to(client, address):
    assert client.head(f"/en/{address}").status_code == 200
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(f"/en/{address}").status_code == 405


def test_language_switch_keeps_the_page_and_what_was_chosen(client):
    page = client.get("/en/operations/?when=past&theme=data").content.decode()
    assert 'href="/fr/operations/?when=past&amp;theme=data"' in page


def test_pages_name_their_other_languages_to_search_engines(client):
    page = client.get("/en/about/").content.decode()
    assert '<link rel="canonical" href="http://testserver/en/about/">' in page
    assert '<link rel="alternate" hreflang="fr" href="http://testserver/fr/about/">' in page


def test_operation_that_was_a_draft_yesterday_is_upcoming_once_open(client):
    operation = OperationFactory(status=Operation.Status.DRAFT, title_en="Soon")
    assert titles(client.get("/en/operations/")) == []
    operation.status = Operation.Status.OPEN
    operation.starts_on = operation.ends_on = timezone.localdate() + timedelta(days=2)
    operation.save()
    response = client.get("/en/operations/")
    assert titles(response) == ["Soon"]
    assert b"in 2 days" in response.content


def test_roles_do_not_open_the_drafts_of_others(client):
    client.force_login(MembershipFactory(role=Role.COORDINATOR).user)
    draft = OperationFactory(status=Operation.Status.DRAFT)
    assert client.get(f"/en/operations/{draft.slug}/").status_code == 404
