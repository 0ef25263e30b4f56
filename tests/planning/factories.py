from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from operations.models import Role
from planning.models import Plan, Step, StepComment, StepFile, StepProof
from tests.operations.factories import OperationFactory


class PlanFactory(DjangoModelFactory):
    """A plan without steps, of an operation in a month."""

    class Meta:
        model = Plan
        django_get_or_create = ("operation",)

    operation = factory.SubFactory(OperationFactory)
    country = "FR"
    variant = Plan.Variant.USUAL
    anchored_on = factory.LazyAttribute(lambda plan: plan.operation.starts_on)


class StepFactory(DjangoModelFactory):
    """An open step that is due in two weeks."""

    class Meta:
        model = Step

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"own-{n}")
    source_language = "en"
    title_en = factory.Sequence(lambda n: f"Book hall {n}")
    days_before = 16
    lead_days = 3
    owner_role = Role.ORGANIZER


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = StepComment

    step = factory.SubFactory(StepFactory)
    text = "Called them."


class ProofFactory(DjangoModelFactory):
    """A link."""

    class Meta:
        model = StepProof

    step = factory.SubFactory(StepFactory)
    label = "The minutes"
    address = "https://example.org/minutes"


class FileFactory(DjangoModelFactory):
    """A PDF, with the proof that it belongs to."""

    class Meta:
        model = StepFile

    proof = factory.SubFactory(ProofFactory, address="", media=StepProof.Media.PDF, size=9)
    content = b"%PDF-1.7\n"


def due_in(days: int, operation) -> int:
    """The `days_before` of a step that is due in so many days, at the place of the operation."""
    today = timezone.localdate(timezone=operation.zone)
    return (operation.starts_on - (today + timedelta(days=days))).days
