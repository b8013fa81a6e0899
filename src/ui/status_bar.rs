//! The line at the bottom: counts, criterion, pointer, running work.

use std::sync::{Arc, Weak};

use eframe::egui::{Align, Frame, Layout, Margin, Panel, RichText, Ui};

use super::theme::{self, tokens};
use super::widget::{link, thin_bar};
use super::wording;
use crate::app::{App, Command};
use crate::job::Progress;
use crate::model::{Analysis, LonLat};
use crate::text::Text;

/// Name of the stage that work is in.
pub fn stage_words(text: &Text, progress: Progress) -> String {
    let key = progress.stage;
    if key.is_empty() || !text.has(key) { text.get("stage-working") } else { text.get(key) }
}

/// Rows with a flag that leaves them out.
fn rows_left_out(analysis: &Analysis) -> u64 {
    analysis.judgement.flags.iter().map(|flags| u64::from(flags.count_excluded() > 0)).sum()
}

/// What the line remembers: of millions of rows nobody counts in every frame.
#[derive(Debug, Default)]
pub struct StatusBar {
    left_out: Option<(Weak<Analysis>, u64)>,
}

impl StatusBar {
    fn rows_left_out(&mut self, analysis: &Arc<Analysis>) -> u64 {
        match &self.left_out {
            Some((of, n)) if of.as_ptr() == Arc::as_ptr(analysis) => *n,
            _ => {
                let n = rows_left_out(analysis);
                self.left_out = Some((Arc::downgrade(analysis), n));
                n
            }
        }
    }
}

pub fn ui(
    ui: &mut Ui,
    app: &App,
    analysis: &Arc<Analysis>,
    bar: &mut StatusBar,
    pointer: Option<LonLat>,
    updating: bool,
    commands: &mut Vec<Command>,
) {
    let text = app.text();
    let left_out = bar.rows_left_out(analysis);
    let frame = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(12, 0));
    Panel::bottom("status").exact_size(theme::ROW - 2.0).frame(frame).show(ui, |ui| {
        let subdued = tokens(ui).subdued;
        let small = |words: String| RichText::new(words).size(theme::LABEL).color(subdued);
        // What is pressed is no higher than the line: else the whole window moves when work begins.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().button_padding.y = 0.0;
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE_4;
            let kept: u64 = analysis.judgement.kept.iter().sum();
            let out = text.count(left_out);
            ui.label(small(text.with("status-counts", &[("kept", &text.count(kept)), ("out", &out)])));
            let profile = wording::profile(text, &analysis.settings.profile);
            ui.label(small(text.with("status-criterion", &[("name", &profile)])));
            ui.label(small(wording::grid(text, analysis.grid)));
            if let Some(position) = pointer {
                ui.label(small(wording::position(text, position)));
                if let Some(point) = app.engine().project(analysis.grid_crs, position) {
                    ui.label(small(wording::position_vn2000(text, point)));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| running(ui, app, updating, commands));
        });
    });
}

fn running(ui: &mut Ui, app: &App, updating: bool, commands: &mut Vec<Command>) {
    let text = app.text();
    let Some(progress) = app.progress() else { return };
    ui.spacing_mut().item_spacing.x = theme::SPACE_2;
    if link(ui, &text.get("cancel")).clicked() {
        commands.push(Command::Cancel);
    }
    let fraction = progress.fraction();
    thin_bar(ui, fraction.unwrap_or(0.0) as f32, 110.0, &text.get("progress-name"));
    if let Some(fraction) = fraction {
        ui.label(RichText::new(text.percent(fraction)).size(theme::LABEL));
    }
    let words = stage_words(text, progress);
    let color = if updating { tokens(ui).accent } else { tokens(ui).subdued };
    ui.label(RichText::new(words).size(theme::LABEL).color(color));
}
