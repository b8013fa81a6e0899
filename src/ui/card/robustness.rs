//! What the test of robustness says of a weak spot, or the button that starts it.

use eframe::egui::{self, RichText, Ui};

use crate::app::{App, Command, is_proven};
use crate::model::{Robustness, Variant, WeakSpot};
use crate::ui::widget::{secondary, section, subdued};
use crate::ui::{icon, theme};

use theme::tokens;

pub fn ui(ui: &mut Ui, app: &App, spot: &WeakSpot, commands: &mut Vec<Command>) {
    if !is_proven(spot) {
        return;
    }
    let text = app.text();
    section(ui, &text.get("robustness-title"));
    match spot.robustness {
        Some(robustness) => tested(ui, app, robustness),
        None if app.is_testing() => drop(ui.label(subdued(ui, text.get("robustness-running")))),
        None => {
            let button = ui.add_enabled_ui(app.may_test(), |ui| secondary(ui, &text.get("robustness-test"))).inner;
            if button.on_hover_text(text.get("robustness-test-hint")).clicked() {
                commands.push(Command::TestRobustness);
            }
        }
    }
}

fn tested(ui: &mut Ui, app: &App, robustness: Robustness) {
    let (text, t) = (app.text(), tokens(ui));
    let all = text.count(Variant::ALL.len() as u64);
    let kept = text.count(robustness.n_survived() as u64);
    ui.label(RichText::new(text.with("robustness-kept", &[("kept", &kept), ("all", &all)])).strong());
    let why = if robustness.is_robust() { "robustness-why-robust" } else { "robustness-why-not" };
    ui.add(egui::Label::new(text.get(why)).wrap());
    for ((variant, survives), share) in Variant::ALL.into_iter().zip(robustness.survives()).zip(robustness.covered) {
        let (mark, color, spoken) =
            if survives { (icon::CHECK, t.good, "condition-holds") } else { (icon::X, t.bad, "condition-fails") };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_1;
            let mark = ui.label(RichText::new(mark).color(color));
            mark.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text.get(spoken)));
            ui.label(text.get(variant.key()));
            let covered = text.with("robustness-covered", &[("share", &text.percent(share))]);
            ui.label(subdued(ui, covered).size(theme::LABEL));
        });
    }
}
