//! A profile as it is being typed: name, source, date, thresholds by metric and class, and what is still wrong.

use eframe::egui::{self, Align2, Grid, Label, RichText, TextEdit, Ui, vec2};

use super::header;
use crate::app::{App, CLASSES, Command, CriteriaCommand, CriteriaDraft, DraftFault, METRICS};
use crate::text::Text;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{self, edged_boxes, edged_fields, primary_if, secondary, subdued};
use crate::ui::wording;

/// Widths of fields.
const NAME: f32 = 420.0;
const DATE: f32 = 120.0;
const NUMBER: f32 = 64.0;

pub fn ui(ui: &mut Ui, app: &App, typed: &CriteriaDraft, commands: &mut Vec<Command>) {
    let text = app.text();
    let mut draft = typed.clone();
    Grid::new("origin").num_columns(2).spacing([theme::SPACE_3, theme::SPACE_2]).show(ui, |ui| {
        field(ui, text, "criteria-name", "criteria-name-hint", NAME, &mut draft.name);
        field(ui, text, "criteria-source", "criteria-source-hint", NAME, &mut draft.source);
        field(ui, text, "criteria-date", "criteria-date-hint", DATE, &mut draft.date);
    });
    ui.add_space(theme::SPACE_3);
    Grid::new("typed").num_columns(CLASSES.len() + 2).spacing([theme::SPACE_3, theme::SPACE_2]).show(ui, |ui| {
        header(ui, text);
        for (metric, criterion) in METRICS.into_iter().zip(&mut draft.criteria) {
            let name = wording::metric_limit(text, metric);
            let main = ui.scope(|ui| {
                edged_boxes(ui);
                ui.radio_value(&mut draft.main, metric, &name)
            });
            let main = main.inner;
            main.on_hover_text(text.get("criteria-main-what"));
            for (class, value) in CLASSES.into_iter().zip(&mut criterion.thresholds) {
                let spoken = format!("{name} {}", text.get(wording::technology_key(class)));
                number(ui, &spoken, value);
            }
            number(ui, &format!("{name} {}", text.get("criteria-share")), &mut criterion.share);
            ui.end_row();
        }
    });
    ui.add_space(theme::SPACE_1);
    ui.add(Label::new(subdued(ui, text.get("criteria-empty-means")).size(theme::LABEL)).wrap());
    let color = tokens(ui).bad;
    for fault in app.criteria_faults() {
        ui.label(RichText::new(words(text, fault)).color(color));
    }
    if draft != *typed {
        commands.insert(0, Command::Criteria(CriteriaCommand::Write(Box::new(draft))));
    }
}

/// Keeps what was typed, or drops it.
pub fn buttons(ui: &mut Ui, app: &App, commands: &mut Vec<Command>) {
    let text = app.text();
    let name = text.get("criteria-keep");
    if primary_if(ui, app.criteria_faults().is_empty(), &name, &name).clicked() {
        commands.push(Command::Criteria(CriteriaCommand::Keep));
    }
    if secondary(ui, &text.get("cancel")).clicked() {
        commands.push(Command::Criteria(CriteriaCommand::Drop));
    }
}

fn field(ui: &mut Ui, text: &Text, name: &str, hint: &str, width: f32, value: &mut String) {
    let label = ui.label(text.get(name));
    let edit = TextEdit::singleline(value).desired_width(width).hint_text(text.get(hint));
    widget::field(ui, edit).labelled_by(label.id);
    ui.end_row();
}

fn number(ui: &mut Ui, spoken: &str, value: &mut String) {
    let field = TextEdit::singleline(value).font(theme::figures(theme::TEXT)).align(Align2::RIGHT_CENTER);
    let response = ui.scope(|ui| {
        edged_fields(ui);
        ui.add_sized(vec2(NUMBER, theme::ROW), field)
    });
    let response = response.inner;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, spoken));
}

fn words(text: &Text, fault: DraftFault) -> String {
    let metric = |metric| text.get(wording::metric_key(metric));
    match fault {
        DraftFault::NoName => text.get("criteria-fault-no-name"),
        DraftFault::NameTaken => text.get("criteria-fault-name-taken"),
        DraftFault::NoSource => text.get("criteria-fault-no-source"),
        DraftFault::Date => text.get("criteria-fault-date"),
        DraftFault::Threshold(of, place) => {
            let class = CLASSES.get(place).map(|class| text.get(wording::technology_key(*class))).unwrap_or_default();
            text.with("criteria-fault-threshold", &[("metric", &metric(of)), ("technology", &class)])
        }
        DraftFault::Share(of) => text.with("criteria-fault-share", &[("metric", &metric(of))]),
        DraftFault::NoMainThreshold => text.get("criteria-fault-no-main"),
    }
}
