//! Grades: the verdict on a stratum, with how well it is proven.

/// Verdict on a stratum. The order is that of the alphabet; [`Grade::None`] comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Confirmed weak.
    A,
    /// Likely weak.
    B,
    /// Suspected.
    C,
    /// Undecided.
    D,
    /// Adequate.
    E,
    /// No votes.
    None,
}

impl Grade {
    pub const ALL: [Self; 6] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::None];

    /// The name in tables.
    pub fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
            Self::None => "none",
        }
    }

    /// Whether more evidence is still asked for: neither confirmed weak nor adequate.
    pub fn is_undecided(self) -> bool {
        !matches!(self, Self::A | Self::E)
    }
}
