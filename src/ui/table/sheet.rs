//! A sortable table with one selected row: the part that all tables share.

use eframe::egui::{
    self, Align, Align2, FontId, Label, Layout, Painter, Response, RichText, ScrollArea, Sense, Stroke, Ui,
};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::ui::icon;
use crate::ui::theme::{self, tokens};
use crate::ui::widget::{middle_elided, middle_elided_in};
use crate::ui::wording;

/// Between a figure and the end of its column, so that no digit is cut there.
const EDGE: f32 = 2.0;

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
    /// The line after the last row.
    Footer,
}

/// What a table shows, apart from its rows.
pub struct Sheet<'a> {
    pub name: &'a str,
    pub headings: &'a [Heading],
    pub n_rows: usize,
    /// The highlighted row.
    pub selected: Option<usize>,
    /// A line after the last row that can be pressed.
    pub footer: Option<&'a str>,
}

impl<'a> Sheet<'a> {
    pub fn new(name: &'a str, headings: &'a [Heading], n_rows: usize, selected: Option<usize>) -> Self {
        Self { name, headings, n_rows, selected, footer: None }
    }
}

/// A row being drawn. Its first cell stands for the row where the keyboard goes, and has all its words as its name.
pub struct Row<'a, 'b, 'c> {
    row: &'c mut TableRow<'a, 'b>,
    headings: &'c [Heading],
    words: Vec<String>,
    head: Option<Response>,
}

impl Row<'_, '_, '_> {
    /// A cell of its own kind.
    pub fn col(&mut self, add: impl FnOnce(&mut Ui)) {
        if self.head.is_some() {
            let indent = indent(self.headings, self.row.col_index());
            self.row.col(|ui| {
                ui.add_space(indent);
                add(ui);
            });
            return;
        }
        self.row.col(|ui| {
            self.head = Some(ui.interact(ui.max_rect(), ui.scope_id().with("row"), Sense::click()));
            add(ui);
        });
        if self.head.as_ref().is_some_and(Response::hovered) {
            self.row.set_hovered(true);
        }
    }

    fn say(&mut self, words: &str) {
        if !words.is_empty() {
            self.words.push(words.to_owned());
        }
    }
}

/// Draws the table; `add_row` draws the row with an index.
pub fn table(
    ui: &mut Ui,
    sheet: &Sheet<'_>,
    sort: &mut Sort,
    add_row: impl FnMut(&mut Row<'_, '_, '_>, usize),
) -> Option<RowEvent> {
    // Many operators or files make a table wider than its panel.
    let scroll = ScrollArea::horizontal().id_salt(sheet.name).auto_shrink(false);
    scroll.show(ui, |ui| rows(ui, sheet, sort, add_row)).inner
}

fn rows(
    ui: &mut Ui,
    sheet: &Sheet<'_>,
    sort: &mut Sort,
    mut add_row: impl FnMut(&mut Row<'_, '_, '_>, usize),
) -> Option<RowEvent> {
    let mut event = None;
    ui.spacing_mut().item_spacing = egui::vec2(10.0, 0.0);
    // Whole rows only: half a row at the lower edge reads as a fault.
    let height = ((ui.available_height() - theme::ROW) / theme::ROW).floor().max(1.0) * theme::ROW;
    ui.spacing_mut().scroll.fade.strength = 0.0;
    let mut builder = TableBuilder::new(ui)
        .id_salt(sheet.name)
        // Only the first cell of a row takes the focus.
        .sense(Sense::CLICK)
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink(false)
        .min_scrolled_height(0.0)
        .max_scroll_height(height);
    for heading in sheet.headings {
        builder = builder.column(match heading.width {
            Width::Fixed(width) => Column::exact(width).clip(true),
            Width::Rest(least) => Column::remainder().at_least(least).clip(true),
        });
    }
    if let Some(row) = sheet.selected.filter(|_| sheet.selected != sort.seen) {
        builder = builder.scroll_to_row(row, None);
    }
    sort.seen = sheet.selected;
    let table = builder.header(theme::ROW, |mut row| {
        for (i, heading) in sheet.headings.iter().enumerate() {
            row.col(|ui| {
                ui.add_space(indent(sheet.headings, i));
                heading_cell(ui, heading, i, sort);
            });
        }
    });
    table.body(|mut body| {
        let painter = body.ui_mut().painter().clone();
        let (line, accent) = (tokens(body.ui_mut()).line, tokens(body.ui_mut()).accent);
        body.rows(theme::ROW, sheet.n_rows + usize::from(sheet.footer.is_some()), |mut row| {
            let index = row.index();
            row.set_selected(sheet.selected == Some(index));
            let mut shown = Row { row: &mut row, headings: sheet.headings, words: Vec::new(), head: None };
            match sheet.footer.filter(|_| index == sheet.n_rows) {
                Some(words) => footer(&mut shown, sheet.headings.len(), &painter, words),
                None => add_row(&mut shown, index),
            }
            let (said, head) = (shown.words.join(" · "), shown.head);
            let response = row.response();
            let head = head.unwrap_or_else(|| response.clone());
            let across = painter.clip_rect().x_range();
            painter.hline(across, response.rect.bottom() - 0.5, Stroke::new(1.0, line));
            if head.has_focus() {
                let ring = egui::Rect::from_x_y_ranges(across, response.rect.y_range()).shrink(1.0);
                painter.rect_stroke(ring, theme::RADIUS, Stroke::new(2.0, accent), egui::StrokeKind::Inside);
            }
            if index == sheet.n_rows {
                head.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &said));
            } else {
                let chosen = sheet.selected == Some(index);
                head.widget_info(|| egui::WidgetInfo::selected(egui::Role::Row, true, chosen, &said));
            }
            let pressed = head.clicked() || response.clicked();
            if index == sheet.n_rows {
                head.on_hover_cursor(egui::CursorIcon::PointingHand);
                response.on_hover_cursor(egui::CursorIcon::PointingHand);
                event = pressed.then_some(RowEvent::Footer).or(event);
            } else if head.double_clicked() || response.double_clicked() {
                event = Some(RowEvent::DoubleClicked(index));
            } else if pressed {
                event = Some(RowEvent::Clicked(index));
            }
        });
    });
    event
}

/// Words at the left of a column stand off from figures at the right of the one before.
fn indent(headings: &[Heading], column: usize) -> f32 {
    let is_after_figures = column.checked_sub(1).and_then(|i| headings.get(i)).is_some_and(|before| before.figures);
    let has_words = headings.get(column).is_some_and(|heading| !heading.figures);
    if is_after_figures && has_words { theme::SPACE_3 } else { 0.0 }
}

/// A line of text across all columns.
fn footer(row: &mut Row<'_, '_, '_>, n_columns: usize, painter: &Painter, words: &str) {
    row.say(words);
    for column in 0..n_columns {
        row.col(|ui| {
            if column == 0 {
                let color = tokens(ui).accent;
                let place = ui.max_rect().left_center() + egui::vec2(theme::SPACE_2, 0.0);
                painter.text(place, Align2::LEFT_CENTER, words, FontId::proportional(theme::TEXT), color);
            }
        });
    }
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
    let font = theme::bold(theme::LABEL);
    let shown = middle_elided_in(ui, &words, ui.available_width() - EDGE, &font);
    let is_whole = shown == words;
    let label = RichText::new(shown).font(font).color(t.subdued);
    let layout =
        if heading.figures { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    let response = ui.with_layout(layout, |ui| {
        ui.add_space(if heading.figures { EDGE } else { 0.0 });
        ui.add(Label::new(label).sense(Sense::click()).truncate())
    });
    let response = response.inner;
    let response = if is_whole { response } else { response.on_hover_text(&heading.title) };
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        sort.press(column);
    }
}

/// A cell with text at the left; cut off when too long.
pub fn text_cell(row: &mut Row<'_, '_, '_>, words: &str) {
    row.say(words);
    row.col(|ui| {
        ui.add(Label::new(RichText::new(words).color(tokens(ui).text)).truncate());
    });
}

/// A cell with the name of a place: without the ending that all places share, where that is still too long without the
/// word for what kind of place it is, and then without its middle; in full under the pointer.
pub fn place_cell(row: &mut Row<'_, '_, '_>, name: &str, ending: &str) {
    row.say(name);
    row.col(|ui| {
        let short = name.strip_suffix(ending).unwrap_or(name);
        let room = ui.available_width() - 2.0;
        let mut shown = middle_elided(ui, short, room);
        if shown != short {
            shown = middle_elided(ui, wording::without_kind(short), room);
        }
        let label = Label::new(RichText::new(&shown).color(tokens(ui).text)).truncate();
        let response = ui.add(label.show_tooltip_when_elided(false));
        if shown != name {
            response.on_hover_text(name);
        }
    });
}

/// A cell with text that is explained under the pointer.
pub fn explained_cell(row: &mut Row<'_, '_, '_>, words: &str, meaning: &str) {
    row.say(words);
    row.col(|ui| {
        let label = Label::new(RichText::new(words).color(tokens(ui).text)).truncate();
        let response = ui.add(label.show_tooltip_when_elided(meaning.is_empty()));
        if !meaning.is_empty() {
            response.on_hover_text(format!("{words}\n{meaning}"));
        }
    });
}

/// A cell with text that leads somewhere.
pub fn link_cell(row: &mut Row<'_, '_, '_>, words: &str) {
    row.say(words);
    row.col(|ui| {
        ui.add(Label::new(RichText::new(words).color(tokens(ui).accent)).truncate());
    });
}

/// A cell with a figure at the right.
pub fn figure_cell(row: &mut Row<'_, '_, '_>, words: &str) {
    row.say(words);
    row.col(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(EDGE);
            ui.add(
                Label::new(RichText::new(words).font(theme::figures(theme::TEXT)).color(tokens(ui).text)).truncate(),
            );
        });
    });
}

/// Rows as text for the clipboard: columns apart by tabs, as spreadsheets take them.
pub fn tab_separated(headings: &[Heading], rows: impl Iterator<Item = Vec<String>>) -> String {
    let clean = |cell: &str| {
        let plain = cell.replace(['\t', '\n', '\r'], " ");
        if is_formula(&plain) { format!("'{plain}") } else { plain }
    };
    let mut out = headings.iter().map(|h| clean(&h.title)).collect::<Vec<_>>().join("\t");
    for row in rows {
        out.push('\n');
        out += &row.iter().map(|cell| clean(cell)).collect::<Vec<_>>().join("\t");
    }
    out
}

/// What a spreadsheet would compute; a figure with a sign is none.
fn is_formula(cell: &str) -> bool {
    let is_figure = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains(['+', '(', '!']);
    match cell.strip_prefix(['+', '-']) {
        Some(rest) => !is_figure(rest),
        None => cell.starts_with(['=', '@']),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_texts_are_no_formulas() {
        assert!(is_formula("=1+1") && is_formula("@x") && is_formula("-A1") && is_formula("+1+2"));
        assert!(!is_formula("-0,5") && !is_formula("+12 %") && !is_formula("Khu phố 3"));
    }

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
