//! Hexagons of 500 m as places of sampling gaps, where there is nothing but an outline (method §7).

use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;

use crate::analysis::statistics::{SampleKeys, zone_rows};
use crate::analysis::strata::Strata;
use crate::analysis::{spots, verdicts, votes};
use crate::job::Feedback;
use crate::model::{
    Analysis, Cell, CellId, GridSpec, Judgement, LonLat, OperatorId, Result, Zone, ZoneIndex, ZoneRow, Zones,
};
use crate::spatial::Grid;

/// Planar hexagons of the grid's CRS, metres across flats.
pub const HEXAGON: GridSpec = GridSpec::Hex(500.0);

/// With more hexagons than this the outline is a province's, and the list no help.
const MAX_HEXAGONS: usize = 20_000;

/// The hexagons of an outline, as places with ids `hx500:q:r` in byte order.
pub struct Hexagons {
    pub places: Zones,
    /// Place of each sample, or [`Judgement::NOWHERE`].
    of_sample: Vec<u32>,
}

/// Whether the study has an outline and nothing smaller: a single zone, or none and a study area of its own.
fn is_outline_only(zones: &Zones) -> bool {
    match zones.zones.len() {
        0 => zones.study_area.is_some(),
        1 => zones.parents.is_empty(),
        _ => false,
    }
}

impl Hexagons {
    /// Hexagons with their centre in the study area, and those that hold an accepted sample of it. `None` where there are
    /// zones to speak of, or too many hexagons.
    pub fn of(analysis: &Analysis, grid: &Grid) -> Option<Self> {
        if !is_outline_only(&analysis.zones) {
            return None;
        }
        let hexagons = Grid::new(HEXAGON, grid.projection().clone());
        let mut cells = BTreeSet::new();
        for shape in shapes(&analysis.zones) {
            cells.extend(hexagons.cells_in(shape, MAX_HEXAGONS)?);
        }
        let of_sample = cells_of_samples(analysis, &hexagons);
        cells.extend(of_sample.iter().flatten());
        if cells.len() > MAX_HEXAGONS {
            return None;
        }
        let mut named: Vec<(String, CellId)> = cells.into_iter().map(|cell| (hexagons.id(cell), cell)).collect();
        named.sort();
        let mut place_of: Vec<(CellId, u32)> = named.iter().map(|(_, cell)| *cell).zip(0..).collect();
        place_of.sort_unstable();
        let place = |cell: &CellId| {
            let found = place_of.binary_search_by_key(cell, |(cell, _)| *cell).ok();
            found.and_then(|i| place_of.get(i)).map_or(Judgement::NOWHERE, |(_, place)| *place)
        };
        let of_sample = of_sample.iter().map(|cell| cell.as_ref().map_or(Judgement::NOWHERE, place)).collect();
        let zone = |(id, cell): (String, CellId)| Zone {
            shape: polygon(&hexagons.boundary(cell)),
            area_m2: hexagons.area_m2(cell),
            name: String::new(),
            weight: None,
            id,
        };
        let zones = named.into_iter().map(zone).collect();
        let places = Zones { zones, ..Zones::default() };
        Some(Self { places, of_sample })
    }

    /// Zone rows of the hexagons: votes, verdicts and all, as §5 to §7 have them with the hexagon as the zone.
    pub fn rows(&self, analysis: &Analysis, grid: &Grid, feedback: &Feedback) -> Result<Vec<ZoneRow>> {
        let Analysis { dataset, settings, cells, .. } = analysis;
        let profile = &settings.profile;
        let Some(strata) = Strata::new(self.places.zones.len(), dataset.operators.len()) else { return Ok(Vec::new()) };
        let judgement = Judgement { zone: self.of_sample.clone(), ..analysis.judgement.clone() };
        let keys = SampleKeys::new(dataset, &judgement, strata);
        let operators: Vec<OperatorId> = analysis.operators_met.iter().map(|(operator, _)| *operator).collect();
        let mut rows = zone_rows(dataset, &judgement, &keys, strata, cells.len(), &operators, profile, feedback)?;
        let votes = votes::count_votes(dataset, &judgement, &keys, strata, profile, feedback)?;
        let spots = spots(dataset, &keys, grid, analysis.bounds);
        let court = verdicts::Court { dataset, profile, strata, votes: &votes, spots: &spots };
        court.judge_zones(&mut rows, feedback)?;
        Ok(rows)
    }
}

fn shapes(zones: &Zones) -> impl Iterator<Item = &MultiPolygon<f64>> {
    zones.zones.iter().map(|zone| &zone.shape).chain(&zones.study_area)
}

fn cells_of_samples(analysis: &Analysis, hexagons: &Grid) -> Vec<Option<CellId>> {
    let Some((south_west, north_east)) = analysis.bounds else { return Vec::new() };
    let local = hexagons.for_bounds(south_west, north_east);
    let (samples, judgement) = (&analysis.dataset.samples, &analysis.judgement);
    let cell = |row: usize| {
        judgement.flags.get(row).filter(|flags| flags.is_accepted())?;
        local.cell_of(LonLat { lon: samples.lon.get(row)?, lat: samples.lat.get(row)? })
    };
    (0..samples.len()).into_par_iter().with_min_len(1 << 12).map(cell).collect()
}

fn polygon(ring: &[LonLat]) -> MultiPolygon<f64> {
    let ring: LineString<f64> = ring.iter().map(|p| Coord { x: p.lon, y: p.lat }).collect();
    MultiPolygon(vec![Polygon::new(ring, Vec::new())])
}

/// Says which of the places the centre of a cell lies in.
pub fn places_of<'a>(
    analysis: &'a Analysis,
    places: &'a Zones,
    grid: &Grid,
) -> impl Fn(&Cell) -> Option<ZoneIndex> + 'a {
    let hexagons = Grid::new(HEXAGON, grid.projection().clone());
    let is_hexagons = !std::ptr::eq(places, &*analysis.zones);
    move |cell| match is_hexagons {
        // By arithmetic: a centre on the edge of two hexagons belongs to the smaller id, as a sample does.
        true => places.by_id(&hexagons.id(hexagons.cell_of(cell.centre)?)),
        false => cell.zone,
    }
}
