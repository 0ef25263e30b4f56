"""The fictional people on the shifts of the demo."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from missions.models import Need, Shift, Signup
from pages.demo.people import Person
from pages.demo.shapes import DemoNeed
from volunteers.models import Volunteer

State = Signup.State
BETWEEN_SIGNUPS = timedelta(hours=2)
# Whoever gets the first free place is told in French; the others read English.
WAITING_LANGUAGES = ("fr", "en")


class Crowd:
    """People who can be picked: each is in one place at a time, and the load is even."""

    def __init__(self, members: Iterable[tuple[Volunteer, str]]) -> None:
        self._members: dict[str, list[Volunteer]] = defaultdict(list)
        for volunteer, role in members:
            self._members[role].append(volunteer)
        self._shifts: dict[int, list[Shift]] = defaultdict(list)

    def pick(
        self, shift: Shift, role: str, *, is_proven: bool, language: str | None = None
    ) -> Volunteer:
        """Whoever is free and has the fewest shifts so far. Leads are experienced helpers."""
        role = Need.Role.HELPER if role == Need.Role.LEAD else role
        free = [
            volunteer
            for volunteer in self._members[role]
            if language in (None, volunteer.language)
            and (volunteer.has_confirmed_address or not is_proven)
            and not any(shift.overlaps(other) for other in self._shifts[volunteer.pk])
        ]
        chosen = min(free, key=lambda volunteer: len(self._shifts[volunteer.pk]))
        self._shifts[chosen.pk].append(shift)
        return chosen


def create_people(people: Sequence[Person], now: datetime) -> list[tuple[Volunteer, str]]:
    """The volunteers, each with the role they take; those who are there already are kept."""
    emails = [person.email for person in people]
    known = set(Volunteer.objects.filter(email__in=emails).values_list("email", flat=True))
    Volunteer.objects.bulk_create(
        Volunteer(
            name=person.name,
            email=person.email,
            language=person.language,
            email_confirmed_at=now if person.has_confirmed else None,
            created_at=now,
        )
        for person in people
        if person.email not in known
    )
    volunteers = Volunteer.objects.in_bulk(emails, field_name="email")
    return [(volunteers[person.email], person.role) for person in people]


def sign_up(shifts: dict[Shift, list[tuple[Need, DemoNeed]]], crowd: Crowd, now: datetime) -> None:
    """Put as many people on each need as its description says, and on its waiting list.

    The counters of the needs were written with the needs, in the same transaction.
    """
    signups = []
    for shift, needs in sorted(shifts.items(), key=_start_and_fill):
        # Places of unconfirmed people expire where a shift is filling up: they go elsewhere.
        is_filling_up = _fill(needs) >= 0.75
        for need, told in needs:
            for _place in range(told.taken):
                volunteer = crowd.pick(shift, need.role, is_proven=is_filling_up)
                state = State.CONFIRMED if volunteer.has_confirmed_address else State.HELD
                signups.append(Signup(need=need, volunteer=volunteer, state=state))
            for spot in range(told.waiting):
                language = WAITING_LANGUAGES[min(spot, 1)]
                volunteer = crowd.pick(shift, need.role, is_proven=True, language=language)
                signups.append(Signup(need=need, volunteer=volunteer, state=State.WAITING))
    for place_in_time, signup in enumerate(reversed(signups), start=1):
        _date(signup, now, now - BETWEEN_SIGNUPS * place_in_time)
    Signup.objects.bulk_create(signups)


def _fill(needs: list[tuple[Need, DemoNeed]]) -> float:
    return sum(need.taken for need, _told in needs) / sum(need.places for need, _told in needs)


def _start_and_fill(
    item: tuple[Shift, list[tuple[Need, DemoNeed]]],
) -> tuple[datetime, float]:
    shift, needs = item
    return shift.starts_at, -_fill(needs)


def _date(signup: Signup, now: datetime, created_at: datetime) -> None:
    signup.created_at = created_at
    if signup.state == State.HELD:
        signup.created_at = signup.held_since = now
    elif signup.state == State.WAITING:
        signup.waiting_since = signup.confirmed_at = created_at
    else:
        signup.confirmed_at = created_at
