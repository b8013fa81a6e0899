//! Help (F1): the keys, the words, the limits.

use eframe::egui::{Context, Grid, Label, RichText, Ui};

use super::dialog::Dialog;
use super::theme::{self, tokens};
use super::verb::Verb;
use super::widget::{grade_chip, secondary, subdued};
use crate::app::{App, Command};
use crate::model::Grade;
use crate::text::Text;

/// Keys of the window that no verb has; those with names of their own are keys of the text catalogue.
const KEYS: [(&str, &str); 8] = [
    ("Tab", "help-key-tab"),
    ("key-arrows", "help-key-pan"),
    ("1 – 9, 0", "help-key-number"),
    ("Ctrl + C", "help-key-copy"),
    ("Enter", "help-key-enter"),
    ("Esc", "help-key-escape"),
    ("key-click", "help-key-click"),
    ("key-double", "help-key-double"),
];

/// Keys while presenting.
const MEETING_KEYS: [(&str, &str); 4] =
    [("0 – 9", "help-key-number"), ("key-walk", "help-key-walk"), ("A", "help-key-blind"), ("Esc", "help-key-leave")];

const GRADES: [(Grade, &str); 6] = [
    (Grade::A, "help-grade-a"),
    (Grade::B, "help-grade-b"),
    (Grade::C, "help-grade-c"),
    (Grade::D, "help-grade-d"),
    (Grade::E, "help-grade-e"),
    (Grade::None, "help-grade-none"),
];

/// Width of the page, and of the longest keys.
const WIDTH: f32 = 900.0;
const KEYS_WIDTH: f32 = 88.0;

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    if !app.session().help_open {
        return;
    }
    let text = app.text();
    let page = Dialog::new("help", text.get("help-title"), WIDTH, Command::ShowHelp(false));
    page.show_with_foot(
        ctx,
        app,
        commands,
        |ui, _| contents(ui, app),
        |ui, commands| {
            for verb in [Verb::Guide, Verb::Tour] {
                if let Some(command) = verb.command(app)
                    && secondary(ui, &text.get(verb.key())).clicked()
                {
                    commands.push(command);
                }
            }
        },
    );
}

fn contents(ui: &mut Ui, app: &App) {
    let text = app.text();
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            let verbs: Vec<(String, String)> = Verb::ALL
                .into_iter()
                .filter(|verb| !verb.shortcuts().is_empty())
                .map(|verb| (verb.keys(text), text.get(verb.key())))
                .collect();
            keys(left, &text.get("help-keys"), &verbs);
            let named = |(keys, key): (&str, &str)| {
                let keys = if text.has(keys) { text.get(keys) } else { keys.to_owned() };
                (keys, text.get(key))
            };
            keys(right, &text.get("help-keys-window"), &KEYS.map(named));
            right.add_space(theme::SPACE_3);
            keys(right, &text.get("help-keys-meeting"), &MEETING_KEYS.map(named));
            right.add_space(theme::SPACE_3);
            grades(right, text);
        }
    });
    ui.add_space(theme::SPACE_2);
    ui.label(subdued(ui, text.get("help-limits")));
}

/// What the letters of the grades mean.
fn grades(ui: &mut Ui, text: &Text) {
    ui.label(RichText::new(text.get("help-grades")).font(theme::bold(theme::LABEL)).color(tokens(ui).subdued));
    Grid::new("grades").num_columns(2).spacing([theme::SPACE_4, theme::SPACE_1]).show(ui, |ui| {
        for (grade, what) in GRADES {
            grade_chip(ui, text, grade, false);
            ui.add(Label::new(text.get(what)).wrap());
            ui.end_row();
        }
    });
}

/// Keys and what they do.
fn keys(ui: &mut Ui, title: &str, list: &[(String, String)]) {
    ui.label(RichText::new(title).font(theme::bold(theme::LABEL)).color(tokens(ui).subdued));
    // One width for the keys of all lists, so that what they do stands in a column.
    let grid = Grid::new(title).num_columns(2).min_col_width(KEYS_WIDTH).spacing([theme::SPACE_3, theme::SPACE_1]);
    grid.min_row_height(20.0).show(ui, |ui| {
        for (keys, what) in list {
            ui.label(RichText::new(keys).font(theme::bold(theme::LABEL)));
            ui.add(Label::new(what).wrap());
            ui.end_row();
        }
    });
}
