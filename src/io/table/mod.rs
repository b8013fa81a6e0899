//! Tables as text: records in parallel chunks, and how a file parts its cells; other tables written out as text.

pub(super) mod chunk;
pub(super) mod dialect;
pub(super) mod index;
pub(super) mod rows;
mod spreadsheet;
pub(super) mod transcribe;
