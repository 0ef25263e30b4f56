"""Every write to the directory of communes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from communes.directory import Listed
from communes.geoapi import Surroundings
from communes.models import Commune
from core.audit import record
from core.refusal import Refusal

SEARCH_FIELDS = ["name_key", "search_text"]

Facts = dict[str, Any]


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
    *, country: str, listed: Sequence[Listed], day: date, department: str = ""
) -> Outcome:
    """Bring the directory of a country up to its official list; a second time changes nothing.

    Coordinates, outlines and links stay. A commune that the list no longer holds is closed, as
    its operations still took place there. With a département, only that part is brought up.
    """
    outcome = Outcome()
    present = Commune.objects.filter(country=country)
    fields = ["pk", *listed[0].facts, "successor_id"]
    known = {facts["code"]: facts for facts in present.values(*fields)}
    _upsert(country, ((one.facts, None) for one in listed if not one.successor), known, outcome)
    keys = dict(present.values_list("code", "pk"))
    former = ((one.facts, keys.get(one.successor)) for one in listed if one.successor)
    _upsert(country, former, known, outcome)
    listed_codes = {one.facts["code"] for one in listed}
    gone = [
        before["pk"]
        for code, before in known.items()
        if code not in listed_codes
        and before["kind"] != Commune.Kind.FORMER
        and department in ("", before["department_code"])
    ]
    outcome.closed = _close(gone, last_day=day - timedelta(days=1))
    return outcome


def _upsert(
    country: str,
    rows: Iterable[tuple[Facts, int | None]],
    known: dict[str, Facts],
    outcome: Outcome,
) -> None:
    different = []
    for listed, successor_id in rows:
        facts = {**listed, "successor_id": successor_id}
        if before := known.get(facts["code"]):
            facts |= _what_only_we_know(facts, before)
            if facts.items() <= before.items():
                continue
            outcome.changed += 1
        else:
            outcome.added += 1
        commune = Commune(country=country, **facts)
        commune.prepare_search()
        different.append(commune)
        updated = [name.removesuffix("_id") for name in facts if name != "code"]
    if different:
        Commune.objects.bulk_create(
            different,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["country", "code"],
            update_fields=[*updated, *SEARCH_FIELDS],
        )


def _what_only_we_know(facts: Facts, before: Facts) -> Facts:
    """What the directory holds and the list does not tell: kept."""
    kept = ["valid_from", "area_km2"]
    if facts["kind"] != Commune.Kind.CURRENT:
        kept += ["valid_until", "postcodes"]
    return {name: before[name] for name in kept if not facts[name]}


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
        raise Refusal(_("This commune is already in the directory."), list(same)) from None
    record(actor=by, action="communes.add", subject=commune)
    return commune


@transaction.atomic
def save_listed_communes(*, country: str, rows: Iterable[dict[str, Any]]) -> Outcome:
    """Add or update communes of a list that was read and found right; empty facts erase nothing."""
    present = Commune.objects.filter(country=country).light()
    known = {commune.code: commune for commune in present}
    outcome = Outcome()
    for row in rows:
        facts = {name: value for name, value in row.items() if value not in ("", None)}
        if "latitude" in facts:
            facts["coordinates_source"] = Commune.CoordinatesSource.FILE
        commune = known.get(facts["code"])
        if commune is None:
            known[facts["code"]] = Commune.objects.create(**facts)
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
