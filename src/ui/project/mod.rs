//! Project files in the window: what was open lately, the menu, and the history of imports.

mod imports;
mod losses;

use std::path::Path;

use eframe::egui::{Label, RichText, Ui};

use super::theme::{self, tokens};
use super::widget::{link, menu_item, secondary, subdued};
use crate::app::{App, Ask, Command, ProjectCommand};

pub use imports::ui as imports_ui;
pub use losses::ui as losses_ui;

/// Projects on the start page.
const RECENT: usize = 5;

/// On the start page: the open project without samples, or those that were open lately.
pub fn start(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.add_space(theme::SPACE_4);
    if let Some(file) = app.project_file() {
        let (key, color) = match file.losses().is_some() {
            true => ("project-nothing-left", tokens(ui).bad),
            false => ("project-empty", tokens(ui).good),
        };
        ui.label(RichText::new(text.with(key, &[("name", &file.name())])).color(color));
        return;
    }
    ui.horizontal(|ui| {
        if link(ui, &text.get("project-menu-open")).clicked() {
            commands.push(Command::Ask(Ask::Project));
        }
        if link(ui, &text.get("project-menu-new")).clicked() {
            commands.push(Command::Ask(Ask::NewProject));
        }
    });
    let recent = &app.preferences().recent_projects;
    if recent.is_empty() {
        return;
    }
    ui.label(subdued(ui, text.get("project-recent")).size(theme::LABEL));
    for path in recent.iter().take(RECENT) {
        ui.horizontal(|ui| {
            if link(ui, &name_of(path)).clicked() {
                commands.push(Command::Project(ProjectCommand::Open(path.clone())));
            }
            let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
            ui.add(Label::new(subdued(ui, folder).size(theme::LABEL)).truncate());
        });
    }
}

fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Name of the open project, with a word where it can only be looked at.
pub fn shown_name(app: &App) -> Option<String> {
    app.project_file().map(|file| match (file.losses().is_some(), file.is_read_only()) {
        (true, _) => app.text().with("project-damaged", &[("name", &file.name())]),
        (false, true) => app.text().with("project-read-only", &[("name", &file.name())]),
        (false, false) => file.name(),
    })
}

/// Deletes the copies of earlier versions, once it was asked twice.
pub fn delete_copies(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    if !app.session().delete_copies_asked {
        if link(ui, &text.get("older-copy-delete")).clicked() {
            commands.push(Command::Project(ProjectCommand::AskDeleteCopies(true)));
        }
        return;
    }
    ui.label(RichText::new(text.get("older-copy-sure")).color(tokens(ui).warning));
    if secondary(ui, &text.get("older-copy-yes")).clicked() {
        commands.push(Command::Project(ProjectCommand::DeleteCopies));
    }
    if link(ui, &text.get("cancel")).clicked() {
        commands.push(Command::Project(ProjectCommand::AskDeleteCopies(false)));
    }
}

/// Entries of the menu behind the name of the place.
pub fn menu(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    if menu_item(ui, false, &text.get("project-menu-open")) {
        commands.push(Command::Ask(Ask::Project));
    }
    let new = if app.project_file().is_none() && !app.sources().is_empty() && !app.sources().sample_ward {
        "project-menu-keep"
    } else {
        "project-menu-new"
    };
    if menu_item(ui, false, &text.get(new)) {
        commands.push(Command::Ask(Ask::NewProject));
    }
    if let Some(file) = app.project_file() {
        if file.losses().is_some() && menu_item(ui, false, &text.get("project-menu-losses")) {
            commands.push(Command::Project(ProjectCommand::ShowLosses(true)));
        }
        let copy = if file.losses().is_some() { "losses-save-now" } else { "project-menu-copy" };
        if menu_item(ui, false, &text.get(copy)) {
            commands.push(Command::Ask(Ask::ProjectCopy));
        }
        if menu_item(ui, false, &text.get("project-menu-imports")) {
            commands.push(Command::Project(ProjectCommand::ShowHistory(true)));
        }
    }
    ui.separator();
}
