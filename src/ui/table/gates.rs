//! The three gates in FCC style, hexagon by hexagon: a reference, no Vietnamese law.

use eframe::egui::{Label, Ui};

use super::sheet::{Heading, Sheet, Sort, SortValue, Width, figure_cell, heading, tab_separated, table, text_cell};
use crate::app::App;
use crate::model::{Analysis, FccRow};
use crate::spatial::h3_centre;
use crate::ui::widget::subdued;
use crate::ui::{icon, theme, wording};

/// Of the chosen operator; those that pass first.
fn rows(app: &App) -> Vec<&FccRow> {
    let chosen = app.operator();
    let list = app.gates().unwrap_or_default().iter();
    let mut rows: Vec<&FccRow> = list.filter(|row| chosen.is_none_or(|operator| operator == row.operator)).collect();
    rows.sort_by_key(|row| (!row.passed(), std::cmp::Reverse(row.failing)));
    rows
}

fn headings(app: &App) -> Vec<Heading> {
    let text = app.text();
    vec![
        heading(text.get("gates-column-hexagon"), Width::Rest(168.0), false),
        heading(text.get("column-operator"), Width::Fixed(98.0), false),
        heading(text.get("gates-column-metric"), Width::Fixed(78.0), false),
        heading(text.get("column-failing-votes"), Width::Fixed(70.0), true),
        heading(text.get("gates-column-space"), Width::Fixed(74.0), true),
        heading(text.get("gates-column-time"), Width::Fixed(74.0), true),
        heading(text.get("gates-column-number"), Width::Fixed(74.0), true),
        heading(text.get("gates-column-passed"), Width::Fixed(74.0), true),
    ]
}

fn mark(holds: bool) -> String {
    if holds { icon::CHECK } else { "–" }.to_owned()
}

fn words(app: &App, analysis: &Analysis, row: &FccRow) -> Vec<String> {
    let text = app.text();
    vec![
        h3_centre(row.hexagon).map(|centre| wording::position(text, centre)).unwrap_or_default(),
        wording::operator(text, analysis, row.operator),
        text.get(wording::metric_key(row.metric)),
        format!("{} / {}", text.count(row.failing), text.count(row.n)),
        mark(row.space),
        mark(row.time),
        mark(row.number),
        mark(row.passed()),
    ]
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort) {
    let text = app.text();
    let mut rows = rows(app);
    if rows.is_empty() {
        let key = if app.gates().is_some() { "gates-empty" } else { "stage-fcc" };
        return super::empty(ui, &text.get(key));
    }
    let passed = rows.iter().filter(|row| row.passed()).count() as u64;
    let facts = [("n", text.count(passed)), ("all", text.count(rows.len() as u64))];
    ui.horizontal(|ui| {
        ui.set_height(theme::ROW);
        ui.add(Label::new(subdued(ui, text.with_facts("gates-what", &facts))).truncate());
    });
    sort.apply(&mut rows, |row, column| match column {
        0 => SortValue::Number(Some(row.hexagon.0 as f64)),
        1 => SortValue::Text(analysis.dataset.brand(row.operator).to_owned()),
        2 => SortValue::Text(row.metric.label().to_owned()),
        3 => SortValue::Number(Some(row.failing as f64)),
        4 => SortValue::Number(Some(f64::from(row.space))),
        5 => SortValue::Number(Some(f64::from(row.time))),
        6 => SortValue::Number(Some(f64::from(row.number))),
        _ => SortValue::Number(Some(f64::from(row.passed()))),
    });
    let headings = headings(app);
    table(ui, &Sheet::new("gates", &headings, rows.len(), None), sort, |line, index| {
        let Some(row) = rows.get(index) else { return };
        for (column, words) in words(app, analysis, row).iter().enumerate() {
            if column < 3 { text_cell(line, words) } else { figure_cell(line, words) }
        }
    });
}

pub fn as_text(app: &App, analysis: &Analysis) -> String {
    tab_separated(&headings(app), rows(app).into_iter().map(|row| words(app, analysis, row)))
}
