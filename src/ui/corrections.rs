//! Leaving out by hand: the reason that is asked for, and what is left out, in words.

use eframe::egui::{Context, Key, Label, RichText, TextEdit, Ui};

use super::dialog::{self, Dialog};
use super::theme;
use super::widget::{primary_if, secondary, subdued};
use super::{widget, wording};
use crate::app::{App, Command, CorrectionCommand, CorrectionDraft};
use crate::model::LeftOut;
use crate::spatial::{Projection, spot_centre};
use crate::text::Text;

/// Width of the page.
const WIDTH: f32 = 460.0;

/// Asks for the reason, while something is about to be left out.
pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(draft) = app.correction_draft() else { return };
    let text = app.text();
    let title = text.get("leave-out-title");
    let page = Dialog::new("leave-out", title, WIDTH, Command::Correct(CorrectionCommand::Drop));
    let possible = !draft.reason.trim().is_empty() && draft.n_samples > 0;
    page.show_with_foot(
        ctx,
        app,
        commands,
        |ui, commands| ask(ui, text, draft, possible, commands),
        |ui, commands| {
            let name = text.get("leave-out-apply");
            if primary_if(ui, possible, &name, &name).clicked() {
                commands.push(Command::Correct(CorrectionCommand::Apply));
            }
            if secondary(ui, &text.get("cancel")).clicked() {
                commands.push(Command::Correct(CorrectionCommand::Drop));
            }
        },
    );
}

/// What is meant, and a field for the reason; Enter in it leaves out.
fn ask(ui: &mut Ui, text: &Text, draft: &CorrectionDraft, possible: bool, commands: &mut Vec<Command>) {
    let n = text.count(draft.n_samples);
    ui.label(RichText::new(what(text, &draft.what)).font(theme::bold(theme::TEXT)));
    let key = if draft.n_samples == 0 { "leave-out-none" } else { "leave-out-n" };
    ui.label(text.with(key, &[("n", &n)]));
    ui.add_space(theme::SPACE_2);
    let label = ui.label(text.get("leave-out-reason"));
    let mut reason = draft.reason.clone();
    let field = TextEdit::singleline(&mut reason).hint_text(text.get("leave-out-reason-hint"));
    let field = widget::field(ui, field.desired_width(f32::INFINITY)).labelled_by(label.id);
    dialog::begin_at(&field);
    let confirmed = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if reason != draft.reason {
        commands.push(Command::Correct(CorrectionCommand::Write(reason)));
    }
    if confirmed && possible {
        commands.push(Command::Correct(CorrectionCommand::Apply));
    }
    ui.add_space(theme::SPACE_1);
    ui.add(Label::new(subdued(ui, text.get("leave-out-undo")).size(theme::LABEL)).wrap());
}

/// What is left out, in words that name no device.
pub fn what(text: &Text, what: &LeftOut) -> String {
    match what {
        LeftOut::Sample { file, row, .. } => {
            text.with("left-out-sample", &[("file", file), ("row", &text.count(u64::from(*row)))])
        }
        LeftOut::Phone { .. } => text.get("left-out-phone"),
        LeftOut::Desk { crs, square, operator } => {
            let centre = Projection::from_epsg(*crs).ok().and_then(|projection| spot_centre(&projection, *square));
            let place = centre.map(|centre| wording::position(text, centre)).unwrap_or_default();
            let all = || text.get("operator-every");
            let operator = operator.as_deref().map_or_else(all, |brand| wording::brand(text, brand));
            text.with("left-out-desk", &[("place", &place), ("operator", &operator)])
        }
    }
}

/// What a press would leave out, as an entry of a menu.
pub fn offer(text: &Text, what: &LeftOut) -> String {
    match what {
        LeftOut::Sample { .. } => text.get("leave-out-sample"),
        LeftOut::Phone { .. } => text.get("leave-out-phone"),
        LeftOut::Desk { operator, .. } => {
            let operator = operator.as_deref().map_or_else(String::new, |brand| wording::brand(text, brand));
            text.with("leave-out-desk", &[("operator", &operator)])
        }
    }
}
