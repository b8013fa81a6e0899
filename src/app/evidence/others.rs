//! The other operators at the place of a card.

use super::{Card, Subject};
use crate::model::{Analysis, Grade, OperatorId, StratumStats};

/// Another operator at the same place.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherOperator {
    pub operator: OperatorId,
    pub n_votes: u64,
    pub n_failing_votes: u64,
    /// Absent for weak spots, whose places have no row of their own.
    pub grade: Option<Grade>,
}

pub(super) fn others(analysis: &Analysis, card: &Card) -> Vec<OtherOperator> {
    let met = analysis.operators_met.iter().map(|(id, _)| *id).filter(|id| Some(*id) != card.operator);
    let of_stats = |operator, stats: &StratumStats| {
        let evidence = stats.evidence.as_ref()?;
        let verdict = evidence.verdict.as_ref()?;
        Some(OtherOperator {
            operator,
            n_votes: evidence.n_votes,
            n_failing_votes: verdict.n_failing_votes,
            grade: Some(verdict.grade),
        })
    };
    let technology = card.technology;
    met.filter_map(|operator| match card.subject {
        Subject::Cell(cell) => {
            of_stats(operator, &analysis.cell_row(cell, Some(operator), technology, card.metric)?.stats)
        }
        Subject::Zone(zone) => {
            of_stats(operator, &analysis.zone_row(Some(zone), Some(operator), technology, card.metric)?.stats)
        }
        Subject::Spot(index) => {
            let spot = analysis.weak_spots.get(index)?;
            let strata = spot.cells.iter().filter_map(|c| analysis.cell_row(*c, Some(operator), None, card.metric));
            let verdicts = strata
                .filter_map(|row| row.stats.evidence.as_ref())
                .map(|e| (e.n_votes, e.verdict.as_ref().map_or(0, |v| v.n_failing_votes)));
            let (n_votes, n_failing_votes) = verdicts.fold((0, 0), |sum, v| (sum.0 + v.0, sum.1 + v.1));
            let grade = spot.others_ok.contains(&operator).then_some(Grade::E);
            Some(OtherOperator { operator, n_votes, n_failing_votes, grade })
        }
    })
    .collect()
}
