//! What a map shows and how it is dressed: the window's own map, one of several side by side, the map of a meeting.

use std::sync::Arc;

use eframe::egui::{Rect, Ui, Vec2, vec2};

use super::furniture::{self, MapButton};
use super::graticule::Names;
use super::shapes::Choice;
use super::view::View;
use crate::app::{App, Layers, Measured, Selection, SpotFilter};
use crate::model::{Analysis, LonLat, Plan};
use crate::text::Text;
use crate::ui::theme::Tokens;
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
    /// Layers beside the evidence.
    pub context: bool,
    /// Whether the place under the pointer is said.
    pub says: bool,
    /// Times the designed size of type.
    pub enlarged: f32,
    /// Room at the top left and the bottom right that the data keep clear of.
    pub clear: (Vec2, Vec2),
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
        // Clear of what stands on the map: buttons at the left, caption and scale below, a plate above without zones.
        let above = if analysis.zones.bounds_study() { 28.0 } else { 68.0 };
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
                context: true,
                says: true,
                enlarged: 1.0,
                clear: (vec2(56.0, above), vec2(56.0, 60.0)),
            },
        }
    }
}

impl Dress {
    /// Names of the graticule keep clear of the buttons; other maps have no room for them.
    pub fn graticule_names(&self) -> Names {
        if self.title.is_none() && self.buttons { Names::Below(furniture::BUTTONS_END) } else { Names::None }
    }

    /// Draws what stands still on the map; returns what was pressed.
    pub fn furniture(
        &self,
        ui: &mut Ui,
        text: &Text,
        (view, area): (View, Rect),
        tokens: &Tokens,
        measuring: bool,
        credit: &str,
    ) -> Option<Pointed> {
        let painter = ui.painter().with_clip_rect(area);
        if self.north {
            furniture::north(&painter, text, area, tokens);
        }
        let bar = self.scale_bar.then(|| furniture::scale_bar(&painter, text, view, area, tokens, self.enlarged));
        if !credit.is_empty() {
            furniture::credit(&painter, credit, area, bar, tokens);
        }
        if let Some((shown, rule)) = &self.caption {
            let end = bar.map_or(area.right(), |bar| bar.left());
            furniture::caption(&painter, [shown.as_str(), rule.as_str()], area, end, tokens);
        }
        if let Some(title) = &self.title {
            furniture::title(&painter, title, area, tokens);
        }
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
