//! The keyboard, and files dropped anywhere on the window.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::map::MapView;
use crate::app::{
    App, Ask, Command, CorrectionCommand, CriteriaCommand, ImportCommand, Preferences, Selection, Stage, Tab,
};

const NUMBERS: [Key; 10] =
    [Key::Num0, Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Commands that keys and dropped files ask for.
pub fn commands(ctx: &Context, app: &App, map: &mut MapView) -> Vec<Command> {
    let mut commands = Vec::new();
    let dropped: Vec<_> = ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
    if !dropped.is_empty() {
        commands.push(Command::Open(dropped));
    }
    let pressed = |modifiers, key| ctx.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(modifiers, key)));
    let scale = app.preferences().scale;
    if pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || pressed(Modifiers::COMMAND, Key::Y) {
        commands.push(Command::Redo);
    }
    if pressed(Modifiers::COMMAND, Key::Z) {
        commands.push(Command::Undo);
    }
    if pressed(Modifiers::COMMAND, Key::O) {
        commands.push(Command::Ask(Ask::Files));
    }
    if pressed(Modifiers::COMMAND, Key::Plus) || pressed(Modifiers::COMMAND, Key::Equals) {
        commands.push(Command::SetScale(scale + Preferences::SCALE_STEP));
    }
    if pressed(Modifiers::COMMAND, Key::Minus) {
        commands.push(Command::SetScale(scale - Preferences::SCALE_STEP));
    }
    if pressed(Modifiers::COMMAND, Key::Num0) {
        commands.push(Command::SetScale(1.0));
    }
    if pressed(Modifiers::NONE, Key::F1) {
        commands.push(Command::ShowHelp(!app.session().help_open));
    }
    if ctx.text_edit_focused() {
        return commands;
    }
    if pressed(Modifiers::NONE, Key::Escape) {
        commands.extend(escape(app));
    }
    if pressed(Modifiers::NONE, Key::Enter) {
        commands.extend(enter(app));
    }
    if !matches!(app.stage(), Stage::Ready { .. }) {
        return commands;
    }
    if pressed(Modifiers::COMMAND, Key::P) {
        commands.push(Command::ShowTab(Tab::Plan));
    }
    for (number, key) in NUMBERS.into_iter().enumerate() {
        if pressed(Modifiers::NONE, key) {
            commands.extend(app.operator_of_key(number).map(Command::Edit));
        }
    }
    if pressed(Modifiers::NONE, Key::Plus) || pressed(Modifiers::NONE, Key::Equals) {
        map.zoom(true);
    }
    if pressed(Modifiers::NONE, Key::Minus) {
        map.zoom(false);
    }
    commands
}

/// Enter does what the view is there for.
fn enter(app: &App) -> Option<Command> {
    let session = app.session();
    if session.names_open.is_some() {
        return Some(Command::ApplyNames);
    }
    if session.report_open {
        return Some(Command::ShowReport(false));
    }
    let ready = matches!(app.stage(), Stage::Importing(import) if import.can_load());
    ready.then_some(Command::Import(ImportCommand::Accept))
}

/// Escape undoes one layer: help, a page in front, the import, then the selection.
fn escape(app: &App) -> Option<Command> {
    let session = app.session();
    if session.help_open {
        Some(Command::ShowHelp(false))
    } else if session.correcting.is_some() {
        Some(Command::Correct(CorrectionCommand::Drop))
    } else if session.criteria.is_some() {
        Some(Command::Criteria(CriteriaCommand::Show(false)))
    } else if session.names_open.is_some() {
        Some(Command::ShowNames(false))
    } else if session.report_open {
        Some(Command::ShowReport(false))
    } else if app.import().is_some() {
        Some(Command::Import(ImportCommand::Close))
    } else {
        (app.session().selection != Selection::Nothing).then_some(Command::Select(Selection::Nothing))
    }
}
