//! What stands still on the map: caption, scale bar, north, and the buttons for zooming.

use std::sync::Arc;

use eframe::egui::epaint::RectShape;
use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{self, Align2, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::view::{View, lonlat_from_plane};
use crate::cartography::scale_bar_m;
use crate::text::Text;
use crate::ui::icon;
use crate::ui::theme::{self, Tokens};

/// Longest scale bar in points.
const LONGEST_BAR: f64 = 130.0;

/// What was pressed on the map's own buttons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapButton {
    In,
    Out,
    All,
    Measure,
}

/// The ground that furniture stands on.
pub fn plate(painter: &Painter, rect: Rect, tokens: &Tokens) {
    painter.rect(rect, theme::RADIUS, tokens.panel, Stroke::new(1.0, tokens.line), egui::StrokeKind::Inside);
}

/// Something that stands still on the map: where, and what it is made of.
pub struct Piece {
    pub rect: Rect,
    shapes: Vec<Shape>,
}

impl Piece {
    /// Nothing yet but its ground.
    fn on_plate(rect: Rect, tokens: &Tokens) -> Self {
        let line = Stroke::new(1.0, tokens.line);
        let plate = RectShape::new(rect, theme::RADIUS, tokens.panel, line, egui::StrokeKind::Inside);
        Self { rect, shapes: vec![plate.into()] }
    }

    /// A line of words, the middle of its top at a place.
    pub fn of_words(painter: &Painter, words: String, top: Pos2, tokens: &Tokens) -> Self {
        let galley = painter.layout_no_wrap(words, FontId::proportional(theme::TEXT), tokens.text);
        let mut piece = Self::on_plate(Align2::CENTER_TOP.anchor_size(top, galley.size() + vec2(24.0, 14.0)), tokens);
        piece.text(piece.rect.min + vec2(12.0, 7.0), galley, tokens);
        piece
    }

    fn text(&mut self, corner: Pos2, galley: Arc<Galley>, tokens: &Tokens) {
        self.shapes.push(Shape::galley(corner, galley, tokens.text));
    }

    pub fn paint(self, painter: &Painter) {
        painter.extend(self.shapes);
    }
}

/// Height of the scale bar's plate at the designed size of type.
pub const BAR_HEIGHT: f32 = 34.0;

/// Scale bar with its bottom right at a corner; without a plate for a ground of its own.
pub fn scale_bar(
    painter: &Painter,
    text: &Text,
    (view, area): (View, Rect),
    corner: Pos2,
    tokens: &Tokens,
    (enlarged, on_plate): (f32, bool),
) -> Option<Piece> {
    let lat = lonlat_from_plane(view.to_plane(area.center())).lat;
    let per_metre = view.points_per_metre(lat);
    let length_m = scale_bar_m(f64::from(enlarged) * LONGEST_BAR / per_metre)?;
    let label = if length_m >= 1000.0 {
        format!("{} km", text.number(length_m / 1000.0, 0))
    } else {
        format!("{} m", text.number(length_m, 0))
    };
    let length = (length_m * per_metre) as f32;
    let rect = Rect::from_min_max(corner - vec2(length + 24.0, BAR_HEIGHT * enlarged), corner);
    let mut piece = if on_plate { Piece::on_plate(rect, tokens) } else { Piece { rect, shapes: Vec::new() } };
    let (left, right, y) = (rect.left() + 12.0, rect.right() - 12.0, rect.bottom() - 9.0 * enlarged);
    let stroke = Stroke::new(1.5 * enlarged, tokens.text);
    piece.shapes.push(Shape::line_segment([pos2(left, y), pos2(right, y)], stroke));
    for x in [left, right] {
        piece.shapes.push(Shape::line_segment([pos2(x, y - 4.0), pos2(x, y + 3.0)], stroke));
    }
    let galley = painter.layout_no_wrap(label, FontId::proportional(theme::LABEL * enlarged), tokens.text);
    let middle = pos2(rect.center().x, rect.top() + 11.0 * enlarged);
    piece.text(middle - galley.size() / 2.0, galley, tokens);
    Some(piece)
}

/// North at the top right.
pub fn north(painter: &Painter, text: &Text, area: Rect, tokens: &Tokens) -> Piece {
    let corner = area.right_top() + vec2(-theme::SPACE_3, theme::SPACE_3);
    let rect = Rect::from_min_max(pos2(corner.x - 28.0, corner.y), pos2(corner.x, corner.y + 42.0));
    let mut piece = Piece::on_plate(rect, tokens);
    let tip: Pos2 = pos2(rect.center().x, rect.top() + 7.0);
    let arrow = [tip, tip + vec2(5.5, 13.0), tip + vec2(0.0, 9.5), tip + vec2(-5.5, 13.0)];
    let half = |corners: [Pos2; 3], color| Shape::convex_polygon(corners.to_vec(), color, Stroke::NONE);
    piece.shapes.push(half([arrow[0], arrow[1], arrow[2]], tokens.text));
    piece.shapes.push(half([arrow[0], arrow[2], arrow[3]], tokens.subdued));
    let galley = painter.layout_no_wrap(text.get("map-north"), theme::bold(theme::LABEL), tokens.text);
    let middle = pos2(rect.center().x, rect.bottom() - 11.0);
    piece.text(middle - galley.size() / 2.0, galley, tokens);
    piece
}

/// Whose the base map is, above the scale bar.
pub fn credit(painter: &Painter, words: &str, area: Rect, bar: Option<Rect>, tokens: &Tokens) -> Piece {
    let galley = one_line(painter, words.to_owned(), area.width() * 0.6, tokens);
    let above = bar.map_or(area.bottom(), |bar| bar.top());
    let corner = pos2(area.right() - theme::SPACE_3, above - theme::SPACE_1);
    let rect = Align2::RIGHT_BOTTOM.anchor_size(corner, galley.size() + vec2(12.0, 4.0));
    let ground = RectShape::filled(rect, theme::RADIUS, tokens.panel);
    let mut piece = Piece { rect, shapes: vec![ground.into()] };
    piece.text(rect.min + vec2(6.0, 2.0), galley, tokens);
    piece
}

/// A plate at the top that says what this map shows.
pub fn title(painter: &Painter, words: &str, area: Rect, tokens: &Tokens) -> Piece {
    let galley = painter.layout_no_wrap(words.to_owned(), theme::bold(theme::TEXT), tokens.text);
    let middle = area.center_top() + vec2(0.0, theme::SPACE_2);
    let rect = Align2::CENTER_TOP.anchor_size(middle, galley.size() + vec2(20.0, 10.0));
    let mut piece = Piece::on_plate(rect, tokens);
    piece.text(rect.min + vec2(10.0, 5.0), galley, tokens);
    piece
}

/// One line of text that ends in an ellipsis where it is too long.
pub fn one_line(painter: &Painter, words: String, widest: f32, tokens: &Tokens) -> Arc<Galley> {
    let mut job = LayoutJob::simple(words, FontId::proportional(theme::LABEL), tokens.text, widest);
    job.wrap = TextWrapping::truncate_at_width(widest);
    painter.layout_job(job)
}

/// The caption at the bottom left: what is shown, and by which criterion. On one line where there is room, else on two;
/// it ends where the scale bar begins.
pub fn caption(painter: &Painter, parts: [&str; 2], area: Rect, until_x: f32, tokens: &Tokens) -> Piece {
    let corner = area.left_bottom() + vec2(theme::SPACE_3, -theme::SPACE_3);
    let widest = (until_x - corner.x - 32.0).max(60.0);
    let whole = painter.layout_no_wrap(parts.join(" · "), FontId::proportional(theme::LABEL), tokens.text);
    let lines: Vec<Arc<Galley>> = if whole.size().x <= widest {
        vec![whole]
    } else {
        parts.iter().map(|part| one_line(painter, (*part).to_owned(), widest, tokens)).collect()
    };
    let width = lines.iter().map(|line| line.size().x).fold(0.0, f32::max);
    let height: f32 = lines.iter().map(|line| line.size().y).sum();
    let size = vec2(width + 20.0, height + 12.0);
    let rect = Rect::from_min_max(corner - vec2(0.0, size.y), pos2(corner.x + size.x, corner.y));
    let mut piece = Piece::on_plate(rect, tokens);
    let mut y = rect.top() + 6.0;
    for line in lines {
        let place = pos2(rect.left() + 10.0, y);
        y += line.size().y;
        piece.text(place, line, tokens);
    }
    piece
}

/// Widest text about the place under the pointer.
const HOVER_WIDTH: f32 = 300.0;

/// What is said of the place under the pointer: beside it, always inside the map.
pub fn hover_plate(painter: &Painter, sentence: &str, pointer: Pos2, area: Rect, tokens: &Tokens) {
    let mut job = LayoutJob::default();
    job.wrap.max_width = HOVER_WIDTH.min(area.width() - 48.0);
    let (title, rest) = sentence.split_once('\n').unwrap_or(("", sentence));
    if !title.is_empty() {
        job.append(&format!("{title}\n"), 0.0, TextFormat::simple(theme::bold(theme::LABEL), tokens.text));
    }
    job.append(rest, 0.0, TextFormat::simple(FontId::proportional(theme::LABEL), tokens.text));
    let galley = painter.layout_job(job);
    let size = galley.size() + vec2(20.0, 14.0);
    let room = area.shrink(theme::SPACE_2);
    let right = pointer.x + theme::SPACE_4;
    let left = if right + size.x <= room.right() { right } else { pointer.x - theme::SPACE_4 - size.x };
    let below = pointer.y + theme::SPACE_4;
    let top = if below + size.y <= room.bottom() { below } else { pointer.y - theme::SPACE_4 - size.y };
    let corner = pos2(left.max(room.left()), top.max(room.top()));
    let rect = Rect::from_min_size(corner, size);
    let shadow = egui::epaint::Shadow { offset: [0, 2], blur: 8, spread: 0, color: tokens.shadow };
    painter.add(shadow.as_shape(rect, theme::RADIUS));
    plate(painter, rect, tokens);
    painter.galley(rect.min + vec2(10.0, 7.0), galley, tokens.text);
}

/// Side of the square of a button.
const BUTTON: f32 = 30.0;

/// Where the buttons stand: at the top left.
pub fn place_of_buttons(area: Rect, measures: bool) -> Rect {
    let n = if measures { 4.0 } else { 3.0 };
    Rect::from_min_size(area.left_top() + vec2(theme::SPACE_3, theme::SPACE_3), vec2(BUTTON, BUTTON * n))
}

/// Buttons at the top left. `measuring`: whether a way is being measured; `None` where nothing can be.
pub fn buttons(ui: &mut Ui, text: &Text, area: Rect, tokens: &Tokens, measuring: Option<bool>) -> Option<MapButton> {
    let mut pressed = None;
    let ruler = measuring.map(|on| (icon::RULER, if on { "measure-end" } else { "measure-start" }, MapButton::Measure));
    let zooming = [
        (icon::PLUS, "map-zoom-in", MapButton::In),
        (icon::MINUS, "map-zoom-out", MapButton::Out),
        (icon::CORNERS_OUT, "map-show-all", MapButton::All),
    ];
    let rect = place_of_buttons(area, measuring.is_some());
    plate(ui.painter(), rect, tokens);
    for (i, (icon, key, button)) in zooming.into_iter().chain(ruler).enumerate() {
        let place = Rect::from_min_size(rect.min + vec2(2.0, 2.0 + BUTTON * i as f32), vec2(26.0, 26.0));
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(place).id_salt(key));
        if crate::ui::widget::icon_button(&mut child, icon, &text.get(key)).clicked() {
            pressed = Some(button);
        }
    }
    pressed
}
