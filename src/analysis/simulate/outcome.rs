//! Pass or fail, and then the figures: a test's outcome comes first, its speed is drawn to agree with it.

use std::collections::BTreeMap;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta, Distribution, LogNormal};

use super::landscape::GROUND;
use super::phones::{Phone, Visit};
use super::weak::WeakMap;
use super::{OperatorMix, SimulatedTest, SimulationSettings, TestStatus};
use crate::model::Technology;

/// Below this correlation all phones fail alike.
const NO_CORRELATION: f64 = 0.001;

/// Least download in Mbps that passes: QĐ 36/QĐ-TTg for 4G and 5G, 1 Mbps for 3G (method.md §3).
pub(super) fn threshold(technology: Technology) -> f64 {
    match technology {
        Technology::ThreeG => 1.0,
        Technology::FiveG => 100.0,
        Technology::FourG | Technology::Unknown => 40.0,
    }
}

/// What one phone meets: its own failing probability for each place, and its one outcome per cell.
struct Bias<'a> {
    settings: &'a SimulationSettings,
    /// Probability that a test of this phone fails, for each weak place and for the rest of the ward.
    probability: BTreeMap<Option<u16>, f64>,
    /// The outcome this phone has in a cell.
    outcome: BTreeMap<(Option<u16>, Option<usize>, Technology), bool>,
}

impl Bias<'_> {
    fn fails(&mut self, rng: &mut ChaCha8Rng, place: Option<u16>, visit: &Visit) -> bool {
        let settings = self.settings;
        let q = *self.probability.entry(place).or_insert_with(|| {
            let share = if place.is_some() { settings.weak_failing_share } else { settings.background_failing_share };
            phone_probability(rng, share, settings.intraclass_correlation)
        });
        if rng.random_bool(settings.fresh_outcome_share) {
            return rng.random_bool(q);
        }
        let key = (place, GROUND.cell(visit.point), visit.technology);
        *self.outcome.entry(key).or_insert_with(|| rng.random_bool(q))
    }
}

/// A phone's own failing probability: mean `share`, correlation `r` between two of its outcomes.
fn phone_probability(rng: &mut ChaCha8Rng, share: f64, r: f64) -> f64 {
    if r < NO_CORRELATION || share <= 0.0 || share >= 1.0 {
        return share;
    }
    if r > 1.0 - NO_CORRELATION {
        return f64::from(u8::from(rng.random_bool(share)));
    }
    let strength = (1.0 - r) / r;
    Beta::new(share * strength, (1.0 - share) * strength).map_or(share, |beta| beta.sample(rng).clamp(0.0, 1.0))
}

/// All tests of one phone.
pub(super) fn tests(
    rng: &mut ChaCha8Rng,
    settings: &SimulationSettings,
    weak: &WeakMap,
    phone: &Phone,
    visits: &[Visit],
) -> Vec<SimulatedTest> {
    let Some(mix) = settings.operators.get(phone.operator) else { return Vec::new() };
    let mut bias = Bias { settings, probability: BTreeMap::new(), outcome: BTreeMap::new() };
    let mut test = |visit: &Visit| {
        let place = weak.place_of(mix.host, visit);
        let fails = bias.fails(rng, place, visit);
        let (download, upload, latency, status) = figures(rng, settings, mix, visit.technology, fails);
        let id: u64 = rng.random();
        let at = visit.point.lonlat();
        SimulatedTest {
            id: format!("{:012x}", id >> 16),
            file_month: visit.month,
            time: Some(visit.unix_s),
            lat: Some(at.lat),
            lon: Some(at.lon),
            accuracy_m: Some(accuracy(rng)),
            operator: mix.brand.to_owned(),
            brand: mix.brand,
            wifi: false,
            technology: visit.technology,
            download_mbps: Some(download),
            upload_mbps: upload,
            latency_ms: latency,
            phone: visit.phone,
            device: phone.device.clone(),
            model: phone.model,
            referral: phone.referral.clone(),
            status,
            fails,
            weak_place: place.map(usize::from),
            dirt: None,
        }
    };
    visits.iter().map(&mut test).collect()
}

fn accuracy(rng: &mut ChaCha8Rng) -> f64 {
    let metres = LogNormal::new(14.0f64.ln(), 0.5).map_or(14.0, |d| d.sample(rng));
    metres.clamp(3.0, 95.0).round()
}

type Figures = (f64, Option<f64>, Option<f64>, TestStatus);

/// Download, upload, latency and status of a test with this outcome.
fn figures(
    rng: &mut ChaCha8Rng,
    settings: &SimulationSettings,
    mix: &OperatorMix,
    technology: Technology,
    fails: bool,
) -> Figures {
    if fails && rng.random_bool(settings.failed_test_share) {
        return (0.0, None, None, TestStatus::Failed);
    }
    let threshold = threshold(technology);
    let download = if fails {
        speed(rng, 0.4 * threshold, 0.65, (0.02 * threshold, threshold))
    } else {
        let median = match technology {
            Technology::ThreeG => 6.0,
            Technology::FiveG => mix.median_5g,
            Technology::FourG | Technology::Unknown => mix.median_4g,
        };
        speed(rng, median.max(threshold), 0.5, (threshold, 2_500.0))
    };
    let (share, quickest) = match technology {
        Technology::ThreeG => (0.25, 70.0),
        Technology::FiveG => (0.18, 14.0),
        Technology::FourG | Technology::Unknown => (0.42, 22.0),
    };
    let upload = speed(rng, share * download, 0.4, (0.01, 400.0));
    let slow = if fails { 1.7 } else { 1.0 };
    let latency = (speed(rng, slow * 1.3 * quickest, 0.35, (0.5 * quickest, 2_000.0)) * 10.0).floor() / 10.0;
    (download, Some(upload), Some(latency), TestStatus::Done)
}

/// Lognormal about a median, drawn again until it lies in `range`, whole hundredths. Rounding down keeps the side.
fn speed(rng: &mut ChaCha8Rng, median: f64, spread: f64, range: (f64, f64)) -> f64 {
    let (low, high) = range;
    let inside = LogNormal::new(median.max(1e-6).ln(), spread)
        .ok()
        .and_then(|d| (0..64).map(|_| d.sample(rng)).find(|x| (low..high).contains(x)))
        .unwrap_or_else(|| rng.random_range(low..high));
    (inside * 100.0).floor() / 100.0
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn the_probability_of_a_phone_has_the_mean_and_spread_of_its_beta() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let n = 40_000;
        let q: Vec<f64> = (0..n).map(|_| phone_probability(&mut rng, 0.12, 0.2)).collect();
        let mean = q.iter().sum::<f64>() / f64::from(n);
        let variance = q.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n);
        // Var q = r·p(1−p) = 0.2 · 0.12 · 0.88.
        assert!((mean - 0.12).abs() < 0.003, "{mean}");
        assert!((variance - 0.021_12).abs() < 0.001, "{variance}");
    }

    #[test]
    fn speeds_agree_with_the_outcome() {
        let settings = SimulationSettings { failed_test_share: 0.0, ..SimulationSettings::default() };
        let mut rng = ChaCha8Rng::seed_from_u64(6);
        for mix in &settings.operators {
            for technology in [Technology::ThreeG, Technology::FourG, Technology::FiveG] {
                for fails in [true, false] {
                    for _ in 0..200 {
                        let (download, _, latency, _) = figures(&mut rng, &settings, mix, technology, fails);
                        assert_eq!(download < threshold(technology), fails, "{technology:?} {download}");
                        assert!(download > 0.0 && latency > Some(0.0));
                    }
                }
            }
        }
    }
}
