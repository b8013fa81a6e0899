//! The rows behind one reason of the data quality: file, row, value.

use eframe::egui::{Align, Layout, RichText, Ui};

use super::sheet::{Heading, Sheet, Sort, SortValue, Width, figure_cell, heading, tab_separated, table, text_cell};
use crate::app::{App, Ask, Command, Export, ExportFormat, FlaggedRow, FlaggedRows, FlaggedValue};
use crate::model::{Analysis, Flag};
use crate::text::Text;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{link, subdued};
use crate::ui::wording;

/// Flags that are counted and not listed in the file of rejected rows.
const ONLY_COUNTED: [Flag; 2] = [Flag::NoMetric, Flag::OutOfPeriod];

fn file_name<'a>(analysis: &'a Analysis, row: &FlaggedRow) -> &'a str {
    analysis.dataset.files.get(row.file).map_or("", |file| file.name.as_str())
}

fn value(text: &Text, value: &FlaggedValue) -> String {
    match value {
        FlaggedValue::Text(found) => found.clone(),
        FlaggedValue::Figure(metric, figure) => format!("{} {}", text.figure(*figure), metric.unit()),
        FlaggedValue::Position(place) => wording::position(text, *place),
        FlaggedValue::Time(time) => text.date_time(*time),
        FlaggedValue::Row(file, row) => {
            text.with("flagged-other-row", &[("file", file), ("row", &text.count(u64::from(*row)))])
        }
        FlaggedValue::Nothing => "–".to_owned(),
    }
}

fn headings(app: &App) -> Vec<Heading> {
    let text = app.text();
    vec![
        heading(text.get("column-file"), Width::Fixed(260.0), false),
        heading(text.get("column-row"), Width::Fixed(80.0), true),
        heading(text.get("column-value"), Width::Rest(200.0), false),
    ]
}

fn words(app: &App, analysis: &Analysis, row: &FlaggedRow) -> Vec<String> {
    let text = app.text();
    vec![file_name(analysis, row).to_owned(), text.count(u64::from(row.row)), value(text, &row.value)]
}

pub fn ui(
    ui: &mut Ui,
    app: &App,
    analysis: &Analysis,
    flagged: &FlaggedRows,
    sort: &mut Sort,
    commands: &mut Vec<Command>,
) {
    title(ui, app, flagged, commands);
    let rows = in_order(app, analysis, flagged, *sort);
    let headings = headings(app);
    table(ui, &Sheet::new("flagged", &headings, rows.len(), None), sort, |row, index| {
        let Some(flagged) = rows.get(index) else { return };
        for (column, words) in words(app, analysis, flagged).iter().enumerate() {
            if column == 1 { figure_cell(row, words) } else { text_cell(row, words) }
        }
    });
}

/// The way back, the reason, how many there are, and the way to all of them.
fn title(ui: &mut Ui, app: &App, flagged: &FlaggedRows, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.horizontal(|ui| {
        ui.set_height(theme::ROW);
        if link(ui, &text.get("flagged-back")).clicked() {
            commands.push(Command::ShowFlagged(None));
        }
        let reason = text.get(&format!("flag-{}", flagged.code));
        ui.label(RichText::new(reason).font(theme::bold(theme::TEXT)).color(tokens(ui).text));
        let (listed, total) = (flagged.rows.len() as u64, flagged.total);
        let count = if listed < total {
            text.with("flagged-first", &[("n", &text.count(listed)), ("total", &text.count(total))])
        } else {
            text.with("count-rows", &[("n", &text.count(total))])
        };
        ui.label(subdued(ui, count));
        let in_file = !ONLY_COUNTED.iter().any(|flag| flag.code() == flagged.code);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if in_file && link(ui, &text.get("flagged-export")).clicked() {
                commands.push(Command::Ask(Ask::Target(Export::Rejected, ExportFormat::Csv)));
            }
        });
    });
}

pub fn as_text(app: &App, analysis: &Analysis, flagged: &FlaggedRows, sort: Sort) -> String {
    let rows = in_order(app, analysis, flagged, sort);
    tab_separated(&headings(app), rows.into_iter().map(|row| words(app, analysis, row)))
}

/// The rows on screen.
fn in_order<'a>(app: &App, analysis: &Analysis, flagged: &'a FlaggedRows, sort: Sort) -> Vec<&'a FlaggedRow> {
    let mut rows: Vec<&FlaggedRow> = flagged.rows.iter().collect();
    sort.apply(&mut rows, |row, column| match column {
        0 => SortValue::Text(file_name(analysis, row).to_owned()),
        1 => SortValue::Number(Some(f64::from(row.row))),
        _ => SortValue::Text(value(app.text(), &row.value)),
    });
    rows
}
