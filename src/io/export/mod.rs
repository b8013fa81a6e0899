//! Tables and layers that leave the program, as the interface contract names them.
//!
//! A folder is written completely or not at all; see [`OutputFolder`].

mod beside;
mod boundaries;
mod cell_layer;
mod cells;
mod changes;
mod columns;
mod destination;
mod fcc_gates;
mod fields;
mod folder;
mod format;
mod gaps;
mod hand_over;
mod list;
mod local_statistics;
mod operators;
mod plan;
mod plan_layers;
mod rejected;
mod samples;
mod spots;
mod summary;
mod table;
mod zones;

pub use beside::operators_json;
pub use boundaries::report_json;
pub use cell_layer::write_cell_layer;
pub use cells::{CellTable, write_cell_stats};
pub use changes::write_changes;
pub use fcc_gates::write_fcc_gates;
pub use folder::{OutputFolder, write_file};
pub(super) use format::geopackage::{
    SCHEMA as GEOPACKAGE, SPATIAL_INDEX, forget as forget_layer, index_name as index_of_layer,
};
pub use format::{Format, Placing, ROWS_OF_SHEET, Written, offered_projection};
pub use gaps::{write_gap_layer, write_gaps};
pub use hand_over::{HandOver, What, Words};
pub use local_statistics::write_local_statistics;
pub use operators::write_operators;
pub use plan::write_plan;
pub use plan_layers::{write_plan_gpx, write_plan_kml};
pub use rejected::write_rejected;
pub use samples::write_samples;
pub use spots::{write_spot_layer, write_spots};
pub use summary::{SummaryInput, summary_json};
pub use zones::write_zone_stats;

/// Files that `analyze` writes into an output folder; anything else there is left alone.
pub const OWN_FILES: [&str; 14] = [
    "cell_stats.csv",
    "cells.geojson",
    "changes.csv",
    "fcc_gates.csv",
    "local_statistics.csv",
    "operators.csv",
    "rejected.csv",
    "samples.csv",
    "sampling_gaps.csv",
    "sampling_gaps.geojson",
    "summary.json",
    "weak_spots.csv",
    "weak_spots.geojson",
    "zone_stats.csv",
];
