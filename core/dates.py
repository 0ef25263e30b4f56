"""Days and hours in words, in the reader's language and in the time zone of the place."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def at_place(moment: datetime, zone: str = "") -> datetime:
    """The moment on the clocks of an IANA time zone, or of the current one."""
    return timezone.localtime(moment, ZoneInfo(zone) if zone else None)


def day_in_words(moment: datetime, zone: str = "") -> str:
    """Saturday 23 September, with the year when it is not this one."""
    return date_in_words(at_place(moment, zone).date())


def date_in_words(day: date) -> str:
    if day.year == timezone.localdate().year:
        # Translators: Django's date format letters, for a weekday, day and month.
        return formatted(day, pgettext("day", "l j F"))
    # Translators: Django's date format letters, for a weekday, day, month and year.
    return formatted(day, pgettext("day and year", "l j F Y"))


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


def days_in_words(first: date, last: date) -> str:
    """Saturday 23 and Sunday 24 September 2017; always with the year."""
    # Translators: Django's date format letters, for a weekday, day, month and year.
    full = pgettext("day and year", "l j F Y")
    if first == last:
        return formatted(first, full)
    if first.year != last.year:
        short = full
    elif first.month != last.month:
        # Translators: Django's date format letters, for a weekday, day and month.
        short = pgettext("day", "l j F")
    else:
        # Translators: Django's date format letters, for a weekday and day of a month named later.
        short = pgettext("day of the same month", "l j")
    days = {"first_day": formatted(first, short), "last_day": formatted(last, full)}
    if last - first == timedelta(days=1):
        return _("%(first_day)s and %(last_day)s") % days
    return _("%(first_day)s to %(last_day)s") % days


def time_until(days: int) -> str:
    """In 5 weeks; nothing for days gone by."""
    if days < 0:
        return ""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days < 14:
        return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
    if days < 70:
        weeks = round(days / 7)
        return ngettext("in %(count)s week", "in %(count)s weeks", weeks) % {"count": weeks}
    months = round(days / 30.4)
    return ngettext("in %(count)s month", "in %(count)s months", months) % {"count": months}


def days_and_distance_in_words(first: date, last: date) -> str:
    """Saturday 23 and Sunday 24 September 2017, in 5 weeks"""
    days = days_in_words(first, last)
    if distance := time_until((first - timezone.localdate()).days):
        return _("%(days)s, %(distance)s") % {"days": days, "distance": distance}
    return days


def moment_at(day: date, hour: time, zone: str) -> datetime | None:
    """The moment of a day and an hour on the clocks of a zone; None for an hour that they skip.

    An hour that comes twice, on the night when clocks go back, is the first of the two.
    """
    on_clock = datetime.combine(day, hour)
    moment = on_clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return moment if at_place(moment, zone).replace(tzinfo=None) == on_clock else None
