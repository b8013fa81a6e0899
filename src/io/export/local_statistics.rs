//! `local_statistics.csv`: second opinions cell by cell.

use std::io::{self, Write};

use super::table::write_table;
use crate::model::{Analysis, LocalRow};
use crate::spatial::Grid;

const HEADER: &str = "cell_id,operator,n_votes,share_failing,eb_share,n_neighbours,gi_star_z,gi_star_p,gi_star_fdr,\
moran_i,moran_p,moran_quadrant,moran_fdr";

/// Rows formatted by one thread at a time.
const PART: usize = 1 << 12;

pub fn write_local_statistics(
    analysis: &Analysis,
    grid: &Grid,
    local: &[LocalRow],
    out: &mut dyn Write,
) -> io::Result<()> {
    write_table(out, HEADER, local.len().div_ceil(PART), |part, rows| {
        for row in local.iter().skip(part * PART).take(PART) {
            match analysis.cells.get(row.cell as usize) {
                Some(cell) => rows.raw(|out| grid.write_id(cell.id, out)),
                None => rows.empty(),
            };
            rows.text(row.operator.map_or("*", |id| analysis.dataset.brand(id)));
            rows.integer(row.n_votes).number(row.share_failing).number(row.shrunken_share).integer(row.n_neighbours);
            match row.gi_star {
                Some(gi) => rows.number(gi.z).number(gi.p).integer(gi.is_discovery),
                None => rows.empty().empty().empty(),
            };
            match row.moran {
                Some(m) => rows.number(m.i).number(m.p).word(m.quadrant.code()).integer(m.is_discovery),
                None => rows.empty().empty().empty().empty(),
            };
            rows.end();
        }
    })
}
