//! What a colouring of the map needs besides the analysis is worked out when it is chosen.

use super::App;
use super::opinions::FEW_CELLS;
use crate::cartography::{Cluster, Colouring, Fill, fill_of_change};
use crate::model::{ChangedPlace, OperatorId, Period, ZoneIndex};

impl App {
    /// Starts what the chosen colouring needs, where it is neither there nor on its way.
    pub(super) fn ask_for_colouring(&mut self) {
        if self.analyzing.is_some() {
            return;
        }
        match self.project.colouring {
            Colouring::Clusters if !self.has_opinions() && !self.is_asking_opinions() => self.ask_opinions(),
            Colouring::Change if self.changes().is_none() && !self.is_comparing_periods() => {
                let earlier = self.analysis.as_ref().and_then(|analysis| {
                    let periods = self.earlier_periods(analysis);
                    periods.first().copied()
                });
                self.compare_with(earlier);
            }
            _ => {}
        }
    }

    /// Changes with every answer that colours of the map depend on.
    pub fn answers_on_map(&self) -> (bool, Option<Period>) {
        (self.has_opinions(), self.changes().map(|since| since.earlier))
    }

    /// The look of a cell by what stands around it; `None` without votes there, or where nobody has asked.
    pub fn cluster_fill(&self, cell: u32, operator: Option<OperatorId>) -> Option<Fill> {
        let gi_star = self.opinions.found()?.gi_star(cell, operator)?;
        let few = self.cells_with_opinion(operator).is_none_or(|n| n < FEW_CELLS);
        Some(Cluster::of(gi_star, few).fill())
    }

    /// Zones with the look of what became of them for an operator.
    pub fn change_fills(&self, operator: OperatorId) -> Vec<(ZoneIndex, Fill)> {
        let list = self.changes().map(|since| since.list.as_slice()).unwrap_or_default();
        let of_operator = list.iter().filter(|change| change.operator == operator);
        let fills = of_operator.filter_map(|change| match change.place {
            ChangedPlace::Zone(Some(zone)) => Some((zone, fill_of_change(change.kind)?)),
            ChangedPlace::Zone(None) | ChangedPlace::Spot(_) => None,
        });
        fills.collect()
    }
}
