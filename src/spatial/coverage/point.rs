//! Whole millimetres: orders and crossings of straight lines that are decided exactly.

use serde::{Deserialize, Serialize};

/// A corner of the drawing: whole millimetres east and north in a projected CRS. Its position is what it is known by, so
/// neighbours that share a border share its corners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(i64, i64)", into = "(i64, i64)")]
pub struct Point {
    pub x: i64,
    pub y: i64,
}

impl From<(i64, i64)> for Point {
    fn from((x, y): (i64, i64)) -> Self {
        Self { x, y }
    }
}

impl From<Point> for (i64, i64) {
    fn from(point: Point) -> Self {
        (point.x, point.y)
    }
}

/// Millimetres in a metre.
const UNITS_PER_M: f64 = 1000.0;

/// Largest coordinate of a corner: far beyond any projection, and small enough for exact products.
const LARGEST: f64 = 1e12;

impl Point {
    /// The nearest whole millimetre; `None` where the numbers are none, or far beyond any projection.
    pub fn from_metres(east_m: f64, north_m: f64) -> Option<Self> {
        let whole = |metres: f64| {
            let units = (metres * UNITS_PER_M).round();
            (units.abs() < LARGEST).then_some(units as i64)
        };
        Some(Self { x: whole(east_m)?, y: whole(north_m)? })
    }

    /// East and north in metres.
    pub fn metres(self) -> (f64, f64) {
        (self.x as f64 / UNITS_PER_M, self.y as f64 / UNITS_PER_M)
    }

    /// Square of the distance in units.
    pub fn distance2(self, other: Self) -> i128 {
        let (dx, dy) = (i128::from(self.x - other.x), i128::from(self.y - other.y));
        dx * dx + dy * dy
    }
}

/// Twice the area of the triangle, positive where it is walked counter-clockwise.
pub fn cross(a: Point, b: Point, c: Point) -> i128 {
    let (ux, uy) = (i128::from(b.x - a.x), i128::from(b.y - a.y));
    let (vx, vy) = (i128::from(c.x - a.x), i128::from(c.y - a.y));
    ux * vy - uy * vx
}

/// Twice the area of a ring, positive where it runs counter-clockwise.
pub fn twice_area(ring: &[Point]) -> i128 {
    let Some(first) = ring.first() else { return 0 };
    ring.windows(2).map(|pair| cross(*first, pair[0], pair[1])).sum()
}

/// Whether `p` lies on the line from `a` to `b`, its ends left out.
pub fn is_inside_line(p: Point, a: Point, b: Point) -> bool {
    p != a && p != b && cross(a, b, p) == 0 && in_box(p, a, b)
}

fn in_box(p: Point, a: Point, b: Point) -> bool {
    (a.x.min(b.x)..=a.x.max(b.x)).contains(&p.x) && (a.y.min(b.y)..=a.y.max(b.y)).contains(&p.y)
}

/// Whether two lines cross at a point that ends neither of them.
pub fn cross_properly(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |o, p, q| cross(o, p, q).signum();
    side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

/// Whether two lines have more in common than ends of both.
pub fn disturb(a: Point, b: Point, c: Point, d: Point) -> bool {
    let same = (a, b) == (c, d) || (a, b) == (d, c);
    same || cross_properly(a, b, c, d)
        || is_inside_line(c, a, b)
        || is_inside_line(d, a, b)
        || is_inside_line(a, c, d)
        || is_inside_line(b, c, d)
}

/// The whole millimetre nearest to the crossing of two lines that cross properly.
pub fn crossing(a: Point, b: Point, c: Point, d: Point) -> Point {
    let (from_a, from_b) = (cross(c, d, a), cross(c, d, b));
    let along = |a: i64, b: i64| {
        let sign = (from_a - from_b).signum();
        let (top, bottom) = (sign * i128::from(b - a) * from_a, sign * (from_a - from_b));
        // Rounded to the nearest, halves upwards: the same whichever end is called the first.
        let doubled = 2 * (i128::from(a) * bottom + top) + bottom;
        i64::try_from(doubled.div_euclid((2 * bottom).max(1))).unwrap_or(a)
    };
    Point { x: along(a.x, b.x), y: along(a.y, b.y) }
}

/// The whole millimetre on the line from `a` to `b` that is nearest to `p`.
pub fn nearest_on_line(p: Point, a: Point, b: Point) -> Point {
    let length2 = a.distance2(b) as f64;
    let dot = (p.x - a.x) as f64 * (b.x - a.x) as f64 + (p.y - a.y) as f64 * (b.y - a.y) as f64;
    let t = if length2 > 0.0 { (dot / length2).clamp(0.0, 1.0) } else { 0.0 };
    let at = |a: i64, b: i64| a + ((b - a) as f64 * t).round() as i64;
    Point { x: at(a.x, b.x), y: at(a.y, b.y) }
}

/// Whether `p` is a rounding away from the line from `a` to `b`, its ends left out.
pub fn is_at_line(p: Point, a: Point, b: Point) -> bool {
    let near = nearest_on_line(p, a, b);
    p != a && p != b && near != a && near != b && p.distance2(near) <= 2
}

/// Order of directions from one point, counter-clockwise from the west (exclusive) on.
pub fn by_direction(from: Point, a: Point, b: Point) -> std::cmp::Ordering {
    let half = |p: Point| (p.y, p.x) > (from.y, from.x);
    half(a).cmp(&half(b)).then_with(|| 0.cmp(&cross(from, a, b)))
}

/// Whether a line, half open upwards, passes east of the middle of `a` and `b`, or, for a level pair, north of it. The
/// line itself counts where its left side is meant.
pub fn passes(line: (Point, Point), middle_of: (Point, Point)) -> bool {
    let (a, b) = middle_of;
    let level = a.y == b.y;
    // Coordinates are doubled, so that the middle is whole; a level pair looks north instead of east.
    let turned = |p: Point| if level { Point { x: 2 * p.y, y: -2 * p.x } } else { Point { x: 2 * p.x, y: 2 * p.y } };
    let (c, d) = (turned(line.0), turned(line.1));
    let (a, b) = (turned(a), turned(b));
    let middle = Point { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    if (c.y > middle.y) == (d.y > middle.y) {
        return false;
    }
    let (low, high) = if c.y < d.y { (c, d) } else { (d, c) };
    cross(low, high, middle) > 0
}

/// Whether the pair looks so that its left side lies west of it, or, for a level pair, south of it.
pub fn left_is_behind(a: Point, b: Point) -> bool {
    if a.y == b.y { b.x < a.x } else { b.y > a.y }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: i64, y: i64) -> Point {
        Point { x, y }
    }

    #[test]
    fn crossings_are_the_nearest_whole_millimetre_from_either_end() {
        let (a, b, c, d) = (p(0, 0), p(10, 3), p(0, 3), p(7, -4));
        // By hand: y = 0.3 x and y = 3 − x meet at x = 3/1.3 = 2.3077, y = 0.6923.
        for (a, b, c, d) in [(a, b, c, d), (b, a, c, d), (a, b, d, c), (c, d, a, b), (d, c, b, a)] {
            assert!(cross_properly(a, b, c, d));
            assert_eq!(crossing(a, b, c, d), p(2, 1));
        }
        assert!(!cross_properly(a, b, p(0, 0), p(-5, 5)));
    }

    #[test]
    fn a_point_on_a_line_is_told_from_its_ends() {
        assert!(is_inside_line(p(2, 2), p(0, 0), p(4, 4)));
        assert!(!is_inside_line(p(4, 4), p(0, 0), p(4, 4)) && !is_inside_line(p(5, 5), p(0, 0), p(4, 4)));
        assert!(is_at_line(p(3, 4), p(0, 0), p(7, 8)) && !is_at_line(p(3, 8), p(0, 0), p(7, 8)));
    }

    #[test]
    fn directions_go_around() {
        let around = [p(3, 1), p(0, 2), p(-4, 1), p(-1, 0), p(-2, -5), p(0, -1), p(5, -3), p(2, 0)];
        let mut sorted = around;
        sorted.sort_by(|a, b| by_direction(p(0, 0), *a, *b));
        let start = sorted.iter().position(|q| *q == p(2, 0)).unwrap();
        sorted.rotate_left(start);
        assert_eq!(sorted, [p(2, 0), p(3, 1), p(0, 2), p(-4, 1), p(-1, 0), p(-2, -5), p(0, -1), p(5, -3)]);
    }
}
