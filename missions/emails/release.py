"""One mail to each person about all that a release changes for them."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from core.dates import period_in_words
from missions.emails.signups import PlaceLines, greeting, place_lines, recipient
from missions.entries import attached_calendar, where_is
from missions.models import Shift, Signup
from missions.queries.schedule import Block
from notifications.emails import Words, write
from notifications.services import Message, Recipient, queue_emails
from translations.texts import text_of
from volunteers.models import Volunteer
from volunteers.services import make_links

# How the shifts that moved were before, by their number; a shift that is not in it is cancelled.
Before = Mapping[int, Shift]
KIND, TEMPLATE = "shifts.released", "missions/emails/shifts_released"


class Move(NamedTuple):
    """A place that moved: what is true now, then what was."""

    now: PlaceLines
    before: str


class Outlook(NamedTuple):
    """Whom a release would write to, and one of the mails."""

    on_shift: Mapping[int, int]  # how many people, by shift
    mails: int
    without_address: int
    example: Words | None


def tell_of_release(signups: Iterable[Signup], before: Before) -> int:
    """Write the mails; how many. The shifts are as they are now."""
    people = {
        volunteer: theirs
        for volunteer, theirs in _by_person(signups).items()
        if recipient(volunteer).address
    }
    links = make_links(people)
    queue_emails(
        [
            _message(volunteer, theirs, before, _address(links[volunteer.pk]))
            for volunteer, theirs in people.items()
        ]
    )
    return len(people)


def outlook_of(changes: Sequence[Block], signups: Sequence[Signup]) -> Outlook:
    """What `tell_of_release` will write. The sign-ups are left as if it had happened."""
    on_shift: dict[int, int] = {}
    for signup in signups:
        on_shift[signup.need.shift_id] = on_shift.get(signup.need.shift_id, 0) + 1
    before = _as_if_released(changes, signups)
    people = _by_person(signups)
    told = [volunteer for volunteer in people if recipient(volunteer).address]
    example = max((people[volunteer] for volunteer in told), key=len, default=None)
    return Outlook(
        on_shift, len(told), len(people) - len(told), _example(example, before) if example else None
    )


def _as_if_released(changes: Sequence[Block], signups: Iterable[Signup]) -> Before:
    moved = {block.shift.pk: block for block in changes if block.mark == Block.MOVED}
    before: dict[int, Shift] = {}
    for signup in signups:
        shift = signup.need.shift
        if block := moved.get(shift.pk):
            before[shift.pk] = copy(shift)
            shift.starts_at, shift.ends_at = block.starts_at, block.ends_at
            shift.place = block.own_place
    return before


def _by_person(signups: Iterable[Signup]) -> dict[Volunteer, list[Signup]]:
    people: dict[Volunteer, list[Signup]] = {}
    for signup in sorted(signups, key=lambda one: (one.need.shift.starts_at, one.pk)):
        people.setdefault(signup.volunteer, []).append(signup)
    return people


def _address(token: str) -> str:
    return settings.PUBLIC_BASE_URL + reverse("missions:me-link", args=[token])


def _message(
    volunteer: Volunteer, signups: Sequence[Signup], before: Before, me_address: str
) -> Message:
    placed = [signup for signup in signups if signup.has_place]
    to = recipient(volunteer)
    if not volunteer.has_confirmed_address:
        to = replace(to, name="")  # whoever typed the address may have typed any name
    with translation.override(volunteer.language):
        hello = greeting(volunteer, is_known=volunteer.has_confirmed_address)
        return Message(
            kind=KIND,
            obj=signups[0].need.shift,
            version=signups[0].need.shift.sequence,
            to=to,
            template=TEMPLATE,
            context={
                **_context(signups, before),
                "greeting": hello,
                "me_address": me_address,
            },
            attachments=[attached_calendar(placed)] if placed else [],
            is_secret=True,
        )


def _example(signups: Sequence[Signup], before: Before) -> Words:
    """A mail as the reader's language says it, without the name and the link of anybody."""
    volunteer = signups[0].volunteer
    zone = signups[0].need.shift.mission.operation.time_zone
    context = {
        **_context(signups, before),
        "greeting": greeting(volunteer, is_known=False),
        "me_address": f"{settings.PUBLIC_BASE_URL}/…",
    }
    to = Recipient(address=None, language=get_language() or "", time_zone=zone)
    return write(Message(kind=KIND, obj=KIND, to=to, template=TEMPLATE, context=context))


def _context(signups: Sequence[Signup], before: Before) -> dict[str, Any]:
    """Written in the language of the moment."""
    operation = signups[0].need.shift.mission.operation
    moved = [signup for signup in signups if signup.need.shift_id in before]
    return {
        "operation": operation,
        "operation_title": text_of(operation, "title").text,
        "moves": [
            Move(place_lines(signup), _as_it_was(before[signup.need.shift_id])) for signup in moved
        ],
        # Nobody waits any more for a place on what is cancelled: only what, when and where.
        "cancelled": [
            replace(place_lines(signup), note="") for signup in signups if signup not in moved
        ],
    }


def _as_it_was(shift: Shift) -> str:
    zone = shift.mission.operation.time_zone
    when = period_in_words(shift.starts_at, shift.ends_at, zone)
    return ", ".join(part for part in (when, where_is(shift)) if part)
