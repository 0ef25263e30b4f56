"""Invented operations of any size, to see how the site carries them."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TypeVar

from django.db import models, transaction
from django.utils import timezone

from communes.models import Commune
from core.themes import Theme
from missions.models import Mission, Need, Shift, Signup
from operations.models import Licence, Operation
from pages.demo.calendar import moment, saturday_ahead, today_at
from pages.demo.shapes import Text, columns
from volunteers.models import Volunteer

SEED = 2013
BATCH = 2000
DAYS = 2
CLOCKS = [
    ("09:00", "11:00"),
    ("11:00", "13:00"),
    ("14:00", "16:00"),
    ("16:00", "18:00"),
    ("20:00", "22:00"),
]
SLOTS = [(day, start, end) for day in range(DAYS) for start, end in CLOCKS]
MOST_SLOTS = 3
MOST_PLACES = 32_767
KINDS = [
    (Mission.Kind.FIELD_MAPPING, Theme.GEOGRAPHY, Text("Cartopartie", "Mapping party")),
    (Mission.Kind.PHOTO_WALK, Theme.PHOTOGRAPHY, Text("Balade photo", "Photo walk")),
    (Mission.Kind.SCANNING, Theme.HISTORY, Text("Atelier de numérisation", "Scan workshop")),
    (Mission.Kind.FLORA, Theme.BOTANY, Text("Balade botanique", "Botanical walk")),
    (Mission.Kind.EDITATHON, Theme.HISTORY, Text("Wikipartie", "Editathon")),
    (Mission.Kind.OPEN_DATA, Theme.DATA, Text("Atelier données", "Open data workshop")),
    (Mission.Kind.WELCOME, Theme.CITIZENSHIP, Text("Accueil", "Welcome")),
]
INVENTED = Text("Contenu inventé, pour mesurer le site.", "Invented content, to measure the site.")
State = Signup.State
Row = TypeVar("Row", bound=models.Model)


@dataclass
class Outcome:
    """What a loading made."""

    operations: int = 0
    shifts: int = 0
    volunteers: int = 0
    signups: int = 0

    def __str__(self) -> str:
        return (
            f"{self.operations} operations, {self.shifts} shifts, {self.volunteers} volunteers, "
            f"{self.signups} sign-ups"
        )


def load_synthetic(*, operations: int, shifts: int, volunteers: int) -> Outcome:
    """Add operations with so many shifts each, and so many volunteers in all."""
    first = _next_number(Operation.objects.order_by("-slug"), "slug")
    person = _next_number(Volunteer.objects.order_by("-email"), "email")
    chance = random.Random(f"{SEED}-{first}-{person}")
    communes = list(Commune.objects.current().order_by("pk").values_list("pk", flat=True))
    now, outcome = timezone.now(), Outcome()
    for position in range(operations):
        share = volunteers // operations + (position < volunteers % operations)
        people = _people(range(person, person + share), chance, now)
        person += share
        with transaction.atomic():
            operation = _operation(first + position, chance.choice(communes), chance, now)
            needs_by_slot = _programme(operation, shifts, share, chance)
            signups = list(_signups(people, needs_by_slot, chance, now))
            _save(operation, needs_by_slot, people, signups)
        outcome.operations += 1
        outcome.shifts += shifts
        outcome.volunteers += share
        outcome.signups += len(signups)
    return outcome


def _next_number(newest_first: models.QuerySet, column: str) -> int:
    """The number after the highest of `load-000123…`."""
    of_ours = newest_first.filter(**{f"{column}__startswith": "load-"})
    last = of_ours.values_list(column, flat=True).first()
    return int(last[len("load-") :].split("@")[0]) + 1 if last else 1


def _people(numbers: range, chance: random.Random, now: datetime) -> list[Volunteer]:
    return [
        Volunteer(
            name=f"Load {number}",
            email=f"load-{number:07}@example.org",
            language=chance.choice(["fr", "en"]),
            email_confirmed_at=now if chance.random() < 0.9 else None,
        )
        for number in numbers
    ]


def _operation(number: int, commune: int, chance: random.Random, now: datetime) -> Operation:
    starts_on = saturday_ahead(today_at(now), weeks_later=chance.randrange(20))
    name = Text(f"Opération d’essai {number}", f"Load operation {number}")
    return Operation(
        commune_id=commune,
        organizing_body="Load",
        slug=f"load-{number:07}",
        source_language="fr",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=DAYS - 1),
        status=Operation.Status.OPEN,
        languages=["fr", "en"],
        is_fictional=True,
        **columns(title=name, summary=INVENTED, presentation=INVENTED, practical=INVENTED),
    )


def _programme(
    operation: Operation, shifts: int, volunteers: int, chance: random.Random
) -> list[list[Need]]:
    """The needs of each slot. A mission has at most one shift per slot, two needs a shift."""
    average = (MOST_SLOTS + 1) / 2
    expected = ceil(volunteers * average / max(2 * shifts, 1))
    needs_by_slot: list[list[Need]] = [[] for _slot in SLOTS[:shifts]]
    for position in range(shifts):
        if position % len(SLOTS) == 0:
            mission = _mission(operation, position // len(SLOTS) + 1, chance)
        day, start, end = SLOTS[position % len(SLOTS)]
        on = operation.starts_on + timedelta(days=day)
        shift = Shift(mission=mission, starts_at=moment(on, start), ends_at=moment(on, end))
        for role in (Need.Role.CONTRIBUTOR, Need.Role.HELPER):
            # Around what is expected: some fill up and get a waiting list.
            maximum = min(max(2, round(expected * chance.uniform(0.8, 1.6))), MOST_PLACES)
            need = Need(
                shift=shift, role=role, minimum=1, wished=2, maximum=maximum, places=maximum
            )
            needs_by_slot[position % len(SLOTS)].append(need)
    return needs_by_slot


def _mission(operation: Operation, number: int, chance: random.Random) -> Mission:
    kind, theme, name = chance.choice(KINDS)
    title = Text(f"{name.fr} {number}", f"{name.en} {number}")
    return Mission(
        operation=operation,
        source_language="fr",
        kind=kind,
        theme=theme,
        licence=Licence.CC_BY_SA,
        **columns(title=title, summary=INVENTED, description=INVENTED, outputs=INVENTED),
    )


def _signups(
    people: list[Volunteer], needs_by_slot: list[list[Need]], chance: random.Random, now: datetime
) -> Iterator[Signup]:
    """Each person on one to three shifts, never on two at a time."""
    for volunteer in people:
        wanted = min(chance.randint(1, MOST_SLOTS), len(needs_by_slot))
        for needs in chance.sample(needs_by_slot, wanted):
            need = chance.choice(needs)
            signup = Signup(need=need, volunteer=volunteer, created_at=now)
            if volunteer.has_confirmed_address:
                signup.confirmed_at = now
            if not need.places_left:
                signup.state, signup.waiting_since = State.WAITING, now
            else:
                need.taken += 1
                is_proven = volunteer.has_confirmed_address
                signup.state = State.CONFIRMED if is_proven else State.HELD
                signup.held_since = None if is_proven else now
            yield signup


def _save(
    operation: Operation,
    needs_by_slot: list[list[Need]],
    people: list[Volunteer],
    signups: list[Signup],
) -> None:
    needs = [need for of_slot in needs_by_slot for need in of_slot]
    shifts = _distinct(need.shift for need in needs)
    missions = _distinct(shift.mission for shift in shifts)
    operation.save()
    Mission.objects.bulk_create(missions, batch_size=BATCH)
    Shift.objects.bulk_create(shifts, batch_size=BATCH)
    Need.objects.bulk_create(needs, batch_size=BATCH)
    Volunteer.objects.bulk_create(people, batch_size=BATCH)
    Signup.objects.bulk_create(signups, batch_size=BATCH)


def _distinct(rows: Iterable[Row]) -> list[Row]:
    """Each row once; rows that are not saved yet are told apart as objects."""
    return list({id(row): row for row in rows}.values())
