"""Maps of areas drawn by the server: each with its sign and the page about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.geometry import UNITS, Area, Point, Ring, bounds, label_point

WIDTH, TALLEST, EDGE = 1000, 1400, 12


@dataclass(frozen=True)
class MapArea:
    """An area on a map. `sign` is drawn in it, `label` says all; `look` names the style."""

    area: Area
    sign: str = ""
    label: str = ""
    url: str = ""
    look: str = ""


class _Drawing:
    """Where corners stand: as wide as the map, degrees of longitude as long as on the ground."""

    def __init__(self, areas: Sequence[MapArea]) -> None:
        self.west, south, east, self.north = bounds(part for each in areas for part in each.area)
        self.narrow = max(cos(radians((south + self.north) / 2 / UNITS)), 0.01)
        across, down = max((east - self.west) * self.narrow, 1), max(self.north - south, 1)
        self.scale = min((WIDTH - 2 * EDGE) / across, (TALLEST - 2 * EDGE) / down)
        self.height = round(down * self.scale) + 2 * EDGE
        self.width = round(across * self.scale) + 2 * EDGE

    def place(self, point: Point) -> tuple[int, int]:
        x, y = point
        across, down = (x - self.west) * self.narrow, self.north - y
        return round(across * self.scale) + EDGE, round(down * self.scale) + EDGE

    def path(self, area: Area) -> str:
        return "".join(self._line(ring) for polygon in area for ring in polygon)

    def _line(self, ring: Ring) -> str:
        places = [self.place(corner) for corner in ring]
        slim = [place for k, place in enumerate(places) if place != places[k - 1]] or places[:1]
        return "M" + "L".join(f"{x} {y}" for x, y in slim) + "z"


def area_map(areas: Sequence[MapArea], title: str = "") -> SafeString:
    """The map as SVG, of one area at least. The same areas must stand beside it in words.

    Those that are under way are hatched and those that are done bear a tick: colour is never alone.
    """
    drawing = _Drawing(areas)
    return format_html(
        '<svg class="map-drawing" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>',
        drawing.width,
        drawing.height,
        title or _("Map"),
        mark_safe(
            '<defs><pattern id="hatch" width="16" height="16" patternUnits="userSpaceOnUse">'
            '<path class="area-hatch" d="M0 16L16 0"/></pattern></defs>'
        ),
        format_html_join("", "{}", ((_drawn(each, drawing),) for each in areas)),
    )


def _drawn(each: MapArea, drawing: _Drawing) -> SafeString:
    path = drawing.path(each.area)
    hatch = format_html('<path fill="url(#hatch)" fill-rule="evenodd" d="{}"/>', path)
    shape = format_html(
        '<path class="area area--{}" fill-rule="evenodd" d="{}"/>{}{}',
        each.look,
        path,
        hatch if each.look == "under_way" else "",
        _sign(each, drawing) if each.sign else "",
    )
    if not each.url:
        return format_html("<g>{}</g>", shape)
    return format_html(
        '<a class="map-link" href="{}" aria-label="{}">{}</a>', each.url, each.label, shape
    )


def _sign(each: MapArea, drawing: _Drawing) -> SafeString:
    x, y = drawing.place(label_point(each.area))
    return format_html(
        '<text class="map-label" x="{}" y="{}" text-anchor="middle">{}</text>',
        x,
        y + 14,
        f"{each.sign} ✓" if each.look == "done" else each.sign,
    )
