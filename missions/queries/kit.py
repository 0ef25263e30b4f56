"""What the assistant offers to the organizers of an operation."""

from datetime import date, timedelta
from typing import NamedTuple

from guides.models import Guide
from guides.queries import Suggestion, sheets_for
from missions.models import Kit, Mission, Place
from operations.models import Operation

MOST_TICKED = 10


class Offer(NamedTuple):
    """A mission sheet as the assistant offers it."""

    suggestion: Suggestion
    is_chosen: bool


def kit_of(operation: Operation) -> Kit | None:
    return Kit.objects.filter(operation=operation).first()


def sheets_taken(operation: Operation) -> set[str]:
    """The codes of the sheets that the operation has a mission of already."""
    missions = Mission.objects.live().filter(operation=operation).exclude(sheet="")
    return set(missions.values_list("sheet", flat=True))


def offers_for(operation: Operation, kit: Kit | None) -> list[Offer]:
    """The sheets that fit the place, each with the reason; we tick some until somebody chose."""
    taken = sheets_taken(operation)
    suggestions = [
        each
        for each in sheets_for(set(kit.assets) if kit else set())
        if each.guide.slug not in taken
    ]
    chosen = set(kit.sheets) if kit and kit.sheets else _best_of(suggestions)
    return [Offer(each, each.guide.slug in chosen) for each in suggestions]


def _best_of(suggestions: list[Suggestion]) -> set[str]:
    """What every operation needs, then what fits the place best and is easy to prepare."""
    ordered = sorted(
        suggestions,
        key=lambda each: (
            not each.guide.is_essential,
            -len(each.reasons),
            each.guide.difficulty,
            each.guide.number,
        ),
    )
    return {each.guide.slug for each in ordered[:MOST_TICKED]}


def chosen_sheets(operation: Operation, kit: Kit | None) -> list[Guide]:
    """Those that were chosen and are not among its missions yet, with their roles and steps."""
    if kit is None:
        return []
    codes = set(kit.sheets) - sheets_taken(operation)
    sheets = Guide.objects.sheets().published().filter(slug__in=codes)
    return list(sheets.prefetch_related("roles", "steps").order_by("number"))


def main_place_of(operation: Operation) -> Place | None:
    """The place where people meet: the first that was written."""
    return operation.places.order_by("pk").first()


def days_of(operation: Operation) -> list[date]:
    length = (operation.ends_on - operation.starts_on).days
    return [operation.starts_on + timedelta(days=number) for number in range(length + 1)]
