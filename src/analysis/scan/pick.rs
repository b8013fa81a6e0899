//! Which windows are reported: the most surprising first, each without a cell of one before (method §9.4).

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::statistic::Statistics;
use super::windows::{Step, Windows};
use super::{Maxima, SIGNIFICANT_P, Window};
use crate::job::{Cancelled, Feedback};

/// A window and the statistic that makes it surprising, in the order in which windows are taken.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    p: f64,
    statistic: f64,
    n_cells: usize,
    centre: usize,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.p
            .total_cmp(&other.p)
            .then(other.statistic.total_cmp(&self.statistic))
            .then(self.n_cells.cmp(&other.n_cells))
            .then(self.centre.cmp(&other.centre))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

/// What a window is judged by.
pub struct Judge<'a> {
    pub failing_in: &'a [u32],
    pub statistics: &'a Statistics,
    pub maxima: &'a Maxima,
}

impl Judge<'_> {
    /// Of each centre only the best window is held. When it turns out to share a cell with one taken, the best of those
    /// of its windows that do not takes its place: the order is that of a list of all windows.
    pub fn pick(&self, windows: &Windows<'_>, feedback: &Feedback) -> Result<Vec<Window>, Cancelled> {
        let mut taken = vec![false; windows.n_centres()];
        let mut waiting: BinaryHeap<Reverse<Candidate>> = BinaryHeap::new();
        windows.visit_blocks(feedback, |block| {
            feedback.check()?;
            let best: Vec<Candidate> = block
                .centres()
                .into_par_iter()
                .filter_map(|centre| self.best(centre, block.steps(centre), &taken))
                .collect();
            waiting.extend(best.into_iter().map(Reverse));
            Ok(())
        })?;
        let mut found = Vec::new();
        while let Some(Reverse(candidate)) = waiting.pop() {
            feedback.check()?;
            let steps = windows.steps(candidate.centre);
            let window = steps.get(..candidate.n_cells).unwrap_or(&steps);
            if window.iter().any(|step| is_taken(&taken, step.cell)) {
                waiting.extend(self.best(candidate.centre, &steps, &taken).map(Reverse));
                continue;
            }
            for step in window {
                if let Some(slot) = taken.get_mut(step.cell as usize) {
                    *slot = true;
                }
            }
            found.extend(self.window(windows, candidate.centre, window));
        }
        Ok(found)
    }

    /// The most surprising of a centre's windows without a taken cell, if it can be significant at all.
    fn best(&self, centre: usize, steps: &[Step], taken: &[bool]) -> Option<Candidate> {
        let mut best: Option<Candidate> = None;
        let mut failing = 0;
        for (step, n_cells) in steps.iter().zip(1..) {
            if is_taken(taken, step.cell) {
                break;
            }
            failing += self.failing_in.get(step.cell as usize).copied().unwrap_or(0);
            let both = [
                (self.statistics.relative(failing, step.votes), &self.maxima.relative),
                (self.statistics.absolute(failing, step.votes), &self.maxima.absolute),
            ];
            for (statistic, sorted) in both {
                let p = Maxima::p(sorted, statistic);
                let candidate = Candidate { p, statistic, n_cells, centre };
                if 2.0 * p <= SIGNIFICANT_P && best.is_none_or(|best| candidate < best) {
                    best = Some(candidate);
                }
            }
        }
        best
    }

    fn window(&self, windows: &Windows<'_>, centre: usize, steps: &[Step]) -> Option<Window> {
        let last = steps.last()?;
        let mut cells: Vec<u32> = steps.iter().map(|step| step.cell).collect();
        cells.sort_unstable();
        let n_failing = cells.iter().filter_map(|cell| self.failing_in.get(*cell as usize)).sum::<u32>();
        let llr_relative = self.statistics.relative(n_failing, last.votes);
        let llr_absolute = self.statistics.absolute(n_failing, last.votes);
        Some(Window {
            cells,
            centre: centre as u32,
            radius_m: windows.distance_m(centre, last.cell),
            n_votes: u64::from(last.votes),
            n_failing: u64::from(n_failing),
            llr_relative,
            llr_absolute,
            p_relative: Maxima::p(&self.maxima.relative, llr_relative),
            p_absolute: Maxima::p(&self.maxima.absolute, llr_absolute),
        })
    }
}

fn is_taken(taken: &[bool], cell: u32) -> bool {
    taken.get(cell as usize).copied().unwrap_or(false)
}
