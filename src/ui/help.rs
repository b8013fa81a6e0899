//! Help (F1): the keys, the words, the limits.

use eframe::egui::{Align2, Context, Grid, RichText, Window, vec2};

use super::theme::{self, tokens};
use super::widget::grade_chip;
use crate::app::{App, Command};
use crate::model::Grade;

const KEYS: [(&str, &str); 12] = [
    ("1 – 9, 0", "help-key-operator"),
    ("Ctrl + O", "help-key-open"),
    ("Ctrl + P", "help-key-plan"),
    ("Ctrl + C", "help-key-copy"),
    ("Ctrl + Z / Y", "help-key-undo"),
    ("+ / −", "help-key-zoom"),
    ("Ctrl + / −", "help-key-scale"),
    ("Enter", "help-key-enter"),
    ("Esc", "help-key-escape"),
    ("F1", "help-key-help"),
    ("×1", "help-key-click"),
    ("×2", "help-key-double"),
];

const GRADES: [(Grade, &str); 6] = [
    (Grade::A, "help-grade-a"),
    (Grade::B, "help-grade-b"),
    (Grade::C, "help-grade-c"),
    (Grade::D, "help-grade-d"),
    (Grade::E, "help-grade-e"),
    (Grade::None, "help-grade-none"),
];

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    if !app.session().help_open {
        return;
    }
    let text = app.text();
    let mut open = true;
    let window = Window::new(text.get("help-title")).open(&mut open).collapsible(false).resizable(false);
    window.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)).show(ctx, |ui| {
        ui.set_width(560.0);
        ui.label(RichText::new(text.get("help-keys")).font(theme::bold(theme::LABEL)).color(tokens(ui).subdued));
        Grid::new("keys").num_columns(2).spacing([theme::SPACE_4, theme::SPACE_1]).show(ui, |ui| {
            for (keys, what) in KEYS {
                ui.label(RichText::new(keys).font(theme::bold(theme::TEXT)));
                ui.label(text.get(what));
                ui.end_row();
            }
        });
        ui.add_space(theme::SPACE_3);
        ui.label(RichText::new(text.get("help-grades")).font(theme::bold(theme::LABEL)).color(tokens(ui).subdued));
        Grid::new("grades").num_columns(2).spacing([theme::SPACE_4, theme::SPACE_1]).show(ui, |ui| {
            for (grade, what) in GRADES {
                grade_chip(ui, text, grade, false);
                ui.label(text.get(what));
                ui.end_row();
            }
        });
        ui.add_space(theme::SPACE_3);
        ui.label(text.get("help-limits"));
    });
    if !open {
        commands.push(Command::ShowHelp(false));
    }
}
