//! Tables as text: records in parallel chunks, and how a file parts its cells; other tables written out as text.

pub(super) mod chunk;
pub(super) mod dialect;
pub(super) mod index;
#[cfg(feature = "parquet")]
mod parquet;
pub(super) mod rows;
mod spreadsheet;
pub(super) mod transcribe;
