//! The stops of a plan: numbered marks and ways, one colour and one shape for each team.

use eframe::egui::{Align2, Color32, Painter, Pos2, Shape, Stroke, Vec2, vec2};

use super::scene::Scene;
use crate::cartography::{LabelBox, plane_from_lonlat};
use crate::model::{LonLat, Plan, PlanStop, TimeSlot};
use crate::ui::theme::{self, Tokens};

/// Radius of a mark in points, and the room it takes, corners and rim included.
const MARK: f32 = 7.5;
const ROOM: f32 = 18.0;

/// Size of the numbers.
const NUMBER: f32 = 9.5;

/// Steps and directions in which a mark moves aside, where its place is taken.
const STEP: f32 = 9.0;
const STEPS: u32 = 4;
const DIRECTIONS: u32 = 8;

/// Dashes of the way of an evening outing.
pub const DASH: (f32, f32) = (6.0, 4.0);

impl Scene<'_> {
    /// Where teams set out.
    pub fn start(&self, start: LonLat) {
        let at = self.view.to_screen(plane_from_lonlat(start));
        self.painter.circle(at, MARK, self.tokens.panel, Stroke::new(2.5, self.tokens.accent));
        self.painter.circle_filled(at, 2.5, self.tokens.accent);
    }

    /// Draws ways and stops beside what is there already; returns the places that the marks take.
    pub fn plan(&self, plan: &Plan, taken: &[LabelBox]) -> Vec<LabelBox> {
        let at = |stop: &PlanStop| self.view.to_screen(plane_from_lonlat(stop.position));
        for outing in plan.stops.chunk_by(|a, b| (a.team, a.slot) == (b.team, b.slot)) {
            let Some(first) = outing.first() else { continue };
            let line: Vec<Pos2> = outing.iter().map(at).collect();
            let (halo, stroke) =
                (Stroke::new(3.5, self.tokens.halo), Stroke::new(1.6, colour(self.tokens, first.team)));
            self.painter.add(Shape::line(line.clone(), halo));
            match first.slot {
                TimeSlot::OffPeak => drop(self.painter.add(Shape::line(line, stroke))),
                TimeSlot::Peak => self.painter.extend(Shape::dashed_line(&line, stroke, DASH.0, DASH.1)),
            }
        }
        let places: Vec<Pos2> = plan.stops.iter().map(at).collect();
        let shown = aside(&places, taken);
        for ((stop, place), shown) in plan.stops.iter().zip(&places).zip(&shown) {
            if place != shown {
                let colour = colour(self.tokens, stop.team);
                self.painter.line_segment([*place, *shown], Stroke::new(1.0, colour));
                self.painter.circle(*place, 2.5, colour, Stroke::new(0.8, self.tokens.halo));
            }
        }
        for (stop, shown) in plan.stops.iter().zip(&shown) {
            mark(self.painter, self.tokens, *shown, stop.team, &stop.stop.to_string());
        }
        shown.into_iter().map(room).collect()
    }
}

fn room(at: Pos2) -> LabelBox {
    LabelBox { x: at.x, y: at.y, width: ROOM, height: ROOM }
}

/// Where marks stand that shall not lie on what is there, nor on each other: at their place, or as near as may be. One
/// that finds no room stays.
fn aside(places: &[Pos2], taken: &[LabelBox]) -> Vec<Pos2> {
    let angle = |i: u32| std::f32::consts::TAU * i as f32 / DIRECTIONS as f32;
    let ring = |step: u32| (0..DIRECTIONS).map(move |i| vec2(angle(i).cos(), -angle(i).sin()) * (STEP * step as f32));
    let moves: Vec<Vec2> = std::iter::once(Vec2::ZERO).chain((1..=STEPS).flat_map(ring)).collect();
    let mut taken = taken.to_vec();
    let mut shown = Vec::with_capacity(places.len());
    for place in places {
        let mut tries = moves.iter().map(|by| *place + *by);
        let found = tries.find(|at| taken.iter().all(|other| !room(*at).overlaps(other))).unwrap_or(*place);
        taken.push(room(found));
        shown.push(found);
    }
    shown
}

/// Colour of a team; they repeat after the sixth.
pub fn colour(tokens: &Tokens, team: u32) -> Color32 {
    let index = (team.max(1) - 1) as usize % tokens.teams.len();
    tokens.teams.get(index).copied().unwrap_or(tokens.text)
}

/// A numbered mark in the colour and the shape of its team.
pub fn mark(painter: &Painter, tokens: &Tokens, at: Pos2, team: u32, number: &str) {
    let (fill, rim) = (colour(tokens, team), Stroke::new(1.5, tokens.halo));
    let corners = corners(team);
    if corners.is_empty() {
        painter.circle(at, MARK, fill, rim);
    } else {
        let points = corners.into_iter().map(|(x, y)| at + vec2(x, y) * MARK).collect();
        painter.add(Shape::convex_polygon(points, fill, rim));
    }
    painter.text(at, Align2::CENTER_CENTER, number, theme::bold(NUMBER), tokens.on_team);
}

/// Corners of a team's mark in units of its radius; none: a disc. Shapes tell teams apart where colours do not.
fn corners(team: u32) -> Vec<(f32, f32)> {
    let regular = |n: u32, turn: f32, size: f32| {
        let angle = move |i: u32| turn + std::f32::consts::TAU * i as f32 / n as f32;
        (0..n).map(move |i| (size * angle(i).sin(), -size * angle(i).cos())).collect()
    };
    match team.max(1) % 6 {
        1 => Vec::new(),
        2 => regular(4, std::f32::consts::FRAC_PI_4, 1.25),
        3 => regular(4, 0.0, 1.35),
        4 => regular(6, 0.0, 1.15),
        5 => regular(5, 0.0, 1.25),
        _ => regular(8, std::f32::consts::PI / 8.0, 1.1),
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::pos2;

    use super::*;

    #[test]
    fn marks_lie_neither_on_discs_nor_on_each_other() {
        let disc = LabelBox { x: 100.0, y: 100.0, width: 26.0, height: 26.0 };
        let places = [pos2(101.0, 100.0), pos2(103.0, 99.0), pos2(200.0, 50.0)];
        let shown = aside(&places, &[disc]);
        let rooms: Vec<LabelBox> = shown.iter().copied().map(room).chain([disc]).collect();
        for (i, a) in rooms.iter().enumerate() {
            assert!(rooms.iter().skip(i + 1).all(|b| !a.overlaps(b)), "{rooms:?}");
        }
        assert_eq!(shown[2], places[2]);
        assert!(shown[0].distance(places[0]) <= STEP * STEPS as f32 + 0.01);
    }

    #[test]
    fn where_no_room_is_left_a_mark_stays_at_its_place() {
        let everywhere = LabelBox { x: 0.0, y: 0.0, width: 500.0, height: 500.0 };
        assert_eq!(aside(&[pos2(3.0, 4.0)], &[everywhere]), [pos2(3.0, 4.0)]);
    }
}
