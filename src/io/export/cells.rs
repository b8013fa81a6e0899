//! `cell_stats.csv`.

use std::io::{self, Write};

use super::fields::Fields;
use super::list::{List, Shape};
use super::table::{Rows, write_header, write_parts};
use super::zones::add_stats;
use crate::model::{Analysis, CellRow, OtherMetrics};
use crate::spatial::Grid;

const HEADER: &str = "cell_id,lon,lat,zone_id,operator,technology,metric,n_samples,n_votes,n_devices,n_days,mean,p10,p25,\
median,p75,p90,median_lo,median_hi,threshold,n_failing_samples,n_failing_votes,share_failing,share_lo,share_hi,grade,\
votes_needed,n_quota,n_sources,note";

const SPEED_COLUMNS: &str = ",mean_upload,p10_upload,median_upload,p90_upload,mean_latency,p10_latency,median_latency,\
p90_latency";

/// Cells whose rows are formatted together.
const CELLS_PER_PART: u32 = 512;

/// The cell table in the making: its rows may come in pieces, so that they need not all be held at once.
pub struct CellTable<'a> {
    analysis: &'a Analysis,
    grid: &'a Grid,
    out: &'a mut dyn Write,
}

impl std::fmt::Debug for CellTable<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CellTable").finish_non_exhaustive()
    }
}

impl<'a> CellTable<'a> {
    /// Writes the header.
    pub fn begin(analysis: &'a Analysis, grid: &'a Grid, out: &'a mut dyn Write) -> io::Result<Self> {
        let more = if analysis.settings.only_stats { SPEED_COLUMNS } else { "" };
        write_header(out, &format!("{HEADER}{more}"))?;
        Ok(Self { analysis, grid, out })
    }

    /// Adds the rows of `n_parts` parts, in their order; they are made and formatted in parallel.
    pub fn add(
        &mut self,
        n_parts: usize,
        each_row: impl Fn(usize, &mut dyn FnMut(&CellRow, Option<&OtherMetrics>)) + Sync,
    ) -> io::Result<()> {
        let (analysis, grid) = (self.analysis, self.grid);
        write_parts(self.out, n_parts, |part, rows| {
            let mut place = Place::default();
            each_row(part, &mut |row, others| {
                place.enter(analysis, grid, row.cell);
                rows.raw(|out| out.extend_from_slice(place.columns.bytes()));
                add_figures(analysis, row, others, rows);
                rows.end();
            });
        })
    }
}

/// The fields after those that the rows of a cell share.
fn add_figures(analysis: &Analysis, row: &CellRow, others: Option<&OtherMetrics>, fields: &mut impl Fields) {
    fields.text(row.operator.map_or("*", |operator| analysis.dataset.brand(operator)));
    fields.word(row.technology.map_or("*", |technology| technology.label()));
    fields.word(row.metric.label());
    add_stats(fields, &row.stats, false);
    for speeds in others.into_iter().flatten() {
        for i in 0..4 {
            fields.maybe_number(speeds.and_then(|speeds| speeds.get(i).copied()));
        }
    }
}

/// Writes the rows of an analysis that holds them all.
pub fn write_cell_stats(analysis: &Analysis, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    let n_cells = analysis.cells.len() as u32;
    CellTable::begin(analysis, grid, out)?.add(n_cells.div_ceil(CELLS_PER_PART) as usize, |part, take| {
        let first = part as u32 * CELLS_PER_PART;
        analysis.rows_of_cells(first..(first + CELLS_PER_PART).min(n_cells)).iter().for_each(|row| take(row, None));
    })
}

/// The columns of a cell that its rows share.
#[derive(Default)]
struct Place {
    cell: Option<u32>,
    columns: Rows,
}

impl Place {
    fn enter(&mut self, analysis: &Analysis, grid: &Grid, cell: u32) {
        if self.cell == Some(cell) {
            return;
        }
        self.cell = Some(cell);
        self.columns.clear();
        let Some(cell) = analysis.cells.get(cell as usize) else { return };
        let rows = &mut self.columns;
        rows.raw(|out| grid.write_id(cell.id, out)).fixed(cell.centre.lon, 7).fixed(cell.centre.lat, 7);
        rows.text(cell.zone.and_then(|zone| analysis.zones.get(zone)).map_or("", |zone| &zone.id));
    }
}

/// The rows of the cell table, without a place: on a map a cell has one shape, see [`super::cell_layer`].
pub fn cell_stats_list<'a>(analysis: &'a Analysis, grid: &'a Grid) -> List<'a> {
    List::of("cell_stats", HEADER, &analysis.cell_rows, |row, records| {
        let cell = analysis.cells.get(row.cell as usize);
        records.name(|out| cell.into_iter().for_each(|cell| grid.write_id(cell.id, out)));
        records.maybe_fixed(cell.map(|cell| cell.centre.lon), 7).maybe_fixed(cell.map(|cell| cell.centre.lat), 7);
        let zone = cell.and_then(|cell| analysis.zones.get(cell.zone?));
        records.text(zone.map_or("", |zone| &zone.id));
        add_figures(analysis, row, None, records);
        records.end(Shape::None);
    })
}
