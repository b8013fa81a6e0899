//! The tools of drawing, and a sentence that says what the next click does.

use eframe::egui::{Align, Button, Frame, Layout, Margin, Panel, RichText, Stroke, Ui, vec2};

use crate::app::{App, Command, DrawCommand, Drawing, Tool};
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{chip, edged_boxes, link, primary_if, secondary, subdued};

pub fn ui(ui: &mut Ui, app: &App, drawing: &Drawing, commands: &mut Vec<Command>) {
    let frame = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(theme::SPACE_3 as i8, 6));
    Panel::top("draw-tools").frame(frame).show(ui, |ui| {
        let commands = &mut |command: DrawCommand| commands.push(Command::Draw(command));
        ui.horizontal(|ui| {
            for (number, tool) in (1..).zip(Tool::ALL) {
                let name = app.text().get(tool.key());
                let key = format!("{number}");
                if chip(ui, drawing.tool() == tool, &name, Some(&key), &name).clicked() {
                    commands(DrawCommand::Tool(tool));
                }
            }
            ui.add_space(theme::SPACE_2);
            walk(ui, app, drawing, commands);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ends(ui, app, drawing, commands));
        });
        ui.add_space(2.0);
        ui.horizontal(|ui| hint(ui, app, drawing, commands));
    });
}

fn walk(ui: &mut Ui, app: &App, drawing: &Drawing, commands: &mut impl FnMut(DrawCommand)) {
    let text = app.text();
    let steps =
        [(drawing.undo_key(), "verb-undo", DrawCommand::Undo), (drawing.redo_key(), "verb-redo", DrawCommand::Redo)];
    for (step, verb, command) in steps {
        let t = tokens(ui);
        let button = Button::new(text.get(verb)).fill(t.panel).stroke(Stroke::new(1.0, t.line));
        let response = ui.add_enabled(step.is_some(), button.min_size(vec2(0.0, theme::ROW)));
        let response = match step {
            Some(step) => response.on_hover_text(format!("{}: {}", text.get(verb), text.get(step))),
            None => response,
        };
        if response.clicked() {
            commands(command);
        }
    }
    ui.add_space(theme::SPACE_2);
    ui.scope(|ui| {
        edged_boxes(ui);
        let mut unlocked = drawing.is_outline_unlocked();
        let response = ui.checkbox(&mut unlocked, text.get("draw-unlock"));
        if response.on_hover_text(text.get("draw-unlock-about")).changed() {
            commands(DrawCommand::UnlockOutline(unlocked));
        }
    });
}

fn ends(ui: &mut Ui, app: &App, drawing: &Drawing, commands: &mut impl FnMut(DrawCommand)) {
    let text = app.text();
    let name = text.get("draw-done");
    if primary_if(ui, drawing.coverage().n_faces() > 0, &name, &name).clicked() {
        commands(DrawCommand::Done);
    }
    if secondary(ui, &text.get("draw-leave")).clicked() {
        let is_empty = drawing.undo_key().is_none() && drawing.redo_key().is_none();
        commands(if is_empty { DrawCommand::Leave } else { DrawCommand::AskLeave(true) });
    }
}

fn hint(ui: &mut Ui, app: &App, drawing: &Drawing, commands: &mut impl FnMut(DrawCommand)) {
    let text = app.text();
    if let Some(refusal) = drawing.refused() {
        ui.label(RichText::new(text.get(refusal.key())).color(tokens(ui).bad));
        return;
    }
    let n = drawing.line().len();
    let words = match (drawing.tool(), n) {
        (Tool::Choose, _) => text.get("draw-hint-choose"),
        (Tool::Split, 0) => chosen_name(app, drawing)
            .map_or_else(|| text.get("draw-hint-split"), |name| text.with("draw-hint-split-one", &[("name", &name)])),
        (Tool::Split, 1) => text.get("draw-hint-split-on"),
        (Tool::Split, _) => text.get("draw-hint-split-end"),
        (Tool::Ring, 0) if drawing.coverage().n_faces() == 0 => text.get("draw-hint-outline"),
        (Tool::Ring, 0) => text.get("draw-hint-ring"),
        (Tool::Ring, 1 | 2) => text.get("draw-hint-ring-on"),
        (Tool::Ring, _) => text.get("draw-hint-ring-end"),
        (Tool::Corners, _) if drawing.corner().is_some() => text.get("draw-hint-corner"),
        (Tool::Corners, _) => text.get("draw-hint-corners"),
        (Tool::Merge, _) => chosen_name(app, drawing)
            .map_or_else(|| text.get("draw-hint-merge"), |name| text.with("draw-hint-merge-into", &[("name", &name)])),
    };
    ui.label(subdued(ui, words));
    if n > 0 {
        let enough = if drawing.tool() == Tool::Ring { 3 } else { 2 };
        if n >= enough && link(ui, &text.get("draw-finish")).clicked() {
            commands(DrawCommand::Finish);
        }
        if link(ui, &text.get("draw-back")).clicked() {
            commands(DrawCommand::Back);
        }
        if link(ui, &text.get("draw-drop")).clicked() {
            commands(DrawCommand::DropLine);
        }
    }
}

fn chosen_name(app: &App, drawing: &Drawing) -> Option<String> {
    let row = drawing.rows().iter().find(|row| Some(row.id) == drawing.chosen())?;
    Some(super::part_name(app.text(), row))
}
