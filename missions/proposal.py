"""A programme for the chosen mission sheets: when and where, without anything colliding.

The weekend follows what past operations did: mornings and afternoons in the field and at the desk,
a shared meal at noon, a first presentation on the first evening, trainings after it (inhabitants
come once they have seen what it gives), and a last presentation before everybody leaves.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from core.dates import moment_at
from guides.models import Guide
from missions.models import Mission, Place

INDOORS = {"room", "hall"}
MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
PRESENTATION = timedelta(hours=1)


class Session(NamedTuple):
    """A stretch of a day in which missions take place side by side."""

    day: date
    opens: time
    closes: time
    part: str

    @property
    def length(self) -> timedelta:
        return datetime.combine(self.day, self.closes) - datetime.combine(self.day, self.opens)


class PlannedShift(NamedTuple):
    starts_at: datetime
    ends_at: datetime
    place: Place | None


class PlannedMission(NamedTuple):
    sheet: Guide
    shifts: list[PlannedShift]
    place: Place | None


class Proposal(NamedTuple):
    missions: list[PlannedMission]
    without_room: list[Guide]  # indoors, but the place is full or closed then
    without_place: list[Guide]  # somewhere of their own, which only people there know


def sessions_of(days: Sequence[date]) -> list[Session]:
    """The sessions of an operation; the last day ends early, for people travel home."""
    found = []
    for day in days:
        is_last = day == days[-1]
        ends = time(18) if not is_last else time(15, 30) if len(days) > 1 else time(17)
        found += [
            Session(day, time(9, 30), time(12, 30), MORNING),
            Session(day, time(14), ends, AFTERNOON),
        ]
        if not is_last:
            found.append(Session(day, time(20, 30), time(22), EVENING))
    return found


def presentations_of(days: Sequence[date]) -> list[Session]:
    """Results are shown for an hour at the end of each day."""
    found = []
    for session in sessions_of(days):
        if session.part == AFTERNOON:
            pause = timedelta() if session.day == days[-1] else timedelta(minutes=30)
            begins = datetime.combine(session.day, session.closes) + pause
            ends = begins + PRESENTATION
            found.append(Session(session.day, begins.time(), ends.time(), "presentation"))
    return found


def propose(
    sheets: Iterable[Guide], *, days: Sequence[date], zone: str, main_place: Place | None
) -> Proposal:
    """When and where each mission could take place. Deterministic: the same choice, the same day.

    Sheets that must be at a certain time come first; the others fill the sessions evenly.
    """
    ordered = sorted(sheets, key=lambda sheet: (sheet.part_of_day == "any", sheet.number))
    board = _Board(days, zone, main_place)
    planned = {sheet.pk: board.plan(sheet) for sheet in ordered}
    missions = [planned[sheet.pk] for sheet in sorted(ordered, key=lambda sheet: sheet.number)]
    return Proposal(
        missions,
        board.without_room,
        [
            each.sheet
            for each in missions
            if each.shifts and each.sheet.place not in INDOORS | {"outdoors", "anywhere"}
        ],
    )


class _Board:
    """Who is where in each session."""

    def __init__(self, days: Sequence[date], zone: str, main_place: Place | None) -> None:
        self.days = days
        self.zone = zone
        self.main_place = main_place
        self.load: Counter[Session] = Counter()
        self.indoors: Counter[Session] = Counter()
        self.without_room: list[Guide] = []

    def plan(self, sheet: Guide) -> PlannedMission:
        place = self.main_place if sheet.place in INDOORS else None
        if sheet.phase != Mission.Phase.DURING or sheet.mode == Mission.Mode.REMOTE:
            return PlannedMission(sheet, [], None)
        chosen = self._sessions_for(sheet, place)
        if place and not chosen:
            self.without_room.append(sheet)
            place = None
            chosen = self._sessions_for(sheet, None)
        shifts = []
        for session in sorted(chosen):
            self.load[session] += 1
            if place:
                self.indoors[session] += 1
            if shift := self._shift(sheet, session, place):
                shifts.append(shift)
        return PlannedMission(sheet, shifts, place)

    def _sessions_for(self, sheet: Guide, place: Place | None) -> list[Session]:
        """The least busy sessions that suit the sheet, as many as it asks for."""
        if sheet.mission_kind == Mission.Kind.RESULTS:
            return [one for one in presentations_of(self.days) if self._fits(one, place)]
        wanted = {MORNING, AFTERNOON} if sheet.part_of_day == "any" else {sheet.part_of_day}
        suits = [one for one in sessions_of(self.days) if one.part in wanted]
        if sheet.part_of_day == EVENING and not suits:
            suits = [one for one in sessions_of(self.days) if one.part == AFTERNOON]
        free = [one for one in suits if self._fits(one, place)]
        if sheet.mission_kind == Mission.Kind.TRAINING:
            # Inhabitants come to learn once they have seen what it gives.
            free.sort(key=lambda one: (-one.day.toordinal(), self.load[one], one))
        else:
            free.sort(key=lambda one: (self.load[one], one))
        return free[: sheet.shifts]

    def _fits(self, session: Session, place: Place | None) -> bool:
        if place is None:
            return True
        if self.indoors[session] >= place.rooms:
            return False
        if place.opens_at is None or place.closes_at is None:
            return True
        return place.opens_at <= session.opens and session.closes <= place.closes_at

    def _shift(self, sheet: Guide, session: Session, place: Place | None) -> PlannedShift | None:
        starts_at = moment_at(session.day, session.opens, self.zone)
        if starts_at is None:  # clocks jump over it: no such hour on that day
            return None
        length = min(timedelta(minutes=sheet.minutes), session.length)
        return PlannedShift(starts_at, starts_at + length, place)
