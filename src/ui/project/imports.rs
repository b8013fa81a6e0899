//! The history of imports, each of which can be taken back.

use eframe::egui::{Align2, Context, Label, RichText, ScrollArea, Ui, Window, vec2};

use super::super::theme::{self, tokens};
use super::super::widget::{link, secondary, subdued};
use crate::app::{App, Command, PastImport, ProjectCommand};
use crate::model::local_day;

const WIDTH: f32 = 720.0;

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(file) = app.project_file().filter(|_| app.session().imports_open) else { return };
    let text = app.text();
    let mut open = true;
    let title = text.with("project-imports-title", &[("name", &file.name())]);
    let window = Window::new(title).open(&mut open).collapsible(false).resizable(false);
    window.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(ctx, |ui| {
        ui.set_width(WIDTH.min(ctx.content_rect().width() - 80.0));
        let words = if file.is_read_only() { "project-read-only-note" } else { "project-imports-what" };
        ui.label(subdued(ui, text.get(words)));
        ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
            if file.imports().is_empty() {
                ui.label(text.get("project-no-imports"));
            }
            for import in file.imports().iter().rev() {
                ui.add_space(theme::SPACE_2);
                one(ui, app, import, file.is_read_only(), commands);
            }
        });
    });
    if !open {
        commands.push(Command::Project(ProjectCommand::ShowHistory(false)));
    }
}

fn one(ui: &mut Ui, app: &App, import: &PastImport, read_only: bool, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.horizontal(|ui| {
        let time = import.unix_s().map(|time| text.date_time(time)).unwrap_or_default();
        let facts = [("id", import.id.to_string()), ("time", time), ("who", import.who.clone())];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let title = text.with("project-import-title", &facts);
        // Nobody gave a name.
        let title = title.trim_end_matches([' ', '·']);
        ui.label(RichText::new(title).font(theme::bold(theme::TEXT)));
        if read_only {
            return;
        }
        if app.session().undo_asked == Some(import.id) {
            ui.label(RichText::new(text.get("project-undo-sure")).color(tokens(ui).warning));
            if secondary(ui, &text.get("project-undo-yes")).clicked() {
                commands.push(Command::Project(ProjectCommand::UndoImport(import.id)));
            }
            if link(ui, &text.get("cancel")).clicked() {
                commands.push(Command::Project(ProjectCommand::AskUndo(None)));
            }
        } else if link(ui, &text.get("project-undo")).clicked() {
            commands.push(Command::Project(ProjectCommand::AskUndo(Some(import.id))));
        }
    });
    for file in &import.context {
        let kind = text.get(&format!("project-context-{}", file.kind));
        let facts = [("file", file.file.as_str()), ("kind", &kind), ("n", &text.count(file.records))];
        ui.add(Label::new(subdued(ui, text.with("project-context-line", &facts))).truncate());
    }
    for file in &import.files {
        let days = file.times().map(|(first, last)| (text.date(local_day(first)), text.date(local_day(last))));
        let (from, to) = days.unwrap_or_else(|| ("–".to_owned(), "–".to_owned()));
        let facts = [
            ("file", file.file.clone()),
            ("rows", text.count(file.rows)),
            ("kept", text.count(file.kept)),
            ("repeats", text.count(file.repeats)),
            ("from", from),
            ("to", to),
        ];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
        ui.add(Label::new(subdued(ui, text.with("project-import-file", &facts))).truncate());
    }
}
