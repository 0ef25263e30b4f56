"""Write an announcement, have it looked at, send it once; and no more of them, for who says so."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from announcements.emails import ask_second_look, send_to
from announcements.models import Announcement
from announcements.queries import announcements_of, audience_of, reachable_people
from announcements.rules import needs_second_look, why_cannot_send, why_no_second_look
from core.audit import record
from core.refusal import Refusal
from operations.models import Operation
from operations.services.locks import lock_operation
from operations.services.versions import EditConflict, save_if_unchanged
from translations.texts import set_texts
from volunteers.models import Volunteer

State = Announcement.State
MOST_DRAFTS = 50


@transaction.atomic
def save_announcement(
    *,
    operation: Operation,
    announcement: Announcement | None,
    version: int,
    language: str,
    texts: Mapping[str, str],
    audience: Mapping[str, list[Any]],
    by: Any,
) -> Announcement:
    """Write it in one language. What waited for a second look is a draft again. EditConflict."""
    lock_operation(operation)
    if announcement is None:
        if announcements_of(operation).filter(state=State.DRAFT).count() >= MOST_DRAFTS:
            raise Refusal(_("There are too many drafts. Withdraw some first."))
        announcement = Announcement(
            operation=operation, source_language=language, author=by, **audience
        )
        set_texts(announcement, language, **texts)
        announcement.save()
    else:
        if not announcement.can_change:
            raise Refusal(_("This announcement was sent or withdrawn already."))
        columns = set_texts(announcement, language, **texts)
        written = {column: getattr(announcement, column) for column in columns}
        # Who changed the words last is whose words they are: somebody else looks at them.
        save_if_unchanged(
            announcement, version=version, author=by, state=State.DRAFT, **audience, **written
        )
    record(actor=by, action="announcement.saved", subject=announcement)
    return announcement


@transaction.atomic
def send_announcement(*, announcement: Announcement, version: int, by: Any) -> Announcement:
    """Send it to those it is meant for at this moment; or ask for a second look first.

    Raises EditConflict when the words are no longer those that the person read.
    """
    lock_operation(announcement.operation)
    announcement = Announcement.objects.select_related("operation").get(pk=announcement.pk)
    audience = audience_of(announcement)
    if reason := why_cannot_send(announcement, audience):
        raise Refusal(reason)
    if announcement.version != version:
        raise EditConflict
    if needs_second_look(announcement, audience, by):
        if reason := why_no_second_look(announcement, by):
            raise Refusal(reason)
        if announcement.state != State.WAITING:
            announcement.state = State.WAITING
            announcement.save(update_fields=["state"])
            record(actor=by, action="announcement.second_look", subject=announcement)
            ask_second_look(announcement, count=audience.reached)
        return announcement
    people = list(reachable_people(announcement))
    announcement.state, announcement.sent_at = State.SENT, timezone.now()
    announcement.sent_by, announcement.recipients = by, len(people)
    announcement.save(update_fields=["state", "sent_at", "sent_by", "recipients"])
    send_to(announcement, people)
    record(actor=by, action="announcement.sent", subject=announcement, people=len(people))
    return announcement


@transaction.atomic
def withdraw_announcement(*, announcement: Announcement, by: Any) -> None:
    """It will not leave. What was sent cannot come back."""
    lock_operation(announcement.operation)
    announcement.refresh_from_db()
    if not announcement.can_change:
        raise Refusal(_("This announcement was sent or withdrawn already."))
    announcement.state = State.WITHDRAWN
    announcement.save(update_fields=["state"])
    record(actor=by, action="announcement.withdrawn", subject=announcement)


def choose_announcements(volunteer: Volunteer, *, wants: bool) -> None:
    """Whether the person gets announcements. Mails about their own places come in any case."""
    Volunteer.objects.filter(pk=volunteer.pk).update(wants_announcements=wants)
