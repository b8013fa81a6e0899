//! Samples into cells of the analysis grid: each accepted sample lies in exactly one.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::job::{Cancelled, Feedback};
use crate::model::{Cell, CellId, Dataset, Judgement, LonLat, ZoneIndex, Zones};
use crate::spatial::{CellWindow, Grid, ZoneLocator};

/// Rows whose cells are looked up together.
const BLOCK: usize = 256;

/// Rows between two looks at the cancel button.
const CHUNK: usize = 1 << 15;

/// Most cells of a window: each run of rows has a byte for every one.
const MOST_IN_WINDOW: usize = 1 << 22;

/// Which zone a sample or a cell's centre lies in.
pub fn zone_locator(zones: &Zones) -> ZoneLocator {
    let shapes: Vec<_> = zones.zones.iter().map(|zone| &zone.shape).collect();
    ZoneLocator::new(&shapes)
}

/// Cells with at least one accepted sample, sorted by id text, each in the zone of its centre; fills `judgement.cell` with indices into them.
pub fn bin(
    dataset: &Dataset,
    judgement: &mut Judgement,
    grid: &Grid,
    locator: &ZoneLocator,
    bounds: Option<(LonLat, LonLat)>,
    feedback: &Feedback,
) -> Result<Vec<Cell>, Cancelled> {
    let n_samples = dataset.samples.len();
    // All threads ask for the memory, page by page, and not one for all of it.
    let mut cell: Vec<u32> = (0..n_samples).into_par_iter().with_min_len(CHUNK).map(|_| Judgement::NOWHERE).collect();
    let Some((south_west, north_east)) = bounds else {
        judgement.cell = cell;
        return Ok(Vec::new());
    };
    let local_grid = grid.for_bounds(south_west, north_east);
    let (samples, flags) = (&dataset.samples, &judgement.flags);
    let window = local_grid.window(south_west, north_east, n_samples.clamp(1 << 16, MOST_IN_WINDOW));
    let rows_of_run = n_samples.div_ceil(4 * rayon::current_num_threads()).max(CHUNK);
    let runs: Vec<Met> = cell
        .par_chunks_mut(rows_of_run)
        .enumerate()
        .map(|(run, cells)| {
            let mut met = Met::new(window);
            let (mut lon, mut lat, mut ids) = ([f64::NAN; BLOCK], [f64::NAN; BLOCK], [None; BLOCK]);
            for (chunk, cells) in cells.chunks_mut(CHUNK).enumerate() {
                let first = run * rows_of_run + chunk * CHUNK;
                for (block, cells) in cells.chunks_mut(BLOCK).enumerate() {
                    let first = first + block * BLOCK;
                    samples.lon.read_into(first, &mut lon);
                    samples.lat.read_into(first, &mut lat);
                    let n = cells.len();
                    let flags = flags.get(first..first + n).unwrap_or_default();
                    // What is not accepted has no cell: NaN lies nowhere.
                    lon.iter_mut().zip(flags).filter(|(_, f)| !f.is_accepted()).for_each(|(lon, _)| *lon = f64::NAN);
                    local_grid.cells_of(&lon[..n], &lat[..n], &mut ids);
                    for (number, id) in cells.iter_mut().zip(&ids) {
                        *number = id.map_or(Judgement::NOWHERE, |id| met.number(id));
                    }
                }
                feedback.advance(cells.len() as u64)?;
            }
            Ok(met)
        })
        .collect::<Result<_, Cancelled>>()?;

    let sorted = sorted_by_text(grid, met_in_any(window, &runs));
    let index = CellIndex::new(window, &sorted);
    cell.par_chunks_mut(rows_of_run).zip(&runs).for_each(|(cells, met)| {
        for number in cells.iter_mut().filter(|number| **number != Judgement::NOWHERE) {
            *number = index.of(*number, met);
        }
    });
    judgement.cell = cell;
    Ok(describe(grid, locator, &sorted))
}

/// The cells that some rows lie in, numbered for these rows: those of the window as there, the others as they come.
struct Met {
    window: CellWindow,
    is_met: Vec<bool>,
    numbers_outside: FxHashMap<CellId, u32>,
    outside: Vec<CellId>,
}

impl Met {
    fn new(window: CellWindow) -> Self {
        let is_met = vec![false; window.len()];
        Self { window, is_met, numbers_outside: FxHashMap::default(), outside: Vec::new() }
    }

    #[inline]
    fn number(&mut self, id: CellId) -> u32 {
        if let Some(number) = self.window.number(id)
            && let Some(is_met) = self.is_met.get_mut(number as usize)
        {
            *is_met = true;
            return number;
        }
        *self.numbers_outside.entry(id).or_insert_with(|| {
            self.outside.push(id);
            (self.is_met.len() + self.outside.len() - 1) as u32
        })
    }
}

/// All cells that some run of rows has met, each once.
fn met_in_any(window: CellWindow, runs: &[Met]) -> Vec<CellId> {
    let mut is_met = vec![false; window.len()];
    for run in runs {
        is_met.iter_mut().zip(&run.is_met).for_each(|(any, is_met)| *any |= *is_met);
    }
    let mut outside: Vec<CellId> = runs.iter().flat_map(|run| run.outside.iter().copied()).collect();
    outside.par_sort_unstable();
    outside.dedup();
    let inside = (0..).zip(is_met).filter(|(_, is_met)| *is_met).map(|(number, _)| window.cell(number));
    inside.chain(outside).collect()
}

/// Where each cell stands in a list.
struct CellIndex {
    /// By the cell's number in the window.
    inside: Vec<u32>,
    outside: FxHashMap<CellId, u32>,
}

impl CellIndex {
    fn new(window: CellWindow, cells: &[CellId]) -> Self {
        let mut index = Self { inside: vec![Judgement::NOWHERE; window.len()], outside: FxHashMap::default() };
        for (place, id) in (0..).zip(cells) {
            let slot = window.number(*id).and_then(|number| index.inside.get_mut(number as usize));
            match slot {
                Some(slot) => *slot = place,
                None => {
                    index.outside.insert(*id, place);
                }
            }
        }
        index
    }

    /// The place of a cell by the number that a run of rows has for it.
    #[inline]
    fn of(&self, number: u32, run: &Met) -> u32 {
        let number = number as usize;
        let outside = || self.outside.get(run.outside.get(number.checked_sub(self.inside.len())?)?);
        self.inside.get(number).or_else(outside).copied().unwrap_or(Judgement::NOWHERE)
    }
}

fn sorted_by_text(grid: &Grid, ids: Vec<CellId>) -> Vec<CellId> {
    let mut keyed: Vec<(Vec<u8>, CellId)> = ids
        .into_par_iter()
        .map(|id| {
            let mut text = Vec::with_capacity(20);
            grid.write_id(id, &mut text);
            (text, id)
        })
        .collect();
    keyed.par_sort_unstable();
    keyed.into_iter().map(|(_, id)| id).collect()
}

fn describe(grid: &Grid, locator: &ZoneLocator, ids: &[CellId]) -> Vec<Cell> {
    ids.par_iter()
        .map(|id| {
            let centre = grid.centre(*id).unwrap_or(LonLat { lon: f64::NAN, lat: f64::NAN });
            Cell { id: *id, centre, zone: locator.locate(centre.lon, centre.lat).map(ZoneIndex) }
        })
        .collect()
}
