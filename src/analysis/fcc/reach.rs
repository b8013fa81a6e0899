//! Which parts of a hexagon can be reached at all.

use rustc_hash::FxHashSet;

use crate::model::{CellId, Zones};
use crate::spatial::{Grid, ZoneLocator, h3_children};

/// A part can be reached when its centre lies in the study area, or when anyone has measured in it: the sea and the
/// neighbouring ward are no excuse, but no duty either.
pub struct Reach {
    locator: Option<ZoneLocator>,
    measured: FxHashSet<CellId>,
    grid: Grid,
}

impl Reach {
    /// `measured`: parts with an accepted sample of any operator.
    pub fn new(zones: &Zones, grid: &Grid, measured: &[CellId]) -> Self {
        let shapes: Vec<_> =
            zones.zones.iter().chain(&zones.parents).map(|zone| &zone.shape).chain(&zones.study_area).collect();
        let locator = zones.bounds_study().then(|| ZoneLocator::new(&shapes));
        Self { locator, measured: measured.iter().copied().collect(), grid: grid.clone() }
    }

    /// How many parts of a hexagon can be reached.
    pub fn parts_of(&self, hexagon: CellId) -> usize {
        h3_children(hexagon).into_iter().filter(|part| self.is_reachable(*part)).count()
    }

    fn is_reachable(&self, part: CellId) -> bool {
        let Some(locator) = &self.locator else { return true };
        let is_inside = |part| self.grid.centre(part).is_some_and(|p| locator.locate(p.lon, p.lat).is_some());
        self.measured.contains(&part) || is_inside(part)
    }
}
