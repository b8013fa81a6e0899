//! Which weak spots are listed and drawn: the proven ones first, and those that rest on a vote or two only when asked for.

use super::{App, Selection};
use crate::model::{Analysis, Grade, OperatorId, WeakSpot};

/// A suspected spot of at most this many votes is folded away: nearly every failing test of a ward makes one.
const FEW_VOTES: u64 = 2;

/// Whether the scan has proven a spot.
pub fn is_proven(spot: &WeakSpot) -> bool {
    matches!(spot.grade, Grade::A | Grade::B)
}

/// Whether a spot is a suspicion that rests on a vote or two.
pub fn has_few_votes(spot: &WeakSpot) -> bool {
    !is_proven(spot) && spot.n_votes <= FEW_VOTES
}

/// Says which spots are shown under the present choices.
#[derive(Debug, Clone, Copy, Hash)]
pub struct SpotFilter<'a> {
    operator: Option<OperatorId>,
    few_votes: bool,
    selection: &'a Selection,
}

impl<'a> SpotFilter<'a> {
    /// `operator`: `None` for all; `few_votes`: whether suspicions on a vote or two are shown; `selection` always is.
    pub fn new(operator: Option<OperatorId>, few_votes: bool, selection: &'a Selection) -> Self {
        Self { operator, few_votes, selection }
    }

    /// Whether the spot is the chosen operator's.
    pub fn is_of_operator(self, spot: &WeakSpot) -> bool {
        self.operator.is_none_or(|operator| operator == spot.operator)
    }

    /// Whether the spot is shown; a selected one always is.
    pub fn shows(self, spot: &WeakSpot) -> bool {
        let selected = matches!(self.selection, Selection::Spot(id) if *id == spot.spot_id);
        self.is_of_operator(spot) && (self.few_votes || selected || !has_few_votes(spot))
    }
}

/// The chosen operator's spots.
#[derive(Debug, Clone)]
pub struct SpotList<'a> {
    /// Proven by rank, then suspected by rank.
    pub shown: Vec<&'a WeakSpot>,
    pub n_proven: usize,
    pub n_suspected: usize,
    /// Suspected ones that rest on a vote or two, shown or not.
    pub n_few_votes: usize,
}

impl<'a> SpotList<'a> {
    /// The spots of an analysis that a filter lets through, in the order in which they are listed.
    pub fn new(analysis: &'a Analysis, filter: SpotFilter<'_>) -> Self {
        let mut list = Self { shown: Vec::new(), n_proven: 0, n_suspected: 0, n_few_votes: 0 };
        for spot in analysis.weak_spots.iter().filter(|spot| filter.is_of_operator(spot)) {
            *(if is_proven(spot) { &mut list.n_proven } else { &mut list.n_suspected }) += 1;
            list.n_few_votes += usize::from(has_few_votes(spot));
            if filter.shows(spot) {
                list.shown.push(spot);
            }
        }
        list.shown.sort_by_key(|spot| (!is_proven(spot), spot.rank));
        list
    }
}

impl App {
    pub fn spot_filter(&self) -> SpotFilter<'_> {
        let session = self.session();
        SpotFilter::new(self.operator(), session.few_votes_open, &session.selection)
    }

    /// The chosen operator's spots, in the order in which they are listed.
    pub fn spots<'a>(&self, analysis: &'a Analysis) -> SpotList<'a> {
        SpotList::new(analysis, self.spot_filter())
    }

    /// Selects the next spot of the list, or the one before; after the last comes the first.
    pub(super) fn walk_spots(&mut self, back: bool) {
        let Some(analysis) = self.analysis.clone() else { return };
        let list = self.spots(&analysis).shown;
        let at = match &self.session.selection {
            Selection::Spot(id) => list.iter().position(|spot| spot.spot_id == *id),
            Selection::Nothing | Selection::Cell(_) | Selection::Zone(_) => None,
        };
        let next = match (at, back) {
            (Some(at), false) => list.get(at + 1).or(list.first()),
            (Some(at), true) => at.checked_sub(1).and_then(|i| list.get(i)).or(list.last()),
            (None, false) => list.first(),
            (None, true) => list.last(),
        };
        if let Some(spot) = next {
            self.session.selection = Selection::Spot(spot.spot_id.clone());
        }
    }
}
