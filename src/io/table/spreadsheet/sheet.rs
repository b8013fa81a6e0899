//! Cells of a sheet, in reading order and with gaps between them, become rows of text without gaps.

use crate::io::source::Source;
use crate::io::transcript::{Transcript, TranscriptWriter};
use crate::job::Feedback;
use crate::model::{Error, Result};

/// Rows with something in them that show what a sheet is.
const FIRST_ROWS: u32 = 200;

/// A sheet may grow by this factor over its file, and by a fixed amount.
const MAX_RATIO: u64 = 64;
const FREE_BYTES: u64 = 64 << 20;

/// Rows are filled up to the width of the widest before, as far as that is no accident.
const WIDEST_FILLED: u32 = 256;

/// Rows that any program can make.
const MAX_ROWS: u32 = 1 << 20;

/// Rows between two looks at the cancel button.
const ROWS_BETWEEN_CHECKS: u32 = 4096;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Number(f64),
}

/// Writes the cells of one sheet.
pub(super) struct SheetWriter<'a> {
    writer: TranscriptWriter,
    feedback: &'a Feedback,
    shown: &'a str,
    limit_bytes: u64,
    max_rows: u32,
    n_rows_filled: u32,
    row: u32,
    /// Column that is written next.
    column: u32,
    width: u32,
}

impl<'a> SheetWriter<'a> {
    pub fn new(source: &'a Source, feedback: &'a Feedback) -> Self {
        let n_bytes = std::fs::metadata(&source.path).map_or(0, |metadata| metadata.len());
        Self {
            writer: TranscriptWriter::new(),
            feedback,
            shown: &source.shown,
            limit_bytes: FREE_BYTES + n_bytes.saturating_mul(MAX_RATIO),
            max_rows: u32::MAX,
            n_rows_filled: 0,
            row: 0,
            column: 0,
            width: 0,
        }
    }

    /// A writer that is full after the rows which show what the sheet is.
    pub fn of_first_rows(source: &'a Source, feedback: &'a Feedback) -> Self {
        Self { max_rows: FIRST_ROWS, ..Self::new(source, feedback) }
    }

    /// Whether more cells would be ignored.
    pub fn is_full(&self) -> bool {
        self.n_rows_filled >= self.max_rows
    }

    /// Row and column count from 0. A cell before one already written is ignored: no program writes such.
    pub fn cell(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<()> {
        if row < self.row || (row == self.row && column < self.column) || row >= MAX_ROWS || self.is_full() {
            return Ok(());
        }
        while self.row < row {
            self.end_row()?;
        }
        self.check_size(u64::from(column - self.column))?;
        while self.column < column {
            self.writer.empty();
            self.column += 1;
        }
        match value {
            Value::Text(text) => self.writer.text(text),
            Value::Number(number) => self.writer.number(number),
        }
        self.column += 1;
        self.check_size(0)
    }

    fn check_size(&self, more: u64) -> Result<()> {
        if self.writer.n_bytes() + self.writer.n_row_bytes() as u64 + more > self.limit_bytes {
            return Err(Error::SheetTooLarge { path: self.shown.to_owned(), limit_mb: self.limit_bytes >> 20 });
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<()> {
        if self.column > 0 {
            self.n_rows_filled += 1;
            self.width = self.width.max(self.column).min(WIDEST_FILLED);
            while self.column < self.width {
                self.writer.empty();
                self.column += 1;
            }
        }
        self.writer.end_row()?;
        self.row += 1;
        self.column = 0;
        if self.row.is_multiple_of(ROWS_BETWEEN_CHECKS) {
            self.feedback.check()?;
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<Transcript> {
        if self.column > 0 {
            self.end_row()?;
        }
        self.writer.finish()
    }
}
