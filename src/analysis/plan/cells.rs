//! Which cells of a place are visited: apart from one another, around where people were seen measuring, and rather where
//! the operators asked for were not measured yet.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::sampling_gap::{Places, Settled};
use crate::model::{Analysis, CellId, GridPoint, Inhabited, OperatorId, ZoneIndex};
use crate::spatial::Grid;

/// Cells looked through for each visit: enough to lie apart, few enough to be the fittest.
const POOL: usize = 4;

/// Metres that a vote of one of the operators asked for moves a cell away from the middle of its place.
const DETOUR_M: f64 = 200.0;

/// A place with more cells than this is searched among its measured cells alone.
const MAX_CELLS: usize = 200_000;

/// Chooses cells of the places of one analysis.
#[derive(Debug)]
pub struct CellChoice<'a> {
    analysis: &'a Analysis,
    grid: &'a Grid,
    settled: Settled<'a>,
    places: Places<'a>,
    /// Cells with an accepted sample of each place, as indices into [`Analysis::cells`]: someone could be there.
    reached: BTreeMap<ZoneIndex, Vec<u32>>,
    /// (cell, operator) with a vote.
    measured: BTreeSet<(u32, OperatorId)>,
}

impl<'a> CellChoice<'a> {
    pub fn new(analysis: &'a Analysis, grid: &'a Grid) -> Self {
        let metric = analysis.settings.profile.first_metric();
        let places = Places::new(analysis, &analysis.gap_places, grid);
        let settled = Settled::new(analysis);
        let mut reached: BTreeMap<ZoneIndex, Vec<u32>> = BTreeMap::new();
        for (index, cell) in (0..).zip(&analysis.cells) {
            if let Some(place) = places.of(cell).filter(|_| settled.holds(cell.centre)) {
                reached.entry(place).or_default().push(index);
            }
        }
        let votes = analysis.votes(metric).into_iter().flat_map(|votes| &votes.votes);
        let measured = votes.filter(|vote| vote.fails.is_some()).map(|vote| (vote.cell, vote.operator)).collect();
        Self { analysis, grid, settled, places, reached, measured }
    }

    /// At most `n` cells of a place.
    pub fn choose(&self, place: ZoneIndex, operators: &[OperatorId], n: usize) -> Vec<CellId> {
        let reached: Vec<(u32, CellId, GridPoint)> = self
            .reached
            .get(&place)
            .into_iter()
            .flatten()
            .filter_map(|index| {
                let cell = self.analysis.cells.get(*index as usize)?.id;
                Some((*index, cell, self.grid.centre_in_grid(cell)?))
            })
            .collect();
        let middle = middle(reached.iter().map(|(.., at)| *at));
        let n_measured = |cell: u32| operators.iter().filter(|o| self.measured.contains(&(cell, **o))).count();
        // What is measured already is worth a detour to a cell that is not.
        let mut pool: Vec<(f64, CellId, GridPoint)> = reached
            .into_iter()
            .map(|(index, cell, at)| {
                let cost_m = distance_m(at, middle) + DETOUR_M * n_measured(index) as f64;
                (cost_m.round(), cell, at)
            })
            .collect();
        pool.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        pool.truncate(n * POOL);
        let mut pool: Vec<(CellId, GridPoint)> = pool.into_iter().map(|(_, cell, at)| (cell, at)).collect();
        if pool.len() < n {
            pool.extend(self.beyond(place, &pool, n));
        }
        apart(&pool, n)
    }

    /// Cells of a place that nobody was seen in, those nearest to where someone was first.
    fn beyond(&self, place: ZoneIndex, reached: &[(CellId, GridPoint)], n: usize) -> Vec<(CellId, GridPoint)> {
        if *self.inhabited() == Inhabited::Measured {
            return Vec::new();
        }
        let Some(cells) = self.places.cells(place, MAX_CELLS) else { return Vec::new() };
        let mut cells: Vec<(f64, CellId, GridPoint)> = cells
            .into_iter()
            .filter(|cell| reached.iter().all(|(known, _)| known != cell))
            .filter(|cell| self.grid.centre(*cell).is_some_and(|centre| self.settled.holds(centre)))
            .filter_map(|cell| {
                let at = self.grid.centre_in_grid(cell)?;
                let nearest = reached.iter().map(|(_, point)| distance_m(*point, at)).reduce(f64::min);
                Some((nearest.unwrap_or(0.0).round(), cell, at))
            })
            .collect();
        cells.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let enough = if reached.is_empty() { cells.len() } else { n * POOL };
        cells.into_iter().take(enough).map(|(_, cell, at)| (cell, at)).collect()
    }

    fn inhabited(&self) -> &Inhabited {
        &self.analysis.zones.inhabited
    }
}

/// Metres between two points of the grid's plane.
pub fn distance_m(a: GridPoint, b: GridPoint) -> f64 {
    (a.east_m - b.east_m).hypot(a.north_m - b.north_m)
}

/// Mean of points of the grid's plane.
fn middle(points: impl Iterator<Item = GridPoint> + Clone) -> GridPoint {
    let count = points.clone().count().max(1) as f64;
    let east_m = points.clone().map(|p| p.east_m).sum::<f64>() / count;
    GridPoint { east_m, north_m: points.map(|p| p.north_m).sum::<f64>() / count }
}

/// `n` cells of a pool that lie far from one another: first the one nearest to the middle, then always the one farthest
/// from those chosen (Gonzalez 1985). Ties by the order of the pool.
fn apart(pool: &[(CellId, GridPoint)], n: usize) -> Vec<CellId> {
    let middle = middle(pool.iter().map(|(_, at)| *at));
    let to_middle = pool.iter().map(|(_, p)| -distance_m(*p, middle).round()).collect::<Vec<f64>>();
    let mut gap_m: Vec<f64> = to_middle;
    let mut chosen = Vec::new();
    while chosen.len() < n.min(pool.len()) {
        let farthest = gap_m.iter().enumerate().fold(None, |best: Option<(usize, f64)>, (i, gap)| match best {
            Some((_, most)) if *gap <= most => best,
            _ => Some((i, *gap)),
        });
        let Some((cell, at)) = farthest.and_then(|(i, _)| pool.get(i)) else { break };
        let is_first = chosen.is_empty();
        chosen.push(*cell);
        for (gap, (_, point)) in gap_m.iter_mut().zip(pool) {
            let to_chosen = distance_m(*point, *at).round();
            *gap = if is_first { to_chosen } else { gap.min(to_chosen) };
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_lie_apart() {
        let at = |east_m: f64| GridPoint { east_m, north_m: 0.0 };
        let pool: Vec<_> = [0.0, 100.0, 200.0, 300.0, 1000.0].iter().map(|x| at(*x)).zip(0..).collect();
        let pool: Vec<(CellId, GridPoint)> = pool.into_iter().map(|(p, id)| (CellId(id), p)).collect();
        // The middle is at 320: 300 is nearest, then 1000 (700 away), then 0 (300), then 100 or 200, alike at 100.
        assert_eq!(apart(&pool, 4), [3, 4, 0, 1].map(CellId));
        assert_eq!(apart(&pool, 9).len(), 5);
        assert!(apart(&[], 3).is_empty());
    }
}
