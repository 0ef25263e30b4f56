"""The rows of a programme as HTML.

Hundreds of rows cost a template loop far more than the queries behind them, so they are formatted
here, one function per row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import dates
from core.templatetags.site import state_badge
from core.themes import Theme
from missions.choice_rows import places_in_words
from missions.models import Mission, Need, Signup
from missions.queries.programme import Line, Offer, lines_from
from operations.models import Operation
from translations.texts import marked, text_of

FEW = 3


class Heading(NamedTuple):
    """What a row says of its mission."""

    title: SafeString
    address: str
    theme: str
    facts: tuple[str, ...]


class Frame(NamedTuple):
    """What all rows of a page share."""

    signup_address: str
    home: str
    my_address: str
    zone: str
    names_missions: bool


class Words(NamedTuple):
    """Short words that hundreds of rows share, each put together once."""

    hours: Callable[[datetime, datetime, str], tuple[str, str]]
    facts: Callable[..., str]
    places_left: Callable[[tuple[Offer, ...], str], str]
    button: Callable[[bool], tuple[str, str]]


class Programme(NamedTuple):
    """The rows under the days they begin on, and links to these days."""

    html: SafeString
    days: SafeString


def programme_of(
    operation: Operation,
    missions: list[Mission],
    rows: list[tuple],
    states: Mapping[int, str],
    *,
    page: str,
) -> Programme:
    """The programme, with the states of the reader's own sign-ups.

    Addresses are relative to `page`: shorter.
    """
    home = operation.get_absolute_url()
    frame = Frame(
        reverse("missions:signup", args=[operation.slug]).removeprefix(page),
        home.removeprefix(page),
        reverse("missions:me"),
        operation.time_zone,
        names_missions=page == home,
    )
    headings = {mission.pk: _heading(mission, frame) for mission in missions}
    # A mission may be added between the two queries.
    lines = [line for line in lines_from(rows, operation, states) if line.mission in headings]
    local = lru_cache(maxsize=None)(lambda moment: dates.at_place(moment, frame.zone))
    once = lru_cache(maxsize=None)
    words = Words(once(_hours), once(_facts), once(_places_left), once(_button))
    html, days = [], []
    for day, of_day in groupby(lines, key=lambda line: local(line.starts_at).date()):
        days.append((day.isoformat(), dates.date_in_words(day)))
        html.append('<h3 class="day" id="day-{}">{}</h3>'.format(*days[-1]))
        for line in of_day:
            html.append(_row(line, headings[line.mission], frame, words))
    links = format_html_join(" ", '<a class="chip" href="#day-{}">{}</a>', days)
    return Programme(mark_safe("".join(html)), links if len(days) > 1 else mark_safe(""))


def _heading(mission: Mission, frame: Frame) -> Heading:
    facts = [Theme(mission.theme).label, mission.get_level_display()]
    if mission.mode != Mission.Mode.ON_SITE:
        facts.append(mission.get_mode_display())
    return Heading(
        conditional_escape(marked(text_of(mission, "title"))),
        f"{frame.home}missions/{mission.pk}/",
        mission.theme,
        tuple(str(fact) for fact in facts),
    )


def _hours(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[str, str]:
    """The hours, escaped, and the end in full where it is on a later day."""
    if ends_at - starts_at < timedelta(hours=24):
        return escape(dates.hours_in_words(starts_at, ends_at, zone)), ""
    return (
        escape(dates.hour_in_words(starts_at, zone)),
        _("until %(moment)s") % {"moment": dates.moment_in_words(ends_at, zone)},
    )


def _row(line: Line, mission: Heading, frame: Frame, words: Words) -> str:
    """One shift, in the markup of docs/design-system.md."""
    when, until = words.hours(line.starts_at, line.ends_at, frame.zone)
    facts = words.facts(line.place, until, *(mission.facts if frame.names_missions else ()))
    title = ""
    if frame.names_missions:
        title = f'<h4 class="shift__title"><a href="{mission.address}">{mission.title}</a></h4>'
    return (
        f'<article class="shift of-{mission.theme}{_look(line)}" id="shift-{line.shift}">'
        f'<p class="shift__time"><time datetime="{line.starts_at:%Y-%m-%dT%H:%MZ}">'
        f"{when}</time></p>"
        f'<div class="shift__main">{title}<p class="shift__facts">{facts}</p>'
        f"{_capacity(line, words, frame.zone)}</div>"
        f'<div class="shift__action">{_action(line, frame, words)}</div></article>'
    )


def _facts(*facts: str) -> str:
    return "".join(f"<span>{escape(fact)}</span>" for fact in facts if fact)


def _look(line: Line) -> str:
    if line.is_cancelled:
        return " shift--cancelled"
    if line.state:
        return " shift--mine"
    return "" if line.is_open else " shift--past"


def _capacity(line: Line, words: Words, zone: str) -> str:
    """The places left in words; role by role where a shift asks for several."""
    if line.is_cancelled or not line.is_open or not line.offers:
        return ""
    return words.places_left(line.offers, zone)


def _places_left(offers: tuple[Offer, ...], zone: str) -> str:
    left = sum(offer.left for offer in offers)
    tone = " capacity--full" if left == 0 else " capacity--few" if left <= FEW else ""
    has_choice = left > 0 and len(offers) > 1
    if has_choice:
        words = " · ".join(_by_role(offers, zone))
    else:
        words = places_in_words(left, offers[0].kept, offers[0].kept_until, zone=zone)
    return f'<p class="capacity{tone}">{escape(words)}</p>'


def _by_role(offers: Iterable[Offer], zone: str) -> Iterator[str]:
    for offer in offers:
        yield _("%(role)s: %(places)s") % {
            "role": Need.Role(offer.role).label,
            "places": places_in_words(offer.left, offer.kept, offer.kept_until, zone=zone),
        }


def _action(line: Line, frame: Frame, words: Words) -> str:
    if line.is_cancelled:
        return state_badge("cancelled", _("Cancelled"))
    if line.state:
        return format_html(
            '{} <a href="{}">{}</a>',
            state_badge(line.state, str(Signup.State(line.state).label)),
            frame.my_address,
            _("My commitments"),
        )
    if not line.is_open or not line.offers:
        return ""
    look, label = words.button(line.is_possible)
    return f'<a class="{look}" href="{frame.signup_address}?shift={line.shift}">{label}</a>'


def _button(is_possible: bool) -> tuple[str, str]:
    if is_possible:
        return "button", escape(_("Take a place"))
    return "button button--quiet", escape(_("Join the waiting list"))


def at_own_pace(missions: Iterable[Mission], rows: Iterable[tuple]) -> list[Mission]:
    """The missions without any shift: people join them when they like."""
    planned = {mission for _shift, mission, *_rest in rows}
    return [mission for mission in missions if mission.pk not in planned]
