import pytest
from django.db import connection

from communes.models import Commune
from communes.queries import (
    commune_meant,
    commune_named,
    communes_matching,
    directory_sizes,
    predecessors_of,
    search_communes,
)
from tests.communes.factories import CommuneFactory

pytestmark = pytest.mark.django_db


def names(found):
    return [commune.name for commune in found]


def test_search_ranks_name_then_beginning_then_word_then_part_and_then_by_population():
    for name, population in [
        ("Bravigny", 9_000),
        ("Vigny-sur-Orne", 10),
        ("Saint-Vigny", 9_000),
        ("Vigny", 5),
        ("Vigny-le-Grand", 8_000),
        ("Ailleurs", 1),
    ]:
        CommuneFactory(name=name, population=population)

    assert names(search_communes("vigny")) == [
        "Vigny",
        "Vigny-le-Grand",
        "Vigny-sur-Orne",
        "Saint-Vigny",
        "Bravigny",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "chemere",
        "CHÉMÉRÉ",
        "44040",
        "44680 chemere",
        "Chéméré (Loire-Atlantique, 44040)",
        "che\u0301me\u0301re\u0301",
    ],
)
def test_search_finds_a_former_commune_with_its_successor(
    loire_atlantique, text, django_assert_num_queries
):
    with django_assert_num_queries(2):
        first = search_communes(text)[0]
        assert (first.name, first.successor.name) == ("Chéméré", "Chaumes-en-Retz")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("44600", "Saint-Nazaire"),
        ("st nazaire", "Saint-Nazaire"),
        ("Ste Pazanne", "Sainte-Pazanne"),
        ("arthon en retz", "Chaumes-en-Retz"),
        ("chaumes retz", "Chaumes-en-Retz"),
        ("nant", "Nantes"),
        ("Nantes loire-atlantique", "Nantes"),
        ("lherault", "none"),
    ],
)
def test_search_understands_what_people_type(loire_atlantique, text, first):
    assert (names(search_communes(text)) or ["none"])[0] == first


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", "\\", "--", "%%%%", "\x00", "🙂"])
def test_search_takes_signs_as_nothing(text):
    CommuneFactory()

    assert search_communes(text) == []


def test_search_takes_a_huge_text_without_complaint(loire_atlantique):
    assert names(search_communes("nantes " + "x" * 1_000_000)) == []
    assert search_communes("a " * 1_000_000)


def test_search_stays_in_its_country():
    CommuneFactory(name="Nantes")
    abroad = CommuneFactory(name="Nantes", country="CA", code_scheme="sgc")

    assert search_communes("nantes", country="CA") == [abroad]


def test_search_reads_nothing_but_its_index(loire_atlantique):
    plan = communes_matching("saint").values_list("pk", flat=True)[:10].explain()

    if connection.vendor == "sqlite":
        assert "COVERING INDEX commune_search" in plan
    else:
        assert "Scan" in plan


def test_homonyms_are_offered_and_a_choice_settles_it():
    first = CommuneFactory(name="Aiglun", code="04001", department_name="Alpes-de-Haute-Provence")
    second = CommuneFactory(name="Aiglun", code="06001", department_name="Alpes-Maritimes")
    CommuneFactory(name="Aiglunet", code="06999")

    assert commune_meant("aiglun") == (None, [first, second])
    assert commune_meant("aiglun", "FR-06001") == (second, [])
    assert commune_meant(second.display_name) == (second, [])
    assert commune_meant("06001") == (second, [])
    # A choice left over from another text does not count.
    assert commune_meant("brocas", "FR-06001") == (None, [])
    assert commune_meant("Aiglun (Alpes-Maritimes, 04001)") == (None, [])


def test_a_part_of_a_name_is_asked_about_even_when_one_commune_has_it():
    commune = CommuneFactory(name="Villefranche-sur-Saône")

    assert commune_meant("villefranche") == (None, [commune])


@pytest.mark.parametrize("text", ["FR-44005", " fr-44005 "])
def test_commune_named_reads_references(text):
    commune = CommuneFactory(code="44005")

    assert commune_named(text) == commune


@pytest.mark.parametrize("text", ["", "FR-", "FR-44006", "Saint-Martin", "44005", "FR-%", "x (y)"])
def test_commune_named_is_none_for_anything_else(text):
    CommuneFactory(code="44005")

    assert commune_named(text) is None


def test_predecessors_and_sizes(loire_atlantique):
    whole = Commune.objects.get(code="44005")
    CommuneFactory(country="DE", code_scheme="ags")

    assert names(predecessors_of(whole)) == ["Chéméré"]
    assert directory_sizes() == [
        {"country": "FR", "communes": 207, "country_name": "France"},
        {"country": "DE", "communes": 1, "country_name": "Germany"},
    ]
