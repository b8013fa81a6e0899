//! Boundaries and points: geometries with fields, one format a file.
//!
//! Reading goes: `files` finds the files, `read` tells their format, a reader makes each a [`layer::Layer`] of
//! coordinates as they are, `place` brings these to WGS84, `zones` makes zones of the polygons.

mod dbf;
mod declared_area;
mod fields;
mod files;
mod flatgeobuf;
mod geojson;
#[cfg(feature = "parquet")]
mod geoparquet;
mod gpkg;
mod gpx;
mod identities;
mod kml;
mod layer;
mod nest;
mod place;
mod points;
mod read;
mod record;
mod rings;
mod room;
mod shapefile;
mod text;
mod tiles;
mod topojson;
mod wkb;
mod wkt;
mod wkt_table;
mod xml;
mod zones;

#[cfg(test)]
mod real_tests;

use geo::MultiPolygon;

pub(super) use files::may_hold_boundaries;
#[cfg(feature = "parquet")]
pub(super) use geoparquet::primary;
#[cfg(feature = "parquet")]
pub(super) use points::crs_of_points;
pub(super) use points::transcribe_points;
pub(super) use read::may_hold_geometries;
use record::Fields;
use rings::RingFaults;
#[cfg(feature = "parquet")]
pub(super) use tiles::RECTANGLE;
pub(super) use wkb::polygons_of_geopackage;
#[cfg(feature = "parquet")]
pub(super) use wkb::{corner_of_wkb, point_of_wkb, rectangle_of_wkb};
pub use zones::{InhabitedSource, ZoneFile, ZoneOptions, read_zone_files, read_zones, read_zones_of};
pub(super) use zones::{read_boundaries_of, zones_of};

/// Polygons of one feature, with what the file says of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Feature {
    /// Identifier beside the fields, where the format has one.
    pub id: Option<String>,
    pub fields: Fields,
    pub shape: MultiPolygon<f64>,
    /// What was mended while the rings were read.
    pub faults: RingFaults,
}

impl Feature {
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name)
    }
}
