//! Second opinions: asked for once for all cells, then told place by place beside what the scan says.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{App, Card, Subject, is_proven};
use crate::model::{Analysis, GiStar, Grade, LocalRow, OperatorId, Quadrant};

/// With fewer cells with data the methods are a hint and no more (method §10).
pub const FEW_CELLS: u64 = 30;

/// Rows by cell and operator.
#[derive(Debug)]
pub(super) struct Opinions {
    rows: Vec<LocalRow>,
    n_cells: BTreeMap<Option<OperatorId>, u64>,
}

/// Whether the scan and the neighbours see the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    Both,
    ScanAlone,
    NeighboursAlone,
    Neither,
}

/// What the second opinions say of the place of a card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpinionHere {
    /// Cells with votes in the whole study area, and in this place.
    pub n_all: u64,
    pub n_here: u64,
    /// Cells of the place that stand among failing ones by Gi*, and by local Moran (high among high).
    pub n_gi: u64,
    pub n_moran: u64,
    /// Failing share of the votes of these cells, as it is and drawn towards that of all cells.
    pub share: f64,
    pub shrunken: f64,
    pub agreement: Agreement,
}

impl Opinions {
    fn new(rows: Vec<LocalRow>) -> Self {
        let mut n_cells = BTreeMap::new();
        for row in &rows {
            *n_cells.entry(row.operator).or_default() += 1;
        }
        Self { rows, n_cells }
    }

    /// Gi* of a cell with votes.
    pub(super) fn gi_star(&self, cell: u32, operator: Option<OperatorId>) -> Option<Option<GiStar>> {
        self.row(cell, operator).map(|row| row.gi_star)
    }

    fn row(&self, cell: u32, operator: Option<OperatorId>) -> Option<&LocalRow> {
        let place = self.rows.binary_search_by_key(&(cell, operator), |row| (row.cell, row.operator)).ok()?;
        self.rows.get(place)
    }
}

impl App {
    /// Starts asking, unless it has been done.
    pub(super) fn ask_opinions(&mut self) {
        let Some(analysis) = self.analysis.clone().filter(|_| self.opinions.found().is_none()) else { return };
        let engine = Arc::clone(&self.engine);
        let work =
            move |feedback: &crate::job::Feedback| engine.local_statistics(&analysis, feedback).map(Opinions::new);
        if let Err(error) = self.opinions.ask("opinions", &self.wake, work) {
            self.fail(error);
        }
    }

    pub fn has_opinions(&self) -> bool {
        self.opinions.found().is_some()
    }

    /// Cells with votes that second opinions speak of; `None` where nobody has asked.
    pub fn cells_with_opinion(&self, operator: Option<OperatorId>) -> Option<u64> {
        self.opinions.found().map(|opinions| opinions.n_cells.get(&operator).copied().unwrap_or(0))
    }

    pub fn is_asking_opinions(&self) -> bool {
        self.opinions.is_running()
    }

    /// What they say of the place of a card; `None` for zones, and where the place has no votes of downloads.
    pub fn opinion_here(&self, analysis: &Analysis, card: &Card) -> Option<OpinionHere> {
        let (cells, scan_sees) = match card.subject {
            Subject::Spot(index) => {
                let spot = analysis.weak_spots.get(index)?;
                (spot.cells.clone(), is_proven(spot))
            }
            Subject::Cell(cell) => (vec![cell], is_in_proven_spot(analysis, cell, card.operator)),
            Subject::Zone(_) => return None,
        };
        self.opinions.found()?.here(&cells, card.operator, scan_sees)
    }
}

fn is_in_proven_spot(analysis: &Analysis, cell: u32, operator: Option<OperatorId>) -> bool {
    let spots = analysis.weak_spots.iter().filter(|spot| matches!(spot.grade, Grade::A | Grade::B));
    spots
        .filter(|spot| operator.is_none_or(|operator| operator == spot.operator))
        .any(|spot| spot.cells.binary_search(&cell).is_ok())
}

impl Opinions {
    fn here(&self, cells: &[u32], operator: Option<OperatorId>, scan_sees: bool) -> Option<OpinionHere> {
        let rows: Vec<&LocalRow> = cells.iter().filter_map(|cell| self.row(*cell, operator)).collect();
        let votes: u64 = rows.iter().map(|row| row.n_votes).sum();
        if votes == 0 {
            return None;
        }
        let mean = |share: fn(&LocalRow) -> f64| {
            rows.iter().map(|row| share(row) * row.n_votes as f64).sum::<f64>() / votes as f64
        };
        let count = |holds: fn(&LocalRow) -> bool| rows.iter().filter(|row| holds(row)).count() as u64;
        let n_gi = count(|row| row.gi_star.is_some_and(|gi| gi.is_discovery && gi.z > 0.0));
        let n_moran =
            count(|row| row.moran.is_some_and(|moran| moran.is_discovery && moran.quadrant == Quadrant::HighHigh));
        let agreement = match (scan_sees, n_gi + n_moran > 0) {
            (true, true) => Agreement::Both,
            (true, false) => Agreement::ScanAlone,
            (false, true) => Agreement::NeighboursAlone,
            (false, false) => Agreement::Neither,
        };
        Some(OpinionHere {
            n_all: self.n_cells.get(&operator).copied().unwrap_or(0),
            n_here: rows.len() as u64,
            n_gi,
            n_moran,
            share: mean(|row| row.share_failing),
            shrunken: mean(|row| row.shrunken_share),
            agreement,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LocalMoran;

    fn row(cell: u32, votes: u64, share: f64, z: f64, is_discovery: bool) -> LocalRow {
        LocalRow {
            cell,
            operator: None,
            n_votes: votes,
            share_failing: share,
            shrunken_share: 0.5,
            n_neighbours: 2,
            gi_star: Some(GiStar { z, p: 0.01, is_discovery }),
            moran: Some(LocalMoran { i: 1.0, p: 0.5, quadrant: Quadrant::HighHigh, is_discovery: false }),
        }
    }

    #[test]
    fn a_cluster_of_good_cells_does_not_speak_for_a_weak_spot() {
        let opinions =
            Opinions::new(vec![row(1, 3, 1.0, 3.1, true), row(2, 1, 0.0, -3.0, true), row(5, 4, 0.2, 0.1, false)]);
        let here = opinions.here(&[1, 2], None, true).unwrap();
        assert_eq!((here.n_all, here.n_here, here.n_gi, here.n_moran), (3, 2, 1, 0));
        assert_eq!((here.share, here.agreement), (0.75, Agreement::Both));
        assert_eq!(opinions.here(&[2], None, true).map(|here| here.agreement), Some(Agreement::ScanAlone));
        assert_eq!(opinions.here(&[5], None, false).map(|here| here.agreement), Some(Agreement::Neither));
        assert_eq!(opinions.here(&[7], None, false), None);
    }
}
