import factory
from factory.django import DjangoModelFactory

from communes.models import Commune


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = Commune

    country = "FR"
    code_scheme = "insee"
    code = factory.Sequence(lambda n: f"{40000 + n:05}")
    name = factory.Sequence(lambda n: f"Village {n}")
