//! What a person should know of a file that was read all the same. `text` makes the sentence.

use serde::{Deserialize, Serialize};

use super::{BoundaryNote, Meaning};

/// Something that was put right, assumed or left out while a file was read. Fields are facts, not sentences.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Note {
    /// Rows with more cells than the header; the surplus is not read.
    SurplusCells { rows: u64, first_row: u64 },
    /// Quotes that opened a cell and never closed it.
    OpenQuotes { cells: u64, example: String },
    /// Quotes behind a blank at the beginning of a cell, which only the later part of a file has: they are letters.
    LateQuotes { cells: u64 },
    /// Rows whose separators were put right because their cells fit the columns in one way only.
    MendedRows { rows: u64, first_row: u64 },
    /// Rows below a header that names the columns in another order, or fewer of them; they were read by that header.
    SecondTable { rows: u64, first_row: u64 },
    /// Sums, sources and signatures below the data.
    Footnotes { rows: u64, first_row: u64 },
    /// Text whose letters were lost before the file was written, such as `Nhà d?c l?p`.
    BrokenText { cells: u64, example: String },
    /// Rows with bytes that are no UTF-8 in a file that is: each such character is lost, the rest is read.
    ForeignBytes { rows: u64, first_row: u64 },
    /// Dates that could be read both ways; the day was taken to come first.
    AssumedDayFirst { column: String, example: String },
    /// The unit of a speed was told by the size of its numbers.
    AssumedUnit { column: String, unit: String },
    /// Further columns whose names have the meaning of the one that was taken, and that hold something else.
    OtherCandidates { meaning: Meaning, column: String, others: String },
    /// Columns told apart by their values, not by a header.
    ColumnsByContent { columns: String },
    /// What a file of geometries says of its coordinates and texts.
    Geometry(BoundaryNote),
    /// Features whose geometry could not be read; each is a row without position.
    BrokenGeometries { rows: u64 },
    /// Sheets that hold samples too, in other columns or hidden, and are not read.
    OtherSheets { sheets: String },
    /// Each row has one direction of a test: rows were joined to tests, and some found no partner; others measure nothing.
    LongTable { column: String, rows: u64, tests: u64, alone: u64, others: u64 },
    /// No column names the operator; the name of the sheet or layer does.
    OperatorOfSheet { operator: String },
}

impl Note {
    /// The key of this note's sentence in the catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::SurplusCells { .. } => "note-surplus-cells",
            Self::OpenQuotes { .. } => "note-open-quotes",
            Self::LateQuotes { .. } => "note-late-quotes",
            Self::MendedRows { .. } => "note-mended-rows",
            Self::SecondTable { .. } => "note-second-table",
            Self::Footnotes { .. } => "note-footnotes",
            Self::BrokenText { .. } => "note-broken-text",
            Self::ForeignBytes { .. } => "note-foreign-bytes",
            Self::AssumedDayFirst { .. } => "note-assumed-day-first",
            Self::AssumedUnit { .. } => "note-assumed-unit",
            Self::OtherCandidates { .. } => "note-other-candidates",
            Self::ColumnsByContent { .. } => "note-columns-by-content",
            Self::Geometry(note) => note.key(),
            Self::BrokenGeometries { .. } => "note-broken-geometries",
            Self::OtherSheets { .. } => "note-other-sheets",
            Self::LongTable { .. } => "note-long-table",
            Self::OperatorOfSheet { .. } => "note-operator-of-sheet",
        }
    }

    /// Named facts for the sentence.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::SurplusCells { rows, first_row }
            | Self::MendedRows { rows, first_row }
            | Self::SecondTable { rows, first_row }
            | Self::Footnotes { rows, first_row }
            | Self::ForeignBytes { rows, first_row } => {
                vec![("rows", rows.to_string()), ("row", first_row.to_string())]
            }
            Self::OpenQuotes { cells, example } | Self::BrokenText { cells, example } => {
                vec![("cells", cells.to_string()), ("example", example.clone())]
            }
            Self::LateQuotes { cells } => vec![("cells", cells.to_string())],
            Self::AssumedDayFirst { column, example } => {
                vec![("column", column.clone()), ("example", example.clone())]
            }
            Self::AssumedUnit { column, unit } => vec![("column", column.clone()), ("unit", unit.clone())],
            Self::OtherCandidates { meaning, column, others } => {
                vec![("meaning", meaning.code().to_owned()), ("column", column.clone()), ("others", others.clone())]
            }
            Self::ColumnsByContent { columns } => vec![("columns", columns.clone())],
            Self::Geometry(note) => note.facts(),
            Self::BrokenGeometries { rows } => vec![("rows", rows.to_string())],
            Self::OtherSheets { sheets } => vec![("sheets", sheets.clone())],
            Self::LongTable { column, rows, tests, alone, others } => vec![
                ("column", column.clone()),
                ("rows", rows.to_string()),
                ("tests", tests.to_string()),
                ("alone", alone.to_string()),
                ("others", others.to_string()),
            ],
            Self::OperatorOfSheet { operator } => vec![("operator", operator.clone())],
        }
    }
}
