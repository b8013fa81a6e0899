//! Data quality: how many rows carry each flag, in each file, and what that does to them.

use eframe::egui::Ui;

use super::sheet::{
    Heading, RowEvent, Sheet, Sort, SortValue, Width, figure_cell, heading, link_cell, tab_separated, table, text_cell,
};
use crate::app::{App, Command};
use crate::model::{Analysis, Effect, Flag, FlagCounts};
use crate::ui::wording;

/// The latest files have a column of their own.
const FILES_SHOWN: usize = 12;

/// A flag code with its effect and its rows, in all and in each shown file.
struct Row {
    code: &'static str,
    effect: Effect,
    total: u64,
    by_file: Vec<u64>,
}

fn rows(analysis: &Analysis) -> Vec<Row> {
    let of_code =
        |counts: &FlagCounts, code: &str| counts.by_code().into_iter().find(|(c, _)| *c == code).map_or(0, |(_, n)| n);
    let shown = if analysis.dataset.files.len() > 1 { FILES_SHOWN } else { 0 };
    let total = analysis.judgement.total();
    let mut rows: Vec<Row> = total
        .by_code()
        .into_iter()
        .filter_map(|(code, n)| {
            let effect = Flag::ALL.into_iter().find(|flag| flag.code() == code)?.effect();
            let by_file = analysis.judgement.counts.iter().rev().take(shown).map(|c| of_code(c, code)).collect();
            Some(Row { code, effect, total: n, by_file })
        })
        .collect();
    rows.sort_by(|a, b| a.effect.cmp(&b.effect).then(b.total.cmp(&a.total)).then(a.code.cmp(b.code)));
    rows
}

/// Names of the files that have a column.
fn files(analysis: &Analysis) -> Vec<&str> {
    let n_columns = rows(analysis).first().map_or(0, |row| row.by_file.len());
    analysis.dataset.files.iter().rev().take(n_columns).map(|file| wording::file_name(&file.name)).collect()
}

fn headings(app: &App, files: &[&str]) -> Vec<Heading> {
    let text = app.text();
    let fixed = [
        heading(text.get("column-flag"), Width::Rest(180.0), false),
        heading(text.get("column-effect"), Width::Fixed(150.0), false),
        heading(text.get("column-rows"), Width::Fixed(80.0), true),
    ];
    fixed.into_iter().chain(files.iter().map(|file| heading((*file).to_owned(), Width::Fixed(92.0), true))).collect()
}

/// Names without the words that all begin with: files of one source differ in their month only.
fn told_apart<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let Some((first, rest)) = names.split_first() else { return Vec::new() };
    let shared = |name: &&str| first.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let shared = rest.iter().map(shared).min().unwrap_or(0);
    let beginning = first.get(..shared).and_then(|shared| shared.rfind(['_', ' '])).map_or(0, |end| end + 1);
    let ends: Option<Vec<&str>> =
        names.iter().map(|name| name.get(beginning..).filter(|end| !end.is_empty())).collect();
    ends.unwrap_or_else(|| names.to_vec())
}

fn words(app: &App, row: &Row) -> Vec<String> {
    let text = app.text();
    let fixed = [
        text.get(&format!("flag-{}", row.code)),
        text.get(&format!("effect-{}", row.effect.code())),
        text.count(row.total),
    ];
    fixed.into_iter().chain(row.by_file.iter().map(|n| text.count(*n))).collect()
}

pub fn ui(ui: &mut Ui, app: &App, analysis: &Analysis, sort: &mut Sort, commands: &mut Vec<Command>) {
    let rows = in_order(app, analysis, *sort);
    let corrections = &app.project().corrections;
    if rows.is_empty() && corrections.is_empty() {
        return super::empty(ui, &app.text().get("quality-empty"));
    }
    let headings = headings(app, &told_apart(&files(analysis)));
    let text = app.text();
    let facts = [
        ("n", text.count(corrections.len() as u64)),
        ("samples", text.count(analysis.judgement.left_out_by.len() as u64)),
    ];
    let footer = text.with_facts("left-out-list", &facts);
    let footer = (!corrections.is_empty()).then_some(footer.as_str());
    let sheet = Sheet { footer, ..Sheet::new("quality", &headings, rows.len(), None) };
    let event = table(ui, &sheet, sort, |row, index| {
        let Some(flag) = rows.get(index) else { return };
        for (column, words) in words(app, flag).iter().enumerate() {
            match column {
                0 => link_cell(row, words),
                1 => text_cell(row, words),
                _ => figure_cell(row, words),
            }
        }
    });
    match event {
        Some(RowEvent::Clicked(index) | RowEvent::DoubleClicked(index)) => {
            commands.extend(rows.get(index).map(|row| Command::ShowFlagged(Some(row.code))));
        }
        Some(RowEvent::Footer) => commands.push(Command::ShowFlagged(Some(Flag::Manual.code()))),
        None => {}
    }
}

pub fn as_text(app: &App, analysis: &Analysis, sort: Sort) -> String {
    tab_separated(&headings(app, &files(analysis)), in_order(app, analysis, sort).iter().map(|row| words(app, row)))
}

/// The rows on screen.
fn in_order(app: &App, analysis: &Analysis, sort: Sort) -> Vec<Row> {
    let mut rows = rows(analysis);
    sort.apply(&mut rows, |row, column| match column {
        0 => SortValue::Text(app.text().get(&format!("flag-{}", row.code))),
        1 => SortValue::Number(Some(f64::from(row.effect as u8))),
        2 => SortValue::Number(Some(row.total as f64)),
        file => SortValue::Number(row.by_file.get(file - 3).map(|n| *n as f64)),
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_source_are_told_apart_by_how_their_names_end() {
        assert_eq!(told_apart(&["do_kiem_2026-10", "do_kiem_2026-09"]), ["2026-10", "2026-09"]);
        assert_eq!(told_apart(&["đo tháng 10", "đo tháng 11", "đo lại"]), ["tháng 10", "tháng 11", "lại"]);
        assert_eq!(told_apart(&["abc", "abd"]), ["abc", "abd"]);
        assert_eq!(told_apart(&["a_", "a_b"]), ["a_", "a_b"]);
        assert_eq!(told_apart(&["a_b"]), ["a_b"]);
        assert!(told_apart(&[]).is_empty());
    }
}
