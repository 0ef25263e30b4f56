"""Mails about the weather: they ask to be answered with one tap."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.dates import period_in_words
from missions.emails.planning import Places, by_person
from missions.emails.signups import greeting, place_lines, recipient
from missions.entries import attached_calendar
from missions.models import Signup
from notifications.services import Message, queue_emails
from translations.texts import text_of
from volunteers.models import Volunteer
from volunteers.services import make_links

Before = Mapping[int, Any]  # start, end and place of each shift, before it moved


def tell_of_the_weather(signups: Iterable[Signup], before: Before) -> None:
    """One mail to each person, with all of theirs that moved."""
    _send(by_person(signups), kind="shift.weather", before=before)


def ask_again(signups: Iterable[Signup]) -> int:
    """Ask those once more who did not answer; the same mail within an hour is sent once."""
    people = by_person(signups)
    _send(people, kind="shift.weather_again", before={}, hour=f"{timezone.now():%Y%m%d%H}")
    return len(people)


def _send(people: Places, *, kind: str, before: Before, hour: str = "") -> None:
    links = make_links(people)
    queue_emails(
        _message(volunteer, signups, links[volunteer.pk], kind, before, hour)
        for volunteer, signups in people.items()
    )


def _message(
    volunteer: Volunteer,
    signups: Sequence[Signup],
    token: str,
    kind: str,
    before: Before,
    hour: str,
) -> Message:
    placed = [signup for signup in signups if signup.has_place]
    shift = signups[0].need.shift
    operation = shift.mission.operation
    to = recipient(volunteer)
    if not volunteer.has_confirmed_address:
        to = replace(to, name="")  # whoever typed the address may have typed any name
    with translation.override(volunteer.language):
        return Message(
            kind=kind,
            obj=shift,
            version=f"{shift.sequence}{hour and '-'}{hour}",
            to=to,
            template="missions/emails/weather",
            context={
                "greeting": greeting(volunteer, is_known=volunteer.has_confirmed_address),
                "operation": operation,
                "operation_title": text_of(operation, "title").text,
                "places": [_lines(signup, before, operation.time_zone) for signup in signups],
                "is_reminder": bool(hour),
                "asks_receipt": bool(placed),
                "me_address": settings.PUBLIC_BASE_URL + reverse("missions:me-link", args=[token]),
            },
            attachments=[attached_calendar(placed)] if placed else [],
            is_secret=True,
        )


def _lines(signup: Signup, before: Before, zone: str) -> Any:
    """The place as it is now, and what it was before."""
    lines = place_lines(signup)
    was = before.get(signup.need.shift_id)
    if was is None:
        return lines
    starts_at, ends_at, place = was
    place = place or signup.need.shift.mission.place
    when = period_in_words(starts_at, ends_at, zone)
    where = f", {place}" if place else ""
    return replace(lines, note=_("Before: %(when)s") % {"when": when} + where)
