"""Countries and their names, as the Unicode CLDR knows them."""

import json
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from core.text import fold

FOLDER = Path(__file__).resolve().parent / "data" / "countries"


@cache
def _names(language: str) -> dict[str, str]:
    for code in (language, language.partition("-")[0], "en"):
        path = FOLDER / f"{code}.json"
        if code.isalpha() and path.exists():
            return json.loads(path.read_text(encoding="utf-8"))
    raise LookupError(language)


def country_name(code: str) -> str:
    """The name of the country in the reader's language; the code itself when it has none."""
    return _names(get_language() or "en").get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Every country, sorted by its name in the reader's language."""
    names = _names(get_language() or "en")
    return sorted(names.items(), key=lambda item: fold(item[1]))
