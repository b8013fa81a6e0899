//! Which cells touch.

use rustc_hash::FxHashMap;

use crate::model::CellId;
use crate::spatial::Grid;

/// Places and the places beside each, as one list cut at offsets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbours {
    ends: Vec<u32>,
    beside: Vec<u32>,
}

impl Neighbours {
    /// From the list of each place; indices into the same lists.
    pub fn from_lists<L: IntoIterator<Item = u32>>(lists: impl IntoIterator<Item = L>) -> Self {
        let mut neighbours = Self::default();
        for list in lists {
            neighbours.beside.extend(list);
            neighbours.ends.push(neighbours.beside.len() as u32);
        }
        neighbours
    }

    /// Cells of the list that share an edge or corner (squares) or an edge (hexagons, H3).
    pub fn of_cells(grid: &Grid, cells: &[CellId]) -> Self {
        let place: FxHashMap<CellId, u32> = cells.iter().copied().zip(0..).collect();
        let beside = |cell: &CellId| grid.neighbours(*cell).into_iter().filter_map(|id| place.get(&id).copied());
        Self::from_lists(cells.iter().map(|cell| beside(cell).collect::<Vec<_>>()))
    }

    pub fn n_places(&self) -> usize {
        self.ends.len()
    }

    /// Places beside a place.
    pub fn of(&self, place: usize) -> &[u32] {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.beside.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// Sum of the values beside each place.
    pub fn sums(&self, values: &[f64]) -> Vec<f64> {
        let value = |place: &u32| values.get(*place as usize).copied().unwrap_or(0.0);
        (0..self.n_places()).map(|place| self.of(place).iter().map(value).sum()).collect()
    }
}
