//! What a damaged project lost, and what to do about it.

use eframe::egui::{Context, Label, RichText, Ui};

use super::super::dialog::Dialog;
use super::super::theme::tokens;
use super::super::widget::{primary, secondary, section};
use crate::app::{App, Ask, Command, ProjectCommand, ProjectFile};

const WIDTH: f32 = 620.0;

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(file) = app.project_file().filter(|_| app.session().losses_open) else { return };
    let text = app.text();
    let title = text.with("losses-title", &[("name", &file.name())]);
    let page = Dialog::new("losses", title, WIDTH, Command::Project(ProjectCommand::ShowLosses(false)));
    page.show_with_foot(
        ctx,
        app,
        commands,
        |ui, _| {
            ui.label(text.get("losses-what"));
            section(ui, &text.get("losses-list"));
            list(ui, app, file);
            section(ui, &text.get("losses-to-do"));
            to_do(ui, app, file);
        },
        |ui, commands| {
            if primary(ui, &text.get("losses-save-now")).clicked() {
                commands.push(Command::Ask(Ask::ProjectCopy));
            }
            if secondary(ui, &text.get("losses-look")).clicked() {
                commands.push(Command::Project(ProjectCommand::ShowLosses(false)));
            }
        },
    );
}

fn list(ui: &mut Ui, app: &App, file: &ProjectFile) {
    let losses = file.losses().unwrap_or_default();
    if losses.is_empty() {
        ui.label(RichText::new(app.text().get("lost-nothing")).color(tokens(ui).good));
    }
    for loss in losses {
        let color = if loss.is_in_a_file() { tokens(ui).bad } else { tokens(ui).text };
        ui.add(Label::new(RichText::new(format!("• {}", app.text().loss(loss))).color(color)).wrap());
    }
}

fn to_do(ui: &mut Ui, app: &App, file: &ProjectFile) {
    let needs_files = file.losses().unwrap_or_default().iter().any(crate::model::Loss::is_in_a_file);
    let steps = [("losses-save", true), ("losses-import", needs_files), ("losses-backup", true)];
    for (number, (key, _)) in (1..).zip(steps.into_iter().filter(|(_, applies)| *applies)) {
        ui.add(Label::new(format!("{number}. {}", app.text().get(key))).wrap());
    }
}
