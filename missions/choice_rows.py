"""The rows of the sign-up page, written as plain strings: a template would cost twenty times more.

A row says in two seconds when, what, where and whether there is room. Rows nobody has ticked are
the same for everybody and are kept, by their very content, in the cache of the process.
"""

import hashlib
from collections.abc import Collection, Mapping
from itertools import groupby
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
    name: str
    rows: SafeString


def days_of(
    operation: Operation,
    choices: list[Choice],
    missions: Mapping[int, Mission],
    *,
    chosen: Collection[int] = (),
    refused: Mapping[int, str] | None = None,
) -> list[Day]:
    """The choices as rows, by day on the clocks of the operation."""
    titles = {pk: marked(text_of(mission, "title")) for pk, mission in missions.items()}
    themes = {pk: mission.theme for pk, mission in missions.items()}
    is_plain = not chosen and not refused
    key = ""
    if is_plain:
        content = repr((get_language(), operation.time_zone, choices, titles, themes))
        key = "choices:" + hashlib.sha256(content.encode()).hexdigest()
        if (kept := caches["local"].get(key)) is not None:
            return kept
    days = [
        Day(
            day_in_words(same_day[0].starts_at, operation.time_zone),
            mark_safe(  # noqa: S308 - each row is escaped where it is written
                "".join(
                    _row(choice, operation, titles, themes, chosen, refused or {})
                    for choice in same_day
                )
            ),
        )
        for same_day in _by_day(choices, operation)
    ]
    if is_plain:
        caches["local"].set(key, days, KEPT_FOR)
    return days


def _by_day(choices: list[Choice], operation: Operation) -> list[list[Choice]]:
    return [
        list(same_day)
        for _date, same_day in groupby(
            choices, key=lambda choice: at_place(choice.starts_at, operation.time_zone).date()
        )
    ]


def _row(
    choice: Choice,
    operation: Operation,
    titles: Mapping[int, str],
    themes: Mapping[int, str],
    chosen: Collection[int],
    refused: Mapping[int, str],
) -> str:
    facts = [choice.place] if choice.place else []
    if choice.role != Need.Role.CONTRIBUTOR:
        facts.append(str(Need.Role(choice.role).label))
    reason = refused.get(choice.need, "")
    return (
        f'<li><label class="pick pick--{themes[choice.mission]}">'
        f'<input type="checkbox" name="need" value="{choice.need}"'
        f"{' checked' if choice.need in chosen else ''}>"
        f"<b>{hours_in_words(choice.starts_at, choice.ends_at, operation.time_zone)}</b>"
        f"<span>{conditional_escape(titles[choice.mission])}"
        f"<small>{conditional_escape(' · '.join(facts))}</small></span>"
        f"<i>{places_in_words(choice.left)}</i>"
        f"{format_html('<em>{}</em>', reason) if reason else ''}"
        "</label></li>"
    )


def places_in_words(left: int) -> str:
    if left <= 0:
        return _("Full: waiting list")
    return ngettext("%(left)d place left", "%(left)d places left", left) % {"left": left}
