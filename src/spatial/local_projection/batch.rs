//! Many positions at once: each step is done for all of them before the next, so that nothing waits for the look-ups of
//! the one before.

use super::{BLOCKS_PER_DEG, LocalProjection};

/// Positions worked on together: what is kept of them between the steps stays near the processor.
pub(in crate::spatial) const BATCH: usize = 256;

/// Where a position lies: its block, and the place there from −1 to 1.
#[derive(Debug, Clone, Copy)]
struct InBlock {
    block: u32,
    u: f64,
    v: f64,
}

const OUTSIDE: InBlock = InBlock { block: u32::MAX, u: 0.0, v: 0.0 };

impl LocalProjection {
    /// East and north of at most [`BATCH`] positions in degrees, within [`super::MAX_ERROR_M`] of the exact projection;
    /// NaN for those that only the exact one can place.
    pub(in crate::spatial) fn approximate_each(&self, lon: &[f64], lat: &[f64], out: &mut [[f64; 2]; BATCH]) {
        let mut places = [OUTSIDE; BATCH];
        let (n_columns, n_rows) = (self.columns as f64, self.rows as f64);
        for ((lon, lat), place) in lon.iter().zip(lat).zip(&mut places) {
            let (x, y) = ((lon - self.west) * BLOCKS_PER_DEG, (lat - self.south) * BLOCKS_PER_DEG);
            // Written so that NaN is outside.
            if (x >= 0.0) & (y >= 0.0) & (x < n_columns) & (y < n_rows) {
                let (column, row) = (x as i32, y as i32);
                let (u, v) = (2.0 * (x - f64::from(column)) - 1.0, 2.0 * (y - f64::from(row)) - 1.0);
                let block = row.cast_unsigned() * self.columns as u32 + column.cast_unsigned();
                *place = InBlock { block, u, v };
            }
        }
        for (place, point) in places.iter().zip(out.iter_mut()) {
            let slot = self.blocks.get(place.block as usize);
            let block = slot.and_then(|slot| slot.get_or_init(|| self.build_numbered(place.block)).as_deref());
            *point = block.map_or([f64::NAN; 2], |block| {
                let point = block.evaluate(place.u, place.v);
                [point.east_m, point.north_m]
            });
        }
    }
}
