//! What a frame shows of the plane, and the part of the screen that something is made for.

use eframe::egui::{Painter, Rect};

use super::view::View;
use crate::cartography::PlanePoint;

/// Points of a line nearer than this to the one before are left out, in points of the screen.
const NEAREST: f64 = 0.4;

/// What a frame shows of the plane, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glance {
    pub view: View,
    /// Part of the screen that the map fills.
    pub area: Rect,
    pub dark: bool,
    pub pixels_per_point: f32,
}

impl Glance {
    /// The part of the plane within a part of the screen: south-west and north-east corner.
    pub fn plane_of(self, part: Rect) -> (PlanePoint, PlanePoint) {
        (self.view.to_plane(part.left_bottom()), self.view.to_plane(part.right_top()))
    }

    /// Distance on the plane below which nothing can be told apart.
    pub fn detail(self) -> f64 {
        NEAREST / self.view.scale
    }
}

/// The part of the screen that meshes are made for, as seen from `glance`.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    pub glance: Glance,
    pub covered: Rect,
}

impl Room {
    /// What a painter shows, for meshes that are not kept.
    pub fn of_frame(view: View, painter: &Painter) -> Self {
        let (area, pixels_per_point) = (painter.clip_rect(), painter.ctx().pixels_per_point());
        Self { glance: Glance { view, area, dark: false, pixels_per_point }, covered: area }
    }

    /// The map and some room around it, as a share of its size.
    pub fn around(glance: Glance, share: f32) -> Self {
        Self { glance, covered: glance.area.expand2(glance.area.size() * share) }
    }
}
