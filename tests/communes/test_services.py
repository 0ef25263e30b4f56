from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.directory import EDITIONS, Listed
from communes.geoapi import Surroundings
from communes.models import Commune
from communes.services import (
    add_commune,
    complete_communes,
    import_directory,
    place_commune,
    save_listed_communes,
)
from core.models import AuditEntry
from core.refusal import Refusal
from tests.accounts.factories import UserFactory
from tests.communes.factories import CommuneFactory

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2026, 1, 1)
OUTLINE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


def row(code, name, successor="", **facts):
    kind = "delegated" if successor else "current"
    facts = {"code_scheme": "insee", "kind": kind, "postcodes": "", **facts}
    none = {"valid_from": None, "valid_until": None, "area_km2": None}
    return Listed({"code": code, "name": name, "department_code": "44", **none, **facts}, successor)


def import_list(*communes):
    return str(import_directory(country="FR", listed=communes, day=NEW_YEAR))


def writes(queries):
    return [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]


def test_import_of_the_whole_list_can_be_repeated_without_a_write(listed):
    edition = EDITIONS["FR"].day
    first = import_directory(country="FR", listed=listed, day=edition)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        second = import_directory(country="FR", listed=listed, day=edition)

    assert str(first) == "36961 added, 0 changed, 0 closed"
    assert str(second) == "0 added, 0 changed, 0 closed"
    assert not writes(queries)
    assert Commune.objects.current().count() == 34_969
    assert Commune.objects.get(code="44040").successor.code == "44005"
    assert not Commune.objects.exclude(kind="current").filter(successor=None).exists()


def test_import_changes_what_changed_and_keeps_what_people_added():
    import_list(row("44005", "Arthon"), row("44040", "Chéméré"))
    Commune.objects.filter(code="44005").update(
        latitude=47.1, longitude=-1.9, coordinates_source="organizer", area_km2=76, outline=OUTLINE
    )
    before = Commune.objects.get(code="44005")

    outcome = import_list(
        row("44005", "Chaumes-en-Retz", population=7_440), row("44040", "Chéméré", "44005")
    )

    commune = Commune.objects.get(code="44005")
    assert outcome == "0 added, 2 changed, 0 closed"
    assert (commune.pk, commune.name, commune.population) == (before.pk, "Chaumes-en-Retz", 7_440)
    assert (commune.latitude, commune.area_km2, commune.outline) == (47.1, 76, OUTLINE)
    assert commune.name_key == "chaumes en retz"
    assert Commune.objects.get(code="44040").successor == commune


def test_import_closes_what_the_list_no_longer_holds_and_opens_it_again():
    import_list(row("44001", "Abbaretz"), row("44002", "Aigrefeuille"))
    abroad = CommuneFactory(country="DE", code_scheme="ags")

    assert import_list(row("44001", "Abbaretz")) == "0 added, 0 changed, 1 closed"
    closed = Commune.objects.get(code="44002")
    assert (closed.kind, closed.valid_until) == ("former", date(2025, 12, 31))
    assert import_list(row("44001", "Abbaretz")) == "0 added, 0 changed, 0 closed"

    both = (row("44001", "Abbaretz"), row("44002", "Aigrefeuille"))
    assert import_list(*both) == "0 added, 1 changed, 0 closed"
    opened = Commune.objects.get(code="44002")
    assert (opened.kind, opened.valid_until) == ("current", None)
    abroad.refresh_from_db()
    assert abroad.is_current


def test_import_that_fails_leaves_nothing():
    with pytest.raises(TypeError):
        import_list(row("44001", "Abbaretz"), row("44040", "Chéméré", "44001", wrong="x"))

    assert not Commune.objects.exists()


def test_add_commune_is_for_people_who_signed_in(client):
    facts = {"country": "DE", "code_scheme": "ags", "code": "07316000", "name": "Neustadt"}
    stranger = UserFactory(is_active=False)
    person = UserFactory()

    with pytest.raises(Refusal):
        add_commune(by=stranger, **facts)
    assert not Commune.objects.exists()

    commune = add_commune(by=person, **facts, latitude=49.35, longitude=8.14)
    assert commune.coordinates_source == "organizer"
    assert AuditEntry.objects.get().action == "communes.add"

    with pytest.raises(Refusal) as refusal:
        add_commune(by=person, **facts)
    assert refusal.value.suggestions == [commune]
    assert Commune.objects.count() == 1


def test_place_commune_is_for_staff():
    commune = CommuneFactory()

    with pytest.raises(Refusal):
        place_commune(commune=commune, latitude=47, longitude=2, by=UserFactory())
    assert not Commune.objects.get().is_placed

    place_commune(commune=commune, latitude=47, longitude=2, by=UserFactory(is_staff=True))
    commune.refresh_from_db()
    assert (commune.latitude, commune.longitude) == (47, 2)
    assert commune.coordinates_source == "organizer"
    assert AuditEntry.objects.get().action == "communes.place"


@pytest.mark.parametrize("place", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_place_commune_refuses_places_that_are_not_on_earth(place):
    commune = CommuneFactory()

    with pytest.raises(Refusal):
        place_commune(commune=commune, latitude=place[0], longitude=place[1], by=None)

    assert not Commune.objects.get().is_placed


def test_place_commune_by_the_site_names_its_source_and_writes_once(django_assert_num_queries):
    commune = CommuneFactory()
    place = {"latitude": 44.0447, "longitude": -0.5339, "by": None, "source": "demo"}

    place_commune(commune=commune, **place)
    with django_assert_num_queries(0):
        place_commune(commune=commune, **place)

    assert Commune.objects.get().coordinates_source == "demo"
    assert not AuditEntry.objects.exists()


def test_complete_communes_fills_only_what_is_missing():
    placed = CommuneFactory(latitude=1, longitude=2, coordinates_source="organizer")
    bare = CommuneFactory()
    former = CommuneFactory(kind="former")
    found = [
        Surroundings(commune.code, centre=(5.0, 45.0), area_km2=12.5, outline=OUTLINE)
        for commune in (placed, bare, former)
    ]

    assert complete_communes(country="FR", found=found) == 2
    assert complete_communes(country="FR", found=found) == 0

    fields = ["latitude", "longitude", "coordinates_source", "area_km2", "outline"]
    assert [Commune.objects.values_list(*fields).get(pk=c.pk) for c in (placed, bare, former)] == [
        (1, 2, "organizer", 12.5, OUTLINE),
        (45, 5, "geo-api", 12.5, OUTLINE),
        (None, None, "", None, None),
    ]


def test_save_listed_communes_adds_and_updates_without_erasing():
    CommuneFactory(country="DE", code_scheme="ags", code="1", name="Alt", postcodes="1000")
    rows = [
        {"country": "DE", "code_scheme": "ags", "code": "1", "name": "Neu", "postcodes": ""},
        {"country": "DE", "code_scheme": "ags", "code": "2", "name": "Zwei", "postcodes": "2000"},
    ]

    assert str(save_listed_communes(country="DE", rows=rows)) == "1 added, 1 changed, 0 closed"
    assert str(save_listed_communes(country="DE", rows=rows)) == "0 added, 0 changed, 0 closed"

    assert list(Commune.objects.values_list("code", "name", "name_key", "postcodes")) == [
        ("1", "Neu", "neu", "1000"),
        ("2", "Zwei", "zwei", "2000"),
    ]
