//! Errors that end a command or an import. Each says what, where and what to do; `text` makes the sentence.
//!
//! A bad row is not an error: it becomes a sample with a flag.

use thiserror::Error as ThisError;

use super::{CorrectionFault, CriteriaFault, CrsCandidate, LayerFault, LayerPlace, Meaning};

pub type Result<T> = std::result::Result<T, Error>;

/// Why something could not be done. Fields are facts, not sentences.
#[derive(Debug, Clone, PartialEq, ThisError)]
pub enum Error {
    #[error("cancelled")]
    Cancelled,
    #[error("{path}: no such file")]
    NotFound { path: String },
    #[error("{path}: cannot be read: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("{path}: is empty")]
    EmptyFile { path: String },
    /// Not text, or no rows and columns in it. `reason` is `binary` or `no-columns`.
    #[error("{path}: is not a table: {reason}")]
    NotATable { path: String, reason: String },
    #[error("{path}, row {row}: longer than {limit_bytes} bytes")]
    RowTooLong { path: String, row: u64, limit_bytes: u64 },
    /// Far below the header, a row names the columns in another order, or fewer of them.
    #[error("{path}, row {row}: another header than at the beginning")]
    SecondHeader { path: String, row: u64 },
    #[error("{path}: no column with latitude and longitude among: {headers}")]
    NoCoordinates { path: String, headers: String },
    #[error("{path}: no column with a time among: {headers}")]
    NoTimeColumn { path: String, headers: String },
    /// Neither download, upload nor latency.
    #[error("{path}: no column with a speed among: {headers}")]
    NoMetricColumn { path: String, headers: String },
    /// A log of signal strength without speed tests.
    #[error("{path}: is a signal log without speed tests")]
    SignalLog { path: String },
    /// A list of cell towers.
    #[error("{path}: is a list of cell towers")]
    TowerList { path: String },
    /// One row per ward and operator, with a number of samples.
    #[error("{path}: is an aggregate table, not single tests")]
    AggregateTable { path: String },
    #[error("{path}: the unit of column {column} is not clear")]
    AmbiguousUnit { path: String, column: String },
    #[error("{path}: cannot tell day from month in column {column}")]
    AmbiguousDate { path: String, column: String },
    /// Two or more columns could be the one of a meaning.
    #[error("{path}: several columns may be {meaning:?}: {columns}")]
    AmbiguousColumn { path: String, meaning: Meaning, columns: String },
    /// Most positions lie in Viet Nam only when latitude and longitude change places.
    #[error("{path}: latitude {latitude} and longitude {longitude} seem to be swapped")]
    SwappedCoordinates { path: String, latitude: String, longitude: String },
    /// Most rows have more cells than the header.
    #[error("{path}: rows of {cells} cells under a header of {columns}")]
    UnevenRows { path: String, cells: u64, columns: u64 },
    /// One row for the download and one for the upload of each test.
    #[error("{path}: one row per direction, told by column {column}")]
    LongTable { path: String, column: String },
    /// Positions guessed from internet addresses, kilometres off.
    #[error("{path}: positions come from internet addresses")]
    AddressPositions { path: String },
    #[error("{path}: no column is called {column}; there are: {headers}")]
    UnknownColumn { path: String, column: String, headers: String },
    /// A file of geometries that is not what its format demands.
    #[error("{path}: is not a sound {format}: {fault:?}, {place:?}")]
    DamagedLayer { path: String, format: &'static str, fault: LayerFault, place: LayerPlace },
    #[error("{path}: has no polygons")]
    NoPolygons { path: String },
    /// A file of geometries without any place of a test, where samples are wanted.
    #[error("{path}: has no measured points")]
    NoPoints { path: String },
    /// A file of geometries where a table is wanted.
    #[error("{path}: holds geometries, no table")]
    NoTable { path: String },
    #[error("{path}: coordinates are not WGS84 longitude and latitude (first: {first})")]
    NotLonLat { path: String, first: String },
    /// Coordinates whose reference system is not stated, or in a way that several fit.
    #[error("{path}: the coordinate reference system is not clear (first point: {first})")]
    UnclearCrs { path: String, first: String, candidates: Vec<CrsCandidate> },
    #[error("{path}: the coordinate reference system {name} is not known")]
    ForeignCrs { path: String, name: String },
    /// Zones that lie over each other without end.
    #[error("{path}: more than {limit} pairs of zones lie over each other")]
    HeapOfZones { path: String, limit: u64 },
    /// A border that crosses itself so often that its inside means nothing.
    #[error("{path}: the border of feature {feature} crosses itself more than {limit} times")]
    Tangled { path: String, feature: u64, limit: u64 },
    #[error("{path}: no field is called {field}; there are: {fields}")]
    UnknownField { path: String, field: String, fields: String },
    #[error("{path}: format is not supported (yet)")]
    UnsupportedFormat { path: String },
    #[error("EPSG:{epsg} is not a CRS the program knows")]
    UnknownCrs { epsg: u32 },
    #[error("EPSG:{epsg} counts in degrees, where metres are needed")]
    NotProjected { epsg: u32 },
    #[error("no projected CRS fits the study area")]
    NoGridCrs,
    /// No ground, beyond the projection, or borders too tangled to be edited.
    #[error("the boundaries cannot be drawn on")]
    BoundariesNotDrawable,
    #[error("{path}: output exists")]
    OutputExists { path: String },
    #[error("{path}: cannot be written: {reason}")]
    Unwritable { path: String, reason: String },
    #[error("option {option}: {value} is not understood")]
    BadOption { option: String, value: String },
    /// A period to compare with that does not end before the one in question begins.
    #[error("the period to compare with, {value}, is not earlier")]
    NotEarlier { value: String },
    /// An option that a command has and this one does not heed.
    #[error("this command makes no use of {option}")]
    UselessOption { option: String },
    /// A project that a later version of the program wrote.
    #[error("{path}: is of version {version}, which this program does not know")]
    ProjectNewer { path: String, version: u32 },
    /// A file that is no project where one is wanted.
    #[error("{path}: is no project")]
    NotAProject { path: String },
    /// A project of which nothing more can be read, or only by rescuing it.
    #[error("{path}: the project is damaged")]
    ProjectDamaged { path: String },
    #[error("{path}: nothing of the project can be read")]
    ProjectLost { path: String },
    /// Another window or command writes it; `owner` may be empty.
    #[error("{path}: in use by {owner}")]
    ProjectInUse { path: String, owner: String },
    /// Another window or command is in the middle of a step.
    #[error("{path}: busy")]
    ProjectBusy { path: String },
    /// Where a project is to be written, there is a file already.
    #[error("{path} exists")]
    ProjectExists { path: String },
    /// The file or its folder may not be written.
    #[error("{path}: the project may only be read")]
    ProjectReadOnly { path: String },
    #[error("{path}: has no import {id}; there are: {imports}")]
    NoSuchImport { path: String, id: String, imports: String },
    #[error("{path}: the project has no samples")]
    EmptyProject { path: String },
    /// A project named among files of samples.
    #[error("{path}: is a project, and stands alone")]
    ProjectAmongFiles { path: String },
    #[error("{path}: no picture tiles of a base map")]
    NoPictureTiles { path: String },
    #[error("{address}: no address of map tiles")]
    BadTileAddress { address: String },
    /// A list without places for a format of maps. `reason` is `list`, or `zones` where there are no boundaries.
    #[error("{list} have no places for {format}: {reason}")]
    NoPlaces { list: String, format: String, reason: String },
    /// A format that is always in degrees on WGS84.
    #[error("{format} is always in WGS84")]
    OnlyWgs84 { format: String },
    /// More rows than a format of files can hold; `instead` is one that can.
    #[error("{rows} rows are more than {format} holds; use {instead}")]
    FormatTooSmall { format: String, rows: u64, instead: String },
    #[error("{path}: criteria are not understood: {fault:?} {place:?}")]
    BadCriteria { path: String, fault: CriteriaFault, place: LayerPlace },
    /// A file of corrections with rows that cannot be meant; the number of each and what is wrong with it.
    #[error("{path}: corrections are not understood: {faults:?}")]
    BadCorrections { path: String, faults: Vec<(u64, CorrectionFault)> },
    #[error("no file matches {pattern}")]
    NoInput { pattern: String },
    #[error("more than {limit} {what}")]
    TooMany { what: String, limit: u64 },
    /// Protected with a password.
    #[error("{path}: is locked with a password")]
    LockedFile { path: String },
    /// Begins like a format it then does not keep to: cut off, or broken on the way.
    #[error("{path}: is damaged")]
    DamagedFile { path: String },
    /// An archive or a compressed part that grows far more than data does.
    #[error("{path}: unpacks to more than {limit_mb} MB")]
    UnpacksTooLarge { path: String, limit_mb: u64 },
    /// A member whose name leads out of the archive's folder.
    #[error("{path}: holds a file with the unsafe name {name}")]
    UnsafeArchive { path: String, name: String },
    #[error("{path}: holds no file that could be read")]
    EmptyArchive { path: String },
    /// A document, picture, database … by the key of its kind.
    #[error("{path}: is no data of this program ({kind})")]
    OtherDocument { path: String, kind: &'static str },
    #[error("{path}: changed while it was read")]
    FileChanged { path: String },
    /// A folder or a device.
    #[error("{path}: is no file")]
    NotAFile { path: String },
    #[error("{path}: has no sheet called {sheet}; there are: {sheets}")]
    NoSuchSheet { path: String, sheet: String, sheets: String },
    #[error("{path}: the sheet spreads over more than {limit_mb} MB")]
    SheetTooLarge { path: String, limit_mb: u64 },
    /// A table of weights in which no column names the zones.
    #[error("{path}: no column holds ids or names of the zones; there are: {columns}")]
    NoZoneColumn { path: String, columns: String },
    /// A table of weights in which several columns, or none, may be the weight.
    #[error("{path}: which column is the weight is not clear; there are: {columns}")]
    UnclearWeight { path: String, columns: String },
    /// Where a team sets out, not as longitude and latitude; with a value as it should be.
    #[error("--start {value}: write longitude,latitude, such as {example}")]
    BadStart { value: String, example: String },
    #[error("{starts} starts for {teams} teams")]
    MoreStartsThanTeams { starts: usize, teams: u32 },
    /// Averages over map tiles, as Ookla publishes them.
    #[error("{path}: is a table of map tiles, not single tests")]
    TileTable { path: String },
}

impl Error {
    /// The key of this error's sentence in the catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Cancelled => "error-cancelled",
            Self::NotFound { .. } => "error-not-found",
            Self::Unreadable { .. } => "error-unreadable",
            Self::EmptyFile { .. } => "error-empty-file",
            Self::NotATable { .. } => "error-not-a-table",
            Self::RowTooLong { .. } => "error-row-too-long",
            Self::SecondHeader { .. } => "error-second-header",
            Self::NoCoordinates { .. } => "error-no-coordinates",
            Self::NoTimeColumn { .. } => "error-no-time-column",
            Self::NoMetricColumn { .. } => "error-no-metric-column",
            Self::SignalLog { .. } => "error-signal-log",
            Self::TowerList { .. } => "error-tower-list",
            Self::AggregateTable { .. } => "error-aggregate-table",
            Self::AmbiguousUnit { .. } => "error-ambiguous-unit",
            Self::AmbiguousDate { .. } => "error-ambiguous-date",
            Self::AmbiguousColumn { .. } => "error-ambiguous-column",
            Self::SwappedCoordinates { .. } => "error-swapped-coordinates",
            Self::UnevenRows { .. } => "error-uneven-rows",
            Self::LongTable { .. } => "error-long-table",
            Self::AddressPositions { .. } => "error-address-positions",
            Self::UnknownColumn { .. } => "error-unknown-column",
            Self::DamagedLayer { .. } => "error-damaged-layer",
            Self::NoPolygons { .. } => "error-no-polygons",
            Self::NoPoints { .. } => "error-no-points",
            Self::NoTable { .. } => "error-no-table",
            Self::NotLonLat { .. } => "error-not-lon-lat",
            Self::UnclearCrs { .. } => "error-unclear-crs",
            Self::ForeignCrs { .. } => "error-foreign-crs",
            Self::HeapOfZones { .. } => "error-heap-of-zones",
            Self::Tangled { .. } => "error-tangled",
            Self::UnknownField { .. } => "error-unknown-field",
            Self::UnsupportedFormat { .. } => "error-unsupported-format",
            Self::UnknownCrs { .. } => "error-unknown-crs",
            Self::NotProjected { .. } => "error-not-projected",
            Self::NoGridCrs => "error-no-grid-crs",
            Self::BoundariesNotDrawable => "error-boundaries-not-drawable",
            Self::OutputExists { .. } => "error-output-exists",
            Self::Unwritable { .. } => "error-unwritable",
            Self::BadOption { .. } => "error-bad-option",
            Self::NotEarlier { .. } => "error-not-earlier",
            Self::UselessOption { .. } => "error-useless-option",
            Self::NoPictureTiles { .. } => "error-no-picture-tiles",
            Self::BadTileAddress { .. } => "error-bad-tile-address",
            Self::NoPlaces { reason, .. } if reason == "zones" => "error-no-places-zones",
            Self::NoPlaces { .. } => "error-no-places",
            Self::OnlyWgs84 { .. } => "error-only-wgs84",
            Self::FormatTooSmall { .. } => "error-format-too-small",
            Self::BadCriteria { .. } => "error-bad-criteria",
            Self::BadCorrections { .. } => "error-bad-corrections",
            Self::NoInput { .. } => "error-no-input",
            Self::ProjectNewer { .. } => "error-project-newer",
            Self::NotAProject { .. } => "error-not-a-project",
            Self::ProjectDamaged { .. } => "error-project-damaged",
            Self::ProjectLost { .. } => "error-project-lost",
            Self::ProjectInUse { .. } => "error-project-in-use",
            Self::ProjectBusy { .. } => "error-project-busy",
            Self::ProjectExists { .. } => "error-project-exists",
            Self::ProjectReadOnly { .. } => "error-project-read-only",
            Self::NoSuchImport { .. } => "error-no-such-import",
            Self::EmptyProject { .. } => "error-empty-project",
            Self::ProjectAmongFiles { .. } => "error-project-among-files",
            Self::TooMany { .. } => "error-too-many",
            Self::LockedFile { .. } => "error-locked-file",
            Self::DamagedFile { .. } => "error-damaged-file",
            Self::UnpacksTooLarge { .. } => "error-unpacks-too-large",
            Self::UnsafeArchive { .. } => "error-unsafe-archive",
            Self::EmptyArchive { .. } => "error-empty-archive",
            Self::OtherDocument { .. } => "error-other-document",
            Self::FileChanged { .. } => "error-file-changed",
            Self::NotAFile { .. } => "error-not-a-file",
            Self::NoSuchSheet { .. } => "error-no-such-sheet",
            Self::SheetTooLarge { .. } => "error-sheet-too-large",
            Self::NoZoneColumn { .. } => "error-no-zone-column",
            Self::UnclearWeight { .. } => "error-unclear-weight",
            Self::BadStart { .. } => "error-bad-start",
            Self::MoreStartsThanTeams { .. } => "error-more-starts-than-teams",
            Self::TileTable { .. } => "error-tile-table",
        }
    }

    /// Named facts for the sentence.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let path = |p: &String| ("path", p.clone());
        match self {
            Self::Cancelled | Self::NoGridCrs | Self::BoundariesNotDrawable => Vec::new(),
            Self::NotFound { path: p }
            | Self::EmptyFile { path: p }
            | Self::SignalLog { path: p }
            | Self::TowerList { path: p }
            | Self::AggregateTable { path: p }
            | Self::NoPolygons { path: p }
            | Self::NoPoints { path: p }
            | Self::NoTable { path: p }
            | Self::AddressPositions { path: p }
            | Self::UnsupportedFormat { path: p }
            | Self::OutputExists { path: p } => vec![path(p)],
            Self::Unreadable { path: p, reason }
            | Self::NotATable { path: p, reason }
            | Self::Unwritable { path: p, reason } => vec![path(p), ("reason", reason.clone())],
            Self::BadCriteria { path: p, .. } => vec![path(p)],
            Self::SecondHeader { path: p, row } => vec![path(p), ("row", row.to_string())],
            Self::RowTooLong { path: p, row, limit_bytes } => {
                vec![path(p), ("row", row.to_string()), ("limit", limit_bytes.to_string())]
            }
            Self::NoCoordinates { path: p, headers }
            | Self::NoTimeColumn { path: p, headers }
            | Self::NoMetricColumn { path: p, headers } => vec![path(p), ("headers", headers.clone())],
            Self::AmbiguousUnit { path: p, column }
            | Self::AmbiguousDate { path: p, column }
            | Self::LongTable { path: p, column } => vec![path(p), ("column", column.clone())],
            Self::AmbiguousColumn { path: p, meaning, columns } => {
                vec![path(p), ("meaning", meaning.code().to_owned()), ("columns", columns.clone())]
            }
            Self::UnevenRows { path: p, cells, columns } => {
                vec![path(p), ("cells", cells.to_string()), ("columns", columns.to_string())]
            }
            Self::SwappedCoordinates { path: p, latitude, longitude } => {
                vec![path(p), ("latitude", latitude.clone()), ("longitude", longitude.clone())]
            }
            Self::UnknownColumn { path: p, column, headers } => {
                vec![path(p), ("column", column.clone()), ("headers", headers.clone())]
            }
            Self::NotLonLat { path: p, first } => vec![path(p), ("first", first.clone())],
            Self::DamagedLayer { path: p, format, .. } => vec![path(p), ("format", (*format).to_owned())],
            Self::UnclearCrs { path: p, first, .. } => vec![path(p), ("first", first.clone())],
            Self::ForeignCrs { path: p, name } => vec![path(p), ("name", name.clone())],
            Self::HeapOfZones { path: p, limit } => vec![path(p), ("limit", limit.to_string())],
            Self::Tangled { path: p, feature, limit } => {
                vec![path(p), ("feature", feature.to_string()), ("limit", limit.to_string())]
            }
            Self::UnknownField { path: p, field, fields } => {
                vec![path(p), ("field", field.clone()), ("fields", fields.clone())]
            }
            Self::UnknownCrs { epsg } | Self::NotProjected { epsg } => vec![("epsg", epsg.to_string())],
            Self::BadOption { option, value } => vec![("option", option.clone()), ("value", value.clone())],
            Self::BadStart { value, example } => vec![("value", value.clone()), ("example", example.clone())],
            Self::MoreStartsThanTeams { starts, teams } => {
                vec![("starts", starts.to_string()), ("teams", teams.to_string())]
            }
            Self::NotEarlier { value } => vec![("value", value.clone())],
            Self::UselessOption { option } => vec![("option", option.clone())],
            Self::NoPictureTiles { path } => vec![("path", path.clone())],
            Self::BadTileAddress { address } => vec![("address", address.clone())],
            Self::NoPlaces { list, format, .. } => vec![("list", list.clone()), ("format", format.clone())],
            Self::OnlyWgs84 { format } => vec![("format", format.clone())],
            Self::FormatTooSmall { format, rows, instead } => {
                vec![("format", format.clone()), ("rows", rows.to_string()), ("instead", instead.clone())]
            }
            Self::NoInput { pattern } => vec![("pattern", pattern.clone())],
            Self::ProjectNewer { path: p, version } => vec![path(p), ("version", version.to_string())],
            Self::ProjectInUse { path: p, owner } => {
                vec![path(p), ("owner", if owner.is_empty() { "unknown".to_owned() } else { owner.clone() })]
            }
            Self::NoSuchImport { path: p, id, imports } => {
                vec![path(p), ("id", id.clone()), ("imports", imports.clone())]
            }
            Self::NotAProject { path: p }
            | Self::ProjectDamaged { path: p }
            | Self::ProjectLost { path: p }
            | Self::ProjectBusy { path: p }
            | Self::ProjectExists { path: p }
            | Self::ProjectReadOnly { path: p }
            | Self::EmptyProject { path: p }
            | Self::ProjectAmongFiles { path: p } => vec![path(p)],
            Self::TooMany { what, limit } => vec![("what", what.clone()), ("limit", limit.to_string())],
            Self::LockedFile { path: p }
            | Self::DamagedFile { path: p }
            | Self::EmptyArchive { path: p }
            | Self::FileChanged { path: p }
            | Self::NotAFile { path: p }
            | Self::TileTable { path: p }
            | Self::BadCorrections { path: p, .. } => vec![path(p)],
            Self::UnpacksTooLarge { path: p, limit_mb } | Self::SheetTooLarge { path: p, limit_mb } => {
                vec![path(p), ("limit", limit_mb.to_string())]
            }
            Self::UnsafeArchive { path: p, name } => vec![path(p), ("name", name.clone())],
            Self::OtherDocument { path: p, kind } => vec![path(p), ("kind", (*kind).to_owned())],
            Self::NoZoneColumn { path: p, columns } | Self::UnclearWeight { path: p, columns } => {
                vec![path(p), ("columns", columns.clone())]
            }
            Self::NoSuchSheet { path: p, sheet, sheets } => {
                vec![path(p), ("sheet", sheet.clone()), ("sheets", sheets.clone())]
            }
        }
    }
}
