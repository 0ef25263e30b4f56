"""Mails about beds and seats. None holds an address or a number: those are on the reader's page."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.dates import moment_in_words
from logistics.models import Entry, Match, Side
from logistics.models.entries import other
from logistics.queries.words import entry_in_words, wishes_of
from notifications.models import Email
from notifications.services import Recipient, queue_email
from translations.languages import name_of
from translations.texts import text_of
from volunteers.models import Volunteer
from volunteers.services import make_link

MAILS_TO_UNCONFIRMED_ADDRESS_PER_DAY = 3
TO_UNCONFIRMED = ("logistics.confirm", "signup.confirm", "signup.links")


def recipient(volunteer: Volunteer) -> Recipient:
    return Recipient(
        address=volunteer.email or (volunteer.user.email if volunteer.user else None),
        language=volunteer.language,
        time_zone=volunteer.time_zone,
        name=volunteer.name,
        user=volunteer.user,
    )


def tell_to_confirm(entry: Entry) -> None:
    """The link that shows that the address is theirs. Nothing in it was typed by a stranger."""
    to = replace(recipient(entry.volunteer), name="")
    if not to.address or _had_enough_mails(to.address):
        return
    _write(entry, kind="logistics.confirm", template="confirm", to=to, greets=False)


def _had_enough_mails(address: str) -> bool:
    """A stranger cannot fill somebody's mailbox by typing their address again and again."""
    today = Email.objects.filter(
        recipient=address,
        kind__in=TO_UNCONFIRMED,
        queued_at__gt=timezone.now() - timedelta(days=1),
    )
    return today.count() >= MAILS_TO_UNCONFIRMED_ADDRESS_PER_DAY


def tell_of_question(match: Match) -> None:
    """Both are asked, each in their language; one press answers."""
    for side in Side:
        entry, theirs = match.entry(side), match.entry(other(side))
        with translation.override(entry.volunteer.language):
            more: dict[str, Any] = {
                "theirs": entry_in_words(theirs),
                "wishes": ", ".join(wishes_of(theirs)),
                "languages": ", ".join(map(name_of, getattr(theirs, "languages", []))),
                "name": str(theirs.volunteer),
                "until": moment_in_words(match.expires_at, entry.operation.time_zone),
            }
        _write(entry, kind="logistics.question", template="question", obj=match, **more)


def tell_of_agreement(match: Match) -> None:
    """Both said yes: how to reach each other is on their pages now."""
    for side in Side:
        name = str(match.entry(other(side)).volunteer)
        _write(match.entry(side), kind="logistics.agreed", template="agreed", obj=match, name=name)


def tell_of_end(match: Match, *, sides: list[Side]) -> None:
    """It came to nothing, or holds no more."""
    for side in sides:
        was_agreed = bool(match.offer_accepted_at and match.request_accepted_at)
        _write(
            match.entry(side),
            kind="logistics.ended",
            template="ended",
            obj=match,
            was_agreed=was_agreed,
        )


def _write(
    entry: Entry,
    *,
    kind: str,
    template: str,
    obj: Any = None,
    to: Recipient | None = None,
    greets: bool = True,
    **more: Any,
) -> None:
    volunteer, operation = entry.volunteer, entry.operation
    to = to or recipient(volunteer)
    if not to.address:
        return
    with translation.override(volunteer.language):
        path = reverse("logistics:me-link", args=[make_link(volunteer)])
        hello = _("Hello %(name)s,") % {"name": volunteer.name} if greets else _("Hello,")
        queue_email(
            kind=kind,
            obj=obj or entry,
            to=to,
            template=f"logistics/emails/{template}",
            context={
                "greeting": hello,
                "operation": operation,
                "operation_title": text_of(operation, "title").text,
                "mine": entry_in_words(entry),
                "is_host": entry.side == Side.OFFER,
                "is_bed": entry.kind == "lodging",
                "me_address": settings.PUBLIC_BASE_URL + path,
                **more,
            },
            is_secret=True,
        )
