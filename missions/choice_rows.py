"""The rows of the sign-up page, written as plain strings: a template would cost twenty times more.

A row says in two seconds when, what, where and whether there is room. Rows nobody has ticked are
the same for everybody and are kept, by their very content, in the process.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import lru_cache, partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.dates import at_place, day_in_words, hours_in_words
from core.kept import kept
from missions.models import Mission, Need
from missions.queries.choices import Choice
from operations.models import Operation
from translations.texts import marked, text_of

Hours = Callable[[datetime, datetime], str]


class Day(NamedTuple):
    anchor: str
    name: str
    rows: SafeString


class Look(NamedTuple):
    """What a row needs to know besides its choice."""

    titles: Mapping[int, SafeString]
    themes: Mapping[int, str]
    chosen: Collection[int]
    refused: Mapping[int, str]
    # Short words that hundreds of rows share, each put together once
    other_roles: str
    facts: Callable[[str, str], str]
    places: Callable[[int, int, datetime | None], str]


def days_of(
    operation: Operation,
    choices: list[Choice],
    missions: Mapping[int, Mission],
    *,
    chosen: Collection[int] = (),
    refused: Mapping[int, str] | None = None,
) -> list[Day]:
    """The choices as rows, by day on the clocks of the operation."""
    draw = partial(_draw, operation, choices, missions, chosen, refused or {})
    if chosen or refused:
        return draw()
    offered = frozenset(choice.mission for choice in choices)  # by theme, or all of them
    named = [(pk, one.theme, text_of(one, "title")) for pk, one in missions.items()]
    return kept(
        ("choice rows", operation.pk, offered, len(choices), get_language()),
        (choices, named, operation.time_zone, timezone.localdate().year),
        draw,
    )


def _draw(
    operation: Operation,
    choices: list[Choice],
    missions: Mapping[int, Mission],
    chosen: Collection[int],
    refused: Mapping[int, str],
) -> list[Day]:
    zone = operation.time_zone
    look = Look(
        {pk: conditional_escape(marked(text_of(one, "title"))) for pk, one in missions.items()},
        {pk: mission.theme for pk, mission in missions.items()},
        chosen,
        refused,
        escape(_("Other roles")),
        lru_cache(maxsize=None)(_facts),
        lru_cache(maxsize=None)(partial(places_in_words, zone=zone)),
    )
    days = []
    local = lru_cache(maxsize=None)(lambda moment: at_place(moment, zone))
    hours = lru_cache(maxsize=None)(partial(hours_in_words, zone=zone))
    for date, same_day in groupby(choices, key=lambda choice: local(choice.starts_at).date()):
        shifts = [list(same) for _pk, same in groupby(same_day, key=attrgetter("shift"))]
        rows = "".join(_shift(shift, look, hours) for shift in shifts)
        days.append(
            Day(
                f"day-{date:%Y-%m-%d}",
                day_in_words(shifts[0][0].starts_at, zone),
                mark_safe(rows),  # each row is escaped where it is written
            )
        )
    return days


def _shift(choices: list[Choice], look: Look, hours: Hours) -> str:
    """One row, and under it the other roles of the same shift for those who look for them."""
    main, *others = sorted(choices, key=lambda choice: choice.role != Need.Role.CONTRIBUTOR)
    when = hours(main.starts_at, main.ends_at)
    row = f"<li class=of-{look.themes[main.mission]}>{_row(main, look, when)}"
    if not others:
        return f"{row}</li>"
    is_open = any(one.need in look.chosen or one.need in look.refused for one in others)
    return (
        f"{row}<details{' open' if is_open else ''}><summary>{look.other_roles}</summary>"
        f"{''.join(_row(one, look, when) for one in others)}</details></li>"
    )


def _row(choice: Choice, look: Look, hours: str) -> str:
    """One role, in as few characters as HTML allows: there may be a thousand."""
    reason = look.refused.get(choice.need, "")
    return (
        f'<label class=pick><input type=checkbox name="need" value="{choice.need}"'
        f"{' checked' if choice.need in look.chosen else ''}>"
        f"<b>{hours}</b>"
        f"<span>{look.titles[choice.mission]}"
        f"{look.facts(choice.role, choice.place)}</span>"
        f"<i>{look.places(choice.left, choice.kept, choice.kept_until)}</i>"
        f"{format_html('<em>{}</em>', reason) if reason else ''}"
        "</label>"
    )


def _facts(role: str, place: str) -> str:
    facts = [place] if place else []
    if role != Need.Role.CONTRIBUTOR:
        facts.insert(0, str(Need.Role(role).label))
    return f"<small>{escape(' · '.join(facts))}</small>" if facts else ""


def places_in_words(
    left: int, kept: int = 0, kept_until: datetime | None = None, *, zone: str = ""
) -> str:
    """How many places are left, and how many of them are kept for residents."""
    if left <= 0:
        return _("Full: waiting list")
    words = ngettext("%(left)d place left", "%(left)d places left", left) % {"left": left}
    if not kept:
        return words
    told = {"places": words, "kept": kept, "whom": residents_in_words(kept_until, zone)}
    if kept == left:
        return _("%(places)s, %(whom)s") % told
    return _("%(places)s (%(kept)d %(whom)s)") % told


def residents_in_words(kept_until: datetime | None, zone: str) -> str:
    """For whom places are kept; the last whole day of it."""
    if kept_until is None:
        return _("for residents")
    last = kept_until - timedelta(minutes=1)
    return _("for residents until %(day)s") % {"day": day_in_words(last, zone)}
