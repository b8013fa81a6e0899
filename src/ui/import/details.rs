//! How the chosen file is understood.

use eframe::egui::{Align, Layout, RichText, Ui};

use super::questions::UNKNOWN;
use super::{beside, boundary, columns, words};
use crate::app::import::{DateOrder, ImportFile, TableLook};
use crate::app::{App, Command, Import, ImportCommand};
use crate::model::Meaning;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{link, menu, menu_item, section, subdued};

/// Zones of times that are offered: Viet Nam's, Greenwich's, and those of the portals in use.
const TIMEZONES: [&str; 5] = ["Asia/Ho_Chi_Minh", "UTC", "Asia/Singapore", "Asia/Tokyo", "Europe/Vienna"];

/// Room for the names of settings.
const NAME_WIDTH: f32 = 150.0;

pub fn ui(ui: &mut Ui, app: &App, import: &Import, commands: &mut Vec<Command>) {
    let text = app.text();
    let Some(file) = import.chosen_file() else {
        ui.label(subdued(ui, text.get("import-choose-file")));
        return;
    };
    let i = import.chosen;
    title(ui, app, file, i, commands);
    if let Some(error) = file.refusal() {
        ui.add_space(theme::SPACE_1);
        ui.label(RichText::new(words::refusal(text, error, &file.name())).color(tokens(ui).bad));
    }
    sheet(ui, app, file, i, commands);
    if file.found_look().is_some_and(|look| look.boundary.is_some()) {
        purpose(ui, app, file, i, commands);
    }
    if let Some(found) = file.found_look().and_then(|look| look.beside.as_ref()) {
        beside::ui(ui, app, import, found, commands);
    } else if let Some(table) = file.table() {
        for note in &table.notes {
            ui.label(RichText::new(text.note(note)).size(theme::LABEL).color(tokens(ui).warning));
        }
        settings(ui, app, file, table, i, commands);
        columns::ui(ui, app, table, i, commands);
        columns::first_rows(ui, app, table);
    }
    if let Some(found) = file.found_look().and_then(|look| look.boundary.as_ref()) {
        boundary::ui(ui, app, found);
    }
    ui.add_space(theme::SPACE_4);
}

fn title(ui: &mut Ui, app: &App, file: &ImportFile, i: usize, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let key = if file.choices.left_out { "import-use-again" } else { "import-leave-out" };
            if link(ui, &text.get(key)).clicked() {
                commands.push(Command::Import(ImportCommand::LeaveOut(i, !file.choices.left_out)));
            }
            if file.remembered && link(ui, &text.get("import-forget")).clicked() {
                commands.push(Command::Import(ImportCommand::Forget(i)));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let name = RichText::new(file.name()).font(theme::bold(theme::VERDICT));
                ui.add(eframe::egui::Label::new(name).truncate());
            });
        });
    });
    let Some(look) = file.found_look() else { return };
    let parts = [words::kind(text, look), words::format(text, look)];
    let mut line = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    if file.remembered {
        line += &format!(" · {}", text.get("import-remembered"));
    }
    if file.is_busy() {
        line += &format!(" · {}", text.get("updating"));
    }
    ui.label(subdued(ui, line).size(theme::LABEL));
}

/// Which sheet of a workbook or layer of a file is read.
fn sheet(ui: &mut Ui, app: &App, file: &ImportFile, i: usize, commands: &mut Vec<Command>) {
    let text = app.text();
    let of_table = file.table().and_then(|table| Some((table.sheet.as_ref()?, &table.other_sheets)));
    let boundary = file.found_look().and_then(|look| look.boundary.as_ref());
    let of_zones = boundary.and_then(|zones| Some((zones.layer.as_ref()?, &zones.other_layers)));
    let Some((read, others)) = of_table.or(of_zones).filter(|(_, others)| !others.is_empty()) else { return };
    let best = text.get("import-sheet-best");
    let name = text.get(if of_zones.is_some() { "import-layer-name" } else { "import-sheet-name" });
    let shown = if file.choices.sheet.is_some() { read.clone() } else { format!("{read} ({best})") };
    let mut names: Vec<&String> = std::iter::once(read).chain(others).collect();
    names.sort();
    ui.add_space(theme::SPACE_2);
    setting(ui, &name, |ui| {
        menu(ui, &shown, &name, |ui| {
            let mut offer = |ui: &mut Ui, words: &str, sheet: Option<String>| {
                if menu_item(ui, sheet == file.choices.sheet, words) {
                    commands.push(Command::Import(ImportCommand::SetSheet(i, sheet)));
                }
            };
            offer(ui, &text.get("import-sheet-automatic"), None);
            for sheet in names {
                offer(ui, sheet, Some(sheet.clone()));
            }
        });
    });
}

/// Whether boundaries are zones, or are only drawn around them.
fn purpose(ui: &mut Ui, app: &App, file: &ImportFile, i: usize, commands: &mut Vec<Command>) {
    let text = app.text();
    let words = |only_drawn| text.get(if only_drawn { "import-boundary-drawn" } else { "import-boundary-zones" });
    let (name, only_drawn) = (text.get("import-boundary-use"), file.choices.only_drawn);
    ui.add_space(theme::SPACE_2);
    setting(ui, &name, |ui| {
        menu(ui, &words(only_drawn), &name, |ui| {
            for other in [false, true] {
                if menu_item(ui, other == only_drawn, &words(other)) {
                    commands.push(Command::Import(ImportCommand::OnlyDraw(i, other)));
                }
            }
        });
    });
    if only_drawn {
        ui.label(subdued(ui, text.get("inspect-neighbours-use")).size(theme::LABEL));
    }
}

/// A setting: its name at the left, what can be chosen beside it.
fn setting(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.allocate_ui_with_layout([NAME_WIDTH, theme::ROW].into(), Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(NAME_WIDTH);
            ui.label(subdued(ui, name));
        });
        contents(ui);
    });
}

fn settings(ui: &mut Ui, app: &App, file: &ImportFile, table: &TableLook, i: usize, commands: &mut Vec<Command>) {
    let text = app.text();
    if file.refusal().is_some() && table.speeds.is_empty() {
        return;
    }
    ui.add_space(theme::SPACE_2);
    for speed in &table.speeds {
        let meaning = table.columns.iter().find(|column| column.header == speed.header).and_then(|c| c.meaning);
        let Some(meaning @ (Meaning::Download | Meaning::Upload)) = meaning else { continue };
        let name = text.with("import-unit-of", &[("meaning", &words::meaning(text, Some(meaning)))]);
        setting(ui, &name, |ui| {
            menu(ui, words::unit(speed.unit), &name, |ui| {
                for unit in super::questions::UNITS {
                    if menu_item(ui, unit == speed.unit, words::unit(unit)) {
                        commands.push(Command::Import(ImportCommand::SetUnit(i, Some(meaning), unit)));
                    }
                }
            });
            let values: Vec<String> = speed.first_mbps.iter().map(|value| words::figure(text, *value)).collect();
            let proof = text.with("import-first-mbps", &[("values", &values.join(" · "))]);
            ui.label(RichText::new(proof).font(theme::figures(theme::TEXT)));
        });
    }
    let named = table.columns.iter().filter_map(|column| column.meaning);
    let named = named.into_iter().any(|m| matches!(m, Meaning::Operator | Meaning::MccMnc | Meaning::Mnc));
    if let Some(operator) = file.choices.operator.as_deref().filter(|_| !named) {
        let name = text.get("import-operator-of-file");
        setting(ui, &name, |ui| {
            let shown = if operator == UNKNOWN { text.get("operator-unknown") } else { operator.to_owned() };
            menu(ui, &shown, &name, |ui| {
                for brand in crate::model::OperatorCatalogue::default().brands() {
                    if menu_item(ui, brand == operator, brand) {
                        commands.push(Command::Import(ImportCommand::SetOperator(i, brand.to_owned())));
                    }
                }
                if menu_item(ui, operator == UNKNOWN, &text.get("import-operator-unknown")) {
                    commands.push(Command::Import(ImportCommand::SetOperator(i, UNKNOWN.to_owned())));
                }
            });
        });
    }
    let name = text.get("import-time");
    setting(ui, &name, |ui| {
        menu(ui, &words::timezone(text, &table.timezone), &text.get("import-timezone"), |ui| {
            for zone in TIMEZONES {
                if menu_item(ui, zone == table.timezone, &words::timezone(text, zone)) {
                    commands.push(Command::Import(ImportCommand::SetTimezone(i, zone.to_owned())));
                }
            }
        });
        let order = |order| words::date_order(text, order);
        menu(ui, &order(table.date_order), &text.get("import-date-order"), |ui| {
            for other in [DateOrder::DayMonth, DateOrder::MonthDay] {
                if menu_item(ui, other == table.date_order, &order(other)) {
                    commands.push(Command::Import(ImportCommand::SetDateOrder(i, other)));
                }
            }
        });
        if let Some(times) = table.samples.as_ref().and_then(|samples| samples.times) {
            ui.label(text.with("import-days", &[("days", &words::days(text, times))]));
        }
    });
    section(ui, &text.get("import-columns"));
}
