"""A small vector tile, written by mapbox-vector-tile (pip install mapbox-vector-tile) for the tests of io/basemap/vector."""

import pathlib

import mapbox_vector_tile

EXTENT = 4096


def at(*points):
    """Shares of the side from the north-west, as the coordinates that the package wants: from the south-west."""
    return ", ".join(f"{int(x * EXTENT)} {int((1 - y) * EXTENT)}" for x, y in points)


ring = at((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75), (0.25, 0.25))
hole = at((0.375, 0.375), (0.375, 0.5), (0.5, 0.5), (0.375, 0.375))
road = at((0.0, 0.5), (0.5, 0.5), (1.0, 0.25))
layers = [
    {"name": "water", "features": [{"geometry": f"POLYGON(({ring}), ({hole}))", "properties": {"kind": "lake"}}]},
    {
        "name": "roads",
        "features": [{"geometry": f"LINESTRING({road})", "properties": {"kind": "major_road", "lanes": 2, "oneway": True}}],
    },
    {
        "name": "places",
        "features": [
            {"geometry": f"POINT({at((0.125, 0.875))})", "properties": {"name": "Uong Bi", "name:vi": "Uông Bí", "rank": 3.5}}
        ],
    },
]
tile = mapbox_vector_tile.encode(layers, default_options={"extents": EXTENT, "y_coord_down": False})
pathlib.Path(__file__).with_suffix(".mvt").write_bytes(tile)
