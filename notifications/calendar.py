"""Calendar entries, attached to mails and gathered in feeds.

Times are UTC: the hour that the clocks repeat in autumn has no other unmistakable name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from notifications.emails import Attachment


@dataclass(frozen=True)
class Entry:
    """A stretch of somebody's time. A higher `sequence` replaces what the `uid` said before."""

    uid: str
    title: str
    start: datetime
    end: datetime
    sequence: int = 0
    location: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False

    def as_event(self) -> Event:
        event = Event()
        event.add("uid", f"{self.uid}@{settings.PUBLIC_HOST}")
        event.add("sequence", self.sequence)
        event.add("dtstamp", timezone.now().astimezone(UTC))
        event.add("dtstart", self.start.astimezone(UTC))
        event.add("dtend", self.end.astimezone(UTC))
        event.add("summary", self.title)
        event.add("status", "CANCELLED" if self.is_cancelled else "CONFIRMED")
        for name in ("location", "description", "url"):
            if value := getattr(self, name):
                event.add(name, value)
        return event


def calendar_feed(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """A calendar to subscribe to."""
    return _calendar(entries, "PUBLISH", name).to_ical()


def calendar_attachment(*entries: Entry) -> Attachment:
    """For a mail: calendars add these entries, or take them out when all are cancelled."""
    method = "CANCEL" if all(entry.is_cancelled for entry in entries) else "PUBLISH"
    return Attachment(
        name="calendar.ics",
        content=_calendar(entries, method).to_ical(),
        type=f"text/calendar; method={method}; charset=utf-8",
    )


def _calendar(entries: Iterable[Entry], method: str, name: str = "") -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{settings.PUBLIC_HOST}//")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(entry.as_event())
    return calendar
