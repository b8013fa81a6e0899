//! The keyboard, and files dropped anywhere on the window.

use eframe::egui::{Context, Key, KeyboardShortcut, Modifiers, Popup};

use super::dialog;
use super::verb::Verb;
use crate::app::{App, Command, DrawCommand, ImportCommand, MeasureCommand, MeetingCommand, Selection, Stage, Tool};

const NUMBERS: [Key; 10] =
    [Key::Num0, Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Commands that keys and dropped files ask for.
pub fn commands(ctx: &Context, app: &App) -> Vec<Command> {
    let mut commands = Vec::new();
    let dropped: Vec<_> = ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
    if !dropped.is_empty() {
        commands.push(Command::Open(dropped));
    }
    if app.meeting().is_some() {
        commands.extend(in_meeting(ctx, app).map(Command::Meeting));
        return commands;
    }
    if app.tour().is_some() {
        commands.extend(super::tour::key(ctx).map(Command::Tour));
        return commands;
    }
    let typing = ctx.text_edit_focused();
    let is_behind = ctx.memory(|memory| memory.top_modal_layer().is_some());
    let asked =
        |verb: &Verb| !((typing || is_behind) && verb.is_typed()) && verb.shortcuts().iter().any(|s| consume(ctx, *s));
    // A key with more modifiers is also the key with fewer of them, so those with more are looked at first.
    let mut verbs = Verb::ALL;
    verbs.sort_by_key(|verb| !verb.shortcuts().iter().any(|s| s.modifiers.shift));
    commands.extend(verbs.iter().filter(|verb| asked(verb)).filter_map(|verb| verb.command(app)));
    // The palette has Escape and Enter for itself.
    if typing || app.session().palette_open {
        return commands;
    }
    // A page in front has Escape for itself, and so has a menu.
    if !dialog::is_any_open(ctx) && !Popup::is_any_open(ctx) && pressed(ctx, Key::Escape) {
        commands.extend(escape(app));
    }
    if app.drawing().is_some() {
        commands.extend(while_drawing(ctx, app).map(Command::Draw));
    }
    if app.session().measured.is_some() && pressed(ctx, Key::Backspace) {
        commands.push(Command::Measure(MeasureCommand::Back));
    }
    let focused = dialog::is_control_focused(ctx);
    if !focused && pressed(ctx, Key::Enter) {
        commands.extend(enter(app));
    }
    if matches!(app.stage(), Stage::Ready { .. }) && !is_behind {
        // With a control in focus the arrows go from control to control.
        let steps = [(Key::ArrowRight, 1, 0), (Key::ArrowLeft, -1, 0), (Key::ArrowUp, 0, 1), (Key::ArrowDown, 0, -1)];
        for (key, east, north) in steps {
            if !focused && pressed(ctx, key) {
                commands.push(Command::Pan { east, north });
            }
        }
        for (number, key) in NUMBERS.into_iter().enumerate() {
            if app.drawing().is_none() && pressed(ctx, key) {
                commands.extend(app.operator_of_key(number).map(Command::Edit));
            }
        }
    }
    commands
}

fn consume(ctx: &Context, shortcut: KeyboardShortcut) -> bool {
    ctx.input_mut(|i| i.consume_shortcut(&shortcut))
}

fn pressed(ctx: &Context, key: Key) -> bool {
    consume(ctx, KeyboardShortcut::new(Modifiers::NONE, key))
}

/// Keys of meeting mode; Page up and down are those of a presenter's remote control.
fn in_meeting(ctx: &Context, app: &App) -> Option<MeetingCommand> {
    let meeting = app.meeting()?;
    let back = consume(ctx, KeyboardShortcut::new(Modifiers::SHIFT, Key::Space))
        || pressed(ctx, Key::PageUp)
        || pressed(ctx, Key::ArrowLeft);
    let forth = pressed(ctx, Key::Space) || pressed(ctx, Key::PageDown) || pressed(ctx, Key::ArrowRight);
    if pressed(ctx, Key::Escape) || pressed(ctx, Key::F5) {
        return Some(MeetingCommand::End);
    }
    if back || forth {
        return Some(MeetingCommand::Walk { back });
    }
    if pressed(ctx, Key::A) {
        return Some(MeetingCommand::Blind(!meeting.is_blind()));
    }
    if pressed(ctx, Key::Z) {
        return Some(MeetingCommand::Zoom { on_all: false });
    }
    if pressed(ctx, Key::Home) {
        return Some(MeetingCommand::Zoom { on_all: true });
    }
    let (number, _) = NUMBERS.into_iter().enumerate().find(|(_, key)| pressed(ctx, *key))?;
    if number == 0 {
        return Some(MeetingCommand::Operator(None));
    }
    let asked = meeting.keys().into_iter().find(|(key, _)| usize::from(*key) == number)?;
    Some(MeetingCommand::Operator(Some(asked.1)))
}

/// Tools by number, and the line that is being drawn.
fn while_drawing(ctx: &Context, app: &App) -> Option<DrawCommand> {
    let drawing = app.drawing()?;
    let (_, tool) = NUMBERS.into_iter().skip(1).zip(Tool::ALL).find(|(key, _)| pressed(ctx, *key)).unzip();
    if let Some(tool) = tool {
        return Some(DrawCommand::Tool(tool));
    }
    if drawing.tool().draws() && !drawing.line().is_empty() && pressed(ctx, Key::Backspace) {
        return Some(DrawCommand::Back);
    }
    let is_free = ctx.memory(|memory| memory.focused().is_none());
    (is_free && !drawing.line().is_empty() && pressed(ctx, Key::Enter)).then_some(DrawCommand::Finish)
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

/// Escape undoes one layer: what is being drawn, the import, the measure, then the selection.
fn escape(app: &App) -> Option<Command> {
    let session = app.session();
    if app.drawing().is_some() {
        Some(Command::Draw(DrawCommand::DropLine))
    } else if app.import().is_some() {
        Some(Command::Import(ImportCommand::Close))
    } else if session.measured.is_some() {
        Some(Command::Measure(MeasureCommand::End))
    } else if session.side_by_side {
        Some(Command::ShowSideBySide(false))
    } else {
        (session.selection != Selection::Nothing).then_some(Command::Select(Selection::Nothing))
    }
}
