from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar

from notifications.calendar import Entry, calendar_attachment, calendar_feed

PARIS = ZoneInfo("Europe/Paris")


def entry(**parts):
    # The night the clocks go back: 02:30 comes twice, and this is the second one.
    defaults = {
        "uid": "signup-7",
        "title": "Carte du bourg; marché, église",
        "start": datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=PARIS),
        "end": datetime(2027, 10, 31, 5, 30, tzinfo=PARIS),
    }
    return Entry(**defaults | parts)


def test_times_are_written_in_utc_and_last_as_long_as_they_do():
    [event] = Calendar.from_ical(calendar_feed([entry()])).walk("VEVENT")

    assert event["DTSTART"].to_ical() == b"20271031T013000Z"
    assert event["DTEND"].to_ical() == b"20271031T043000Z"
    assert event["SUMMARY"] == "Carte du bourg; marché, église"
    assert (event["UID"], event["SEQUENCE"]) == ("signup-7@testserver", 0)


def test_what_is_said_about_an_entry_is_escaped_and_kept():
    parts = {
        "sequence": 3,
        "location": "Place de la Mairie\nEND:VEVENT",
        "description": "Bring a pen,\na pencil; and shoes",
        "url": "http://testserver/fr/operations/aiglun/",
    }

    [event] = Calendar.from_ical(calendar_feed([entry(**parts)], name="Aiglun")).walk("VEVENT")

    assert {name: event[name] for name in parts} == parts
    assert event["STATUS"] == "CONFIRMED"


def test_an_attachment_takes_entries_out_when_all_are_cancelled():
    kept = calendar_attachment(entry(), entry(uid="signup-8", is_cancelled=True))
    gone = calendar_attachment(entry(sequence=1, is_cancelled=True))

    assert kept.type == "text/calendar; method=PUBLISH; charset=utf-8"
    assert gone.type == "text/calendar; method=CANCEL; charset=utf-8"
    assert Calendar.from_ical(gone.content)["METHOD"] == "CANCEL"
    assert b"STATUS:CANCELLED" in gone.content
