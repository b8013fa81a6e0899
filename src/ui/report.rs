//! What an import brought, over the map: rows, what was left out and why, what was there before, boundaries.

use eframe::egui::{Context, Grid, RichText, Ui};

use super::dialog::Dialog;
use super::import::{beside_state, days};
use super::theme::{self, tokens};
use super::widget::{grid_figure, primary, secondary, section, subdued};
use crate::app::import::{BesideReport, FileReport, ZoneReport};
use crate::app::{App, Command, ImportCommand, Tab};
use crate::model::{Effect, Flag};

/// Width of the page.
const WIDTH: f32 = 560.0;

/// Width of a number of rows.
const COUNT: f32 = 40.0;

/// Height of a line.
const LINE: f32 = 20.0;

/// Overlaps of zones that are named.
const OVERLAPS: usize = 5;

pub fn ui(ctx: &Context, app: &App, commands: &mut Vec<Command>) {
    let Some(report) = app.report().filter(|_| app.session().report_open && app.analysis().is_some()) else { return };
    if app.import().is_some() {
        return;
    }
    let text = app.text();
    let page = Dialog::new("report", text.get("report-title"), WIDTH, Command::ShowReport(false));
    page.beside_the_window().show_with_foot(
        ctx,
        app,
        commands,
        |ui, _| {
            ui.spacing_mut().interact_size.y = LINE;
            report.files.iter().for_each(|report| file(ui, app, report));
            report.zones.iter().for_each(|report| zones(ui, app, report));
            report.beside.iter().for_each(|report| beside(ui, app, report));
        },
        |ui, commands| {
            let mut choice = |pressed: bool, next: Option<Command>| {
                if pressed {
                    commands.push(Command::ShowReport(false));
                    commands.extend(next);
                }
            };
            choice(primary(ui, &text.get("report-to-map")).clicked(), None);
            choice(secondary(ui, &text.get("report-rows")).clicked(), Some(Command::ShowTab(Tab::Quality)));
            let review = secondary(ui, &text.get("notice-review")).clicked();
            choice(review, Some(Command::Import(ImportCommand::Review)));
        },
    );
}

fn file(ui: &mut Ui, app: &App, report: &FileReport) {
    let text = app.text();
    section(ui, &report.name);
    let share = text.percent(report.n_kept as f64 / report.n_rows.max(1) as f64);
    let facts = [("rows", text.count(report.n_rows)), ("kept", text.count(report.n_kept)), ("share", share)];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    ui.label(RichText::new(text.with("report-rows-kept", &facts)).font(theme::bold(theme::TEXT)));
    if let Some(times) = report.times {
        ui.label(text.with("import-days", &[("days", &days(text, times))]));
    }
    if report.n_known > 0 {
        ui.label(text.with("report-known", &[("n", &text.count(report.n_known))]));
    }
    let mut flags: Vec<(&'static str, u64, Effect)> = report
        .flags
        .iter()
        .filter_map(|(code, n)| Some((*code, *n, Flag::ALL.into_iter().find(|flag| flag.code() == *code)?.effect())))
        .collect();
    flags.sort_by(|a, b| a.2.cmp(&b.2).then(b.1.cmp(&a.1)));
    if flags.is_empty() {
        ui.label(subdued(ui, text.get("import-flags-none")));
        return;
    }
    ui.add_space(theme::SPACE_1);
    Grid::new(&report.name).num_columns(3).spacing([theme::SPACE_4, 0.0]).min_row_height(LINE).show(ui, |ui| {
        for (code, n, effect) in flags {
            let meaning = text.get(&format!("flag-meaning-{code}"));
            grid_figure(ui, &text.count(n), COUNT);
            ui.label(text.get(&format!("flag-{code}"))).on_hover_text(meaning);
            let color = if effect == Effect::Excluded { tokens(ui).bad } else { tokens(ui).subdued };
            ui.label(RichText::new(text.get(&format!("effect-{}", effect.code()))).size(theme::LABEL).color(color));
            ui.end_row();
        }
    });
}

fn beside(ui: &mut Ui, app: &App, report: &BesideReport) {
    let text = app.text();
    section(ui, &report.name);
    let words = beside_state(text, report.kind, &report.beside);
    ui.label(RichText::new(words).font(theme::bold(theme::TEXT)));
    ui.label(subdued(ui, text.get("left-context-what")));
}

fn zones(ui: &mut Ui, app: &App, report: &ZoneReport) {
    let text = app.text();
    section(ui, &report.name);
    let n = text.count(report.n_zones as u64);
    ui.label(RichText::new(text.with("import-zones", &[("n", &n)])).font(theme::bold(theme::TEXT)));
    let key = if report.is_vn2000 { "import-vn2000" } else { "import-zone-crs" };
    ui.label(text.with(key, &[("crs", &report.crs)]));
    if report.n_repairs > 0 {
        ui.label(text.with("import-zone-repairs", &[("n", &text.count(report.n_repairs))]));
    }
    if report.n_gaps > 0 {
        ui.label(text.with("import-zone-gaps", &[("n", &text.count(report.n_gaps as u64))]));
    }
    for (first, second, area_m2) in report.overlaps.iter().take(OVERLAPS) {
        let area = text.number(*area_m2, 0);
        let words = text.with("import-zone-overlap", &[("first", first), ("second", second), ("area", &area)]);
        ui.label(RichText::new(words).color(tokens(ui).warning));
    }
    if let Some(rest) = report.overlaps.len().checked_sub(OVERLAPS).filter(|rest| *rest > 0) {
        ui.label(subdued(ui, text.with("import-more", &[("n", &text.count(rest as u64))])));
    }
}
