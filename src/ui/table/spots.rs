//! Weak spots by rank.

use eframe::egui::Ui;

use super::sheet::{
    Heading, RowEvent, Sheet, Sort, SortValue, Width, figure_cell, heading, place_cell, tab_separated, table, text_cell,
};
use crate::app::{App, Command, Part, Selection};
use crate::model::{Analysis, Metric, Robustness, Variant, WeakSpot, shared_ending};
use crate::ui::widget::grade_chip;
use crate::ui::{icon, wording};

fn median(analysis: &Analysis, spot: &WeakSpot) -> Option<f64> {
    match analysis.settings.profile.first_metric() {
        Metric::Download => spot.median_download,
        Metric::Upload => spot.median_upload,
        Metric::Latency => spot.median_latency,
    }
}

/// The name that the officer gave, else the zone's, else the position.
fn place_name(app: &App, analysis: &Analysis, spot: &WeakSpot) -> String {
    if !spot.place_name.is_empty() {
        return spot.place_name.clone();
    }
    let zone = spot.zone.and_then(|z| analysis.zones.get(z)).map(|z| z.name.clone()).filter(|name| !name.is_empty());
    zone.unwrap_or_else(|| wording::position(app.text(), spot.point))
}

/// Whether the test of robustness has been run.
fn is_tested(analysis: &Analysis) -> bool {
    analysis.weak_spots.iter().any(|spot| spot.robustness.is_some())
}

/// `6/7`, with a tick for a robust spot.
fn robustness_words(app: &App, robustness: Robustness) -> String {
    let count = |n: usize| app.text().count(n as u64);
    let kept = format!("{}/{}", count(robustness.n_survived()), count(Variant::ALL.len()));
    if robustness.is_robust() { format!("{} {kept}", icon::CHECK) } else { kept }
}

fn headings(app: &App, analysis: &Analysis) -> Vec<Heading> {
    let text = app.text();
    let unit = analysis.settings.profile.first_metric().unit();
    // Without boundaries a spot is known by its position.
    let place = if analysis.zones.zones.is_empty() { "changes-column-place" } else { "column-zone" };
    let mut headings = vec![
        heading(text.get("column-rank"), Width::Fixed(28.0), true),
        heading(text.get("column-operator"), Width::Fixed(98.0), false),
        heading(text.get(place), Width::Rest(90.0), false),
        heading(text.get("column-grade"), Width::Fixed(44.0), false),
        heading(text.get("column-failing-votes"), Width::Fixed(78.0), true),
        heading(text.get("column-interval"), Width::Fixed(80.0), true),
        heading(text.with("column-median", &[("unit", unit)]), Width::Fixed(92.0), true),
        heading(text.get("column-devices"), Width::Fixed(36.0), true),
        heading(text.get("column-p"), Width::Fixed(44.0), true),
        heading(text.get("column-priority"), Width::Fixed(54.0), true),
    ];
    if is_tested(analysis) {
        headings.push(heading(text.get("robustness-column"), Width::Fixed(54.0), true));
    }
    headings
}

fn sort_value(app: &App, analysis: &Analysis, spot: &WeakSpot, column: usize) -> SortValue {
    let number = |v: f64| SortValue::Number(Some(v));
    match column {
        0 => number(f64::from(spot.rank)),
        1 => SortValue::Text(analysis.dataset.brand(spot.operator).to_owned()),
        2 => SortValue::Text(place_name(app, analysis, spot)),
        3 => SortValue::Text(spot.grade.code().to_owned()),
        4 => number(spot.n_failing_votes as f64),
        5 => number(spot.share.low),
        6 => SortValue::Number(median(analysis, spot)),
        7 => number(spot.n_devices as f64),
        8 => SortValue::Number(spot.proof.as_ref().map(|p| p.p_corrected)),
        9 => number(spot.priority),
        _ => SortValue::Number(spot.robustness.map(|r| r.n_survived() as f64)),
    }
}

/// Cells as words, in the order of the headings.
fn words(app: &App, analysis: &Analysis, spot: &WeakSpot) -> Vec<String> {
    let text = app.text();
    let dash = || "–".to_owned();
    let mut words = vec![
        text.count(u64::from(spot.rank)),
        wording::operator(text, analysis, spot.operator),
        place_name(app, analysis, spot),
        spot.grade.code().to_owned(),
        format!("{} / {}", text.count(spot.n_failing_votes), text.count(spot.n_votes)),
        text.percent_range(spot.share.low, spot.share.high),
        median(analysis, spot).map_or_else(dash, |v| text.figure(v)),
        if spot.n_devices > 0 { text.count(spot.n_devices) } else { dash() },
        spot.proof.as_ref().map_or_else(dash, |p| wording::probability(text, p.p_corrected)),
        text.number(spot.priority, 2),
    ];
    if is_tested(analysis) {
        words.push(spot.robustness.map_or_else(dash, |r| robustness_words(app, r)));
    }
    words
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort, commands: &mut Vec<Command>) {
    let text = app.text();
    let list = app.spots(analysis);
    if list.shown.is_empty() && list.n_few_votes == 0 {
        return super::empty(ui, &text.get("spots-empty"));
    }
    let mut spots = list.shown;
    sort.apply(&mut spots, |spot, column| sort_value(app, analysis, spot, column));
    let selected = match &app.session().selection {
        Selection::Spot(id) => spots.iter().position(|spot| spot.spot_id == *id),
        _ => None,
    };
    let key = if app.session().few_votes_open { "spots-few-votes-hide" } else { "spots-few-votes-show" };
    let footer = text.with(key, &[("n", &text.count(list.n_few_votes as u64))]);
    let headings = headings(app, analysis);
    let sheet = Sheet {
        footer: (list.n_few_votes > 0).then_some(footer.as_str()),
        ..Sheet::new("spots", &headings, spots.len(), selected)
    };
    let ending = shared_ending(&analysis.zones.zones);
    let event = table(ui, &sheet, sort, |row, index| {
        let Some(spot) = spots.get(index) else { return };
        for (column, words) in words(app, analysis, spot).iter().enumerate() {
            match column {
                1 => text_cell(row, words),
                2 => place_cell(row, words, ending),
                3 => {
                    row.col(|ui| drop(grade_chip(ui, text, spot.grade, false)));
                }
                _ => figure_cell(row, words),
            }
        }
    });
    let chosen = |index: usize| spots.get(index).map(|spot| Selection::Spot(spot.spot_id.clone()));
    match event {
        Some(RowEvent::Clicked(index)) => commands.extend(chosen(index).map(Command::Select)),
        Some(RowEvent::DoubleClicked(index)) => commands.extend(chosen(index).map(Command::Focus)),
        Some(RowEvent::Footer) => commands.push(Command::Unfold(Part::FewVotes)),
        None => {}
    }
}

pub fn as_text(app: &App, analysis: &Analysis, sort: Sort) -> String {
    let mut shown = app.spots(analysis).shown;
    sort.apply(&mut shown, |spot, column| sort_value(app, analysis, spot, column));
    tab_separated(&headings(app, analysis), shown.into_iter().map(|spot| words(app, analysis, spot)))
}
