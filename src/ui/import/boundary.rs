//! Boundaries as they would be read.

use eframe::egui::{RichText, Ui};

use crate::app::App;
use crate::app::import::BoundaryLook;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{section, subdued};
use crate::ui::wording;

/// Repairs, gaps and areas that are named.
const SHOWN: usize = 8;

/// Zones listed by name.
const LISTED: usize = 60;

pub fn ui(ui: &mut Ui, app: &App, look: &BoundaryLook) {
    let text = app.text();
    let zones = &look.zones;
    ui.add_space(theme::SPACE_2);
    let or = |field: &Option<String>, key: &str| field.clone().unwrap_or_else(|| text.get(key));
    let fields = [("id", or(&look.id_field, "inspect-numbered")), ("name", or(&look.name_field, "inspect-none"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
    ui.label(text.with("import-zone-fields", &fields));
    ui.label(text.with("import-zone-crs", &[("crs", &look.crs)]));
    if !zones.parents.is_empty() {
        let names: Vec<&str> = zones.parents.iter().map(|zone| zone.name.as_str()).collect();
        ui.label(text.with("import-zone-parents", &[("names", &names.join("; "))]));
    }
    let report = &zones.report;
    for note in &report.notes {
        ui.label(RichText::new(text.with_facts(note.key(), &note.facts())).color(tokens(ui).warning));
    }
    list(ui, app, "inspect-boundary-repairs", &report.repairs, |repair| {
        let what = text.get(&format!("boundary-repair-{}", repair.kind.code()));
        let zone = named(&repair.zone_id, &repair.zone_name);
        let n = text.count(u64::from(repair.n));
        text.with("inspect-boundary-repair", &[("zone", &zone), ("what", &what), ("n", &n)])
    });
    list(ui, app, "inspect-boundary-gaps", &report.gaps, |gap| {
        let area = text.number(gap.area_m2, 0);
        text.with(gap.key(), &[("area", &area), ("at", &wording::position(text, gap.at))])
    });
    list(ui, app, "inspect-boundary-areas", &report.areas, |declared| {
        let facts = [
            ("zone", named(&declared.zone_id, &declared.zone_name)),
            ("field", declared.field.clone()),
            ("declared", text.number(declared.declared_m2, 0)),
            ("area", text.number(declared.area_m2, 0)),
        ];
        text.with_facts("inspect-boundary-area", &facts)
    });
    if !zones.overlaps.is_empty() {
        section(ui, &text.get("import-zone-overlaps"));
        for overlap in zones.overlaps.iter().take(LISTED) {
            let area = text.number(overlap.area_m2, 0);
            let facts = [("first", overlap.first.as_str()), ("second", &overlap.second), ("area", &area)];
            ui.label(RichText::new(text.with("import-zone-overlap", &facts)).color(tokens(ui).warning));
        }
    }
    section(ui, &text.with("import-zones", &[("n", &text.count(zones.zones.len() as u64))]));
    ui.spacing_mut().interact_size.y = 20.0;
    for zone in zones.zones.iter().take(LISTED) {
        let area = text.number(zone.area_m2 / 1e6, 2);
        ui.horizontal(|ui| {
            ui.label(RichText::new(&zone.id).font(theme::figures(theme::TEXT)));
            ui.label(&zone.name);
            ui.label(subdued(ui, format!("{area} km²")).size(theme::LABEL));
        });
    }
    if let Some(rest) = zones.zones.len().checked_sub(LISTED).filter(|rest| *rest > 0) {
        ui.label(subdued(ui, text.with("import-more", &[("n", &text.count(rest as u64))])));
    }
}

fn named(id: &str, name: &str) -> String {
    if name.is_empty() || name == id { id.to_owned() } else { format!("{id} {name}") }
}

/// The first items of a list under its title; nothing where it is empty.
fn list<T>(ui: &mut Ui, app: &App, key: &str, items: &[T], words: impl Fn(&T) -> String) {
    if items.is_empty() {
        return;
    }
    let text = app.text();
    section(ui, &text.get(key));
    for item in items.iter().take(SHOWN) {
        ui.label(words(item));
    }
    if let Some(rest) = items.len().checked_sub(SHOWN).filter(|rest| *rest > 0) {
        ui.label(subdued(ui, text.with("import-more", &[("n", &text.count(rest as u64))])));
    }
}
