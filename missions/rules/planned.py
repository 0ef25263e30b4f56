"""Shifts of a programme side by side: those of one place, of one day, at one moment."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from django.utils.translation import ngettext

from core.dates import at_place, period_in_words
from missions.models import HANDOVER, Mission, Place
from missions.queries.warnings import PlannedShift, ProgrammeFacts
from translations.texts import text_of

MOST_NAMED = 4
NOON = (time(11, 30), time(14, 30))
LUNCH = timedelta(minutes=45)

Key = TypeVar("Key", bound=Hashable)


def grouped(
    shifts: Iterable[PlannedShift], key_of: Callable[[PlannedShift], Key | None]
) -> dict[Key, list[PlannedShift]]:
    """The shifts by their key, in their order; those without a key are left out."""
    groups: dict[Key, list[PlannedShift]] = {}
    for shift in shifts:
        key = key_of(shift)
        if key is not None:
            groups.setdefault(key, []).append(shift)
    return groups


def by_place(facts: ProgrammeFacts) -> list[tuple[Place, list[PlannedShift]]]:
    """The places that people come to, each with its shifts."""
    places = {shift.place.pk: shift.place for shift in facts.shifts if shift.place}
    shifts = grouped(
        (shift for shift in facts.shifts if shift.mission.mode != Mission.Mode.REMOTE),
        lambda shift: shift.place.pk if shift.place else None,
    )
    return [(places[pk], there) for pk, there in shifts.items()]


def by_mission(facts: ProgrammeFacts) -> list[tuple[Mission, list[PlannedShift]]]:
    shifts = grouped(facts.shifts, lambda shift: shift.mission.pk)
    return [(mission, shifts.get(mission.pk, [])) for mission in facts.missions]


def by_day(facts: ProgrammeFacts, shifts: Iterable[PlannedShift]) -> dict[date, list[PlannedShift]]:
    return grouped(shifts, lambda shift: at_place(shift.starts_at, facts.zone).date())


def where_of(shift: PlannedShift) -> tuple[str, int]:
    """A mission whose place nobody named is in one place, wherever that is."""
    return ("place", shift.place.pk) if shift.place else ("mission", shift.mission.pk)


def at_the_same_time(shifts: Sequence[PlannedShift]) -> list[list[PlannedShift]]:
    """Shifts that follow each other without a moment between them, two or more. By time."""
    groups: list[list[PlannedShift]] = []
    latest = datetime.min.replace(tzinfo=UTC)  # the end of the group so far
    for shift in shifts:
        if latest - shift.starts_at <= HANDOVER:
            groups.append([])
            latest = shift.ends_at
        groups[-1].append(shift)
        latest = max(latest, shift.ends_at)
    return [group for group in groups if len(group) > 1]


def fullest(group: Sequence[PlannedShift]) -> list[PlannedShift]:
    """The most shifts of the group that are on at one moment."""
    moments = [
        [
            one
            for one in group
            if one is shift or (one.starts_at <= shift.starts_at and one.overlaps(shift))
        ]
        for shift in group
    ]
    return max(moments, key=len)


def is_outside(shift: PlannedShift, opens_at: time, closes_at: time, zone: str) -> bool:
    """Whether the shift begins before its place opens, or ends after it closes."""
    begins, ends = at_place(shift.starts_at, zone), at_place(shift.ends_at, zone)
    is_over_night = begins.date() != ends.date()
    return is_over_night or begins.time() < opens_at or ends.time() > closes_at


def is_a_meal(shift: PlannedShift) -> bool:
    """Whoever serves eats there; whoever is at home eats at home."""
    return shift.mission.kind == Mission.Kind.WELCOME or shift.mission.mode == Mission.Mode.REMOTE


def is_without_lunch(shifts: Sequence[PlannedShift], zone: str) -> bool:
    """Whether whoever is on all of these leaves no time to eat around noon."""
    day = at_place(shifts[0].starts_at, zone).date()
    free_since, until = (datetime.combine(day, hour) for hour in NOON)
    for shift in sorted(shifts, key=lambda shift: shift.starts_at):
        begins, ends = (
            at_place(moment, zone).replace(tzinfo=None)
            for moment in (shift.starts_at, shift.ends_at)
        )
        if min(begins, until) - free_since >= LUNCH:
            return False
        free_since = max(free_since, ends)
    return until - free_since < LUNCH


def listed(
    facts: ProgrammeFacts,
    shifts: Sequence[PlannedShift],
    *,
    names_mission: bool = True,
    names_place: bool = False,
) -> str:
    """The first few by mission and time, and how many more there are."""
    words = []
    for shift in shifts[:MOST_NAMED]:
        where = str(shift.place) if names_place and shift.place else ""
        title = text_of(shift.mission, "title").text if names_mission else ""
        period = period_in_words(shift.starts_at, shift.ends_at, facts.zone)
        words.append(" · ".join(filter(None, (title, where, period))))
    if (more := len(shifts) - MOST_NAMED) > 0:
        words.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
    return "; ".join(words)
