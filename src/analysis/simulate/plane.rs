//! The simulation's own plane: metres east and north of the ward's centre, equirectangular.
//!
//! A degree is 103 949 m of longitude and 110 718 m of latitude at 21.03° N on WGS84 (series of the meridian and the
//! parallel). Over a ward the error against a true projection is a few metres and harms nothing, since places, tests
//! and truth all live in this plane. It is not the grid CRS of an analysis.

use crate::model::LonLat;

/// Centre of the invented ward.
const CENTRE: LonLat = LonLat { lon: 106.765, lat: 21.03 };
const METRES_PER_DEGREE_LON: f64 = 103_949.0;
const METRES_PER_DEGREE_LAT: f64 = 110_718.0;

/// Metres east (`x`) and north (`y`) of the centre.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub fn distance(self, other: Self) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// In degrees as files write them.
    pub fn lonlat(self) -> LonLat {
        LonLat {
            lon: file_degrees(CENTRE.lon + self.x / METRES_PER_DEGREE_LON),
            lat: file_degrees(CENTRE.lat + self.y / METRES_PER_DEGREE_LAT),
        }
    }

    /// Moved by some centimetres to what a file can say: then simulation and reader mean the same place.
    pub fn snapped(self) -> Self {
        let LonLat { lon, lat } = self.lonlat();
        Self { x: (lon - CENTRE.lon) * METRES_PER_DEGREE_LON, y: (lat - CENTRE.lat) * METRES_PER_DEGREE_LAT }
    }

    /// Distance to the segment from `a` to `b`.
    pub fn distance_to_segment(self, a: Self, b: Self) -> f64 {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length2 = dx * dx + dy * dy;
        let t = if length2 > 0.0 { ((self.x - a.x) * dx + (self.y - a.y) * dy) / length2 } else { 0.0 };
        let t = t.clamp(0.0, 1.0);
        self.distance(Self { x: a.x + t * dx, y: a.y + t * dy })
    }
}

/// Degrees to six decimals, a tenth of a metre.
pub(super) fn file_degrees(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// A square raster over the plane, centred on the origin, row by row from the south-west.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Raster {
    /// Cells per side.
    pub side: usize,
    /// Side of a cell in metres.
    pub cell_m: f64,
}

impl Raster {
    pub fn len(self) -> usize {
        self.side * self.side
    }

    pub fn half_m(self) -> f64 {
        self.side as f64 * self.cell_m / 2.0
    }

    pub fn centre(self, index: usize) -> Point {
        let at = |k: usize| (k as f64 + 0.5) * self.cell_m - self.half_m();
        Point { x: at(index % self.side), y: at(index / self.side) }
    }

    /// Corner `(i, j)` of the lattice, 0..=side each.
    pub fn corner(self, i: usize, j: usize) -> Point {
        Point { x: i as f64 * self.cell_m - self.half_m(), y: j as f64 * self.cell_m - self.half_m() }
    }

    /// The cell that holds a point; `None` off the raster.
    pub fn cell(self, p: Point) -> Option<usize> {
        let at = |v: f64| {
            let k = ((v + self.half_m()) / self.cell_m).floor();
            (k >= 0.0 && k < self.side as f64).then_some(k as usize)
        };
        Some(at(p.y)? * self.side + at(p.x)?)
    }

    /// Cells that share an edge.
    pub fn neighbours(self, index: usize) -> impl Iterator<Item = usize> {
        let (i, j) = (index % self.side, index / self.side);
        let last = self.side - 1;
        [
            (i > 0).then(|| index - 1),
            (i < last).then(|| index + 1),
            (j > 0).then(|| index - self.side),
            (j < last).then(|| index + self.side),
        ]
        .into_iter()
        .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_lies_in_the_cell_whose_centre_is_nearest() {
        let raster = Raster { side: 120, cell_m: 100.0 };
        for index in [0, 119, 7_260, 14_399] {
            assert_eq!(raster.cell(raster.centre(index)), Some(index));
        }
        assert_eq!(raster.cell(Point { x: 6000.0, y: 0.0 }), None);
        assert_eq!(raster.corner(60, 60), Point::default());
    }

    #[test]
    fn a_kilometre_north_is_nine_thousandths_of_a_degree() {
        let p = Point { x: 0.0, y: 1000.0 }.lonlat();
        assert_eq!(p.lon, 106.765);
        assert!((p.lat - 21.039_032).abs() < 1e-6, "{}", p.lat);
    }
}
