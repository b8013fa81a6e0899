//! What an invented ward is made from. Every parameter of the sampling is here and nowhere else.

use crate::model::Month;

/// A brand on the invented market and how its network behaves.
#[derive(Debug, Clone, PartialEq)]
pub struct OperatorMix {
    /// Brand as the program writes it (method.md §2).
    pub brand: &'static str,
    /// Brand of the network that carries it. A weak place belongs to a network, so guests on it suffer too.
    pub host: &'static str,
    /// Share of phones; the shares of a market are divided by their sum.
    pub share: f64,
    /// How eagerly its phones test, relative to 1. A small number leaves an operator hardly measured.
    pub activity: f64,
    /// Share of phones that reach 5G in the centre.
    pub share_5g: f64,
    /// Share of tests that fall back to 3G.
    pub share_3g: f64,
    /// Median download in Mbps of tests that pass, before the cut at the threshold.
    pub median_4g: f64,
    /// As [`Self::median_4g`], for 5G.
    pub median_5g: f64,
}

impl OperatorMix {
    /// An operator with a network of its own, as fast as its rivals: only its share of phones sets it apart.
    pub fn alike(brand: &'static str, share: f64) -> Self {
        Self {
            brand,
            host: brand,
            share,
            activity: 1.0,
            share_5g: 0.3,
            share_3g: 0.02,
            median_4g: 65.0,
            median_5g: 300.0,
        }
    }
}

/// Seeded description of an invented ward, its phones and their tests.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulationSettings {
    pub seed: u64,
    /// Rows over the whole period, dirty ones included.
    pub samples: usize,
    /// First local month.
    pub first_month: Month,
    /// Number of months, 1..=120.
    pub months: u32,
    /// Number of khu phố, 1..=[`Self::MAX_ZONES`].
    pub zones: usize,
    /// Area of the ward in km², 1..=50.
    pub area_km2: f64,
    /// Places that are weak at all hours. Fewer come out where the phones do not suffice to measure them.
    pub weak_places: usize,
    /// Places that are weak only in the evening peak, 19–22 h.
    pub evening_places: usize,
    /// Whose network is weak, place by place, starting over at the end; `None`: every network.
    pub weak_operators: Vec<Option<&'static str>>,
    /// Cells of 100 m in a weak place, smallest and largest.
    pub weak_cells: (usize, usize),
    /// Different phones that a weak place grows to hold, if it may.
    pub weak_phones: usize,
    /// Failing share inside a weak place (method.md §3, profile `qd36`), 0..1.
    pub weak_failing_share: f64,
    /// Failing share everywhere else, 0..1.
    pub background_failing_share: f64,
    /// Intraclass correlation of the outcomes of one phone, 0..1: a phone fails with a probability of its own, drawn
    /// from Beta(p(1−r)/r, (1−p)(1−r)/r) with p the failing share of the place, separately for each weak place and
    /// for the rest of the ward. Then the mean is exactly p and the correlation between two cells exactly r.
    pub intraclass_correlation: f64,
    /// Share of tests whose outcome is drawn anew from the phone's probability; the others repeat the one outcome that
    /// the phone has in its cell (100 m, same technology). Leaves the failing share as it is. 0: one phone in one cell
    /// always says the same; 1: tests are independent given the phone.
    pub fresh_outcome_share: f64,
    /// Number of phones, at least 1.
    pub phones: usize,
    /// Spread of the number of tests per phone: standard deviation of its logarithm.
    pub activity_spread: f64,
    /// Phones that test by themselves on one desk, dozens of times a day.
    pub desk_phones: usize,
    /// Share of tests that come from them, 0..1.
    pub desk_share: f64,
    /// Share of tests away from home and work.
    pub errand_share: f64,
    /// Share of khu phố whose people hardly take part.
    pub quiet_zones: f64,
    /// Share of phones that name no device (an identifier is missing, the model is known).
    pub nameless_phones: f64,
    /// Share of phones that entered no referral code.
    pub without_referral: f64,
    /// Share of rows that are dirty (see [`super::Dirt`]), 0..=0.5.
    pub dirt_share: f64,
    /// Share of failing tests that are recorded as failed, with download 0.
    pub failed_test_share: f64,
    pub operators: Vec<OperatorMix>,
}

impl SimulationSettings {
    pub const MAX_ZONES: usize = 200;
    pub const MAX_WEAK_PLACES: usize = 50;
    pub const MAX_SAMPLES: usize = 20_000_000;

    /// A ward without weak places and without dirt, whose outcomes follow the beta-binomial to the letter: every phone
    /// says one thing per cell and technology. Meant for checks of the method.
    pub fn clean(seed: u64) -> Self {
        Self {
            seed,
            weak_places: 0,
            evening_places: 0,
            fresh_outcome_share: 0.0,
            dirt_share: 0.0,
            failed_test_share: 0.0,
            ..Self::default()
        }
    }

    /// Numbers brought into their ranges, so that nothing after this has to doubt them.
    #[must_use]
    pub(super) fn in_range(mut self) -> Self {
        let share = |x: f64| if x.is_finite() { x.clamp(0.0, 1.0) } else { 0.0 };
        self.samples = self.samples.min(Self::MAX_SAMPLES);
        self.months = self.months.clamp(1, 120);
        self.zones = self.zones.clamp(1, Self::MAX_ZONES);
        self.area_km2 = if self.area_km2.is_finite() { self.area_km2.clamp(1.0, 50.0) } else { 44.0 };
        self.weak_places = self.weak_places.min(Self::MAX_WEAK_PLACES);
        self.evening_places = self.evening_places.min(Self::MAX_WEAK_PLACES);
        self.weak_cells.0 = self.weak_cells.0.max(1);
        self.weak_cells.1 = self.weak_cells.1.max(self.weak_cells.0);
        self.phones = self.phones.max(1);
        self.desk_phones = self.desk_phones.min(self.phones);
        self.dirt_share = share(self.dirt_share).min(0.5);
        self.activity_spread =
            if self.activity_spread.is_finite() { self.activity_spread.clamp(0.0, 3.0) } else { 0.0 };
        for value in [
            &mut self.weak_failing_share,
            &mut self.background_failing_share,
            &mut self.intraclass_correlation,
            &mut self.fresh_outcome_share,
            &mut self.desk_share,
            &mut self.errand_share,
            &mut self.quiet_zones,
            &mut self.nameless_phones,
            &mut self.without_referral,
            &mut self.failed_test_share,
        ] {
            *value = share(*value);
        }
        if self.operators.is_empty() {
            self.operators = market();
        }
        self
    }
}

impl Default for SimulationSettings {
    fn default() -> Self {
        Self {
            seed: 1,
            samples: 6000,
            first_month: Month(2025 * 12 + 10),
            months: 12,
            zones: 12,
            area_km2: 44.0,
            weak_places: 5,
            evening_places: 2,
            weak_operators: vec![Some("MobiFone"), Some("Viettel"), Some("VinaPhone"), None, Some("Viettel")],
            weak_cells: (12, 40),
            weak_phones: 22,
            weak_failing_share: 0.85,
            background_failing_share: 0.12,
            intraclass_correlation: 0.2,
            fresh_outcome_share: 0.25,
            phones: 640,
            activity_spread: 0.7,
            desk_phones: 3,
            desk_share: 0.12,
            errand_share: 0.25,
            quiet_zones: 0.25,
            nameless_phones: 0.06,
            without_referral: 0.2,
            dirt_share: 0.06,
            failed_test_share: 0.04,
            operators: market(),
        }
    }
}

/// Four networks and two guests. The shares are invented, in the order of size of the real market.
fn market() -> Vec<OperatorMix> {
    let mix = |brand, host, share, activity, (share_5g, share_3g), (median_4g, median_5g)| OperatorMix {
        brand,
        host,
        share,
        activity,
        share_5g,
        share_3g,
        median_4g,
        median_5g,
    };
    vec![
        mix("Viettel", "Viettel", 0.48, 1.0, (0.40, 0.01), (78.0, 480.0)),
        mix("VinaPhone", "VinaPhone", 0.245, 1.0, (0.30, 0.01), (66.0, 290.0)),
        mix("MobiFone", "MobiFone", 0.185, 1.0, (0.20, 0.02), (58.0, 190.0)),
        mix("Vietnamobile", "Vietnamobile", 0.07, 0.2, (0.0, 0.25), (47.0, 120.0)),
        mix("iTel", "VinaPhone", 0.012, 1.0, (0.0, 0.02), (60.0, 120.0)),
        mix("Wintel", "VinaPhone", 0.008, 1.0, (0.0, 0.02), (58.0, 120.0)),
    ]
}
