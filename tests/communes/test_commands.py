import io
import json

import pytest
from django.core.management import CommandError, call_command

from communes.models import Commune
from tests.communes.factories import CommuneFactory
from tests.communes.test_geoapi import BROCAS

pytestmark = pytest.mark.django_db


def run(*args, **options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*args, stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), err.getvalue()


def test_import_communes_says_what_it_did():
    assert run("import_communes", "FR", department="2A") == (
        "FR: 124 added, 0 changed, 0 closed\n",
        "",
    )
    assert run("import_communes", "FR", department="2A") == (
        "FR: 0 added, 0 changed, 0 closed\n",
        "",
    )
    assert Commune.objects.get(code="2A004").name == "Ajaccio"


@pytest.mark.parametrize(
    ("args", "words"),
    [(["DE"], "No list of DE"), (["FR", "--department", "99"], "no département 99")],
)
def test_import_communes_refuses_what_it_has_not(args, words):
    _out, err = run("import_communes", *args)

    assert words in err
    assert not Commune.objects.exists()


@pytest.fixture
def csv_file(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "communes.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_import_of_a_csv_adds_and_updates(csv_file):
    file = csv_file(
        "\ufeffcode;name;postcodes;population;latitude;longitude\r\n"
        "07316000;Neustadt an der Weinstraße;67433,67434;53 ;49.35;8.14\r\n"
        '02000000;"Hamburg, Freie und Hansestadt";;1900000;;\r\n'
    )

    assert run("import_communes_csv", "DE", file, scheme="AGS") == (
        "DE: 2 added, 0 changed, 0 closed\n",
        "",
    )
    assert run("import_communes_csv", "DE", file, scheme="ags")[0].startswith("DE: 0 added, 0 cha")
    fields = ["code", "code_scheme", "name", "postcodes", "population", "latitude"]
    fields.append("coordinates_source")
    assert list(Commune.objects.order_by("code").values_list(*fields)) == [
        ("02000000", "ags", "Hamburg, Freie und Hansestadt", "", 1_900_000, None, ""),
        ("07316000", "ags", "Neustadt an der Weinstraße", "67433, 67434", 53, 49.35, "file"),
    ]


def test_import_of_a_csv_tells_each_mistake_by_its_line_and_does_nothing(csv_file):
    file = csv_file(
        "code,name,population,latitude,longitude\n"
        "1,Good,10,,\n"
        "2,,many,,\n"
        "../3,Bad code,1,,\n"
        "4,Half placed,1,49,\n"
        "5,Too few\n"
        "1,Twice,1,,\n"
        "6,Off the map,1,95,10\n"
        "7,Hidden\u202e,1,,\n"
    )

    out, err = run("import_communes_csv", "DE", file, scheme="ags")

    starts = [line.partition(":")[0] for line in err.splitlines()]
    assert out == ""
    assert starts == [
        "Line 3, name",
        "Line 3, population",
        "Line 4, code",
        "Line 5, longitude",
        "Line 6",
        "Line 7",
        "Line 8, latitude",
        "Line 9, name",
        "8 mistakes; nothing was imported.",
    ]
    assert not Commune.objects.exists()


@pytest.mark.parametrize(
    ("country", "scheme", "text", "words"),
    [
        ("FR", "insee", "code,name\n1,A\n", "official list"),
        ("XX", "ags", "code,name\n1,A\n", "two-letter code"),
        ("DE", "other", "code,name\n1,A\n", "by their ags code"),
        ("DE", "ags", "code,name,colour\n1,A,red\n", "Unknown columns: colour"),
        ("DE", "ags", "name\nA\n", "Missing columns: code"),
        ("DE", "ags", "", "Missing columns: code, name"),
    ],
)
def test_import_of_a_csv_refuses_what_cannot_be_right(csv_file, country, scheme, text, words):
    CommuneFactory(country="DE", code_scheme="ags")

    _out, err = run("import_communes_csv", country, csv_file(text), scheme=scheme)

    assert words in err
    assert Commune.objects.count() == 1


def test_import_of_a_csv_needs_a_file_of_text(csv_file, tmp_path):
    wrong = csv_file("code,name\n1,é\n", encoding="latin-1")

    assert "not UTF-8" in run("import_communes_csv", "DE", wrong, scheme="ags")[1]
    absent = tmp_path / "absent.csv"
    assert "cannot be read" in run("import_communes_csv", "DE", absent, scheme="ags")[1]


@pytest.fixture
def communes():
    return [
        CommuneFactory(code="40056", name="Brocas", department_code="40"),
        CommuneFactory(code="88196", name="Gérardmer", department_code="88"),
        CommuneFactory(code="97502", name="Saint-Pierre", department_code="975"),
    ]


def complete(service):
    return run("complete_communes", "FR", url=service.url, pause=0, timeout=5)


def test_complete_communes_keeps_what_it_got_and_says_what_is_missing(
    communes, geo_service, monkeypatch
):
    monkeypatch.setattr("communes.management.commands.complete_communes.time.sleep", lambda s: None)
    geo_service.answer("40", BROCAS)
    geo_service.answers["88"] = [(500, "", {})]

    out, err = complete(geo_service)

    assert out == (
        "1 communes completed\n2 communes still lack something\nNot known to the service: 975\n"
    )
    assert err == ("88: HTTP 500\nNo answer for 88. What was found is kept; try again later.")
    brocas = Commune.objects.get(code="40056")
    assert (brocas.latitude, brocas.coordinates_source, brocas.area_km2) == (
        44.0447,
        "geo-api",
        53.46,
    )

    geo_service.answers["88"] = [(200, json.dumps([{**BROCAS, "code": "88196"}]), {})]
    geo_service.requests.clear()
    assert complete(geo_service)[1] == ""
    # What is complete is not asked for again.
    assert [path.split("/")[2] for path, _agent in geo_service.requests] == ["88", "975"]


def test_complete_communes_gives_up_when_nobody_answers(geo_service, monkeypatch):
    monkeypatch.setattr("communes.management.commands.complete_communes.time.sleep", lambda s: None)
    for number in range(10, 16):
        CommuneFactory(department_code=str(number))
        geo_service.answers[str(number)] = [(403, "", {})]

    _out, err = complete(geo_service)

    assert len(geo_service.requests) == 3
    assert "No answer for 10, 11, 12, 13, 14, 15." in err


def test_complete_communes_leaves_what_an_organizer_placed(communes, geo_service):
    Commune.objects.filter(code="40056").update(
        latitude=44.05, longitude=-0.53, coordinates_source="organizer"
    )
    geo_service.answer("40", BROCAS)
    geo_service.answer("88")

    complete(geo_service)

    brocas = Commune.objects.get(code="40056")
    assert (brocas.latitude, brocas.coordinates_source) == (44.05, "organizer")
    assert brocas.outline == BROCAS["contour"]
