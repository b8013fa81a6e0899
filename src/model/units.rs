//! Positions. The type says the space: [`LonLat`] is WGS84 degrees, [`GridPoint`] is metres in the grid's projected CRS.

use serde::{Deserialize, Serialize};

/// WGS84 longitude and latitude in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    #[serde(with = "super::exact")]
    pub lon: f64,
    #[serde(with = "super::exact")]
    pub lat: f64,
}

/// East and north in metres in the projected CRS of the grid.
///
/// Vietnamese surveyors call north `x` and east `y`; that order appears only where a person reads it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GridPoint {
    pub east_m: f64,
    pub north_m: f64,
}

impl GridPoint {
    /// Planar distance in metres.
    pub fn distance_m(self, other: Self) -> f64 {
        (self.east_m - other.east_m).hypot(self.north_m - other.north_m)
    }

    pub fn plus(self, shift: Self) -> Self {
        Self { east_m: self.east_m + shift.east_m, north_m: self.north_m + shift.north_m }
    }

    pub fn minus(self, shift: Self) -> Self {
        Self { east_m: self.east_m - shift.east_m, north_m: self.north_m - shift.north_m }
    }
}
