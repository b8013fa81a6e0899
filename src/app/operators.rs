//! The operators met in the data, in an order in which each keeps its place and its key from file to file.

use super::{App, Edit};
use crate::model::OperatorId;

/// Operators with a network of their own, in the order in which the Ministry's tables list them.
const USUAL_ORDER: [&str; 4] = ["Viettel", "VinaPhone", "MobiFone", "Vietnamobile"];

/// An operator met in the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetOperator {
    pub id: OperatorId,
    /// Accepted samples.
    pub n_samples: u64,
    /// Number key that chooses it.
    pub key: Option<u8>,
    /// Whether the catalogue knows the brand; a misspelt one is not known.
    pub known: bool,
}

impl App {
    /// Operators met: the four large ones in their usual order, then other known brands, then unknown spellings.
    ///
    /// The keys 1 to 4 belong to the four large ones even where one of them is missing from the data.
    pub fn operators(&self) -> Vec<MetOperator> {
        let Some(analysis) = &self.analysis else { return Vec::new() };
        let dataset = &analysis.dataset;
        let place = |id: OperatorId| USUAL_ORDER.iter().position(|brand| *brand == dataset.brand(id));
        let known = |id: OperatorId| dataset.operator(id).is_some_and(|operator| operator.known);
        let mut met = analysis.operators_met.clone();
        met.sort_by_key(|(id, _)| {
            (place(*id).unwrap_or(USUAL_ORDER.len()), !known(*id), dataset.brand(*id) == "unknown", *id)
        });
        let any_large = met.iter().any(|(id, _)| place(*id).is_some());
        let mut next = if any_large { USUAL_ORDER.len() } else { 0 };
        let mut key_of = |id| {
            let key = place(id).unwrap_or_else(|| {
                next += 1;
                next - 1
            });
            u8::try_from(key + 1).ok().filter(|key| *key <= 9)
        };
        met.into_iter()
            .map(|(id, n_samples)| MetOperator { id, n_samples, key: key_of(id), known: known(id) })
            .collect()
    }

    /// The operator that the chosen one is compared with: the one asked for, else another with the most samples.
    pub fn rival(&self) -> Option<OperatorId> {
        let analysis = self.analysis.as_ref()?;
        let chosen = self.operator()?;
        let asked = self.project.rival.as_deref().and_then(|brand| analysis.dataset.operator_by_brand(brand));
        asked.filter(|id| *id != chosen).or_else(|| {
            let others = self.operators().into_iter().filter(|met| met.known && met.id != chosen);
            others.max_by_key(|met| (met.n_samples, std::cmp::Reverse(met.id))).map(|met| met.id)
        })
    }

    /// The change of operator that a number key asks for; 0 is all.
    pub fn operator_of_key(&self, number: usize) -> Option<Edit> {
        let analysis = self.analysis.as_ref()?;
        if number == 0 {
            return Some(Edit::Operator(None));
        }
        let asked = self.operators().into_iter().find(|met| met.key.is_some_and(|key| usize::from(key) == number))?;
        Some(Edit::Operator(Some(analysis.dataset.brand(asked.id).to_owned())))
    }
}
