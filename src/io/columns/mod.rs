//! What the columns of a table mean: by their headers first, then by what stands in them.

pub(super) mod assign;
pub(super) mod headers;
pub(super) mod kind;
pub(super) mod times;
pub(super) mod units;

pub use assign::{ColumnGuess, How};
pub use times::OrderProof;
pub use units::SpeedUnit;
