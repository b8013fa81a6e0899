//! How many samples lie in each part, counted beside the window.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Drawing;
use crate::app::{Running, Wake};
use crate::job::Feedback;
use crate::model::{Analysis, DecimalColumn, Result};
use crate::spatial::ZoneLocator;
use crate::spatial::coverage::{Coverage, FaceId};

/// Samples looked up between two looks at whether the work is still wanted.
const AT_A_TIME: usize = 1 << 16;

type Counts = BTreeMap<FaceId, u64>;

/// Numbers of samples, and the drawing they are of.
#[derive(Debug, Default)]
pub struct PartCounts {
    known: Option<(Arc<Coverage>, Counts)>,
    running: Option<(Arc<Coverage>, Running<Counts>)>,
}

impl PartCounts {
    pub(super) fn of(&self, coverage: &Arc<Coverage>, id: FaceId) -> Option<u64> {
        let (of, counts) = self.known.as_ref()?;
        Arc::ptr_eq(of, coverage).then(|| counts.get(&id).copied().unwrap_or(0))
    }

    pub(super) fn receive(&mut self) -> bool {
        let Some((_, job)) = &self.running else { return false };
        let Some(outcome) = job.poll() else { return false };
        if let (Some((of, _)), Ok(counts)) = (self.running.take(), outcome) {
            self.known = Some((of, counts));
        }
        true
    }

    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }
}

impl Drawing {
    /// Counts anew where the drawing has changed; a count of a former one is given up.
    pub(in crate::app) fn count(&mut self, analysis: &Arc<Analysis>, wake: &Wake) {
        let is_of_now = |of: &Arc<Coverage>| Arc::ptr_eq(of, &self.now);
        let is_known = self.counts.known.as_ref().is_some_and(|(of, _)| is_of_now(of))
            || self.counts.running.as_ref().is_some_and(|(of, _)| is_of_now(of));
        if is_known {
            return;
        }
        let shapes: Vec<_> =
            self.rows.iter().filter_map(|row| Some((row.id, self.now.shape(row.id, &self.projection)?))).collect();
        let analysis = Arc::clone(analysis);
        let work = move |feedback: &Feedback| -> Result<Counts> {
            let locator = ZoneLocator::new(&shapes.iter().map(|(_, shape)| shape).collect::<Vec<_>>());
            let mut counts = vec![0_u64; shapes.len()];
            let samples = &analysis.dataset.samples;
            let mut found = vec![ZoneLocator::NONE; AT_A_TIME];
            for (part, flags) in analysis.judgement.flags.chunks(AT_A_TIME).enumerate() {
                feedback.advance(0)?;
                let rows = part * AT_A_TIME..part * AT_A_TIME + flags.len();
                let values = |column: &DecimalColumn| -> Vec<f64> {
                    rows.clone().map(|row| column.get(row).unwrap_or(f64::NAN)).collect()
                };
                let (lon, lat) = (values(&samples.lon), values(&samples.lat));
                locator.locate_batch(&lon, &lat, &mut found);
                for (place, flags) in found.iter().zip(flags) {
                    if let Some(count) = counts.get_mut(*place as usize).filter(|_| flags.count_excluded() == 0) {
                        *count += 1;
                    }
                }
            }
            Ok(shapes.iter().zip(counts).map(|((id, _), n)| (*id, n)).collect())
        };
        self.counts.running = Running::start("counts", wake, work).ok().map(|job| (Arc::clone(&self.now), job));
    }

    pub(in crate::app) fn receive_counts(&mut self) -> bool {
        self.counts.receive()
    }

    /// Whether samples are being counted.
    pub fn is_counting(&self) -> bool {
        self.counts.is_running()
    }
}
