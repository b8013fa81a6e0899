//! Operators side by side: only cells where both were measured, each cell counting once (method §12).
//!
//! Crude figures compare one operator's streets with another's. Within a cell both meet the same hills and walls, so the
//! difference of failing shares there is the operators' own.

use rayon::prelude::*;

use super::repeats::mix;
use super::scan::holm_factors;
use super::sign_flip::sign_flip_p;
use crate::job::{Cancelled, Feedback};
use crate::model::{Analysis, ComparisonResult, Metric, OperatorComparison, OperatorId, Order, Technology, Votes};

/// Means this near to 0 differ by rounding alone.
const NO_DIFFERENCE: f64 = 1e-12;

/// Failing and all votes of one operator in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tally {
    cell: u32,
    failing: u32,
    votes: u32,
}

impl Tally {
    fn share(self) -> f64 {
        f64::from(self.failing) / f64::from(self.votes)
    }
}

/// One operator's votes of a metric and class, by cell.
struct Contestant {
    operator: OperatorId,
    /// Sorted by cell.
    cells: Vec<Tally>,
    share: f64,
    median: Option<f64>,
}

/// All pairs that share a cell, sorted by metric, class (`*` first), a and b.
pub fn compare_operators(analysis: &Analysis, feedback: &Feedback) -> Result<Vec<OperatorComparison>, Cancelled> {
    let mut rows = Vec::new();
    for metric in Metric::ALL {
        let Some(votes) = analysis.votes(metric).filter(|_| analysis.settings.profile.criterion(metric).is_some())
        else {
            continue;
        };
        for technology in std::iter::once(None).chain(Technology::ALL.map(Some)) {
            feedback.check()?;
            let contestants = contestants(analysis, votes, metric, technology);
            let mut family = compare_all(analysis, metric, technology, &contestants, feedback)?;
            correct(&mut family);
            rows.extend(family);
        }
    }
    Ok(rows)
}

/// Operators with judged votes of the class, in byte order of brands.
fn contestants(analysis: &Analysis, votes: &Votes, metric: Metric, technology: Option<Technology>) -> Vec<Contestant> {
    let mut judged: Vec<(OperatorId, u32, bool)> = votes
        .votes
        .iter()
        .filter(|vote| technology.is_none_or(|class| class == vote.technology))
        .filter_map(|vote| Some((vote.operator, vote.cell, vote.fails?)))
        .collect();
    judged.par_sort_unstable();
    let of_operator = |run: &[(OperatorId, u32, bool)]| {
        let operator = run.first()?.0;
        let tally = |cell: &[(OperatorId, u32, bool)]| {
            let failing = cell.iter().filter(|(.., fails)| *fails).count() as u32;
            Some(Tally { cell: cell.first()?.1, failing, votes: cell.len() as u32 })
        };
        let row = technology.and_then(|class| analysis.zone_row(None, Some(operator), Some(class), metric));
        Some(Contestant {
            operator,
            cells: run.chunk_by(|a, b| a.1 == b.1).filter_map(tally).collect(),
            share: run.iter().filter(|(.., fails)| *fails).count() as f64 / run.len() as f64,
            median: row.and_then(|row| row.stats.quantiles).map(|q| q.median),
        })
    };
    judged.chunk_by(|a, b| a.0 == b.0).filter_map(of_operator).collect()
}

fn compare_all(
    analysis: &Analysis,
    metric: Metric,
    technology: Option<Technology>,
    contestants: &[Contestant],
    feedback: &Feedback,
) -> Result<Vec<OperatorComparison>, Cancelled> {
    let pairs = contestants.iter().enumerate().flat_map(|(i, a)| contestants.iter().skip(i + 1).map(move |b| (a, b)));
    let pairs: Vec<(&Contestant, &Contestant)> = pairs.collect();
    pairs
        .into_par_iter()
        .filter_map(|(a, b)| {
            let differences = differences(&a.cells, &b.cells);
            (!differences.is_empty()).then_some((a, b, differences))
        })
        .map(|(a, b, differences)| {
            let seed = seed_of(analysis, metric, technology, a.operator, b.operator);
            let p = sign_flip_p(&differences, seed, feedback)?;
            Ok(compare(metric, technology, a, b, &differences, p))
        })
        .collect()
}

/// Differences of failing shares, a − b, in the cells that both have.
fn differences(a: &[Tally], b: &[Tally]) -> Vec<f64> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut differences = Vec::new();
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cell.cmp(&y.cell) {
            std::cmp::Ordering::Equal => {
                differences.push(x.share() - y.share());
                a.next();
                b.next();
            }
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
        }
    }
    differences
}

/// A stream of its own for each pair, metric and class: none depends on which others are compared.
fn seed_of(analysis: &Analysis, metric: Metric, technology: Option<Technology>, a: OperatorId, b: OperatorId) -> u64 {
    let brand = |operator| analysis.dataset.brand(operator).bytes().map(u64::from).chain(std::iter::once(0x100));
    let key = [analysis.settings.seed, metric as u64, technology.map_or(0, |class| 1 + class as u64)];
    mix(&key.into_iter().chain(brand(a)).chain(brand(b)).collect::<Vec<_>>())
}

fn compare(
    metric: Metric,
    technology: Option<Technology>,
    a: &Contestant,
    b: &Contestant,
    differences: &[f64],
    p: f64,
) -> OperatorComparison {
    let mean_difference = differences.iter().sum::<f64>() / differences.len() as f64;
    let crude_order_of_shares = smaller_is_better(a.share - b.share);
    let crude_order = match (a.median, b.median) {
        (Some(x), Some(y)) if metric == Metric::Latency => smaller_is_better(x - y),
        (Some(x), Some(y)) => smaller_is_better(y - x),
        _ => crude_order_of_shares,
    };
    OperatorComparison {
        metric,
        technology,
        a: a.operator,
        b: b.operator,
        n_cells: differences.len() as u64,
        mean_difference,
        p,
        p_holm: p,
        result: ComparisonResult::Draw,
        crude_order,
        crude_order_of_shares,
        matched_order: smaller_is_better(mean_difference),
        shares: [a.share, b.share],
        medians: [a.median, b.median],
    }
}

/// Order of two figures with the difference a − b, where less is better.
fn smaller_is_better(difference: f64) -> Order {
    if difference < -NO_DIFFERENCE {
        Order::FirstBetter
    } else if difference > NO_DIFFERENCE {
        Order::SecondBetter
    } else {
        Order::Equal
    }
}

/// Holm's correction over the pairs of one metric and class, and what it leaves proven.
fn correct(family: &mut [OperatorComparison]) {
    let factors = holm_factors(&family.iter().map(|row| Some(row.p)).collect::<Vec<_>>());
    for (row, factor) in family.iter_mut().zip(factors) {
        row.p_holm = (row.p * factor).min(1.0);
        row.result = match row.matched_order {
            // Factor and product are rounded: a p at the limit must not fall past it.
            _ if row.p_holm > OperatorComparison::SIGNIFICANT_P + NO_DIFFERENCE => ComparisonResult::Draw,
            Order::FirstBetter => ComparisonResult::FirstBetter,
            Order::SecondBetter => ComparisonResult::SecondBetter,
            Order::Equal => ComparisonResult::Draw,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contestant(operator: u16, cells: &[(u32, u32, u32)]) -> Contestant {
        let cells: Vec<Tally> = cells
            .iter()
            .map(|(cell, failing, votes)| Tally { cell: *cell, failing: *failing, votes: *votes })
            .collect();
        let (k, n) = cells.iter().fold((0, 0), |sum, t| (sum.0 + t.failing, sum.1 + t.votes));
        Contestant { operator: OperatorId(operator), cells, share: f64::from(k) / f64::from(n), median: None }
    }

    fn compared(a: &Contestant, b: &Contestant) -> OperatorComparison {
        let differences = differences(&a.cells, &b.cells);
        let p = sign_flip_p(&differences, 1, &Feedback::default()).unwrap();
        compare(Metric::Download, None, a, b, &differences, p)
    }

    #[test]
    fn only_cells_that_both_have_are_compared_each_once() {
        let a = contestant(0, &[(1, 1, 2), (3, 0, 9), (4, 2, 2)]);
        let b = contestant(1, &[(2, 5, 5), (3, 1, 4), (4, 1, 2), (9, 0, 1)]);
        let row = compared(&a, &b);
        // By hand: cell 3: 0 − 1/4, cell 4: 1 − 1/2.
        assert_eq!((row.n_cells, row.mean_difference), (2, 0.125));
        // |±1/4 ± 1/2| ≥ 1/4: all four.
        assert_eq!(row.p, 1.0);
    }

    #[test]
    fn an_operator_measured_on_the_hill_only_looks_worse_than_it_is() {
        // In each shared cell b fails more; yet a has most of its votes where everybody fails.
        let valley = |k_a, k_b| (0..7).map(move |cell| ((cell, k_a, 4), (cell, k_b, 12)));
        let hill = |k_a, k_b| (7..14).map(move |cell| ((cell, k_a, 12), (cell, k_b, 2)));
        let (a, b): (Vec<_>, Vec<_>) = valley(0, 2).chain(hill(9, 2)).unzip();
        let mut family = [compared(&contestant(0, &a), &contestant(1, &b))];
        correct(&mut family);
        let [row] = family;
        assert_eq!(row.crude_order, Order::SecondBetter);
        assert_eq!(row.matched_order, Order::FirstBetter);
        assert_eq!(row.result, ComparisonResult::FirstBetter);
        let reversal = row.reversal().unwrap();
        assert!(reversal.is_proven && reversal.of_shares && !reversal.of_medians);
    }

    #[test]
    fn a_difference_that_may_be_chance_is_a_draw() {
        let a = contestant(0, &[(1, 0, 3), (2, 0, 3), (3, 0, 3), (4, 0, 3), (5, 0, 3)]);
        let b = contestant(1, &[(1, 3, 3), (2, 3, 3), (3, 3, 3), (4, 3, 3), (5, 3, 3)]);
        let mut family = [compared(&a, &b)];
        correct(&mut family);
        // Five cells: 2 of 32 assignments are as far from 0.
        assert_eq!((family[0].p, family[0].result), (0.0625, ComparisonResult::Draw));
    }

    #[test]
    fn pairs_are_corrected_together() {
        let a = contestant(0, &[(1, 0, 3), (2, 0, 3)]);
        let template = compared(&a, &contestant(1, &[(1, 3, 3), (2, 3, 3)]));
        let mut family = [0.01, 0.04, 0.03].map(|p| OperatorComparison { p, ..template.clone() });
        correct(&mut family);
        // Holm by hand: 3 · 0.01, then 2 · 0.03, and 0.04 no lower than that.
        for (row, by_hand) in family.iter().zip([0.03, 0.06, 0.06]) {
            assert!((row.p_holm - by_hand).abs() < 1e-12);
        }
        assert_eq!(family.map(|row| row.result.code()), ["a", "draw", "draw"]);
    }
}
