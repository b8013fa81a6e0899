//! The drawn shape of a proven spot: its window without the cells that only came along (method §9.5).

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::evidence::Witnesses;
use super::Scene;
use crate::model::CellId;
use crate::spatial::Grid;

/// More cells than this around a shape are not searched for enclosed ones.
const MAX_SEARCHED: usize = 100_000;

/// Cells of the window whose block of touching window cells fails more than allowed, and the unsampled cells they
/// enclose. Sorted by id.
pub fn trimmed(
    scene: &Scene<'_>,
    witnesses: &Witnesses<'_>,
    votes_by_cell: &FxHashMap<u32, Vec<u32>>,
    window: &[u32],
) -> Vec<CellId> {
    let tally = |cell: &u32| {
        let votes = votes_by_cell.get(cell).map_or(&[][..], Vec::as_slice);
        let fails = |i: &&u32| witnesses.votes.votes.get(**i as usize).and_then(|v| v.fails) == Some(true);
        (votes.len() as u64, votes.iter().filter(fails).count() as u64)
    };
    let tallies: FxHashMap<CellId, (u64, u64)> =
        window.iter().filter_map(|cell| Some((scene.analysis.cells.get(*cell as usize)?.id, tally(cell)))).collect();
    let kept = keep_failing_blocks(scene.grid, &tallies, witnesses.criterion.allowed_failing_share);
    let sampled: FxHashSet<CellId> =
        votes_by_cell.keys().filter_map(|cell| scene.analysis.cells.get(*cell as usize)).map(|cell| cell.id).collect();
    let mut shape: Vec<CellId> = kept.iter().copied().collect();
    shape.extend(enclosed(scene.grid, &kept).into_iter().filter(|id| !sampled.contains(id)));
    shape.sort_unstable();
    shape
}

fn keep_failing_blocks(grid: &Grid, tallies: &FxHashMap<CellId, (u64, u64)>, allowed: f64) -> FxHashSet<CellId> {
    let block_fails = |id: &&CellId| {
        let block = std::iter::once(**id).chain(grid.neighbours(**id));
        let (n, k) = block.filter_map(|id| tallies.get(&id)).fold((0, 0), |sum, t| (sum.0 + t.0, sum.1 + t.1));
        n > 0 && k as f64 / n as f64 > allowed
    };
    let kept: FxHashSet<CellId> = tallies.keys().filter(block_fails).copied().collect();
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

    #[test]
    fn a_healthy_cell_at_the_edge_of_the_window_is_trimmed() {
        let grid = grid();
        let tallies: FxHashMap<CellId, (u64, u64)> =
            [((0, 0), (5, 5)), ((1, 0), (5, 4)), ((2, 0), (5, 0)), ((3, 0), (9, 0))]
                .map(|((x, y), tally)| (cell(&grid, x, y), tally))
                .into_iter()
                .collect();
        let mut kept: Vec<String> =
            keep_failing_blocks(&grid, &tallies, 0.5).into_iter().map(|id| grid.id(id)).collect();
        kept.sort();
        // Blocks: 9/10, 9/15, 4/19, 0/14.
        assert_eq!(kept, ["sq100:3970:23270", "sq100:3971:23270"]);
    }
}
