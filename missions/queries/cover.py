"""What each shift asks for, and what the people who have a place there give. Counts only."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from core.dates import at_place
from missions.models import Need, Shift, Signup
from operations.models import Operation
from volunteers.models import Level

LEVELS = ("", *Level.values)  # each at least what stands before it


class Lack:
    """The kinds of what may be short."""

    PEOPLE, LANGUAGE, LEVEL, EQUIPMENT = "people", "language", "level", "equipment"
    ALL = (PEOPLE, LANGUAGE, LEVEL, EQUIPMENT)


class Having(NamedTuple):
    """How many are asked for, and how many are there."""

    code: str
    wanted: int
    there: int

    @property
    def is_short(self) -> bool:
        return self.there < self.wanted


class NeedCover(NamedTuple):
    need: Need
    languages: list[Having]  # one speaker is asked for, on the whole shift
    level: Having | None
    equipment: list[Having]  # brought by anybody on the shift

    @property
    def missing(self) -> int:
        return max(self.need.wished - self.need.taken, 0)

    @property
    def lacks(self) -> set[str]:
        found = {
            Lack.PEOPLE: bool(self.missing),
            Lack.LANGUAGE: any(one.is_short for one in self.languages),
            Lack.LEVEL: self.level is not None and self.level.is_short,
            Lack.EQUIPMENT: any(one.is_short for one in self.equipment),
        }
        return {kind for kind, is_lacking in found.items() if is_lacking}


class ShiftCover(NamedTuple):
    shift: Shift
    day: date
    needs: list[NeedCover]


class RoleTotal(NamedTuple):
    role: str
    taken: int
    wished: int


class _Person(NamedTuple):
    """What one of those who have a place gives."""

    need: int
    shift: int
    languages: frozenset[str]
    level: int
    equipment: frozenset[str]


def cover_of(operation: Operation) -> list[ShiftCover]:
    """The shifts that volunteers see and that are not over, by time. Two queries."""
    shifts = Shift.objects.live().filter(mission__operation=operation, ends_at__gt=timezone.now())
    needs = (
        Need.objects.filter(shift__in=shifts)
        .exclude(maximum=0, taken=0)
        .select_related("shift__mission", "shift__place", "shift__mission__place")
        .order_by("shift__starts_at", "shift_id", "pk")
    )
    by_shift: dict[int, list[Need]] = defaultdict(list)
    for need in needs:
        by_shift[need.shift_id].append(need)
    people: dict[int, list[_Person]] = defaultdict(list)
    for person in _people_on(operation):
        people[person.shift].append(person)
    return [
        ShiftCover(
            same[0].shift,
            at_place(same[0].shift.starts_at, operation.time_zone).date(),
            [_cover(need, people[pk]) for need in same],
        )
        for pk, same in by_shift.items()
    ]


def _people_on(operation: Operation) -> Iterable[_Person]:
    rows = Signup.objects.placed().filter(
        need__shift__mission__operation=operation, need__shift__ends_at__gt=timezone.now()
    )
    columns = ("language", "languages", "level", "equipment")
    for need, shift, language, languages, level, equipment in rows.order_by().values_list(
        "need_id", "need__shift_id", *(f"volunteer__{name}" for name in columns)
    ):
        # Whoever reads our mails in a language speaks it.
        spoken = frozenset([language, *languages])
        yield _Person(need, shift, spoken, LEVELS.index(level), frozenset(equipment))


def _cover(need: Need, there: list[_Person]) -> NeedCover:
    own = [person for person in there if person.need == need.pk]
    spoken = Counter(code for person in there for code in person.languages)
    brought = Counter(code for person in there for code in person.equipment)
    level = None
    if need.level:
        fit = sum(person.level >= LEVELS.index(need.level) for person in own)
        level = Having(need.level, need.wished, fit)
    return NeedCover(
        need,
        [Having(code, 1, spoken[code]) for code in need.languages],
        level,
        [Having(code, wanted, brought[code]) for code, wanted in need.equipment.items()],
    )


def totals_of(cover: Iterable[ShiftCover]) -> list[RoleTotal]:
    """How many places of each role are taken, of those wished for."""
    taken: Counter[str] = Counter()
    wished: Counter[str] = Counter()
    for shift in cover:
        for each in shift.needs:
            taken[each.need.role] += each.need.taken
            wished[each.need.role] += each.need.wished
    return [RoleTotal(role, taken[role], wished[role]) for role in Need.Role.values if wished[role]]


def days_in(cover: Iterable[ShiftCover]) -> list[date]:
    return sorted({shift.day for shift in cover})


def filtered(
    cover: Iterable[ShiftCover], *, day: date | None, role: str, lack: str
) -> list[ShiftCover]:
    """Those of a day and a role that are short of something; `lack` "all": short or not."""

    def is_shown(each: NeedCover) -> bool:
        if role and each.need.role != role:
            return False
        return lack == "all" or (lack in each.lacks if lack else bool(each.lacks))

    shown = [
        shift._replace(needs=[each for each in shift.needs if is_shown(each)])
        for shift in cover
        if day is None or shift.day == day
    ]
    return [shift for shift in shown if shift.needs]
