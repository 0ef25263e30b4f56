"""The official lists of communes that come with the site, as rows ready to be written.

Their sources and licences are told in communes/data/FR.txt.
"""

import csv
import gzip
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from communes.models import Commune

FOLDER = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Edition:
    """The official list of one country, as it stood on a day."""

    code_scheme: str
    day: date
    population_source: str


EDITIONS = {"FR": Edition("insee", date(2026, 1, 1), "Insee")}


def communes_in_file(country: str, department: str = "") -> list[tuple[Commune, str]]:
    """The communes of the country's file, unsaved, each with the code of its successor."""
    edition = EDITIONS[country]
    departments = {row["code"]: row for row in _rows(f"{country}-departments.csv")}
    supplements = {row["code"]: row for row in _rows(f"{country}-supplement.csv")}
    found = []
    for row in _rows(f"{country}.csv.gz"):
        if department in ("", row["department"]):
            area = departments[row["department"]]
            known = supplements.get(row["code"], {})
            commune = Commune(
                country=country,
                code_scheme=edition.code_scheme,
                **_identity(row, area, known),
                **_population(row, area, edition),
                valid_from=_day(known.get("valid_from")),
                valid_until=_day(known.get("valid_until")),
                area_km2=float(known["area_km2"]) if known.get("area_km2") else None,
            )
            found.append((commune, row["successor"]))
    return found


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
        return {}
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
