//! Shapes of the analysis cells on the plane, and what lies under a position.

use geo::Contains;

use super::{PlanePoint, plane_from_lonlat};
use crate::model::{Analysis, Cell, GridSpec, LonLat, ZoneIndex};

/// Corners of a cell, all cells turning the same way round.
#[derive(Debug, Clone, PartialEq)]
pub struct CellShape {
    pub corners: Vec<PlanePoint>,
    pub centre: PlanePoint,
}

impl CellShape {
    /// Whether a point lies in the cell; cells are convex.
    pub fn contains(&self, point: PlanePoint) -> bool {
        let side = |a: &PlanePoint, b: &PlanePoint| (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
        let mut sides = self.corners.iter().zip(self.corners.iter().cycle().skip(1)).map(|(a, b)| side(a, b));
        sides.clone().all(|s| s >= 0.0) || sides.all(|s| s <= 0.0)
    }
}

/// Shapes of all cells of an analysis, in its order.
pub fn cell_shapes(analysis: &Analysis) -> Vec<CellShape> {
    analysis.cells.iter().map(|cell| shape_of(cell, &analysis.grid)).collect()
}

fn shape_of(cell: &Cell, grid: &GridSpec) -> CellShape {
    let centre = plane_from_lonlat(cell.centre);
    let stretch = 1.0 / cell.centre.lat.to_radians().cos();
    let size_m = match grid {
        GridSpec::Square(m) | GridSpec::Hex(m) => *m,
        GridSpec::H3(_) | GridSpec::SquareAuto => 100.0,
    };
    let half = size_m / 2.0 * stretch;
    let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
        .map(|(x, y)| PlanePoint { x: centre.x + x * half, y: centre.y + y * half })
        .to_vec();
    CellShape { corners, centre }
}

/// Index of the cell under a point.
pub fn cell_at(shapes: &[CellShape], point: PlanePoint) -> Option<u32> {
    shapes.iter().position(|shape| shape.contains(point)).and_then(|i| u32::try_from(i).ok())
}

/// The zone under a position; where zones overlap, the first by id.
pub fn zone_at(analysis: &Analysis, position: LonLat) -> Option<ZoneIndex> {
    let point = geo::Point::new(position.lon, position.lat);
    let index = analysis.zones.zones.iter().position(|zone| zone.shape.contains(&point))?;
    u32::try_from(index).ok().map(ZoneIndex)
}
