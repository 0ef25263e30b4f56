"""Reads of the home page, the list of operations and the page of a commune."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from communes.models import Commune
from core.stamps import stamp
from core.text import fold
from missions.models import Mission
from missions.queries.programme import places_left_in
from missions.queries.results import (
    Subject,
    opened_parcels,
    sown_parcels,
    subjects_of,
    themes_of,
)
from missions.queries.stamps import rows_of_cards
from operations.models import Figure, Operation, OperationQuerySet

TEXT_COLUMNS = [
    f"{field}_{code}"
    for field in ("title", "summary")
    for code in settings.MODELTRANSLATION_LANGUAGES
]
SHOWN_AT_HOME = 3
FIGURES_AT_HOME = 3
READ_FOR_HIGHLIGHTS = 12


class Card(NamedTuple):
    """An operation as lists show it.

    Its cover shows what it opened or, before, what its missions will open. The places left are
    not known as long as it has no shift to come.
    """

    operation: Operation
    subjects: list[Subject]
    opened: dict[str, int]
    sown: dict[str, int]
    places_left: int | None


class Highlight(NamedTuple):
    """A result that the home page shows, and where it was counted."""

    operation: Operation
    subject: Subject


def with_commune(operations: OperationQuerySet) -> OperationQuerySet:
    return operations.select_related("commune").defer("commune__outline")


def cards_of(operations: Iterable[Operation]) -> list[Card]:
    """Cards for some operations: three queries, however many there are."""
    operations = list(operations)
    subjects, left = subjects_of(operations), places_left_in(operations)
    themes = themes_of(operations)
    return [
        Card(
            operation,
            counted := subjects.get(operation.pk, []),
            opened_parcels(counted),
            sown_parcels(themes.get(operation.pk, [])),
            left.get(operation.pk),
        )
        for operation in operations
    ]


def cards_at_home() -> tuple[list[Card], list[Card]]:
    """The next operations, the soonest first, and the last ones that have ended."""
    upcoming = list(with_commune(Operation.objects.upcoming())[:SHOWN_AT_HOME])
    past = list(with_commune(Operation.objects.past())[:READ_FOR_HIGHLIGHTS])
    cards = cards_of([*upcoming, *past])
    return cards[: len(upcoming)], cards[len(upcoming) :]


@stamp
def home_stamp(today: date, now: datetime) -> list[QuerySet]:
    return [
        *rows_of_cards(Operation.objects.upcoming(today)[:SHOWN_AT_HOME], now),
        *rows_of_cards(Operation.objects.past()[:READ_FOR_HIGHLIGHTS], now),
    ]


@stamp
def list_stamp(today: date, now: datetime) -> list[QuerySet]:
    """Of the list of operations before anybody asked anything of it."""
    return rows_of_cards(Operation.objects.upcoming(today), now)


def highlights_of(past: Iterable[Card]) -> list[Highlight]:
    """The largest undisputed results, each of another operation and theme."""
    results = [
        Highlight(card.operation, subject)
        for card in past
        for subject in card.subjects
        if subject.first.theme and not subject.is_contested
    ]
    results.sort(key=lambda result: -result.subject.first.value)
    highlights: list[Highlight] = []
    for result in results:
        seen = {key for one in highlights for key in (one.operation.pk, one.subject.first.theme)}
        if seen.isdisjoint({result.operation.pk, result.subject.first.theme}):
            highlights.append(result)
    return highlights[:FIGURES_AT_HOME]


def operations_when(operations: OperationQuerySet, when: str) -> OperationQuerySet:
    """Those of a time: upcoming, past, or all of them with the latest first."""
    if when == "past":
        return operations.past()
    if when == "all":
        return operations.order_by("-starts_on", "-pk")
    return operations.upcoming()


def about_theme(operations: OperationQuerySet, theme: str) -> OperationQuerySet:
    """Those with a mission or a result of a theme."""
    missions = Mission.objects.live().announced().filter(operation=OuterRef("pk"), theme=theme)
    figures = Figure.objects.filter(operation=OuterRef("pk"), theme=theme)
    return operations.filter(Exists(missions) | Exists(figures))


def matching(operations: OperationQuerySet, text: str) -> OperationQuerySet:
    """Those whose texts or commune hold every word, whatever the accents."""
    words = fold(text).split()
    if not words:
        return operations
    rows = operations.order_by().values_list(
        "pk", "commune__search_text", "commune__region_name", "organizing_body", *TEXT_COLUMNS
    )
    found = [
        pk
        for pk, *texts in rows
        if _holds_all(words, fold(" ".join(part for part in texts if part)))
    ]
    return operations.filter(pk__in=found)


def _holds_all(words: list[str], text: str) -> bool:
    return all(word in text for word in words)


def communes_in_one(commune: Commune) -> Q:
    """The operations of a commune, of those it was made of, and of the one it is part of today."""
    related = Q(commune=commune) | Q(commune__successor=commune)
    if commune.successor_id:
        related |= Q(commune_id=commune.successor_id)
    return related
