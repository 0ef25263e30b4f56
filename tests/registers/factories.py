from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from registers.models import BudgetLine, Contact, Insurance, Permit, Request
from tests.operations.factories import OperationFactory


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    operation = factory.SubFactory(OperationFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")
    phone = "+33 2 40 00 00 00"


class RequestFactory(DjangoModelFactory):
    class Meta:
        model = Request

    operation = factory.SubFactory(OperationFactory)
    asked_of = factory.Sequence(lambda n: f"Archives {n}")
    subject = "The old postcards, under CC BY-SA"


class PermitFactory(DjangoModelFactory):
    class Meta:
        model = Permit

    operation = factory.SubFactory(OperationFactory)
    subject = "A stall on the square"
    authority = "Town hall"


class InsuranceFactory(DjangoModelFactory):
    class Meta:
        model = Insurance

    operation = factory.SubFactory(OperationFactory)
    insured = "The library"
    insurer = "Mutual of the marsh"
    covers = "Civil liability"


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = BudgetLine

    operation = factory.SubFactory(OperationFactory)
    direction = BudgetLine.Direction.EXPENSE
    kind = BudgetLine.Kind.MONEY
    label = "Meals"
    amount = Decimal("120.50")


FACTORIES = {
    "requests": RequestFactory,
    "permits": PermitFactory,
    "insurance": InsuranceFactory,
    "budget": BudgetLineFactory,
    "contacts": ContactFactory,
}
