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
        const CHUNK: usize = 1 << 14;
        let samples = &dataset.samples;
        // All threads ask for the memory, page by page, and not one for all of it.
        let mut packed: Vec<u32> = (0..samples.len()).into_par_iter().with_min_len(CHUNK).map(|_| Self::NONE).collect();
        packed.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, packed)| {
            let rows = chunk * CHUNK..chunk * CHUNK + packed.len();
            let mut masks = vec![0u8; packed.len()];
            for (bit, metric) in Metric::ALL.into_iter().enumerate() {
                samples.metric(metric).mark_present(rows.start, &mut masks, 1 << bit);
            }
            let flags = judgement.flags.get(rows.clone()).unwrap_or_default();
            let zones = judgement.zone.get(rows.clone()).unwrap_or_default();
            let operators = samples.operator.get(rows.clone()).unwrap_or_default();
            let technologies = samples.technology.get(rows).unwrap_or_default();
            let of_row = flags.iter().zip(zones).zip(operators.iter().zip(technologies)).zip(masks);
            for (key, (((flags, zone), (operator, technology)), present)) in packed.iter_mut().zip(of_row) {
                if flags.is_evidence() {
                    let mask = plausible(*flags, present);
                    *key = strata.leaf(*zone, *operator, *technology) << 3 | u32::from(mask);
                }
            }
        });
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

/// Those of the present metrics that are plausible.
#[inline]
fn plausible(flags: Flags, present: u8) -> u8 {
    const IMPLAUSIBLE: [Flag; 3] = [Flag::ImplausibleDownload, Flag::ImplausibleLatency, Flag::ImplausibleUpload];
    let [a, b, c] = IMPLAUSIBLE.map(|flag| u8::from(flags.has(flag)));
    present & !(a | b << 1 | c << 2)
}
