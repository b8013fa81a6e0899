//! Tables as text: records in parallel chunks, and how a file parts its cells.

pub(super) mod chunk;
pub(super) mod dialect;
pub(super) mod index;
pub(super) mod transcribe;
