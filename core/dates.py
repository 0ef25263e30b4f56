"""Days and hours in words, in the reader's language and in the time zone of the place."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def at_place(moment: datetime, zone: str = "") -> datetime:
    """The moment on the clocks of an IANA time zone, or of the current one."""
    return timezone.localtime(moment, ZoneInfo(zone) if zone else None)


def day_in_words(moment: datetime, zone: str = "") -> str:
    """Saturday 23 September, with the year when it is not this one."""
    local = at_place(moment, zone)
    if local.year == timezone.localdate().year:
        # Translators: Django's date format letters, for a weekday, day and month.
        return formatted(local, pgettext("day", "l j F"))
    # Translators: Django's date format letters, for a weekday, day, month and year.
    return formatted(local, pgettext("day and year", "l j F Y"))


def hour_in_words(moment: datetime, zone: str = "") -> str:
    # Translators: Django's date format letters, for an hour such as 9:00.
    return formatted(at_place(moment, zone), pgettext("hour", "G:i"))


def hours_in_words(starts_at: datetime, ends_at: datetime, zone: str = "") -> str:
    """9:00–12:00"""
    return _("%(start)s–%(end)s") % {
        "start": hour_in_words(starts_at, zone),
        "end": hour_in_words(ends_at, zone),
    }


def period_in_words(starts_at: datetime, ends_at: datetime, zone: str = "") -> str:
    """Saturday 23 September, 9:00–12:00; both days when it ends on another one."""
    if at_place(starts_at, zone).date() == at_place(ends_at, zone).date():
        return _("%(day)s, %(hours)s") % {
            "day": day_in_words(starts_at, zone),
            "hours": hours_in_words(starts_at, ends_at, zone),
        }
    return _("%(first_day)s, %(start)s – %(last_day)s, %(end)s") % {
        "first_day": day_in_words(starts_at, zone),
        "start": hour_in_words(starts_at, zone),
        "last_day": day_in_words(ends_at, zone),
        "end": hour_in_words(ends_at, zone),
    }


def zone_in_words(zone: str) -> str:
    """Europe/Paris time, for readers elsewhere."""
    return _("%(zone)s time") % {"zone": zone.rsplit("/", 1)[-1].replace("_", " ")}


def moment_in_words(moment: datetime, zone: str = "") -> str:
    """Saturday 23 September, 9:00"""
    return _("%(day)s, %(hours)s") % {
        "day": day_in_words(moment, zone),
        "hours": hour_in_words(moment, zone),
    }
