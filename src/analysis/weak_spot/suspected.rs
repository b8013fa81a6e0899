//! Suspected spots: touching cells in which more than the allowed share fails (method §9.7). They are picked because
//! they fail, so they prove nothing: grade C, no p-value.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::evidence::Witnesses;
use super::Scene;
use crate::model::CellId;

/// Components of touching failing cells outside the `covered` ones, each sorted, in order of their first cell.
pub fn components(
    scene: &Scene<'_>,
    witnesses: &Witnesses<'_>,
    votes_by_cell: &FxHashMap<u32, Vec<u32>>,
    covered: &FxHashSet<u32>,
) -> Vec<Vec<u32>> {
    let allowed = witnesses.criterion.allowed_failing_share;
    let fails = |votes: &[u32]| {
        let failing =
            votes.iter().filter(|i| witnesses.votes.votes.get(**i as usize).and_then(|v| v.fails) == Some(true));
        failing.count() as f64 / votes.len() as f64 > allowed
    };
    let id_of = |cell: u32| scene.analysis.cells.get(cell as usize).map(|c| c.id);
    let is_open = |(cell, votes): &(&u32, &Vec<u32>)| !covered.contains(*cell) && fails(votes);
    let mut failing: Vec<u32> = votes_by_cell.iter().filter(is_open).map(|(cell, _)| *cell).collect();
    failing.sort_unstable();
    let mut unvisited: FxHashMap<CellId, u32> =
        failing.iter().filter_map(|cell| Some((id_of(*cell)?, *cell))).collect();
    let mut components = Vec::new();
    for start in failing {
        let Some(id) = id_of(start).filter(|id| unvisited.remove(id).is_some()) else { continue };
        let mut component = vec![start];
        let mut frontier = vec![id];
        while let Some(id) = frontier.pop() {
            for neighbour in scene.grid.neighbours(id) {
                if let Some(cell) = unvisited.remove(&neighbour) {
                    component.push(cell);
                    frontier.push(neighbour);
                }
            }
        }
        component.sort_unstable();
        components.push(component);
    }
    components
}
