//! Where the drawing plane lies on the screen: a shift and a scale.

use eframe::egui::emath::TSTransform;
use eframe::egui::{Pos2, Rect, Vec2, pos2};
use walkers::{MapMemory, Projector, lon_lat};

use crate::cartography::{PlanePoint, plane_from_lonlat};
use crate::model::LonLat;

/// Points on the screen per plane metre at zoom 0: a tile of 256 points shows the whole equator.
const POINTS_PER_METRE_AT_ZOOM_0: f64 = 256.0 / (2.0 * std::f64::consts::PI * 6_378_137.0);

/// Largest and smallest zoom that a view is fitted to.
const FIT_ZOOM: (f64, f64) = (4.0, 17.5);

/// The view of one frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// A plane point and where it is on the screen.
    anchor: PlanePoint,
    screen: Pos2,
    /// Screen points per plane metre.
    pub scale: f64,
}

impl View {
    pub fn new(projector: &Projector) -> Self {
        let centre = projector.clip_rect().center();
        let position = projector.unproject(centre.to_vec2());
        let anchor = plane_from_lonlat(LonLat { lon: position.x(), lat: position.y() });
        let scale = POINTS_PER_METRE_AT_ZOOM_0 * 2f64.powf(projector.zoom());
        Self { anchor, screen: projector.project(position).to_pos2(), scale }
    }

    /// A view in which a point of the plane is at a place of the screen, at so many screen points per plane metre.
    #[cfg(test)]
    pub fn at(anchor: PlanePoint, screen: Pos2, scale: f64) -> Self {
        Self { anchor, screen, scale }
    }

    pub fn to_screen(self, point: PlanePoint) -> Pos2 {
        pos2(
            self.screen.x + ((point.x - self.anchor.x) * self.scale) as f32,
            self.screen.y - ((point.y - self.anchor.y) * self.scale) as f32,
        )
    }

    /// How far everything moves on the screen from this view to another of the same scale; `None` where the scale differs.
    pub fn shift_to(self, other: Self) -> Option<Vec2> {
        (self.scale == other.scale).then(|| other.to_screen(self.anchor) - self.to_screen(self.anchor))
    }

    /// How places of the screen in this view become those in another.
    pub fn grown_to(self, other: Self) -> TSTransform {
        let scaling = (other.scale / self.scale) as f32;
        TSTransform::new(other.to_screen(self.anchor).to_vec2() - scaling * self.screen.to_vec2(), scaling)
    }

    pub fn to_plane(self, position: Pos2) -> PlanePoint {
        PlanePoint {
            x: self.anchor.x + f64::from(position.x - self.screen.x) / self.scale,
            y: self.anchor.y - f64::from(position.y - self.screen.y) / self.scale,
        }
    }

    /// Screen points per ground metre at a latitude: the plane is stretched by 1/cos.
    pub fn points_per_metre(self, lat: f64) -> f64 {
        self.scale / lat.to_radians().cos()
    }
}

/// Moves and zooms so that a piece of the plane lies in the middle of the free room of the map.
pub fn fit(memory: &mut MapMemory, south_west: PlanePoint, north_east: PlanePoint, map: Rect, free: Rect) {
    let (width, height) = (north_east.x - south_west.x, north_east.y - south_west.y);
    let room = free.size();
    let scale = (f64::from(room.x) / width.max(1.0)).min(f64::from(room.y) / height.max(1.0));
    let zoom = (scale / POINTS_PER_METRE_AT_ZOOM_0).log2().clamp(FIT_ZOOM.0, FIT_ZOOM.1);
    let scale = POINTS_PER_METRE_AT_ZOOM_0 * zoom.exp2();
    let aside = map.center() - free.center();
    let middle = lonlat_from_plane(PlanePoint {
        x: (south_west.x + north_east.x) / 2.0 + f64::from(aside.x) / scale,
        y: (south_west.y + north_east.y) / 2.0 - f64::from(aside.y) / scale,
    });
    if memory.set_zoom(zoom).is_ok() {
        memory.center_at(lon_lat(middle.lon, middle.lat));
    }
}

/// One step of the arrow keys in points.
const PAN_STEP: f64 = 60.0;

/// Moves the map so many steps to the east and to the north.
pub fn pan(memory: &mut MapMemory, east: i64, north: i64) {
    if (east, north) == (0, 0) {
        return;
    }
    let Some(middle) = memory.detached() else { return };
    let middle = plane_from_lonlat(LonLat { lon: middle.x(), lat: middle.y() });
    let step = PAN_STEP / (POINTS_PER_METRE_AT_ZOOM_0 * memory.zoom().exp2());
    let moved = lonlat_from_plane(PlanePoint { x: middle.x + east as f64 * step, y: middle.y + north as f64 * step });
    memory.center_at(lon_lat(moved.lon, moved.lat));
}

/// Inverse of [`plane_from_lonlat`].
pub fn lonlat_from_plane(point: PlanePoint) -> LonLat {
    const RADIUS_M: f64 = 6_378_137.0;
    let lat = 2.0 * (point.y / RADIUS_M).exp().atan() - std::f64::consts::FRAC_PI_2;
    LonLat { lon: (point.x / RADIUS_M).to_degrees(), lat: lat.to_degrees() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_comes_back_from_the_plane() {
        let there = plane_from_lonlat(LonLat { lon: 106.77, lat: 21.035 });
        let back = lonlat_from_plane(there);
        assert!((back.lon - 106.77).abs() < 1e-12 && (back.lat - 21.035).abs() < 1e-12);
    }
}
