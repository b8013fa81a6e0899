//! Everything a list, a card or a carrier asks of a spot. Counts, shares and medians are over every vote of the window;
//! only shape, area and position are of the drawn shape.

use rustc_hash::FxHashMap;

use super::super::evidence::{Scratch, Witnesses};
use super::super::grade::Tally;
use super::super::interval::{Z_80, Z_95, share, wilson};
use super::super::quantile::median_of;
use super::super::sampling_gap::UNKNOWN_OPERATOR;
use super::super::votes::is_known;
use super::{Scene, priority};
use crate::model::{
    CellId, Dataset, Grade, GridPoint, Judgement, LocalDay, LonLat, MISSING_TIME, Metric, Month, OperatorId, ScanProof,
    Share, Technology, Vote, WeakSpot, ZoneIndex, local_day, local_hour,
};
use crate::spatial::{cells_outline, point_on_surface};

/// Order in which a tie for "class with most votes" is settled.
const CLASS_ORDER: [Technology; 4] = [Technology::FourG, Technology::FiveG, Technology::ThreeG, Technology::Unknown];

/// A place to be described.
pub struct Finding {
    /// Cells whose votes speak, as sorted indices into the analysis.
    pub window: Vec<u32>,
    /// Cells drawn.
    pub shape: Vec<CellId>,
    pub proof: Option<ScanProof>,
}

/// Describes a finding. Rank and priority are set later.
pub fn describe(scene: &Scene<'_>, witnesses: &Witnesses<'_>, operator: OperatorId, finding: &Finding) -> WeakSpot {
    let cells = finding.window.as_slice();
    let votes = judged_votes_in(scene, witnesses, operator, cells);
    let allowed = witnesses.criterion.allowed_failing_share;
    let tally = witnesses.tally(votes.iter().copied(), &mut Scratch::default());
    let grade = grade(&tally, finding, allowed);
    let technology = main_class(&votes);
    let median = |metric| median_of_class(scene, metric, operator, technology, cells);
    let (months_weak, months_measured) = months(witnesses, &votes);
    let place = Place::of(scene, finding);
    let dataset = witnesses.dataset;
    let (others_ok, others_weak) = others_judged(scene, witnesses, operator, cells);
    let mut spot = WeakSpot {
        rank: 0,
        spot_id: format!("{}@{}", dataset.brand(operator), place.centre_cell),
        operator,
        zone: main_zone(&votes),
        point: place.point,
        radius_m: place.radius_m,
        area_m2: place.area_m2,
        cells: cells.to_vec(),
        shape: finding.shape.clone(),
        n_samples: votes.iter().map(|v| u64::from(v.samples.end - v.samples.start)).sum(),
        n_votes: tally.n,
        n_failing_votes: tally.k,
        n_devices: count_devices(dataset, &votes),
        n_days: count_days(witnesses, &votes),
        share: share(tally.k, tally.n).unwrap_or(Share { value: 0.0, low: 0.0, high: 1.0 }),
        technology,
        median_download: median(Metric::Download),
        median_upload: median(Metric::Upload),
        median_latency: median(Metric::Latency),
        grade,
        votes_needed: if grade == Grade::A { 0 } else { tally.votes_needed(allowed, None) },
        priority: 0.0,
        priority_parts: priority::parts(scene, witnesses, &votes, &place.shape, (months_weak, months_measured)),
        others_ok,
        others_weak,
        hours: failing_hours(witnesses, &votes),
        months_weak,
        months_measured,
        conditions: tally.conditions,
        proof: finding.proof.clone(),
        place_name: String::new(),
        robustness: None,
    };
    spot.priority_parts.evidence = priority::evidence_of(spot.grade);
    spot
}

/// Grade that [`describe`] gives a finding.
pub fn grade_of(scene: &Scene<'_>, witnesses: &Witnesses<'_>, operator: OperatorId, finding: &Finding) -> Grade {
    let votes = judged_votes_in(scene, witnesses, operator, &finding.window);
    let tally = witnesses.tally(votes.iter().copied(), &mut Scratch::default());
    grade(&tally, finding, witnesses.criterion.allowed_failing_share)
}

/// Grade of a spot (method §9.6). The relative scan alone proves "worse than the rest", never "weak": hence the bounds.
fn grade(tally: &Tally, finding: &Finding, allowed: f64) -> Grade {
    if finding.proof.is_none() {
        return Grade::C;
    }
    let (low_known, _) = wilson(tally.conditions.k_known, tally.conditions.n_known, Z_95);
    let (low_80, _) = wilson(tally.k, tally.n, Z_80);
    if tally.conditions.n_known > 0 && low_known > allowed && tally.has_breadth() {
        Grade::A
    } else if low_80 > allowed {
        Grade::B
    } else {
        Grade::C
    }
}

/// Votes of a metric that an operator has in the cells.
fn votes_in<'a>(scene: &'a Scene<'_>, metric: Metric, operator: OperatorId, cells: &[u32]) -> Vec<&'a Vote> {
    let index = Metric::ALL.iter().position(|m| *m == metric).unwrap_or(0);
    let (Some(votes), Some(by_cell)) = (scene.analysis.votes(metric), scene.votes_by_cell.get(index)) else {
        return Vec::new();
    };
    let in_cells = cells.iter().flat_map(|cell| by_cell.rows(*cell));
    in_cells.filter_map(|i| votes.votes.get(*i as usize)).filter(|vote| vote.operator == operator).collect()
}

/// Those of [`votes_in`] that a criterion judges.
fn judged_votes_in<'a>(
    scene: &'a Scene<'_>,
    witnesses: &Witnesses<'_>,
    operator: OperatorId,
    cells: &[u32],
) -> Vec<&'a Vote> {
    votes_in(scene, witnesses.metric, operator, cells).into_iter().filter(|vote| vote.fails.is_some()).collect()
}

fn main_class(votes: &[&Vote]) -> Technology {
    let count = |class: Technology| votes.iter().filter(|v| v.technology == class).count();
    // `max_by_key` takes the last of equals, so the order is walked backwards.
    CLASS_ORDER.into_iter().rev().max_by_key(|class| count(*class)).unwrap_or(Technology::Unknown)
}

/// Zone with most votes; of equals the one with the smaller id, which is the smaller index.
fn main_zone(votes: &[&Vote]) -> Option<ZoneIndex> {
    let mut zones: Vec<u32> = votes.iter().map(|v| v.zone).filter(|z| *z != Judgement::NOWHERE).collect();
    zones.sort_unstable();
    zones.chunk_by(|a, b| a == b).rev().max_by_key(|run| run.len()).and_then(|run| run.first()).map(|z| ZoneIndex(*z))
}

/// Median of the vote values of one class.
fn median_of_class(
    scene: &Scene<'_>,
    metric: Metric,
    operator: OperatorId,
    technology: Technology,
    cells: &[u32],
) -> Option<f64> {
    let votes = votes_in(scene, metric, operator, cells);
    let mut values: Vec<f64> = votes.iter().filter(|v| v.technology == technology).map(|vote| vote.value).collect();
    median_of(&mut values)
}

fn count_devices(dataset: &Dataset, votes: &[&Vote]) -> u64 {
    let mut devices: Vec<u32> =
        votes.iter().filter(|v| is_known(v) && v.source < dataset.n_devices).map(|v| v.source).collect();
    devices.sort_unstable();
    devices.dedup();
    devices.len() as u64
}

fn times<'a>(witnesses: &'a Witnesses<'_>, vote: &'a Vote) -> impl Iterator<Item = (u32, i64)> + 'a {
    witnesses.votes.samples_of(vote).iter().filter_map(|row| {
        let time = witnesses.dataset.samples.time.get(*row as usize).copied().filter(|t| *t != MISSING_TIME)?;
        Some((*row, time))
    })
}

fn count_days(witnesses: &Witnesses<'_>, votes: &[&Vote]) -> u64 {
    let mut days: Vec<i32> =
        votes.iter().flat_map(|vote| times(witnesses, vote)).map(|(_, time)| local_day(time).0).collect();
    days.sort_unstable();
    days.dedup();
    days.len() as u64
}

/// Local hours in which a sample failed.
fn failing_hours(witnesses: &Witnesses<'_>, votes: &[&Vote]) -> Vec<u8> {
    let mut hours = Vec::new();
    for vote in votes {
        for (row, time) in times(witnesses, vote) {
            let value = witnesses.dataset.samples.metric(witnesses.metric).get(row as usize);
            if value.and_then(|v| witnesses.criterion.fails(vote.technology, v)) == Some(true) {
                hours.push(local_hour(time));
            }
        }
    }
    hours.sort_unstable();
    hours.dedup();
    hours
}

/// Months in which more than the allowed share of the month's votes fail, and months with votes.
fn months(witnesses: &Witnesses<'_>, votes: &[&Vote]) -> (u32, u32) {
    let column = witnesses.dataset.samples.metric(witnesses.metric);
    // (failing, all) votes of each month.
    let mut tallies: FxHashMap<Month, (u64, u64)> = FxHashMap::default();
    for vote in votes {
        let mut by_day: Vec<(i32, f64)> = times(witnesses, vote)
            .filter_map(|(row, time)| Some((local_day(time).0, column.get(row as usize)?)))
            .collect();
        by_day.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let month_of = |day: i32| LocalDay(day).month();
        for month in by_day.chunk_by(|a, b| month_of(a.0) == month_of(b.0)) {
            let mut of_days: Vec<f64> = month
                .chunk_by(|a, b| a.0 == b.0)
                .filter_map(|day| median_of(&mut day.iter().map(|(_, value)| *value).collect::<Vec<_>>()))
                .collect();
            let (Some((day, _)), Some(value)) = (month.first(), median_of(&mut of_days)) else { continue };
            let fails = witnesses.criterion.fails(vote.technology, value) == Some(true);
            let tally = tallies.entry(month_of(*day)).or_default();
            *tally = (tally.0 + u64::from(fails), tally.1 + 1);
        }
    }
    let allowed = witnesses.criterion.allowed_failing_share;
    let weak = tallies.values().filter(|(k, n)| *k as f64 / *n as f64 > allowed).count();
    (weak as u32, tallies.len() as u32)
}

/// Operators that are adequate over the same cells, and those that are weak.
fn others_judged(
    scene: &Scene<'_>,
    witnesses: &Witnesses<'_>,
    operator: OperatorId,
    cells: &[u32],
) -> (Vec<OperatorId>, Vec<OperatorId>) {
    let allowed = witnesses.criterion.allowed_failing_share;
    // An unnamed operator's good figures help no carrier.
    let is_named = |o: &OperatorId| scene.analysis.dataset.brand(*o) != UNKNOWN_OPERATOR;
    let met = scene.analysis.operators_met.iter().map(|(o, _)| *o);
    let others = met.filter(|o| *o != operator).filter(is_named);
    let (mut adequate, mut weak) = (Vec::new(), Vec::new());
    for other in others {
        let votes = judged_votes_in(scene, witnesses, other, cells);
        let n_failing = votes.iter().filter(|vote| vote.fails == Some(true)).count();
        // Grade E asks for six votes, A and B for failing ones: most places are settled without a tally.
        if votes.len() < 6 && n_failing == 0 {
            continue;
        }
        match witnesses.tally(votes.into_iter(), &mut Scratch::default()).grade(allowed) {
            Grade::E => adequate.push(other),
            Grade::A | Grade::B => weak.push(other),
            Grade::C | Grade::D | Grade::None => {}
        }
    }
    (adequate, weak)
}

/// Where the drawn shape lies.
struct Place {
    centre_cell: String,
    point: LonLat,
    radius_m: f64,
    area_m2: f64,
    shape: geo::MultiPolygon<f64>,
}

impl Place {
    fn of(scene: &Scene<'_>, finding: &Finding) -> Self {
        let grid = scene.grid;
        let ids = finding.shape.as_slice();
        let shape = cells_outline(grid, ids);
        let cell_at = |index: u32| scene.analysis.cells.get(index as usize);
        let window_centre = finding.proof.as_ref().and_then(|p| cell_at(p.window_cell)).map(|cell| cell.id);
        let centre_cell = window_centre.or_else(|| central_cell(scene, ids)).map(|id| grid.id(id)).unwrap_or_default();
        let first_centre = finding.window.first().and_then(|c| cell_at(*c)).map(|c| c.centre);
        let nowhere = LonLat { lon: f64::NAN, lat: f64::NAN };
        let point = point_on_surface(&shape).or(first_centre).unwrap_or(nowhere);
        let projection = grid.projection();
        let radius_m = projection.forward(point).map_or(0.0, |centre| {
            let corners = shape.iter().flat_map(|polygon| polygon.exterior().coords());
            corners
                .filter_map(|c| projection.forward(LonLat { lon: c.x, lat: c.y }))
                .map(|corner| corner.distance_m(centre))
                .fold(0.0, f64::max)
        });
        Self { centre_cell, point, radius_m, area_m2: ids.iter().map(|id| grid.area_m2(*id)).sum(), shape }
    }
}

/// The cell nearest to the mean of all centres; of equals the one first in byte order of ids.
fn central_cell(scene: &Scene<'_>, ids: &[CellId]) -> Option<CellId> {
    let centres: Vec<(CellId, GridPoint)> =
        ids.iter().filter_map(|id| Some((*id, scene.grid.centre_in_grid(*id)?))).collect();
    let n = centres.len() as f64;
    let mean = GridPoint {
        east_m: centres.iter().map(|(_, p)| p.east_m).sum::<f64>() / n,
        north_m: centres.iter().map(|(_, p)| p.north_m).sum::<f64>() / n,
    };
    // Micrometres: centres that are equally far on paper must not be told apart by rounding.
    let distance_um = |point: &GridPoint| (point.distance_m(mean) * 1e6).round() as i64;
    centres.iter().min_by_key(|(_, point)| distance_um(point)).map(|(id, _)| *id)
}
