//! Weak places: connected patches of settled cells, grown where enough different phones of the operator test.

use std::collections::BTreeSet;

use geo::MultiPolygon;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::SimulationSettings;
use super::landscape::{GROUND, Landscape};
use super::partition::{Drawing, OUTSIDE, polygons, tidy};
use super::phones::{Phone, Visit};
use super::zones::Ward;
use crate::model::local_hour;

/// Local hours of the evening peak; the last one is not part of it.
pub const EVENING_PEAK: std::ops::Range<u8> = 19..22;

/// Middles of two weak places are at least this far apart.
const APART_M: f64 = 1_000.0;
/// Cells of two weak places are farther apart than this.
const GAP_M: f64 = 300.0;
/// Radius in which phones are counted when a middle is looked for.
const AROUND_M: f64 = 300.0;

/// A place where the invented network fails, and how it truly does.
#[derive(Debug, Clone, PartialEq)]
pub struct WeakPlace {
    /// `W1`, `W2`, … weak at all hours; `P1`, `P2`, … weak in the evening peak only.
    pub id: String,
    /// Brand of the network that is weak; `None`: all are.
    pub operator: Option<String>,
    pub evening_only: bool,
    /// Union of the cells, WGS84 degrees.
    pub shape: MultiPolygon<f64>,
    /// Cells of 100 m of the simulation's own raster.
    pub n_cells: usize,
    pub area_m2: f64,
    /// Khu phố with most of its cells.
    pub zone_id: String,
    /// Probability that a test of the network fails inside (in its hours), method.md §3, profile `qd36`.
    pub failing_share_inside: f64,
    /// The same for all tests that no weak place touches.
    pub failing_share_outside: f64,
    /// Tests that the place touches, before dirt: made inside, by a phone on the network, in its hours.
    pub n_tests: usize,
    pub n_failing_tests: usize,
    /// Different phones among them, and those more than half of whose tests fail here.
    pub n_phones: usize,
    pub n_failing_phones: usize,
}

/// Weak places with their cells.
#[derive(Debug, Clone, Default)]
pub(super) struct WeakMap {
    pub places: Vec<WeakPlace>,
    /// Place of each cell of [`GROUND`].
    of_cell: Vec<Option<u16>>,
}

impl WeakMap {
    pub fn draw(
        rng: &mut ChaCha8Rng,
        settings: &SimulationSettings,
        land: &Landscape,
        ward: &Ward,
        phones: &[Phone],
        visits: &[Visit],
    ) -> Self {
        let mut map = Self { places: Vec::new(), of_cell: vec![None; GROUND.len()] };
        let mut middles: Vec<usize> = Vec::new();
        let operators = settings.weak_operators.iter().copied().cycle();
        let kinds = (0..settings.weak_places + settings.evening_places).map(|k| k >= settings.weak_places);
        // An empty list of operators leaves the cycle empty; then every network is meant.
        let operators = operators.chain(std::iter::repeat(None));
        for (evening_only, operator) in kinds.zip(operators) {
            let touched = Touched { settings, operator, evening_only };
            let phones_of_cell = touched.phones_by_cell(phones, visits);
            let Some(middle) = map.middle(rng, settings, land, &middles, &phones_of_cell) else { continue };
            let cells = map.grow(rng, settings, land, middle, &phones_of_cell);
            middles.push(middle);
            map.add(settings, ward, operator, evening_only, &cells);
        }
        map
    }

    /// The weak place that touches a test.
    pub fn place_of(&self, host: &str, visit: &Visit) -> Option<u16> {
        let number = GROUND.cell(visit.point).and_then(|c| self.of_cell.get(c).copied().flatten())?;
        let place = self.places.get(usize::from(number))?;
        let network = place.operator.as_deref().is_none_or(|weak| weak == host);
        let hour = !place.evening_only || EVENING_PEAK.contains(&local_hour(visit.unix_s));
        (network && hour).then_some(number)
    }

    /// A settled cell with enough phones around, or one of those with most.
    fn middle(
        &self,
        rng: &mut ChaCha8Rng,
        settings: &SimulationSettings,
        land: &Landscape,
        middles: &[usize],
        phones: &[Vec<u32>],
    ) -> Option<usize> {
        let far = |cell: usize| middles.iter().all(|m| GROUND.centre(*m).distance(GROUND.centre(cell)) >= APART_M);
        let settled = land.density.iter().enumerate().filter(|(_, d)| **d > 0.0).map(|(cell, _)| cell);
        let mut candidates: Vec<(usize, usize)> = settled
            .filter(|cell| far(*cell))
            .map(|cell| (phones_around(phones, cell), cell))
            .filter(|(n, _)| *n > 0)
            .collect();
        candidates.sort_by(|a, b| b.cmp(a));
        let enough = candidates.partition_point(|(n, _)| *n >= settings.weak_phones);
        let choice = if enough > 0 { enough } else { candidates.len().min(10) };
        if choice == 0 { None } else { candidates.get(rng.random_range(0..choice)).map(|(_, cell)| *cell) }
    }

    fn grow(
        &self,
        rng: &mut ChaCha8Rng,
        settings: &SimulationSettings,
        land: &Landscape,
        middle: usize,
        phones: &[Vec<u32>],
    ) -> BTreeSet<usize> {
        let (smallest, largest) = settings.weak_cells;
        let wanted = rng.random_range(smallest..=usize::midpoint(smallest, largest));
        let taken: Vec<usize> =
            (0..GROUND.len()).filter(|c| self.of_cell.get(*c).is_some_and(Option::is_some)).collect();
        let free = |cell: usize| {
            land.density.get(cell).is_some_and(|d| *d > 0.0)
                && taken.iter().all(|t| GROUND.centre(*t).distance(GROUND.centre(cell)) > GAP_M)
        };
        let mut cells = BTreeSet::from([middle]);
        let mut inside: BTreeSet<u32> = BTreeSet::new();
        while cells.len() < largest {
            inside.extend(cells.iter().filter_map(|c| phones.get(*c)).flatten());
            if cells.len() >= wanted && inside.len() >= settings.weak_phones {
                break;
            }
            let frontier: BTreeSet<usize> =
                cells.iter().flat_map(|c| GROUND.neighbours(*c)).filter(|c| !cells.contains(c) && free(*c)).collect();
            // Near cells first, with some chance: a compact patch with an uneven edge.
            let next = frontier
                .into_iter()
                .map(|c| (GROUND.centre(c).distance(GROUND.centre(middle)) * rng.random_range(0.7..1.3), c))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            match next {
                Some((_, cell)) => cells.insert(cell),
                None => break,
            };
        }
        cells
    }

    fn add(
        &mut self,
        settings: &SimulationSettings,
        ward: &Ward,
        operator: Option<&str>,
        evening_only: bool,
        cells: &BTreeSet<usize>,
    ) {
        let mut labels: Vec<i32> = (0..GROUND.len()).map(|c| if cells.contains(&c) { 0 } else { OUTSIDE }).collect();
        tidy(GROUND, &mut labels);
        let cells: Vec<usize> = (0..GROUND.len()).filter(|c| labels.get(*c) == Some(&0)).collect();
        let Ok(number) = u16::try_from(self.places.len()) else { return };
        for cell in &cells {
            if let Some(slot) = self.of_cell.get_mut(*cell) {
                *slot = Some(number);
            }
        }
        let same_kind = self.places.iter().filter(|p| p.evening_only == evening_only).count();
        self.places.push(WeakPlace {
            id: format!("{}{}", if evening_only { 'P' } else { 'W' }, same_kind + 1),
            operator: operator.map(str::to_owned),
            evening_only,
            shape: polygons(GROUND, &labels, Drawing::Corners).whole,
            n_cells: cells.len(),
            area_m2: cells.len() as f64 * GROUND.cell_m * GROUND.cell_m,
            zone_id: zone_of(ward, &cells),
            failing_share_inside: settings.weak_failing_share,
            failing_share_outside: settings.background_failing_share,
            n_tests: 0,
            n_failing_tests: 0,
            n_phones: 0,
            n_failing_phones: 0,
        });
    }
}

/// Which tests a place to be would touch.
struct Touched<'a> {
    settings: &'a SimulationSettings,
    operator: Option<&'static str>,
    evening_only: bool,
}

impl Touched<'_> {
    /// Different phones on the network in each cell, sorted.
    fn phones_by_cell(&self, phones: &[Phone], visits: &[Visit]) -> Vec<Vec<u32>> {
        let host = |visit: &Visit| {
            let phone = usize::try_from(visit.phone).ok().and_then(|k| phones.get(k))?;
            self.settings.operators.get(phone.operator).map(|mix| mix.host)
        };
        let mut by_cell: Vec<Vec<u32>> = vec![Vec::new(); GROUND.len()];
        for visit in visits {
            let hour = !self.evening_only || EVENING_PEAK.contains(&local_hour(visit.unix_s));
            if hour
                && (self.operator.is_none() || host(visit) == self.operator)
                && let Some(list) = GROUND.cell(visit.point).and_then(|c| by_cell.get_mut(c))
            {
                list.push(visit.phone);
            }
        }
        for list in &mut by_cell {
            list.sort_unstable();
            list.dedup();
        }
        by_cell
    }
}

fn phones_around(phones: &[Vec<u32>], cell: usize) -> usize {
    let reach = (AROUND_M / GROUND.cell_m).ceil() as isize;
    let side = GROUND.side as isize;
    let (i, j) = ((cell % GROUND.side) as isize, (cell / GROUND.side) as isize);
    let mut found: BTreeSet<u32> = BTreeSet::new();
    for dj in -reach..=reach {
        for di in -reach..=reach {
            let inside = (0..side).contains(&(i + di)) && (0..side).contains(&(j + dj));
            if inside && (di * di + dj * dj) as f64 * GROUND.cell_m * GROUND.cell_m <= AROUND_M * AROUND_M {
                let other = ((j + dj) * side + i + di) as usize;
                found.extend(phones.get(other).into_iter().flatten());
            }
        }
    }
    found.len()
}

fn zone_of(ward: &Ward, cells: &[usize]) -> String {
    let mut counts = vec![0usize; ward.zones.len()];
    for zone in cells.iter().filter_map(|c| ward.zone_number(GROUND.centre(*c))) {
        if let Some(count) = counts.get_mut(zone) {
            *count += 1;
        }
    }
    // Ties: the smaller number.
    let most = counts.iter().enumerate().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(&a.0)));
    most.and_then(|(zone, _)| ward.zones.get(zone)).map(|z| z.id.clone()).unwrap_or_default()
}
