//! A file of geometries as it is, before it becomes zones or samples.

use geo::{Geometry, MultiPolygon, Polygon};

use crate::io::crs::StatedCrs;
use crate::model::{BoundaryNote, Error, LayerFault, LayerPlace};

use super::rings::RingFaults;

/// Features of a file with what it says of itself.
#[derive(Debug, Default)]
pub(in crate::io) struct Layer {
    /// As its makers call it.
    pub format: &'static str,
    pub features: Vec<LayerFeature>,
    /// Records of any kind, also those without geometry.
    pub n_records: u64,
    pub crs: StatedCrs,
    /// How its texts are written; empty where the format leaves no choice.
    pub encoding: String,
    pub notes: Vec<BoundaryNote>,
    /// Records that could not be read, and the first of them.
    pub n_damaged: u64,
    pub first_damage: Option<Damage>,
}

impl Layer {
    /// A note of damaged records; where no other is left, the file is refused.
    pub(super) fn count_damage(mut self) -> Result<Self, Damage> {
        match self.first_damage {
            Some(damage) if self.features.is_empty() => Err(damage),
            Some(_) => {
                self.notes.push(BoundaryNote::DamagedRecords { n: self.n_damaged });
                Ok(self)
            }
            None => Ok(self),
        }
    }

    pub(super) fn note_damage(&mut self, damage: Damage) {
        self.first_damage.get_or_insert(damage);
        self.n_damaged += 1;
    }
}

/// One geometry, with what the file says of it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::io) struct LayerFeature {
    /// Identifier beside the fields, where the format has one.
    pub id: Option<String>,
    /// Fields in the order of the file; numbers as texts without needless decimals.
    pub fields: Vec<(String, String)>,
    /// Coordinates as the file has them: east or longitude first.
    pub geometry: Geometry<f64>,
    /// What was mended in its rings while they were read.
    pub faults: RingFaults,
}

/// Longest name of a field or a folder, in bytes: each feature has it again.
const LONGEST_NAME: usize = 200;

/// A name, cut where it is too long to be one.
pub(super) fn name_within(name: &str) -> &str {
    name.get(..name.floor_char_boundary(LONGEST_NAME)).unwrap_or(name)
}

impl LayerFeature {
    /// The polygons of the geometry; points and lines bound nothing.
    pub fn into_polygons(self) -> MultiPolygon<f64> {
        let mut polygons = Vec::new();
        collect(self.geometry, &mut polygons);
        MultiPolygon(polygons)
    }
}

fn collect(geometry: Geometry<f64>, polygons: &mut Vec<Polygon<f64>>) {
    match geometry {
        Geometry::Polygon(polygon) => polygons.push(polygon),
        Geometry::MultiPolygon(list) => polygons.extend(list),
        Geometry::GeometryCollection(list) => list.into_iter().for_each(|member| collect(member, polygons)),
        _ => {}
    }
}

/// What is wrong, and where; the path and the format are added on the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::io) struct Damage {
    pub fault: LayerFault,
    pub place: LayerPlace,
}

impl Damage {
    pub fn whole(fault: LayerFault) -> Self {
        Self { fault, place: LayerPlace::Whole }
    }

    /// `index` counts from 0.
    pub fn in_feature(fault: LayerFault, index: usize) -> Self {
        Self { fault, place: LayerPlace::Feature(index as u64 + 1) }
    }

    pub fn at_byte(fault: LayerFault, offset: usize) -> Self {
        Self { fault, place: LayerPlace::Byte(offset as u64) }
    }

    pub fn in_file(self, path: &str, format: &'static str) -> Error {
        Error::DamagedLayer { path: path.to_owned(), format, fault: self.fault, place: self.place }
    }
}
