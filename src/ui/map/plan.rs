//! The stops of a plan: numbered marks and ways, one colour and one shape for each team.

use eframe::egui::{Align2, Color32, Painter, Pos2, Shape, Stroke, vec2};

use super::Scene;
use crate::cartography::{LabelBox, plane_from_lonlat};
use crate::model::{Plan, PlanStop, TimeSlot};
use crate::ui::theme::{self, Tokens};

/// Radius of a mark in points.
pub const MARK: f32 = 10.0;

/// Dashes of the way of an evening outing.
const DASH: (f32, f32) = (6.0, 4.0);

impl Scene<'_> {
    /// Draws ways and stops; returns the places that the marks take.
    pub fn plan(&self, plan: &Plan) -> Vec<LabelBox> {
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
        for stop in &plan.stops {
            mark(self.painter, self.tokens, at(stop), stop.team, &stop.stop.to_string());
        }
        let side = 2.0 * MARK + 6.0;
        plan.stops.iter().map(at).map(|p| LabelBox { x: p.x, y: p.y, width: side, height: side }).collect()
    }
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
    painter.text(at, Align2::CENTER_CENTER, number, theme::bold(theme::LABEL), tokens.on_team);
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
