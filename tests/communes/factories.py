import factory
from factory.django import DjangoModelFactory

from communes.models import Commune


class CommuneFactory(DjangoModelFactory):
    """A current French commune that nobody has placed on the map yet."""

    class Meta:
        model = Commune

    country = "FR"
    code_scheme = "insee"
    code = factory.Sequence(lambda n: f"{40000 + n:05}")
    name = factory.Sequence(lambda n: f"Village {n}")
