//! The way of files into the window: looked at first, shown as understood, asked about, then read.

mod changes;
mod choices;
mod file;
mod look;
mod memory;
mod names;
mod page;
mod questions;
mod report;
mod steps;

pub use changes::Change;
pub use choices::FileChoices;
pub use file::ImportFile;
pub use look::{BoundaryLook, BoundaryPlace, FileKind, FileLook, TableLook};
pub(in crate::app) use look::{files_of, look};
pub use memory::ImportMemory;
pub use names::{NameCase, NameDecisions};
pub use page::{Import, Nearness};
pub use questions::Question;
pub(in crate::app) use report::ReportDue;
pub use report::{BesideReport, FileReport, ImportReport, ZoneReport};
pub use steps::ImportCommand;

pub use crate::io::{
    ColumnGuess, DateOrder, FirstSample, How, OrderProof, SampleSummary, SpeedColumn, SpeedUnit, UnresolvedName,
};
