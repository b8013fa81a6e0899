//! The page of criteria: the profiles at hand, what each asks for, and a profile of one's own.

mod draft;

use eframe::egui::{Align, Context, Grid, Label, Layout, RichText, ScrollArea, Ui};

use super::dialog::Dialog;
use super::theme::{self, tokens};
use super::widget::{grid_figure, link, menu_item, primary_if, secondary, subdued};
use super::wording;
use crate::app::{App, Ask, CLASSES, Command, CriteriaCommand, CriteriaPage, Edit};
use crate::model::{Criterion, Profile};
use crate::text::Text;

/// Width of the page, and of the list at its left.
const WIDTH: f32 = 780.0;
const DRAFT_WIDTH: f32 = 620.0;
const LIST: f32 = 210.0;
const HEIGHT: f32 = 330.0;

/// Width of a threshold.
const FIGURE: f32 = 48.0;

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(page) = app.criteria_page() else { return };
    let text = app.text();
    let title = text.get("criteria-title");
    let close = Command::Criteria(CriteriaCommand::Show(false));
    match &page.draft {
        Some(typed) => {
            let dialog = Dialog::new("criteria-draft", title, DRAFT_WIDTH, close);
            dialog.show_with_foot(
                ctx,
                app,
                commands,
                |ui, commands| draft::ui(ui, app, typed, commands),
                |ui, commands| draft::buttons(ui, app, commands),
            );
        }
        None => Dialog::new("criteria", title, WIDTH, close).show(ctx, app, commands, |ui, commands| {
            ui.horizontal_top(|ui| {
                list(ui, app, page, commands);
                ui.separator();
                ui.vertical(|ui| chosen(ui, app, page, commands));
            });
        }),
    }
}

fn list(ui: &mut Ui, app: &App, page: &CriteriaPage, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.vertical(|ui| {
        ui.set_width(LIST);
        ScrollArea::vertical().id_salt("profiles").max_height(HEIGHT).show(ui, |ui| {
            for profile in app.profiles() {
                let in_force = profile == app.project().profile;
                let name = wording::profile(text, &profile);
                let label = if in_force { format!("{name} ({})", text.get("criteria-in-force")) } else { name };
                if menu_item(ui, profile.name == page.chosen, &label) {
                    commands.push(Command::Criteria(CriteriaCommand::Choose(profile.name)));
                }
            }
        });
        ui.add_space(theme::SPACE_2);
        if link(ui, &text.get("criteria-load")).clicked() {
            commands.push(Command::Ask(Ask::ProfileFile));
        }
    });
}

fn chosen(ui: &mut Ui, app: &App, page: &CriteriaPage, commands: &mut Vec<Command>) {
    let text = app.text();
    let Some(profile) = app.profiles().into_iter().find(|profile| profile.name == page.chosen) else {
        ui.label(subdued(ui, text.get("criteria-choose")));
        return;
    };
    ui.label(RichText::new(wording::profile(text, &profile)).font(theme::bold(theme::VERDICT)));
    origin(ui, text, &profile);
    ui.add_space(theme::SPACE_2);
    figures(ui, text, &profile);
    if profile.gates.is_some() {
        ui.add(Label::new(subdued(ui, text.get("criteria-gates"))).wrap());
    }
    ui.add_space(theme::SPACE_3);
    let in_force = profile == app.project().profile;
    ui.horizontal_wrapped(|ui| {
        let use_it = text.get("criteria-use");
        if primary_if(ui, !in_force, &use_it, &use_it).clicked() {
            commands.push(Command::Edit(Edit::Profile(Box::new(profile.clone()))));
        }
        if secondary(ui, &text.get("criteria-copy")).clicked() {
            commands.push(Command::Criteria(CriteriaCommand::Copy(Box::new(profile.clone()))));
        }
        if app.is_own_profile(&profile.name) {
            if secondary(ui, &text.get("criteria-change")).clicked() {
                commands.push(Command::Criteria(CriteriaCommand::Change(Box::new(profile.clone()))));
            }
            if secondary(ui, &text.get("criteria-forget")).clicked() {
                commands.push(Command::Edit(Edit::ForgetProfile(profile.name.clone())));
            }
        }
        if secondary(ui, &text.get("criteria-save")).clicked() {
            commands.push(Command::Ask(Ask::ProfileTarget(Box::new(profile.clone()))));
        }
    });
}

/// Where the figures come from, and since when they hold.
fn origin(ui: &mut Ui, text: &Text, profile: &Profile) {
    let source = if profile.source.is_empty() { text.get("criterion-own") } else { profile.source.clone() };
    let words = match profile.date {
        Some(day) => text.with("criteria-origin-dated", &[("source", &source), ("date", &text.date(day))]),
        None => text.with("criteria-origin", &[("source", &source)]),
    };
    ui.add(Label::new(subdued(ui, words)).wrap());
}

/// A row for each criterion: the threshold of each class, and the share that may fail.
fn figures(ui: &mut Ui, text: &Text, profile: &Profile) {
    Grid::new("figures").num_columns(CLASSES.len() + 2).spacing([theme::SPACE_4, theme::SPACE_2]).show(ui, |ui| {
        header(ui, text);
        for criterion in &profile.criteria {
            ui.label(metric_words(text, criterion));
            for class in CLASSES {
                let value = criterion.thresholds.of(class);
                let words = value.map_or_else(|| "–".to_owned(), |value| wording::number_short(text, value));
                grid_figure(ui, &words, FIGURE);
            }
            ui.label(RichText::new(text.percent(criterion.allowed_failing_share)).font(theme::figures(theme::TEXT)));
            ui.end_row();
        }
    });
}

/// `Tải xuống ≥ (Mbps)`
fn metric_words(text: &Text, criterion: &Criterion) -> String {
    wording::metric_limit(text, criterion.metric)
}

/// Headings over classes and share.
fn header(ui: &mut Ui, text: &Text) {
    let color = tokens(ui).subdued;
    let heading = |words: String| RichText::new(words).font(theme::bold(theme::LABEL)).color(color);
    ui.label("");
    for class in CLASSES {
        let words = heading(text.get(wording::technology_key(class)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(words));
    }
    ui.label(heading(text.get("criteria-share"))).on_hover_text(text.get("criteria-share-what"));
    ui.end_row();
}
