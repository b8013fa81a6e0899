//! Second opinions on the failing share of each cell (method §10): Gi*, local Moran and a shrunken share, for each
//! operator and for all together.
//!
//! They speak of cells with votes only: an empty cell is no zero. A cell without a neighbour is left out of Gi* and Moran
//! altogether.

mod empirical_bayes;
mod false_discovery;
mod getis_ord;
mod moran;
mod neighbours;

use rayon::prelude::*;

pub use self::empirical_bayes::shrunken_shares;
pub use self::false_discovery::{FALSE_DISCOVERY_RATE, discoveries};
pub use self::getis_ord::gi_star;
pub use self::moran::{conditional_p, local_moran};
pub use self::neighbours::Neighbours;

use super::normal::two_sided_p;
use super::repeats::mix;
use crate::job::{Cancelled, Feedback};
use crate::model::{Analysis, CellId, GiStar, LocalMoran, LocalRow, Metric, OperatorId};
use crate::spatial::Grid;

/// Whether values differ by no more than rounding: then nothing clusters.
fn are_all_equal(values: &[f64]) -> bool {
    const ROUNDING: f64 = 1e-12;
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(*v), b.max(*v)));
    high - low <= ROUNDING
}

/// Conditional permutations of local Moran.
pub const PERMUTATIONS: usize = 999;

/// The rows of `local_statistics.csv`, sorted by cell and operator, `*` first. None where download has no criterion.
pub fn local_statistics(analysis: &Analysis, grid: &Grid, feedback: &Feedback) -> Result<Vec<LocalRow>, Cancelled> {
    let operators: Vec<Option<OperatorId>> =
        std::iter::once(None).chain(analysis.operators_met.iter().map(|(id, _)| Some(*id))).collect();
    feedback.begin("stage-local-statistics", operators.len() as u64)?;
    let of_operator = |operator: &Option<OperatorId>| {
        let rows = rows_of(analysis, grid, *operator, feedback)?;
        feedback.advance(1).map(|()| rows)
    };
    let rows: Vec<Vec<LocalRow>> = operators.par_iter().map(of_operator).collect::<Result<_, Cancelled>>()?;
    let mut rows: Vec<LocalRow> = rows.into_iter().flatten().collect();
    rows.par_sort_by_key(|row| (row.cell, row.operator));
    Ok(rows)
}

/// Cells with judged votes, sorted, and failing votes of votes in each.
fn tallies(analysis: &Analysis, operator: Option<OperatorId>) -> Vec<(u32, (u64, u64))> {
    let mut in_cell = vec![(0, 0); analysis.cells.len()];
    for vote in analysis.votes(Metric::Download).into_iter().flat_map(|votes| &votes.votes) {
        if let (true, Some(fails), Some((failing, votes))) =
            (operator.is_none_or(|id| id == vote.operator), vote.fails, in_cell.get_mut(vote.cell as usize))
        {
            *failing += u64::from(fails);
            *votes += 1;
        }
    }
    (0..).zip(in_cell).filter(|(_, (_, votes))| *votes > 0).collect()
}

fn rows_of(
    analysis: &Analysis,
    grid: &Grid,
    operator: Option<OperatorId>,
    feedback: &Feedback,
) -> Result<Vec<LocalRow>, Cancelled> {
    let tallies = tallies(analysis, operator);
    let ids: Vec<CellId> =
        tallies.iter().filter_map(|(cell, _)| analysis.cells.get(*cell as usize)).map(|cell| cell.id).collect();
    let all = Neighbours::of_cells(grid, &ids);
    feedback.check()?;
    let shrunken = shrunken_shares(&tallies.iter().map(|(_, tally)| *tally).collect::<Vec<_>>());
    let mut rows: Vec<LocalRow> = tallies
        .iter()
        .zip(shrunken)
        .enumerate()
        .map(|(place, ((cell, (failing, votes)), shrunken_share))| LocalRow {
            cell: *cell,
            operator,
            n_votes: *votes,
            share_failing: *failing as f64 / *votes as f64,
            shrunken_share,
            n_neighbours: all.of(place).len() as u32,
            gi_star: None,
            moran: None,
        })
        .collect();
    let (mut connected, connected_ids): (Vec<&mut LocalRow>, Vec<CellId>) =
        rows.iter_mut().zip(ids).filter(|(row, _)| row.n_neighbours > 0).unzip();
    let neighbours = Neighbours::of_cells(grid, &connected_ids);
    let brand = operator.map_or("*", |id| analysis.dataset.brand(id)).bytes().map(u64::from);
    let seed = mix(&std::iter::once(analysis.settings.seed).chain(brand).collect::<Vec<_>>());
    judge(&mut connected, &neighbours, seed, feedback)?;
    Ok(rows)
}

/// Fills Gi* and Moran of cells that all have a neighbour.
fn judge(rows: &mut [&mut LocalRow], neighbours: &Neighbours, seed: u64, feedback: &Feedback) -> Result<(), Cancelled> {
    let shares: Vec<f64> = rows.iter().map(|row| row.share_failing).collect();
    let gi_stars = gi_star(&shares, neighbours);
    let morans = local_moran(&shares, neighbours);
    let moran_ps = conditional_p(&shares, neighbours, PERMUTATIONS, seed, feedback)?;
    for (row, ((z, moran), p)) in rows.iter_mut().zip(gi_stars.into_iter().zip(morans).zip(moran_ps)) {
        row.gi_star = z.map(|z| GiStar { z, p: two_sided_p(z), is_discovery: false });
        row.moran = moran.map(|(i, quadrant)| LocalMoran { i, p, quadrant, is_discovery: false });
    }
    let mut gi_stars: Vec<&mut GiStar> = rows.iter_mut().filter_map(|row| row.gi_star.as_mut()).collect();
    let found = discoveries(&gi_stars.iter().map(|gi| gi.p).collect::<Vec<_>>(), FALSE_DISCOVERY_RATE);
    gi_stars.iter_mut().zip(found).for_each(|(gi, found)| gi.is_discovery = found);
    let mut morans: Vec<&mut LocalMoran> = rows.iter_mut().filter_map(|row| row.moran.as_mut()).collect();
    let found = discoveries(&morans.iter().map(|m| m.p).collect::<Vec<_>>(), FALSE_DISCOVERY_RATE);
    morans.iter_mut().zip(found).for_each(|(moran, found)| moran.is_discovery = found);
    Ok(())
}
