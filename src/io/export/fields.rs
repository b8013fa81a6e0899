//! What a row of a list is made of, apart from the format it is written in.

use super::table::Rows;
use crate::model::{MISSING_TIME, write_time};

/// Takes the fields of a row, from left to right. The same function fills a CSV line and a typed record.
pub trait Fields {
    /// A text from outside, which may look like anything.
    fn text(&mut self, text: &str) -> &mut Self;
    /// A word of the program's own.
    fn word(&mut self, word: &'static str) -> &mut Self;
    /// A name of the program's own that is put together, such as the id of a cell.
    fn name(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self;
    fn empty(&mut self) -> &mut Self;
    fn integer(&mut self, value: impl Into<u64>) -> &mut Self;
    /// The shortest decimal that reads back to the same number; nothing where the value is not finite.
    fn number(&mut self, value: f64) -> &mut Self;
    fn fixed(&mut self, value: f64, decimals: usize) -> &mut Self;
    /// Unix seconds; nothing for [`MISSING_TIME`].
    fn time(&mut self, unix_s: i64) -> &mut Self;

    fn maybe_integer(&mut self, value: Option<u64>) -> &mut Self {
        match value {
            Some(value) => self.integer(value),
            None => self.empty(),
        }
    }

    fn maybe_number(&mut self, value: Option<f64>) -> &mut Self {
        match value {
            Some(value) => self.number(value),
            None => self.empty(),
        }
    }

    fn maybe_fixed(&mut self, value: Option<f64>, decimals: usize) -> &mut Self {
        match value {
            Some(value) => self.fixed(value, decimals),
            None => self.empty(),
        }
    }
}

impl Fields for Rows {
    fn text(&mut self, text: &str) -> &mut Self {
        Self::text(self, text)
    }

    fn word(&mut self, word: &'static str) -> &mut Self {
        Self::word(self, word)
    }

    fn name(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        self.raw(write)
    }

    fn empty(&mut self) -> &mut Self {
        Self::empty(self)
    }

    fn integer(&mut self, value: impl Into<u64>) -> &mut Self {
        Self::integer(self, value)
    }

    fn number(&mut self, value: f64) -> &mut Self {
        Self::number(self, value)
    }

    fn fixed(&mut self, value: f64, decimals: usize) -> &mut Self {
        Self::fixed(self, value, decimals)
    }

    fn time(&mut self, unix_s: i64) -> &mut Self {
        self.raw(|out| {
            if unix_s != MISSING_TIME {
                write_time(unix_s, out);
            }
        })
    }
}
