"""Reads of the missions that people from outside propose."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import User
from core.tokens import token_hash
from missions.models import Proposal
from operations.models import Operation
from operations.queries import ADMINISTRATORS, people_with_role

State = Proposal.State


def proposals_of(operation: Operation) -> QuerySet[Proposal]:
    """Those that wait for the team first, the longest waiting on top; then the newest."""
    order = Case(
        When(state=State.RECEIVED, then=Value(0)),
        When(state=State.RETURNED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return operation.proposals.annotate(place=order).order_by("place", "created_at", "pk")


def waiting_in(operation: Operation) -> int:
    """How many proposals wait for an answer of the team."""
    return operation.proposals.filter(state=State.RECEIVED).count()


def proposal_by_token(token: str) -> Proposal | None:
    return (
        Proposal.objects.select_related("operation__commune", "mission__operation")
        .defer("operation__commune__outline")
        .filter(token_hash=token_hash(token))
        .first()
    )


def organizers_of(operation: Operation) -> QuerySet[User]:
    """Those who answer proposals and decide about missions."""
    return people_with_role(operation, ADMINISTRATORS)
