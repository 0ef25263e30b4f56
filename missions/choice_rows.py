"""The rows of the sign-up page, written as plain strings: a template would cost twenty times more.

A row says in two seconds when, what, where and whether there is room. Rows nobody has ticked are
the same for everybody and are kept, by their very content, in the cache of the process.
"""

import hashlib
from collections.abc import Collection, Mapping
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.core.cache import caches
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.dates import at_place, day_in_words, hours_in_words
from missions.models import Mission, Need
from missions.queries.choices import Choice
from operations.models import Operation
from translations.texts import marked, text_of

KEPT_FOR = 600  # seconds


class Day(NamedTuple):
    anchor: str
    name: str
    rows: SafeString


class Look(NamedTuple):
    """What a row needs to know besides its choice."""

    zone: str
    titles: Mapping[int, str]
    themes: Mapping[int, str]
    chosen: Collection[int]
    refused: Mapping[int, str]


def days_of(
    operation: Operation,
    choices: list[Choice],
    missions: Mapping[int, Mission],
    *,
    chosen: Collection[int] = (),
    refused: Mapping[int, str] | None = None,
) -> list[Day]:
    """The choices as rows, by day on the clocks of the operation."""
    look = Look(
        operation.time_zone,
        {pk: marked(text_of(mission, "title")) for pk, mission in missions.items()},
        {pk: mission.theme for pk, mission in missions.items()},
        chosen,
        refused or {},
    )
    if chosen or refused:
        return _draw(choices, look)
    content = repr((get_language(), choices, look))
    key = "choices:" + hashlib.sha256(content.encode()).hexdigest()
    days = caches["local"].get(key)
    if days is None:
        days = _draw(choices, look)
        caches["local"].set(key, days, KEPT_FOR)
    return days


def _draw(choices: list[Choice], look: Look) -> list[Day]:
    days = []
    for date, same_day in groupby(
        choices, key=lambda choice: at_place(choice.starts_at, look.zone).date()
    ):
        shifts = [list(same) for _pk, same in groupby(same_day, key=attrgetter("shift"))]
        rows = "".join(_shift(shift, look) for shift in shifts)
        days.append(
            Day(
                f"day-{date:%Y-%m-%d}",
                day_in_words(shifts[0][0].starts_at, look.zone),
                mark_safe(rows),  # each row is escaped where it is written
            )
        )
    return days


def _shift(choices: list[Choice], look: Look) -> str:
    """One row, and under it the other roles of the same shift for those who look for them."""
    main, *others = sorted(choices, key=lambda choice: choice.role != Need.Role.CONTRIBUTOR)
    if not others:
        return f"<li>{_row(main, look)}</li>"
    is_open = any(one.need in look.chosen or one.need in look.refused for one in others)
    return (
        f"<li>{_row(main, look)}<details class='pick-roles'{' open' if is_open else ''}>"
        f"<summary>{_('Other roles')}</summary>"
        f"{''.join(_row(one, look) for one in others)}</details></li>"
    )


def _row(choice: Choice, look: Look) -> str:
    facts = [choice.place] if choice.place else []
    if choice.role != Need.Role.CONTRIBUTOR:
        facts.insert(0, str(Need.Role(choice.role).label))
    reason = look.refused.get(choice.need, "")
    return (
        f'<label class="pick pick--{look.themes[choice.mission]}">'
        f'<input type="checkbox" name="need" value="{choice.need}"'
        f"{' checked' if choice.need in look.chosen else ''}>"
        f"<b>{hours_in_words(choice.starts_at, choice.ends_at, look.zone)}</b>"
        f"<span>{conditional_escape(look.titles[choice.mission])}"
        f"<small>{conditional_escape(' · '.join(facts))}</small></span>"
        f"<i>{places_in_words(choice.left)}</i>"
        f"{format_html('<em>{}</em>', reason) if reason else ''}"
        "</label>"
    )


def places_in_words(left: int) -> str:
    if left <= 0:
        return _("Full: waiting list")
    return ngettext("%(left)d place left", "%(left)d places left", left) % {"left": left}
