"""Make the data files of the commune directory from an unpacked @etalab/decoupage-administratif.

    python scripts/make_commune_data.py FOLDER_OF_THE_PACKAGE

writes communes/data/FR.csv.gz and communes/data/FR-departments.csv, the same bytes for the same
package. What the files hold and where it comes from is told in communes/data/FR.txt.
"""

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "communes" / "data"
KINDS = {
    "commune-actuelle": "current",
    "commune-deleguee": "delegated",
    "commune-associee": "associated",
}
COLUMNS = (
    "code,kind,name,department,siren,postcodes,population,former_names,former_codes,successor"
).split(",")
# Year of the population figures: the reference populations of the package, but for Mayotte (its
# census of 2017); the package does not say the year for the overseas collectivities.
POPULATION_YEAR = {"metro": "2023", "drom": "2023", "com": ""}
MAYOTTE, MAYOTTE_YEAR = "976", "2017"


def communes(records: list[dict]) -> Iterator[dict]:
    """The rows of the directory: every current commune, and the former ones with their own code."""
    own_code = [r for r in records if r["type"] in KINDS and r["code"] != r.get("chefLieu")]
    codes = {record["code"] for record in own_code}
    # The seat of a merged commune keeps its code, which now is the whole's: only its name is left.
    names = {r["code"]: r["nom"] for r in records if r["code"] == r.get("chefLieu")}
    for record in sorted(own_code, key=lambda record: record["code"]):
        former_name = names.get(record["code"], "")
        former_codes = (code for code in record.get("anciensCodes", []) if code not in codes)
        yield {
            "code": record["code"],
            "kind": KINDS[record["type"]],
            "name": record["nom"],
            "department": record["departement"],
            "siren": record.get("siren", ""),
            "postcodes": " ".join(record.get("codesPostaux", [])),
            "population": record.get("population", ""),
            "former_names": former_name if former_name != record["nom"] else "",
            "former_codes": " ".join(former_codes),
            "successor": record.get("chefLieu", ""),
        }


def departments(records: list[dict], regions: list[dict]) -> Iterator[dict]:
    region_names = {region["code"]: region["nom"] for region in regions}
    for record in sorted(records, key=lambda record: record["code"]):
        year = POPULATION_YEAR[record["zone"]]
        yield {
            "code": record["code"],
            "name": record["nom"],
            "region_code": record["region"],
            "region_name": region_names[record["region"]],
            "population_year": MAYOTTE_YEAR if record["code"] == MAYOTTE else year,
        }


def as_csv(rows: Iterable[dict], columns: list[str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def main(package: Path) -> None:
    def read(name: str) -> list[dict]:
        return json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))

    content = as_csv(communes(read("communes")), COLUMNS)
    (TARGET / "FR.csv.gz").write_bytes(gzip.compress(content, mtime=0))
    rows = list(departments(read("departements"), read("regions")))
    (TARGET / "FR-departments.csv").write_bytes(as_csv(rows, list(rows[0])))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
