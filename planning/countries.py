"""What comes with the site for a country: its back-planning, its legal delays, its holidays."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"
# Whose steps an operation gets when its own country has none here.
FALLBACK = "FR"


def countries() -> list[str]:
    """The countries that come with the site."""
    return sorted(path.stem for path in FOLDER.glob("??.toml"))


@cache
def sheet_of(country: str) -> dict[str, list[dict[str, Any]]]:
    """The lists `steps`, `delays` and `holidays` of a country, as its file writes them."""
    with (FOLDER / f"{country}.toml").open("rb") as file:
        return tomllib.load(file)
