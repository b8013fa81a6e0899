//! The drawn shape of a proven spot: its window without the cells that only came along (method §9.5).
//!
//! Windows are round and weak places are not. A cell is drawn by the share of failing votes in its block, the cell itself
//! and the cells of the window that touch it. Its own votes count as often as it has neighbours, so that they weigh as
//! much as those around it: by the plain share a healthy cell beside a weak place, whose neighbours mostly fail, would be
//! drawn with it. And a single failing vote with none beside it draws nothing: one testimony is no shape. What this keeps
//! and loses is measured in docs/validity.md.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::evidence::Witnesses;
use super::{Electorate, Scene};
use crate::model::CellId;
use crate::spatial::Grid;

/// A block with fewer failing votes draws no cell.
const MIN_FAILING_IN_BLOCK: u64 = 2;

/// More cells than this around a shape are not searched for enclosed ones.
const MAX_SEARCHED: usize = 100_000;

/// Cells of the window that fail with their neighbours, and the unsampled cells they enclose. Sorted by id.
pub fn trimmed(scene: &Scene<'_>, witnesses: &Witnesses<'_>, electorate: &Electorate, window: &[u32]) -> Vec<CellId> {
    let tally = |cell: &u32| {
        let votes = electorate.votes_by_cell.get(cell).map_or(&[][..], Vec::as_slice);
        let fails = |i: &&u32| witnesses.votes.votes.get(**i as usize).and_then(|v| v.fails) == Some(true);
        (votes.len() as u64, votes.iter().filter(fails).count() as u64)
    };
    let tallies: FxHashMap<CellId, (u64, u64)> =
        window.iter().filter_map(|cell| Some((scene.analysis.cells.get(*cell as usize)?.id, tally(cell)))).collect();
    shape_of(scene.grid, &tallies, &electorate.ids, witnesses.criterion.allowed_failing_share)
}

/// From (votes, failing votes) of the window's cells, and all cells with votes.
fn shape_of(
    grid: &Grid,
    tallies: &FxHashMap<CellId, (u64, u64)>,
    sampled: &FxHashSet<CellId>,
    allowed: f64,
) -> Vec<CellId> {
    let kept = keep_failing_blocks(grid, tallies, allowed);
    let mut shape: Vec<CellId> = kept.iter().copied().collect();
    shape.extend(enclosed(grid, &kept).into_iter().filter(|id| !sampled.contains(id)));
    shape.sort_unstable();
    shape
}

fn keep_failing_blocks(grid: &Grid, tallies: &FxHashMap<CellId, (u64, u64)>, allowed: f64) -> FxHashSet<CellId> {
    let fails_with_neighbours = |(id, own): &(&CellId, &(u64, u64))| {
        let neighbours = grid.neighbours(**id);
        let weight = neighbours.len() as u64;
        let around =
            neighbours.iter().filter_map(|id| tallies.get(id)).fold((0, 0), |sum, t| (sum.0 + t.0, sum.1 + t.1));
        let (n, k) = (weight * own.0 + around.0, weight * own.1 + around.1);
        own.1 + around.1 >= MIN_FAILING_IN_BLOCK && k as f64 / n as f64 > allowed
    };
    let kept: FxHashSet<CellId> = tallies.iter().filter(fails_with_neighbours).map(|(id, _)| *id).collect();
    // Failing votes can be strewn so thinly that no block fails; the window is then drawn as it is.
    if kept.is_empty() { tallies.keys().copied().collect() } else { kept }
}

/// Cells from which no path over edges leads out of the shape.
fn enclosed(grid: &Grid, shape: &FxHashSet<CellId>) -> Vec<CellId> {
    let mut rim: Vec<CellId> = shape.iter().flat_map(|id| grid.edge_neighbours(*id)).collect();
    rim.sort_unstable();
    rim.dedup();
    // A pocket cannot hold more cells than the shape's own border can fence in.
    let limit = (shape.len() * shape.len() / 4 + 1).min(MAX_SEARCHED);
    let mut inside: FxHashSet<CellId> = FxHashSet::default();
    let mut outside: FxHashSet<CellId> = FxHashSet::default();
    for start in rim {
        if shape.contains(&start) || inside.contains(&start) || outside.contains(&start) {
            continue;
        }
        let mut pocket = vec![start];
        let mut seen: FxHashSet<CellId> = std::iter::once(start).collect();
        let mut next = 0;
        let mut leads_out = false;
        while let Some(id) = pocket.get(next).copied().filter(|_| !leads_out) {
            next += 1;
            for neighbour in grid.edge_neighbours(id) {
                leads_out |= outside.contains(&neighbour);
                if !shape.contains(&neighbour) && seen.insert(neighbour) {
                    pocket.push(neighbour);
                }
            }
            leads_out |= pocket.len() > limit;
        }
        if leads_out { &mut outside } else { &mut inside }.extend(pocket);
    }
    let mut found: Vec<CellId> = inside.into_iter().collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::GridSpec;
    use crate::spatial::Projection;

    fn grid() -> Grid {
        Grid::new(GridSpec::Square(100.0), Projection::from_epsg(5899).unwrap())
    }

    fn cell(grid: &Grid, x: i32, y: i32) -> CellId {
        grid.parse_id(&format!("sq100:{}:{}", 3970 + x, 23270 + y)).unwrap()
    }

    #[test]
    fn a_ring_encloses_its_middle_and_a_horseshoe_does_not() {
        let grid = grid();
        let ring: Vec<(i32, i32)> = vec![(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)];
        let closed: FxHashSet<CellId> = ring.iter().map(|(x, y)| cell(&grid, *x, *y)).collect();
        assert_eq!(enclosed(&grid, &closed), [cell(&grid, 1, 1)]);
        let open: FxHashSet<CellId> = ring.iter().skip(1).map(|(x, y)| cell(&grid, *x, *y)).collect();
        // The corner is gone, but over edges the middle still cannot leave.
        assert_eq!(enclosed(&grid, &open), [cell(&grid, 1, 1)]);
        let horseshoe: FxHashSet<CellId> =
            ring.iter().filter(|c| **c != (1, 2)).map(|(x, y)| cell(&grid, *x, *y)).collect();
        assert!(enclosed(&grid, &horseshoe).is_empty());
    }

    /// Columns of the kept cells in a row of cells with (votes, failing votes).
    fn kept_in_a_row(tallies: &[(u64, u64)]) -> Vec<i32> {
        let grid = grid();
        let row: FxHashMap<CellId, (u64, u64)> =
            (0..).zip(tallies).filter(|(_, t)| t.0 > 0).map(|(x, tally)| (cell(&grid, x, 0), *tally)).collect();
        let kept = keep_failing_blocks(&grid, &row, 0.5);
        (0..tallies.len() as i32).filter(|x| kept.contains(&cell(&grid, *x, 0))).collect()
    }

    /// Written by `tests/reference/analysis/make_scan_vectors.py`.
    #[test]
    fn shapes_are_those_of_the_reference() {
        let text = include_str!("../../../tests/reference/analysis/scan_vectors.json");
        let all: serde_json::Value = serde_json::from_str(text).unwrap();
        let grid = grid();
        let at = |c: &serde_json::Value| cell(&grid, c[0].as_i64().unwrap() as i32, c[1].as_i64().unwrap() as i32);
        for case in all["shapes"].as_array().unwrap() {
            let tally = |c: &serde_json::Value| (at(c), (c[2].as_u64().unwrap(), c[3].as_u64().unwrap()));
            let window: FxHashMap<CellId, (u64, u64)> = case["window"].as_array().unwrap().iter().map(tally).collect();
            let mut sampled: FxHashSet<CellId> = case["others"].as_array().unwrap().iter().map(at).collect();
            sampled.extend(window.keys());
            let mut expected: Vec<CellId> = case["drawn"].as_array().unwrap().iter().map(at).collect();
            expected.sort_unstable();
            assert_eq!(shape_of(&grid, &window, &sampled, case["allowed"].as_f64().unwrap()), expected, "{case}");
        }
    }

    #[test]
    fn own_votes_count_eight_times() {
        // (8·5 + 4)/(8·5 + 5) = 44/45, (8·4 + 5)/(8·5 + 10) = 37/50, (0 + 4)/(8·5 + 14) = 4/54, 0.
        assert_eq!(kept_in_a_row(&[(5, 5), (5, 4), (5, 0), (9, 0)]), [0, 1]);
        // A healthy cell between weak ones: (8·1 + 10)/(8·5 + 10) = 18/50, though its block fails in 11 of 15.
        assert_eq!(kept_in_a_row(&[(5, 5), (5, 1), (5, 5)]), [0, 2]);
        // Few own votes bow to many beside: (8·1 + 6)/(8·2 + 6) = 14/22.
        assert_eq!(kept_in_a_row(&[(3, 3), (2, 1), (3, 3)]), [0, 1, 2]);
        // Exactly what is allowed is not more: (8·1 + 1)/(8·2 + 2) = 1/2.
        assert_eq!(kept_in_a_row(&[(2, 1), (2, 1), (0, 0), (2, 2)]), [3]);
    }

    #[test]
    fn a_lone_failing_vote_draws_nothing() {
        assert_eq!(kept_in_a_row(&[(4, 4), (0, 0), (1, 1), (0, 0), (1, 1), (1, 1)]), [0, 4, 5]);
        // Unless nothing else is left of the window.
        assert_eq!(kept_in_a_row(&[(1, 1), (0, 0), (1, 0)]), [0, 2]);
    }
}
