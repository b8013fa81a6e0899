//! The list of files that were dropped, each with what it is and whether it needs a word.

use eframe::egui::{self, Align, Layout, RichText, Sense, Ui, vec2};

use super::words;
use crate::app::import::ImportFile;
use crate::app::{App, Command, Import, ImportCommand};
use crate::ui::icon;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{middle_elided, section};

/// Height of a file's two lines.
const HEIGHT: f32 = 44.0;

pub fn ui(ui: &mut Ui, app: &App, import: &Import, commands: &mut Vec<Command>) {
    section(ui, &app.text().get("import-files"));
    let asked = import.questions();
    for (i, file) in import.files.iter().enumerate() {
        let needs_answer = asked.iter().any(|(of, question)| *of == i && question.must_be_answered());
        if row(ui, app, file, needs_answer, import.chosen == i) {
            commands.push(Command::Import(ImportCommand::Choose(i)));
        }
    }
}

fn row(ui: &mut Ui, app: &App, file: &ImportFile, needs_answer: bool, chosen: bool) -> bool {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, if chosen { t.selected } else { t.control });
    }
    let usable = file.is_used();
    let (mark, color) = if file.look.is_none() || file.is_busy() {
        ("…", t.subdued)
    } else if file.choices.left_out {
        (icon::MINUS, t.subdued)
    } else if needs_answer {
        (icon::QUESTION, t.warning)
    } else if usable {
        (icon::CHECK, t.good)
    } else {
        (icon::X, t.bad)
    };
    let name = file.name();
    let what = state(app, file, needs_answer);
    let room = rect.shrink2(vec2(theme::SPACE_2, theme::SPACE_1));
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(room).layout(Layout::left_to_right(Align::Center)));
    child.label(RichText::new(mark).size(theme::VERDICT).color(color));
    child.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.spacing_mut().interact_size.y = 18.0;
        let shown = middle_elided(ui, &name, ui.available_width() - 4.0);
        ui.add(egui::Label::new(RichText::new(shown).color(t.text)).truncate().selectable(false));
        let words = RichText::new(&what).size(theme::LABEL).color(t.subdued);
        ui.add(egui::Label::new(words).truncate().selectable(false));
    });
    let spoken = format!("{name}: {what}");
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, chosen, &spoken));
    response.on_hover_text(file.path.display().to_string()).clicked()
}

/// What the file is, or why it is not used.
fn state(app: &App, file: &ImportFile, needs_answer: bool) -> String {
    let text = app.text();
    let Some(look) = &file.look else { return text.get("import-state-waiting") };
    if file.choices.left_out {
        return text.get("import-state-left-out");
    }
    let Ok(look) = look else { return text.get("import-state-unusable") };
    let kind = words::kind_of(text, file, look);
    if needs_answer {
        return text.with("import-state-asks", &[("kind", &kind)]);
    }
    if let Some(beside) = &look.beside {
        return words::beside_state(text, look.kind, beside);
    }
    if look.refusal.is_some() {
        return text.with("import-state-refused", &[("kind", &kind)]);
    }
    let rows = look.table.as_ref().and_then(|table| table.samples.as_ref()).map(|samples| samples.n_rows);
    let zones = look.boundary.as_ref().map(|boundary| boundary.zones.zones.len() as u64);
    match (rows, zones) {
        (Some(n), _) => format!("{kind} · {}", text.with("count-rows", &[("n", &text.count(n))])),
        (_, Some(n)) => format!("{kind} · {}", text.with("import-zones", &[("n", &text.count(n))])),
        _ => kind,
    }
}
