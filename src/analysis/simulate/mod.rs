//! An invented ward with known truth: ground, khu phố, phones, tests, weak places and dirt, all from one seed.
//!
//! It serves three ends: sample data for a first look, checks of the method against a known truth (method.md §9), and
//! load for measurements. Nothing in it is real: the outline, the names, the figures and the market are made up.
//!
//! Order of chance: the ground is drawn first, then khu phố, phones and their tests, then weak places where phones
//! test, then outcomes, and dirt last. Every step and every phone has a stream of random numbers of its own, so that the
//! result depends on the settings alone, not on threads.

mod dirt;
mod landscape;
mod outcome;
mod partition;
mod phones;
mod plane;
mod settings;
mod weak;
mod zones;

use std::collections::BTreeMap;

use geo::MultiPolygon;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

pub use dirt::Dirt;
pub use settings::{OperatorMix, SimulationSettings};
pub use weak::{EVENING_PEAK, WeakPlace};
pub use zones::SimulatedZone;

use crate::job::{Cancelled, Feedback};
use crate::model::{Month, Technology};
use landscape::Landscape;
use phones::{Crowd, Phone, Visit};
use weak::WeakMap;
use zones::Ward;

/// An invented ward and everything measured in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// The ward as a whole, WGS84 degrees: exactly the union of the khu phố.
    pub outline: MultiPolygon<f64>,
    /// Khu phố that partition the outline; neighbours share every vertex of their border. Sorted by id.
    pub zones: Vec<SimulatedZone>,
    /// Rows in the order of the files, by month.
    pub rows: Vec<SimulatedTest>,
    pub truth: Vec<WeakPlace>,
}

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestStatus {
    Done,
    /// No connection: download 0, nothing else measured.
    Failed,
}

/// One row of a portal export, with what only the simulation knows.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedTest {
    pub id: String,
    /// Month of the file that holds the row.
    pub file_month: Month,
    /// Unix time in seconds.
    pub time: Option<i64>,
    /// As written: dirt may have exchanged or moved it. WGS84 degrees.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub accuracy_m: Option<f64>,
    /// As written.
    pub operator: String,
    /// The true brand.
    pub brand: &'static str,
    pub wifi: bool,
    pub technology: Technology,
    pub download_mbps: Option<f64>,
    pub upload_mbps: Option<f64>,
    pub latency_ms: Option<f64>,
    /// The true phone, known even where `device` is not.
    pub phone: u32,
    pub device: Option<String>,
    pub model: &'static str,
    /// Mã giới thiệu.
    pub referral: Option<String>,
    pub status: TestStatus,
    /// The outcome drawn against QĐ 36, before dirt.
    pub fails: bool,
    /// The weak place that touched the test, as an index into [`Simulation::truth`].
    pub weak_place: Option<usize>,
    pub dirt: Option<Dirt>,
}

/// Who draws random numbers.
#[derive(Debug, Clone, Copy)]
enum Stream {
    Ground,
    Zones,
    Crowd,
    Weak,
    Dirt,
    /// Places and times of a phone.
    Visits(usize),
    /// Outcomes of a phone.
    Outcomes(usize),
}

/// Random numbers of their own for each drawer. There are fewer than 2⁴⁰ phones.
fn stream(seed: u64, drawer: Stream) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(match drawer {
        Stream::Ground => 0,
        Stream::Zones => 1,
        Stream::Crowd => 2,
        Stream::Weak => 3,
        Stream::Dirt => 4,
        Stream::Visits(phone) => (1 << 40) + phone as u64,
        Stream::Outcomes(phone) => (1 << 41) + phone as u64,
    });
    rng
}

/// Draws a ward. The same settings give the same ward on any number of threads.
pub fn simulate(settings: &SimulationSettings, feedback: &Feedback) -> Result<Simulation, Cancelled> {
    let settings = &settings.clone().in_range();
    feedback.begin("simulate-stage", settings.phones as u64 * 2)?;
    let seed = settings.seed;
    let land = Landscape::draw(&mut stream(seed, Stream::Ground), settings.area_km2);
    let ward = Ward::draw(&mut stream(seed, Stream::Zones), &land, settings.zones);
    feedback.check()?;

    let rng = &mut stream(seed, Stream::Crowd);
    let crowd = Crowd::draw(rng, settings, &land, &ward);
    let phones: Vec<Phone> = (0..settings.phones).map(|k| crowd.phone(rng, k)).collect();
    let clean_rows = settings.samples.saturating_sub(dirt::rows_to_add(settings));
    let tests = crowd.tests_per_phone(rng, &phones, clean_rows);
    let visits: Vec<Vec<Visit>> = per_phone(&phones, feedback, |k, phone| {
        let count = tests.get(k).copied().unwrap_or(0);
        crowd.visits(&mut stream(seed, Stream::Visits(k)), k as u32, phone, count)
    })?;

    let all_visits: Vec<Visit> = visits.iter().flatten().cloned().collect();
    let rng = &mut stream(seed, Stream::Weak);
    let weak = WeakMap::draw(rng, settings, &land, &ward, &phones, &all_visits);
    feedback.check()?;
    let tests: Vec<Vec<SimulatedTest>> = per_phone(&phones, feedback, |k, phone| {
        let visits = visits.get(k).map_or(&[][..], Vec::as_slice);
        outcome::tests(&mut stream(seed, Stream::Outcomes(k)), settings, &weak, phone, visits)
    })?;

    let mut tests: Vec<SimulatedTest> = tests.into_iter().flatten().collect();
    tests.sort_by(|a, b| (a.file_month, a.time, &a.id).cmp(&(b.file_month, b.time, &b.id)));
    let truth = counted(weak.places, &tests);
    let rows = dirt::soil(&mut stream(seed, Stream::Dirt), settings, &land, tests);
    Ok(Simulation { outline: ward.outline, zones: ward.zones, rows, truth })
}

/// Runs `work` for each phone on all threads; the order of the results is that of the phones.
fn per_phone<T: Send>(
    phones: &[Phone],
    feedback: &Feedback,
    work: impl Fn(usize, &Phone) -> T + Sync,
) -> Result<Vec<T>, Cancelled> {
    let step = |(k, phone)| {
        let result = work(k, phone);
        feedback.advance(1).map(|()| result)
    };
    phones.par_iter().enumerate().map(step).collect()
}

/// Fills in what the places truly touched.
fn counted(mut places: Vec<WeakPlace>, tests: &[SimulatedTest]) -> Vec<WeakPlace> {
    for (number, place) in places.iter_mut().enumerate() {
        // Tests and failing tests of each phone.
        let mut phones: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for test in tests.iter().filter(|t| t.weak_place == Some(number)) {
            let (n, failing) = phones.entry(test.phone).or_default();
            *n += 1;
            *failing += usize::from(test.fails);
        }
        place.n_tests = phones.values().map(|(n, _)| n).sum();
        place.n_failing_tests = phones.values().map(|(_, failing)| failing).sum();
        place.n_phones = phones.len();
        place.n_failing_phones = phones.values().filter(|(n, failing)| 2 * failing > *n).count();
    }
    places
}

#[cfg(test)]
mod tests;
