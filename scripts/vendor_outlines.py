"""Make the map outlines from npm world-atlas: `python scripts/vendor_outlines.py`.

Writes core/data/outlines.json (land of each view as ready SVG paths) and
static/data/outlines.json (GeoJSON under the live map). Needs npm; sources in core/data/NOTICE.md.
"""

import itertools
import json
import math
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "world-atlas@2.0.2"
FRANCE = "250"
# name: west, south, east, north, width in units, tolerance in units, file, country drawn apart
VIEWS = {
    "FR": (-5.6, 41.1, 10.0, 51.4, 840, 1.5, "10m", FRANCE),
    "EUROPE": (-12.0, 34.5, 33.0, 62.0, 1120, 2.4, "50m", None),
    "WORLD": (-170.0, -56.0, 180.0, 78.0, 1280, 2.0, "110m", None),
}
EUROPE = (-26.0, 33.0, 46.0, 72.0)

Point = tuple[float, float]
Ring = list[Point]


def read_atlas() -> dict[str, dict]:
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", PACKAGE],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
            return {
                detail: json.load(archive.extractfile(f"package/countries-{detail}.json"))
                for detail in ("10m", "50m", "110m")
            }


def decode_arcs(topology: dict) -> list[Ring]:
    (scale_x, scale_y), (move_x, move_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    return arcs


def rings(topology: dict) -> Iterator[tuple[str, Ring]]:
    """The outer ring of each polygon, with the code of its country."""
    arcs = decode_arcs(topology)
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": lambda arcs: [arcs], "MultiPolygon": lambda arcs: arcs}
        for polygon in polygons.get(country["type"], lambda arcs: [])(country.get("arcs")):
            ring: Ring = []
            for index in polygon[0]:
                points = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring.extend(points[1:] if ring else points)
            yield country.get("id", ""), ring


def clip(ring: Ring, west: float, south: float, east: float, north: float) -> Ring:
    """Sutherland and Hodgman: what of the ring lies in the box."""
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: Ring = []
        for before, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
            is_in = (point[axis] - limit) * sign >= 0
            if is_in != ((before[axis] - limit) * sign >= 0):
                share = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append(
                    (
                        before[0] + (point[0] - before[0]) * share,
                        before[1] + (point[1] - before[1]) * share,
                    )
                )
            if is_in:
                kept.append(point)
        ring = kept
        if not ring:
            break
    return ring


def simplify(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker, without recursion."""
    if len(ring) < 4:
        return ring
    keep = {0, len(ring) - 1}
    spans = [(0, len(ring) - 1)]
    while spans:
        start, end = spans.pop()
        (ax, ay), (bx, by) = ring[start], ring[end]
        length = math.dist(ring[start], ring[end])
        far, index = 0.0, start
        for k in range(start + 1, end):
            x, y = ring[k]
            away = (
                abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
                if length > 1e-9
                else math.dist(ring[k], ring[start])
            )
            if away > far:
                far, index = away, k
        if far > tolerance:
            keep.add(index)
            spans += [(start, index), (index, end)]
    return [ring[k] for k in sorted(keep)]


def svg_path(ring: Ring, tolerance: float) -> str:
    corners = [(round(x), round(y)) for x, y in simplify(ring, tolerance)]
    corners = [
        corner
        for before, corner in zip([None, *corners], corners, strict=False)
        if corner != before
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    if len(corners) < 4 or (max(xs) - min(xs)) * (max(ys) - min(ys)) < 16:
        return ""
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in itertools.pairwise(corners)]
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def draw_view(atlas: dict[str, dict], view: tuple) -> dict:
    west, south, east, north, width, tolerance, detail, apart = view
    per_degree_x = width / (east - west)
    per_degree_y = per_degree_x / math.cos(math.radians((south + north) / 2))
    if detail == "110m":
        per_degree_y = per_degree_x
    paths = {"land": "", "country": ""}
    for country, ring in rings(atlas[detail]):
        inside = clip(ring, west - 1, south - 1, east + 1, north + 1)
        drawn = [((x - west) * per_degree_x, (north - y) * per_degree_y) for x, y in inside]
        paths["country" if country == apart else "land"] += svg_path(drawn, tolerance)
    return {
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "width": width,
        "height": round((north - south) * per_degree_y),
        **paths,
    }


def geojson(atlas: dict[str, dict]) -> dict:
    """Countries for the live map: finer in Europe, coarse elsewhere."""
    polygons = []
    for detail, tolerance in (("50m", 0.02), ("110m", 0.1)):
        for country, ring in rings(atlas[detail]):
            x, y = ring[len(ring) // 2]
            is_in_europe = EUROPE[0] < x < EUROPE[2] and EUROPE[1] < y < EUROPE[3]
            if (country != "643" and is_in_europe == (detail == "50m")) or (
                country == "643" and detail == "110m"
            ):
                kept = [[round(x, 2), round(y, 2)] for x, y in simplify(ring, tolerance)]
                if len(kept) > 3:
                    polygons.append([kept])
    return {"type": "MultiPolygon", "coordinates": polygons}


if __name__ == "__main__":
    atlas = read_atlas()
    for path, content in (
        ("core/data/outlines.json", {name: draw_view(atlas, view) for name, view in VIEWS.items()}),
        ("static/data/outlines.json", geojson(atlas)),
    ):
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(content, separators=(",", ":")) + "\n")
