"""A day of the schedule as a table: time down, places across, shifts that overlap side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.dates import at_place
from missions.models import Place
from missions.queries.schedule import Block
from missions.rules.programme import ProgrammeWarning

STEPS = (5, 10, 15, 30, 60)  # minutes
USUAL_STEP = 30
FIRST_HOUR, LAST_HOUR = 8, 20  # shown on any day; more where shifts are
A_DAY = 24 * 60
MOST_EMPTY_COLUMNS = 8


# On the block of a shift; the warning itself stands above the table.
IN_SHORT: Mapping[str, Promise] = {
    "lead": _("Lead in two places"),
    "rooms": _("Place over-full"),
    "closed": _("Place closed"),
    "key": _("Nobody with the key"),
    "helpers": _("Helpers missing"),
    "lunch": _("No time to eat"),
    "initiation": _("No initiation afterwards"),
    "ground": _("Too much ground"),
}


class Cell(NamedTuple):
    """A shift, or a stretch without any."""

    rows: int
    block: Block | None = None
    begins: int = 0  # minutes since midnight on the clocks of the place
    ends: int = 0  # more than a day has where the shift ends on the next one


class Column(NamedTuple):
    place: Place | None
    lanes: int


@dataclass
class Row:
    hour: str
    is_full_hour: bool
    cells: list[Cell] = field(default_factory=list)


class DayTable(NamedTuple):
    columns: Sequence[Column]
    rows: Sequence[Row]
    step: int


class _Stretch(NamedTuple):
    """A shift from one row to before another."""

    block: Block
    begins: int
    ends: int
    first: int
    last: int


def with_warnings(blocks: Iterable[Block], warnings: Iterable[ProgrammeWarning]) -> list[Block]:
    """Each block with what there is to look at, in short."""
    found: dict[int, list[str]] = {}
    for warning in warnings:
        for shift in warning.shifts:
            found.setdefault(shift, []).append(str(IN_SHORT.get(warning.kind, _("Look at this"))))
    return [
        replace(block, warnings=tuple(dict.fromkeys(found.get(block.shift.pk, ()))))
        for block in blocks
    ]


def table_of(
    blocks: Sequence[Block], places: Sequence[Place], day: date, *, zone: str, step: int
) -> DayTable:
    """The shifts of a day in rows of `step` minutes.

    The columns are the places that have a shift, with all others while they are few, then a
    column for what has no place.
    """
    minutes = {block: _minutes(block, day, zone) for block in blocks}
    first = min([FIRST_HOUR, *(begins // 60 for begins, _ends in minutes.values())]) * 60
    last = max([LAST_HOUR, *(-(-ends // 60) for _begins, ends in minutes.values())]) * 60
    last = min(last, A_DAY)
    rows = [
        Row(f"{minute // 60}:{minute % 60:02}", minute % 60 == 0)
        for minute in range(first, last, step)
    ]
    columns = []
    for place, there in _by_place(blocks, places):
        lanes = _lanes(
            _Stretch(
                block,
                *minutes[block],
                (minutes[block][0] - first) // step,
                -(-(min(minutes[block][1], last) - first) // step),
            )
            for block in there
        )
        columns.append(Column(place, len(lanes)))
        for lane in lanes:
            _fill(rows, lane)
    return DayTable(columns, rows, step)


def _minutes(block: Block, day: date, zone: str) -> tuple[int, int]:
    """What clocks show at both ends. Where they go back in between, the end is a minute later."""
    midnight = datetime.combine(day, datetime.min.time())
    begins, ends = (
        (at_place(moment, zone).replace(tzinfo=None) - midnight) // timedelta(minutes=1)
        for moment in (block.starts_at, block.ends_at)
    )
    return begins, max(ends, begins + 1)


def _by_place(
    blocks: Iterable[Block], places: Sequence[Place]
) -> list[tuple[Place | None, list[Block]]]:
    there: dict[int | None, list[Block]] = {}
    for block in blocks:
        there.setdefault(block.place.pk if block.place else None, []).append(block)
    is_short = len(places) <= MOST_EMPTY_COLUMNS
    columns: list[tuple[Place | None, list[Block]]] = [
        (place, there.get(place.pk, [])) for place in places if is_short or place.pk in there
    ]
    if None in there or not columns:
        columns.append((None, there.get(None, [])))
    return columns


def _lanes(stretches: Iterable[_Stretch]) -> list[list[_Stretch]]:
    """As few lanes as possible, in which nothing overlaps; one at least."""
    lanes: list[list[_Stretch]] = [[]]
    for stretch in sorted(stretches, key=lambda one: (one.first, one.block.shift.pk)):
        for lane in lanes:
            if not lane or lane[-1].last <= stretch.first:
                lane.append(stretch)
                break
        else:
            lanes.append([stretch])
    return lanes


def _fill(rows: Sequence[Row], lane: Iterable[_Stretch]) -> None:
    free = 0
    for stretch in lane:
        if stretch.first > free:
            rows[free].cells.append(Cell(stretch.first - free))
        rows[stretch.first].cells.append(
            Cell(stretch.last - stretch.first, stretch.block, stretch.begins, stretch.ends)
        )
        free = stretch.last
    if free < len(rows):
        rows[free].cells.append(Cell(len(rows) - free))
