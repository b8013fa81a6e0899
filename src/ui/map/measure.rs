//! The way that is being measured: its points, the length of each part, and the whole up to the pointer.

use eframe::egui::{Painter, Pos2, Shape, Stroke, vec2};

use super::furniture::Piece;
use super::paint::text_with_halo;
use super::view::View;
use crate::app::Measured;
use crate::cartography::plane_from_lonlat;
use crate::model::LonLat;
use crate::text::Text;
use crate::ui::theme::{self, Tokens};
use crate::ui::wording;

/// Parts shorter than this on the screen carry no length of their own.
const NAMED_FROM_POINTS: f32 = 70.0;

pub fn paint(
    painter: &Painter,
    text: &Text,
    measured: &Measured,
    pointer: Option<LonLat>,
    view: View,
    tokens: &Tokens,
) {
    let at = |place: &LonLat| view.to_screen(plane_from_lonlat(*place));
    let way: Vec<Pos2> = measured.points.iter().map(at).collect();
    let (halo, line) = (Stroke::new(5.0, tokens.halo), Stroke::new(2.2, tokens.accent));
    painter.add(Shape::line(way.clone(), halo));
    painter.add(Shape::line(way.clone(), line));
    if let (Some(last), Some(pointer)) = (way.last(), pointer) {
        painter.extend(Shape::dashed_line(&[*last, at(&pointer)], line, 6.0, 4.0));
    }
    for place in &way {
        painter.circle(*place, 4.0, tokens.panel, line);
    }
    for ((a, b), length) in way.iter().zip(way.iter().skip(1)).zip(measured.parts_m()) {
        if way.len() > 2 && a.distance(*b) > NAMED_FROM_POINTS {
            let words = wording::distance(text, length);
            text_with_halo(painter, a.lerp(*b, 0.5), &words, theme::bold(theme::LABEL), tokens.accent, tokens.halo);
        }
    }
}

/// What to do, and the length so far.
pub fn said(painter: &Painter, text: &Text, measured: &Measured, pointer: Option<LonLat>, tokens: &Tokens) -> Piece {
    let words = if measured.points.is_empty() {
        text.get("measure-begin")
    } else {
        let length = pointer.map_or_else(|| measured.length_m(), |pointer| measured.length_to_m(pointer));
        text.with("measure-length", &[("length", &wording::distance(text, length))])
    };
    Piece::of_words(painter, words, painter.clip_rect().center_top() + vec2(0.0, theme::SPACE_3), tokens)
}
