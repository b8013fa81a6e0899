//! The outside world in and out, one format a file.
//!
//! Reading goes: `source` names the files, out of archives too; `detect` says what each is; `encoding` makes a text UTF-8,
//! and `transcript` writes any other table out as such a text; `table` cuts it into records, `columns` says what its
//! headers mean, `doubt` what they leave open, `plan` holds these decisions, `row` turns a record into a sample, `merge`
//! puts all together.
//! Nothing is read twice, and no file has to fit into memory.

mod archive;
mod basemap;
mod beside;
mod chunk_samples;
mod columns;
mod compound;
mod corrections;
mod criteria;
mod crs;
mod detect;
mod doubt;
pub mod draft;
mod encoding;
pub mod export;
mod fixed_hash;
mod gates;
mod guide;
mod identity;
mod inputs;
mod inspect;
mod intern;
mod long_table;
mod merge;
mod neighbours;
mod part;
mod pipe;
mod plan;
mod quota_table;
mod radio;
mod row;
mod sample_ward;
mod samples;
mod short_table;
mod signal_log;
mod source;
mod status;
pub mod store;
mod table;
mod tile_table;
mod tower_list;
mod transcript;
mod usual_row;
mod value;
mod vector;
mod weights;
mod whole_text;

#[cfg(test)]
mod foreign_tables_tests;
#[cfg(test)]
mod real_files_tests;
#[cfg(test)]
mod samples_tests;
#[cfg(test)]
mod test_files;
#[cfg(test)]
mod usual_row_tests;

pub use basemap::{BaseMap, Fetch, Fetched, LARGEST_TILE, TileFeature, TileGeometry, TileKind, TileLayer};
pub use beside::{is_beside, read_beside};
pub use columns::{ColumnGuess, How, OrderProof, SpeedUnit};
pub use corrections::{CorrectionTable, GivenCorrection, GivenWhat, read_corrections};
pub use criteria::{profile_text, read_profile};
pub use encoding::Encoding;
pub use guide::unpack_guide;
pub use inputs::{SampleInputs, expand_inputs, sample_inputs};
pub use inspect::{
    BoundaryContent, Content, FirstSample, Inspection, SampleSummary, SpeedColumn, TableContent, UnresolvedName,
    inspect, inspect_all,
};
pub use neighbours::{neighbours_of, read_neighbours};
pub use part::{input_name, parts_of};
pub use sample_ward::read_sample_ward;
pub use samples::{read_sample_files, read_samples};
pub use value::{DateOrder, TimeZoneChoice};
pub use vector::{InhabitedSource, ZoneFile, ZoneOptions, read_zone_files, read_zones, read_zones_of};
pub use weights::{WeightTable, read_weights};

use crate::job;
use crate::model::{Error, Meaning};
use crate::spatial::Crs;

/// What the user knows better than the program can tell.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Headers of columns whose meaning is given.
    pub columns: Vec<(Meaning, String)>,
    /// Headers of columns that are to be left alone, whatever they seem to mean.
    pub unused_columns: Vec<String>,
    /// Unit of all speeds.
    pub unit: Option<SpeedUnit>,
    /// Units of single speed columns; they come before `unit`.
    pub units: Vec<(Meaning, SpeedUnit)>,
    /// Operator of files without such a column.
    pub operator: Option<String>,
    /// Zone of times that carry no offset.
    pub timezone: TimeZoneChoice,
    /// Sheet of a workbook; absent, the one that looks most like samples.
    pub sheet: Option<String>,
    /// CRS of the coordinates of files that state none.
    pub crs: Option<Crs>,
    /// Order of day and month where the year does not come first.
    pub date_order: Option<DateOrder>,
    /// Names of operators as files write them, each with the operator that is meant.
    pub operator_aliases: Vec<(String, String)>,
    /// Unix time in seconds by which a look at a file tells what lies in the future; `None`: nothing does.
    pub now_unix_s: Option<i64>,
}

impl From<job::Cancelled> for Error {
    fn from(_: job::Cancelled) -> Self {
        Self::Cancelled
    }
}
