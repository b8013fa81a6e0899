"""Draws invented wards around the sample ward: data/phuong_xa_lan_can_gia_dinh.geojson.

    python3 scripts/neighbours_of_sample_ward.py        needs shapely

They share the ward's outline to some 15 m. Nothing is drawn by chance: the same outline gives the same file.
"""

import json
import math
from pathlib import Path

from shapely import affinity
from shapely.geometry import LineString, Polygon, mapping, shape
from shapely.ops import polygonize, unary_union

DATA = Path(__file__).parent.parent / "data"
WARD = DATA / "sample_ward" / "phuong_gia_dinh.geojson"
NEIGHBOURS = DATA / "phuong_xa_lan_can_gia_dinh.geojson"

# Invented, from the east against the clock; none is meant to exist.
NAMES = [
    "Phường Cửa Nắng",
    "Xã Đồng Mây",
    "Xã Thượng Khê",
    "Phường Hạ Khê",
    "Phường Gò Sứ",
    "Xã Bãi Triều",
    "Phường Bến Lau",
]
# Directions of the borders between them, in degrees, and how far the whole reaches, in metres.
BORDERS = [-25, 35, 82, 140, 192, 243, 292]
REACH = (12_500, 8_200)
TOLERANCE = 15


def winding(start, angle, length, phase):
    """A border that winds outwards from a point."""
    points = []
    for i in range(61):
        along = length * i / 60
        aside = 350 * math.sin(along / 1300 + phase) + 140 * math.sin(along / 420 + 2.3 * phase)
        aside *= min(1.0, along / 1500)
        cos, sin = math.cos(angle), math.sin(angle)
        points.append((start[0] + along * cos - aside * sin, start[1] + along * sin + aside * cos))
    return LineString(points)


def main():
    ward = unary_union([shape(f["geometry"]) for f in json.loads(WARD.read_text("utf-8"))["features"]])
    lon, lat = ward.centroid.x, ward.centroid.y
    across, up = 111_320 * math.cos(math.radians(lat)), 110_720

    def metres(geometry):
        moved = affinity.translate(geometry, -lon, -lat)
        return affinity.scale(moved, across, up, origin=(0, 0))

    own = metres(ward).simplify(TOLERANCE)
    rim = []
    for i in range(240):
        t = 2 * math.pi * i / 240
        wave = 1 + 0.05 * math.sin(5 * t + 1) + 0.03 * math.sin(11 * t)
        rim.append((REACH[0] * wave * math.cos(t), REACH[1] * wave * math.sin(t)))
    whole = Polygon(rim)
    lines = [winding((0, 0), math.radians(angle), 15_000, k) for k, angle in enumerate(BORDERS)]
    around = whole.difference(own)
    pieces = [p for p in polygonize(unary_union([around.boundary, *lines])) if around.contains(p.representative_point())]
    pieces.sort(key=lambda p: -p.area)
    pieces = pieces[: len(NAMES)]

    def direction(piece):
        at = piece.representative_point()
        return (math.degrees(math.atan2(at.y, at.x)) - BORDERS[0]) % 360

    features = []
    for name, piece in zip(NAMES, sorted(pieces, key=direction)):
        back = affinity.translate(affinity.scale(piece, 1 / across, 1 / up, origin=(0, 0)), lon, lat)
        rings = [[[round(x, 5), round(y, 5)] for x, y in ring] for ring in mapping(back)["coordinates"]]
        properties = {"ten": name, "invented": True}
        geometry = {"type": "Polygon", "coordinates": rings}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = '{"type":"FeatureCollection","name":"phuong_xa_lan_can_gia_dinh","invented":true,"features":[\n'
    NEIGHBOURS.write_text(head + ",\n".join(features) + "\n]}\n", "utf-8")


main()
