//! Weak spots: places that are weak for one operator, with what is known of them.

mod describe;
mod priority;
mod suspected;

pub(super) use priority::PlaneZones;

use rustc_hash::FxHashMap;

use super::verdicts::Court;
use crate::job::{Cancelled, Feedback};
use crate::model::{Analysis, OperatorId, WeakSpot};
use crate::spatial::Grid;

/// What a spot is described from.
pub(super) struct Scene<'a> {
    pub analysis: &'a Analysis,
    pub court: Court<'a>,
    pub grid: &'a Grid,
    pub zones: PlaneZones,
}

/// All spots of all operators, ranked in one list.
pub(super) fn weak_spots(scene: &Scene<'_>, feedback: &Feedback) -> Result<Vec<WeakSpot>, Cancelled> {
    let metric = scene.analysis.settings.profile.first_metric();
    let Some(witnesses) = scene.court.witnesses(metric) else { return Ok(Vec::new()) };
    let mut spots = Vec::new();
    for (operator, _) in &scene.analysis.operators_met {
        let cells = votes_by_cell(&witnesses, *operator);
        for component in suspected::components(scene, &witnesses, &cells) {
            spots.push(describe::describe(scene, &witnesses, *operator, &component, None));
            feedback.check()?;
        }
    }
    priority::rank(&mut spots);
    Ok(spots)
}

/// Votes of one operator by cell, as indices into the votes of the metric.
fn votes_by_cell(witnesses: &super::evidence::Witnesses<'_>, operator: OperatorId) -> FxHashMap<u32, Vec<u32>> {
    let mut by_cell: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (index, vote) in witnesses.votes.votes.iter().enumerate() {
        if vote.operator == operator && vote.fails.is_some() {
            by_cell.entry(vote.cell).or_default().push(index as u32);
        }
    }
    by_cell
}
