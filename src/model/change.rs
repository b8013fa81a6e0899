//! What became of places from one period to another, and what the hours of the day suggest (method §13).

use super::{Grade, Month, OperatorId, Share, ZoneIndex};

/// Failing and all votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VoteCount {
    pub failing: u64,
    pub votes: u64,
}

/// The failing share of a place in a window of months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RollingShare {
    /// The last month of the window.
    pub last: Month,
    pub count: VoteCount,
    /// Absent without votes.
    pub share: Option<Share>,
}

/// What the hours of failing suggest. A suggestion, never a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursSuggestion {
    /// Weak in the evening peak, adequate at the other hours: the site is full.
    Capacity,
    /// Weak in the evening peak and at the other hours: the signal does not reach.
    Coverage,
    /// Fewer votes in the evening peak than any statement needs.
    PeakNotMeasured,
    /// Fewer votes outside the evening peak than any statement needs.
    RestNotMeasured,
    /// Measured in both, and neither pattern stands out.
    Unclear,
}

/// Votes of a place in the evening peak and at the other hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoursView {
    pub peak: VoteCount,
    pub rest: VoteCount,
    pub suggestion: HoursSuggestion,
}

/// Whether a fix is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixAnswer {
    Better,
    NoEvidence,
    Worse,
    /// Votes in so many further cells, measured before and not since, could prove something.
    MoreCells(u64),
    /// Too few cells were measured before: no number of votes from now on can prove a change.
    TooFewBefore,
}

impl FixAnswer {
    /// The name in tables.
    pub fn code(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::NoEvidence => "no-evidence",
            Self::Worse => "worse",
            Self::MoreCells(_) => "not-enough-votes",
            Self::TooFewBefore => "too-few-before",
        }
    }
}

/// A place before and after, cell by cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeforeAfter {
    pub before: VoteCount,
    pub after: VoteCount,
    /// Cells with votes in both.
    pub n_cells: u64,
    /// Mean over these cells of the failing share after minus that before; absent without such a cell.
    pub mean_difference: Option<f64>,
    /// Of the two-sided sign-flip permutation; absent without such a cell.
    pub p: Option<f64>,
    pub answer: FixAnswer,
}

/// What became of a place. Each rests on votes of the later period; silence is [`Self::NotMeasured`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Weak now (A or B), and not shown weak before.
    New,
    /// The interval of the failing share lies wholly above the earlier one.
    Worse,
    /// Measured in both, and no change is proven.
    Same,
    /// The interval of the failing share lies wholly below the earlier one.
    Better,
    /// Weak before (A or B), adequate now (E).
    Resolved,
    /// Too few votes in the later period to say anything.
    NotMeasured,
    /// Too few votes in the earlier period, and not weak now.
    FirstMeasured,
}

impl ChangeKind {
    /// The name in tables.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Worse => "worse",
            Self::Same => "same",
            Self::Better => "better",
            Self::Resolved => "resolved",
            Self::NotMeasured => "not-re-measured",
            Self::FirstMeasured => "first-measured",
        }
    }
}

/// How a place stood in one of the two periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    pub count: VoteCount,
    /// Absent without votes.
    pub share: Option<Share>,
    pub grade: Grade,
}

/// What a change is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangedPlace {
    /// `None`: the whole study area.
    Zone(Option<ZoneIndex>),
    /// By its id in the period in which it was found: the earlier one unless it is new.
    Spot(String),
}

/// A row of `changes.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub place: ChangedPlace,
    pub operator: OperatorId,
    pub before: Standing,
    pub after: Standing,
    pub kind: ChangeKind,
    /// Cell by cell, for weak spots.
    pub cells: Option<BeforeAfter>,
}
