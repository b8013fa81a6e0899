//! What has changed since an earlier period: new, gone, better, worse, or not measured again.

use eframe::egui::{Label, Ui};

use super::sheet::{
    Heading, RowEvent, Sheet, Sort, SortValue, Width, explained_cell, figure_cell, heading, place_cell, tab_separated,
    table, text_cell,
};
use crate::analysis::grid_of;
use crate::app::{App, Command, Selection};
use crate::model::{Analysis, Change, ChangeKind, ChangedPlace, Month, Period, Standing, shared_ending};
use crate::text::Text;
use crate::ui::theme;
use crate::ui::widget::{menu, menu_item, secondary, subdued};
use crate::ui::wording;

/// The most telling first.
const KINDS: [ChangeKind; 7] = [
    ChangeKind::New,
    ChangeKind::Worse,
    ChangeKind::Resolved,
    ChangeKind::Better,
    ChangeKind::NotMeasured,
    ChangeKind::Same,
    ChangeKind::FirstMeasured,
];

fn order(change: &Change) -> usize {
    KINDS.iter().position(|kind| *kind == change.kind).unwrap_or(KINDS.len())
}

fn rows(app: &App) -> Vec<&Change> {
    let chosen = app.operator();
    let list = app.changes().map(|since| since.list.as_slice()).unwrap_or_default();
    let mut rows: Vec<&Change> =
        list.iter().filter(|change| chosen.is_none_or(|operator| operator == change.operator)).collect();
    // Spots before zones: they are places to go to.
    rows.sort_by_key(|change| (order(change), matches!(change.place, ChangedPlace::Zone(_))));
    rows
}

fn headings(app: &App) -> Vec<Heading> {
    let text = app.text();
    vec![
        heading(text.get("changes-column-change"), Width::Fixed(110.0), false),
        heading(text.get("changes-column-place"), Width::Rest(150.0), false),
        heading(text.get("column-operator"), Width::Fixed(92.0), false),
        heading(text.get("changes-column-before"), Width::Fixed(90.0), true),
        heading(text.get("changes-column-after"), Width::Fixed(90.0), true),
        heading(text.get("column-interval"), Width::Fixed(90.0), true),
        heading(text.get("column-p"), Width::Fixed(50.0), true),
    ]
}

fn place_name(app: &App, analysis: &Analysis, change: &Change) -> String {
    let text = app.text();
    match &change.place {
        ChangedPlace::Zone(None) => text.get("changes-whole-area"),
        ChangedPlace::Zone(Some(zone)) => {
            analysis.zones.get(*zone).map(|zone| zone.shown_name().to_owned()).unwrap_or_default()
        }
        ChangedPlace::Spot(id) => {
            let name = app.project().place_names.get(id).cloned();
            let spot = analysis.weak_spots.iter().find(|spot| spot.spot_id == *id);
            let zone = spot.and_then(|spot| analysis.zones.get(spot.zone?)).map(|zone| zone.shown_name().to_owned());
            let zone = zone.map(|zone| wording::without_kind(&zone).to_owned());
            let place = name.or(zone).or_else(|| position_of(text, analysis, id)).unwrap_or_else(|| id.clone());
            text.with("changes-spot", &[("place", &place)])
        }
    }
}

/// Where a spot of the earlier period was, by the cell in its id.
fn position_of(text: &Text, analysis: &Analysis, spot_id: &str) -> Option<String> {
    let grid = grid_of(analysis).ok()?;
    let (_, cell) = spot_id.rsplit_once('@')?;
    Some(wording::position(text, grid.centre(grid.parse_id(cell)?)?))
}

/// `5 / 7  A`
fn standing(text: &Text, standing: &Standing) -> String {
    if standing.count.votes == 0 {
        return "–".to_owned();
    }
    let (failing, votes) = (text.count(standing.count.failing), text.count(standing.count.votes));
    format!("{failing} / {votes}  {}", standing.grade.code())
}

fn kind_words(text: &Text, kind: ChangeKind) -> String {
    text.get(&format!("change-{}", kind.code()))
}

fn words(app: &App, analysis: &Analysis, change: &Change) -> Vec<String> {
    let text = app.text();
    let dash = || "–".to_owned();
    vec![
        kind_words(text, change.kind),
        place_name(app, analysis, change),
        wording::operator(text, analysis, change.operator),
        standing(text, &change.before),
        standing(text, &change.after),
        change.after.share.map_or_else(dash, |share| text.percent_range(share.low, share.high)),
        change.cells.and_then(|cells| cells.p).map_or_else(dash, |p| wording::probability(text, p)),
    ]
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort, commands: &mut Vec<Command>) {
    let text = app.text();
    let periods = app.earlier_periods(analysis);
    if periods.is_empty() {
        return super::empty(ui, &text.get("changes-no-earlier"));
    }
    choice(ui, app, analysis, &periods, commands);
    let mut rows = rows(app);
    if rows.is_empty() {
        let key = match (app.changes().is_some(), app.is_comparing_periods()) {
            (_, true) => "changes-running",
            (true, _) => "changes-none",
            _ => "changes-what",
        };
        return super::empty(ui, &text.get(key));
    }
    sort.apply(&mut rows, |change, column| match column {
        0 => SortValue::Number(Some(order(change) as f64)),
        1 => SortValue::Text(place_name(app, analysis, change)),
        2 => SortValue::Text(analysis.dataset.brand(change.operator).to_owned()),
        3 => SortValue::Number(change.before.share.map(|share| share.value)),
        4 => SortValue::Number(change.after.share.map(|share| share.value)),
        5 => SortValue::Number(change.after.share.map(|share| share.low)),
        _ => SortValue::Number(change.cells.and_then(|cells| cells.p)),
    });
    let headings = headings(app);
    let ending = shared_ending(&analysis.zones.zones);
    let event = table(ui, &Sheet::new("changes", &headings, rows.len(), None), sort, |line, index| {
        let Some(change) = rows.get(index) else { return };
        for (column, words) in words(app, analysis, change).iter().enumerate() {
            match column {
                0 => explained_cell(line, words, &text.get(&format!("change-{}-what", change.kind.code()))),
                1 => place_cell(line, words, ending),
                2 => text_cell(line, words),
                _ => figure_cell(line, words),
            }
        }
    });
    let (index, near) = match event {
        Some(RowEvent::Clicked(index)) => (index, false),
        Some(RowEvent::DoubleClicked(index)) => (index, true),
        Some(RowEvent::Footer) | None => return,
    };
    if let Some(selection) = rows.get(index).and_then(|change| selection(analysis, change)) {
        commands.push(if near { Command::Focus(selection) } else { Command::Select(selection) });
    }
}

/// A spot of the earlier period may be no more.
fn selection(analysis: &Analysis, change: &Change) -> Option<Selection> {
    match &change.place {
        ChangedPlace::Zone(zone) => zone.map(Selection::Zone),
        ChangedPlace::Spot(id) => {
            let is_there = analysis.weak_spots.iter().any(|spot| spot.spot_id == *id);
            is_there.then(|| Selection::Spot(id.clone()))
        }
    }
}

/// Which period to compare with.
fn choice(ui: &mut Ui, app: &App, analysis: &Analysis, periods: &[Period], commands: &mut Vec<Command>) {
    let text = app.text();
    let latest: Option<Month> = analysis.months.last().map(|(month, _)| *month);
    ui.horizontal(|ui| {
        ui.set_height(theme::ROW);
        let now = wording::period(text, analysis.settings.period, latest);
        ui.label(subdued(ui, text.with("changes-compare", &[("period", &now)])));
        let chosen = app.changes().map(|since| since.earlier);
        let label = chosen.map_or_else(|| text.get("changes-choose"), |period| wording::period(text, period, None));
        menu(ui, &label, &text.get("changes-choose"), |ui| {
            for period in periods {
                if menu_item(ui, chosen == Some(*period), &wording::period(text, *period, None)) {
                    commands.push(Command::CompareWith(Some(*period)));
                }
            }
        });
        if app.is_comparing_periods() && secondary(ui, &text.get("cancel")).clicked() {
            commands.push(Command::CompareWith(None));
        }
        ui.add(Label::new(subdued(ui, summary(text, &rows(app)))).truncate());
    });
}

/// `Mới yếu: 2 · Đã hết: 1 …`
fn summary(text: &Text, rows: &[&Change]) -> String {
    let count = |kind: ChangeKind| rows.iter().filter(|change| change.kind == kind).count() as u64;
    let parts = KINDS.into_iter().map(|kind| (kind, count(kind))).filter(|(_, n)| *n > 0);
    parts.map(|(kind, n)| format!("{}: {}", kind_words(text, kind), text.count(n))).collect::<Vec<_>>().join(" · ")
}

pub fn as_text(app: &App, analysis: &Analysis) -> String {
    tab_separated(&headings(app), rows(app).into_iter().map(|change| words(app, analysis, change)))
}
