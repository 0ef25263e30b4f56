"""The rows of a programme as HTML.

Hundreds of rows cost a template loop far more than the queries behind them, so they are formatted
here, one function per row, and kept as long as nothing in them changes.
"""

import hashlib
import pickle
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import dates
from core.templatetags.site import state_badge
from missions.choice_rows import places_in_words
from missions.models import Mission, Need, Signup
from missions.queries.programme import Line
from operations.models import Operation, Theme
from translations.texts import marked, text_of

KEPT_FOR = 3600  # seconds
FEW = 3


class Heading(NamedTuple):
    """What a row says of its mission."""

    title: str | SafeString
    address: str
    theme: str
    facts: tuple[str, ...]


class Frame(NamedTuple):
    """What all rows of a page share."""

    signup_address: str
    my_address: str
    zone: str
    level: int


def programme_by_day(
    operation: Operation, missions: Iterable[Mission], lines: list[Line], *, page: str, level: int
) -> SafeString:
    """The shifts under the day they begin on. Addresses are relative to `page`, to stay short."""
    frame = Frame(
        reverse("missions:signup", args=[operation.slug]).removeprefix(page),
        reverse("missions:me"),
        operation.time_zone,
        level,
    )
    base = operation.get_absolute_url().removeprefix(page)
    headings = {mission.pk: _heading(mission, base) for mission in missions}
    key = _key_of(frame, headings, lines, timezone.localdate().year)
    html = caches["local"].get(key)
    if html is None:
        html = _drawn(frame, headings, lines)
        caches["local"].set(key, html, KEPT_FOR)
    return mark_safe(html)


def _key_of(*parts: object) -> str:
    contents = hashlib.blake2b(pickle.dumps(parts), digest_size=20).hexdigest()
    return f"programme:{get_language()}:{contents}"


def _heading(mission: Mission, base: str) -> Heading:
    facts = [Theme(mission.theme).label, mission.get_level_display()]
    if mission.mode != Mission.Mode.ON_SITE:
        facts.append(mission.get_mode_display())
    return Heading(
        marked(text_of(mission, "title")),
        f"{base}missions/{mission.pk}/",
        mission.theme,
        tuple(str(fact) for fact in facts),
    )


def _drawn(frame: Frame, headings: dict[int, Heading], lines: list[Line]) -> str:
    local = lru_cache(maxsize=None)(lambda moment: dates.at_place(moment, frame.zone))
    hours = lru_cache(maxsize=None)(_hours)
    html = []
    for day, of_day in groupby(lines, key=lambda line: local(line.starts_at).date()):
        html.append(_day_heading(day, frame))
        html.extend(
            _row(
                line, headings[line.mission], frame, hours(line.starts_at, line.ends_at, frame.zone)
            )
            for line in of_day
        )
    return "".join(html)


def _day_heading(day: date, frame: Frame) -> str:
    return format_html(
        '<h{} class="day" id="day-{}">{}</h{}>',
        frame.level,
        day.isoformat(),
        dates.date_in_words(day),
        frame.level,
    )


def _hours(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[str, str]:
    """The hours, and the end in full where it is on a later day."""
    if ends_at - starts_at < timedelta(hours=24):
        return dates.hours_in_words(starts_at, ends_at, zone), ""
    return (
        dates.hour_in_words(starts_at, zone),
        _("until %(moment)s") % {"moment": dates.moment_in_words(ends_at, zone)},
    )


def _row(line: Line, mission: Heading, frame: Frame, hours: tuple[str, str]) -> str:
    """One shift, in the markup of docs/design-system.md."""
    level = frame.level + 1
    facts = [line.place, hours[1], *mission.facts, *_other_roles(line)]
    return (
        f'<article class="shift of-{mission.theme}{_look(line)}" id="shift-{line.shift}">'
        f'<p class="shift__time"><time datetime="{line.starts_at:%Y-%m-%dT%H:%MZ}">'
        f"{escape(hours[0])}</time></p>"
        f'<div class="shift__main"><h{level} class="shift__title">'
        f'<a href="{mission.address}">{escape(mission.title)}</a></h{level}>'
        f'<p class="shift__facts">'
        + "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)
        + f"</p>{_capacity(line)}</div>"
        f'<div class="shift__action">{_action(line, frame)}</div></article>'
    )


def _look(line: Line) -> str:
    if line.is_cancelled:
        return " shift--cancelled"
    if line.state:
        return " shift--mine"
    return "" if line.is_open else " shift--past"


def _other_roles(line: Line) -> list[str]:
    """Resident guide: 2 places left. Told apart only where a shift asks for several roles."""
    if len(line.offers) < 2 or not line.is_open:
        return []
    return [
        _("%(role)s: %(places)s")
        % {"role": Need.Role(offer.role).label, "places": places_in_words(offer.left)}
        for offer in line.offers
    ]


def _capacity(line: Line) -> str:
    if line.is_cancelled or not line.is_open or not line.offers:
        return ""
    left = line.places_left
    tone = " capacity--full" if left == 0 else " capacity--few" if left <= FEW else ""
    return f'<p class="capacity{tone}">{escape(places_in_words(left))}</p>'


def _action(line: Line, frame: Frame) -> str:
    if line.is_cancelled:
        return state_badge("cancelled", _("Cancelled"))
    if line.state:
        return format_html(
            '{} <a href="{}">{}</a>',
            state_badge(line.state, Signup.State(line.state).label),
            frame.my_address,
            _("My commitments"),
        )
    if not line.is_open or not line.offers:
        return ""
    look, words = (
        ("button", _("Take a place"))
        if line.is_possible
        else ("button button--quiet", _("Join the waiting list"))
    )
    return f'<a class="{look}" href="{frame.signup_address}?shift={line.shift}">{escape(words)}</a>'


def at_own_pace(missions: Iterable[Mission], lines: Iterable[Line]) -> list[Mission]:
    """The missions without any shift: people join them when they like."""
    planned = {line.mission for line in lines}
    return [mission for mission in missions if mission.pk not in planned]


def day_links(lines: Iterable[Line], zone: str) -> SafeString:
    """Links to the days of a long programme."""
    days = dict.fromkeys(dates.at_place(line.starts_at, zone).date() for line in lines)
    if len(days) < 2:
        return mark_safe("")
    return format_html_join(
        " ",
        '<a class="chip" href="#day-{}">{}</a>',
        ((day.isoformat(), dates.date_in_words(day)) for day in days),
    )
