//! Boundaries: polygons with fields, whatever the format.

mod fields;
mod geojson;
mod rings;
mod zones;

use geo::MultiPolygon;

pub(super) use fields::ChosenFields;
pub(super) use zones::{Boundaries, read_boundaries};
pub use zones::{ZoneOptions, read_zones};

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
