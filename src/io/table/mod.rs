//! Tables as text: records in parallel chunks, and how a file parts its cells; other tables written out as text.

pub(super) mod canonical;
mod characters;
pub(super) mod chunk;
pub(super) mod dialect;
mod header_row;
pub(super) mod index;
mod mend;
#[cfg(feature = "parquet")]
pub(super) mod parquet;
pub(super) mod rows;
pub(super) mod second_header;
mod signs;
mod spreadsheet;
pub(super) mod style;
pub(super) mod transcribe;

#[cfg(test)]
mod polluted_tests;
