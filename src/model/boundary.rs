//! What was understood of boundary files, and what had to be mended in them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::LonLat;

/// One boundary file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BoundaryFile {
    pub name: String,
    /// Hex digits; of the `.shp` alone for a Shapefile.
    pub sha256: String,
    /// As its makers call it: `GeoJSON`, `Shapefile`.
    pub format: Cow<'static, str>,
    /// How its texts are written; empty where the format leaves no choice.
    pub encoding: String,
    /// The layer that was read, where the format has several, and those that were not.
    pub layer: Option<String>,
    pub other_layers: Vec<String>,
    /// Code and name of the coordinate system its coordinates were read in.
    pub crs: String,
}

/// What was understood of the boundaries of a study, and what had to be mended.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BoundaryReport {
    pub files: Vec<BoundaryFile>,
    pub notes: Vec<BoundaryNote>,
    /// In the order of zones, then of kinds.
    pub repairs: Vec<Repair>,
    /// Ground between zones that belongs to none, largest first.
    pub gaps: Vec<GapBetweenZones>,
    pub areas: Vec<DeclaredArea>,
}

/// One thing to know about a boundary file. Facts, not sentences.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BoundaryNote {
    /// The code stated was withdrawn by EPSG.
    DeprecatedCrs { stated: u32, used: u32 },
    /// Maps from before 2000: the shift is good to 5 m only.
    Hanoi1972,
    /// The parameters fit no system of the stated datum; the name says VN-2000.
    DatumByName { crs: String },
    /// The file states nothing, and only WGS84 puts it on the globe.
    TakenForWgs84,
    /// The user's choice stood back: the file states a system itself.
    CrsOptionUnused { stated: String },
    /// Texts in which letters were lost before they were saved: `Nhà d?c l?p`.
    LostLetters { example: String, n: u64 },
    /// Records that could not be read.
    DamagedRecords { n: u64 },
    /// Records marked as deleted, which the file still holds.
    DeletedRecords { n: u64 },
    /// Points, lines and records without geometry.
    NoArea { n: u64 },
    /// Gaps were not looked for: too many vertices.
    GapsNotSought,
    /// Ids of a file that an earlier one has too: they were given an ending of their own.
    RepeatedIds { file: String, ids: String, n: u64 },
    /// A file without an id of its own for each zone: all zones are numbered.
    NumberedAnew { file: String },
    /// The same content was given before, and was read once.
    SameFile { file: String, first: String },
    /// Of several layers one was read.
    OneOfLayers { file: String, layer: String, others: String },
}

impl BoundaryNote {
    /// The key of this note's sentence in the catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::DeprecatedCrs { .. } => "boundary-note-deprecated-crs",
            Self::Hanoi1972 => "boundary-note-hanoi-1972",
            Self::DatumByName { .. } => "boundary-note-datum-by-name",
            Self::TakenForWgs84 => "boundary-note-taken-for-wgs84",
            Self::CrsOptionUnused { .. } => "boundary-note-crs-option-unused",
            Self::LostLetters { .. } => "boundary-note-lost-letters",
            Self::DamagedRecords { .. } => "boundary-note-damaged-records",
            Self::DeletedRecords { .. } => "boundary-note-deleted-records",
            Self::NoArea { .. } => "boundary-note-no-area",
            Self::GapsNotSought => "boundary-note-gaps-not-sought",
            Self::RepeatedIds { .. } => "boundary-note-repeated-ids",
            Self::NumberedAnew { .. } => "boundary-note-numbered-anew",
            Self::SameFile { .. } => "boundary-note-same-file",
            Self::OneOfLayers { .. } => "boundary-note-one-of-layers",
        }
    }

    /// Named facts for the sentence.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::DeprecatedCrs { stated, used } => vec![("stated", stated.to_string()), ("used", used.to_string())],
            Self::DatumByName { crs } => vec![("crs", crs.clone())],
            Self::CrsOptionUnused { stated } => vec![("stated", stated.clone())],
            Self::LostLetters { example, n } => vec![("example", example.clone()), ("n", n.to_string())],
            Self::DamagedRecords { n } | Self::DeletedRecords { n } | Self::NoArea { n } => vec![("n", n.to_string())],
            Self::RepeatedIds { file, ids, n } => {
                vec![("file", file.clone()), ("ids", ids.clone()), ("n", n.to_string())]
            }
            Self::NumberedAnew { file } => vec![("file", file.clone())],
            Self::SameFile { file, first } => vec![("file", file.clone()), ("first", first.clone())],
            Self::OneOfLayers { file, layer, others } => {
                vec![("file", file.clone()), ("layer", layer.clone()), ("others", others.clone())]
            }
            Self::Hanoi1972 | Self::TakenForWgs84 | Self::GapsNotSought => Vec::new(),
        }
    }
}

/// What was wrong with the shape of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RepairKind {
    /// Rings whose last vertex was not their first.
    Unclosed,
    /// Vertices that repeated the one before.
    DuplicateVertices,
    /// Rings of fewer than three different vertices, left out.
    Collapsed,
    /// Places where the border ran out and back along itself.
    Spikes,
    /// Rings in the wrong order or direction: holes outside, outer rings among the holes.
    RingOrder,
    /// Places where the border crossed itself.
    SelfCrossing,
    /// Parts that lay over each other, joined.
    OverlappingParts,
    /// Parts too small to be ground, left out.
    Slivers,
    /// Parts cut at the meridian of 180°.
    Antimeridian,
}

impl RepairKind {
    pub const ALL: [Self; 9] = [
        Self::Unclosed,
        Self::DuplicateVertices,
        Self::Collapsed,
        Self::Spikes,
        Self::RingOrder,
        Self::SelfCrossing,
        Self::OverlappingParts,
        Self::Slivers,
        Self::Antimeridian,
    ];

    /// Name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unclosed => "unclosed",
            Self::DuplicateVertices => "duplicate-vertices",
            Self::Collapsed => "collapsed",
            Self::Spikes => "spikes",
            Self::RingOrder => "ring-order",
            Self::SelfCrossing => "self-crossing",
            Self::OverlappingParts => "overlapping-parts",
            Self::Slivers => "slivers",
            Self::Antimeridian => "antimeridian",
        }
    }
}

/// One kind of repair on one zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    pub zone_id: String,
    pub zone_name: String,
    pub kind: RepairKind,
    /// Rings, vertices, places or parts.
    pub n: u32,
}

/// Ground between zones that belongs to none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GapBetweenZones {
    #[serde(with = "super::exact")]
    pub area_m2: f64,
    /// A position in it.
    pub at: LonLat,
    /// A sliver that is open to the outside; else zones enclose it.
    pub is_open: bool,
}

impl GapBetweenZones {
    /// The key of its words in the catalogue.
    pub fn key(&self) -> &'static str {
        if self.is_open { "inspect-boundary-gap-open" } else { "inspect-boundary-gap" }
    }
}

/// A zone whose area in a field of the file is far from that of its shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeclaredArea {
    pub zone_id: String,
    pub zone_name: String,
    pub field: String,
    #[serde(with = "super::exact")]
    pub declared_m2: f64,
    #[serde(with = "super::exact")]
    pub area_m2: f64,
}

/// A coordinate system that the coordinates of a file may be in.
#[derive(Debug, Clone, PartialEq)]
pub struct CrsCandidate {
    /// What the option `--crs` takes: `5899`.
    pub code: String,
    pub name: String,
    /// Where the middle of the file would lie.
    pub at: LonLat,
    /// Nearest listed town with its province, and the distance to it; absent far from Viet Nam.
    pub town: Option<(String, f64)>,
    /// Whether surveyors of that province use this system.
    pub is_prescribed: bool,
    /// Share of the samples that would lie inside; absent without samples.
    pub share_inside: Option<f64>,
}

/// What is wrong with a file of geometries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayerFault {
    /// The file ends before what it announces.
    Truncated,
    /// A count or a size that the file cannot hold.
    Counts,
    /// The text is not written as the format demands.
    Syntax,
    /// A member is missing or of another kind than the format demands.
    Structure,
    /// Elements nest deeper than any real file.
    TooDeep,
    /// XML that declares entities.
    Entities,
    /// Coordinates that are no numbers.
    Coordinates,
    /// More than the program takes in one file.
    TooLarge,
    /// The reader of the format gave up.
    Corrupt,
}

impl LayerFault {
    /// The key of its words in the catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Truncated => "layer-fault-truncated",
            Self::Counts => "layer-fault-counts",
            Self::Syntax => "layer-fault-syntax",
            Self::Structure => "layer-fault-structure",
            Self::TooDeep => "layer-fault-too-deep",
            Self::Entities => "layer-fault-entities",
            Self::Coordinates => "layer-fault-coordinates",
            Self::TooLarge => "layer-fault-too-large",
            Self::Corrupt => "layer-fault-corrupt",
        }
    }
}

/// Where in a file of geometries something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayerPlace {
    Whole,
    /// Line and column as a person counts them.
    Line(u64, u64),
    /// Feature, record or placemark, the first being 1.
    Feature(u64),
    /// Offset from the beginning of the file.
    Byte(u64),
}

impl LayerPlace {
    pub fn key(self) -> &'static str {
        match self {
            Self::Whole => "layer-place-whole",
            Self::Line(..) => "layer-place-line",
            Self::Feature(_) => "layer-place-feature",
            Self::Byte(_) => "layer-place-byte",
        }
    }

    pub fn facts(self) -> Vec<(&'static str, String)> {
        match self {
            Self::Whole => Vec::new(),
            Self::Line(line, column) => vec![("line", line.to_string()), ("column", column.to_string())],
            Self::Feature(n) | Self::Byte(n) => vec![("n", n.to_string())],
        }
    }
}
