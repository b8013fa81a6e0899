//! The import page: what each file is, how it is understood, what is to be asked, and where its points lie.

mod beside;
mod boundary;
mod columns;
mod details;
mod files;
mod map;
mod questions;
mod side;
mod words;

use eframe::egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use super::theme::{self, tokens};
use super::widget::{follow_keyboard, primary_if, secondary, subdued, thin_bar};
use super::{status_bar, top_bar};
use crate::app::{App, Ask, Command, Import, ImportCommand};
pub use map::MiniMap;
pub use words::{beside_state, days};

/// Width of the list of files and of the column with the map.
const FILES_WIDTH: f32 = 248.0;
const SIDE_WIDTH: f32 = 316.0;

/// Highest the questions may become before they scroll.
const QUESTIONS_HEIGHT: f32 = 210.0;

pub fn ui(ui: &mut Ui, app: &App, import: &Import, minimap: &mut MiniMap, commands: &mut Vec<Command>) {
    let margin = Margin { left: 12, right: 12, top: 8, bottom: 8 };
    let bar = Frame::side_top_panel(ui.style()).inner_margin(margin);
    Panel::top("import-head").frame(bar).show(ui, |ui| head(ui, app, import, commands));
    let asked = import.questions();
    if !asked.is_empty() && !import.is_busy() {
        Panel::top("import-questions").frame(bar).show(ui, |ui| {
            let scroll = ScrollArea::vertical().max_height(QUESTIONS_HEIGHT).min_scrolled_height(QUESTIONS_HEIGHT);
            scroll.auto_shrink([false, true]).show(ui, |ui| {
                questions::ui(ui, app, import, &asked, commands);
            });
        });
    }
    let side = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(12, 0));
    Panel::left("import-files").exact_size(FILES_WIDTH).resizable(false).frame(side).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| files::ui(ui, app, import, commands));
    });
    Panel::right("import-side").exact_size(SIDE_WIDTH).resizable(false).frame(side).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| side::ui(ui, app, import, minimap));
    });
    let page = Frame::new().fill(tokens(ui).panel).inner_margin(Margin::symmetric(12, 8));
    CentralPanel::default().frame(page).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            details::ui(ui, app, import, commands);
            follow_keyboard(ui);
        });
    });
}

/// Title, how far it is, and the two ways on.
fn head(ui: &mut Ui, app: &App, import: &Import, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.horizontal(|ui| {
        ui.set_height(theme::ROW + 4.0);
        ui.label(RichText::new(text.get("import-title")).font(theme::bold(theme::VERDICT)));
        ui.add_space(theme::SPACE_2);
        if import.is_busy() {
            working(ui, app, import);
        } else {
            ui.label(subdued(ui, summary(app, import)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let label = format!("{} (Enter)", text.get("import-load"));
            let load = primary_if(ui, import.can_load(), &label, &text.get("import-load"));
            if load.clicked() {
                commands.push(Command::Import(ImportCommand::Accept));
            }
            if !import.can_load() && !import.is_busy() {
                let asked = import.questions().iter().any(|(_, question)| question.must_be_answered());
                let why = if asked { "import-load-answer-first" } else { "import-load-nothing" };
                load.on_disabled_hover_text(text.get(why));
            }
            if secondary(ui, &text.get("cancel")).clicked() {
                commands.push(Command::Import(ImportCommand::Close));
            }
            if secondary(ui, &text.get("menu-open")).clicked() {
                commands.push(Command::Ask(Ask::Files));
            }
            top_bar::language_button(ui, app, commands);
        });
    });
}

fn working(ui: &mut Ui, app: &App, import: &Import) {
    let text = app.text();
    let name = import.files.iter().find(|file| file.is_busy()).map(|file| file.name()).unwrap_or_default();
    let progress = import.progress();
    let fraction = progress.and_then(|p| p.fraction()).unwrap_or(0.0) as f32;
    thin_bar(ui, fraction, 140.0, &text.get("progress-name"));
    let stage = progress.map_or_else(|| text.get("stage-working"), |p| status_bar::stage_words(text, p));
    ui.label(subdued(ui, format!("{stage} {name}")));
}

/// `3 tệp · 1 bỏ qua · 12.345 dòng`.
fn summary(app: &App, import: &Import) -> String {
    let text = app.text();
    let used = import.files.iter().filter(|file| file.is_used()).count();
    let out = import.files.len() - used;
    let mut parts = vec![text.with("import-files-used", &[("n", &text.count(used as u64))])];
    if out > 0 {
        parts.push(text.with("import-files-out", &[("n", &text.count(out as u64))]));
    }
    if import.n_rows() > 0 {
        parts.push(text.with("count-rows", &[("n", &text.count(import.n_rows()))]));
    }
    parts.join(" · ")
}
