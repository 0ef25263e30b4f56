"""Maps drawn by the server: outlines of the land, and a marker for each place."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

OUTLINES = Path(__file__).parent / "data" / "outlines.json"
# Markers nearer than this, in units of the drawing, are set side by side.
APART = 34
MOST_LABELS = 8


@dataclass(frozen=True)
class MapPoint:
    """A place on a map: where it is, what it is called, and the page about it."""

    latitude: float
    longitude: float
    label: str
    url: str = ""


@dataclass(frozen=True)
class View:
    """A stretch of the earth as it is drawn, in units of its own."""

    west: float
    south: float
    east: float
    north: float
    width: int
    height: int
    land: str
    country: str

    def shows(self, point: MapPoint) -> bool:
        return (
            self.west <= point.longitude <= self.east and self.south <= point.latitude <= self.north
        )

    def position(self, point: MapPoint) -> tuple[int, int]:
        across = (point.longitude - self.west) / (self.east - self.west)
        down = (self.north - point.latitude) / (self.north - self.south)
        return round(across * self.width), round(down * self.height)


@cache
def _views() -> dict[str, View]:
    """From the closest to the widest."""
    return {name: View(**view) for name, view in json.loads(OUTLINES.read_text()).items()}


def view_of(points: Iterable[MapPoint], name: str = "") -> View:
    """The view of that name, or the closest that shows every point."""
    views = _views()
    if name in views:
        return views[name]
    places = list(points)
    for view in views.values():
        if all(view.shows(point) for point in places):
            return view
    return views["WORLD"]


def locator_map(points: Iterable[MapPoint], view: str = "", title: str = "") -> SafeString:
    """The map as SVG. The same places must stand beside it as a list: see components/map.html."""
    places = list(points)
    seen = view_of(places, view)
    with_labels = len(places) <= MOST_LABELS
    taken: list[tuple[int, int]] = []
    markers = []
    for point in places:
        if seen.shows(point):
            x, y = _free_position(seen.position(point), taken)
            taken.append((x, y))
            markers.append((_marker(point, x, y, seen, with_labels),))
    return format_html(
        '<svg class="map-drawing" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>',
        seen.width,
        seen.height,
        title or _("Map"),
        _ground(seen),
        format_html_join("", "{}", markers),
    )


def _ground(view: View) -> SafeString:
    return mark_safe(
        f'<path class="map-sea" d="M0 0h{view.width}v{view.height}H0z"/>'
        f'<path class="map-land" d="{view.land}"/>'
        f'<path class="map-country" d="{view.country}"/>'
    )


def _free_position(position: tuple[int, int], taken: list[tuple[int, int]]) -> tuple[int, int]:
    x, y = position
    while any(abs(x - a) < APART and abs(y - b) < APART for a, b in taken):
        x += APART
    return x, y


def _marker(point: MapPoint, x: int, y: int, view: View, with_label: bool) -> SafeString:
    is_left = x > view.width * 0.66
    label = (
        format_html(
            '<text class="map-label" x="{}" y="{}"{}>{}</text>',
            x - 26 if is_left else x + 26,
            y + 10,
            mark_safe(' text-anchor="end"' if is_left else ""),
            point.label,
        )
        if with_label
        else format_html("<title>{}</title>", point.label)
    )
    drawing = format_html(
        '<circle class="map-ring" cx="{0}" cy="{1}" r="26"/>'
        '<circle class="map-point" cx="{0}" cy="{1}" r="15"/>{2}',
        x,
        y,
        label,
    )
    if not point.url:
        return format_html("<g>{}</g>", drawing)
    return format_html(
        '<a class="map-link" href="{}" aria-label="{}">{}</a>', point.url, point.label, drawing
    )
