//! What the map lacks: no boundaries, said above it, or no sample that counts, said on it.

use eframe::egui::{Align, Frame, Label, Layout, Margin, Panel, Rect, RichText, Stroke, Ui, UiBuilder, pos2, vec2};

use super::theme::{self, tokens};
use super::widget::{link, primary, secondary, subdued};
use crate::app::{App, Ask, Command, Edit, Tab};
use crate::model::{Analysis, Effect, Flag, Period};

/// Height of the strip about boundaries.
const STRIP: f32 = 36.0;

/// Reasons named when no sample counts.
const REASONS: usize = 3;

fn has_samples(analysis: &Analysis) -> bool {
    analysis.judgement.kept.iter().any(|kept| *kept > 0)
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, area: Rect, commands: &mut Vec<Command>) {
    if !has_samples(analysis) {
        no_samples(ui, app, analysis, area, commands);
    }
}

/// A strip above the map where there are no boundaries, so that it covers none of the map.
pub fn strip(ui: &mut Ui, app: &App, analysis: &Analysis, commands: &mut Vec<Command>) {
    if analysis.zones.bounds_study() || !has_samples(analysis) {
        return;
    }
    let text = app.text();
    let frame = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(theme::SPACE_3 as i8, 0));
    Panel::top("missing-zones").exact_size(STRIP).resizable(false).frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if link(ui, &text.get("missing-zones-add")).clicked() {
                commands.push(Command::Ask(Ask::Files));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(RichText::new(text.get("missing-zones")).font(theme::bold(theme::LABEL)));
                let what = subdued(ui, text.get("missing-zones-what")).size(theme::LABEL);
                ui.add(Label::new(what).truncate());
            });
        });
    });
}

/// A plate on the map, centred, its top at `top` and at most so wide.
fn plate(ui: &mut Ui, area: Rect, top: f32, width: f32, contents: impl FnOnce(&mut Ui)) {
    let t = tokens(ui);
    let width = width.min(area.width() - 112.0);
    let corner = pos2(area.center().x - width / 2.0, top);
    let place = Rect::from_min_size(corner, vec2(width, area.bottom() - top));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt("missing").layout(Layout::default()));
    let frame = Frame::new().fill(t.panel).stroke(Stroke::new(1.0, t.line)).corner_radius(theme::RADIUS);
    frame.inner_margin(theme::SPACE_3).show(&mut child, |ui| {
        ui.set_width(ui.available_width());
        contents(ui);
    });
}

/// Nothing counts: why, and what to do about the commonest reason.
fn no_samples(ui: &mut Ui, app: &App, analysis: &Analysis, area: Rect, commands: &mut Vec<Command>) {
    let text = app.text();
    let mut reasons = analysis.judgement.total().by_code();
    reasons.retain(|(code, n)| {
        let flag = Flag::ALL.into_iter().find(|flag| flag.code() == *code);
        *n > 0 && flag.is_some_and(|flag| matches!(flag.effect(), Effect::Excluded | Effect::LeftOut))
    });
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let top = (area.top() + 0.22 * area.height()).max(area.top() + theme::SPACE_3);
    plate(ui, area, top, 420.0, |ui| {
        ui.label(RichText::new(text.get("missing-samples")).font(theme::bold(theme::VERDICT)));
        for (code, n) in reasons.iter().take(REASONS) {
            let rows = text.with("count-rows", &[("n", &text.count(*n))]);
            ui.label(format!("{}: {rows}", text.get(&format!("flag-{code}"))));
        }
        let first = reasons.first().map_or("", |(code, _)| *code);
        let advice = format!("missing-advice-{first}");
        let advice = if text.has(&advice) { advice } else { "missing-advice".to_owned() };
        ui.label(subdued(ui, text.get(&advice)));
        ui.add_space(theme::SPACE_2);
        ui.horizontal(|ui| {
            if first == Flag::OutOfPeriod.code() {
                if primary(ui, &text.get("missing-all-time")).clicked() {
                    commands.push(Command::Edit(Edit::Period(Period::All)));
                }
            } else if primary(ui, &text.get("error-choose-other")).clicked() {
                commands.push(Command::Ask(Ask::Files));
            }
            if secondary(ui, &text.get("missing-rows")).clicked() {
                commands.push(Command::ShowTab(Tab::Quality));
            }
        });
    });
}
