"""The official list that comes with the site, against facts known from elsewhere."""

import csv
import random
from collections import Counter

import pytest

from communes.directory import FOLDER
from scripts import make_commune_data


@pytest.fixture(scope="module")
def by_code(listed):
    return {one.facts["code"]: one for one in listed}


def is_luhn(number):
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def test_list_holds_each_commune_of_france_once(listed, by_code):
    kinds = Counter(one.facts["kind"] for one in listed)

    assert kinds == {"current": 34_969, "delegated": 1_521, "associated": 471}
    assert len(by_code) == len(listed)
    # Municipal districts are no communes: Paris, Lyon, Marseille.
    assert not {"75101", "69381", "13201"} & set(by_code)


def test_list_tells_codes_names_and_postcodes_as_they_are(by_code):
    facts = {code: by_code[code].facts for code in ("01001", "2A004", "94038", "40056", "97611")}

    assert facts["01001"]["name"] == "L'Abergement-Clémenciat"
    assert facts["01001"]["postcodes"] == "01400"
    assert (facts["2A004"]["name"], facts["2A004"]["department_code"]) == ("Ajaccio", "2A")
    assert facts["94038"]["name"] == "L'Haÿ-les-Roses"
    assert facts["40056"] == {
        "code": "40056",
        "code_scheme": "insee",
        "kind": "current",
        "name": "Brocas",
        "former_names": "",
        "former_codes": "",
        "postcodes": "40420",
        "siren": "214000564",
        "department_code": "40",
        "department_name": "Landes",
        "region_code": "75",
        "region_name": "Nouvelle-Aquitaine",
        "population": 721,
        "population_year": 2023,
        "population_source": "Insee",
        "valid_from": None,
        "valid_until": None,
        "area_km2": 53.46,
    }
    assert facts["97611"]["population_year"] == 2017


def test_list_keeps_both_aigluns_apart(by_code):
    assert [
        (by_code[code].facts["name"], by_code[code].facts["department_name"])
        for code in ("04001", "06001")
    ] == [("Aiglun", "Alpes-de-Haute-Provence"), ("Aiglun", "Alpes-Maritimes")]


def test_list_says_what_became_of_chemere(by_code):
    chemere, whole = by_code["44040"], by_code["44005"]

    assert (chemere.facts["name"], chemere.facts["kind"]) == ("Chéméré", "delegated")
    assert str(chemere.facts["valid_until"]) == "2015-12-31"
    assert chemere.successor == "44005"
    assert whole.facts["name"] == "Chaumes-en-Retz"
    assert whole.facts["former_names"] == "Arthon-en-Retz"
    assert whole.facts["postcodes"] == "44320, 44680"
    assert str(whole.facts["valid_from"]) == "2016-01-01"


def test_each_former_commune_is_part_of_a_current_one(listed, by_code):
    former = [one for one in listed if one.facts["kind"] != "current"]

    assert {by_code[one.successor].facts["kind"] for one in former} == {"current"}
    assert not [one for one in listed if one.facts["kind"] == "current" and one.successor]


def test_siren_numbers_are_right(listed):
    numbers = [one.facts["siren"] for one in listed if one.facts["siren"]]

    assert len(numbers) == len(set(numbers)) == 34_875
    assert all(is_luhn(number) for number in random.Random(1).sample(numbers, 2_000))


def test_every_supplement_has_a_source_and_a_commune(by_code):
    with (FOLDER / "FR-supplement.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert rows
    assert all(row["source"] and row["code"] in by_code for row in rows)


def test_data_files_are_light():
    assert sum(path.stat().st_size for path in FOLDER.glob("FR*")) < 1_000_000


def test_making_the_data_tells_kinds_apart(tmp_path, monkeypatch):
    """A package in miniature: a merged commune with its seat, a district, a code that is gone."""
    package = tmp_path / "package"
    (package / "data").mkdir(parents=True)
    (package / "data" / "communes.json").write_text(
        """[
        {"code": "44005", "nom": "Chaumes-en-Retz", "type": "commune-actuelle", "departement": "44",
         "codesPostaux": ["44320", "44680"], "population": 7440, "siren": "200058121",
         "anciensCodes": ["44040", "44999"]},
        {"code": "44005", "nom": "Arthon-en-Retz", "type": "commune-deleguee", "departement": "44",
         "chefLieu": "44005"},
        {"code": "44040", "nom": "Chéméré", "type": "commune-deleguee", "departement": "44",
         "chefLieu": "44005"},
        {"code": "75101", "nom": "Paris 1er", "type": "arrondissement-municipal",
         "departement": "75", "commune": "75056"}]""",
        encoding="utf-8",
    )
    (package / "data" / "departements.json").write_text(
        '[{"code": "44", "nom": "Loire-Atlantique", "region": "52", "zone": "metro"}]'
    )
    (package / "data" / "regions.json").write_text('[{"code": "52", "nom": "Pays de la Loire"}]')
    monkeypatch.setattr(make_commune_data, "TARGET", tmp_path)

    make_commune_data.main(package)
    first = (tmp_path / "FR.csv.gz").read_bytes()
    make_commune_data.main(package)

    assert (tmp_path / "FR.csv.gz").read_bytes() == first
    records = make_commune_data.json.loads((package / "data" / "communes.json").read_text("utf-8"))
    rows = list(make_commune_data.communes(records))
    assert [(row["code"], row["kind"], row["name"], row["successor"]) for row in rows] == [
        ("44005", "current", "Chaumes-en-Retz", ""),
        ("44040", "delegated", "Chéméré", "44005"),
    ]
    assert rows[0]["former_names"] == "Arthon-en-Retz"
    assert rows[0]["former_codes"] == "44999"
    departments = (tmp_path / "FR-departments.csv").read_text()
    assert departments.splitlines()[1] == "44,Loire-Atlantique,52,Pays de la Loire,2023"
