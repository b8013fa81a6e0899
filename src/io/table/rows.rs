//! All rows of a small table as texts, for tables that are no samples.

use crate::io::samples::OpenTable;
use crate::model::{Error, Result};

/// Rows beyond this are no longer read: a table of wards has thousands, a table of map tiles a million.
const MAX_ROWS: usize = 5_000_000;

/// Hands out the cells of each data row. Blank rows and the rows up to the header are left out.
pub(in crate::io) fn for_each_row(table: OpenTable, mut take: impl FnMut(&csv::StringRecord)) -> Result<String> {
    let path = table.path.clone();
    let (signs, header_row) = (table.plan.signs, table.plan.header_row as u64);
    let unreadable = |reason: String| Error::Unreadable { path: path.clone(), reason };
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(signs.delimiter).has_headers(false).flexible(true);
    if signs.newline == b'\r' {
        builder.terminator(csv::Terminator::Any(b'\r'));
    }
    let mut text = table.into_text();
    {
        let mut reader = builder.from_reader(&mut text);
        let mut bytes = csv::ByteRecord::new();
        let mut n_rows = 0;
        while n_rows < MAX_ROWS && reader.read_byte_record(&mut bytes).map_err(|e| unreadable(e.to_string()))? {
            let line = bytes.position().map_or(0, csv::Position::line);
            let record = csv::StringRecord::from_byte_record_lossy(std::mem::take(&mut bytes));
            if line > header_row && record.iter().any(|cell| !cell.trim().is_empty()) {
                n_rows += 1;
                take(&record);
            }
        }
    }
    text.sha256().map_err(|e| unreadable(e.to_string()))
}
