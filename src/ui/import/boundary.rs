//! Boundaries as they would be read.

use eframe::egui::{RichText, Ui};

use crate::app::App;
use crate::app::import::BoundaryLook;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{section, subdued};

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
    if !zones.overlaps.is_empty() {
        section(ui, &text.get("import-zone-overlaps"));
        for overlap in zones.overlaps.iter().take(LISTED) {
            let area = text.number(overlap.area_m2, 0);
            let facts = [("first", overlap.first.as_str()), ("second", &overlap.second), ("area", &area)];
            ui.label(RichText::new(text.with("import-zone-overlap", &facts)).color(tokens(ui).warning));
        }
    }
    section(ui, &text.with("import-zones", &[("n", &text.count(zones.zones.len() as u64))]));
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
