//! How much memory the geometries of a file may take.

use std::cell::Cell;

use geo::Geometry;

use super::rings::RingFaults;

/// Any file may take this, however small it is: a file of less than 10 MB stays below 1 GB with its text.
const FREE_BYTES: u64 = 512 << 20;

/// A large file may take more: so many times its size as it was given, packed or not.
const TIMES_ITS_SIZE: u64 = 32;

/// What a vertex takes while lists grow, and what a list does.
pub(super) const VERTEX_BYTES: u64 = 32;
pub(super) const LIST_BYTES: u64 = 48;

/// Bytes that may still be taken.
#[derive(Debug, Clone)]
pub(in crate::io) struct Room {
    left: Cell<u64>,
    is_over: Cell<bool>,
}

impl Room {
    /// Room for a file of which this many bytes were given.
    pub fn for_file(n_bytes_given: u64) -> Self {
        Self::of(FREE_BYTES.saturating_add(n_bytes_given.saturating_mul(TIMES_ITS_SIZE)))
    }

    pub fn of(n_bytes: u64) -> Self {
        Self { left: Cell::new(n_bytes), is_over: Cell::new(false) }
    }

    /// Whether so much is left; it is no longer.
    pub fn take(&self, n_bytes: u64) -> bool {
        let left = self.left.get().checked_sub(n_bytes);
        self.left.set(left.unwrap_or(0));
        self.is_over.set(self.is_over.get() || left.is_none());
        left.is_some()
    }

    /// Whether more was asked for than there is.
    pub fn is_over(&self) -> bool {
        self.is_over.get()
    }

    pub fn left(&self) -> u64 {
        self.left.get()
    }
}

impl Default for Room {
    fn default() -> Self {
        Self::for_file(0)
    }
}

/// Bytes that a geometry takes beside itself.
pub(super) fn bytes_of(geometry: &Geometry<f64>) -> u64 {
    let line = |n: usize| 16 * n as u64 + LIST_BYTES;
    let polygon = |polygon: &geo::Polygon<f64>| {
        line(polygon.exterior().0.len()) + polygon.interiors().iter().map(|hole| line(hole.0.len())).sum::<u64>()
    };
    match geometry {
        Geometry::Polygon(one) => polygon(one),
        Geometry::MultiPolygon(list) => list.iter().map(polygon).sum::<u64>() + LIST_BYTES,
        Geometry::LineString(one) => line(one.0.len()),
        Geometry::MultiLineString(list) => list.iter().map(|one| line(one.0.len())).sum::<u64>() + LIST_BYTES,
        Geometry::MultiPoint(points) => line(points.0.len()),
        Geometry::GeometryCollection(list) => {
            list.iter().map(|member| bytes_of(member) + size_of::<Geometry<f64>>() as u64).sum::<u64>() + LIST_BYTES
        }
        _ => 0,
    }
}

/// Bytes of a record beside its fields and the vertices of its geometry.
pub(super) const RECORD_BYTES: u64 = (size_of::<Geometry<f64>>() + size_of::<RingFaults>() + 64) as u64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::vector::{geojson, gpx, kml, wkt_table};
    use crate::model::LayerFault;

    /// Texts of many records in each format, and one of a single record without end.
    #[test]
    fn what_does_not_fit_is_refused() {
        let point = "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[106,21]},\"properties\":{\"a\":1}}";
        let collection = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", vec![point; 1000].join(","));
        let line = format!("{{\"type\":\"LineString\",\"coordinates\":[{}]}}", vec!["[106,21]"; 10_000].join(","));
        let members = vec!["{\"type\":\"Point\",\"coordinates\":[1,2]}"; 1000].join(",");
        let geometries = format!("{{\"type\":\"GeometryCollection\",\"geometries\":[{members}]}}");
        let placemarks = "<Placemark><Point><coordinates>106,21</coordinates></Point></Placemark>".repeat(1000);
        let kml_points = format!("<kml>{placemarks}</kml>");
        let coordinates = "106,21 ".repeat(10_000);
        let kml_line = format!("<kml><LineString><coordinates>{coordinates}</coordinates></LineString></kml>");
        let waypoints = format!("<gpx>{}</gpx>", "<wpt lat=\"21\" lon=\"106\"/>".repeat(1000));
        let table = format!("id;geom\n{}", "1;POINT(106 21)\n".repeat(1000));
        for (room, fault) in [(Room::of(50_000), Some(LayerFault::TooLarge)), (Room::of(1 << 20), None)] {
            let geojson = [&collection, &line, &geometries].map(|text| geojson::parse(text.as_bytes(), room.clone()));
            let kml = [&kml_points, &kml_line].map(|text| kml::parse(text.as_bytes(), room.clone()));
            let gpx = gpx::parse(waypoints.as_bytes(), room.clone());
            let wkt = wkt_table::parse(table.as_bytes(), room.clone()).unwrap();
            for layer in geojson.into_iter().chain(kml).chain([gpx, wkt]) {
                assert_eq!(layer.err().map(|damage| damage.fault), fault);
            }
        }
    }
}
