//! A file of geometries as it is, before it becomes zones or samples.

use geo::{CoordsIter, Geometry, MultiPolygon, Polygon};

use crate::io::crs::StatedCrs;
use crate::model::{BoundaryNote, Error, LayerFault, LayerPlace};

use super::record::{Fields, NamesInUse};
use super::rings::{RingFaults, is_coordinate};
use super::room::{RECORD_BYTES, Room, bytes_of};

/// Features of a file with what it says of itself.
#[derive(Debug, Default)]
pub(in crate::io) struct Layer {
    /// As its makers call it.
    pub format: &'static str,
    /// Records of any kind, in the order of the file, also those without geometry.
    pub features: Vec<LayerFeature>,
    /// Their number, with those of which nothing could be read.
    pub n_records: u64,
    pub crs: StatedCrs,
    /// Name of the layer, where the format has several, and of those that were not read.
    pub name: Option<String>,
    pub others: Vec<String>,
    /// How its texts are written; empty where the format leaves no choice.
    pub encoding: String,
    pub notes: Vec<BoundaryNote>,
    /// Records that could not be read, and the first of them.
    pub n_damaged: u64,
    pub first_damage: Option<Damage>,
    /// What the records may still take.
    pub(super) room: Room,
    pub(super) names: NamesInUse,
}

impl Layer {
    /// A layer without records yet, which may take so much.
    pub(super) fn new(format: &'static str, room: Room) -> Self {
        Self { format, room, ..Self::default() }
    }

    /// A note of damaged records; where no other is left, the file is refused, and so is one that takes too much.
    pub(super) fn count_damage(mut self) -> Result<Self, Damage> {
        if self.room.is_over() {
            return Err(Damage::whole(LayerFault::TooLarge));
        }
        match self.first_damage {
            Some(damage) if self.features.iter().all(|feature| feature.geometry.is_none()) => Err(damage),
            Some(_) => {
                self.notes.push(BoundaryNote::DamagedRecords { n: self.n_damaged });
                Ok(self)
            }
            None => Ok(self),
        }
    }

    /// Adds a record. One without geometry, or with a broken one, keeps its place and its fields. Once there is no room,
    /// records are counted only.
    pub(super) fn add(
        &mut self,
        id: Option<String>,
        fields: &[(String, String)],
        geometry: Result<Option<Geometry<f64>>, LayerFault>,
        faults: RingFaults,
    ) {
        self.n_records += 1;
        let geometry = geometry.and_then(|geometry| match geometry {
            Some(geometry) if !geometry.coords_iter().all(is_coordinate) => Err(LayerFault::Coordinates),
            geometry => Ok(geometry),
        });
        let geometry = geometry.unwrap_or_else(|fault| {
            self.note_damage(Damage::in_feature(fault, self.n_records as usize - 1));
            None
        });
        let (fields, field_bytes) = self.names.fields(fields);
        let id_bytes = id.as_ref().map_or(0, |id| id.len() as u64 + 16);
        if !self.room.take(RECORD_BYTES + field_bytes + id_bytes + geometry.as_ref().map_or(0, bytes_of)) {
            return;
        }
        self.features.push(LayerFeature { id, fields, geometry, faults });
    }

    pub(super) fn note_damage(&mut self, damage: Damage) {
        self.first_damage.get_or_insert(damage);
        self.n_damaged += 1;
    }
}

/// What the features of a file are wanted for; it decides which of several layers is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::io) enum Wanted {
    Areas,
    Points,
}

impl Wanted {
    /// Features of the wanted kind, and features of any kind.
    pub fn worth(self, layer: &Layer) -> (usize, usize) {
        use Geometry::{MultiPoint, MultiPolygon, Point, Polygon};
        let is_wanted = |feature: &&LayerFeature| match self {
            Self::Areas => matches!(feature.geometry, Some(Polygon(_) | MultiPolygon(_))),
            Self::Points => matches!(feature.geometry, Some(Point(_) | MultiPoint(_))),
        };
        (layer.features.iter().filter(is_wanted).count(), layer.features.len())
    }
}

/// One record: its geometry, with what the file says of it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::io) struct LayerFeature {
    /// Identifier beside the fields, where the format has one.
    pub id: Option<String>,
    pub fields: Fields,
    /// Coordinates as the file has them: east or longitude first. `None` where there are none, or broken ones.
    pub geometry: Option<Geometry<f64>>,
    /// What was mended in its rings while they were read.
    pub faults: RingFaults,
}

impl LayerFeature {
    /// The polygons of the geometry; points and lines bound nothing.
    pub fn into_polygons(self) -> MultiPolygon<f64> {
        let mut polygons = Vec::new();
        if let Some(geometry) = self.geometry {
            collect(geometry, &mut polygons);
        }
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
