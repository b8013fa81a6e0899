//! Cells into values: numbers and times as people and apps write them.

pub(super) mod cell;
pub(super) mod number;
pub(super) mod time;

pub use time::{DateOrder, TimeZoneChoice};
