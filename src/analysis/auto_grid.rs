//! `square:auto`: the smallest cell at which sampled cells hold at least three votes per operator on average.

use rustc_hash::FxHashSet;

use crate::model::{Dataset, GridSpec, Judgement, LonLat, Metric};
use crate::spatial::{Grid, Projection};

use super::statistics::SampleKeys;
use super::strata::Strata;

const SIZES_M: [f64; 5] = [100.0, 150.0, 200.0, 300.0, 400.0];
const VOTES_PER_CELL: f64 = 3.0;

/// The first size that holds enough votes, else the last.
pub fn choose(
    dataset: &Dataset,
    judgement: &Judgement,
    keys: &SampleKeys,
    strata: Strata,
    metric: Metric,
    projection: &Projection,
) -> GridSpec {
    let bit = Metric::ALL.iter().position(|m| *m == metric).unwrap_or(0);
    let enough = |size: &f64| {
        votes_per_cell(dataset, judgement, keys, strata, bit, &Grid::new(GridSpec::Square(*size), projection.clone()))
            >= VOTES_PER_CELL
    };
    let last = SIZES_M.last().copied().unwrap_or(400.0);
    GridSpec::Square(SIZES_M.into_iter().find(enough).unwrap_or(last))
}

fn votes_per_cell(
    dataset: &Dataset,
    judgement: &Judgement,
    keys: &SampleKeys,
    strata: Strata,
    bit: usize,
    grid: &Grid,
) -> f64 {
    let samples = &dataset.samples;
    let mut votes = FxHashSet::default();
    let mut cells = FxHashSet::default();
    let Some((south_west, north_east)) = super::bounds_of(dataset, judgement) else { return 0.0 };
    let local_grid = grid.for_bounds(south_west, north_east);
    for row in 0..keys.len() {
        let Some((leaf, mask)) = keys.get(row) else { continue };
        let (Some(lon), Some(lat)) = (samples.lon.get(row), samples.lat.get(row)) else { continue };
        if mask >> bit & 1 == 0 {
            continue;
        }
        let Some(cell) = local_grid.cell_of(LonLat { lon, lat }) else { continue };
        let (_, operator, _) = strata.parts_of_leaf(leaf);
        votes.insert((leaf, cell, samples.source(row)));
        cells.insert((operator, cell));
    }
    if cells.is_empty() { 0.0 } else { votes.len() as f64 / cells.len() as f64 }
}
