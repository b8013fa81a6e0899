"""Cuts of polygons by lines and rings, made with shapely: vectors for src/spatial/coverage.

Usage: python tests/reference/coverage.py > tests/reference/coverage.json

All coordinates are metres. A line is chosen so that it crosses the ward a few times; expected are the areas of the
pieces in order of size. Pieces under a square metre and crossings within six centimetres of a corner are avoided, since
the program treats them in its own way.
"""

import json
import math
import random

from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize, unary_union


def wavy_ward(rng, n, radius, holes):
    angles = sorted(rng.uniform(0, 2 * math.pi) for _ in range(n))
    ring = [(round(radius * (0.7 + 0.3 * rng.random()) * math.cos(a), 3) + 397_000,
             round(radius * (0.7 + 0.3 * rng.random()) * math.sin(a), 3) + 2_326_000) for a in angles]
    ring = [(round(x, 3), round(y, 3)) for x, y in ring]
    inner = []
    for k in range(holes):
        cx, cy = 397_000 + (k - 0.5) * radius * 0.5, 2_326_000 + rng.uniform(-0.1, 0.1) * radius
        inner.append([(round(cx + 0.08 * radius * math.cos(t), 3), round(cy + 0.08 * radius * math.sin(t), 3))
                      for t in (i * math.pi / 4 for i in range(8))])
    return Polygon(ring, inner)


def line_across(rng, radius, n):
    y = 2_326_000 + rng.uniform(-0.3, 0.3) * radius
    xs = [397_000 - 1.2 * radius + 2.4 * radius * i / (n - 1) for i in range(n)]
    return LineString([(round(x, 3), round(y + rng.uniform(-0.15, 0.15) * radius, 3)) for x in xs])


def is_clear(ward, line):
    corners = [c for ring in [ward.exterior, *ward.interiors] for c in ring.coords]
    return all(line.distance(Point(c)) > 0.06 for c in corners)


def split(ward, line):
    noded = unary_union([ward.boundary, line])
    pieces = [p for p in polygonize(noded) if ward.contains(p.representative_point())]
    return sorted((p.area for p in pieces), reverse=True)


def rings(polygon):
    return [list(polygon.exterior.coords)[:-1], *[list(ring.coords)[:-1] for ring in polygon.interiors]]


def main():
    rng = random.Random(20260725)
    splits, draws = [], []
    while len(splits) < 24:
        ward = wavy_ward(rng, rng.randint(8, 60), 2000, rng.randint(0, 2))
        if not ward.is_valid:
            continue
        line = line_across(rng, 2000, rng.randint(2, 7))
        areas = split(ward, line)
        if is_clear(ward, line) and line.is_simple and len(areas) > 1 and areas[-1] > 5:
            splits.append({"ward": rings(ward), "line": list(line.coords), "areas": areas})
    while len(draws) < 16:
        ward = wavy_ward(rng, rng.randint(8, 60), 2000, rng.randint(0, 2))
        ring = wavy_ward(rng, rng.randint(5, 20), 1500, 0)
        if not (ward.is_valid and ring.is_valid and is_clear(ward, ring.boundary)):
            continue
        taken, left = ward.intersection(ring), ward.difference(ring)
        parts = [p for g in (taken, left) for p in getattr(g, "geoms", [g])]
        if min(p.area for p in parts) > 5:
            both = ward.union(ring)
            draws.append({"ward": rings(ward), "ring": rings(ring)[0], "taken": taken.area, "left": left.area,
                          "beyond": ring.area, "both": both.area})
    print(json.dumps({"splits": splits, "draws": draws}, separators=(",", ":")))


main()
