//! Who visits which cell, when, and on which way.
//!
//! The visits to a place are spread over the teams, since a verdict must hold without any one phone; each team has a
//! piece of the place that hangs together. Within a place a team's visits alternate between the two times of day. An
//! outing that takes too long loses the stops of the least urgent places.

use super::cells::distance_m;
use super::route::{improved, route};
use crate::job::{Cancelled, Feedback};
use crate::model::{CellId, GridPoint, PlanRequest, PlanStop, TimeSlot, ZoneIndex};
use crate::spatial::Grid;

/// Minutes to find the exact place, and to test with one phone.
const MINUTES_AT_STOP: f64 = 2.0;
const MINUTES_PER_OPERATOR: f64 = 2.0;

/// What is to be done at one place.
#[derive(Debug)]
pub struct Errand {
    pub zone: ZoneIndex,
    /// 0 is the most urgent place.
    pub urgency: usize,
    /// Phones to test with at each stop.
    pub n_operators: usize,
    pub cells: Vec<CellId>,
}

/// A cell to be visited.
#[derive(Debug, Clone, Copy)]
struct Visit {
    cell: CellId,
    at: GridPoint,
    zone: ZoneIndex,
    urgency: usize,
    minutes_there: f64,
}

/// Stops of all teams, sorted by team and stop, without the operators.
#[derive(Debug, Default)]
pub struct Outings {
    pub stops: Vec<PlanStop>,
    pub n_left_out: u32,
}

impl Outings {
    pub fn new(request: &PlanRequest, grid: &Grid, errands: &[Errand], feedback: &Feedback) -> Result<Self, Cancelled> {
        let mut all = Self::default();
        for (team, outings) in (1..).zip(visits_of_teams(request, grid, errands)) {
            feedback.check()?;
            let index = team as usize - 1;
            let start = request.starts.get(index).or(request.starts.last());
            let start = start.and_then(|start| grid.projection().forward(*start));
            let mut number = 0;
            for (slot, visits) in TimeSlot::ALL.into_iter().zip(outings) {
                let (legs, n_left_out) = walk(request, start, visits);
                all.n_left_out += n_left_out;
                for Leg { visit, walk_m, minutes } in legs {
                    let Some(position) = grid.centre(visit.cell) else { continue };
                    number += 1;
                    all.stops.push(PlanStop {
                        team,
                        stop: number,
                        slot,
                        cell: visit.cell,
                        position,
                        in_grid: visit.at,
                        zone: visit.zone,
                        operators: Vec::new(),
                        votes_needed: 0,
                        walk_m,
                        minutes,
                    });
                }
            }
        }
        Ok(all)
    }
}

/// Visits of each team in each time slot.
fn visits_of_teams(request: &PlanRequest, grid: &Grid, errands: &[Errand]) -> Vec<[Vec<Visit>; 2]> {
    let mut teams: Vec<[Vec<Visit>; 2]> = (0..request.teams).map(|_| Default::default()).collect();
    let mut filled = vec![0_u32; teams.len()];
    for errand in errands {
        let visits: Vec<Visit> = errand
            .cells
            .iter()
            .filter_map(|cell| {
                Some(Visit {
                    cell: *cell,
                    at: grid.centre_in_grid(*cell)?,
                    zone: errand.zone,
                    urgency: errand.urgency,
                    minutes_there: MINUTES_AT_STOP + MINUTES_PER_OPERATOR * errand.n_operators as f64,
                })
            })
            .collect();
        let points: Vec<GridPoint> = visits.iter().map(|visit| visit.at).collect();
        let mut along = route(None, &points).into_iter().filter_map(|i| visits.get(i)).copied();
        for (team, share) in shares(visits.len(), &mut filled, request.stops_per_team).into_iter().enumerate() {
            let Some([off_peak, peak]) = teams.get_mut(team) else { continue };
            let first_is_peak = peak.len() < off_peak.len();
            for (i, visit) in along.by_ref().take(share).enumerate() {
                let is_peak = (i % 2 == 0) == first_is_peak;
                if is_peak { &mut *peak } else { &mut *off_peak }.push(visit);
            }
        }
    }
    teams
}

/// Visits of one place for each team: as even as may be, a team with few stops so far first.
fn shares(n: usize, filled: &mut [u32], stops_per_team: u32) -> Vec<usize> {
    let mut shares = vec![0; filled.len()];
    for _ in 0..n {
        let free = (0..filled.len()).filter(|team| filled.get(*team).is_some_and(|n| *n < stops_per_team));
        let Some(team) = free.min_by_key(|team| (shares.get(*team).copied(), filled.get(*team).copied())) else {
            break;
        };
        if let (Some(share), Some(filled)) = (shares.get_mut(team), filled.get_mut(team)) {
            *share += 1;
            *filled += 1;
        }
    }
    shares
}

/// A stop with the way to it.
struct Leg {
    visit: Visit,
    walk_m: f64,
    minutes: f64,
}

/// Orders the visits of an outing and leaves out what does not fit into its time: the stops, and how many are left out.
fn walk(request: &PlanRequest, start: Option<GridPoint>, mut visits: Vec<Visit>) -> (Vec<Leg>, u32) {
    let n_wanted = visits.len();
    // What does not fit without any way need not be walked to.
    while visits.iter().map(|visit| visit.minutes_there).sum::<f64>() > request.minutes {
        let Some(i) = least_urgent(&visits, 0..visits.len()) else { break };
        visits.remove(i);
    }
    let points: Vec<GridPoint> = visits.iter().map(|visit| visit.at).collect();
    let mut order = route(start, &points);
    loop {
        let legs = legs(request, start, order.iter().filter_map(|i| visits.get(*i)).copied());
        let minutes: f64 = legs.iter().map(|leg| leg.minutes).sum();
        match least_urgent(&visits, order.iter().copied()) {
            Some(i) if minutes > request.minutes => {
                order.retain(|kept| *kept != i);
                order = improved(start, order, &points);
            }
            _ => {
                let n_left_out = (n_wanted - legs.len()) as u32;
                return (legs, n_left_out);
            }
        }
    }
}

/// The last of the visits (of those numbered) to the least urgent place.
fn least_urgent(visits: &[Visit], numbers: impl Iterator<Item = usize>) -> Option<usize> {
    numbers.max_by_key(|i| (visits.get(*i).map(|visit| visit.urgency), *i))
}

fn legs(request: &PlanRequest, start: Option<GridPoint>, visits: impl Iterator<Item = Visit>) -> Vec<Leg> {
    let metres_per_minute = request.walking_speed_kmh * 1000.0 / 60.0;
    let mut before = start;
    visits
        .map(|visit| {
            let walk_m = before.map_or(0.0, |before| distance_m(before, visit.at));
            before = Some(visit.at);
            Leg { visit, walk_m, minutes: walk_m / metres_per_minute + visit.minutes_there }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_shared_by_the_teams() {
        let mut filled = [0, 0, 0];
        assert_eq!(shares(7, &mut filled, 10), [3, 2, 2]);
        // The next place begins with the teams that have least.
        assert_eq!(shares(2, &mut filled, 10), [0, 1, 1]);
        assert_eq!(filled, [3, 3, 3]);
        // Nobody gets more than a team can do.
        assert_eq!(shares(9, &mut filled, 4), [1, 1, 1]);
    }

    #[test]
    fn an_outing_keeps_to_its_time() {
        let visit = |east_m: f64, urgency: usize| Visit {
            cell: CellId(east_m as u64),
            at: GridPoint { east_m, north_m: 0.0 },
            zone: ZoneIndex(0),
            urgency,
            minutes_there: 10.0,
        };
        // 4 km/h: 1000 m take 15 minutes. All three stops from the start at 0: 15 + 15 + 30 minutes of way, 30 of tests.
        let visits = vec![visit(1000.0, 0), visit(4000.0, 1), visit(2000.0, 2)];
        let request = PlanRequest { minutes: 90.0, walking_speed_kmh: 4.0, ..PlanRequest::default() };
        let start = Some(GridPoint { east_m: 0.0, north_m: 0.0 });
        let (legs, n_left_out) = walk(&request, start, visits.clone());
        assert_eq!((legs.len(), n_left_out), (3, 0));
        assert_eq!(legs.iter().map(|leg| leg.minutes).collect::<Vec<_>>(), [25.0, 25.0, 40.0]);
        // A minute less: the stop of the least urgent place is left out.
        let (legs, n_left_out) = walk(&PlanRequest { minutes: 89.0, ..request }, start, visits);
        assert_eq!(legs.iter().map(|leg| leg.visit.urgency).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(n_left_out, 1);
    }
}
