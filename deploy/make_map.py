"""Draws services/api/web/map.json, the outlines of the page's maps, from Natural Earth's.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python deploy/make_map.py package/countries-110m.json package/countries-50m.json services/api/web/map.json

Natural Earth's data are in the public domain; world-atlas (ISC licence) packs them as TopoJSON. This is run when the
outlines are to be renewed, not when the product is installed or started.
"""

import itertools
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pycountry

Point = tuple[float, float]
Ring = list[Point]

WIDTH = 1000
# Natural Earth draws who holds a territory; the page shows whose it is by the United Nations' resolutions.
_WITHOUT_NUMBER = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
_CRIMEA = (32.3, 44.2, 36.8, 46.3)
"""Within these degrees what is drawn as Russia's is Ukraine's (General Assembly resolution 68/262)."""

_EUROPE = (-25.0, 33.0, 60.0, 72.5)
"""West, south, east and north of the second map, in degrees."""


def natural_earth(longitude: float, latitude: float) -> Point:
    """The Natural Earth projection (Patterson; polynomial by Savric and others, 2011)."""
    x, y = math.radians(longitude), math.radians(latitude)
    y2, y4 = y * y, y**4
    across = 0.8707 - 0.131979 * y2 + y4 * (-0.013791 + y4 * (0.003971 * y2 - 0.001529 * y4))
    up = y * (1.007226 + y2 * (0.015085 + y4 * (-0.044475 + 0.028874 * y2 - 0.005916 * y4)))
    return x * across, -up


def around_europe(longitude: float, latitude: float) -> Point:
    """Lambert's azimuthal equal-area projection about 52° N 15° E."""
    x, y, middle = math.radians(longitude - 15), math.radians(latitude), math.radians(52)
    inner = 1 + math.sin(middle) * math.sin(y) + math.cos(middle) * math.cos(y) * math.cos(x)
    scale = math.sqrt(2 / max(inner, 1e-9))
    return (
        scale * math.cos(y) * math.sin(x),
        -scale * (math.cos(middle) * math.sin(y) - math.sin(middle) * math.cos(y) * math.cos(x)),
    )


def countries(atlas: dict[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    """Each country's alpha-2 code ("-" for what has none) and its rings, in degrees."""
    scale, shift = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [list(_arc(arc, scale, shift)) for arc in atlas["arcs"]]
    for geometry in atlas["objects"]["countries"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [_joined(arcs, ring) for polygon in polygons for ring in polygon]
        parts = [part for ring in rings for part in _unwound(ring)]
        code = _code(geometry)
        if code == "RU":
            yield "UA", [ring for ring in parts if _lies_in(_CRIMEA, ring)]
            parts = [ring for ring in parts if not _lies_in(_CRIMEA, ring)]
        yield code, parts


def _arc(arc: Iterable[list[int]], scale: list[float], shift: list[float]) -> Iterator[Point]:
    x = y = 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def _joined(arcs: list[Ring], indexes: list[int]) -> Ring:
    ring: Ring = []
    for index in indexes:
        part = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += part[1:] if ring else part
    return ring


def _unwound(ring: Ring) -> list[Ring]:
    """A ring that crosses the 180th meridian, once on either side of the picture; any other as it is."""
    turned: Ring = []
    turn = 0.0
    for longitude, latitude in ring:
        if turned and abs(longitude + turn - turned[-1][0]) > 180:
            turn += 360.0 if longitude + turn < turned[-1][0] else -360.0
        turned.append((longitude + turn, latitude))
    west, east = min(x for x, _ in turned), max(x for x, _ in turned)
    shifts = [shift for shift in (-360.0, 0.0, 360.0) if west + shift < 180 and east + shift > -180]
    return [[(min(180.0, max(-180.0, x + shift)), y) for x, y in turned] for shift in shifts]


def _lies_in(box: tuple[float, float, float, float], ring: Ring) -> bool:
    west, south, east, north = box
    return all(west < x < east and south < y < north for x, y in ring)


def _code(geometry: dict[str, Any]) -> str:
    name = geometry.get("properties", {}).get("name", "")
    if name in _WITHOUT_NUMBER:
        return _WITHOUT_NUMBER[name]
    found = pycountry.countries.get(numeric=str(geometry.get("id", "")).zfill(3))
    return found.alpha_2 if found else "-"


def drawn(
    shapes: Iterable[tuple[str, list[Ring]]], project: Callable[[float, float], Point], frame: list[Point], least: float
) -> dict[str, Any]:
    """Paths by country, in whole units of a picture `WIDTH` wide that shows `frame`, without rings below `least`."""
    corners = [project(*corner) for corner in frame]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    unit = WIDTH / (max(x for x, _ in corners) - left)
    height = round((max(y for _, y in corners) - top) * unit)
    paths: dict[str, str] = {}
    for code, rings in shapes:
        path = "".join(_path(ring, project, (left, top, unit, height), least) for ring in rings)
        if path:
            paths[code] = paths.get(code, "") + path
    return {"width": WIDTH, "height": height, "paths": dict(sorted(paths.items()))}


def _path(
    ring: Ring, project: Callable[[float, float], Point], view: tuple[float, float, float, int], least: float
) -> str:
    left, top, unit, height = view
    points: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        x, y = project(longitude, latitude)
        point = (round((x - left) * unit), round((y - top) * unit))
        if not points or points[-1] != point:
            points.append(point)
    if len(points) < 4 or not any(-50 < x < WIDTH + 50 and -50 < y < height + 50 for x, y in points):
        return ""
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))) / 2
    if area < least:
        return ""
    steps = [f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in itertools.pairwise(points)]
    return f"M{points[0][0]},{points[0][1]}l{' '.join(steps)}z"


def main(coarse: str, fine: str, target: str) -> None:
    """Write the two maps."""
    world = [(code, rings) for code, rings in countries(json.loads(Path(coarse).read_text())) if code != "AQ"]
    world_frame = [(-180.0, 0.0), (180.0, 0.0), (0.0, 84.0), (0.0, -57.0)]
    west, south, east, north = _EUROPE
    shown = [
        (code, [ring for ring in rings if any(west < x < east and south < y < north for x, y in ring)])
        for code, rings in countries(json.loads(Path(fine).read_text()))
    ]
    europe_frame = [(-11.0, 36.0), (45.0, 36.0), (15.0, 71.5), (15.0, 34.5)]
    maps = {
        "source": "Natural Earth (public domain), packed by world-atlas (ISC licence)",
        "world": drawn(world, natural_earth, world_frame, 2),
        "europe": drawn(shown, around_europe, europe_frame, 3),
    }
    Path(target).write_text(json.dumps(maps, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
