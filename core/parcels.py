"""The cover of a commune: its land drawn parcel by parcel, always the same for the same code.

Closed parcels have the colour of paper; one takes the colour of its theme for each published
result. See docs/decisions/0010-parcel-covers.md.
"""

import hashlib
import itertools
import math
import random
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.themes import Theme

WIDTH, HEIGHT = 640, 240
THEMES: tuple[str, ...] = tuple(Theme.values)
COLOURS = {
    "geography": "#1f5a8c",
    "history": "#9a4a1f",
    "botany": "#3b6b1e",
    "photography": "#6a3f95",
    "citizenship": "#8a5a00",
    "tools": "#4a5568",
    "data": "#0f6470",
}
# The looks of a drawing that stands alone, without the site's style sheet.
STANDALONE_STYLE = (
    ".ground{fill:#fbf8f2}.parcel{stroke:#fbf8f2;stroke-width:2;stroke-linejoin:round}"
    ".parcel--closed{fill:#f4eee1}.parcel--fallow{fill:#e9e0cd}.parcel--light{fill-opacity:.78}"
    ".parcel--pale{fill-opacity:.6}.bank,.river{fill:none}.bank{stroke:#fbf8f2}"
    ".river{stroke:#86bdeb}.roof{fill:#1d2b2a;fill-opacity:.55}"
    + "".join(f".parcel--{theme}{{fill:{colour}}}" for theme, colour in COLOURS.items())
)

Point = tuple[float, float]
Polygon = list[Point]


def parcel_cover(
    code: str,
    opened: Mapping[str, int] | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
    *,
    title: str = "",
    standalone: bool = False,
) -> SafeString:
    """The cover as SVG: decoration beside the same facts in words, or a picture with a title."""
    counts = tuple(max(0, (opened or {}).get(theme, 0)) for theme in THEMES)
    return format_html(
        '<svg class="cover" {}viewBox="0 0 640 240" width="{}" height="{}"'
        ' preserveAspectRatio="xMidYMid slice" {}{}</svg>',
        mark_safe('xmlns="http://www.w3.org/2000/svg" ' if standalone else ""),
        width,
        height,
        format_html('role="img"><title>{}</title>', title)
        if title
        else mark_safe('aria-hidden="true">'),
        mark_safe(
            (f"<style>{STANDALONE_STYLE}</style>" if standalone else "") + _drawing(code, counts)
        ),
    )


@lru_cache(maxsize=512)
def _drawing(code: str, counts: tuple[int, ...]) -> str:
    land = _land(code)
    themes = _opened_parcels(land.slots, counts)
    closed = {"closed": "", "fallow": ""}
    coloured = []
    for number, polygon in enumerate(land.parcels):
        if number in themes:
            shade = ("", " parcel--light", " parcel--pale")[land.tones[number] % 3]
            look = f"parcel parcel--{themes[number]}{shade}"
            coloured.append(f'<path class="{look}" d="{_path(polygon)}"/>')
        else:
            closed["fallow" if land.tones[number] < 4 else "closed"] += _path(polygon)
    return (
        '<path class="ground" d="M0 0h640v240H0z"/>'
        + "".join(f'<path class="parcel parcel--{tone}" d="{d}"/>' for tone, d in closed.items())
        + "".join(coloured)
        + f'<path class="roof" d="{land.roofs}"/>'
        f'<path class="bank" stroke-width="4" d="{land.lane}"/>'
        f'<path class="bank" stroke-width="11" d="{land.river}"/>'
        f'<path class="river" stroke-width="5" d="{land.river}"/>'
    )


def _opened_parcels(slots: list[int], counts: tuple[int, ...]) -> dict[int, str]:
    """Which parcel is open, and for which theme.

    Each theme has its own parcels, from the village outwards: one more result opens one more and
    changes no other. Only a theme that has used up its own goes on among those still closed.
    """
    own = {theme: slots[start :: len(THEMES)] for start, theme in enumerate(THEMES)}
    themes = {
        number: theme
        for theme, count in zip(THEMES, counts, strict=True)
        for number in own[theme][:count]
    }
    spare = (number for number in reversed(slots) if number not in themes)
    more = {
        number: theme
        for theme, count in zip(THEMES, counts, strict=True)
        for _, number in zip(range(count - len(own[theme])), spare, strict=False)
    }
    return themes | more


class _Land:
    """The parcels, river and roofs of one commune, drawn from its code alone."""

    def __init__(self, code: str) -> None:
        # Only random() itself is promised to give the same numbers on every Python.
        seed = int.from_bytes(hashlib.sha256(code.encode()).digest())
        self.random = random.Random(seed).random
        tilt, lean = self.between(-90, 90), self.between(-120, 120)
        frame = [
            (-150 + lean, -110 - tilt),
            (790 + lean, -110 + tilt),
            (790 - lean, 350 + tilt),
            (-150 - lean, 350 - tilt),
        ]
        self.village = (self.between(200, 440), self.between(80, 160))
        self.parcels = [field for field in self._split(frame, 9) if _shows(field)]
        self.tones = [int(self.random() * 12) for _ in self.parcels]
        self.slots = self._slots()
        self.river, self.lane = self._river(), self._lane()
        self.roofs = "".join(self._roofs(24))

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.random()

    def _split(self, polygon: Polygon, depth: int) -> Iterator[Polygon]:
        """Halve a field across its longest sides until it is as small as it should be there."""
        area, centre = _area(polygon), _centre(polygon)
        far = math.dist(centre, self.village) / 320
        if depth == 0 or area < 520 + 3400 * min(far, 1) * (0.5 + self.random()):
            yield polygon
            return
        if 4000 < area < 16000 and self.random() < 0.45 * min(1, far * 2):
            yield from self._strips(polygon)
            return
        first, second = self._cut(polygon, self.between(0.36, 0.64), self.between(-0.16, 0.16))
        yield from self._split(first, depth - 1)
        yield from self._split(second, depth - 1)

    def _strips(self, polygon: Polygon) -> Iterator[Polygon]:
        """Long narrow fields side by side, as heirs once shared them."""
        for left in range(3 + int(self.random() * 2), 1, -1):
            strip, polygon = self._cut(polygon, 1 / left, 0)
            yield strip
        yield polygon

    def _cut(self, polygon: Polygon, share: float, skew: float) -> tuple[Polygon, Polygon]:
        size = len(polygon)
        lengths = [math.dist(polygon[k], polygon[(k + 1) % size]) for k in range(size)]
        one = max(range(size), key=lengths.__getitem__)
        apart = [k for k in range(size) if (k - one) % size not in (0, 1, size - 1)]
        other = max(
            apart or [k for k in range(size) if k != one],
            key=lengths.__getitem__,
        )
        start = _between(polygon[one], polygon[(one + 1) % size], share)
        end = _between(polygon[other], polygon[(other + 1) % size], 1 - share + skew)
        turned = polygon[one + 1 :] + polygon[: one + 1]
        middle = (other - one) % size
        return [*turned[middle:], start, end], [*turned[:middle], end, start]

    def _slots(self) -> list[int]:
        """The parcels in the order in which they open: near the village first, cut ones last."""
        nearness = [
            (not _is_in_view(centre), math.dist(centre, self.village) + self.random() * 90)
            for centre in map(_centre, self.parcels)
        ]
        return sorted(range(len(self.parcels)), key=nearness.__getitem__)

    def _river(self) -> str:
        x, y = self.village
        bend = self.between(16, 34) * (1 if self.random() < 0.5 else -1)
        return (
            f"M-9 {self.between(30, 210):.0f}Q{x / 2:.0f} {y + bend * 3:.0f} {x:.0f} {y + bend:.0f}"
            f"T649 {self.between(30, 210):.0f}"
        )

    def _lane(self) -> str:
        x, y = self.village
        return (
            f"M{self.between(60, 580):.0f}-9Q{x + self.between(-50, 50):.0f} {y / 2:.0f}"
            f" {x + 6:.0f} {y + 6:.0f}T{self.between(60, 580):.0f} 249"
        )

    def _roofs(self, count: int) -> Iterator[str]:
        """The church first, then houses around it."""
        x, y = self.village
        yield f"M{x - 9:.0f} {y - 8:.0f}h5v-5h4v5h9v6h-18z"
        for _ in range(count):
            angle, far = self.random() * math.tau, 14 + 30 * self.random() ** 1.3
            left, top = x + math.cos(angle) * far * 1.5, y + math.sin(angle) * far * 0.8
            wide = round(self.between(4, 8))
            yield f"M{left:.0f} {top:.0f}h{wide}v4h-{wide}z"


_land = lru_cache(maxsize=512)(_Land)


def _between(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _centre(polygon: Polygon) -> Point:
    return (
        sum(x for x, _ in polygon) / len(polygon),
        sum(y for _, y in polygon) / len(polygon),
    )


def _area(polygon: Polygon) -> float:
    pairs = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _is_in_view(point: Point) -> bool:
    return 8 < point[0] < WIDTH - 8 and 8 < point[1] < HEIGHT - 8


def _shows(polygon: Polygon) -> bool:
    return (
        min(x for x, _ in polygon) < WIDTH
        and max(x for x, _ in polygon) > 0
        and min(y for _, y in polygon) < HEIGHT
        and max(y for _, y in polygon) > 0
    )


def _path(polygon: Iterable[Point]) -> str:
    """Short relative coordinates in whole units: small, and the same everywhere."""
    corners = [(round(x), round(y)) for x, y in polygon]
    steps = [f"{x - before[0]} {y - before[1]}" for before, (x, y) in itertools.pairwise(corners)]
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-")
