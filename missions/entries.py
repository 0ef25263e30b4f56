"""Shifts as calendar entries."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

from missions.models import Shift, Signup
from missions.queries.signups import commitments_of
from notifications.calendar import Entry, calendar_attachment, calendar_feed
from notifications.emails import Attachment
from translations.texts import text_of
from volunteers.models import Volunteer


def where_is(shift: Shift) -> str:
    """Where to go, in one line."""
    place = shift.place or shift.mission.place
    parts = [
        shift.mission.meeting_point,
        place.name if place else "",
        place.address if place else "",
    ]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def shift_entry(shift: Shift, *, is_cancelled: bool = False) -> Entry:
    """One shift, in the language of the moment. Its sequence goes up each time it changes."""
    return Entry(
        uid=f"shift-{shift.pk}",
        title=text_of(shift.mission, "title").text,
        start=shift.starts_at,
        end=shift.ends_at,
        sequence=shift.sequence + is_cancelled,
        location=where_is(shift),
        url=settings.PUBLIC_BASE_URL + shift.mission.get_absolute_url(),
        is_cancelled=is_cancelled or shift.cancelled_at is not None,
    )


def attached_calendar(signups: Iterable[Signup]) -> Attachment:
    """The shifts of these sign-ups, for a mail."""
    return calendar_attachment(*(shift_entry(signup.need.shift) for signup in signups))


def calendar_of(volunteer: Volunteer) -> bytes:
    """A feed of everything the volunteer has a place on; what was given back is cancelled."""
    with translation.override(volunteer.language):
        entries = {
            signup.need.shift_id: shift_entry(signup.need.shift, is_cancelled=not signup.has_place)
            for signup in sorted(commitments_of(volunteer), key=lambda one: one.has_place)
            if signup.state != Signup.State.WAITING
        }
        return calendar_feed(entries.values(), name=settings.SITE_NAME)
