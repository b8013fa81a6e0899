//! What an import brought, over the map: rows, what was left out and why, what was there before, boundaries.

use eframe::egui::{Align2, Context, RichText, ScrollArea, Ui, Window, vec2};

use super::import::{beside_state, days};
use super::theme::{self, tokens};
use super::widget::{primary, secondary, section, subdued};
use crate::app::import::{BesideReport, FileReport, ZoneReport};
use crate::app::{App, Command, ImportCommand, Tab};
use crate::model::{Effect, Flag};

/// Width of the page.
const WIDTH: f32 = 560.0;

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
    let mut open = true;
    let window = Window::new(text.get("report-title")).open(&mut open).collapsible(false).resizable(false);
    window.anchor(Align2::CENTER_CENTER, vec2(0.0, -24.0)).show(ctx, |ui| {
        ui.set_width(WIDTH);
        ScrollArea::vertical().max_height(440.0).show(ui, |ui| {
            ui.set_width(WIDTH - theme::SPACE_2);
            ui.spacing_mut().interact_size.y = LINE;
            for report in &report.files {
                file(ui, app, report);
            }
            for report in &report.zones {
                zones(ui, app, report);
            }
            for report in &report.beside {
                beside(ui, app, report);
            }
        });
        ui.add_space(theme::SPACE_3);
        ui.horizontal(|ui| {
            if primary(ui, &text.get("report-to-map")).clicked() {
                commands.push(Command::ShowReport(false));
            }
            if secondary(ui, &text.get("report-rows")).clicked() {
                commands.push(Command::ShowReport(false));
                commands.push(Command::ShowTab(Tab::Quality));
            }
            if secondary(ui, &text.get("notice-review")).clicked() {
                commands.push(Command::ShowReport(false));
                commands.push(Command::Import(ImportCommand::Review));
            }
        });
    });
    if !open {
        commands.push(Command::ShowReport(false));
    }
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
    for (code, n, effect) in flags {
        let color = if effect == Effect::Excluded { tokens(ui).bad } else { tokens(ui).text };
        let rows = text.with("count-rows", &[("n", &text.count(n))]);
        ui.horizontal(|ui| {
            ui.label(RichText::new(format!("{}: {rows}", text.get(&format!("flag-{code}")))).color(color));
            ui.label(subdued(ui, text.get(&format!("effect-{}", effect.code()))).size(theme::LABEL));
        })
        .response
        .on_hover_text(text.get(&format!("flag-meaning-{code}")));
    }
    if report.flags.is_empty() {
        ui.label(subdued(ui, text.get("import-flags-none")));
    }
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
