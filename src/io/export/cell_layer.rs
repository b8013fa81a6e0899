//! `cells.geojson` and its like: one shape a cell, with the figures of each operator, all classes together, for the
//! profile's first metric.

use std::borrow::Cow;
use std::io::{self, Write};

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::columns::Kind;
use super::fields::Fields;
use super::format::{Placing, geojson};
use super::list::{Column, List, Place, Records, Shape, columns_of};
use crate::job::Feedback;
use crate::model::{Analysis, Grade};
use crate::spatial::Grid;

/// Columns before those of the operators.
const HEADER: &str = "cell_id,zone_id";

const CELLS_PER_PART: u32 = 512;

pub fn write_cell_layer(analysis: &Analysis, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    geojson::write(&cells_list(analysis, grid), &Placing::default(), &Feedback::default(), out).map(drop)
}

/// Cells with `<operator>_n`, `<operator>_share` and `<operator>_grade` of each operator that was met.
pub fn cells_list<'a>(analysis: &'a Analysis, grid: &'a Grid) -> List<'a> {
    let mut columns = columns_of(HEADER);
    for (operator, _) in &analysis.operators_met {
        let brand = analysis.dataset.brand(*operator);
        let of = |figure: &str, kind| Column { name: format!("{brand}_{figure}"), kind };
        columns.extend([of("n", Kind::Integer), of("share", Kind::Decimal), of("grade", Kind::Text)]);
    }
    let n_cells = analysis.cells.len() as u32;
    let size = (u64::from(n_cells), n_cells.div_ceil(CELLS_PER_PART) as usize);
    let list = List::in_parts("cells", columns, size, move |part, records| {
        let first = part as u32 * CELLS_PER_PART;
        (first..(first + CELLS_PER_PART).min(n_cells)).for_each(|cell| add_cell(analysis, grid, cell, records));
    });
    list.placed(Place::Polygon, &["cell_id"])
}

fn add_cell(analysis: &Analysis, grid: &Grid, index: u32, records: &mut Records<'_>) {
    let Some(cell) = analysis.cells.get(index as usize) else { return };
    let metric = analysis.settings.profile.first_metric();
    records.name(|out| grid.write_id(cell.id, out));
    records.text(cell.zone.and_then(|z| analysis.zones.get(z)).map_or("", |zone| &zone.id));
    for (operator, _) in &analysis.operators_met {
        let row = analysis.cell_row(index, Some(*operator), None, metric);
        let evidence = row.and_then(|row| row.stats.evidence.as_deref());
        let verdict = evidence.and_then(|e| e.verdict.as_ref());
        records.integer(evidence.map_or(0, |e| e.n_votes));
        records.maybe_number(verdict.and_then(|v| v.share).map(|s| s.value));
        records.word(verdict.map_or(Grade::None, |v| v.grade).code());
    }
    let ring = grid.boundary(cell.id).into_iter().map(|corner| Coord { x: corner.lon, y: corner.lat });
    let shape = MultiPolygon(vec![Polygon::new(ring.collect::<LineString<f64>>(), Vec::new())]);
    records.end(Shape::Area(Cow::Owned(shape)));
}
