import factory
from factory.django import DjangoModelFactory

from volunteers.models import Volunteer


class VolunteerFactory(DjangoModelFactory):
    class Meta:
        model = Volunteer

    name = factory.Sequence(lambda n: f"Volunteer {n}")
    email = factory.Sequence(lambda n: f"volunteer{n}@example.org")
    language = "en"
