//! Meeting mode: a frozen copy of the figures, one operator at a time, and a walk along the weak spots.
//!
//! Nothing that happens to data or settings in the meantime reaches it, and nothing done in it reaches them: whoever
//! leaves it is where they were.

use std::sync::Arc;

use super::{App, Card, Layers, MetOperator, Project, Selection, SpotFilter, SpotList};
use crate::model::{Analysis, OperatorId};

/// What may be asked during a meeting.
#[derive(Debug, Clone, PartialEq)]
pub enum MeetingCommand {
    /// Freeze what is on screen.
    Begin,
    End,
    /// `None`: all operators.
    Operator(Option<OperatorId>),
    /// To the next weak spot by rank, or back to the one before.
    Walk {
        back: bool,
    },
    Select(Selection),
    /// Bring the selection into view, or everything.
    Zoom {
        on_all: bool,
    },
    /// Hide the names of the operators, or reveal them.
    Blind(bool),
}

/// A meeting.
#[derive(Debug)]
pub struct Meeting {
    analysis: Arc<Analysis>,
    project: Project,
    sample_ward: bool,
    frozen_unix_s: i64,
    operators: Vec<MetOperator>,
    /// Operators in the order of their letters: drawn by lot, or the keys would give the names away.
    letters: Vec<OperatorId>,
    blind: bool,
    operator: Option<OperatorId>,
    selection: Selection,
    card: Option<Card>,
    focus_asked: u64,
    focus_on_all: bool,
}

impl Meeting {
    fn new(app: &App, analysis: Arc<Analysis>, now_unix_s: i64) -> Self {
        let operators: Vec<MetOperator> = app.operators().into_iter().filter(|met| met.known).collect();
        let mut letters: Vec<OperatorId> = operators.iter().map(|met| met.id).collect();
        shuffle(&mut letters, now_unix_s.unsigned_abs());
        let mut meeting = Self {
            analysis,
            project: app.project.clone(),
            sample_ward: app.sources.sample_ward,
            frozen_unix_s: now_unix_s,
            operators,
            letters,
            blind: false,
            operator: app.operator(),
            selection: app.session.selection.clone(),
            card: None,
            focus_asked: 1,
            focus_on_all: true,
        };
        meeting.refresh();
        meeting
    }

    pub fn analysis(&self) -> &Arc<Analysis> {
        &self.analysis
    }

    /// The choices in force when it began.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Whether the figures are those of the bundled sample ward.
    pub fn is_of_sample_ward(&self) -> bool {
        self.sample_ward
    }

    pub fn frozen_unix_s(&self) -> i64 {
        self.frozen_unix_s
    }

    pub fn is_blind(&self) -> bool {
        self.blind
    }

    /// The operator that is shown; `None`: all.
    pub fn operator(&self) -> Option<OperatorId> {
        self.operator
    }

    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    pub fn card(&self) -> Option<&Card> {
        self.card.as_ref()
    }

    /// Counts up when the map should move; then whether to everything, not to the selection.
    pub fn focus(&self) -> (u64, bool) {
        (self.focus_asked, self.focus_on_all)
    }

    /// Operators by number key from 1: those of the window, or, while names are hidden, those of the letters.
    pub fn keys(&self) -> Vec<(u8, OperatorId)> {
        if self.blind {
            return (1..=9).zip(self.letters.iter().copied()).collect();
        }
        self.operators.iter().filter_map(|met| Some((met.key?, met.id))).collect()
    }

    /// The letter under which an operator goes while names are hidden.
    pub fn letter(&self, operator: OperatorId) -> Option<char> {
        let place = self.letters.iter().position(|id| *id == operator)?;
        char::from_u32(u32::from('A') + u32::try_from(place).ok()?).filter(char::is_ascii_uppercase)
    }

    /// Every layer that a meeting looks at.
    pub fn layers(&self) -> Layers {
        Layers { plan: false, ..Layers::default() }
    }

    pub fn filter(&self) -> SpotFilter<'_> {
        SpotFilter::new(self.operator, false, &self.selection)
    }

    /// The weak spots in the order of the walk.
    pub fn spots(&self) -> SpotList<'_> {
        SpotList::new(&self.analysis, self.filter())
    }

    /// Place of the selected spot in the walk, counted from 1.
    pub fn step(&self) -> Option<usize> {
        let Selection::Spot(id) = &self.selection else { return None };
        self.spots().shown.iter().position(|spot| spot.spot_id == *id).map(|i| i + 1)
    }

    fn walk(&mut self, back: bool) {
        let ids: Vec<String> = self.spots().shown.iter().map(|spot| spot.spot_id.clone()).collect();
        let next = match (self.step(), back) {
            (Some(step), false) => ids.get(step).or(ids.first()),
            (Some(step), true) => step.checked_sub(2).and_then(|i| ids.get(i)).or(ids.last()),
            (None, false) => ids.first(),
            (None, true) => ids.last(),
        };
        if let Some(id) = next {
            self.selection = Selection::Spot(id.clone());
        }
    }

    fn choose(&mut self, operator: Option<OperatorId>) {
        self.operator = operator;
        // A spot of another operator is not about this one.
        let foreign = match &self.selection {
            Selection::Spot(id) => {
                let spot = self.analysis.weak_spots.iter().find(|spot| spot.spot_id == *id);
                operator.is_some_and(|asked| spot.is_none_or(|spot| spot.operator != asked))
            }
            Selection::Nothing | Selection::Cell(_) | Selection::Zone(_) => false,
        };
        if foreign {
            self.selection = Selection::Nothing;
        }
    }

    fn refresh(&mut self) {
        let key = Card::key(&self.analysis, &self.selection, self.operator, self.project.technology, None);
        if self.card.as_ref().is_none_or(|card| card.key != key) {
            self.card = Card::new(&self.analysis, key);
        }
    }
}

/// Draws a new order by lot (Fisher and Yates), the lot being a fixed function of the seed.
fn shuffle(list: &mut [OperatorId], seed: u64) {
    let mut state = seed ^ 0x9e37_79b9_7f4a_7c15;
    for last in (1..list.len()).rev() {
        // SplitMix64 (Steele, Lea and Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let drawn = (z ^ (z >> 31)) % (last as u64 + 1);
        list.swap(last, drawn as usize);
    }
}

impl App {
    /// The meeting, while one goes on.
    pub fn meeting(&self) -> Option<&Meeting> {
        self.meeting.as_ref()
    }

    pub(super) fn step_meeting(&mut self, command: MeetingCommand, now_unix_s: i64) {
        if command == MeetingCommand::Begin {
            if self.meeting.is_none() {
                let analysis = self.analysis.clone();
                self.meeting = analysis.map(|analysis| Meeting::new(self, analysis, now_unix_s));
            }
            return;
        }
        let Some(meeting) = &mut self.meeting else { return };
        match command {
            MeetingCommand::Begin => {}
            MeetingCommand::End => {
                self.meeting = None;
                return;
            }
            MeetingCommand::Operator(operator) => meeting.choose(operator),
            MeetingCommand::Walk { back } => meeting.walk(back),
            MeetingCommand::Select(selection) => meeting.selection = selection,
            MeetingCommand::Zoom { on_all } => {
                meeting.focus_asked += 1;
                meeting.focus_on_all = on_all;
            }
            MeetingCommand::Blind(blind) => meeting.blind = blind,
        }
        meeting.refresh();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_drawn_by_lot_and_lose_nobody() {
        let ids: Vec<OperatorId> = (0..5).map(OperatorId).collect();
        let orders: std::collections::BTreeSet<Vec<u16>> = (0..200)
            .map(|seed| {
                let mut list = ids.clone();
                shuffle(&mut list, seed);
                let order: Vec<u16> = list.iter().map(|id| id.0).collect();
                let mut sorted = order.clone();
                sorted.sort_unstable();
                assert_eq!(sorted, [0, 1, 2, 3, 4]);
                order
            })
            .collect();
        assert!(orders.len() > 60, "{} orders of 120", orders.len());
    }
}
