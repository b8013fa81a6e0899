//! Statistics on samples, for display: counts, means, quantiles by zone and by cell (method §4).

mod cell_samples;
mod cells;
mod csr;
mod distinct;
mod leaves;
mod ordinal;
mod zones;

pub use cells::{CellStatistics, CellWave};
pub use csr::Groups;
pub use zones::zone_rows;

use rayon::prelude::*;

use super::strata::Strata;
use crate::model::{Dataset, Flag, Flags, Judgement, Metric};

/// Leaf and metrics of each sample, packed: `leaf << 3 | mask`; [`SampleKeys::NONE`] for samples that are no evidence.
#[derive(Debug)]
pub struct SampleKeys {
    packed: Vec<u32>,
}

impl SampleKeys {
    pub const NONE: u32 = u32::MAX;

    pub fn new(dataset: &Dataset, judgement: &Judgement, strata: Strata) -> Self {
        let samples = &dataset.samples;
        let packed = (0..samples.len())
            .into_par_iter()
            .with_min_len(1 << 14)
            .map(|row| {
                let flags = judgement.flags.get(row).copied().unwrap_or_default();
                let (Some(operator), Some(technology)) = (samples.operator.get(row), samples.technology.get(row))
                else {
                    return Self::NONE;
                };
                if !flags.is_evidence() {
                    return Self::NONE;
                }
                let zone = judgement.zone.get(row).copied().unwrap_or(Judgement::NOWHERE);
                let mask = metric_mask(dataset, flags, row);
                strata.leaf(zone, *operator, *technology) << 3 | u32::from(mask)
            })
            .collect();
        Self { packed }
    }

    /// Leaf and metric mask (bit i: [`Metric::ALL`] i) of a sample that is evidence.
    #[inline]
    pub fn get(&self, row: usize) -> Option<(u32, u8)> {
        self.packed.get(row).filter(|p| **p != Self::NONE).map(|p| (p >> 3, (p & 7) as u8))
    }

    pub fn len(&self) -> usize {
        self.packed.len()
    }
}

/// Which metrics of a sample enter statistics (bit i: [`Metric::ALL`] i): present and plausible.
#[inline]
fn metric_mask(dataset: &Dataset, flags: Flags, row: usize) -> u8 {
    let samples = &dataset.samples;
    let [a, b, c] = Metric::ALL.map(|metric| u8::from(samples.metric(metric).is_present(row)));
    plausible(flags, a | b << 1 | c << 2)
}

/// Those of the present metrics that are plausible.
#[inline]
fn plausible(flags: Flags, present: u8) -> u8 {
    const IMPLAUSIBLE: [Flag; 3] = [Flag::ImplausibleDownload, Flag::ImplausibleLatency, Flag::ImplausibleUpload];
    let [a, b, c] = IMPLAUSIBLE.map(|flag| u8::from(flags.has(flag)));
    present & !(a | b << 1 | c << 2)
}
