//! Hexagons of 500 m as places of sampling gaps, where there is nothing but an outline (method §7).

use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon, Polygon, Scale};
use rayon::prelude::*;

use crate::analysis::statistics::{SampleKeys, zone_rows};
use crate::analysis::strata::Strata;
use crate::analysis::{spots, verdicts, votes};
use crate::job::Feedback;
use crate::model::{
    Analysis, Cell, CellId, GridSpec, Judgement, LonLat, OperatorId, Result, Zone, ZoneIndex, ZoneRow, Zones,
};
use crate::spatial::{Grid, contains};

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

/// Whether gaps are listed per hexagon: in a first month with a single zone and nothing smaller, and always where there
/// is no zone but a study area of its own, which can have no other places.
fn are_asked_for(analysis: &Analysis) -> bool {
    let zones = &analysis.zones;
    match zones.zones.len() {
        0 => zones.study_area.is_some(),
        1 => zones.parents.is_empty() && analysis.months.len() <= 1,
        _ => false,
    }
}

impl Hexagons {
    /// Hexagons with their centre in the study area, and those that hold an accepted sample of it. `None` where there are
    /// zones to speak of, or too many hexagons.
    pub fn of(analysis: &Analysis, grid: &Grid) -> Option<Self> {
        if !are_asked_for(analysis) {
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
        let mut rows = zone_rows(dataset, &judgement, &keys, strata, cells, &operators, profile, feedback)?;
        let votes = votes::count_votes(dataset, &judgement, &keys, strata, profile, feedback)?;
        let spots = spots(dataset, &keys, grid, analysis.bounds);
        let court = verdicts::Court { dataset, profile, strata, votes: &votes, spots: &spots };
        court.judge_zones(&mut rows, Some(&analysis.zone_rows), feedback)?;
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

/// The places of an analysis and the cells in them, by the centres of the cells.
#[derive(Debug)]
pub struct Places<'a> {
    places: &'a Zones,
    zones: &'a Zones,
    grid: &'a Grid,
    /// The grid of the hexagons, where places are such.
    hexagons: Option<Grid>,
}

/// A hexagon is looked through a little beyond its sides: centres of cells may lie on them.
const BEYOND_SIDES: f64 = 1.01;

impl<'a> Places<'a> {
    pub fn new(analysis: &'a Analysis, places: &'a Zones, grid: &'a Grid) -> Self {
        let are_zones = std::ptr::eq(places, &*analysis.zones);
        let hexagons = (!are_zones).then(|| Grid::new(HEXAGON, grid.projection().clone()));
        Self { places, zones: &analysis.zones, grid, hexagons }
    }

    /// Place of a cell with samples.
    pub fn of(&self, cell: &Cell) -> Option<ZoneIndex> {
        match &self.hexagons {
            Some(hexagons) => self.hexagon_of(hexagons, cell.id),
            None => cell.zone,
        }
    }

    /// By arithmetic: a centre on the side of two hexagons belongs to the smaller id, as a sample does.
    fn hexagon_of(&self, hexagons: &Grid, cell: CellId) -> Option<ZoneIndex> {
        self.places.by_id(&hexagons.id(hexagons.cell_at(self.grid.centre_in_grid(cell)?)?))
    }

    /// Cells of a place, sampled or not, sorted; of a hexagon those in the study area. `None` where there are more than
    /// `limit`.
    pub fn cells(&self, place: ZoneIndex, limit: usize) -> Option<Vec<CellId>> {
        let shape = &self.places.get(place)?.shape;
        let Some(hexagons) = &self.hexagons else { return self.grid.cells_in(shape, limit) };
        let mut cells = self.grid.cells_in(&shape.scale(BEYOND_SIDES), limit)?;
        cells.retain(|cell| {
            self.hexagon_of(hexagons, *cell) == Some(place)
                && self
                    .grid
                    .centre(*cell)
                    .is_some_and(|centre| shapes(self.zones).any(|outline| contains(outline, centre.lon, centre.lat)))
        });
        Some(cells)
    }
}
