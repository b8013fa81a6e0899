//! How an input file is written, as far as it matters to whoever wants to know how it was understood.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Format of a file and what was chosen within it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceForm {
    /// Short name as in file endings: `csv`, `xlsx`, `parquet` …
    pub format: Cow<'static, str>,
    /// Of a text.
    pub encoding: Option<Cow<'static, str>>,
    /// Of a text.
    pub delimiter: Option<char>,
    /// The sheet or layer that was read.
    pub sheet: Option<String>,
    /// Sheets or layers that were not, in their order.
    pub other_sheets: Vec<String>,
    /// EPSG code of the coordinates, where the file states one.
    pub epsg: Option<u32>,
    /// Columns whose values are no single text, number or time.
    pub skipped_columns: Vec<String>,
}
