"""The official lists of communes that come with the site, as facts by field.

Their sources and licences are told in communes/data/FR.txt.
"""

import csv
import gzip
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Edition:
    """The official list of one country, as it stood on a day."""

    code_scheme: str
    day: date
    population_source: str


EDITIONS = {"FR": Edition("insee", date(2026, 1, 1), "Insee")}


@dataclass(frozen=True)
class Listed:
    """A commune of the official list: its facts by field, and the code of its successor."""

    facts: dict[str, Any]
    successor: str


def communes_in_file(country: str, department: str = "") -> list[Listed]:
    """The communes of the country's file, or of one département."""
    edition = EDITIONS[country]
    departments = {row["code"]: row for row in _rows(f"{country}-departments.csv")}
    supplements = {row["code"]: row for row in _rows(f"{country}-supplement.csv")}
    listed = []
    for row in _rows(f"{country}.csv.gz"):
        if department in ("", row["department"]):
            area = departments[row["department"]]
            known = supplements.get(row["code"], {})
            facts = {
                "code_scheme": edition.code_scheme,
                **_identity(row, area, known),
                **_population(row, area, edition),
                "valid_from": _day(known.get("valid_from")),
                "valid_until": _day(known.get("valid_until")),
                "area_km2": float(known["area_km2"]) if known.get("area_km2") else None,
            }
            listed.append(Listed(facts, row["successor"]))
    return listed


def _identity(row: dict, area: dict, known: dict) -> dict[str, Any]:
    return {
        "code": row["code"],
        "kind": row["kind"],
        "name": row["name"],
        "former_names": row["former_names"],
        "former_codes": row["former_codes"].replace(" ", ", "),
        "postcodes": (known.get("postcodes") or row["postcodes"]).replace(" ", ", "),
        "siren": row["siren"],
        "department_code": area["code"],
        "department_name": area["name"],
        "region_code": area["region_code"],
        "region_name": area["region_name"],
    }


def _population(row: dict, area: dict, edition: Edition) -> dict[str, Any]:
    if not row["population"]:
        return {"population": None, "population_year": None, "population_source": ""}
    return {
        "population": int(row["population"]),
        "population_year": int(area["population_year"]) if area["population_year"] else None,
        "population_source": edition.population_source,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _rows(name: str) -> list[dict[str, str]]:
    path = FOLDER / name
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
