//! The history of imports, each of which can be taken back.

use eframe::egui::{Context, Grid, Label, RichText, Ui};

use super::super::dialog::Dialog;
use super::super::theme::{self, tokens};
use super::super::widget::{at_the_right, grid_figure, link, middle_elided, secondary, subdued};
use crate::app::{App, Command, ImportedFile, PastImport, ProjectCommand};
use crate::model::local_day;
use crate::text::Text;

const WIDTH: f32 = 720.0;

/// Widths of the name of a file and of a number of rows, and height of a line.
const NAME: f32 = 250.0;
const COUNT: f32 = 64.0;
const LINE: f32 = 22.0;

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(file) = app.project_file().filter(|_| app.session().imports_open) else { return };
    let text = app.text();
    let title = text.with("project-imports-title", &[("name", &file.name())]);
    let page = Dialog::new("imports", title, WIDTH, Command::Project(ProjectCommand::ShowHistory(false)));
    page.show(ctx, app, commands, |ui, commands| {
        let words = if file.is_read_only() { "project-read-only-note" } else { "project-imports-what" };
        ui.label(subdued(ui, text.get(words)));
        if file.imports().is_empty() {
            ui.label(text.get("project-no-imports"));
        }
        for import in file.imports().iter().rev() {
            ui.add_space(theme::SPACE_2);
            one(ui, app, import, file.is_read_only(), commands);
        }
        for copy in file.older_copies() {
            ui.add_space(theme::SPACE_2);
            let copy = copy.file_name().unwrap_or_default().to_string_lossy();
            ui.add(Label::new(text.with("older-copy", &[("copy", &copy)])).wrap());
        }
        if !file.older_copies().is_empty() && !file.is_read_only() {
            ui.horizontal(|ui| super::delete_copies(ui, app, commands));
        }
    });
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
    files(ui, text, import);
    for file in import.files.iter().filter(|file| file.lost > 0) {
        let words = text.with("project-file-lost", &[("n", &text.count(file.lost))]);
        let words = format!("{}: {words}", file.file);
        ui.add(Label::new(RichText::new(words).color(tokens(ui).bad)).wrap());
    }
}

/// A row for each file: when it was measured, its rows, those that are used, those that were there before, and those
/// whose clock was ahead.
fn files(ui: &mut Ui, text: &Text, import: &PastImport) {
    if import.files.is_empty() {
        return;
    }
    let has_future = import.files.iter().any(|file| file.n_future() > 0);
    let grid = Grid::new(import.id).num_columns(6).spacing([theme::SPACE_4, 0.0]).min_row_height(LINE);
    grid.show(ui, |ui| {
        let heading =
            |ui: &Ui, key: &str| RichText::new(text.get(key)).font(theme::bold(theme::LABEL)).color(tokens(ui).subdued);
        for key in ["project-column-file", "project-column-days"] {
            ui.label(heading(ui, key));
        }
        for key in ["project-column-rows", "project-column-kept", "project-column-repeats"] {
            at_the_right(ui, heading(ui, key), COUNT);
        }
        if has_future {
            at_the_right(ui, heading(ui, "project-column-future"), COUNT);
        }
        ui.end_row();
        for file in &import.files {
            one_file(ui, text, file);
            if has_future {
                grid_figure(ui, &text.count(file.n_future()), COUNT);
            }
            ui.end_row();
        }
    });
}

fn one_file(ui: &mut Ui, text: &Text, file: &ImportedFile) {
    let days = file.times().map(|(first, last)| (text.date(local_day(first)), text.date(local_day(last))));
    let (from, to) = days.unwrap_or_else(|| ("–".to_owned(), "–".to_owned()));
    let name = ui.label(middle_elided(ui, &file.file, NAME));
    name.on_hover_ui(|ui| {
        ui.label(&file.file);
        ui.set_max_width(WIDTH);
        flag_lines(text, file).into_iter().for_each(|line| drop(ui.label(line)));
        ui.label(subdued(ui, text.with("project-file-facts", &[("hash", &file.sha256)])));
    });
    ui.label(RichText::new(format!("{from} – {to}")).font(theme::figures(theme::TEXT)));
    for n in [file.rows, file.kept, file.repeats] {
        grid_figure(ui, &text.count(n), COUNT);
    }
}

/// Rows that carry each flag, by its name.
fn flag_lines(text: &Text, file: &ImportedFile) -> Vec<String> {
    let counts = file.flags.as_object().into_iter().flatten();
    let line = |code: &str, n: u64| {
        let rows = text.with("count-rows", &[("n", &text.count(n))]);
        format!("{}: {rows}", text.get(&format!("flag-{code}")))
    };
    let lines = counts.filter_map(|(code, n)| Some(line(code, n.as_u64().filter(|n| *n > 0)?)));
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { vec![text.get("project-file-no-flags")] } else { lines }
}
