//! The same map for each operator side by side: one scale, one place, moved together.

use std::sync::Arc;

use eframe::egui::{Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use super::furniture::{self, BAR_HEIGHT};
use super::view::View;
use super::{Around, Dress, MapView, Pointed, Shown};
use crate::app::{App, Command, Edit, Selection, SpotFilter};
use crate::model::Analysis;
use crate::ui::theme::{self, tokens};
use crate::ui::wording;

/// Maps at most; more would be too small to read.
const MOST: usize = 6;

/// Height of the strip below the maps.
const FOOT: f32 = 38.0;

/// Maps of the operators.
#[derive(Default)]
pub struct SideBySide(Vec<MapView>);

impl SideBySide {
    /// Whether all pictures are those of the present view.
    pub fn is_settled(&self) -> bool {
        self.0.iter().all(MapView::is_settled)
    }

    /// Draws the maps into the room that is left.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        app: &App,
        analysis: &Arc<Analysis>,
        main: &mut MapView,
        commands: &mut Vec<Command>,
    ) {
        let operators: Vec<_> = app.operators().into_iter().filter(|met| met.known).take(MOST).collect();
        self.0.resize_with(operators.len(), MapView::default);
        let whole = ui.available_rect_before_wrap();
        let (area, foot) = whole.split_top_bottom_at_y(whole.bottom() - FOOT);
        let columns = if operators.len() <= 3 { operators.len().max(1) } else { operators.len().div_ceil(2) };
        let rows = operators.len().div_ceil(columns).max(1);
        let size = vec2(area.width() / columns as f32, area.height() / rows as f32);
        let before = main.memory.clone();
        let mut moved = None;
        for (i, (met, view)) in operators.iter().zip(&mut self.0).enumerate() {
            let corner = area.min + vec2((i % columns) as f32 * size.x, (i / columns) as f32 * size.y);
            let pane = Rect::from_min_size(corner, size);
            view.memory = before.clone();
            view.share_shapes(main.shapes.as_ref());
            view.neighbours.share(&main.neighbours);
            let place = (view.memory.zoom(), view.memory.detached());
            let name = wording::operator(app.text(), analysis, met.id);
            let filter = SpotFilter::new(Some(met.id), app.session().few_votes_open, &app.session().selection);
            let n = filter_count(analysis, filter);
            let mut shown = Shown::of_window(app, analysis);
            shown.choice.operator = Some(met.id);
            if shown.choice.rival == Some(met.id) {
                shown.choice.rival = app.operator();
            }
            shown.filter = filter;
            shown.plan = None;
            shown.layers.samples = false;
            let title = app.text().with("side-title", &[("operator", &name), ("n", &app.text().count(n))]);
            shown.dress = Dress {
                name: title.clone(),
                caption: None,
                title: Some(title),
                buttons: i == 0,
                ruler: false,
                north: false,
                scale_bar: false,
                context: false,
                around: Around::Lines,
                clear: (vec2(24.0, 44.0), vec2(24.0, 24.0)),
                ..shown.dress
            };
            let mut child = ui.new_child(UiBuilder::new().max_rect(pane).id_salt(("side", met.id)));
            child.set_clip_rect(pane);
            let pointed = view.show(&mut child, app, &shown);
            if (view.memory.zoom(), view.memory.detached()) != place {
                moved = Some(view.memory.clone());
            }
            if view.pointer.is_some() {
                main.pointer = view.pointer;
            }
            main.share_shapes(view.shapes.as_ref());
            main.neighbours.share(&view.neighbours);
            let brand = analysis.dataset.brand(met.id).to_owned();
            commands.extend(commands_of(pointed, brand));
        }
        if let Some(memory) = moved {
            main.memory = memory;
            ui.ctx().request_repaint();
        }
        let line = Stroke::new(1.0, tokens(ui).line);
        for column in 1..columns {
            let x = area.left() + column as f32 * size.x;
            ui.painter().line_segment([pos2(x, area.top()), pos2(x, area.bottom())], line);
        }
        for row in 1..rows {
            let y = area.top() + row as f32 * size.y;
            ui.painter().line_segment([pos2(area.left(), y), pos2(area.right(), y)], line);
        }
        if let Some((view, pane)) =
            self.0.last().and_then(|map| map.seen.zip(Some(Rect::from_min_size(area.min, size))))
        {
            paint_foot(ui, app, analysis, foot, (view, pane));
        }
        ui.advance_cursor_after_rect(whole);
    }
}

/// What all of the maps show, by which criterion, and their scale: below them, where it covers none.
fn paint_foot(ui: &Ui, app: &App, analysis: &Analysis, foot: Rect, seen: (View, Rect)) {
    let (painter, t, text) = (ui.painter(), tokens(ui), app.text());
    painter.rect_filled(foot, 0.0, t.panel);
    painter.line_segment([foot.left_top(), foot.right_top()], Stroke::new(1.0, t.line));
    let corner = pos2(foot.right(), foot.center().y + BAR_HEIGHT / 2.0);
    let bar = furniture::scale_bar(painter, text, seen, corner, t, (1.0, false));
    let end = bar.as_ref().map_or(foot.right(), |bar| bar.rect.left());
    bar.into_iter().for_each(|bar| bar.paint(painter));
    let (shown, rule) = wording::circumstances(text, analysis, app.project());
    let left = foot.left() + theme::SPACE_3;
    let line = furniture::one_line(painter, format!("{shown} · {rule}"), end - left - theme::SPACE_3, t);
    painter.galley(pos2(left, foot.center().y - line.size().y / 2.0), line, t.text);
}

fn filter_count(analysis: &Analysis, filter: SpotFilter<'_>) -> u64 {
    crate::app::SpotList::new(analysis, filter).n_proven as u64
}

/// A click chooses; a double click opens the one map on that operator and place.
fn commands_of(pointed: Option<Pointed>, brand: String) -> Vec<Command> {
    match pointed {
        None => Vec::new(),
        Some(Pointed::Click(what, _)) => vec![Command::Select(what)],
        Some(Pointed::DoubleClick(Selection::Nothing, _)) => {
            vec![Command::Edit(Edit::Operator(Some(brand))), Command::ShowSideBySide(false)]
        }
        Some(Pointed::DoubleClick(what, _)) => {
            vec![Command::Edit(Edit::Operator(Some(brand))), Command::ShowSideBySide(false), Command::Focus(what)]
        }
        Some(Pointed::Zoom(nearer)) => vec![Command::Zoom { nearer }],
        Some(Pointed::All) => vec![Command::ShowAll],
        Some(Pointed::Measure) => Vec::new(),
    }
}
