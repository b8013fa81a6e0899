//! Project files in the window: what was open lately, the menu, and the history of imports.

mod imports;

use std::path::Path;

use eframe::egui::{Label, RichText, Ui};

use super::theme::{self, tokens};
use super::widget::{link, menu_item, subdued};
use crate::app::{App, Ask, Command, ProjectCommand};

pub use imports::ui as imports_ui;

/// Projects on the start page.
const RECENT: usize = 5;

/// On the start page: the open project without samples, or those that were open lately.
pub fn start(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.add_space(theme::SPACE_4);
    if let Some(file) = app.project_file() {
        let words = text.with("project-empty", &[("name", &file.name())]);
        ui.label(RichText::new(words).color(tokens(ui).good));
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
    app.project_file().map(|file| match file.is_read_only() {
        true => app.text().with("project-read-only", &[("name", &file.name())]),
        false => file.name(),
    })
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
    if app.project_file().is_some() {
        if menu_item(ui, false, &text.get("project-menu-copy")) {
            commands.push(Command::Ask(Ask::ProjectCopy));
        }
        if menu_item(ui, false, &text.get("project-menu-imports")) {
            commands.push(Command::Project(ProjectCommand::ShowHistory(true)));
        }
    }
    ui.separator();
}
