from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from core.themes import Theme
from missions.models import Mission, Need, Place, Proposal, Shift, Signup
from operations.models import Licence
from tests.operations.factories import OperationFactory
from tests.volunteers.factories import VolunteerFactory


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    operation = factory.SubFactory(OperationFactory)
    name = factory.Sequence(lambda n: f"Hall {n}")


class MissionFactory(DjangoModelFactory):
    class Meta:
        model = Mission

    operation = factory.SubFactory(OperationFactory)
    source_language = "en"
    title_en = factory.Sequence(lambda n: f"Mapping {n}")
    theme = Theme.GEOGRAPHY
    licence = Licence.ODBL


class ProposalFactory(DjangoModelFactory):
    """Somebody offers a walk; nobody has answered yet."""

    class Meta:
        model = Proposal

    operation = factory.SubFactory(OperationFactory)
    name = "Solène Hubert"
    email = factory.Sequence(lambda n: f"proposer{n}@example.org")
    language = "en"
    title = factory.Sequence(lambda n: f"Walk {n}")
    description = "Two hours along the hedges."
    theme = Theme.BOTANY
    licence = Licence.CC_BY_SA
    availability = "Saturday afternoon"
    minimum_people = 6
    token_hash = factory.Sequence(lambda n: f"{n:064}")


class ShiftFactory(DjangoModelFactory):
    class Meta:
        model = Shift

    mission = factory.SubFactory(MissionFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    ends_at = factory.LazyAttribute(lambda shift: shift.starts_at + timedelta(hours=3))


class NeedFactory(DjangoModelFactory):
    """A need of ten places on a shift of its own, next month."""

    class Meta:
        model = Need

    shift = factory.SubFactory(ShiftFactory)
    maximum = 10
    wished = factory.LazyAttribute(lambda need: need.maximum)
    places = factory.LazyAttribute(lambda need: need.maximum)


class SignupFactory(DjangoModelFactory):
    """A row alone: the counters of its need are not touched. Services are what joins."""

    class Meta:
        model = Signup

    need = factory.SubFactory(NeedFactory)
    volunteer = factory.SubFactory(VolunteerFactory)
    state = Signup.State.CONFIRMED
    confirmed_at = factory.LazyFunction(timezone.now)
