from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from logistics.models import (
    BedMatch,
    BedNight,
    BedOffer,
    BedRequest,
    EquipmentNeed,
    Kitchen,
    Meal,
    Piece,
    SeatOffer,
    SeatRequest,
)
from logistics.models.seats import Direction
from tests.operations.factories import OperationFactory
from tests.volunteers.factories import VolunteerFactory


def confirmed_volunteer(**facts):
    return VolunteerFactory(email_confirmed_at=timezone.now(), **facts)


class EntryFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    operation = factory.SubFactory(OperationFactory)
    volunteer = factory.SubFactory(VolunteerFactory)
    confirmed_at = factory.LazyFunction(timezone.now)


class BedOfferFactory(EntryFactory):
    """A host with two beds in each night, `beds=…` for another number."""

    class Meta:
        model = BedOffer
        skip_postgeneration_save = True

    address = "3 Green Lane"
    phone = "02 40 00 00 01"

    @factory.post_generation
    def beds(self, create, count, **_more):
        for night in nights(self.operation):
            BedNight.objects.create(offer=self, on=night, beds=count or 2)


class BedRequestFactory(EntryFactory):
    """Two people, for the first two nights."""

    class Meta:
        model = BedRequest

    phone = "02 40 00 00 02"
    people = 2
    nights = factory.LazyAttribute(
        lambda request: [night.isoformat() for night in nights(request.operation)[:2]]
    )


class SeatOfferFactory(EntryFactory):
    """A car from Nantes with three seats, on the first day."""

    class Meta:
        model = SeatOffer

    direction = Direction.TO
    place = "Nantes"
    seats = 3
    leaves_at = factory.LazyAttribute(lambda ride: noon(ride.operation))


class SeatRequestFactory(EntryFactory):
    class Meta:
        model = SeatRequest

    direction = Direction.TO
    place = "Nantes"
    people = 1
    leaves_at = factory.LazyAttribute(lambda ride: noon(ride.operation))


class KitchenFactory(DjangoModelFactory):
    """A kitchen that can do two things."""

    class Meta:
        model = Kitchen

    operation = factory.SubFactory(OperationFactory)
    diets = factory.LazyFunction(lambda: ["vegetarian", "no_gluten"])


class MealFactory(DjangoModelFactory):
    class Meta:
        model = Meal

    operation = factory.SubFactory(OperationFactory)
    on = factory.LazyAttribute(lambda meal: meal.operation.starts_on)
    kind = Meal.Kind.LUNCH


class EquipmentNeedFactory(DjangoModelFactory):
    class Meta:
        model = EquipmentNeed

    operation = factory.SubFactory(OperationFactory)
    name = factory.Sequence(lambda n: f"Power strip {n}")
    needed = 3


def nights(operation):
    """The eve, the first night and the last."""
    return [operation.starts_on + timedelta(days=day) for day in (-1, 0, 1)]


def noon(operation):
    return timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(
        days=(operation.starts_on - timezone.localdate()).days
    )


class BedMatchFactory(DjangoModelFactory):
    """Both are asked; the beds are not counted. Services are what holds them."""

    class Meta:
        model = BedMatch
        exclude = ["operation"]

    operation = factory.SubFactory(OperationFactory)
    offer = factory.SubFactory(BedOfferFactory, operation=factory.SelfAttribute("..operation"))
    request = factory.SubFactory(BedRequestFactory, operation=factory.SelfAttribute("..operation"))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class PieceFactory(DjangoModelFactory):
    """One thing that the library has promised."""

    class Meta:
        model = Piece

    need = factory.SubFactory(EquipmentNeedFactory)
    number = factory.Sequence(lambda n: n + 1)
    owner = "The library"
