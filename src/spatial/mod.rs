//! Where things are: projection, grid, point in zone, and the indexes of the map.
//!
//! Types tell the space: [`crate::model::LonLat`] is WGS84 degrees, [`crate::model::GridPoint`] metres in the projected
//! CRS. Only [`Projection`] knows how to get from one to the other. Shapes are `geo` polygons in WGS84 degrees.

mod clip;
pub mod coverage;
mod crs;
mod crs_candidates;
mod crs_choice;
mod geodesic;
mod grid;
mod index;
mod local_projection;
mod locator;
mod mend;
mod nesting;
mod overlap;
mod projection;
pub mod shape;
mod shared_ground;
mod zone_assembly;

pub use crs::{Crs, Datum, TransverseMercator};
pub use crs_candidates::rank_crs;
pub use crs_choice::{grid_crs_for, utm_for};
pub use geodesic::geodesic_m;
pub use grid::{
    CellWindow, Grid, LocalGrid, SPOT_M, h3_centre, h3_children, h3_parent, spot_centre, spot_of, write_h3_id,
};
pub use index::ZoneTree;
pub use local_projection::LocalProjection;
pub use locator::{ZoneLocator, contains};
pub use mend::{Mended, TooTangled, gaps_between, mend};
pub use nesting::polygons_of_rings;
pub use overlap::{convex_overlap_m2, ring_area_m2};
pub use projection::Projection;
pub use shape::{bounds, cells_outline, geodesic_area_m2, planar_area, point_on_surface};
pub use shared_ground::{TooManyOverlaps, shared_square_deg};
pub use zone_assembly::{RawZone, assemble_zones};
