"""How much of one shape lies within another, for the tests of src/cartography/rows.rs. Needs shapely."""

from shapely import Polygon, box

shape = Polygon([(0, 0), (900, 100), (700, 800), (300, 500), (100, 900)])
for west, south, side in [(200, 200, 400), (-100, -100, 1200), (2000, 0, 10)]:
    other = box(west, south, west + side, south + side)
    print(west, south, side, shape.intersection(other).area / shape.area)
