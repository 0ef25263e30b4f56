from datetime import timedelta

import factory
from django.test import Client
from django.utils import timezone
from factory.django import DjangoModelFactory

from operations.models import Membership, Operation, Role
from tests.accounts.factories import UserFactory
from tests.communes.factories import CommuneFactory


class OperationFactory(DjangoModelFactory):
    """An operation that is open, in a month."""

    class Meta:
        model = Operation

    commune = factory.SubFactory(CommuneFactory)
    organizing_body = "Les Communs du Pays"
    slug = factory.Sequence(lambda n: f"operation-{n}")
    source_language = "en"
    title_en = factory.Sequence(lambda n: f"Operation {n}")
    summary_en = "One weekend to open a village."
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    ends_on = factory.LazyAttribute(lambda operation: operation.starts_on + timedelta(days=1))
    status = Operation.Status.OPEN


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    operation = factory.SubFactory(OperationFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.ORGANIZER


def client_of(user) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def member_client(operation, role=Role.COORDINATOR) -> Client:
    """A browser of somebody who has the role in the operation."""
    return client_of(MembershipFactory(operation=operation, role=role).user)
