//! A file that is no evidence: what it is, and what it would be put to use as.

use eframe::egui::{Grid, Label, RichText, Ui};

use crate::app::{App, Command, Import, ImportCommand};
use crate::model::{Beside, ContextLayer, MONTHLY_QUOTA, QuotaTable, Zone, Zones};
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{edged_boxes, section, subdued};

/// Localities and operators that are listed.
const LISTED: usize = 40;

pub fn ui(ui: &mut Ui, app: &App, import: &Import, beside: &Beside, commands: &mut Vec<Command>) {
    let text = app.text();
    let kind = match beside {
        Beside::Layer(layer) => layer.kind().code(),
        Beside::Quota(_) => "quota",
    };
    ui.add_space(theme::SPACE_1);
    ui.label(text.get(&format!("inspect-{kind}-use")));
    ui.add_space(theme::SPACE_1);
    let mut used = import.chosen_file().is_some_and(|file| !file.choices.left_out);
    let words = text.get(&format!("import-use-as-{kind}"));
    let changed = ui.scope(|ui| {
        edged_boxes(ui);
        ui.checkbox(&mut used, words).changed()
    });
    if changed.inner {
        commands.push(Command::Import(ImportCommand::LeaveOut(import.chosen, !used)));
    }
    match beside {
        Beside::Layer(found) => layer(ui, app, found),
        // Which of several files has a locality shows when they are read as one layer.
        Beside::Quota(found) => {
            let zones = import.zones();
            let only = zones.first().copied().filter(|_| zones.len() == 1);
            quota(ui, app, only, found);
        }
    }
}

fn layer(ui: &mut Ui, app: &App, layer: &ContextLayer) {
    let text = app.text();
    if let Some((tests, devices)) = layer.weights() {
        let (tests, devices) = (text.count(tests), text.count(devices));
        ui.label(text.with("context-weights", &[("tests", &tests), ("devices", &devices)]));
    }
    if layer.n_other_rows > 0 {
        let words = text.with("context-other-rows", &[("n", &text.count(layer.n_other_rows))]);
        ui.label(RichText::new(words).color(tokens(ui).warning));
    }
    if layer.is_cut {
        let words = text.with("context-cut", &[("n", &text.count(layer.len() as u64))]);
        ui.label(RichText::new(words).color(tokens(ui).warning));
    }
    let mut operators = layer.n_by_operator();
    operators.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    if operators.is_empty() {
        return;
    }
    section(ui, &text.get("inspect-operators"));
    Grid::new("layer-operators").num_columns(2).spacing([theme::SPACE_4, 2.0]).show(ui, |ui| {
        for (brand, n) in operators.iter().take(LISTED) {
            ui.label(text.brand(brand));
            ui.label(RichText::new(text.count(*n)).font(theme::figures(theme::TEXT)));
            ui.end_row();
        }
    });
    more(ui, app, operators.len());
}

fn quota(ui: &mut Ui, app: &App, zones: Option<&Zones>, quota: &QuotaTable) {
    let text = app.text();
    let nowhere = Zones::default();
    let standing = quota.standing(zones.unwrap_or(&nowhere));
    if !standing.unmatched.is_empty() {
        let n = text.count(standing.unmatched.len() as u64);
        let names = standing.unmatched.iter().take(8).cloned().collect::<Vec<_>>().join("; ");
        let words = text.with("cli-said-quota-unmatched", &[("n", &n), ("names", &names)]);
        ui.label(RichText::new(words).color(tokens(ui).warning));
    }
    section(ui, &text.get("tab-quota"));
    Grid::new("localities").num_columns(4).spacing([theme::SPACE_4, 2.0]).show(ui, |ui| {
        for place in standing.localities.iter().take(LISTED) {
            ui.add(Label::new(&place.name).truncate());
            let figure = format!("{} / {}", text.count(place.n_samples), text.count(MONTHLY_QUOTA));
            ui.label(RichText::new(figure).font(theme::figures(theme::TEXT)));
            let zone = place.zone.and_then(|zone| zones?.get(zone));
            let zone = zone.map(Zone::shown_name);
            let words = match (zone, zones.is_some()) {
                (Some(name), _) => text.with("quota-is-zone", &[("zone", name)]),
                (None, true) => text.get("quota-no-zone"),
                (None, false) => String::new(),
            };
            ui.label(subdued(ui, words).size(theme::LABEL));
            ui.label(subdued(ui, &place.month).size(theme::LABEL));
            ui.end_row();
        }
    });
    more(ui, app, standing.localities.len());
}

fn more(ui: &mut Ui, app: &App, n: usize) {
    if n > LISTED {
        let n = app.text().count((n - LISTED) as u64);
        ui.label(subdued(ui, app.text().with("import-more", &[("n", &n)])).size(theme::LABEL));
    }
}
