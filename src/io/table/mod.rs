//! Tables as text: how a file parts its cells, its canonical form, and records in parallel chunks.

pub(super) mod canonical;
pub(super) mod chunk;
pub(super) mod dialect;
mod header_row;
pub(super) mod index;
mod mend;
pub(super) mod style;

#[cfg(test)]
mod polluted_tests;
