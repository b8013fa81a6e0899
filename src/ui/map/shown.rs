//! What a map shows and how it is dressed: the window's own map, one of several side by side, the map of a meeting.

use std::sync::Arc;

use eframe::egui::{Painter, Rect, Stroke, Ui, Vec2, vec2};

use super::furniture::{self, MapButton, Piece};
use super::neighbours;
use super::shapes::Choice;
use super::view::View;
use crate::app::{App, Layers, Measured, Selection, SpotFilter};
use crate::model::{Analysis, LonLat, Plan};
use crate::text::Text;
use crate::ui::theme::{self, Tokens};
use crate::ui::wording;

/// Everything that decides what a map shows.
pub struct Shown<'a> {
    pub analysis: &'a Arc<Analysis>,
    pub choice: Choice,
    pub layers: Layers,
    pub selection: &'a Selection,
    pub filter: SpotFilter<'a>,
    pub plan: Option<&'a Plan>,
    pub measured: Option<&'a Measured>,
    /// Counts up when the map should move; then whether to everything, not to the selection.
    pub focus: (u64, bool),
    pub dress: Dress,
}

/// What stands on a map besides its data.
pub struct Dress {
    /// Name for those who cannot see it; empty: that of the window's map.
    pub name: String,
    /// What is shown, and by which criterion.
    pub caption: Option<(String, String)>,
    /// A plate at the top.
    pub title: Option<String>,
    pub buttons: bool,
    /// Whether a button for measuring is among them.
    pub ruler: bool,
    pub north: bool,
    pub scale_bar: bool,
    /// From the edges of the map to the scale bar.
    pub margin: Vec2,
    /// Layers beside the evidence.
    pub context: bool,
    /// Boundaries of what lies around.
    pub around: Around,
    /// Whether the place under the pointer is said.
    pub says: bool,
    /// Times the designed size of type.
    pub enlarged: f32,
    /// Room at the top left and the bottom right that the data keep clear of.
    pub clear: (Vec2, Vec2),
    /// Where others have put something on the map: no name lies below it.
    pub covered: Vec<Rect>,
}

/// How the boundaries of what lies around the zones are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    None,
    Lines,
    Named,
}

impl Around {
    /// The line; in maps without names, which are small, it is fainter.
    pub fn stroke(self, tokens: &Tokens) -> Option<Stroke> {
        let strength = match self {
            Self::None => return None,
            Self::Lines => 0.55,
            Self::Named => 1.0,
        };
        Some(Stroke::new(neighbours::LINE, tokens.zone_line.gamma_multiply(strength)))
    }
}

/// What was pointed at or pressed.
#[derive(Debug, Clone, PartialEq)]
pub enum Pointed {
    Click(Selection, LonLat),
    DoubleClick(Selection, LonLat),
    Zoom(bool),
    All,
    Measure,
}

impl<'a> Shown<'a> {
    /// The window's map under the present choices.
    pub fn of_window(app: &'a App, analysis: &'a Arc<Analysis>) -> Self {
        let (project, session) = (app.project(), app.session());
        let choice = Choice {
            operator: app.operator(),
            technology: project.technology,
            colouring: project.colouring,
            rival: app.rival(),
        };
        Self {
            analysis,
            choice,
            layers: session.layers,
            selection: &session.selection,
            filter: app.spot_filter(),
            plan: app.plan().map(AsRef::as_ref).filter(|_| session.layers.plan),
            measured: session.measured.as_ref(),
            focus: (session.focus_asked, session.focus_on_all),
            dress: Dress {
                name: String::new(),
                caption: Some(wording::map_caption(app.text(), analysis, project, choice.operator)),
                title: None,
                buttons: true,
                ruler: true,
                north: true,
                scale_bar: true,
                margin: vec2(theme::SPACE_3, theme::SPACE_3),
                context: true,
                around: Around::Named,
                says: true,
                enlarged: 1.0,
                // Clear of what stands on the map: buttons at the left, caption and scale below.
                clear: (vec2(56.0, 28.0), vec2(56.0, 60.0)),
                covered: Vec::new(),
            },
        }
    }
}

impl Dress {
    /// Small maps and that of a meeting have no room for the names of the graticule.
    pub fn names_graticule(&self) -> bool {
        self.title.is_none() && self.buttons
    }

    /// What stands still on the map but the buttons, laid out before the names, which keep clear of it.
    pub fn furniture(
        &self,
        painter: &Painter,
        text: &Text,
        (view, area): (View, Rect),
        tokens: &Tokens,
        credit: &str,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if self.north {
            pieces.push(furniture::north(painter, text, area, tokens));
        }
        let corner = area.right_bottom() - self.margin;
        let bar = || furniture::scale_bar(painter, text, (view, area), corner, tokens, (self.enlarged, true));
        let bar = self.scale_bar.then(bar).flatten();
        let place_of_bar = bar.as_ref().map(|bar| bar.rect);
        pieces.extend(bar);
        if !credit.is_empty() {
            pieces.push(furniture::credit(painter, credit, area, place_of_bar, tokens));
        }
        if let Some((shown, rule)) = &self.caption {
            let end = place_of_bar.map_or(area.right(), |bar| bar.left());
            pieces.push(furniture::caption(painter, [shown.as_str(), rule.as_str()], area, end, tokens));
        }
        if let Some(title) = &self.title {
            pieces.push(furniture::title(painter, title, area, tokens));
        }
        pieces
    }

    /// Where names would lie below something.
    pub fn covered(&self, furniture: &[Piece], area: Rect) -> Vec<Rect> {
        let buttons = self.buttons.then(|| furniture::place_of_buttons(area, self.ruler));
        furniture.iter().map(|piece| piece.rect).chain(buttons).chain(self.covered.iter().copied()).collect()
    }

    /// Draws the buttons; returns what was pressed.
    pub fn buttons(&self, ui: &mut Ui, text: &Text, area: Rect, tokens: &Tokens, measuring: bool) -> Option<Pointed> {
        let ruler = self.ruler.then_some(measuring);
        let pressed = self.buttons.then(|| furniture::buttons(ui, text, area, tokens, ruler)).flatten();
        pressed.map(|button| match button {
            MapButton::In => Pointed::Zoom(true),
            MapButton::Out => Pointed::Zoom(false),
            MapButton::All => Pointed::All,
            MapButton::Measure => Pointed::Measure,
        })
    }
}
