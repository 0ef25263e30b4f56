"""Finding communes."""

import re
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from communes.countries import country_name
from communes.models import Commune, search_key
from core.text import fold

LONGEST_SEARCH = 100
MOST_WORDS = 8
_CODE_IN_DISPLAY_NAME = re.compile(r"([0-9A-Z][0-9A-Z.\-]*)\)$")


def communes_matching(text: str, country: str = "") -> QuerySet[Commune]:
    """Communes that hold every word of the text in name, code, postcodes or département.

    Best first: the very name or code, names that begin so, words that begin so, names that hold
    it; among equals the most populated. Longer texts are cut.
    """
    key = search_key(text[:LONGEST_SEARCH])
    words = key.split()[:MOST_WORDS]
    if not words:
        return Commune.objects.none()
    found = Commune.objects.filter(*(Q(search_text__contains=word) for word in words))
    if country:
        found = found.filter(country=country)
    rank = Case(
        When(Q(name_key=key) | Q(code=key.upper()), then=Value(0)),
        When(name_key__startswith=key, then=Value(1)),
        When(search_text__contains=f" {key}", then=Value(2)),
        When(name_key__contains=key, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return found.order_by(rank, Coalesce("population", 0).desc(), "name_key", "code")


def communes_of(found: QuerySet[Commune], start: int = 0, limit: int = 20) -> list[Commune]:
    """A stretch of a search, with successors; the search itself reads nothing but its index."""
    keys = list(found.values_list("pk", flat=True)[start : start + limit])
    rows = Commune.objects.light().select_related("successor").defer("successor__outline")
    by_key = rows.in_bulk(keys)
    return [by_key[key] for key in keys if key in by_key]


def search_communes(text: str, country: str = "", limit: int = 20) -> list[Commune]:
    return communes_of(communes_matching(text, country), limit=limit)


def commune_named(text: str) -> Commune | None:
    """The commune meant by a reference (FR-44005) or by a whole display name."""
    text = text.strip()[: 2 * LONGEST_SEARCH]
    if code := _CODE_IN_DISPLAY_NAME.search(text):
        same_code = Commune.objects.light().filter(code=code[1][:20])
        return next((commune for commune in same_code if commune.display_name == text), None)
    country, dash, reference = text.upper().partition("-")
    if dash and len(country) == 2 and re.fullmatch(r"[0-9A-Z.\-]{1,20}", reference):
        return Commune.objects.light().filter(country=country, code=reference).first()
    return None


def commune_meant(text: str, choice: str = "") -> tuple[Commune | None, list[Commune]]:
    """The commune that a person means, or else those that they may mean.

    `choice` is the reference ticked among those offered before; it counts only as long as the
    text still finds it.
    """
    if commune := commune_named(text):
        return commune, []
    candidates = search_communes(text)
    for commune in candidates:
        if choice and commune.reference == choice:
            return commune, []
    exact = [commune for commune in candidates if _is_called(commune, search_key(text))]
    if len(exact) == 1:
        return exact[0], []
    return None, exact or candidates


def _is_called(commune: Commune, key: str) -> bool:
    """Whether the key is the whole name, the code or a postcode of the commune."""
    others = [commune.code, *commune.postcode_list]
    return key == commune.name_key or key in map(fold, others)


def predecessors_of(commune: Commune) -> QuerySet[Commune]:
    """The former communes that are part of this one today."""
    return commune.predecessors.light()


def directory_sizes() -> list[dict[str, Any]]:
    """The number of current communes of each country, largest first."""
    counts = Commune.objects.current().order_by().values("country")
    sizes = counts.annotate(communes=Count("pk")).order_by("-communes", "country")
    return [{**size, "country_name": country_name(size["country"])} for size in sizes]
