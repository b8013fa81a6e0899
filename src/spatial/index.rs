//! R-trees for the map: what is here, what is nearest, what is in view. Analysis never uses them.
//!
//! Positions are laid out in metres around the middle of the data, true to a few per mille over a province; distances
//! given back are spherical. Single precision holds them to a centimetre over 100 km and halves the memory.

use geo::MultiPolygon;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::{contains, shape};
use crate::model::{Cell, LonLat, Zone, ZoneIndex};

/// Mean radius of the Earth (IUGG) in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Metres around a middle; x east, y north.
#[derive(Debug, Clone, Copy)]
struct Plane {
    middle: LonLat,
    metres_per_deg_lon: f64,
    metres_per_deg_lat: f64,
}

impl Plane {
    fn around(low: LonLat, high: LonLat) -> Self {
        let middle = LonLat { lon: 0.5 * (low.lon + high.lon), lat: 0.5 * (low.lat + high.lat) };
        let metres_per_deg_lat = EARTH_RADIUS_M.to_radians();
        Self {
            middle,
            metres_per_deg_lon: metres_per_deg_lat * middle.lat.to_radians().cos().max(0.01),
            metres_per_deg_lat,
        }
    }

    /// Around all positions that are numbers.
    fn around_all(positions: impl Iterator<Item = LonLat>) -> Self {
        let finite = positions.filter(|p| p.lon.is_finite() && p.lat.is_finite());
        let extent = finite.map(|p| (p, p)).reduce(|(low, high), (p, _)| {
            let low = LonLat { lon: low.lon.min(p.lon), lat: low.lat.min(p.lat) };
            (low, LonLat { lon: high.lon.max(p.lon), lat: high.lat.max(p.lat) })
        });
        let nowhere = LonLat { lon: 0.0, lat: 0.0 };
        let (low, high) = extent.unwrap_or((nowhere, nowhere));
        Self::around(low, high)
    }

    fn point(&self, p: LonLat) -> [f32; 2] {
        let x = (p.lon - self.middle.lon) * self.metres_per_deg_lon;
        let y = (p.lat - self.middle.lat) * self.metres_per_deg_lat;
        [x as f32, y as f32]
    }

    /// The box between two corners, a little larger so that rounding loses nothing.
    fn view(&self, south_west: LonLat, north_east: LonLat) -> AABB<[f32; 2]> {
        let grow = |value: f32, by: f32| value + by * (value.abs() * 1e-6 + 0.01);
        let [west, south] = self.point(south_west);
        let [east, north] = self.point(north_east);
        AABB::from_corners([grow(west, -1.0), grow(south, -1.0)], [grow(east, 1.0), grow(north, 1.0)])
    }
}

/// Great-circle distance in metres.
fn distance_m(a: LonLat, b: LonLat) -> f64 {
    let half = |degrees: f64| (0.5 * degrees.to_radians()).sin().powi(2);
    let cosines = a.lat.to_radians().cos() * b.lat.to_radians().cos();
    2.0 * EARTH_RADIUS_M * (half(b.lat - a.lat) + cosines * half(b.lon - a.lon)).sqrt().min(1.0).asin()
}

/// Zones by their boxes. WGS84 degrees.
#[derive(Debug)]
pub struct ZoneTree {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl ZoneTree {
    /// Indices are those of the slice.
    pub fn new(zones: &[Zone]) -> Self {
        Self::of_shapes(zones.iter().map(|zone| &zone.shape))
    }

    pub(super) fn of_shapes<'a>(shapes: impl Iterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let boxes = (0..).zip(shapes).filter_map(|(index, shape)| {
            let (low, high) = shape::bounds(shape)?;
            Some(GeomWithData::new(Rectangle::from_corners([low.lon, low.lat], [high.lon, high.lat]), index))
        });
        Self { tree: RTree::bulk_load(boxes.collect()) }
    }

    /// Zones that contain a position, smallest index first. `zones` is the slice the tree was made from.
    pub fn zones_at(&self, zones: &[Zone], position: LonLat) -> Vec<ZoneIndex> {
        let contains_it = |index: &ZoneIndex| {
            zones.get(index.0 as usize).is_some_and(|zone| contains(&zone.shape, position.lon, position.lat))
        };
        self.zones_in_view(position, position).into_iter().filter(contains_it).collect()
    }

    /// Zones whose box meets the view, sorted.
    pub fn zones_in_view(&self, south_west: LonLat, north_east: LonLat) -> Vec<ZoneIndex> {
        let view = AABB::from_corners([south_west.lon, south_west.lat], [north_east.lon, north_east.lat]);
        let mut found: Vec<ZoneIndex> =
            self.tree.locate_in_envelope_intersecting(view).map(|zone| ZoneIndex(zone.data)).collect();
        found.sort_unstable();
        found
    }
}

/// Cells by their centres.
#[derive(Debug)]
pub struct CellTree {
    points: PointTree,
}

impl CellTree {
    /// Indices are those of the slice.
    pub fn new(cells: &[Cell]) -> Self {
        Self { points: PointTree::new(cells.len(), |i| cells.get(i).map(|cell| cell.centre)) }
    }

    /// Index of the cell whose centre is nearest and at most `max_m` metres away.
    pub fn nearest_cell(&self, position: LonLat, max_m: f64) -> Option<u32> {
        self.points.nearest(position, max_m)
    }

    /// Cells whose centre is in view, sorted.
    pub fn cells_in_view(&self, south_west: LonLat, north_east: LonLat) -> Vec<u32> {
        self.points.in_view(south_west, north_east)
    }
}

/// Samples by position.
#[derive(Debug)]
pub struct SampleTree {
    points: PointTree,
}

impl SampleTree {
    /// WGS84 degrees; NaN where a sample has no position. Indices are those of the slices. About 14 bytes a sample.
    pub fn new(lon: &[f64], lat: &[f64]) -> Self {
        let position = |i: usize| Some(LonLat { lon: *lon.get(i)?, lat: *lat.get(i)? });
        Self { points: PointTree::new(lon.len().min(lat.len()), position) }
    }

    /// Index of the sample that is nearest and at most `max_m` metres away.
    pub fn nearest(&self, lon: f64, lat: f64, max_m: f64) -> Option<u32> {
        self.points.nearest(LonLat { lon, lat }, max_m)
    }

    /// Samples in view, sorted; at most `limit`, thinned evenly, and the same ones while the view moves.
    pub fn in_view(&self, south_west: LonLat, north_east: LonLat, limit: usize) -> Vec<u32> {
        let mut found = self.points.in_view(south_west, north_east);
        if found.len() > limit {
            if limit > 0 {
                found.select_nth_unstable_by_key(limit - 1, |index| scramble(*index));
            }
            found.truncate(limit);
            found.sort_unstable();
        }
        found
    }
}

/// Neighbours in a file are neighbours in place and time; scrambled they are not. Odd multiplication and xor-shift are
/// both reversible, so no two indices get the same number.
fn scramble(index: u32) -> u32 {
    let mixed = index.wrapping_mul(0x9E37_79B1);
    (mixed ^ mixed >> 15).wrapping_mul(0x85EB_CA77)
}

#[derive(Debug)]
struct PointTree {
    plane: Plane,
    tree: RTree<GeomWithData<[f32; 2], u32>>,
}

impl PointTree {
    fn new(len: usize, position: impl Fn(usize) -> Option<LonLat>) -> Self {
        let plane = Plane::around_all((0..len).filter_map(&position));
        let points = (0..len).filter_map(|i| {
            let point = plane.point(position(i)?);
            let is_number = point.iter().all(|c| c.is_finite());
            is_number.then_some(GeomWithData::new(point, i as u32))
        });
        Self { plane, tree: RTree::bulk_load(points.collect()) }
    }

    fn position(&self, [x, y]: [f32; 2]) -> LonLat {
        let Plane { middle, metres_per_deg_lon, metres_per_deg_lat } = self.plane;
        LonLat {
            lon: middle.lon + f64::from(x) / metres_per_deg_lon,
            lat: middle.lat + f64::from(y) / metres_per_deg_lat,
        }
    }

    fn nearest(&self, position: LonLat, max_m: f64) -> Option<u32> {
        let point = self.plane.point(position);
        if !point.iter().all(|c| c.is_finite()) {
            return None;
        }
        let nearest = self.tree.nearest_neighbor(point)?;
        (distance_m(position, self.position(*nearest.geom())) <= max_m).then_some(nearest.data)
    }

    fn in_view(&self, south_west: LonLat, north_east: LonLat) -> Vec<u32> {
        let view = self.plane.view(south_west, north_east);
        let mut found: Vec<u32> = self.tree.locate_in_envelope(view).map(|point| point.data).collect();
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn square(west: f64, south: f64) -> Zone {
        let (east, north) = (west + 0.01, south + 0.01);
        let shape = polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)];
        Zone { id: String::new(), name: String::new(), shape: MultiPolygon(vec![shape]), area_m2: 0.0, weight: None }
    }

    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat { lon, lat }
    }

    #[test]
    fn a_zone_is_found_by_position_and_by_view() {
        let zones = [square(106.75, 21.02), square(106.76, 21.02), square(106.77, 21.02)];
        let tree = ZoneTree::new(&zones);
        assert_eq!(tree.zones_at(&zones, at(106.765, 21.025)), [ZoneIndex(1)]);
        // On a shared border exactly one zone has the point.
        assert_eq!(tree.zones_at(&zones, at(106.76, 21.025)), [ZoneIndex(1)]);
        assert_eq!(tree.zones_at(&zones, at(107.0, 21.0)), []);
        assert_eq!(tree.zones_in_view(at(106.755, 21.0), at(106.765, 21.1)), [ZoneIndex(0), ZoneIndex(1)]);
        assert_eq!(ZoneTree::new(&[]).zones_in_view(at(0.0, 0.0), at(1.0, 1.0)), []);
    }

    #[test]
    fn the_nearest_sample_is_found_within_reach_only() {
        let (lon, lat) = ([106.77, f64::NAN, 106.78, 106.79], [21.03, 21.03, 21.03, f64::NAN]);
        let tree = SampleTree::new(&lon, &lat);
        assert_eq!(tree.nearest(106.7701, 21.03, 50.0), Some(0));
        // 0.005° of longitude is 519 m at this latitude.
        assert_eq!(tree.nearest(106.7849, 21.03, 500.0), None);
        assert_eq!(tree.nearest(106.7849, 21.03, 520.0), Some(2));
        assert_eq!(tree.nearest(f64::NAN, 21.03, 520.0), None);
        assert_eq!(SampleTree::new(&[], &[]).nearest(106.0, 21.0, 1e9), None);
    }

    #[test]
    fn a_view_is_thinned_to_its_limit_and_keeps_its_samples_when_it_moves() {
        let lon: Vec<f64> = (0..1000).map(|i| 106.7 + f64::from(i) * 1e-4).collect();
        let lat = vec![21.0; 1000];
        let tree = SampleTree::new(&lon, &lat);
        assert_eq!(tree.in_view(at(106.7, 20.9), at(106.71, 21.1), 1000).len(), 101);
        let wide = tree.in_view(at(106.7, 20.9), at(106.8, 21.1), 100);
        assert_eq!(wide.len(), 100);
        let half: Vec<u32> = wide.iter().copied().filter(|i| *i <= 500).collect();
        assert!((30..70).contains(&half.len()), "{}", half.len());
        let moved = tree.in_view(at(106.7, 20.9), at(106.75, 21.1), 100);
        assert!(half.iter().all(|i| moved.contains(i)));
        assert_eq!(tree.in_view(at(106.7, 20.9), at(106.8, 21.1), 0), Vec::<u32>::new());
    }

    #[test]
    fn the_nearest_cell_is_that_of_the_nearest_centre() {
        use crate::model::CellId;
        let cell = |lon| Cell { id: CellId(0), centre: at(lon, 21.0), zone: None };
        let tree = CellTree::new(&[cell(106.770), cell(106.771)]);
        assert_eq!(tree.nearest_cell(at(106.7706, 21.0), 100.0), Some(1));
        assert_eq!(tree.cells_in_view(at(106.7, 20.0), at(106.7705, 22.0)), [0]);
    }
}
