"""Make the lists of country names from an unpacked cldr-localenames-full.

    python scripts/make_country_names.py FOLDER_OF_THE_PACKAGE

writes communes/data/countries/<language>.json, the same bytes for the same package.
"""

import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "communes" / "data" / "countries"
LANGUAGES = "ar br ca cs de el en es eu fr hu it nl pl pt ro uk".split()
# Codes that CLDR names but ISO 3166 does not assign to a country.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def main(package: Path) -> None:
    for language in LANGUAGES:
        path = package / "main" / language / "territories.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        names = content["main"][language]["localeDisplayNames"]["territories"]
        countries = {
            code: name
            for code, name in sorted(names.items())
            if len(code) == 2 and code not in NOT_COUNTRIES
        }
        text = json.dumps(countries, ensure_ascii=False, indent=0)
        (TARGET / f"{language}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
