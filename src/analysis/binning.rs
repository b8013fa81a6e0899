//! Samples into cells of the analysis grid: each accepted sample lies in exactly one.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::job::{Cancelled, Feedback};
use crate::model::{Cell, CellId, Dataset, Judgement, LonLat, ZoneIndex, Zones};
use crate::spatial::{Grid, ZoneLocator};

const CHUNK: usize = 1 << 15;

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
    let mut cell = vec![Judgement::NOWHERE; n_samples];
    let Some((south_west, north_east)) = bounds else {
        judgement.cell = cell;
        return Ok(Vec::new());
    };
    let local_grid = grid.for_bounds(south_west, north_east);
    let (samples, flags) = (&dataset.samples, &judgement.flags);
    // Each chunk numbers the cells it meets; the numbers are made common afterwards.
    let met: Vec<Vec<CellId>> = cell
        .par_chunks_mut(CHUNK)
        .enumerate()
        .map(|(chunk, cells)| {
            let mut numbers: FxHashMap<CellId, u32> = FxHashMap::default();
            let mut met = Vec::new();
            for (offset, number) in cells.iter_mut().enumerate() {
                let row = chunk * CHUNK + offset;
                if !flags.get(row).is_some_and(|f| f.is_accepted()) {
                    continue;
                }
                let (Some(lon), Some(lat)) = (samples.lon.get(row), samples.lat.get(row)) else { continue };
                let Some(id) = local_grid.cell_of(LonLat { lon, lat }) else { continue };
                *number = *numbers.entry(id).or_insert_with(|| {
                    met.push(id);
                    met.len() as u32 - 1
                });
            }
            feedback.advance(cells.len() as u64).map(|()| met)
        })
        .collect::<Result<_, Cancelled>>()?;

    let sorted = sorted_by_text(grid, &met);
    let index_of: FxHashMap<CellId, u32> = sorted.iter().enumerate().map(|(i, id)| (*id, i as u32)).collect();
    cell.par_chunks_mut(CHUNK).zip(&met).for_each(|(cells, met)| {
        let common: Vec<u32> = met.iter().map(|id| index_of.get(id).copied().unwrap_or(Judgement::NOWHERE)).collect();
        for number in cells.iter_mut().filter(|number| **number != Judgement::NOWHERE) {
            *number = common.get(*number as usize).copied().unwrap_or(Judgement::NOWHERE);
        }
    });
    judgement.cell = cell;
    Ok(describe(grid, locator, &sorted))
}

fn sorted_by_text(grid: &Grid, met: &[Vec<CellId>]) -> Vec<CellId> {
    let mut ids: Vec<CellId> = met.iter().flatten().copied().collect();
    ids.par_sort_unstable();
    ids.dedup();
    let mut keyed: Vec<(Box<[u8]>, CellId)> = ids
        .into_par_iter()
        .map(|id| {
            let mut text = Vec::with_capacity(20);
            grid.write_id(id, &mut text);
            (text.into_boxed_slice(), id)
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
