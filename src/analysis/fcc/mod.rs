//! Three gates in FCC style for each hexagon and operator (method §8): failing tests in enough parts of the hexagon, at
//! different times of day, and enough of them.
//!
//! What is counted are votes, one phone in one part of a hexagon: thirty days of one phone on one desk are no thirty
//! tests. A hexagon's parts are its seven children in H3.

mod reach;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use self::reach::Reach;
use super::statistics::SampleKeys;
use super::strata::Strata;
use super::{binning, too_many_strata, votes};
use crate::job::Feedback;
use crate::model::{
    Analysis, CellId, Criterion, Dataset, FccGates, FccRow, Flag, GridSpec, Judgement, LOCAL_OFFSET_S, MISSING_TIME,
    Metric, OperatorId, Profile, Result, Vote, Votes,
};
use crate::spatial::{Grid, Projection, h3_parent};

/// H3 resolutions of the hexagons and of their parts.
pub const HEXAGON_RESOLUTION: u8 = 8;
const PART_RESOLUTION: u8 = HEXAGON_RESOLUTION + 1;

const HOUR_S: f64 = 3600.0;
const DAY_S: i64 = 86_400;

/// The rows of `fcc_gates.csv`, sorted by hexagon, operator and metric.
pub fn fcc_gates(analysis: &Analysis, gates: &FccGates, feedback: &Feedback) -> Result<Vec<FccRow>> {
    feedback.begin("stage-fcc", 0)?;
    let (dataset, zones) = (&analysis.dataset, &analysis.zones);
    let grid = Grid::new(GridSpec::H3(PART_RESOLUTION), Projection::from_epsg(analysis.grid_crs)?);
    let mut judgement = analysis.judgement.clone();
    let cells = binning::bin(dataset, &mut judgement, &grid, &binning::zone_locator(zones), analysis.bounds, feedback)?;
    let parts: Vec<CellId> = cells.iter().map(|cell| cell.id).collect();
    let reach = Reach::new(zones, &grid, &parts);
    leave_out_uncounted(dataset, gates, &mut judgement);
    let strata = Strata::new(zones.zones.len(), dataset.operators.len()).ok_or_else(too_many_strata)?;
    let keys = SampleKeys::new(dataset, &judgement, strata);
    let profile = profile(gates);
    let votes = votes::count_votes(dataset, &judgement, &keys, strata, &profile, feedback)?;

    let mut rows = Vec::new();
    for (metric, votes) in Metric::ALL.into_iter().zip(&votes) {
        let Some(criterion) = profile.criterion(metric) else { continue };
        let court = Court { dataset: Arc::clone(dataset), gates, criterion, votes, reach: &reach };
        rows.extend(court.rows(&parts));
        feedback.check()?;
    }
    rows.sort_by_key(|row| (row.hexagon, row.operator, row.metric));
    Ok(rows)
}

/// The gates' thresholds as criteria, so that votes are judged as everywhere.
fn profile(gates: &FccGates) -> Profile {
    let criterion = |(metric, thresholds): (Metric, &crate::model::Thresholds)| Criterion {
        metric,
        thresholds: *thresholds,
        allowed_failing_share: 0.5,
    };
    Profile {
        name: String::new(),
        source: String::new(),
        date: None,
        criteria: gates.thresholds().map(criterion).to_vec(),
        gates: None,
    }
}

/// Seconds since local midnight.
fn time_of_day_s(time: i64) -> f64 {
    (time + LOCAL_OFFSET_S).rem_euclid(DAY_S) as f64
}

/// Takes out what a gate does not count: tests at night, indoors, or long ago. They are as if out of the period.
fn leave_out_uncounted(dataset: &Dataset, gates: &FccGates, judgement: &mut Judgement) {
    let accepted = judgement.flags.iter().zip(&dataset.samples.time).filter(|(flags, _)| flags.is_accepted());
    let Some(latest) = accepted.map(|(_, time)| *time).max() else { return };
    let earliest = latest - i64::from(gates.days) * DAY_S;
    let (from_s, to_s) = (gates.hours.0 * HOUR_S, gates.hours.1 * HOUR_S);
    for (flags, time) in judgement.flags.iter_mut().zip(&dataset.samples.time) {
        let of_day = if *time == MISSING_TIME { f64::NAN } else { time_of_day_s(*time) };
        if !(*time >= earliest && of_day >= from_s && of_day <= to_s) {
            flags.insert(Flag::OutOfPeriod);
        }
    }
    for sample in &dataset.samples.indoors {
        if let Some(flags) = judgement.flags.get_mut(*sample as usize) {
            flags.insert(Flag::OutOfPeriod);
        }
    }
}

/// What judges the votes of one metric.
struct Court<'a> {
    dataset: Arc<Dataset>,
    gates: &'a FccGates,
    criterion: &'a Criterion,
    votes: &'a Votes,
    reach: &'a Reach,
}

impl Court<'_> {
    /// Rows of this metric; `parts` are the parts that votes name by their place in it.
    fn rows(&self, parts: &[CellId]) -> Vec<FccRow> {
        let mut by_place: FxHashMap<(CellId, OperatorId), Vec<(CellId, &Vote)>> = FxHashMap::default();
        for vote in self.votes.votes.iter().filter(|vote| vote.fails.is_some()) {
            let Some(part) = parts.get(vote.cell as usize) else { continue };
            let Some(hexagon) = h3_parent(*part, HEXAGON_RESOLUTION) else { continue };
            by_place.entry((hexagon, vote.operator)).or_default().push((*part, vote));
        }
        by_place.iter().map(|((hexagon, operator), votes)| self.row(*hexagon, *operator, votes)).collect()
    }

    fn row(&self, hexagon: CellId, operator: OperatorId, votes: &[(CellId, &Vote)]) -> FccRow {
        let failing: Vec<&Vote> = votes.iter().filter(|(_, v)| v.fails == Some(true)).map(|(_, v)| *v).collect();
        let (n, n_failing) = (votes.len() as u64, failing.len() as u64);
        FccRow {
            hexagon,
            operator,
            metric: self.criterion.metric,
            n,
            failing: n_failing,
            space: self.has_space(hexagon, votes),
            time: self.has_time(&failing),
            number: self.gates.has_number(n_failing, n),
        }
    }

    fn has_space(&self, hexagon: CellId, votes: &[(CellId, &Vote)]) -> bool {
        let mut tallies: FxHashMap<CellId, (u64, u64)> = FxHashMap::default();
        for (part, vote) in votes {
            let (n, failing) = tallies.entry(*part).or_default();
            *n += 1;
            *failing += u64::from(vote.fails == Some(true));
        }
        let enough = tallies.values().filter(|(n, failing)| *n >= self.gates.tests_in_part && *failing > 0).count();
        let reachable = self.reach.parts_of(hexagon) as u64;
        enough > 0 && enough as u64 >= self.gates.parts.min(reachable)
    }

    /// The earliest and the latest failing sample of failing votes, by time of day.
    fn has_time(&self, failing: &[&Vote]) -> bool {
        let samples = &self.dataset.samples;
        let column = samples.metric(self.criterion.metric);
        let fails = |row: &usize, vote: &Vote| {
            column.get(*row).is_some_and(|value| self.criterion.fails(vote.technology, value) == Some(true))
        };
        let times = failing.iter().flat_map(|vote| {
            let rows = self.votes.samples_of(vote).iter().map(|row| *row as usize);
            rows.filter(|row| fails(row, vote)).filter_map(|row| samples.time.get(row).copied())
        });
        let span = times.map(time_of_day_s).fold(None, |span: Option<(f64, f64)>, t| {
            Some(span.map_or((t, t), |(first, last)| (first.min(t), last.max(t))))
        });
        span.is_some_and(|(first, last)| last - first >= self.gates.hours_apart * HOUR_S)
    }
}
