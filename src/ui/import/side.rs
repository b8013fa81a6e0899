//! At the right: where the points lie, and what the rows of the chosen file are.

use eframe::egui::{RichText, Ui};

use super::{MiniMap, words};
use crate::app::import::{FileKind, SampleSummary};
use crate::app::{App, Import};
use crate::model::{Beside, Flag, Technology};
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{section, subdued};
use crate::ui::wording;

/// Operators named before the rest is counted.
const OPERATORS: usize = 8;

pub fn ui(ui: &mut Ui, app: &App, import: &Import, minimap: &mut MiniMap) {
    let text = app.text();
    section(ui, &text.get("import-map"));
    minimap.ui(ui, app, import);
    place(ui, app, import);
    let samples = import.chosen_file().and_then(|file| file.table()).and_then(|table| table.samples.as_ref());
    if let Some(samples) = samples {
        rows(ui, app, samples);
        flags(ui, app, samples);
    }
    ui.add_space(theme::SPACE_4);
}

/// How points and boundaries lie to each other, in words.
fn place(ui: &mut Ui, app: &App, import: &Import) {
    let text = app.text();
    ui.add_space(theme::SPACE_1);
    if let Some(nearness) = import.nearness {
        let facts = [
            ("distance", wording::distance(text, nearness.distance_m)),
            ("share", text.percent(nearness.share_inside)),
        ];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let color = if nearness.is_plausible() { tokens(ui).text } else { tokens(ui).bad };
        ui.label(RichText::new(text.with("import-nearness", &facts)).size(theme::LABEL).color(color));
    } else {
        let has_layer = import.neighbours().next().is_some()
            || import.beside().any(|(_, _, beside)| matches!(**beside, Beside::Layer(_)));
        let key = match (!import.zones().is_empty(), import.points.is_empty()) {
            (true, _) => "import-no-points",
            (false, false) => "import-no-zones",
            (false, true) if has_layer => "import-only-context",
            (false, true) => "import-nothing-to-draw",
        };
        ui.label(subdued(ui, text.get(key)).size(theme::LABEL));
    }
    // Beside samples the list of files says it.
    for (file, look) in import.neighbours().filter(|_| import.points.is_empty()) {
        let n = text.count(look.zones.zones.len() as u64);
        let state = format!("{} · {}", text.get(FileKind::Neighbours.key()), text.with("import-zones", &[("n", &n)]));
        ui.label(RichText::new(format!("{}: {state}", file.name())).size(theme::LABEL));
    }
    for (name, look, beside) in import.beside().filter(|_| import.points.is_empty()) {
        let state = words::beside_state(text, look.kind, beside);
        ui.label(RichText::new(format!("{name}: {state}")).size(theme::LABEL));
    }
    if let Some(boundary) = import.boundaries().find(|boundary| boundary.is_vn2000) {
        let words = text.with("import-vn2000", &[("crs", &boundary.crs)]);
        ui.label(RichText::new(words).size(theme::LABEL));
    }
}

fn rows(ui: &mut Ui, app: &App, samples: &SampleSummary) {
    let text = app.text();
    section(ui, &text.get("import-rows"));
    ui.label(
        RichText::new(text.with("count-rows", &[("n", &text.count(samples.n_rows))])).font(theme::bold(theme::TEXT)),
    );
    if let Some(times) = samples.times {
        ui.label(text.with("import-days", &[("days", &words::days(text, times))]));
    }
    // The number stays with its name where a line ends.
    let counted = |name: &str, n: u64| format!("{name}\u{a0}{}", text.count(n));
    let mut operators = samples.operators.clone();
    operators.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let names = operators.iter().take(OPERATORS).map(|(brand, n)| match brand.as_str() {
        "unknown" => counted(&text.get("operator-unknown"), *n),
        brand => counted(brand, *n),
    });
    let mut names: Vec<String> = names.collect();
    if let Some(rest) = operators.len().checked_sub(OPERATORS).filter(|rest| *rest > 0) {
        names.push(text.with("import-more", &[("n", &text.count(rest as u64))]));
    }
    ui.label(text.with("import-operators", &[("list", &names.join(" · "))]));
    let class = |(class, n): &(Technology, u64)| counted(&text.get(wording::technology_key(*class)), *n);
    let classes: Vec<String> = samples.technologies.iter().map(class).collect();
    ui.label(text.with("import-technologies", &[("list", &classes.join(" · "))]));
    if samples.n_devices > 0 {
        ui.label(text.with("import-devices", &[("n", &text.count(u64::from(samples.n_devices)))]));
    }
}

fn flags(ui: &mut Ui, app: &App, samples: &SampleSummary) {
    let text = app.text();
    section(ui, &text.get("import-flags"));
    let counts = samples.flags.by_code();
    if counts.is_empty() {
        ui.label(subdued(ui, text.get("import-flags-none")));
    }
    for (code, n) in counts {
        let effect = Flag::ALL.into_iter().find(|flag| flag.code() == code).map(Flag::effect);
        let effect = effect.map(|effect| text.get(&format!("effect-{}", effect.code()))).unwrap_or_default();
        let line =
            format!("{}: {}", text.get(&format!("flag-{code}")), text.with("count-rows", &[("n", &text.count(n))]));
        let meant = text.get(&format!("flag-meaning-{code}"));
        ui.label(line).on_hover_text(&meant);
        ui.label(subdued(ui, format!("{effect}. {meant}")).size(theme::LABEL));
    }
}
