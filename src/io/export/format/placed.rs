//! Where rows lie, in the reference system of a file.

use geo::orient::{Direction, Orient};
use geo::{Coord, MapCoordsInPlace, MultiPolygon};

use crate::io::export::list::Shape;
use crate::model::LonLat;
use crate::spatial::{Projection, point_on_surface};

/// The reference system of a file: WGS84 degrees, or metres of a projection.
#[derive(Debug, Clone, Default)]
pub struct Placing {
    pub projection: Option<Projection>,
    /// Nine decimals of a degree instead of seven: a tenth of a millimetre, for borders that are drawn by hand.
    pub is_fine: bool,
}

/// A shape as a file has it: degrees with seven decimals, nine where they are fine, metres with four.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Geometry {
    Point(Coord<f64>),
    /// Outer rings counter-clockwise, holes clockwise.
    Area(MultiPolygon<f64>),
}

impl Placing {
    pub fn epsg(&self) -> u32 {
        self.projection.as_ref().map_or(WGS84, Projection::epsg)
    }

    /// Decimals of its coordinates.
    pub(super) fn decimals(&self) -> usize {
        match (&self.projection, self.is_fine) {
            (Some(_), _) => 4,
            (None, true) => 9,
            (None, false) => 7,
        }
    }

    /// `None` where a row lies nowhere, or beyond what the projection reaches.
    pub(super) fn geometry(&self, shape: &Shape<'_>) -> Option<Geometry> {
        match shape {
            Shape::None => None,
            Shape::Point(position) => self.coordinate(*position).map(Geometry::Point),
            Shape::Area(area) => {
                let mut area = area.orient(Direction::Default);
                area.0.retain(|polygon| polygon.exterior().0.len() > 3);
                let placed = area.try_map_coords_in_place(|c| self.coordinate(LonLat { lon: c.x, lat: c.y }).ok_or(()));
                (placed.is_ok() && !area.0.is_empty()).then_some(Geometry::Area(area))
            }
        }
    }

    fn coordinate(&self, position: LonLat) -> Option<Coord<f64>> {
        let rounded = |value: f64, scale: f64| (value * scale).round() / scale + 0.0;
        Some(match &self.projection {
            None => {
                let scale = if self.is_fine { 1e9 } else { 1e7 };
                Coord { x: rounded(position.lon, scale), y: rounded(position.lat, scale) }
            }
            Some(projection) => {
                let point = projection.forward(position)?;
                Coord { x: rounded(point.east_m, 1e4), y: rounded(point.north_m, 1e4) }
            }
        })
    }
}

/// EPSG code of degrees on WGS84.
pub(super) const WGS84: u32 = 4326;

/// One position for a row: of an area a point on its surface.
pub(super) fn position(shape: &Shape<'_>) -> Option<LonLat> {
    match shape {
        Shape::None => None,
        Shape::Point(position) => Some(*position),
        Shape::Area(area) => point_on_surface(area),
    }
}

/// West, south, east and north end of shapes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub min: Coord<f64>,
    pub max: Coord<f64>,
}

impl Extent {
    pub fn of(geometry: &Geometry) -> Self {
        let mut extent = Self::NONE;
        match geometry {
            Geometry::Point(point) => extent.add(*point),
            Geometry::Area(area) => {
                area.iter().flat_map(|polygon| polygon.exterior().coords()).for_each(|c| extent.add(*c));
            }
        }
        extent
    }

    pub const NONE: Self = Self {
        min: Coord { x: f64::INFINITY, y: f64::INFINITY },
        max: Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
    };

    fn add(&mut self, c: Coord<f64>) {
        self.min = Coord { x: self.min.x.min(c.x), y: self.min.y.min(c.y) };
        self.max = Coord { x: self.max.x.max(c.x), y: self.max.y.max(c.y) };
    }

    /// The extent of both.
    pub fn merge(&mut self, other: &Self) {
        if !other.is_none() {
            self.add(other.min);
            self.add(other.max);
        }
    }

    pub fn is_none(&self) -> bool {
        self.min.x > self.max.x
    }
}
