//! Sampling gaps: places and operators whose verdict is still open, most rewarding first (method §7).
//!
//! A place is a zone. Where there is only the outline of a ward, one row for all of it would help nobody: the places are
//! then hexagons of 500 m, and each is judged as if it were a zone.

mod hexagon;
mod inhabited;

use std::sync::Arc;

use rayon::prelude::*;

pub use hexagon::Places;
pub use inhabited::Settled;

use crate::job::Feedback;
use crate::model::{
    Analysis, Cell, CellId, GridSpec, OperatorId, Result, SamplingGap, Votes, ZoneIndex, ZoneRow, Zones,
};
use crate::spatial::{Grid, ZoneLocator};

/// Places with more cells than this are not counted cell by cell; of H3, whose cells are dear to find, fewer.
const MAX_CELLS: usize = 50_000_000;
const MAX_H3_CELLS: usize = 3_000_000;

/// Brand of samples whose operator cell is empty: nobody can be asked to measure for it.
pub const UNKNOWN_OPERATOR: &str = "unknown";

/// The places that gaps are about, and their gaps by rank: weight × votes needed, then zone id, then operator.
pub fn sampling_gaps(analysis: &Analysis, grid: &Grid, feedback: &Feedback) -> Result<(Arc<Zones>, Vec<SamplingGap>)> {
    let Some(hexagons) = hexagon::Hexagons::of(analysis, grid) else {
        let gaps = gaps_of(analysis, &analysis.zones, &analysis.zone_rows, grid);
        return Ok((Arc::clone(&analysis.zones), gaps));
    };
    let rows = hexagons.rows(analysis, grid, feedback)?;
    let gaps = gaps_of(analysis, &hexagons.places, &rows, grid);
    Ok((Arc::new(hexagons.places), gaps))
}

fn gaps_of(analysis: &Analysis, places: &Zones, rows: &[ZoneRow], grid: &Grid) -> Vec<SamplingGap> {
    let metric = analysis.settings.profile.first_metric();
    let places_of_cells = Places::new(analysis, places, grid);
    let cells_total = match are_countable(analysis, places, grid) {
        true => count_cells(places, &places_of_cells, grid),
        false => Vec::new(),
    };
    let measured = analysis
        .votes(metric)
        .map(|votes| measured_cells(votes, &analysis.cells, &places_of_cells))
        .unwrap_or_default();
    let settled = Settled::new(analysis);
    let is_inhabited: Vec<bool> = places.zones.par_iter().map(|zone| settled.touches(&zone.shape)).collect();
    let is_gap_row = |row: &&ZoneRow| row.zone.is_some() && row.technology.is_none() && row.metric == metric;
    let mut gaps: Vec<SamplingGap> = rows
        .iter()
        .filter(is_gap_row)
        .filter_map(|row| {
            let (zone, operator) = (row.zone?, row.operator?);
            let evidence = row.stats.evidence.as_ref()?;
            let verdict = evidence.verdict.as_ref()?;
            let is_asked = is_inhabited.get(zone.0 as usize) == Some(&true);
            if !is_asked || !verdict.grade.is_undecided() || analysis.dataset.brand(operator) == UNKNOWN_OPERATOR {
                return None;
            }
            let shape = places.get(zone)?;
            let cells_measured = measured.partition_point(|m| *m <= (zone, operator, u32::MAX))
                - measured.partition_point(|m| *m < (zone, operator, 0));
            Some(SamplingGap {
                rank: 0,
                zone,
                operator,
                grade: verdict.grade,
                n_samples: row.stats.n_samples,
                n_votes: evidence.n_votes,
                votes_needed: verdict.votes_needed,
                weight: shape.weight.unwrap_or(shape.area_m2),
                cells_measured: cells_measured as u64,
                cells_total: cells_total.get(zone.0 as usize).copied().flatten(),
            })
        })
        .collect();
    let gain = |gap: &SamplingGap| gap.weight * f64::from(gap.votes_needed);
    gaps.sort_by(|a, b| gain(b).total_cmp(&gain(a)).then_with(|| (a.zone, a.operator).cmp(&(b.zone, b.operator))));
    for (rank, gap) in (1..).zip(&mut gaps) {
        gap.rank = rank;
    }
    gaps
}

/// Whether the cells of all places can be gone through in seconds.
fn are_countable(analysis: &Analysis, places: &Zones, grid: &Grid) -> bool {
    let limit = if matches!(grid.spec(), GridSpec::H3(_)) { MAX_H3_CELLS } else { MAX_CELLS };
    let area_m2: f64 = places.zones.iter().map(|place| place.area_m2).sum();
    analysis.cells.first().is_none_or(|cell| area_m2 <= grid.area_m2(cell.id) * limit as f64)
}

/// Cells whose centre lies in each place; `None` where there are too many to count. Where zones overlap a centre, like a
/// sample, belongs to the first alone.
fn count_cells(zones: &Zones, places: &Places<'_>, grid: &Grid) -> Vec<Option<u64>> {
    let shapes: Vec<_> = zones.zones.iter().map(|zone| &zone.shape).collect();
    let locator = ZoneLocator::new(&shapes);
    let is_in = |id: &CellId, zone: u32| grid.centre(*id).and_then(|c| locator.locate(c.lon, c.lat)) == Some(zone);
    let count = |zone: u32| {
        let cells = places.cells(ZoneIndex(zone), MAX_CELLS)?;
        if zones.overlaps.is_empty() {
            return Some(cells.len() as u64);
        }
        Some(cells.iter().filter(|id| is_in(id, zone)).count() as u64)
    };
    (0..zones.zones.len() as u32).into_par_iter().map(count).collect()
}

/// (place of the cell's centre, operator, cell) of every cell with a vote that has a verdict, sorted and distinct.
fn measured_cells(votes: &Votes, cells: &[Cell], of_cells: &Places<'_>) -> Vec<(ZoneIndex, OperatorId, u32)> {
    let places: Vec<Option<ZoneIndex>> = cells.iter().map(|cell| of_cells.of(cell)).collect();
    let mut measured: Vec<_> = votes
        .votes
        .iter()
        .filter(|vote| vote.fails.is_some())
        .filter_map(|vote| Some(((*places.get(vote.cell as usize)?)?, vote.operator, vote.cell)))
        .collect();
    measured.par_sort_unstable();
    measured.dedup();
    measured
}
