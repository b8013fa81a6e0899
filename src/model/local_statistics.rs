//! Second opinions on a cell: what its neighbours make of its failing share (method §10).

use super::OperatorId;

/// A row of `local_statistics.csv`. `None` as operator is `*`.
#[derive(Debug, Clone, PartialEq)]
pub struct LocalRow {
    /// Index into [`super::Analysis::cells`].
    pub cell: u32,
    pub operator: Option<OperatorId>,
    pub n_votes: u64,
    pub share_failing: f64,
    /// The share drawn towards that of all cells, the more the fewer votes it rests on.
    pub shrunken_share: f64,
    /// Cells with votes of the operator that touch this one.
    pub n_neighbours: u32,
    /// Absent without neighbours, and where all cells are alike.
    pub gi_star: Option<GiStar>,
    /// Absent without neighbours, and where all cells are alike.
    pub moran: Option<LocalMoran>,
}

/// Getis and Ord's Gi*.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GiStar {
    pub z: f64,
    /// Two-sided, from the normal distribution.
    pub p: f64,
    /// Stands after control of the false discovery rate among the operator's cells.
    pub is_discovery: bool,
}

/// Anselin's local Moran.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalMoran {
    pub i: f64,
    /// From conditional permutations.
    pub p: f64,
    pub quadrant: Quadrant,
    /// Stands after control of the false discovery rate among the operator's cells.
    pub is_discovery: bool,
}

/// The cell itself, then the mean of its neighbours: above the mean of all cells (high) or not (low).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quadrant {
    HighHigh,
    LowHigh,
    LowLow,
    HighLow,
}

impl Quadrant {
    pub fn new(cell_is_high: bool, neighbours_are_high: bool) -> Self {
        match (cell_is_high, neighbours_are_high) {
            (true, true) => Self::HighHigh,
            (false, true) => Self::LowHigh,
            (false, false) => Self::LowLow,
            (true, false) => Self::HighLow,
        }
    }

    /// As in the table: `HH`, `LH`, `LL`, `HL`.
    pub fn code(self) -> &'static str {
        match self {
            Self::HighHigh => "HH",
            Self::LowHigh => "LH",
            Self::LowLow => "LL",
            Self::HighLow => "HL",
        }
    }
}
