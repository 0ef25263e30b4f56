from datetime import timedelta

import factory
from django.test import Client
from django.utils import timezone
from factory.django import DjangoModelFactory

from operations.models import (
    CharterLine,
    CommitteeMember,
    Indicator,
    Meeting,
    Membership,
    Motion,
    Operation,
    Role,
    Vote,
    Waiver,
)
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


class CommitteeMemberFactory(DjangoModelFactory):
    """Somebody of a free project of their own."""

    class Meta:
        model = CommitteeMember

    operation = factory.SubFactory(OperationFactory)
    name = factory.Sequence(lambda n: f"Member {n}")
    kind = CommitteeMember.Kind.FREE_PROJECT
    organisation = factory.Sequence(lambda n: f"Project {n}")


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    operation = factory.SubFactory(OperationFactory)
    kind = Meeting.Kind.COMMITTEE
    held_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=20))


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    operation = factory.SubFactory(OperationFactory)
    code = Indicator.Code.ARTICLES
    source_language = "en"
    method_en = "By hand, a week later."


class WaiverFactory(DjangoModelFactory):
    class Meta:
        model = Waiver
        django_get_or_create = ("operation", "line")

    operation = factory.SubFactory(OperationFactory)
    line = CharterLine.SCOUTING_VISIT
    source_language = "en"
    reason_en = "The committee lives there and knows each path."


class MotionFactory(DjangoModelFactory):
    """An open vote without a last day."""

    class Meta:
        model = Motion

    operation = factory.SubFactory(OperationFactory)
    source_language = "en"
    title_en = factory.Sequence(lambda n: f"Question {n}?")
    text_en = "It costs nothing."


class VoteFactory(DjangoModelFactory):
    class Meta:
        model = Vote

    motion = factory.SubFactory(MotionFactory)
    member = factory.SubFactory(
        CommitteeMemberFactory, operation=factory.SelfAttribute("..motion.operation")
    )
    choice = Vote.Choice.FOR


def make_charter_met(operation) -> None:
    """All that the charter asks before an operation opens, warnings left aside."""
    CommitteeMemberFactory.create_batch(3, operation=operation)
    of_commune = {"kind": CommitteeMember.Kind.COMMUNE, "organisation": "Town hall"}
    for role in ("is_referent", "is_second_referent"):
        CommitteeMemberFactory(operation=operation, **of_commune, **{role: True})
    for kind in (Meeting.Kind.SCOUTING_VISIT, Meeting.Kind.COMMITTEE):
        MeetingFactory(operation=operation, kind=kind)
    IndicatorFactory(operation=operation)
    if not operation.memberships.filter(role=Role.COORDINATOR).exists():
        MembershipFactory(operation=operation, role=Role.COORDINATOR)


def client_of(user) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def member_client(operation, role=Role.COORDINATOR) -> Client:
    """A browser of somebody who has the role in the operation."""
    return client_of(MembershipFactory(operation=operation, role=role).user)
