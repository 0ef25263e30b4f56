"""The same operation once more: on another day, in another commune, without its people.

Clocks: docs/decisions/0073-tables-and-clocks.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction

from communes.models import Commune
from core.audit import record
from core.dates import at_place
from missions.models import Mission, Need, Place, Shift
from missions.queries.cloning import missions_to_copy, needs_to_copy, shifts_to_copy
from operations.models import Operation, Partner
from operations.services.editing import create_operation
from translations.texts import translated_fields

LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
# Of the operation itself. Its pictures, addresses and web page are those of its people and days.
FACTS = ("organizing_body", "format", "languages", "default_licence")
DECISION = ("decides_at", "decision", "decided_at", "merged_into")
NOT_OF_MISSION = ("operation", "lead", "place", "version", "cancelled_at", *DECISION)
NOT_OF_SHIFT = (
    "mission", "place", "starts_at", "ends_at", "sequence", "version", "batch", "cancelled_at",
)  # fmt: skip

# New places by the ids of those they come from; what had none finds none.
Places = Mapping[int | None, Place]


class Clocks(NamedTuple):
    """The first day of an operation, on the clocks of its place."""

    first_day: date
    zone: str


class MovedHour(NamedTuple):
    """An hour that could not stay: what the clocks should have shown, and what they will show."""

    mission: Mission
    wanted: datetime
    shown: datetime


@dataclass
class Clone:
    operation: Operation
    moved: list[MovedHour] = field(default_factory=list)


@transaction.atomic
def clone_operation(
    *, source: Operation, commune: Commune, starts_on: date, time_zone: str, title: str, by: Any
) -> Clone:
    """A draft with the texts, missions, shifts and needs of another operation, and no person.

    Each shift keeps its hours on the clocks of the place and its distance in days from the first
    day. Places come along when the commune stays the same. Whoever clones coordinates.
    """
    stays = commune.pk == source.commune_id
    operation = create_operation(
        by=by,
        language=source.source_language,
        title=title,
        commune=commune,
        starts_on=starts_on,
        ends_on=starts_on + (source.ends_on - source.starts_on),
        time_zone=time_zone,
        hashtag=source.hashtag if stays else "",
        **{name: getattr(source, name) for name in FACTS},
        **_texts_of(source, title=title),
    )
    Partner.objects.bulk_create(
        Partner(operation=operation, name=partner.name, website=partner.website)
        for partner in source.partners.all()
    )
    places = _copy_places(source, operation) if stays else {}
    missions = _copy_missions(source, operation, places, stays=stays)
    clone = Clone(operation)
    shifts = _copy_shifts(source, clone, missions, places)
    _copy_needs(source, clone, shifts)
    record(
        actor=by,
        action="operation.cloned",
        subject=operation,
        source=source.pk,
        missions=len(missions),
        shifts=len(shifts),
    )
    return clone


def _texts_of(source: Operation, *, title: str) -> dict[str, str]:
    """All texts in all languages by column; titles of other languages if the title is the same."""
    texts = _columns(source, *(set(translated_fields(Operation)) - {"title"}))
    written = f"title_{source.source_language}"
    if title == getattr(source, written):
        texts |= {name: text for name, text in _columns(source, "title").items() if name != written}
    return texts


def _columns(row: models.Model, *fields: str) -> dict[str, str]:
    """The texts of these fields in every language, by column."""
    names = [f"{name}_{language}" for name in fields for language in LANGUAGES]
    return {name: getattr(row, name) for name in names}


def _facts_of(row: models.Model, *without: str) -> dict[str, Any]:
    """What the columns of a row hold, but for its id and those left out."""
    return {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if not column.primary_key and column.name not in without
    }


def _copy_places(source: Operation, operation: Operation) -> Places:
    old = list(source.places.order_by("pk"))
    new = Place.objects.bulk_create(
        Place(operation=operation, **_facts_of(place, "operation")) for place in old
    )
    return {place.pk: copy for place, copy in zip(old, new, strict=True)}


def _copy_missions(
    source: Operation, operation: Operation, places: Places, *, stays: bool
) -> dict[int, Mission]:
    old = list(missions_to_copy(source))
    before = Clocks(source.starts_on, source.time_zone)
    after = Clocks(operation.starts_on, operation.time_zone)
    without = (*NOT_OF_MISSION, *translated_fields(Mission), "meeting_point")
    new = Mission.objects.bulk_create(
        Mission(
            operation=operation,
            place=places.get(mission.place_id),
            # The church of another village is not the church of this one.
            meeting_point=mission.meeting_point if stays else "",
            decides_at=mission.decides_at
            and _moment(_on_other_days(mission.decides_at, before, after), after.zone),
            **_facts_of(mission, *without),
        )
        for mission in old
    )
    return {mission.pk: copy for mission, copy in zip(old, new, strict=True)}


def _copy_shifts(
    source: Operation,
    clone: Clone,
    missions: Mapping[int, Mission],
    places: Places,
) -> dict[int, Shift]:
    before = Clocks(source.starts_on, source.time_zone)
    after = Clocks(clone.operation.starts_on, clone.operation.time_zone)
    old, copies = list(shifts_to_copy(source)), []
    for shift in old:
        starts_at, ends_at, moved = at_same_clocks(shift.starts_at, shift.ends_at, before, after)
        copies.append(
            Shift(
                mission=missions[shift.mission_id],
                place=places.get(shift.place_id),
                starts_at=starts_at,
                ends_at=ends_at,
                **_facts_of(shift, *NOT_OF_SHIFT),
            )
        )
        clone.moved += [MovedHour(missions[shift.mission_id], *hour) for hour in moved]
    new = Shift.objects.bulk_create(copies)
    return {shift.pk: copy for shift, copy in zip(old, new, strict=True)}


def _copy_needs(source: Operation, clone: Clone, shifts: Mapping[int, Shift]) -> None:
    before = Clocks(source.starts_on, source.time_zone)
    after = Clocks(clone.operation.starts_on, clone.operation.time_zone)
    Need.objects.bulk_create(
        Need(
            shift=shifts[need.shift_id],
            role=need.role,
            minimum=need.minimum,
            wished=need.wished,
            maximum=need.maximum,
            places=need.maximum,
            residents_reserve=need.residents_reserve,
            reserve_ends_at=need.reserve_ends_at
            and _moment(_on_other_days(need.reserve_ends_at, before, after), after.zone),
            languages=need.languages,
            level=need.level,
            equipment=need.equipment,
        )
        for need in needs_to_copy(source)
    )


def at_same_clocks(
    starts_at: datetime, ends_at: datetime, before: Clocks, after: Clocks
) -> tuple[datetime, datetime, list[tuple[datetime, datetime]]]:
    """When a shift begins and ends among other days, at the hours it had among these.

    The third are the hours that could not stay, as (wanted, shown) on the clocks of the place.
    An hour that comes twice is the first of the two.
    """
    wanted = [_on_other_days(moment, before, after) for moment in (starts_at, ends_at)]
    start, end = (_moment(on_clock, after.zone) for on_clock in wanted)
    if end <= start:  # one of the two was moved past the other, or clocks went back in between
        end = start + (ends_at - starts_at)
    shown = [at_place(moment, after.zone).replace(tzinfo=None, fold=0) for moment in (start, end)]
    moved = [pair for pair in zip(wanted, shown, strict=True) if pair[0] != pair[1]]
    return start, end, moved


def _on_other_days(moment: datetime, before: Clocks, after: Clocks) -> datetime:
    """What the clocks should show: the same hour, as many days from the first."""
    on_clock = at_place(moment, before.zone).replace(tzinfo=None, fold=0)
    return on_clock + timedelta(days=(after.first_day - before.first_day).days)


def _moment(on_clock: datetime, zone: str) -> datetime:
    """An hour that clocks jump over is later by what they jump: 2:30 becomes 3:30."""
    return on_clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
