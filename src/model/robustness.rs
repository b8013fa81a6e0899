//! Whether a weak spot stays when what was chosen by convention is chosen otherwise (method §17).

/// One way to ask the same question differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    LowerThreshold,
    HigherThreshold,
    SmallerCells,
    LargerCells,
    ShiftedEast,
    ShiftedNorth,
    ShiftedBoth,
}

impl Variant {
    pub const ALL: [Self; 7] = [
        Self::LowerThreshold,
        Self::HigherThreshold,
        Self::SmallerCells,
        Self::LargerCells,
        Self::ShiftedEast,
        Self::ShiftedNorth,
        Self::ShiftedBoth,
    ];

    /// Factor on the thresholds of the first criterion.
    pub fn threshold_factor(self) -> f64 {
        match self {
            Self::LowerThreshold => 0.8,
            Self::HigherThreshold => 1.2,
            _ => 1.0,
        }
    }

    /// Shift of the grid in cells, east and north.
    pub fn shift(self) -> (f64, f64) {
        match self {
            Self::ShiftedEast => (0.5, 0.0),
            Self::ShiftedNorth => (0.0, 0.5),
            Self::ShiftedBoth => (0.5, 0.5),
            _ => (0.0, 0.0),
        }
    }

    /// Key of its name in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::LowerThreshold => "variant-lower-threshold",
            Self::HigherThreshold => "variant-higher-threshold",
            Self::SmallerCells => "variant-smaller-cells",
            Self::LargerCells => "variant-larger-cells",
            Self::ShiftedEast => "variant-shifted-east",
            Self::ShiftedNorth => "variant-shifted-north",
            Self::ShiftedBoth => "variant-shifted-both",
        }
    }
}

/// How a weak spot fared under each of [`Variant::ALL`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Robustness {
    /// Share of the spot's area, 0..=1, that proven spots of the same operator cover under each variant.
    pub covered: [f64; Variant::ALL.len()],
}

impl Robustness {
    /// A spot survives a variant when at least this share of its area is covered.
    pub const SURVIVING_SHARE: f64 = 0.5;

    /// Variants that a robust spot survives.
    pub const ENOUGH: usize = 6;

    pub fn survives(self) -> [bool; Variant::ALL.len()] {
        // Areas are sums: a half that is short by rounding is a half.
        self.covered.map(|share| share >= Self::SURVIVING_SHARE - 1e-9)
    }

    pub fn n_survived(self) -> usize {
        self.survives().into_iter().filter(|survives| *survives).count()
    }

    pub fn is_robust(self) -> bool {
        self.n_survived() >= Self::ENOUGH
    }
}
