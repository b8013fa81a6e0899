//! One ward: analysed as the product does it, then held against the truth.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use geo::BoundingRect;
use phusong::analysis::{analyze, grid_of};
use phusong::job::Feedback;
use phusong::model::{
    Analysis, AnalysisSettings, CellId, Dataset, Error, Grade, GridPoint, LonLat, Metric, OperatorId, Profile, Result,
    Vote, WeakSpot,
};
use phusong::spatial::{Grid, contains};

use crate::results::{Line, OperatorLine, PlaceLine, Truth};
use crate::settings::{BRANDS, Setting};
use crate::ward::Ward;

/// After every invented test.
const NOW_UNIX_S: i64 = 2_000_000_000;
/// A zone with fewer votes cannot be graded.
const FEWEST_VOTES: u64 = 6;
/// Points on each side of a cell at which the truth is asked.
const POINTS: i32 = 10;
/// Farther than a cell reaches from its centre.
const MARGIN_DEG: f64 = 0.001;

pub fn measure(setting: &Setting, seed: u64, replicas: usize) -> Result<Line> {
    let start = Instant::now();
    let ward = Ward::draw(setting, seed)?;
    let analysis = analysis(&ward, ward.dataset.clone(), seed, replicas)?;
    let truth = Known { setting, ward: &ward, analysis: &analysis, grid: grid_of(&analysis)? };
    let single_votes_show = if setting.single_votes {
        let split = one_phone_a_vote(&analysis, ward.dataset.clone());
        Some(self::analysis(&ward, split, seed, replicas)?.weak_spots.iter().any(is_a_or_b))
    } else {
        None
    };
    let spots = |grade| truth.of_spots(grade);
    let (zones_a, zones_judged) = truth.of_zones();
    Ok(Line {
        setting: setting.name.clone(),
        seed,
        replicas,
        correlation: Setting::correlation(seed),
        operators: (0..BRANDS.len()).map(|i| truth.operator(OperatorId(i as u16))).collect(),
        single_votes_show,
        places: (0..ward.places.len()).map(|place| truth.place(place)).collect(),
        spots_a: spots(Grade::A),
        spots_b: spots(Grade::B),
        cells_a: truth.of_cells(),
        zones_a,
        zones_judged,
        seconds: start.elapsed().as_secs_f64(),
    })
}

fn analysis(ward: &Ward, dataset: Dataset, seed: u64, replicas: usize) -> Result<Analysis> {
    let profile = Profile::built_in("qd36").ok_or_else(|| Error::NotFound { path: "qd36".to_owned() })?;
    let settings = AnalysisSettings {
        grid_crs: Some(ward.grid_crs),
        seed,
        replicas,
        ..AnalysisSettings::new(profile, NOW_UNIX_S)
    };
    analyze(Arc::new(dataset), Arc::clone(&ward.zones), &settings, &Feedback::default())
}

/// The same votes, each from a phone of its own: what a scan sees that permutes single votes.
fn one_phone_a_vote(analysis: &Analysis, mut dataset: Dataset) -> Dataset {
    let Some(votes) = analysis.votes(Metric::Download) else { return dataset };
    let Some(sources) = &mut dataset.samples.source else { return dataset };
    for (number, vote) in (0..).zip(&votes.votes) {
        for row in votes.samples_of(vote) {
            if let Some(source) = sources.get_mut(*row as usize) {
                *source = number;
            }
        }
    }
    dataset.n_devices = votes.votes.len() as u32;
    dataset.n_sources = dataset.n_devices;
    dataset
}

fn is_a_or_b(spot: &WeakSpot) -> bool {
    matches!(spot.grade, Grade::A | Grade::B)
}

/// An analysis and what is true of its ward.
struct Known<'a> {
    setting: &'a Setting,
    ward: &'a Ward,
    analysis: &'a Analysis,
    grid: Grid,
}

impl Known<'_> {
    fn votes(&self) -> &[Vote] {
        self.analysis.votes(Metric::Download).map_or(&[], |votes| &votes.votes)
    }

    /// Share of a vote's samples that this place touches.
    fn touched_by(&self, vote: &Vote, place: usize) -> f64 {
        let Some(votes) = self.analysis.votes(Metric::Download) else { return 0.0 };
        let rows = votes.samples_of(vote);
        let touched = rows.iter().filter(|row| self.ward.place_of.get(**row as usize) == Some(&Some(place))).count();
        touched as f64 / rows.len().max(1) as f64
    }

    /// Mean probability with which these votes fail.
    fn true_share<'v>(&self, votes: impl Iterator<Item = &'v Vote>) -> (f64, u64) {
        let (mut sum, mut n) = (0.0, 0u32);
        for vote in votes {
            let weak: f64 = (0..self.ward.places.len()).map(|place| self.touched_by(vote, place)).sum();
            sum += weak * self.setting.inside + (1.0 - weak) * self.setting.background;
            n += 1;
        }
        (sum / f64::from(n).max(1.0), u64::from(n))
    }

    fn of_spots(&self, grade: Grade) -> Truth {
        let mut truth = Truth::default();
        for spot in self.analysis.weak_spots.iter().filter(|spot| spot.grade == grade) {
            let inside = |vote: &&Vote| vote.operator == spot.operator && spot.cells.binary_search(&vote.cell).is_ok();
            truth.add(self.true_share(self.votes().iter().filter(inside)).0);
        }
        truth
    }

    /// Rows of one operator over all its classes, the only ones that pool a phone's votes.
    fn of_cells(&self) -> Truth {
        let mut truth = Truth::default();
        for row in &self.analysis.cell_rows {
            let Some(operator) = row.operator.filter(|_| row.technology.is_none()) else { continue };
            if row.metric == Metric::Download && is_confirmed(row.stats.evidence.as_deref()) {
                let inside = |vote: &&Vote| vote.operator == operator && vote.cell == row.cell;
                truth.add(self.true_share(self.votes().iter().filter(inside)).0);
            }
        }
        truth
    }

    fn of_zones(&self) -> (Truth, u64) {
        let (mut truth, mut judged) = (Truth::default(), 0);
        for row in &self.analysis.zone_rows {
            let (Some(zone), Some(operator), None, Metric::Download) =
                (row.zone, row.operator, row.technology, row.metric)
            else {
                continue;
            };
            let inside = |vote: &&Vote| vote.operator == operator && vote.zone == zone.0;
            let (share, n) = self.true_share(self.votes().iter().filter(inside));
            judged += u64::from(n >= FEWEST_VOTES);
            if is_confirmed(row.stats.evidence.as_deref()) {
                truth.add(share);
            }
        }
        (truth, judged)
    }

    fn operator(&self, operator: OperatorId) -> OperatorLine {
        let votes = self.votes().iter().filter(|vote| vote.operator == operator);
        let mut cells: Vec<u32> = votes.map(|vote| vote.cell).collect();
        let n_votes = cells.len() as u64;
        cells.sort_unstable();
        cells.dedup();
        let spots = self.analysis.weak_spots.iter().filter(|spot| spot.operator == operator && is_a_or_b(spot));
        OperatorLine { votes: n_votes, cells: cells.len() as u64, spots: spots.count() as u64 }
    }

    fn place(&self, number: usize) -> PlaceLine {
        let votes = self.votes().iter().filter(|vote| self.touched_by(vote, number) > 0.5).count() as u64;
        let place = self.ward.places.get(number);
        let brand = place.and_then(|place| place.operator.clone()).unwrap_or_default();
        let mut line = PlaceLine {
            cells: place.map_or(0, |place| place.n_cells as u64),
            votes,
            found_a: false,
            found: false,
            drawn: 0,
            drawn_weak: 0,
            drawn_touching: 0,
            weak: 0,
            weak_drawn: 0,
        };
        let mut drawn: BTreeSet<CellId> = BTreeSet::new();
        let is_here = |spot: &&WeakSpot| is_a_or_b(spot) && self.analysis.dataset.brand(spot.operator) == brand;
        for spot in self.analysis.weak_spots.iter().filter(is_here) {
            let covered: Vec<f64> = spot.shape.iter().map(|cell| self.covered(*cell, number)).collect();
            if covered.iter().all(|share| *share <= 0.5) {
                continue;
            }
            line.found = true;
            line.found_a |= spot.grade == Grade::A;
            line.drawn += covered.len() as u64;
            line.drawn_weak += covered.iter().filter(|share| self.is_weak(**share)).count() as u64;
            line.drawn_touching += covered.iter().filter(|share| **share > 0.0).count() as u64;
            drawn.extend(&spot.shape);
        }
        if line.found {
            let weak = self.measured_cells(&brand).into_iter().filter(|cell| self.is_weak(self.covered(*cell, number)));
            for cell in weak {
                line.weak += 1;
                line.weak_drawn += u64::from(drawn.contains(&cell));
            }
        }
        line
    }

    /// Whether ground is truly weak of which this share lies in a place.
    fn is_weak(&self, covered: f64) -> bool {
        covered * self.setting.inside + (1.0 - covered) * self.setting.background > 0.5
    }

    fn measured_cells(&self, brand: &str) -> BTreeSet<CellId> {
        let of_brand = self.votes().iter().filter(|vote| self.analysis.dataset.brand(vote.operator) == brand);
        of_brand.filter_map(|vote| self.analysis.cells.get(vote.cell as usize)).map(|cell| cell.id).collect()
    }

    /// Share of a cell's area that lies in a place.
    fn covered(&self, cell: CellId, place: usize) -> f64 {
        let (Some(place), Some(centre)) = (self.ward.places.get(place), self.grid.centre_in_grid(cell)) else {
            return 0.0;
        };
        let near = |at: LonLat| {
            place.shape.bounding_rect().is_some_and(|rect| {
                let far = |at: f64, low: f64, high: f64| at < low - MARGIN_DEG || at > high + MARGIN_DEG;
                !far(at.lon, rect.min().x, rect.max().x) && !far(at.lat, rect.min().y, rect.max().y)
            })
        };
        if !self.grid.projection().inverse(centre).is_some_and(near) {
            return 0.0;
        }
        let side_m = self.grid.area_m2(cell).sqrt();
        let at = |k: i32| ((f64::from(k) + 0.5) / f64::from(POINTS) - 0.5) * side_m;
        let points = (0..POINTS * POINTS).filter_map(|k| {
            let point = GridPoint { east_m: centre.east_m + at(k % POINTS), north_m: centre.north_m + at(k / POINTS) };
            self.grid.projection().inverse(point)
        });
        let inside = points.filter(|point| contains(&place.shape, point.lon, point.lat)).count();
        inside as f64 / f64::from(POINTS * POINTS)
    }
}

fn is_confirmed(evidence: Option<&phusong::model::Evidence>) -> bool {
    evidence.and_then(|evidence| evidence.verdict.as_ref()).is_some_and(|verdict| verdict.grade == Grade::A)
}
