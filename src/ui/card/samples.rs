//! The samples of the place themselves, without any id: phones are numbered.

use eframe::egui::{self, Align2, Color32, FontId, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use super::fold;
use crate::app::{App, Card, Command, CorrectionCommand, Part, SampleLine};
use crate::text::Text;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{menu_item, menu_width, subdued};
use crate::ui::{corrections, wording};

/// Height of a line, and of the part that scrolls.
const LINE: f32 = 19.0;
const ROOM: f32 = 12.0 * LINE;

/// Where the columns end (figures) or begin (time), as parts of the width.
const COLUMNS: [f32; 6] = [0.0, 0.48, 0.585, 0.685, 0.81, 1.0];

pub fn ui(ui: &mut Ui, app: &App, card: &Card, commands: &mut Vec<Command>) {
    let text = app.text();
    let total = card.samples.total;
    if total == 0 {
        return;
    }
    let open = app.session().samples_open;
    let title = text.with("samples-title", &[("n", &text.count(total))]);
    if fold(ui, open, &title) {
        commands.push(Command::Unfold(Part::Samples));
    }
    if !open {
        return;
    }
    ui.label(subdued(ui, text.get("leave-out-menu")).size(theme::LABEL));
    let keys = ["samples-time", "samples-down", "samples-up", "samples-latency", "samples-class", "samples-phone"];
    let head = keys.map(|key| text.get(key));
    let colors = [tokens(ui).subdued; 6];
    line(ui, &head, &theme::bold(10.5), colors, "");
    ui.spacing_mut().item_spacing.y = 0.0;
    let lines = &card.samples.lines;
    let height = ROOM.min(lines.len() as f32 * LINE);
    let area = ScrollArea::vertical()
        .id_salt("samples")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true]);
    area.show_rows(ui, LINE, lines.len(), |ui, range| {
        for sample in lines.get(range).unwrap_or_default() {
            let t = tokens(ui);
            let mut colors = [t.text; 6];
            if sample.fails == Some(true) {
                let metric = match card.metric {
                    crate::model::Metric::Download => 1,
                    crate::model::Metric::Upload => 2,
                    crate::model::Metric::Latency => 3,
                };
                colors[metric] = t.bad;
            }
            let words = words(text, sample);
            let pressed = line(ui, &words, &theme::figures(theme::LABEL), colors, &words.join(" · "));
            leave_out(&pressed, app, sample, commands);
        }
    });
    let listed = lines.len() as u64;
    if listed < total {
        let words = text.with("samples-latest", &[("n", &text.count(listed)), ("total", &text.count(total))]);
        ui.label(subdued(ui, words).size(theme::LABEL));
    }
    ui.add_space(theme::SPACE_2);
}

/// The menu of a sample: what can be left out here.
fn leave_out(pressed: &egui::Response, app: &App, sample: &SampleLine, commands: &mut Vec<Command>) {
    egui::Popup::menu(pressed).show(|ui| {
        menu_width(ui);
        for what in app.corrections_at(sample.sample) {
            if menu_item(ui, false, &corrections::offer(app.text(), &what)) {
                commands.push(Command::Correct(CorrectionCommand::Begin(what)));
            }
        }
    });
}

fn words(text: &Text, sample: &SampleLine) -> [String; 6] {
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| text.figure(v));
    let phone = |n: u32| text.with("samples-phone-number", &[("n", &text.count(u64::from(n)))]);
    [
        text.date_time(sample.time),
        figure(sample.download),
        figure(sample.upload),
        sample.latency.map_or_else(|| "–".to_owned(), |v| text.number(v, 0)),
        text.get(wording::technology_key(sample.technology)),
        sample.phone.map_or_else(|| "–".to_owned(), phone),
    ]
}

/// One line painted across the card: the time at the left, the rest at the right ends of their columns. One that says something can be pressed.
fn line(ui: &mut Ui, words: &[String; 6], font: &FontId, colors: [Color32; 6], spoken: &str) -> egui::Response {
    let sense = if spoken.is_empty() { Sense::hover() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), sense);
    if !spoken.is_empty() {
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, spoken));
        if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, tokens(ui).control_hover);
        }
    }
    let painter = ui.painter();
    for ((words, at), color) in words.iter().zip(COLUMNS).zip(colors) {
        let align = if at == 0.0 { Align2::LEFT_CENTER } else { Align2::RIGHT_CENTER };
        let place = pos2(rect.left() + at * (rect.width() - theme::SPACE_2), rect.center().y);
        painter.text(place, align, words, font.clone(), color);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens(ui).line));
    response
}
