//! Boundaries drawn by hand: tools above, the map in the middle, the parts at the side.

mod pages;
mod parts;
mod tools;

use std::sync::Arc;

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::map::MapView;
use super::status_bar::{self, StatusBar};
use super::theme;
use crate::app::{App, Command, Drawing, PartRow};
use crate::model::Analysis;
use crate::text::Text;
pub use pages::{boundary_file, choices, left_over};
use parts::Parts;

/// What of the page outlives a frame.
#[derive(Debug, Default)]
pub struct DrawingView {
    parts: Parts,
}

impl DrawingView {
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        analysis: &Arc<Analysis>,
        drawing: &Drawing,
        map: &mut MapView,
        status: &mut StatusBar,
        commands: &mut Vec<Command>,
    ) {
        tools::ui(ui, app, drawing, commands);
        status_bar::ui(ui, app, analysis, status, map.pointer, false, commands);
        let margin = Margin { left: theme::SPACE_3 as i8, right: theme::SPACE_3 as i8, top: 0, bottom: 0 };
        let side = Frame::side_top_panel(ui.style()).inner_margin(margin);
        Panel::right("drawn-parts").default_size(372.0).size_range(280.0..=480.0).frame(side).show(ui, |ui| {
            self.parts.ui(ui, app, drawing, commands);
        });
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| map.draw_ui(ui, app, analysis, drawing, commands));
        pages::leaving(ui.ctx(), app, drawing, commands);
    }
}

/// `Phần 3`, or the name where it has one.
pub fn part_name(text: &Text, part: &PartRow) -> String {
    if part.name.is_empty() { text.with("draw-part", &[("number", &part.number)]) } else { part.name.clone() }
}
