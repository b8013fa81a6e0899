//! The scan: windows of cells that are weaker than the rest or than allowed, proven by Monte Carlo (method §9).
//!
//! Colouring single cells misses weak places or raises false alarms; a window borrows strength from its neighbours and its
//! p-value counts every window that was looked at. What is shuffled is whole phones, since the votes of one phone are
//! alike.
//!
//! Source: M. Kulldorff, "A spatial scan statistic", Communications in Statistics 26 (1997), Bernoulli model.

mod correlation;
mod lanes;
mod pick;
mod replica;
mod statistic;
mod windows;

use std::sync::atomic::{AtomicU64, Ordering};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use self::lanes::{Count, LANES, Lanes};
use self::pick::Judge;
use self::replica::{Order, Phones};
use self::statistic::Statistics;
use self::windows::{STEPS_IN_BLOCK, Windows};
use crate::job::{Cancelled, Feedback};
use crate::model::{AnalysisSettings, GridPoint};

pub use self::correlation::intra_source_correlation;

/// Monte Carlo replicas unless the settings say otherwise.
pub const REPLICAS: usize = AnalysisSettings::REPLICAS;

/// An operator with fewer votes is not scanned.
pub const MIN_VOTES: usize = 100;

/// Largest p-value that counts as proof.
pub const SIGNIFICANT_P: f64 = 0.05;

/// Replica statistics this much below the observed one still count as reaching it: rounding must not make proof.
const TOLERANCE: f64 = 1e-9;

/// One vote as the scan sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanVote {
    /// Index into the cells.
    pub cell: u32,
    /// [`crate::model::NO_SOURCE`] when unknown: such a vote is a source of its own.
    pub source: u32,
    pub technology: u8,
    pub fails: bool,
}

/// What to scan: the cells with votes of one operator, in byte order of their ids, and the votes in them.
#[derive(Debug)]
pub struct ScanInput<'a> {
    pub centres: &'a [GridPoint],
    pub votes: &'a [ScanVote],
    /// Allowed failing share.
    pub allowed: f64,
    pub max_radius_m: f64,
    pub replicas: usize,
    pub seed: u64,
}

/// A window that stands out, not yet corrected for the number of operators.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Its cells, sorted.
    pub cells: Vec<u32>,
    pub centre: u32,
    /// From the centre to the centre of its farthest cell.
    pub radius_m: f64,
    pub n_votes: u64,
    pub n_failing: u64,
    /// 0 where the window is not on the high side.
    pub llr_relative: f64,
    pub llr_absolute: f64,
    pub p_relative: f64,
    pub p_absolute: f64,
}

impl Window {
    /// Both statistics were tried, so the smaller p counts twice.
    pub fn p(&self) -> f64 {
        (2.0 * self.p_relative.min(self.p_absolute)).min(1.0)
    }
}

/// Windows that do not share a cell, most surprising first, down to p = [`SIGNIFICANT_P`]. None for too few votes.
pub fn scan(input: &ScanInput<'_>, feedback: &Feedback) -> Result<Vec<Window>, Cancelled> {
    scan_in_blocks(input, STEPS_IN_BLOCK, feedback)
}

fn scan_in_blocks(input: &ScanInput<'_>, steps_in_block: usize, feedback: &Feedback) -> Result<Vec<Window>, Cancelled> {
    if input.votes.len() < MIN_VOTES || input.replicas == 0 {
        return Ok(Vec::new());
    }
    let mut votes_in = vec![0u32; input.centres.len()];
    let mut failing_in = vec![0u32; input.centres.len()];
    for vote in input.votes {
        if let (Some(n), Some(c)) = (votes_in.get_mut(vote.cell as usize), failing_in.get_mut(vote.cell as usize)) {
            *n += 1;
            *c += u32::from(vote.fails);
        }
    }
    let windows = Windows::new(input.centres, &votes_in, input.max_radius_m, steps_in_block, feedback)?;
    let statistics = Statistics::new(input.votes.len(), failing_in.iter().map(|c| *c as usize).sum(), input.allowed);
    let maxima = if windows.max_votes() <= u32::from(u16::MAX) {
        replicate::<u16>(input, &windows, &statistics, feedback)
    } else {
        replicate::<u32>(input, &windows, &statistics, feedback)
    }?;
    Judge { failing_in: &failing_in, statistics: &statistics, maxima: &maxima }.pick(&windows, feedback)
}

/// Largest statistics of each replica, sorted.
#[derive(Debug)]
struct Maxima {
    relative: Vec<f64>,
    absolute: Vec<f64>,
}

impl Maxima {
    /// (1 + replicas that reach `observed`) / (replicas + 1); 1 for a window that is not on the high side.
    fn p(sorted: &[f64], observed: f64) -> f64 {
        if observed <= 0.0 {
            return 1.0;
        }
        let below = sorted.partition_point(|m| *m < observed - TOLERANCE);
        (1 + sorted.len() - below) as f64 / (sorted.len() + 1) as f64
    }
}

fn replicate<T: Count>(
    input: &ScanInput<'_>,
    windows: &Windows<'_>,
    statistics: &Statistics,
    feedback: &Feedback,
) -> Result<Maxima, Cancelled> {
    let phones = Phones::new(input.votes);
    let correlation = intra_source_correlation(&phones.tallies());
    let n_cells = input.centres.len();
    let mut maxima = Maxima { relative: vec![0.0; input.replicas], absolute: vec![0.0; input.replicas] };
    // A replica counts as done once all blocks are, in proportion to their centres.
    let done = AtomicU64::new(0);
    let replicas: Vec<u64> = (0..input.replicas as u64).collect();
    windows.visit_blocks(feedback, |block| {
        let of_batches: Vec<Vec<(f64, f64)>> = replicas
            .par_chunks(LANES / 2)
            .map_init(
                || (Lanes::<T>::new(n_cells, windows.max_votes()), vec![0u32; n_cells], Order::default()),
                |(lanes, failing, order), batch| {
                    // Even lanes hold permuted phones, odd ones drawn outcomes.
                    for (replica, lane) in batch.iter().zip((0..).step_by(2)) {
                        // A stream per replica: the same numbers on any number of threads.
                        let mut rng = ChaCha8Rng::seed_from_u64(input.seed);
                        rng.set_stream(*replica);
                        phones.permute(&mut rng, order, failing);
                        lanes.set(lane, failing);
                        phones.draw(&mut rng, input.allowed, correlation, failing);
                        lanes.set(lane + 1, failing);
                    }
                    lanes.walk(block);
                    let before = done.fetch_add((batch.len() * block.len()) as u64, Ordering::Relaxed);
                    let of_all = |done: u64| done / n_cells.max(1) as u64;
                    feedback.advance(of_all(before + (batch.len() * block.len()) as u64) - of_all(before))?;
                    let relative = |lane| lanes.largest(lane, |c, n| statistics.relative(c, n));
                    let absolute = |lane| lanes.largest(lane, |c, n| statistics.absolute(c, n));
                    Ok((0..batch.len()).map(|i| (relative(2 * i), absolute(2 * i + 1))).collect())
                },
            )
            .collect::<Result<_, Cancelled>>()?;
        let so_far = maxima.relative.iter_mut().zip(&mut maxima.absolute);
        for ((relative, absolute), of_block) in so_far.zip(of_batches.into_iter().flatten()) {
            *relative = relative.max(of_block.0);
            *absolute = absolute.max(of_block.1);
        }
        Ok(())
    })?;
    maxima.relative.sort_unstable_by(f64::total_cmp);
    maxima.absolute.sort_unstable_by(f64::total_cmp);
    Ok(maxima)
}

/// Factor by which Holm's procedure raises each operator's p-values: smallest p of each operator in, factors out, in the
/// same order. `None`: no window, which still counts as one of the tests.
pub fn holm_factors(smallest_p: &[Option<f64>]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..smallest_p.len()).collect();
    let p_of = |i: &usize| smallest_p.get(*i).copied().flatten().unwrap_or(1.0);
    order.sort_by(|a, b| p_of(a).total_cmp(&p_of(b)).then(a.cmp(b)));
    let mut factors = vec![1.0; smallest_p.len()];
    let mut corrected = 0.0f64;
    for (rank, i) in order.iter().enumerate() {
        let p = p_of(i);
        corrected = corrected.max((smallest_p.len() - rank) as f64 * p);
        if let Some(factor) = factors.get_mut(*i) {
            *factor = if p > 0.0 { corrected / p } else { 1.0 };
        }
    }
    factors
}

#[cfg(test)]
mod tests;
