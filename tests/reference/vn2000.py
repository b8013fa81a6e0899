"""Reference vectors for src/spatial/projection.rs, from PROJ through pyproj (any recent version).

    pip install pyproj && python tests/reference/vn2000.py

Uses EPSG's "VN-2000 to WGS 84 (2)" explicitly: without it PROJ may pick the academic variant (1), 0.7 m away.
Prints: EPSG code, longitude, latitude (WGS84), east, north (metres).
"""

from pyproj import CRS, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.transformer import TransformerGroup

POINTS = {
    5896: [(102.9, 21.4)],
    5897: [(105.85, 21.03), (106.76588026, 21.03400387)],
    5898: [(108.8, 15.12), (106.76588026, 21.03400387)],
    5899: [(106.76588026, 21.03400387), (107.95, 21.52), (108.22, 16.07), (107.08, 10.35)],
    9205: [(103.02, 21.39)],
    9206: [(103.91, 21.33)],
    9207: [(105.15, 9.18)],
    9208: [(104.15, 22.34)],
    9209: [(105.97, 20.44)],
    9210: [(106.68, 20.86), (106.70, 10.78)],
    9211: [(106.60, 17.48)],
    9212: [(107.10, 16.82)],
    9213: [(105.84, 21.59)],
    9214: [(106.19, 21.27)],
    9215: [(106.76, 21.85)],
    9216: [(108.00, 14.35)],
    9217: [(109.19, 12.24)],
    9218: [(108.05, 12.67)],
    3405: [(106.76588026, 21.03400387)],
    3406: [(109.19, 12.24)],
    32648: [(106.76588026, 21.03400387)],
    32749: [(110.4, -7.0)],
    3857: [(106.76588026, 21.03400387)],
}


def transformer(epsg: int) -> Transformer:
    if epsg > 30000 or epsg == 3857:
        return Transformer.from_crs(4326, epsg, always_xy=True)
    group = TransformerGroup(4326, epsg, always_xy=True, area_of_interest=AreaOfInterest(106, 8, 109, 22))
    return next(t for t in group.transformers if "WGS 84 (2)" in t.description)


if __name__ == "__main__":
    for epsg, points in POINTS.items():
        to_grid = transformer(epsg)
        assert CRS.from_epsg(epsg).axis_info[0].unit_name == "metre"
        for lon, lat in points:
            east, north = to_grid.transform(lon, lat)
            print(f"({epsg}, {lon}, {lat}, {east:.4f}, {north:.4f}),")
