"""Every write to the directory of communes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from communes.geoapi import Surroundings
from communes.models import Commune
from core.audit import record
from core.refusal import Refusal

LISTED_FIELDS = (
    "code_scheme kind name former_names former_codes department_code department_name region_code"
    " region_name postcodes siren population population_year population_source successor_id"
    " valid_from valid_until area_km2"
).split()
SEARCH_FIELDS = ["name_key", "search_text"]


@dataclass
class Outcome:
    """What an import did."""

    added: int = 0
    changed: int = 0
    closed: int = 0

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.closed} closed"


@transaction.atomic
def import_directory(
    *, country: str, listed: Sequence[tuple[Commune, str]], day: date, department: str = ""
) -> Outcome:
    """Bring the directory of a country up to its official list; a second time changes nothing.

    Coordinates, outlines and links stay. A commune that the list no longer holds is closed, as
    its operations still took place there. With a département, only that part is brought up.
    """
    present = Commune.objects.filter(country=country).light()
    known = {commune.code: commune for commune in present}
    outcome = Outcome()
    current = [commune for commune, _code in listed if commune.is_current]
    _upsert(current, known, outcome)
    keys = dict(Commune.objects.filter(country=country).values_list("code", "pk"))
    former = []
    for commune, successor_code in listed:
        if not commune.is_current:
            commune.successor_id = keys.get(successor_code)
            former.append(commune)
    _upsert(former, known, outcome)
    listed_codes = {commune.code for commune, _code in listed}
    gone = [
        commune.pk
        for commune in known.values()
        if commune.code not in listed_codes
        and commune.kind != Commune.Kind.FORMER
        and department in ("", commune.department_code)
    ]
    outcome.closed = _close(gone, last_day=day - timedelta(days=1))
    return outcome


def _upsert(rows: Iterable[Commune], known: dict[str, Commune], outcome: Outcome) -> None:
    different = []
    for row in rows:
        if before := known.get(row.code):
            _keep_what_the_list_lacks(row, before)
            if all(getattr(row, name) == getattr(before, name) for name in LISTED_FIELDS):
                continue
            outcome.changed += 1
        else:
            outcome.added += 1
        row.prepare_search()
        different.append(row)
    Commune.objects.bulk_create(
        different,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["country", "code"],
        update_fields=[name.removesuffix("_id") for name in LISTED_FIELDS] + SEARCH_FIELDS,
    )


def _keep_what_the_list_lacks(row: Commune, before: Commune) -> None:
    row.area_km2 = before.area_km2 or row.area_km2
    row.valid_from = row.valid_from or before.valid_from
    if not row.is_current:
        row.valid_until = row.valid_until or before.valid_until
        row.postcodes = row.postcodes or before.postcodes


def _close(keys: list[int], *, last_day: date) -> int:
    # One whose last day is not told, but which ended long ago, gets none here either.
    known_end = Case(
        When(kind=Commune.Kind.CURRENT, then=Coalesce("valid_until", Value(last_day))),
        default=F("valid_until"),
    )
    return Commune.objects.filter(pk__in=keys).update(
        kind=Commune.Kind.FORMER, valid_until=known_end
    )


@transaction.atomic
def add_commune(*, by: Any, **facts: Any) -> Commune:
    """Add a commune to the directory, with what a person knows of it."""
    if not by.has_perm("communes.add_commune"):
        raise Refusal(_("Please sign in to add a commune."))
    if facts.get("latitude") is not None:
        facts["coordinates_source"] = Commune.CoordinatesSource.ORGANIZER
    try:
        with transaction.atomic():
            commune = Commune.objects.create(**facts)
    except IntegrityError:
        same = Commune.objects.filter(country=facts["country"], code=facts["code"])
        if not same.exists():
            raise
        raise Refusal(_("This commune is already in the directory."), same) from None
    record(actor=by, action="communes.add", subject=commune)
    return commune


@transaction.atomic
def save_listed_communes(*, country: str, rows: Iterable[dict[str, Any]]) -> Outcome:
    """Add or update communes of a list that was read and found right; empty facts erase nothing."""
    known = Commune.objects.filter(country=country).light().in_bulk(field_name="code")
    outcome = Outcome()
    for row in rows:
        facts = {name: value for name, value in row.items() if value not in ("", None)}
        if "latitude" in facts:
            facts["coordinates_source"] = Commune.CoordinatesSource.FILE
        commune = known.get(facts["code"])
        if commune is None:
            Commune.objects.create(**facts)
            outcome.added += 1
        elif any(getattr(commune, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(commune, name, value)
            commune.save(update_fields=[*facts, *SEARCH_FIELDS])
            outcome.changed += 1
    return outcome


def place_commune(
    *,
    commune: Commune,
    latitude: float,
    longitude: float,
    by: Any,
    source: str = Commune.CoordinatesSource.ORGANIZER,
) -> None:
    """Put the marker on the map; `by` is None when the site itself does, from a source."""
    if by is not None and not by.has_perm("communes.place_commune", commune):
        raise Refusal(_("Only the organizers of an operation here can place this commune."))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Refusal(_("A latitude lies between -90 and 90, a longitude between -180 and 180."))
    place = {"latitude": latitude, "longitude": longitude, "coordinates_source": source}
    if all(getattr(commune, name) == value for name, value in place.items()):
        return
    with transaction.atomic():
        for name, value in place.items():
            setattr(commune, name, value)
        commune.save(update_fields=[*place])
        if by is not None:
            record(actor=by, action="communes.place", subject=commune)


@transaction.atomic
def complete_communes(*, country: str, found: Iterable[Surroundings]) -> int:
    """Fill in places, surfaces and outlines that are missing; the number of communes completed."""
    by_code = {surroundings.code: surroundings for surroundings in found}
    incomplete = Commune.objects.filter(country=country, code__in=by_code).incomplete()
    completed = [commune for commune in incomplete if _complete(commune, by_code[commune.code])]
    fields = ["latitude", "longitude", "coordinates_source", "area_km2", "outline"]
    Commune.objects.bulk_update(completed, fields, batch_size=100)
    return len(completed)


def _complete(commune: Commune, found: Surroundings) -> bool:
    """Whether something was missing that is known now. What a person placed stays."""
    filled = False
    if not commune.is_placed and found.centre:
        commune.longitude, commune.latitude = found.centre
        commune.coordinates_source = Commune.CoordinatesSource.GEO_API
        filled = True
    if commune.area_km2 is None and found.area_km2:
        commune.area_km2 = found.area_km2
        filled = True
    if commune.outline is None and found.outline:
        commune.outline = found.outline
        filled = True
    return filled
