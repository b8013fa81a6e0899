//! All rows of a small table as texts, for tables that are no samples.

use csv::StringRecord;

use crate::io::samples::OpenTable;
use crate::model::{Error, Result};

use super::canonical::Canonical;
use super::chunk::{Chunk, ChunkError, ChunkReader, MAX_RECORD_BYTES};
use super::index::CellIndex;

/// Rows beyond this are no longer read: a table of wards has thousands, a table of map tiles a million.
const MAX_ROWS: usize = 5_000_000;

/// Hands out the cells of each data row, and gives the hash of the file. Blank rows and those up to the header are left out.
pub(in crate::io) fn for_each_row(table: OpenTable, mut take: impl FnMut(&StringRecord)) -> Result<String> {
    for_each_numbered_row(table, |_, cells| take(cells))
}

/// The same with the number of each row as a person counts.
pub(in crate::io) fn for_each_numbered_row(
    table: OpenTable,
    mut take: impl FnMut(u32, &StringRecord),
) -> Result<String> {
    let path = table.path.clone();
    let (signs, form, header_row) = (table.plan.signs, table.plan.form.clone(), table.plan.header_row);
    let unreadable = |e: &std::io::Error| Error::unreadable(&path, e);
    let mut reader = ChunkReader::new(Canonical::new(table.into_text(), form), signs);
    let (mut chunk, mut index) = (Chunk::default(), CellIndex::default());
    let (mut n_records, mut n_rows) = (0, 0);
    while n_rows <= MAX_ROWS {
        let has_more = reader.next(&mut chunk).map_err(|error| match error {
            ChunkError::Read(error) => unreadable(&error),
            ChunkError::RecordTooLong => Error::RowTooLong {
                path: path.clone(),
                row: n_records as u64 + 1,
                limit_bytes: MAX_RECORD_BYTES as u64,
            },
        })?;
        if !has_more {
            break;
        }
        index.build(chunk.bytes(), signs, chunk.has_quotes);
        for record in index.records(chunk.bytes(), chunk.has_quotes) {
            n_records += 1;
            if n_records > header_row && !record.is_blank() {
                n_rows += 1;
                let cell = |column| String::from_utf8_lossy(&record.cell(column)).into_owned();
                take(n_records as u32, &(0..record.len()).map(cell).collect());
            }
        }
    }
    reader.into_source().into_source().sha256().map_err(|e| unreadable(&e))
}
