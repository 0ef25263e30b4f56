import factory

from notifications.models import Email


class EmailFactory(factory.django.DjangoModelFactory):
    """A mail that is due, in English, to an address of its own."""

    class Meta:
        model = Email

    kind = "test"
    about = factory.Sequence(lambda number: f"test:{number}")
    recipient = factory.Sequence(lambda number: f"person{number}@example.org")
    language = "en"
    time_zone = "Europe/Paris"
    subject = "Your shift"
    text = "See you on Saturday.\n"
