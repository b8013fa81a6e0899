//! A sortable table with one selected row: the part that all tables share.

use eframe::egui::{self, Align, Label, Layout, RichText, ScrollArea, Sense, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::ui::icon;
use crate::ui::theme::{self, tokens};

/// Which column a table is sorted by; `None`: the order of the analysis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sort {
    pub by: Option<(usize, bool)>,
    /// The row that was last brought into view: a table scrolls by itself only when the selection changes.
    seen: Option<usize>,
}

impl Sort {
    /// A press on a heading: ascending, descending, as found.
    fn press(&mut self, column: usize) {
        self.by = match self.by {
            Some((c, false)) if c == column => Some((column, true)),
            Some((c, true)) if c == column => None,
            _ => Some((column, false)),
        };
    }

    /// Sorts rows by the value of the chosen column; equal rows keep their order.
    pub fn apply<T>(self, rows: &mut [T], value: impl Fn(&T, usize) -> SortValue) {
        let Some((column, descending)) = self.by else { return };
        rows.sort_by(|a, b| {
            let order = value(a, column).cmp(&value(b, column));
            if descending { order.reverse() } else { order }
        });
    }
}

/// What a cell sorts as; a missing number comes first.
#[derive(Debug, Clone, PartialEq)]
pub enum SortValue {
    Number(Option<f64>),
    Text(String),
}

impl SortValue {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => {
                let key = |v: &Option<f64>| v.unwrap_or(f64::NEG_INFINITY);
                key(a).total_cmp(&key(b))
            }
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(_), Self::Text(_)) => std::cmp::Ordering::Less,
            (Self::Text(_), Self::Number(_)) => std::cmp::Ordering::Greater,
        }
    }
}

/// A column: its heading, its width, whether it holds figures.
pub struct Heading {
    pub title: String,
    pub width: Width,
    pub figures: bool,
}

/// Widths in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    Fixed(f32),
    /// Starts with this and takes what is left.
    Rest(f32),
}

pub fn heading(title: String, width: Width, figures: bool) -> Heading {
    Heading { title, width, figures }
}

/// What happened to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowEvent {
    Clicked(usize),
    DoubleClicked(usize),
}

/// Draws the table; `add_row` draws the row with an index, `selected` says which is highlighted.
pub fn table(
    ui: &mut Ui,
    name: &str,
    headings: &[Heading],
    sort: &mut Sort,
    n_rows: usize,
    selected: Option<usize>,
    add_row: impl FnMut(&mut TableRow<'_, '_>, usize),
) -> Option<RowEvent> {
    // Many operators or files make a table wider than its panel.
    let scroll = ScrollArea::horizontal().id_salt(name).auto_shrink(false);
    scroll.show(ui, |ui| rows(ui, name, headings, sort, n_rows, selected, add_row)).inner
}

fn rows(
    ui: &mut Ui,
    name: &str,
    headings: &[Heading],
    sort: &mut Sort,
    n_rows: usize,
    selected: Option<usize>,
    mut add_row: impl FnMut(&mut TableRow<'_, '_>, usize),
) -> Option<RowEvent> {
    let mut event = None;
    ui.spacing_mut().item_spacing = egui::vec2(10.0, 0.0);
    let mut builder = TableBuilder::new(ui)
        .id_salt(name)
        .sense(Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink(false)
        .min_scrolled_height(0.0);
    for heading in headings {
        builder = builder.column(match heading.width {
            Width::Fixed(width) => Column::exact(width).clip(true),
            Width::Rest(least) => Column::remainder().at_least(least).clip(true),
        });
    }
    if let Some(row) = selected.filter(|_| selected != sort.seen) {
        builder = builder.scroll_to_row(row, None);
    }
    sort.seen = selected;
    let table = builder.header(theme::ROW, |mut row| {
        for (i, heading) in headings.iter().enumerate() {
            row.col(|ui| heading_cell(ui, heading, i, sort));
        }
    });
    table.body(|body| {
        body.rows(theme::ROW, n_rows, |mut row| {
            let index = row.index();
            row.set_selected(selected == Some(index));
            add_row(&mut row, index);
            let response = row.response();
            if response.double_clicked() {
                event = Some(RowEvent::DoubleClicked(index));
            } else if response.clicked() {
                event = Some(RowEvent::Clicked(index));
            }
        });
    });
    event
}

fn heading_cell(ui: &mut Ui, heading: &Heading, column: usize, sort: &mut Sort) {
    let t = tokens(ui);
    let mark = match sort.by {
        Some((c, descending)) if c == column => {
            if descending {
                icon::CARET_DOWN
            } else {
                icon::CARET_UP
            }
        }
        _ => "",
    };
    let words = if mark.is_empty() { heading.title.clone() } else { format!("{} {mark}", heading.title) };
    let label = RichText::new(words).font(theme::bold(theme::LABEL)).color(t.subdued);
    let layout =
        if heading.figures { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let response = ui.with_layout(layout, |ui| ui.add(Label::new(label).sense(Sense::click()).truncate())).inner;
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        sort.press(column);
    }
}

/// A cell with text at the left; cut off when too long.
pub fn text_cell(row: &mut TableRow<'_, '_>, words: &str) {
    row.col(|ui| {
        ui.add(Label::new(RichText::new(words).color(tokens(ui).text)).truncate());
    });
}

/// A cell with a figure at the right.
pub fn figure_cell(row: &mut TableRow<'_, '_>, words: &str) {
    row.col(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(
                Label::new(RichText::new(words).font(theme::figures(theme::TEXT)).color(tokens(ui).text)).truncate(),
            );
        });
    });
}

/// Rows as text for the clipboard: columns apart by tabs, as spreadsheets take them.
pub fn tab_separated(headings: &[Heading], rows: impl Iterator<Item = Vec<String>>) -> String {
    let clean = |cell: &str| cell.replace(['\t', '\n', '\r'], " ");
    let mut out = headings.iter().map(|h| clean(&h.title)).collect::<Vec<_>>().join("\t");
    for row in rows {
        out.push('\n');
        out += &row.iter().map(|cell| clean(cell)).collect::<Vec<_>>().join("\t");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_press_restores_the_order_of_the_analysis() {
        let mut sort = Sort::default();
        let mut rows = vec![2.0, 3.0, 1.0];
        let value = |v: &f64, _| SortValue::Number(Some(*v));
        sort.press(0);
        sort.apply(&mut rows, value);
        assert_eq!(rows, [1.0, 2.0, 3.0]);
        sort.press(0);
        sort.apply(&mut rows, value);
        assert_eq!(rows, [3.0, 2.0, 1.0]);
        sort.press(0);
        assert_eq!(sort.by, None);
    }
}
