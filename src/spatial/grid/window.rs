//! The cells of a rectangle of a lattice, numbered without gaps: which cells samples lie in is then counted in a table.

use super::{Kind, LocalGrid, pack, unpack};
use crate::model::{CellId, LonLat};

/// Cells added on each side: the border of the area is curved in the plane, and only its corners and middles are looked at.
const MARGIN: i64 = 2;

/// A rectangle of cells. Cells outside of it have no number.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CellWindow {
    first: (i32, i32),
    n_columns: u32,
    n_rows: u32,
}

impl CellWindow {
    /// Around `cells`; empty where there are none or it would hold more than `limit`.
    fn around(cells: impl Iterator<Item = CellId>, limit: usize) -> Self {
        let cells = cells.map(unpack).map(|(column, row)| (i64::from(column), i64::from(row)));
        let extent = cells.fold(None, |extent: Option<[i64; 4]>, (column, row)| {
            let [west, east, south, north] = extent.unwrap_or([column, column, row, row]);
            Some([west.min(column), east.max(column), south.min(row), north.max(row)])
        });
        let Some([west, east, south, north]) = extent else { return Self::default() };
        let (n_columns, n_rows) = (east - west + 1 + 2 * MARGIN, north - south + 1 + 2 * MARGIN);
        let fits = n_columns.checked_mul(n_rows).is_some_and(|n| n <= limit.min(i32::MAX as usize) as i64);
        match (fits, i32::try_from(west - MARGIN), i32::try_from(south - MARGIN)) {
            (true, Ok(west), Ok(south)) => {
                Self { first: (west, south), n_columns: n_columns as u32, n_rows: n_rows as u32 }
            }
            _ => Self::default(),
        }
    }

    pub fn len(&self) -> usize {
        self.n_columns as usize * self.n_rows as usize
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of a cell below [`Self::len`]; `None` outside.
    #[inline]
    pub fn number(&self, cell: CellId) -> Option<u32> {
        let (column, row) = unpack(cell);
        let column = column.wrapping_sub(self.first.0).cast_unsigned();
        let row = row.wrapping_sub(self.first.1).cast_unsigned();
        (column < self.n_columns && row < self.n_rows).then(|| column * self.n_rows + row)
    }

    /// The cell with a number that [`Self::number`] gave.
    pub fn cell(&self, number: u32) -> CellId {
        let n_rows = self.n_rows.max(1);
        let (column, row) = ((number / n_rows).cast_signed(), (number % n_rows).cast_signed());
        pack(self.first.0.wrapping_add(column), self.first.1.wrapping_add(row))
    }
}

impl LocalGrid {
    /// The cells between the corners this grid was made for; empty for more than `limit`, and for H3, whose ids are no
    /// lattice. A few cells at its border may be left out.
    pub fn window(&self, south_west: LonLat, north_east: LonLat, limit: usize) -> CellWindow {
        if let Kind::H3(_) = self.kind {
            return CellWindow::default();
        }
        let three = |low: f64, high: f64| [low, f64::midpoint(low, high), high];
        let lats = three(south_west.lat, north_east.lat);
        let border =
            three(south_west.lon, north_east.lon).into_iter().flat_map(|lon| lats.map(|lat| LonLat { lon, lat }));
        CellWindow::around(border.filter_map(|position| self.cell_of(position)), limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::GridSpec;
    use crate::spatial::{Grid, Projection};

    #[test]
    fn numbers_and_cells_of_a_window_belong_to_each_other() {
        let window = CellWindow::around([pack(-3, 70), pack(5, 68)].into_iter(), 1000);
        assert_eq!(window.len(), 13 * 7);
        for number in 0..window.len() as u32 {
            assert_eq!(window.number(window.cell(number)), Some(number));
        }
        for outside in [pack(-6, 70), pack(8, 70), pack(0, 65), pack(0, 73), pack(i32::MIN, 70), pack(0, i32::MAX)] {
            assert_eq!(window.number(outside), None);
        }
        assert!(CellWindow::around([pack(0, 0), pack(i32::MAX, i32::MIN)].into_iter(), usize::MAX).is_empty());
        assert!(CellWindow::around(std::iter::empty(), 1000).is_empty());
    }

    #[test]
    fn a_window_holds_the_positions_of_its_area() {
        let (south_west, north_east) = (LonLat { lon: 106.0, lat: 20.5 }, LonLat { lon: 107.5, lat: 21.5 });
        for spec in [GridSpec::Square(100.0), GridSpec::Hex(150.0)] {
            let grid = Grid::new(spec, Projection::from_epsg(5899).unwrap()).for_bounds(south_west, north_east);
            let window = grid.window(south_west, north_east, 1 << 24);
            assert!(!window.is_empty());
            assert!(grid.window(south_west, north_east, 1000).is_empty());
            for step in 0..=1000 {
                let along = |low: f64, high: f64| low + (high - low) * f64::from(step) / 1000.0;
                let position = LonLat { lon: along(106.001, 107.499), lat: along(20.501, 21.499) };
                assert!(grid.cell_of(position).and_then(|cell| window.number(cell)).is_some());
            }
        }
        let h3 = Grid::new(GridSpec::H3(9), Projection::from_epsg(5899).unwrap()).for_bounds(south_west, north_east);
        assert!(h3.window(south_west, north_east, usize::MAX).is_empty());
    }
}
