//! What was left out by hand, each with its reason and the way back.

use eframe::egui::{RichText, Ui};

use super::sheet::{
    Heading, Sheet, Sort, SortValue, Width, explained_cell, figure_cell, heading, tab_separated, table,
};
use crate::app::{App, Command, Edit};
use crate::model::{Analysis, Correction};
use crate::ui::corrections::what;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::link;

/// A correction with the number of samples that it means; none while an analysis with it is on its way.
fn rows<'a>(app: &'a App, analysis: &Analysis) -> Vec<(&'a Correction, Option<u64>)> {
    let in_force = &analysis.settings.corrections;
    let count = |correction: &Correction| {
        let place = in_force.iter().position(|known| known == correction)?;
        analysis.judgement.n_left_out.get(place).copied()
    };
    app.project().corrections.iter().map(|correction| (correction, count(correction))).collect()
}

fn headings(app: &App) -> Vec<Heading> {
    let text = app.text();
    vec![
        heading(text.get("left-out-column-what"), Width::Rest(260.0), false),
        heading(text.get("left-out-column-samples"), Width::Fixed(60.0), true),
        heading(text.get("left-out-column-reason"), Width::Rest(220.0), false),
        heading(String::new(), Width::Fixed(90.0), false),
    ]
}

fn words(app: &App, (correction, count): &(&Correction, Option<u64>)) -> Vec<String> {
    let text = app.text();
    let count = count.map_or_else(|| "…".to_owned(), |n| text.count(n));
    vec![what(text, &correction.what), count, correction.reason.clone()]
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort, commands: &mut Vec<Command>) {
    let text = app.text();
    ui.horizontal(|ui| {
        ui.set_height(theme::ROW);
        if link(ui, &text.get("flagged-back")).clicked() {
            commands.push(Command::ShowFlagged(None));
        }
        let title = RichText::new(text.get("flag-manual")).font(theme::bold(theme::TEXT)).color(tokens(ui).text);
        ui.label(title);
    });
    let mut rows = rows(app, analysis);
    sort.apply(&mut rows, |row, column| match column {
        0 => SortValue::Text(what(text, &row.0.what)),
        1 => SortValue::Number(row.1.map(|n| n as f64)),
        _ => SortValue::Text(row.0.reason.clone()),
    });
    let headings = headings(app);
    table(ui, &Sheet::new("left-out", &headings, rows.len(), None), sort, |line, index| {
        let Some(row) = rows.get(index) else { return };
        for (column, words) in words(app, row).iter().enumerate() {
            if column == 1 { figure_cell(line, words) } else { explained_cell(line, words, words) }
        }
        line.col(|ui| {
            if link(ui, &text.get("left-out-take-back")).clicked() {
                commands.push(Command::Edit(Edit::TakeBack(row.0.clone())));
            }
        });
    });
}

pub fn as_text(app: &App, analysis: &Analysis) -> String {
    tab_separated(&headings(app), rows(app, analysis).iter().map(|row| words(app, row)))
}
