//! Where to measure next (method §14): which cells a campaign of so many teams and stops should visit.
//!
//! ```text
//! gaps → chance of each to be settled by so many visits → visits for each place → cells → teams, outings, routes
//! ```
//!
//! Method §14 proposes as the gain of a visit the drop in votes needed. Every visit lowers that by about one, wherever it
//! is made, so that a greedy choice starts many places and finishes few. Here the gain is what that drop stands for: the
//! chance that the visit settles a verdict (`chance.rs`), spent where it is highest for each visit (`share_out.rs`).

mod cells;
mod chance;
mod route;
mod share_out;
mod teams;

use std::collections::BTreeMap;

use crate::job::Feedback;
use crate::model::{Analysis, OperatorId, Plan, PlanRequest, PlanStop, Result, SamplingGap, ZoneIndex};
use crate::spatial::Grid;

use cells::CellChoice;
use chance::Record;
use share_out::{Curve, share_out};
use teams::{Errand, Outings};

/// Visits to one place beyond this are not weighed.
const MAX_VISITS: u32 = 60;

/// A place with open verdicts.
#[derive(Debug)]
struct Place<'a> {
    zone: ZoneIndex,
    weight: f64,
    gaps: Vec<&'a SamplingGap>,
    /// Expected number of verdicts after 0, 1, 2 … visits.
    settled: Curve,
}

/// Plans a campaign. Everything the plan says follows from the analysis and the request.
///
/// A place that loses a visit because an outing would take too long may be settled no longer, and its other visits are
/// wasted: the visits are then shared out again, fewer of them, and the plan that promises most is kept.
pub fn plan(analysis: &Analysis, grid: &Grid, request: &PlanRequest, feedback: &Feedback) -> Result<Plan> {
    feedback.begin("stage-plan", 0)?;
    let budget = request.teams.saturating_mul(request.stops_per_team);
    let places = places(analysis, grid, request, budget.min(MAX_VISITS), feedback)?;
    let choice = CellChoice::new(analysis, grid);
    let scene = Scene { grid, request, places: &places, choice };
    let first = scene.attempt(budget, feedback)?;
    let wanted = first.stops.len() as u32 + first.n_left_out;
    let (mut n_visits, mut last_left_out) = (wanted, first.n_left_out);
    let mut best = first;
    while last_left_out > 0 && n_visits > last_left_out {
        n_visits -= last_left_out;
        let next = scene.attempt(n_visits, feedback)?;
        last_left_out = next.n_left_out;
        if scene.promise(&next.stops) > scene.promise(&best.stops) {
            best = next;
        }
    }
    let stops: Vec<PlanStop> = best.stops.into_iter().map(|stop| scene.with_operators(stop)).collect();
    Ok(Plan {
        request: request.clone(),
        n_left_out: wanted - stops.len() as u32,
        n_open: places.iter().map(|place| place.gaps.len() as u32).sum(),
        expected_settled: scene.settled(&stops, |_| 1.0),
        stops,
    })
}

/// What an attempt at a plan needs.
struct Scene<'a> {
    grid: &'a Grid,
    request: &'a PlanRequest,
    /// Sorted by zone.
    places: &'a [Place<'a>],
    choice: CellChoice<'a>,
}

impl<'a> Scene<'a> {
    fn attempt(&self, budget: u32, feedback: &Feedback) -> Result<Outings> {
        let curves: Vec<(&Curve, f64)> = self.places.iter().map(|place| (&place.settled, place.weight)).collect();
        let mut errands = Vec::new();
        for (urgency, (place, n)) in share_out(&curves, budget).into_iter().enumerate() {
            feedback.check()?;
            let Some(place) = self.places.get(place) else { continue };
            let operators: Vec<OperatorId> = place.gaps.iter().map(|gap| gap.operator).collect();
            let cells = self.choice.choose(place.zone, &operators, n as usize);
            errands.push(Errand { zone: place.zone, urgency, n_operators: operators.len(), cells });
        }
        Ok(Outings::new(self.request, self.grid, &errands, feedback)?)
    }

    fn place(&self, zone: ZoneIndex) -> Option<&'a Place<'a>> {
        self.places.binary_search_by_key(&zone, |place| place.zone).ok().and_then(|i| self.places.get(i))
    }

    fn with_operators(&self, mut stop: PlanStop) -> PlanStop {
        let gaps = self.place(stop.zone).map(|place| place.gaps.as_slice()).unwrap_or_default();
        stop.operators = gaps.iter().map(|gap| gap.operator).collect();
        stop.votes_needed = gaps.iter().map(|gap| u64::from(gap.votes_needed)).sum();
        stop
    }

    /// Verdicts expected of these stops, by the weights of their places.
    fn promise(&self, stops: &[PlanStop]) -> f64 {
        self.settled(stops, |place| place.weight)
    }

    fn settled(&self, stops: &[PlanStop], weight: impl Fn(&Place<'_>) -> f64) -> f64 {
        let mut visits: BTreeMap<ZoneIndex, usize> = BTreeMap::new();
        for stop in stops {
            *visits.entry(stop.zone).or_default() += 1;
        }
        let of_place = |(zone, n): (&ZoneIndex, &usize)| {
            let place = self.place(*zone)?;
            Some(place.settled.at(*n)? * weight(place))
        };
        visits.iter().filter_map(of_place).sum()
    }
}

/// Gaps of operators that a team can have a phone of: a misspelt name is no network. Where no name is known, all.
fn measurable(analysis: &Analysis) -> Vec<&SamplingGap> {
    let is_known = |gap: &&SamplingGap| {
        analysis.dataset.operators.get(usize::from(gap.operator.0)).is_some_and(|operator| operator.known)
    };
    let known: Vec<&SamplingGap> = analysis.gaps.iter().filter(is_known).collect();
    if known.is_empty() { analysis.gaps.iter().collect() } else { known }
}

/// Places with gaps, by zone, each with what visits to it promise.
fn places<'a>(
    analysis: &'a Analysis,
    grid: &Grid,
    request: &PlanRequest,
    most_visits: u32,
    feedback: &Feedback,
) -> Result<Vec<Place<'a>>> {
    let metric = analysis.settings.profile.first_metric();
    let Some(criterion) = analysis.settings.profile.criterion(metric) else { return Ok(Vec::new()) };
    let records = Record::of_gaps(analysis, grid);
    let mut of_zone: BTreeMap<ZoneIndex, Vec<&SamplingGap>> = BTreeMap::new();
    for gap in measurable(analysis) {
        of_zone.entry(gap.zone).or_default().push(gap);
    }
    // Places without a vote are all alike.
    let mut known: BTreeMap<Record, Vec<f64>> = BTreeMap::new();
    let mut places = Vec::with_capacity(of_zone.len());
    for (zone, mut gaps) in of_zone {
        feedback.check()?;
        gaps.sort_by_key(|gap| gap.operator);
        let mut settled = vec![0.0; most_visits as usize + 1];
        for gap in &gaps {
            let Some(record) = records.get(&(zone, gap.operator)) else { continue };
            let chances = known.entry(record.clone()).or_insert_with(|| {
                let chance = |visits| record.chance(visits, request.teams, criterion.allowed_failing_share);
                (0..=most_visits).map(chance).collect()
            });
            settled.iter_mut().zip(chances.iter()).for_each(|(sum, chance)| *sum += chance);
        }
        let weight = gaps.first().map_or(0.0, |gap| gap.weight);
        let room = gaps.iter().filter_map(|gap| gap.cells_total).max();
        settled.truncate(room.map_or(usize::MAX, |cells| cells.max(1) as usize).saturating_add(1));
        places.push(Place { zone, weight, gaps, settled: Curve(settled) });
    }
    Ok(places)
}
