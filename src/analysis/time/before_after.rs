//! Before and after a fix: the cells measured in both, each counting once, and random signs (method §12, §13).

use std::collections::BTreeMap;

use super::super::repeats::mix;
use super::super::sign_flip::sign_flip_p;
use super::{Testimony, count, testimonies};
use crate::job::{Cancelled, Feedback};
use crate::model::{Analysis, BeforeAfter, CellId, FixAnswer, LocalDay, OperatorComparison, OperatorId, VoteCount};

/// With fewer matched cells no result is proven: 2 of 2⁵ assignments of signs are always as far from 0, p = 0.0625.
const MIN_CELLS: u64 = 6;

/// The place (sorted indices of cells) before `first_day_after` and from it on, within the period of the analysis.
pub fn before_after(
    analysis: &Analysis,
    operator: OperatorId,
    cells: &[u32],
    first_day_after: LocalDay,
    feedback: &Feedback,
) -> Result<BeforeAfter, Cancelled> {
    let fix = first_day_after.start_unix_s();
    let before = testimonies(analysis, operator, cells, |time| time < fix);
    let after = testimonies(analysis, operator, cells, |time| time >= fix);
    compare(&before, &after, seed_of(analysis, operator), feedback)
}

pub(super) fn seed_of(analysis: &Analysis, operator: OperatorId) -> u64 {
    let brand = analysis.dataset.brand(operator).bytes().map(u64::from);
    mix(&std::iter::once(analysis.settings.seed).chain(brand).collect::<Vec<_>>())
}

pub(super) fn compare(
    before: &[Testimony],
    after: &[Testimony],
    seed: u64,
    feedback: &Feedback,
) -> Result<BeforeAfter, Cancelled> {
    let (cells_before, cells_after) = (by_cell(before), by_cell(after));
    let share = |count: &VoteCount| count.failing as f64 / count.votes as f64;
    let differences: Vec<f64> =
        cells_before.iter().filter_map(|(cell, before)| Some(share(cells_after.get(cell)?) - share(before))).collect();
    let n_cells = differences.len() as u64;
    let tested = if differences.is_empty() {
        None
    } else {
        let mean = differences.iter().sum::<f64>() / n_cells as f64;
        Some((mean, sign_flip_p(&differences, seed, feedback)?))
    };
    let answer = match tested {
        _ if (cells_before.len() as u64) < MIN_CELLS => FixAnswer::TooFewBefore,
        _ if n_cells < MIN_CELLS => FixAnswer::MoreCells(MIN_CELLS - n_cells),
        Some((mean, p)) if p <= OperatorComparison::SIGNIFICANT_P && mean < 0.0 => FixAnswer::Better,
        Some((mean, p)) if p <= OperatorComparison::SIGNIFICANT_P && mean > 0.0 => FixAnswer::Worse,
        _ => FixAnswer::NoEvidence,
    };
    Ok(BeforeAfter {
        before: count(before),
        after: count(after),
        n_cells,
        mean_difference: tested.map(|(mean, _)| mean),
        p: tested.map(|(_, p)| p),
        answer,
    })
}

fn by_cell(testimonies: &[Testimony]) -> BTreeMap<CellId, VoteCount> {
    let mut cells: BTreeMap<CellId, VoteCount> = BTreeMap::new();
    for testimony in testimonies {
        let cell = cells.entry(testimony.cell).or_default();
        cell.failing += u64::from(testimony.fails);
        cell.votes += 1;
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(cells: &[(u64, u32, u32)]) -> Vec<Testimony> {
        let of_cell = |&(cell, failing, n): &(u64, u32, u32)| {
            (0..n).map(move |i| Testimony { cell: CellId(cell), fails: i < failing })
        };
        cells.iter().flat_map(of_cell).collect()
    }

    fn compared(before: &[(u64, u32, u32)], after: &[(u64, u32, u32)]) -> BeforeAfter {
        compare(&votes(before), &votes(after), 1, &Feedback::default()).unwrap()
    }

    #[test]
    fn six_mended_cells_confirm_a_fix_and_five_do_not() {
        let weak: Vec<_> = (0..7).map(|cell| (cell, 2, 2)).collect();
        let mended: Vec<_> = (0..6).map(|cell| (cell, 0, 1)).collect();
        let found = compared(&weak, &mended);
        // 2 of 64 assignments of signs.
        assert_eq!((found.n_cells, found.mean_difference, found.p), (6, Some(-1.0), Some(0.03125)));
        assert_eq!(found.answer, FixAnswer::Better);
        assert_eq!(compared(&weak, &mended[..5]).answer, FixAnswer::MoreCells(1));
        assert_eq!(compared(&mended, &weak).answer, FixAnswer::Worse);
    }

    #[test]
    fn silence_is_not_a_fix() {
        let weak: Vec<_> = (0..9).map(|cell| (cell, 2, 2)).collect();
        let elsewhere = [(20, 0, 5), (21, 0, 5)];
        assert_eq!(compared(&weak, &[]).answer, FixAnswer::MoreCells(6));
        assert_eq!(compared(&weak, &elsewhere).answer, FixAnswer::MoreCells(6));
        assert_eq!(compared(&elsewhere, &weak).answer, FixAnswer::TooFewBefore);
    }

    #[test]
    fn better_in_some_cells_and_worse_in_others_is_no_evidence() {
        let before: Vec<_> = (0..8).map(|cell| (cell, 1, 2)).collect();
        let after: Vec<_> = (0..8).map(|cell| (cell, if cell < 5 { 0 } else { 2 }, 2)).collect();
        // Five at −½, three at +½: |sum| ≥ 1 unless four and four: 1 − 70/256.
        let found = compared(&before, &after);
        assert_eq!((found.p, found.answer), (Some(1.0 - 70.0 / 256.0), FixAnswer::NoEvidence));
    }
}
