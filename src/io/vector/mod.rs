//! Boundaries: polygons with fields, whatever the format.

mod fields;
mod geojson;
mod rings;
mod zones;

use geo::{BoundingRect, MultiPolygon};

use crate::model::LonLat;

pub(super) use zones::read_boundaries;
pub use zones::{ZoneOptions, read_zones};

/// South-west and north-east corner of all polygons.
pub(super) fn bounds_of(features: &[Feature]) -> Option<(LonLat, LonLat)> {
    let rectangles = features.iter().filter_map(|feature| feature.shape.bounding_rect());
    let corners =
        |r: geo::Rect<f64>| (LonLat { lon: r.min().x, lat: r.min().y }, LonLat { lon: r.max().x, lat: r.max().y });
    rectangles.map(corners).reduce(|(a, b), (c, d)| {
        (
            LonLat { lon: a.lon.min(c.lon), lat: a.lat.min(c.lat) },
            LonLat { lon: b.lon.max(d.lon), lat: b.lat.max(d.lat) },
        )
    })
}

/// Polygons of one feature, with what the file says of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Feature {
    /// Identifier beside the fields, where the format has one.
    pub id: Option<String>,
    /// Fields in the order of the file; numbers as texts without needless decimals.
    pub fields: Vec<(String, String)>,
    pub shape: MultiPolygon<f64>,
}

impl Feature {
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
