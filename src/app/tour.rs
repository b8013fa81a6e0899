//! The tour of the window: one thing after another, each brought into view, and the window given back as it was.

use super::session::{Layer, Layers, Selection};
use super::{App, Preferences, Sources, Tab};

/// What a card of the tour points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TourStep {
    Operators,
    Colours,
    Spots,
    Card,
    Gaps,
    Plan,
    Export,
}

impl TourStep {
    pub const ALL: [Self; 7] =
        [Self::Operators, Self::Colours, Self::Spots, Self::Card, Self::Gaps, Self::Plan, Self::Export];

    /// Key of its heading in the text catalogue; the sentence stands under `…-what`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Operators => "tour-operators",
            Self::Colours => "tour-colours",
            Self::Spots => "tour-spots",
            Self::Card => "tour-card",
            Self::Gaps => "tour-gaps",
            Self::Plan => "tour-plan",
            Self::Export => "tour-export",
        }
    }

    /// Its place among all, from 0.
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or(0)
    }
}

/// What may be asked of the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TourCommand {
    /// From the first step on; without data the sample ward is opened for it.
    Begin,
    /// After the last step the tour ends.
    Next,
    Back,
    End,
}

/// The tour while it runs.
#[derive(Debug, Clone)]
pub struct Tour {
    step: TourStep,
    before: Before,
}

impl Tour {
    pub fn step(&self) -> TourStep {
        self.step
    }
}

/// What the steps change, as it was.
#[derive(Debug, Clone)]
struct Before {
    selection: Selection,
    layers: Layers,
    tab: Tab,
    side_by_side: bool,
    left_open: bool,
    right_open: bool,
    bottom_open: bool,
}

impl App {
    /// The tour, while it runs.
    pub fn tour(&self) -> Option<&Tour> {
        self.tour.as_ref()
    }

    /// Whether the start page still offers the tour.
    pub fn offers_tour(&self) -> bool {
        !self.preferences.tour_seen
    }

    pub(super) fn step_tour(&mut self, command: TourCommand) {
        let at = self.tour.as_ref().map(|tour| tour.step.index());
        match (command, at) {
            (TourCommand::Begin, _) => self.begin_tour(),
            (TourCommand::Next, Some(at)) => match TourStep::ALL.get(at + 1) {
                Some(step) => self.show_tour_step(*step),
                None => self.end_tour(),
            },
            (TourCommand::Back, Some(at)) => {
                let step = at.checked_sub(1).and_then(|at| TourStep::ALL.get(at));
                step.into_iter().for_each(|step| self.show_tour_step(*step));
            }
            (TourCommand::End, _) => self.end_tour(),
            (TourCommand::Next | TourCommand::Back, None) => {}
        }
    }

    fn begin_tour(&mut self) {
        self.preferences.tour_seen = true;
        self.session.help_open = false;
        if self.analysis.is_none() {
            self.tour_due = true;
            if self.loading.is_none() && self.analyzing.is_none() {
                self.load(Sources { sample_ward: true, ..Sources::default() });
            }
            return;
        }
        self.end_tour();
        let Preferences { left_open, right_open, bottom_open, .. } = self.preferences;
        let before = Before {
            selection: self.session.selection.clone(),
            layers: self.session.layers,
            tab: self.session.tab,
            side_by_side: self.session.side_by_side,
            left_open,
            right_open,
            bottom_open,
        };
        self.session.side_by_side = false;
        self.tour = Some(Tour { step: TourStep::Operators, before });
    }

    /// Carries out a tour that waited for data.
    pub(super) fn begin_tour_if_due(&mut self) {
        if std::mem::take(&mut self.tour_due) {
            self.begin_tour();
        }
    }

    pub(super) fn show_tour_step(&mut self, step: TourStep) {
        let Some(tour) = &mut self.tour else { return };
        tour.step = step;
        match step {
            TourStep::Operators | TourStep::Export => {}
            TourStep::Colours => {
                self.preferences.left_open = true;
                self.session.layers.set(Layer::Cells, true);
            }
            TourStep::Spots => self.show_tour_tab(Tab::Spots),
            TourStep::Card => {
                self.preferences.right_open = true;
                let first = self.analysis.as_ref().and_then(|analysis| self.spots(analysis).shown.first().copied());
                if let Some(id) = first.map(|spot| spot.spot_id.clone())
                    && self.session.selection == Selection::Nothing
                {
                    self.session.selection = Selection::Spot(id);
                }
            }
            TourStep::Gaps => {
                self.show_tour_tab(Tab::Gaps);
                self.session.layers.set(Layer::Gaps, true);
            }
            TourStep::Plan => self.show_tour_tab(Tab::Plan),
        }
    }

    fn show_tour_tab(&mut self, tab: Tab) {
        self.session.tab = tab;
        self.preferences.bottom_open = true;
    }

    fn end_tour(&mut self) {
        self.tour_due = false;
        let Some(Tour { before, .. }) = self.tour.take() else { return };
        self.session.selection = before.selection;
        self.session.layers = before.layers;
        self.session.tab = before.tab;
        self.session.side_by_side = before.side_by_side;
        self.preferences.left_open = before.left_open;
        self.preferences.right_open = before.right_open;
        self.preferences.bottom_open = before.bottom_open;
        self.drop_lost_selection();
    }
}
