//! An R-tree of zones: which are here, and which are in view.

use geo::MultiPolygon;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::{contains, shape};
use crate::model::{LonLat, Zone, ZoneIndex};

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
}
