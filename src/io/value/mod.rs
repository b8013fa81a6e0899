//! Cells into values: numbers and times as people and apps write them.

pub(super) mod cell;
pub(super) mod degrees;
pub(super) mod number;
mod parts;
pub(super) mod plain;
pub(super) mod time;
mod zone;

pub use time::DateOrder;
pub use zone::TimeZoneChoice;
