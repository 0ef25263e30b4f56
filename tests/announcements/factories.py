import factory
from factory.django import DjangoModelFactory

from announcements.models import Announcement
from tests.accounts.factories import UserFactory
from tests.operations.factories import OperationFactory


class AnnouncementFactory(DjangoModelFactory):
    class Meta:
        model = Announcement

    operation = factory.SubFactory(OperationFactory)
    source_language = "en"
    subject_en = "Bring boots"
    body_en = "The lanes are wet."
    author = factory.SubFactory(UserFactory)
