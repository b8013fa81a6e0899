//! Numbers of samples by a table of the portal, against what each locality owes.

use eframe::egui::Ui;

use super::sheet::{
    Heading, RowEvent, Sheet, Sort, SortValue, Width, figure_cell, heading, tab_separated, table, text_cell,
};
use crate::app::{App, Command, Selection};
use crate::model::{Analysis, Locality, MONTHLY_QUOTA};

/// Localities of all tables that are open.
fn rows(app: &App) -> Vec<&Locality> {
    app.context().quotas().iter().flat_map(|quota| &quota.standing.localities).collect()
}

fn headings(app: &App) -> Vec<Heading> {
    let text = app.text();
    vec![
        heading(text.get("column-locality"), Width::Rest(160.0), false),
        heading(text.get("column-zone"), Width::Fixed(180.0), false),
        heading(text.get("column-month"), Width::Fixed(90.0), false),
        heading(text.with("column-quota", &[("quota", &text.count(MONTHLY_QUOTA))]), Width::Fixed(110.0), true),
        heading(text.get("column-missing"), Width::Fixed(90.0), true),
        heading(text.get("column-table-download"), Width::Fixed(130.0), true),
    ]
}

fn words(app: &App, analysis: &Analysis, place: &Locality) -> Vec<String> {
    let text = app.text();
    let zone = place.zone.and_then(|zone| analysis.zones.get(zone));
    let zone = zone.map(|z| z.shown_name().to_owned());
    let unmatched = || if analysis.zones.zones.is_empty() { "–".to_owned() } else { text.get("quota-no-zone") };
    vec![
        place.name.clone(),
        zone.unwrap_or_else(unmatched),
        if place.month.is_empty() { "–".to_owned() } else { place.month.clone() },
        text.count(place.n_samples),
        if place.n_missing() == 0 { text.get("quota-reached") } else { text.count(place.n_missing()) },
        place.download_mbps.map_or_else(|| "–".to_owned(), |mbps| text.figure(mbps)),
    ]
}

fn sort_value(app: &App, analysis: &Analysis, place: &Locality, column: usize) -> SortValue {
    match column {
        3 => SortValue::Number(Some(place.n_samples as f64)),
        4 => SortValue::Number(Some(place.n_missing() as f64)),
        5 => SortValue::Number(place.download_mbps),
        text => SortValue::Text(words(app, analysis, place).into_iter().nth(text).unwrap_or_default()),
    }
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort, commands: &mut Vec<Command>) {
    let mut rows = rows(app);
    if rows.is_empty() {
        return super::empty(ui, &app.text().get("quota-empty"));
    }
    sort.apply(&mut rows, |place, column| sort_value(app, analysis, place, column));
    let selected = match app.session().selection {
        Selection::Zone(zone) => rows.iter().position(|place| place.zone == Some(zone)),
        _ => None,
    };
    let headings = headings(app);
    let event = table(ui, &Sheet::new("quota", &headings, rows.len(), selected), sort, |row, index| {
        let Some(place) = rows.get(index) else { return };
        for (column, words) in words(app, analysis, place).iter().enumerate() {
            if column < 3 { text_cell(row, words) } else { figure_cell(row, words) }
        }
    });
    let (index, near) = match event {
        Some(RowEvent::Clicked(index)) => (index, false),
        Some(RowEvent::DoubleClicked(index)) => (index, true),
        _ => return,
    };
    if let Some(zone) = rows.get(index).and_then(|place| place.zone) {
        let selection = Selection::Zone(zone);
        commands.push(if near { Command::Focus(selection) } else { Command::Select(selection) });
    }
}

pub fn as_text(app: &App, analysis: &Analysis, sort: Sort) -> String {
    let mut rows = rows(app);
    sort.apply(&mut rows, |place, column| sort_value(app, analysis, place, column));
    tab_separated(&headings(app), rows.into_iter().map(|place| words(app, analysis, place)))
}
