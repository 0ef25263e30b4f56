"""Mails about missions that people from outside propose."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from missions.models import Proposal
from missions.queries.proposals import organizers_of
from notifications.emails import known_language
from notifications.services import Message, Recipient, queue_email, queue_emails
from translations.texts import text_of


def tell_of_receipt(proposal: Proposal, token: str) -> None:
    """The personal link. Nobody has proven the address yet: nothing that was typed is repeated."""
    _to_proposer(proposal, token, kind="proposal.received", template="proposal_received")


def tell_of_answer(proposal: Proposal, token: str) -> None:
    """Accepted, returned with questions, or declined, with the words of the team."""
    _to_proposer(
        proposal,
        token,
        kind=f"proposal.{proposal.state}",
        template="proposal_answered",
        name=proposal.name,
        title=proposal.title,
        state=str(proposal.state),
        reason=proposal.reason,
    )


def _to_proposer(
    proposal: Proposal, token: str, *, kind: str, template: str, name: str = "", **words: Any
) -> None:
    operation = proposal.operation
    with translation.override(known_language(proposal.language)):
        queue_email(
            kind=kind,
            obj=proposal,
            version=proposal.version,
            to=Recipient(proposal.email, proposal.language, operation.time_zone, name),
            template=f"missions/emails/{template}",
            context={
                **words,
                "operation": operation,
                "operation_title": text_of(operation, "title").text,
                "address": settings.PUBLIC_BASE_URL + reverse("missions:proposal", args=[token]),
            },
            is_secret=True,
        )


def tell_team(proposal: Proposal, *, is_withdrawn: bool = False) -> None:
    """To the organizers: a proposal came, came again, or was taken back."""
    happened = "withdrawn" if is_withdrawn else "again" if proposal.version > 1 else "new"
    messages = []
    for person in organizers_of(proposal.operation):
        with translation.override(known_language(person.language)):
            path = reverse("missions:organize-proposals", args=[proposal.operation.slug])
            messages.append(
                Message(
                    kind=f"proposal.team_{happened}",
                    obj=proposal,
                    version=proposal.version,
                    to=Recipient.from_user(person),
                    template="missions/emails/proposal_team",
                    context={
                        "happened": happened,
                        "title": proposal.title,
                        "operation_title": text_of(proposal.operation, "title").text,
                        "address": settings.PUBLIC_BASE_URL + path,
                    },
                )
            )
    queue_emails(messages)
