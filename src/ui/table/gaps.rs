//! Sampling gaps: where people are and evidence is not.

use eframe::egui::Ui;

use super::sheet::{
    Heading, RowEvent, Sheet, Sort, SortValue, Width, figure_cell, heading, place_cell, tab_separated, table, text_cell,
};
use crate::app::{App, Command, Edit, Selection};
use crate::model::{Analysis, OperatorId, SamplingGap, shared_ending};
use crate::ui::map::gaps_are_of_zones;
use crate::ui::widget::grade_chip;
use crate::ui::wording;

/// Gaps of the chosen operator, by rank.
pub fn shown(analysis: &Analysis, operator: Option<OperatorId>) -> impl Iterator<Item = &SamplingGap> {
    analysis.gaps.iter().filter(move |gap| operator.is_none_or(|o| o == gap.operator))
}

fn zone_name(analysis: &Analysis, gap: &SamplingGap) -> String {
    let zone = analysis.gap_places.get(gap.zone);
    zone.map(|z| z.shown_name().to_owned()).unwrap_or_default()
}

fn headings(app: &App) -> Vec<Heading> {
    let text = app.text();
    vec![
        heading(text.get("column-rank"), Width::Fixed(34.0), true),
        heading(text.get("column-zone"), Width::Rest(110.0), false),
        heading(text.get("column-operator"), Width::Fixed(100.0), false),
        heading(text.get("column-grade"), Width::Fixed(44.0), false),
        heading(text.get("column-samples"), Width::Fixed(64.0), true),
        heading(text.get("column-votes"), Width::Fixed(64.0), true),
        heading(text.get("column-votes-needed"), Width::Fixed(104.0), true),
        heading(text.get("column-cells"), Width::Fixed(110.0), true),
    ]
}

fn sort_value(analysis: &Analysis, gap: &SamplingGap, column: usize) -> SortValue {
    let number = |v: u64| SortValue::Number(Some(v as f64));
    match column {
        0 => number(u64::from(gap.rank)),
        1 => SortValue::Text(zone_name(analysis, gap)),
        2 => SortValue::Text(analysis.dataset.brand(gap.operator).to_owned()),
        3 => SortValue::Text(gap.grade.code().to_owned()),
        4 => number(gap.n_samples),
        5 => number(gap.n_votes),
        6 => number(u64::from(gap.votes_needed)),
        _ => SortValue::Number(
            gap.cells_total.filter(|total| *total > 0).map(|total| gap.cells_measured as f64 / total as f64),
        ),
    }
}

fn words(app: &App, analysis: &Analysis, gap: &SamplingGap) -> Vec<String> {
    let text = app.text();
    let needed = if gap.votes_needed >= 385 {
        text.get("votes-borderline-short")
    } else {
        text.count(u64::from(gap.votes_needed))
    };
    vec![
        text.count(u64::from(gap.rank)),
        zone_name(analysis, gap),
        wording::operator(text, analysis, gap.operator),
        wording::grade_letter(gap.grade).to_owned(),
        text.count(gap.n_samples),
        text.count(gap.n_votes),
        needed,
        format!(
            "{} / {}",
            text.count(gap.cells_measured),
            gap.cells_total.map_or_else(|| "–".to_owned(), |n| text.count(n))
        ),
    ]
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort, commands: &mut Vec<Command>) {
    let text = app.text();
    let gaps = in_order(app, analysis, *sort);
    if gaps.is_empty() {
        return super::empty(ui, &text.get("gaps-empty"));
    }
    let selected = match app.session().selection {
        Selection::Zone(zone) if gaps_are_of_zones(analysis) => gaps.iter().position(|gap| gap.zone == zone),
        _ => None,
    };
    let headings = headings(app);
    let ending = shared_ending(&analysis.gap_places.zones);
    let event = table(ui, &Sheet::new("gaps", &headings, gaps.len(), selected), sort, |row, index| {
        let Some(gap) = gaps.get(index) else { return };
        for (column, words) in words(app, analysis, gap).iter().enumerate() {
            match column {
                1 => place_cell(row, words, ending),
                2 => text_cell(row, words),
                3 => {
                    row.col(|ui| drop(grade_chip(ui, text, gap.grade, false)));
                }
                _ => figure_cell(row, words),
            }
        }
    });
    let Some(event) = event else { return };
    let (index, near) = match event {
        RowEvent::Clicked(index) => (index, false),
        RowEvent::DoubleClicked(index) => (index, true),
        RowEvent::Footer => return,
    };
    // A hexagon is no zone that could be selected.
    if let Some(gap) = gaps.get(index).filter(|_| gaps_are_of_zones(analysis)) {
        let selection = Selection::Zone(gap.zone);
        commands.push(if near { Command::Focus(selection) } else { Command::Select(selection) });
        if near {
            let brand = analysis.dataset.brand(gap.operator).to_owned();
            commands.push(Command::Edit(Edit::Operator(Some(brand))));
        }
    }
}

pub fn as_text(app: &App, analysis: &Analysis, sort: Sort) -> String {
    let gaps = in_order(app, analysis, sort);
    tab_separated(&headings(app), gaps.into_iter().map(|gap| words(app, analysis, gap)))
}

/// The rows on screen.
fn in_order<'a>(app: &App, analysis: &'a Analysis, sort: Sort) -> Vec<&'a SamplingGap> {
    let mut gaps: Vec<&SamplingGap> = shown(analysis, app.operator()).collect();
    sort.apply(&mut gaps, |gap, column| sort_value(analysis, gap, column));
    gaps
}
