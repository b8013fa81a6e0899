//! Operators side by side: who is better where both were measured in the same cells.

use eframe::egui::Ui;

use super::sheet::{
    Heading, Sheet, Sort, SortValue, Width, explained_cell, figure_cell, heading, tab_separated, table, text_cell,
};
use crate::app::App;
use crate::model::{Analysis, ComparisonResult, OperatorComparison, OperatorId, Order};
use crate::ui::wording;

/// Pairs of the chosen operator and class by the first criterion, those with most shared cells first. An unnamed
/// operator is nobody to compare with.
fn shown<'a>(app: &App, analysis: &'a Analysis) -> Vec<&'a OperatorComparison> {
    let metric = analysis.settings.profile.first_metric();
    let (technology, chosen) = (app.project().technology, app.operator());
    let is_named = |id| analysis.dataset.operator(id).is_some_and(|operator| !operator.is_unnamed());
    let mut rows: Vec<&OperatorComparison> = analysis
        .comparisons
        .iter()
        .filter(|row| row.metric == metric && row.technology == technology)
        .filter(|row| chosen.is_none_or(|id| id == row.a || id == row.b))
        .filter(|row| is_named(row.a) && is_named(row.b))
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.n_cells));
    rows
}

fn headings(app: &App) -> Vec<Heading> {
    let text = app.text();
    vec![
        heading(text.get("column-comparison"), Width::Rest(200.0), false),
        heading(text.get("column-shared-cells"), Width::Fixed(88.0), true),
        heading(text.get("column-difference"), Width::Fixed(216.0), false),
        heading(text.get("column-p"), Width::Fixed(44.0), true),
        heading(text.get("column-crude"), Width::Fixed(198.0), false),
    ]
}

fn sort_value(app: &App, analysis: &Analysis, row: &OperatorComparison, column: usize) -> SortValue {
    match column {
        0 => SortValue::Text(verdict(app, analysis, row)),
        1 => SortValue::Number(Some(row.n_cells as f64)),
        2 => SortValue::Number(Some(row.mean_difference)),
        3 => SortValue::Number(Some(row.p_holm)),
        _ => SortValue::Text(crude(app, analysis, row)),
    }
}

/// The better one first, where one is named.
fn ordered(row: &OperatorComparison, order: Order) -> Option<(OperatorId, OperatorId)> {
    match order {
        Order::FirstBetter => Some((row.a, row.b)),
        Order::SecondBetter => Some((row.b, row.a)),
        Order::Equal => None,
    }
}

/// Whether nothing could have been proven: a draw would say too much.
fn is_too_few(row: &OperatorComparison) -> bool {
    row.n_cells < OperatorComparison::LEAST_CELLS
}

/// Who fails less in the shared cells, and by how much: in short, and in full.
fn difference(app: &App, analysis: &Analysis, row: &OperatorComparison) -> (String, Option<String>) {
    let text = app.text();
    let n = text.number(row.mean_difference.abs() * 100.0, 0);
    match ordered(row, row.matched_order) {
        Some((better, _)) => {
            let facts = [("better", wording::operator(text, analysis, better)), ("n", n)];
            (text.with_facts("compare-points", &facts), Some(text.with_facts("compare-points-why", &facts)))
        }
        None => (text.get("compare-points-equal"), None),
    }
}

/// What the comparison within cells proves, in a sentence.
fn verdict(app: &App, analysis: &Analysis, row: &OperatorComparison) -> String {
    let text = app.text();
    let name = |id| wording::operator(text, analysis, id);
    match ordered(row, row.matched_order).filter(|_| row.result != ComparisonResult::Draw) {
        Some((better, other)) => text.with("compare-better", &[("better", &name(better)), ("other", &name(other))]),
        None => {
            let key = if is_too_few(row) { "compare-too-few" } else { "compare-draw" };
            text.with(key, &[("a", &name(row.a)), ("b", &name(row.b))])
        }
    }
}

/// The order of the crude figures, and whether it misleads.
fn crude(app: &App, analysis: &Analysis, row: &OperatorComparison) -> String {
    let text = app.text();
    let key = match row.reversal() {
        Some(reversal) if reversal.is_proven => "compare-crude-reversed",
        _ => "compare-crude",
    };
    match ordered(row, row.crude_order) {
        Some((better, _)) => text.with(key, &[("better", &wording::operator(text, analysis, better))]),
        None => text.get("compare-crude-equal"),
    }
}

fn words(app: &App, analysis: &Analysis, row: &OperatorComparison) -> Vec<String> {
    let text = app.text();
    vec![
        verdict(app, analysis, row),
        text.count(row.n_cells),
        difference(app, analysis, row).0,
        wording::probability(text, row.p_holm),
        crude(app, analysis, row),
    ]
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort) {
    let text = app.text();
    let mut rows = shown(app, analysis);
    if rows.is_empty() {
        return super::empty(ui, &text.get("compare-empty"));
    }
    sort.apply(&mut rows, |row, column| sort_value(app, analysis, row, column));
    let headings = headings(app);
    table(ui, &Sheet::new("comparison", &headings, rows.len(), None), sort, |line, index| {
        let Some(row) = rows.get(index) else { return };
        for (column, words) in words(app, analysis, row).iter().enumerate() {
            match column {
                0 if is_too_few(row) => {
                    let n = text.count(OperatorComparison::LEAST_CELLS);
                    explained_cell(line, words, &text.with("compare-too-few-why", &[("n", &n)]));
                }
                2 => explained_cell(line, words, &difference(app, analysis, row).1.unwrap_or_default()),
                0 | 4 => text_cell(line, words),
                _ => figure_cell(line, words),
            }
        }
    });
}

pub fn as_text(app: &App, analysis: &Analysis, sort: Sort) -> String {
    let mut rows = shown(app, analysis);
    sort.apply(&mut rows, |row, column| sort_value(app, analysis, row, column));
    tab_separated(&headings(app), rows.into_iter().map(|row| words(app, analysis, row)))
}
