"""Beds, rides, meals and equipment of the open operation of the demo."""

from datetime import datetime, time, timedelta
from itertools import cycle
from typing import NamedTuple

from logistics.models import (
    KINDS,
    BedMatch,
    BedNight,
    BedOffer,
    BedRequest,
    EquipmentNeed,
    Kitchen,
    Meal,
    MealChoice,
    Piece,
    SeatMatch,
    SeatOffer,
    SeatRequest,
)
from logistics.models.meals import plate_of
from operations.models import Operation
from pages.demo.accounts import CHAUMES_TEAM
from pages.demo.people import CHAUMES_PEOPLE
from volunteers.models import Volunteer

ASKED, AGREED = "asked", "accepted"
EVE, FIRST, LAST = -1, 0, 1  # days from the first one


class Host(NamedTuple):
    name: str
    beds: int
    address: str
    phone: str
    languages: tuple[str, ...] = ("fr",)
    notes: str = ""
    facts: tuple[str, ...] = ()


class Guest(NamedTuple):
    """Who asks, and with whom it is agreed, or of whom it was asked."""

    name: str
    people: int
    languages: tuple[str, ...] = ("en",)
    facts: tuple[str, ...] = ()
    host: str = ""
    state: str = ""


class Way(NamedTuple):
    name: str
    seats: int
    direction: str
    place: str
    day: int
    hour: str
    with_car_of: str = ""
    state: str = ""


# Eleven beds.
HOSTS = [
    Host(
        "Thérèse Cormerais-Dubosq", 3, "4 rue des Lavoirs-Verts (fictive)", "02 40 00 00 41",
        notes="La clé est chez la voisine si nous sommes au jardin.",
        facts=("is_step_free", "has_animals"),
    ),
    Host(
        "Abdel Benhaddi", 2, "17 allée du Four-à-Pain (fictive)", "02 40 00 00 42",
        languages=("fr", "ar"), facts=("takes_pets",),
    ),
    Host(
        "Gwenola Tréhondec", 2, "Lieu-dit La Haie-Bleue (fictif)", "02 40 00 00 43",
        languages=("fr", "br"), notes="Deux lits simples sous le toit.",
    ),
    Host(
        "Margaret Winslowe", 2, "2 impasse des Tilleuls-Creux (fictive)", "02 40 00 00 44",
        languages=("en", "fr"), notes="Breakfast at half past seven.", facts=("is_step_free",),
    ),
    Host("Raymond Chauvelin", 2, "9 chemin du Gué-Neuf (fictif)", "02 40 00 00 45"),
]  # fmt: skip
# Fifteen people.
GUESTS = [
    Guest("Callum Ferrow", 2, ("en", "fr"), host="Margaret Winslowe", state=AGREED),
    Guest("Ingrid Solbakken", 1, facts=("needs_step_free",), host="Thérèse Cormerais-Dubosq",
          state=AGREED),
    Guest("Sofía Ibarrola", 2, ("es", "fr"), host="Abdel Benhaddi", state=ASKED),
    Guest("Ruth Abernethie", 1, host="Gwenola Tréhondec", state=ASKED),
    Guest("Priya Ramanujan-Bell", 2, ("en",), facts=("avoids_animals",)),
    Guest("Tomasz Wiśnicki", 1, ("pl", "en")),
    Guest("Aoife Kinsellar", 2, ("en", "ga"), facts=("brings_pet",)),
    Guest("Daniel Okonjoh", 1),
    Guest("Jürgen Haßlach", 3, ("de", "en")),
]  # fmt: skip
CARS = [
    Way("Antoine Savarière", 3, "to", "Nantes", FIRST, "07:45"),
    Way("Camille Desforgues", 4, "from", "Nantes", LAST, "17:30"),
    Way("Inès Boudjellal", 2, "to", "Pornic", FIRST, "08:00"),
    Way("Victor Pernelle", 3, "to", "Nantes (gare)", EVE, "17:15"),
]
RIDERS = [
    Way("Zoé Marchandier", 1, "to", "Nantes", FIRST, "08:00", "Antoine Savarière", AGREED),
    Way("Mei-Ling Chao-Smythe", 2, "from", "Nantes (gare)", LAST, "17:00", "Camille Desforgues",
        ASKED),
    Way("Giulia Montefosco", 2, "to", "Nantes (gare)", EVE, "17:30"),
    Way("Kwame Asantewah", 1, "to", "Saint-Nazaire", FIRST, "08:15"),
]  # fmt: skip
MEALS = [(EVE, "dinner"), (FIRST, "lunch"), (FIRST, "dinner"), (LAST, "lunch")]
DIETS = ["vegetarian", "vegan", "no_pork", "no_gluten"]
PLATES = [[], [], ["vegetarian"], [], ["no_pork"], [], ["vegan"], [], ["vegetarian", "no_gluten"]]
EATERS = 27
NOTED_PORTIONS = 14  # inhabitants who said so at the town hall
# How many are needed, then who lends how many: one scanner is missing.
EQUIPMENT = {
    "scanner": (3, {"Archives départementales (fictif)": 1, "Club photo du Bourg (fictif)": 1}),
    "gps": (6, {"Atelier carte du Retz (fictif)": 4, "Loïc Boisgontier": 2}),
    "laptop": (14, {"Médiathèque (fictive)": 8, "Wikimédiens de l’estuaire (fictif)": 5,
                    "Noémie Cassard-Petit": 1}),
    "camera": (4, {"Club photo du Bourg (fictif)": 3, "Maëlle Kerguidec": 1}),
    "recorder": (2, {"Cercle d’histoire (fictif)": 2}),
    "Multiprises": (12, {"Mairie": 9}),
}  # fmt: skip


People = dict[str, Volunteer]  # by name


def arrange_what_lacks(now: datetime) -> None:
    """Fill the logistics of the open operation, unless somebody has begun to."""
    operation = Operation.objects.filter(slug=CHAUMES_TEAM, kitchen=None).first()
    emails = [person.email for person in CHAUMES_PEOPLE]
    people = {one.name: one for one in Volunteer.objects.filter(email__in=emails)}
    told: list[Host | Guest | Way] = [*HOSTS, *GUESTS, *CARS, *RIDERS]
    named = {one.name for one in told}
    if operation is None or not named <= people.keys():
        return
    _beds(operation, people, now)
    _seats(operation, people, now)
    _meals(operation)
    _equipment(operation, people)


def _beds(operation: Operation, people: People, now: datetime) -> None:
    nights = [operation.starts_on + timedelta(days=day) for day in (EVE, FIRST)]
    entry = {"operation": operation, "confirmed_at": now, "created_at": now}
    hosts = {
        told.name: BedOffer.objects.create(
            volunteer=people[told.name],
            address=told.address,
            phone=told.phone,
            notes=told.notes,
            languages=list(told.languages),
            **dict.fromkeys(told.facts, True),
            **entry,
        )
        for told in HOSTS
    }
    guests = [
        BedRequest.objects.create(
            volunteer=people[told.name],
            people=told.people,
            nights=[night.isoformat() for night in nights],
            languages=list(told.languages),
            **dict.fromkeys(told.facts, True),
            **entry,
        )
        for told in GUESTS
    ]
    taken = {told.host: told.people for told in GUESTS if told.host}
    BedNight.objects.bulk_create(
        BedNight(offer=hosts[told.name], on=night, beds=told.beds, taken=taken.get(told.name, 0))
        for told in HOSTS
        for night in nights
    )
    BedMatch.objects.bulk_create(
        BedMatch(offer=hosts[told.host], request=guest, **_answers(operation, told.state, now))
        for told, guest in zip(GUESTS, guests, strict=True)
        if told.host
    )


def _answers(operation: Operation, state: str, now: datetime) -> dict[str, object]:
    """Who offers has said yes; the other too, once it is agreed. Asked until the day before."""
    eve = datetime.combine(operation.starts_on - timedelta(days=2), time(18), operation.zone)
    return {
        "state": state,
        "asked_at": now,
        "expires_at": eve,
        "offer_accepted_at": now,
        "request_accepted_at": now if state == AGREED else None,
    }


def _seats(operation: Operation, people: People, now: datetime) -> None:
    def facts(way: Way) -> dict[str, object]:
        day = operation.starts_on + timedelta(days=way.day)
        hour = time.fromisoformat(way.hour)
        return {
            "operation": operation,
            "volunteer": people[way.name],
            "confirmed_at": now,
            "created_at": now,
            "direction": way.direction,
            "place": way.place,
            "leaves_at": datetime.combine(day, hour, operation.zone),
        }

    taken = {rider.with_car_of: rider.seats for rider in RIDERS if rider.with_car_of}
    cars = {
        car.name: SeatOffer.objects.create(
            seats=car.seats, taken=taken.get(car.name, 0), **facts(car)
        )
        for car in CARS
    }
    for rider in RIDERS:
        request = SeatRequest.objects.create(people=rider.seats, **facts(rider))
        if rider.with_car_of:
            answers = _answers(operation, rider.state, now)
            SeatMatch.objects.create(offer=cars[rider.with_car_of], request=request, **answers)


def _meals(operation: Operation) -> None:
    closes_on = operation.starts_on - timedelta(days=4)
    Kitchen.objects.create(operation=operation, diets=DIETS, closes_on=closes_on)
    meals = Meal.objects.bulk_create(
        Meal(operation=operation, on=operation.starts_on + timedelta(days=day), kind=kind)
        for day, kind in MEALS
    )
    volunteers = Volunteer.objects.filter(
        signups__need__shift__mission__operation=operation, user=None
    )
    eaters = list(volunteers.order_by("pk").distinct()[:EATERS])
    choices = [
        MealChoice(meal=meal, volunteer=eater, diets=plate_of(plate))
        for position, (eater, plate) in enumerate(zip(eaters, cycle(PLATES), strict=False))
        for meal in meals[position % 2 :]
    ]
    choices += [MealChoice(meal=meal, portions=NOTED_PORTIONS) for meal in meals[1:]]
    MealChoice.objects.bulk_create(choices)


def _equipment(operation: Operation, people: People) -> None:
    for word, (needed, owners) in EQUIPMENT.items():
        is_code = word.islower()
        need = EquipmentNeed.objects.create(
            operation=operation,
            code=word if is_code else "",
            name="" if is_code else word,
            needed=needed,
        )
        lent = [owner for owner, count in owners.items() for _piece in range(count)]
        Piece.objects.bulk_create(
            Piece(
                need=need,
                number=number,
                volunteer=people.get(owner),
                owner="" if owner in people else owner,
            )
            for number, owner in enumerate(lent, start=1)
        )


def move_logistics(operation: Operation, shift_by: timedelta) -> None:
    """Follow the demo's clock: what was arranged before the move is arranged after it."""
    nights = list(BedNight.objects.filter(offer__operation=operation).order_by("-on"))
    for night in nights:
        night.on += shift_by
    BedNight.objects.bulk_update(nights, ["on"])
    guests = list(BedRequest.objects.filter(operation=operation))
    for guest in guests:
        guest.nights = [(night + shift_by).isoformat() for night in guest.days]
    BedRequest.objects.bulk_update(guests, ["nights"])
    for rides in (KINDS["rides"].offer, KINDS["rides"].request):
        ways = list(rides.objects.filter(operation=operation))
        for way in ways:
            way.leaves_at = way.leaves_at.astimezone(operation.zone) + shift_by
        rides.objects.bulk_update(ways, ["leaves_at"])
    for kind in KINDS.values():
        matches = list(kind.match.objects.filter(request__operation=operation))
        for match in matches:
            match.expires_at += shift_by
        kind.match.objects.bulk_update(matches, ["expires_at"])
    meals = list(Meal.objects.filter(operation=operation))
    for meal in meals:
        meal.on += shift_by
    Meal.objects.bulk_update(meals, ["on"])
    kitchen = Kitchen.objects.filter(operation=operation).first()
    if kitchen and kitchen.closes_on:
        kitchen.closes_on += shift_by
        kitchen.save(update_fields=["closes_on"])
