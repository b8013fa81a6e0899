//! Shapes of the analysis cells and of weak spots on the plane, and what lies under a position.

use super::{PlanePoint, plane_from_lonlat, rings_of};
use crate::model::{Analysis, CellId, LonLat, ZoneIndex};
use crate::spatial::{Grid, Projection, ZoneTree, cells_outline};

/// Corners of a cell on the plane, not closed.
#[derive(Debug, Clone, PartialEq)]
pub struct CellShape {
    pub corners: Vec<PlanePoint>,
    pub centre: PlanePoint,
}

/// The grid of an analysis; `None` when its CRS is not known, which an analysis rules out.
fn grid_of(analysis: &Analysis) -> Option<Grid> {
    let projection = Projection::from_epsg(analysis.grid_crs).ok()?;
    Some(Grid::new(analysis.grid, projection))
}

/// Shapes of all cells of an analysis, in its order.
pub fn cell_shapes(analysis: &Analysis) -> Vec<CellShape> {
    let grid = grid_of(analysis);
    let corners = |id: CellId| {
        let ring = grid.as_ref().map(|grid| grid.boundary(id)).unwrap_or_default();
        let open = ring.len().saturating_sub(1);
        ring.into_iter().take(open).map(plane_from_lonlat).collect()
    };
    let shape =
        |cell: &crate::model::Cell| CellShape { corners: corners(cell.id), centre: plane_from_lonlat(cell.centre) };
    analysis.cells.iter().map(shape).collect()
}

/// Rings around the cells of each weak spot.
pub fn spot_outlines(analysis: &Analysis) -> Vec<Vec<Vec<PlanePoint>>> {
    let Some(grid) = grid_of(analysis) else { return vec![Vec::new(); analysis.weak_spots.len()] };
    analysis.weak_spots.iter().map(|spot| rings_of(&cells_outline(&grid, &spot.shape))).collect()
}

/// Rings around the whole window behind each spot that the scan has tested; none for the others.
pub fn window_outlines(analysis: &Analysis) -> Vec<Vec<Vec<PlanePoint>>> {
    let Some(grid) = grid_of(analysis) else { return vec![Vec::new(); analysis.weak_spots.len()] };
    let outline = |spot: &crate::model::WeakSpot| {
        let cells = spot.cells.iter().filter_map(|cell| analysis.cells.get(*cell as usize));
        let cells: Vec<CellId> = cells.filter(|_| spot.proof.is_some()).map(|cell| cell.id).collect();
        rings_of(&cells_outline(&grid, &cells))
    };
    analysis.weak_spots.iter().map(outline).collect()
}

/// Finds the cell or zone under a position.
#[derive(Debug)]
pub struct CellIndex {
    grid: Option<Grid>,
    /// Cell ids with their index, sorted by id.
    by_id: Vec<(CellId, u32)>,
    zones: ZoneTree,
}

impl CellIndex {
    pub fn new(analysis: &Analysis) -> Self {
        let mut by_id: Vec<(CellId, u32)> = analysis.cells.iter().map(|cell| cell.id).zip(0..).collect();
        by_id.sort_unstable();
        Self { grid: grid_of(analysis), by_id, zones: ZoneTree::new(&analysis.zones.zones) }
    }

    /// Index of the cell with data under a position.
    pub fn cell_at(&self, position: LonLat) -> Option<u32> {
        self.index_of(self.grid.as_ref()?.cell_of(position)?)
    }

    /// Index of a cell with data.
    pub fn index_of(&self, id: CellId) -> Option<u32> {
        let place = self.by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        self.by_id.get(place).map(|(_, index)| *index)
    }

    /// The zone under a position; where zones overlap, the first by id.
    pub fn zone_at(&self, analysis: &Analysis, position: LonLat) -> Option<ZoneIndex> {
        self.zones.zones_at(&analysis.zones.zones, position).into_iter().next()
    }
}
