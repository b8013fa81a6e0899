//! Layers beside the evidence in the left panel: a switch and a legend for each.

use eframe::egui::{Align, Color32, Label, Layout, RichText, Sense, Shape, Stroke, Ui, vec2};

use super::context_words;
use super::icon;
use super::map::{NEIGHBOUR_LINE, color_of};
use super::theme::{self, tokens};
use super::widget::{icon_button, middle_elided, section, subdued};
use crate::app::{App, Command, ContextCommand, ContextOnMap};
use crate::cartography::{LEVEL_STEPS, TILE_STEPS, TOWER_COLOURS};
use crate::model::{ContextKind, LonLat};

pub fn ui(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let layers = app.context().layers();
    if layers.is_empty() {
        return;
    }
    let text = app.text();
    section(ui, &text.get("left-context"));
    ui.label(subdued(ui, text.get("left-context-what")).size(theme::LABEL));
    for (index, on_map) in layers.iter().enumerate() {
        switch(ui, app, index, on_map, commands);
        if on_map.on {
            legend(ui, app, on_map);
        }
    }
}

fn switch(ui: &mut Ui, app: &App, index: usize, on_map: &ContextOnMap, commands: &mut Vec<Command>) {
    let text = app.text();
    let layer = &on_map.layer;
    let mut on = on_map.on;
    let name = text.get(&format!("context-{}", layer.kind().code()));
    let label = format!("{name} ({})", text.count(layer.len() as u64));
    if ui.checkbox(&mut on, label).on_hover_text(&layer.path).changed() {
        commands.push(Command::Context(ContextCommand::Show(index, on)));
    }
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let remove = text.with("context-remove", &[("file", &layer.name)]);
            if icon_button(ui, icon::X, &remove).clicked() {
                commands.push(Command::Context(ContextCommand::Remove(index)));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let shown = middle_elided(ui, &layer.name, ui.available_width() - 4.0);
                ui.add(Label::new(subdued(ui, shown).size(theme::LABEL)).truncate());
            });
        });
    });
}

fn legend(ui: &mut Ui, app: &App, on_map: &ContextOnMap) {
    let text = app.text();
    let layer = &on_map.layer;
    let kind = layer.kind();
    let note = |ui: &mut Ui, words: String| {
        ui.label(subdued(ui, words).size(theme::LABEL));
    };
    if is_far(app, on_map.bounds) {
        ui.label(RichText::new(text.get("context-far")).size(theme::LABEL).color(tokens(ui).warning));
    }
    match kind {
        ContextKind::Tiles => {
            let (tests, devices) = layer.weights().unwrap_or_default();
            let facts = [("tests", text.count(tests)), ("devices", text.count(devices))];
            note(ui, text.with("context-weights", &[("tests", &facts[0].1), ("devices", &facts[1].1)]));
            note(ui, text.get("context-tiles-unit"));
            let limits = TILE_STEPS.map(f64::from);
            steps(ui, kind, &context_words::steps_down(text, &limits));
        }
        ContextKind::Signal => {
            note(ui, text.get("context-signal-unit"));
            let limits = LEVEL_STEPS.map(f64::from);
            steps(ui, kind, &context_words::steps_down(text, &limits));
        }
        ContextKind::Towers => {
            let count = |(brand, n): &(String, u64)| format!("{} ({})", text.brand(brand), text.count(*n));
            let mut names: Vec<String> = on_map.operators.iter().take(TOWER_COLOURS).map(count).collect();
            let rest: u64 = on_map.operators.iter().skip(TOWER_COLOURS).map(|(_, n)| n).sum();
            if rest > 0 {
                names.push(text.with("context-other-operators", &[("n", &text.count(rest))]));
            }
            steps(ui, kind, &names);
        }
        ContextKind::Neighbours => steps(ui, kind, &[text.get("context-neighbours-note")]),
    }
    ui.add_space(theme::SPACE_1);
}

/// Whether a layer lies nowhere near the samples.
fn is_far(app: &App, bounds: Option<(LonLat, LonLat)>) -> bool {
    let Some(((a, b), (c, d))) = bounds.zip(app.analysis().and_then(|analysis| analysis.bounds)) else { return false };
    a.lon > d.lon || c.lon > b.lon || a.lat > d.lat || c.lat > b.lat
}

fn steps(ui: &mut Ui, kind: ContextKind, words: &[String]) {
    for (class, words) in (0u8..).zip(words) {
        ui.horizontal(|ui| {
            ui.add_space(theme::SPACE_1);
            let (rect, _) = ui.allocate_exact_size(vec2(20.0, 13.0), Sense::hover());
            let color = color_of(kind, class, tokens(ui));
            swatch(ui, kind, rect.center(), color);
            ui.add(Label::new(words).truncate());
        });
    }
}

/// A mark as it stands on the map.
fn swatch(ui: &Ui, kind: ContextKind, at: eframe::egui::Pos2, color: Color32) {
    let painter = ui.painter();
    match kind {
        ContextKind::Tiles => {
            let rect = eframe::egui::Rect::from_center_size(at, vec2(16.0, 11.0));
            let stroke = Stroke::new(0.8, color);
            painter.rect(rect, 0.0, color.gamma_multiply(0.45), stroke, eframe::egui::StrokeKind::Inside);
        }
        ContextKind::Signal => {
            painter.circle_filled(at, 4.0, color);
        }
        ContextKind::Towers => {
            let corners = vec![at + vec2(0.0, -5.5), at + vec2(5.0, 4.0), at + vec2(-5.0, 4.0)];
            painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
        }
        ContextKind::Neighbours => {
            painter.line_segment([at - vec2(9.0, 0.0), at + vec2(9.0, 0.0)], Stroke::new(NEIGHBOUR_LINE, color));
        }
    }
}
