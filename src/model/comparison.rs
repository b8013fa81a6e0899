//! Two operators side by side (method §12).

use super::{Metric, OperatorId, Technology};

/// Which of two operators comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    FirstBetter,
    SecondBetter,
    Equal,
}

impl Order {
    /// The name in tables: the better one stands at the left.
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstBetter => "a>b",
            Self::SecondBetter => "b>a",
            Self::Equal => "a=b",
        }
    }

    /// Whether both name a better one, and not the same.
    pub fn is_reverse_of(self, other: Self) -> bool {
        matches!((self, other), (Self::FirstBetter, Self::SecondBetter) | (Self::SecondBetter, Self::FirstBetter))
    }
}

/// What the fair comparison proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparisonResult {
    FirstBetter,
    SecondBetter,
    /// The difference may be chance.
    Draw,
}

impl ComparisonResult {
    /// The name in tables.
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstBetter => "a",
            Self::SecondBetter => "b",
            Self::Draw => "draw",
        }
    }
}

/// A crude order that turns round where both operators were measured in the same cells (E. H. Simpson, "The
/// Interpretation of Interaction in Contingency Tables", Journal of the Royal Statistical Society B 13, 1951).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reversal {
    /// The order of the medians turns round.
    pub of_medians: bool,
    /// The order of the failing shares turns round.
    pub of_shares: bool,
    /// The order within cells is proven, not a draw.
    pub is_proven: bool,
}

/// A row of `operators.csv`: one pair of operators that share at least one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct OperatorComparison {
    pub metric: Metric,
    /// `None` is `*`: the outcomes of all classes together.
    pub technology: Option<Technology>,
    /// Before `b` in byte order of brands.
    pub a: OperatorId,
    pub b: OperatorId,
    /// Cells in which both have votes.
    pub n_cells: u64,
    /// Mean over these cells of the failing share of `a` minus that of `b`.
    pub mean_difference: f64,
    /// Of the sign-flip permutation, two-sided.
    pub p: f64,
    /// Corrected over all pairs of the same metric and class.
    pub p_holm: f64,
    pub result: ComparisonResult,
    /// Over everything measured: by median within a class, by failing share where classes are together.
    pub crude_order: Order,
    pub crude_order_of_shares: Order,
    /// Sign of the mean difference, proven or not.
    pub matched_order: Order,
    /// Failing shares of all votes of `a` and `b` in the study area.
    pub shares: [f64; 2],
    /// Medians of all samples of the class in the study area; absent where classes are together.
    pub medians: [Option<f64>; 2],
}

impl OperatorComparison {
    /// Largest corrected p that is no draw.
    pub const SIGNIFICANT_P: f64 = 0.05;

    /// With fewer shared cells no sign-flip permutation reaches that p: 2 of 2⁵ is above it.
    pub const LEAST_CELLS: u64 = 6;

    pub fn reversal(&self) -> Option<Reversal> {
        let of_shares = self.crude_order_of_shares.is_reverse_of(self.matched_order);
        let of_medians = self.technology.is_some() && self.crude_order.is_reverse_of(self.matched_order);
        let is_proven = self.result != ComparisonResult::Draw;
        (of_shares || of_medians).then_some(Reversal { of_medians, of_shares, is_proven })
    }
}

/// The first question a carrier asks of a weak spot: is it us alone?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhoIsWeak {
    /// At least one other operator is adequate there (E), none is shown weak.
    OnlyThis,
    /// Some others are shown weak there (A or B), some are adequate.
    Several,
    /// At least one other operator is shown weak there, none is adequate.
    All,
    /// No other operator has a verdict there.
    OthersNotKnown,
}

impl WhoIsWeak {
    /// From how many others are adequate at the place, and how many weak.
    pub fn of(n_adequate: usize, n_weak: usize) -> Self {
        match (n_adequate, n_weak) {
            (0, 0) => Self::OthersNotKnown,
            (_, 0) => Self::OnlyThis,
            (0, _) => Self::All,
            _ => Self::Several,
        }
    }
}
