"""Tags and filters that every template of the site has (a builtin: no {% load %})."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core import dates, languages, maps, parcels
from core.form_tokens import written_token
from core.icons import ICONS
from core.themes import Theme

register = template.Library()

TONES = {
    "ok": {"open", "confirmed", "accepted", "published", "reported", "sent", "attended", "done"},
    "warn": {
        "waiting",
        "held",
        "offered",
        "unconfirmed",
        "pending",
        "late",
        "wrapping_up",
        "contested",
    },
    "bad": {"cancelled", "refused", "failed", "expired", "absent", "withdrawn", "parked"},
    "info": {"running", "under_way", "invited", "submitted", "in_review", "full"},
}
TONE_OF_STATE = {state: tone for tone, states in TONES.items() for state in states}


@register.simple_tag(takes_context=True)
def form_token(context: template.Context) -> SafeString:
    """What each form that changes something carries: who sent it, and a key of its own."""
    return written_token(context["request"])


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing; decoration unless it has a label."""
    if not label:
        return _decoration(name)
    return _drawing(name, format_html('role="img" aria-label="{}"', label))


@cache
def _decoration(name: str) -> SafeString:
    return _drawing(name, mark_safe('aria-hidden="true"'))


def _drawing(name: str, role: SafeString) -> SafeString:
    return format_html(
        '<svg class="icon icon--{}" viewBox="0 0 24 24" width="24" height="24" {}>{}</svg>',
        name,
        role,
        mark_safe(ICONS[name]),
    )


@register.simple_tag
def same_for_all(template_name: str) -> str:
    """A part of the page that no request changes, written once per language.

    It sees nothing of the page, so that nothing of a reader can be kept.
    """
    write = _written if settings.DEBUG else _written_once
    return write(template_name, get_language())


def _written(template_name: str, language: str | None) -> str:
    return render_to_string(template_name, {"SITE_NAME": settings.SITE_NAME})


_written_once = cache(_written)


@register.simple_tag
def theme_chip(theme: str) -> SafeString:
    """A theme by its glyph, its name and its colour."""
    return _theme_chip(Theme(theme), get_language())


@cache
def _theme_chip(theme: Theme, language: str | None) -> SafeString:
    return format_html(
        '<span class="chip chip--{}">{} {}</span>', theme.value, icon(theme.value), theme.label
    )


@register.simple_tag
def state_badge(state: str, label: str) -> SafeString:
    """A state, always as a word; the colour only underlines it."""
    tone = TONE_OF_STATE.get(str(state), "plain")
    return format_html('<span class="badge badge--{}">{}</span>', tone, label)


@register.simple_tag
def parcel_cover(
    code: str, opened: Mapping[str, int] | None = None, title: str = "", **more: int
) -> SafeString:
    """The drawing of a commune, with its results by theme; decoration unless it has a title."""
    return parcels.parcel_cover(str(code), {**(opened or {}), **more}, title=title)


register.simple_tag(maps.locator_map)


@register.inclusion_tag("components/map.html")
def map_frame(
    points: Iterable[maps.MapPoint], view: str = "", title: str = "", points_id: str = "map-points"
) -> dict[str, Any]:
    """The drawn map, the same places as a list, and the live map for those who open it."""
    places = list(points)
    return {
        "points": places,
        "view": view,
        "title": title,
        "points_id": points_id,
        "data": [asdict(place) for place in places],
        "tile_url": settings.TILE_URL,
    }


@register.inclusion_tag("components/map.html")
def place_map(latitude: float, longitude: float, label: str, url: str = "") -> dict[str, Any]:
    """The map of one place."""
    return map_frame([maps.MapPoint(float(latitude), float(longitude), label, url)])


@register.filter
def initials(name: str) -> str:
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


# Times. A "span" is anything that starts and ends: a shift, an operation, a signup's shift.


@register.filter
def local_day(moment: datetime, zone: str = "") -> str:
    return dates.day_in_words(moment, zone)


@register.filter
def local_hour(moment: datetime, zone: str = "") -> str:
    return dates.hour_in_words(moment, zone)


@register.filter
def local_time(moment: datetime, zone: str = "") -> str:
    """Saturday 23 September, 9:00"""
    return dates.moment_in_words(moment, zone)


@register.filter
def hours(span: Any, zone: str = "") -> str:
    """9:00–12:00"""
    return dates.hours_in_words(span.starts_at, span.ends_at, zone)


@register.filter
def period(span: Any, zone: str = "") -> str:
    """Saturday 23 September, 9:00–12:00"""
    return dates.period_in_words(span.starts_at, span.ends_at, zone)


@register.filter
def day_words(day: date) -> str:
    """Saturday 23 September, for a day that has no hour."""
    return dates.date_in_words(day)


@register.filter
def zone_name(zone: str) -> str:
    """Paris time"""
    return dates.zone_in_words(zone)


@register.filter
def machine_time(moment: datetime) -> str:
    """For the datetime attribute of <time>."""
    return moment.isoformat(timespec="minutes")


# Addresses


@register.simple_tag(takes_context=True)
def query_with(context: RequestContext, **changes: Any) -> str:
    """The query of this page with some values changed; None takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[languages.LanguageLink]:
    request = context.get("request")
    return languages.language_links(request) if request else []


@register.simple_tag(takes_context=True)
def alternates(context: RequestContext) -> SafeString:
    """The canonical address of this page and its other languages, for search engines."""
    request = context.get("request")
    addresses = languages.alternates(request) if request else {}
    if not addresses:
        return mark_safe("")
    default = addresses.get(settings.LANGUAGE_CODE, next(iter(addresses.values())))
    links = [*addresses.items(), ("x-default", default)]
    canonical = addresses.get(get_language() or "", default)
    return format_html('<link rel="canonical" href="{}">', canonical) + format_html_join(
        "", '<link rel="alternate" hreflang="{}" href="{}">', links
    )
