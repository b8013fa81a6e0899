//! One period against an earlier one: what is new, worse, the same, better, resolved, or was not measured again (§13).
//!
//! Better and worse ask for intervals that lie apart, which chance alone brings about in well under one comparison in a
//! hundred; a place with fewer than six votes and no verdict of its own says nothing, whatever was there before.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::evidence::{Scratch, Witnesses};
use super::super::interval::share;
use super::super::statistics::SampleKeys;
use super::super::strata::Strata;
use super::super::verdicts::Court;
use super::before_after::{compare, seed_of};
use super::{MIN_VOTES, testimonies};
use crate::job::{Cancelled, Feedback};
use crate::model::{
    Analysis, AnalysisSettings, CellId, Change, ChangeKind, ChangedPlace, Error, Grade, OperatorId, Period, Result,
    Standing, Vote, VoteCount, WeakSpot, ZoneIndex,
};

/// Changes from `before` to `after`, two analyses of the same samples and zones on the same grid: zones (the whole area
/// first) by operator, then weak spots of the earlier period by rank, then those that are new.
pub fn changes(before: &Analysis, after: &Analysis, feedback: &Feedback) -> Result<Vec<Change>> {
    let mut found = zone_changes(before, after);
    found.extend(spot_changes(before, after, feedback)?);
    Ok(found)
}

/// Changes from an earlier period to that of `analysis`, judged alike on the same grid.
pub fn changes_since(analysis: &Analysis, earlier: Period, feedback: &Feedback) -> Result<Vec<Change>> {
    let settings = AnalysisSettings {
        period: earlier,
        grid: analysis.grid,
        grid_crs: Some(analysis.grid_crs),
        ..analysis.settings.clone()
    };
    let (dataset, zones) = (Arc::clone(&analysis.dataset), Arc::clone(&analysis.zones));
    let before = super::super::analyze(dataset, zones, &settings, &feedback.beside())?;
    changes(&before, analysis, feedback)
}

/// What became of a place, from how it stood.
fn kind(before: &Standing, after: &Standing) -> ChangeKind {
    if !is_measured(after) {
        return ChangeKind::NotMeasured;
    }
    let was_weak = is_weak(before.grade);
    match (before.share, after.share) {
        _ if is_weak(after.grade) && !was_weak => ChangeKind::New,
        _ if !is_measured(before) => ChangeKind::FirstMeasured,
        _ if was_weak && after.grade == Grade::E => ChangeKind::Resolved,
        (Some(then), Some(now)) if now.low > then.high => ChangeKind::Worse,
        (Some(then), Some(now)) if now.high < then.low => ChangeKind::Better,
        _ => ChangeKind::Same,
    }
}

fn is_weak(grade: Grade) -> bool {
    matches!(grade, Grade::A | Grade::B)
}

fn is_measured(standing: &Standing) -> bool {
    standing.count.votes >= MIN_VOTES || is_weak(standing.grade)
}

fn standing(count: VoteCount, grade: Grade) -> Standing {
    Standing { count, share: share(count.failing, count.votes), grade }
}

fn zone_changes(before: &Analysis, after: &Analysis) -> Vec<Change> {
    let metric = after.settings.profile.first_metric();
    let zones = (0..after.zones.zones.len()).filter_map(|i| u32::try_from(i).ok()).map(|i| Some(ZoneIndex(i)));
    let mut operators: Vec<_> = before.operators_met.iter().chain(&after.operators_met).map(|(id, _)| *id).collect();
    operators.sort_unstable();
    operators.dedup();
    let of_period = |analysis: &Analysis, zone, operator| {
        let row = analysis.zone_row(zone, Some(operator), None, metric);
        let evidence = row.and_then(|row| row.stats.evidence.as_ref());
        let verdict = evidence.and_then(|evidence| Some((evidence.n_votes, evidence.verdict.as_ref()?)));
        verdict.map_or_else(
            || standing(VoteCount::default(), Grade::None),
            |(votes, verdict)| standing(VoteCount { failing: verdict.n_failing_votes, votes }, verdict.grade),
        )
    };
    let pairs = std::iter::once(None).chain(zones).flat_map(|zone| operators.iter().map(move |o| (zone, *o)));
    pairs
        .filter_map(|(zone, operator)| {
            let (then, now) = (of_period(before, zone, operator), of_period(after, zone, operator));
            let place = ChangedPlace::Zone(zone);
            let change = Change { place, operator, before: then, after: now, kind: kind(&then, &now), cells: None };
            (then.count.votes + now.count.votes > 0).then_some(change)
        })
        .collect()
}

/// One of the two analyses, ready to judge the votes of any cells.
struct Side<'a> {
    analysis: &'a Analysis,
    strata: Strata,
    squares: Vec<u64>,
    index_of: FxHashMap<CellId, u32>,
}

impl<'a> Side<'a> {
    fn new(analysis: &'a Analysis) -> Result<Self> {
        let (dataset, zones) = (&analysis.dataset, &analysis.zones.zones);
        let too_many = || Error::TooMany { what: "zones × operators".to_owned(), limit: super::super::strata::LIMIT };
        let strata = Strata::new(zones.len(), dataset.operators.len()).ok_or_else(too_many)?;
        let keys = SampleKeys::new(dataset, &analysis.judgement, strata);
        let grid = super::super::grid_of(analysis)?;
        Ok(Self {
            analysis,
            strata,
            squares: super::super::spots(dataset, &keys, &grid, analysis.bounds),
            index_of: (0..).zip(&analysis.cells).map(|(index, cell)| (cell.id, index)).collect(),
        })
    }

    fn witnesses(&self) -> Option<Witnesses<'_>> {
        let Analysis { dataset, settings, votes, .. } = self.analysis;
        let court = Court { dataset, profile: &settings.profile, strata: self.strata, votes, spots: &self.squares };
        court.witnesses(settings.profile.first_metric())
    }

    /// Sorted indices of those cells that this period has.
    fn cells(&self, ids: &[CellId]) -> Vec<u32> {
        let mut cells: Vec<u32> = ids.iter().filter_map(|id| self.index_of.get(id).copied()).collect();
        cells.sort_unstable();
        cells
    }

    fn standing(&self, spot: &WeakSpot, cells: &[u32]) -> Standing {
        let Some(witnesses) = self.witnesses() else { return standing(VoteCount::default(), Grade::None) };
        let votes: Vec<&Vote> = witnesses
            .votes
            .of_operator(spot.operator)
            .1
            .iter()
            .filter(|vote| vote.fails.is_some() && cells.binary_search(&vote.cell).is_ok())
            .collect();
        let tally = witnesses.tally(votes.into_iter(), &mut Scratch::default());
        let grade = tally.grade(witnesses.criterion.allowed_failing_share);
        standing(VoteCount { failing: tally.k, votes: tally.n }, grade)
    }
}

/// Proven spots only: nearly every failing test makes a suspected one.
fn proven(analysis: &Analysis) -> impl Iterator<Item = &WeakSpot> {
    analysis.weak_spots.iter().filter(|spot| is_weak(spot.grade))
}

fn spot_changes(before: &Analysis, after: &Analysis, feedback: &Feedback) -> Result<Vec<Change>> {
    let (then, now) = (Side::new(before)?, Side::new(after)?);
    let mut changes = Vec::new();
    for spot in proven(before) {
        let ids = window_of(before, spot);
        let mut change = spot_change(&then, &now, spot, &ids, feedback)?;
        // The scan proved it then; what is left is judged by the votes of its place.
        change.before.grade = spot.grade;
        change.kind = kind(&change.before, &change.after);
        changes.push(change);
    }
    let in_old_windows = |old| window_of(before, old).into_iter().map(|id| (old.operator, id));
    let known: FxHashSet<(OperatorId, CellId)> = proven(before).flat_map(in_old_windows).collect();
    for spot in proven(after) {
        let ids = window_of(after, spot);
        if ids.iter().any(|id| known.contains(&(spot.operator, *id))) {
            continue;
        }
        let mut change = spot_change(&then, &now, spot, &ids, feedback)?;
        change.after.grade = spot.grade;
        change.kind = kind(&change.before, &change.after);
        changes.push(change);
    }
    Ok(changes)
}

fn window_of(analysis: &Analysis, spot: &WeakSpot) -> Vec<CellId> {
    spot.cells.iter().filter_map(|cell| analysis.cells.get(*cell as usize)).map(|cell| cell.id).collect()
}

fn spot_change(
    then: &Side<'_>,
    now: &Side<'_>,
    spot: &WeakSpot,
    ids: &[CellId],
    feedback: &Feedback,
) -> std::result::Result<Change, Cancelled> {
    let (cells_then, cells_now) = (then.cells(ids), now.cells(ids));
    let votes_then = testimonies(then.analysis, spot.operator, &cells_then, |_| true);
    let votes_now = testimonies(now.analysis, spot.operator, &cells_now, |_| true);
    let seed = seed_of(now.analysis, spot.operator);
    let (before, after) = (then.standing(spot, &cells_then), now.standing(spot, &cells_now));
    Ok(Change {
        place: ChangedPlace::Spot(spot.spot_id.clone()),
        operator: spot.operator,
        kind: kind(&before, &after),
        before,
        after,
        cells: Some(compare(&votes_then, &votes_now, seed, feedback)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stood(failing: u64, votes: u64, grade: Grade) -> Standing {
        standing(VoteCount { failing, votes }, grade)
    }

    #[test]
    fn a_weak_place_that_nobody_measured_again_is_not_better() {
        let weak = stood(15, 18, Grade::A);
        assert_eq!(kind(&weak, &stood(0, 0, Grade::None)), ChangeKind::NotMeasured);
        assert_eq!(kind(&weak, &stood(0, 5, Grade::D)), ChangeKind::NotMeasured);
    }

    #[test]
    fn changes_rest_on_verdicts_and_on_intervals_that_lie_apart() {
        let weak = stood(15, 18, Grade::A);
        let fine = stood(1, 18, Grade::E);
        assert_eq!(kind(&weak, &fine), ChangeKind::Resolved);
        assert_eq!(kind(&fine, &weak), ChangeKind::New);
        // Wilson: 15/18 → 0.608–0.942; 3/9 → 0.121–0.646; 3/12 → 0.089–0.532.
        assert_eq!(kind(&weak, &stood(3, 9, Grade::D)), ChangeKind::Same);
        assert_eq!(kind(&weak, &stood(3, 12, Grade::D)), ChangeKind::Better);
        // 1/18 → 0.010–0.258; 6/12 → 0.254–0.746; 8/14 → 0.326–0.786.
        assert_eq!(kind(&fine, &stood(6, 12, Grade::D)), ChangeKind::Same);
        assert_eq!(kind(&fine, &stood(8, 14, Grade::C)), ChangeKind::Worse);
    }

    #[test]
    fn a_place_without_earlier_votes_is_new_only_where_it_is_weak() {
        let nothing = stood(0, 0, Grade::None);
        assert_eq!(kind(&nothing, &stood(9, 10, Grade::A)), ChangeKind::New);
        assert_eq!(kind(&nothing, &stood(1, 9, Grade::E)), ChangeKind::FirstMeasured);
        assert_eq!(kind(&nothing, &stood(1, 2, Grade::D)), ChangeKind::NotMeasured);
    }
}
