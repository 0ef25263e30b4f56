import pytest
from django.db import IntegrityError, transaction

from communes.models import Commune, search_key
from tests.communes.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("L’HAŸ LES ROSES", "l hay les roses"),
        ("St-Martin-de-Londres", "saint martin de londres"),
        ("Ste Œnne", "sainte oenne"),
        ("st", "st"),
        ("  ", ""),
        ("%_'", ""),
    ],
)
def test_search_key_levels_what_people_type(text, key):
    assert search_key(text) == key


def test_display_name_tells_homonyms_apart(settings):
    communes = [
        CommuneFactory(name="Aiglun", code="04001", department_name="Alpes-de-Haute-Provence"),
        CommuneFactory(name="Aiglun", code="06001", department_name="Alpes-Maritimes"),
        CommuneFactory(name="Neustadt", code="07316000", country="DE", code_scheme="ags"),
    ]

    assert [str(commune) for commune in communes] == [
        "Aiglun (Alpes-de-Haute-Provence, 04001)",
        "Aiglun (Alpes-Maritimes, 06001)",
        "Neustadt (Germany, 07316000)",
    ]


@pytest.mark.parametrize(
    "impossible",
    [
        {"latitude": 91, "longitude": 0, "coordinates_source": "file"},
        {"latitude": 47, "longitude": -181, "coordinates_source": "file"},
        {"latitude": 47, "longitude": None, "coordinates_source": "file"},
        {"latitude": 47, "longitude": 2, "coordinates_source": ""},
        {"area_km2": 0},
        {"valid_from": "2016-01-01", "valid_until": "2015-12-31"},
    ],
)
def test_database_refuses_what_cannot_be(impossible):
    with pytest.raises(IntegrityError), transaction.atomic():
        CommuneFactory(**impossible)
    assert not Commune.objects.exists()


def test_database_refuses_a_code_twice_in_a_country_and_a_current_commune_with_a_successor():
    commune = CommuneFactory(code="44005")
    CommuneFactory(code="44005", country="DE")

    with pytest.raises(IntegrityError), transaction.atomic():
        CommuneFactory(code="44005")
    with pytest.raises(IntegrityError), transaction.atomic():
        CommuneFactory(successor=commune)
    CommuneFactory(successor=commune, kind="delegated")


def test_incomplete_are_current_communes_that_lack_place_surface_or_outline():
    whole = {"latitude": 1, "longitude": 1, "coordinates_source": "file", "area_km2": 1}
    CommuneFactory(**whole, outline={"type": "Polygon", "coordinates": []})
    CommuneFactory(kind="former")
    without_outline, without_all = CommuneFactory(**whole), CommuneFactory()

    assert set(Commune.objects.incomplete()) == {without_outline, without_all}
