"""The sign-up page as a table: missions down, days across."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.dates import at_place, day_in_words
from missions.choice_rows import places_in_words
from missions.models import Mission, Need
from missions.queries.choices import Choice
from operations.models import Operation


@dataclass(frozen=True)
class Cell:
    choice: Choice
    role: str
    places: str
    is_chosen: bool


@dataclass
class Row:
    mission: Mission
    days: list[list[Cell]]


@dataclass
class Grid:
    days: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def grid_of(
    operation: Operation,
    choices: list[Choice],
    missions: Mapping[int, Mission],
    *,
    chosen: Collection[int] = (),
) -> Grid:
    """The same choices as the list, in a table with one column per day."""
    zone = operation.time_zone
    columns: dict[date, str] = {}
    for choice in choices:
        columns.setdefault(
            at_place(choice.starts_at, zone).date(), day_in_words(choice.starts_at, zone)
        )
    rows: dict[int, Row] = {}
    order = list(columns)
    for choice in choices:
        row = rows.setdefault(choice.mission, Row(missions[choice.mission], [[] for _day in order]))
        is_other_role = choice.role != Need.Role.CONTRIBUTOR
        row.days[order.index(at_place(choice.starts_at, zone).date())].append(
            Cell(
                choice,
                str(Need.Role(choice.role).label) if is_other_role else "",
                places_in_words(choice.left, choice.kept, choice.kept_until, zone=zone),
                choice.need in chosen,
            )
        )
    return Grid(list(columns.values()), list(rows.values()))
