//! Meridians and parallels at round minutes, with their names at the edge: the ground of a map without a base map.

use eframe::egui::{Align2, FontId, Painter, Pos2, Rect, Stroke, pos2};

use super::names::label_box;
use super::view::{View, lonlat_from_plane};
use crate::cartography::{LabelBox, graticule_step_s, plane_from_lonlat};
use crate::model::LonLat;
use crate::text::Text;
use crate::ui::theme::Tokens;

/// Nearest that two lines may come, in points.
const NEAREST: f64 = 120.0;

/// Size of the names.
const NAME: f32 = 9.5;

const ARC_SECONDS: f64 = 3600.0;

/// Draws it; returns the places that the names take. They stand at the top and at the left, where nothing else
/// has `covered` the map; `None`: no names.
pub fn paint(painter: &Painter, text: &Text, view: View, covered: Option<&[Rect]>, tokens: &Tokens) -> Vec<LabelBox> {
    let mut taken = Vec::new();
    let area = painter.clip_rect();
    let (north_west, south_east) =
        (lonlat_from_plane(view.to_plane(area.min)), lonlat_from_plane(view.to_plane(area.max)));
    let per_second = f64::from(area.width()) / ((south_east.lon - north_west.lon) * ARC_SECONDS).max(f64::MIN_POSITIVE);
    let Some(step) = graticule_step_s(NEAREST / per_second) else { return taken };
    let line = Stroke::new(1.0, tokens.line);
    let mut name = |place: Pos2, anchor: Align2, words: String| {
        let Some(covered) = covered else { return };
        let galley = painter.layout_no_wrap(words, FontId::proportional(NAME), tokens.subdued);
        let rect = anchor.anchor_size(place, galley.size());
        if area.contains_rect(rect) && !covered.iter().any(|other| other.intersects(rect)) {
            painter.galley(rect.min, galley, tokens.subdued);
            taken.push(label_box(rect));
        }
    };
    for second in rounds(north_west.lon, south_east.lon, step) {
        let lon = second as f64 / ARC_SECONDS;
        let x = view.to_screen(plane_from_lonlat(LonLat { lon, lat: north_west.lat })).x;
        painter.line_segment([pos2(x, area.top()), pos2(x, area.bottom())], line);
        let side = if lon < 0.0 { "compass-west" } else { "compass-east" };
        name(pos2(x + 3.0, area.top() + 2.0), Align2::LEFT_TOP, words(text, second, side));
    }
    for second in rounds(south_east.lat, north_west.lat, step) {
        let lat = second as f64 / ARC_SECONDS;
        let y = view.to_screen(plane_from_lonlat(LonLat { lon: north_west.lon, lat })).y;
        painter.line_segment([pos2(area.left(), y), pos2(area.right(), y)], line);
        let side = if lat < 0.0 { "compass-south" } else { "compass-north" };
        name(pos2(area.left() + 3.0, y - 1.0), Align2::LEFT_BOTTOM, words(text, second, side));
    }
    taken
}

/// Multiples of `step` within an interval of degrees, in arc seconds.
fn rounds(from: f64, to: f64, step: i64) -> impl Iterator<Item = i64> {
    let first = (from * ARC_SECONDS / step as f64).ceil() as i64;
    let last = (to * ARC_SECONDS / step as f64).floor() as i64;
    (first..=last).map(move |i| i * step)
}

/// `21°02' B`, with seconds where they are not nought.
fn words(text: &Text, second: i64, side: &str) -> String {
    let size = second.abs();
    let (degrees, minutes, seconds) = (size / 3600, size / 60 % 60, size % 60);
    let seconds = if seconds == 0 { String::new() } else { format!("{seconds:02}\"") };
    format!("{degrees}°{minutes:02}'{seconds} {}", text.get(side))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn lines_lie_at_round_minutes() {
        let found: Vec<i64> = rounds(106.751, 106.786, 60).collect();
        assert_eq!(found, [384_360, 384_420]);
        assert_eq!(words(&Text::new(Language::Vi), 384_360, "compass-east"), "106°46' Đ");
        assert_eq!(words(&Text::new(Language::En), -45_030, "compass-south"), "12°30'30\" S");
    }
}
