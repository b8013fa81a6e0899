//! The columns of a table with their meanings, and its first rows as they are read.

use eframe::egui::{self, Align, Label, Layout, RichText, ScrollArea, Sense, Stroke, Ui, vec2};

use super::words;
use crate::app::import::{ColumnGuess, TableLook};
use crate::app::{App, Command, ImportCommand};
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{menu_item, menu_of_width, section};
use crate::ui::wording;

/// Shares of header, meaning and reason; the first values take what is left.
const WIDTHS: [f32; 3] = [0.26, 0.24, 0.20];

/// The same where there is little room: the reason is left out.
const NARROW_WIDTHS: [f32; 3] = [0.30, 0.44, 0.0];

/// Room below which it is little.
const NARROW: f32 = 620.0;

fn widths(room: f32) -> [f32; 3] {
    if room < NARROW { NARROW_WIDTHS } else { WIDTHS }.map(|share| share * room)
}

/// Height of a row: a control with air around it.
const ROW: f32 = theme::ROW + 4.0;

/// Highest a menu of meanings may become.
const MENU_HEIGHT: f32 = 360.0;

/// First values shown of a column.
const VALUES: usize = 4;

/// A part of a row with a width of its own; one without width is left out.
fn cell(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    if width <= 0.0 {
        return;
    }
    ui.allocate_ui_with_layout(vec2(width, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.set_width(width);
        contents(ui);
    });
}

fn truncated(ui: &mut Ui, words: impl Into<RichText>) {
    ui.add(Label::new(words.into()).truncate());
}

pub fn ui(ui: &mut Ui, app: &App, table: &TableLook, i: usize, commands: &mut Vec<Command>) {
    let text = app.text();
    let line = Stroke::new(1.0, tokens(ui).line);
    let room = ui.available_width();
    let widths = widths(room);
    heading(ui, app, widths);
    for (place, column) in table.columns.iter().enumerate() {
        let across = ui.available_rect_before_wrap().x_range();
        ui.painter().hline(across, ui.cursor().top(), line);
        ui.push_id(place, |ui| {
            ui.horizontal(|ui| {
                let color = if column.meaning.is_some() { tokens(ui).text } else { tokens(ui).subdued };
                cell(ui, widths[0], |ui| truncated(ui, RichText::new(&column.header).color(color)));
                cell(ui, widths[1], |ui| meaning_menu(ui, app, column, i, commands));
                cell(ui, widths[2], |ui| {
                    truncated(ui, RichText::new(words::why(text, column)).size(theme::LABEL).color(tokens(ui).subdued));
                });
                let values = table.first_rows.iter().filter_map(|row| row.get(place)).filter(|cell| !cell.is_empty());
                let values: Vec<&str> = values.take(VALUES).map(String::as_str).collect();
                truncated(ui, RichText::new(values.join("  ·  ")).font(theme::figures(theme::LABEL)).color(color));
            });
        });
    }
}

fn heading(ui: &mut Ui, app: &App, widths: [f32; 3]) {
    let text = app.text();
    ui.horizontal(|ui| {
        let keys = ["import-column-header", "import-column-meaning", "import-column-why"];
        let quiet =
            |ui: &Ui, key: &str| RichText::new(text.get(key)).font(theme::bold(theme::LABEL)).color(tokens(ui).subdued);
        for (key, width) in keys.into_iter().zip(widths) {
            cell(ui, width, |ui| truncated(ui, quiet(ui, key)));
        }
        truncated(ui, quiet(ui, "import-column-values"));
    });
}

fn meaning_menu(ui: &mut Ui, app: &App, column: &ColumnGuess, i: usize, commands: &mut Vec<Command>) {
    let text = app.text();
    let shown = words::meaning(text, column.meaning);
    let name = text.with("import-meaning-of", &[("column", &column.header)]);
    menu_of_width(ui, &shown, &name, ui.available_width() - theme::SPACE_4, |ui| {
        ScrollArea::vertical().max_height(MENU_HEIGHT).show(ui, |ui| {
            let choices = std::iter::once(None).chain(super::questions::meanings().into_iter().map(Some));
            for meaning in choices {
                if menu_item(ui, meaning == column.meaning, &words::meaning(text, meaning)) {
                    let header = column.header.clone();
                    commands.push(Command::Import(ImportCommand::SetMeaning(i, header, meaning)));
                }
            }
        });
    });
}

/// The first rows as they were read, so that a wrong reading is seen at once.
pub fn first_rows(ui: &mut Ui, app: &App, table: &TableLook) {
    let text = app.text();
    let Some(samples) = table.samples.as_ref().filter(|samples| !samples.first.is_empty()) else { return };
    section(ui, &text.get("inspect-first-rows"));
    let keys = [
        "column-row",
        "samples-time",
        "card-place",
        "column-operator",
        "samples-class",
        "metric-download",
        "metric-upload",
        "metric-latency",
    ];
    let dash = || "–".to_owned();
    let mut rows: Vec<Vec<String>> = vec![keys.iter().map(|key| text.get(key)).collect()];
    for sample in &samples.first {
        let figure = |value: Option<f64>| value.map_or_else(dash, |v| words::figure(text, v));
        let unnamed = sample.operator.is_empty() || sample.operator == "unknown";
        rows.push(vec![
            text.count(u64::from(sample.row)),
            sample.time.map_or_else(dash, |time| text.date_time(time)),
            sample.position.map_or_else(dash, |place| wording::position(text, place)),
            if unnamed { text.get("operator-unknown") } else { sample.operator.clone() },
            text.get(wording::technology_key(sample.technology)),
            figure(sample.download_mbps),
            figure(sample.upload_mbps),
            figure(sample.latency_ms),
        ]);
    }
    ScrollArea::horizontal().id_salt("first-rows").show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 18.0;
        egui::Grid::new("first-rows").spacing([theme::SPACE_4, theme::SPACE_1]).show(ui, |ui| {
            for (place, row) in rows.iter().enumerate() {
                for (column, words) in row.iter().enumerate() {
                    let font = if place == 0 { theme::bold(theme::LABEL) } else { theme::figures(theme::LABEL) };
                    let color = if place == 0 { tokens(ui).subdued } else { tokens(ui).text };
                    let label = Label::new(RichText::new(words).font(font).color(color)).sense(Sense::hover());
                    let right = matches!(column, 0 | 5..);
                    let layout =
                        if right { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
                    ui.with_layout(layout, |ui| ui.add(label.extend()));
                }
                ui.end_row();
            }
        });
    });
}
