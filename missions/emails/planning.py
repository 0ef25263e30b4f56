"""Mails about what the organizers changed or cancelled."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.dates import period_in_words
from missions.emails.signups import greeting, place_lines, recipient
from missions.entries import attached_calendar, where_is
from missions.models import Shift, Signup
from notifications.services import Message, queue_emails
from translations.texts import text_of
from volunteers.models import Volunteer
from volunteers.services import make_links

Places = dict[Volunteer, list[Signup]]


def tell_of_cancelled_shifts(ended: Iterable[Signup]) -> None:
    """One mail to each person, with all that they lose by one decision."""
    _tell(by_person(ended), kind="shift.cancelled", template="missions/emails/shift_cancelled")


def tell_of_cancelled_operation(ended: Iterable[Signup]) -> None:
    _tell(
        by_person(ended),
        kind="operation.cancelled",
        template="missions/emails/operation_cancelled",
    )


def tell_of_changed_shift(shift: Shift, before: Shift) -> None:
    """The new time and place to everybody on the shift, those who wait included."""
    signups = (
        Signup.objects.live()
        .filter(need__shift=shift)
        .select_related(
            "volunteer__user", "need__shift__mission__operation", "need__shift__mission__place",
            "need__shift__place",
        )
    )  # fmt: skip
    _tell(
        by_person(signups),
        kind="shift.changed",
        template="missions/emails/shift_changed",
        before=before,
    )


def by_person(signups: Iterable[Signup]) -> Places:
    people: Places = {}
    for signup in signups:
        people.setdefault(signup.volunteer, []).append(signup)
    return {
        volunteer: sorted(theirs, key=lambda one: one.need.shift.starts_at)
        for volunteer, theirs in people.items()
        if recipient(volunteer).address
    }


def _tell(people: Places, *, kind: str, template: str, before: Shift | None = None) -> None:
    links = make_links(people)
    queue_emails(
        [
            _message(volunteer, signups, links[volunteer.pk], kind, template, before)
            for volunteer, signups in people.items()
        ]
    )


def _message(
    volunteer: Volunteer,
    signups: Sequence[Signup],
    token: str,
    kind: str,
    template: str,
    before: Shift | None,
) -> Message:
    placed = [signup for signup in signups if signup.has_place]
    to = recipient(volunteer)
    if not volunteer.has_confirmed_address:
        to = replace(to, name="")  # whoever typed the address may have typed any name
    with translation.override(volunteer.language):
        return Message(
            kind=kind,
            obj=signups[0].need.shift,
            version=signups[0].need.shift.sequence,
            to=to,
            template=template,
            context=_context(volunteer, signups, token, before),
            attachments=[attached_calendar(placed)] if placed else [],
            is_secret=True,
        )


def _context(
    volunteer: Volunteer, signups: Sequence[Signup], token: str, before: Shift | None
) -> dict[str, Any]:
    operation = signups[0].need.shift.mission.operation
    zone = operation.time_zone
    return {
        "greeting": greeting(volunteer, is_known=volunteer.has_confirmed_address),
        "operation": operation,
        "operation_title": text_of(operation, "title").text,
        # Nobody waits for a place any more on what is cancelled: only what, when and where.
        "places": [replace(place_lines(signup), note="") for signup in signups],
        "is_waiting": not any(signup.has_place for signup in signups),
        "before_when": period_in_words(before.starts_at, before.ends_at, zone) if before else "",
        "before_where": where_is(before) if before else "",
        "me_address": settings.PUBLIC_BASE_URL + reverse("missions:me-link", args=[token]),
    }
