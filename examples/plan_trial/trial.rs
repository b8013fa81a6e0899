//! One invented ward, measured for a while, then visited by teams: as the plan says, evenly, and by other rules. What
//! is settled in the end is judged by the real analysis.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use phusong::analysis::simulate::{OperatorMix, Simulation, SimulationSettings, simulate};
use phusong::analysis::{analyze, grid_of, plan};
use phusong::job::Feedback;
use phusong::model::{
    Analysis, AnalysisSettings, Dataset, Flags, LonLat, MISSING_TIME, Metric, Operator, OperatorId, PlanRequest,
    Profile, Result, SampleColumns, Technology, TimeSlot, Zone, ZoneIndex, Zones,
};
use phusong::spatial::{contains, geodesic_area_m2};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta, Distribution};

/// Brands, sorted as the analysis sorts them, with their shares of the phones.
const BRANDS: [(&str, f64); 4] = [("MobiFone", 0.20), ("Vietnamobile", 0.15), ("Viettel", 0.40), ("VinaPhone", 0.25)];

/// Day of the off-peak outing, local midnight; the evening outing is the day after. `date -u -d 2026-11-10T17:00Z +%s`
const CAMPAIGN_S: i64 = 1_794_330_000;
const DAY_S: i64 = 86_400;

/// Later than everything.
const NOW_S: i64 = 1_800_000_000;

/// Draws of an even allocation, and of the outcomes of every allocation, to lessen chance.
const DRAWS: u64 = 4;

/// What a trial is made of.
#[derive(Debug, Clone)]
pub struct Setting {
    pub name: &'static str,
    pub samples_per_month: usize,
    pub months: u32,
    pub zones: usize,
    pub request: PlanRequest,
    /// Every zone weighs the same; else its area stands in.
    pub equal_weights: bool,
}

/// How visits are allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    Plan,
    /// The same number of visits to every zone.
    Even,
    /// One visit at a time where votes needed, summed over operators and times the weight, drop most.
    DropInVotesNeeded,
}

impl Rule {
    pub const ALL: [Self; 3] = [Self::Plan, Self::Even, Self::DropInVotesNeeded];
}

/// What became of a ward.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub open: usize,
    pub visits: usize,
    pub expected: f64,
    /// Open verdicts that were settled, on average over the draws.
    pub settled: BTreeMap<Rule, f64>,
}

/// A test with one phone.
#[derive(Debug, Clone)]
struct Test {
    position: LonLat,
    time: i64,
    operator: usize,
    download: f64,
    technology: Technology,
    device: String,
}

/// A team at a place at a time.
#[derive(Debug, Clone, Copy)]
struct Visit {
    team: u32,
    slot: TimeSlot,
    position: LonLat,
    /// Index of its cell, for an order of its own.
    key: u64,
}

pub fn run(setting: &Setting, seed: u64) -> Result<Outcome> {
    let feedback = Feedback::default();
    let simulation = simulate(&simulation(setting, seed), &feedback)?;
    let tests: Vec<Test> = simulation
        .rows
        .iter()
        .filter_map(|row| {
            Some(Test {
                position: LonLat { lon: row.lon?, lat: row.lat? },
                time: row.time.unwrap_or(MISSING_TIME),
                operator: BRANDS.iter().position(|(brand, _)| *brand == row.brand)?,
                download: row.download_mbps?,
                technology: row.technology,
                device: format!("p{:06}", row.phone),
            })
        })
        .collect();
    let zones = Arc::new(zones(&simulation, setting.equal_weights));
    let before = analysis_of(&tests, &zones)?;
    let open = open_strata(&before);
    let grid = grid_of(&before)?;
    let planned = plan(&before, &grid, &setting.request, &feedback)?;
    let mut outcome = Outcome {
        open: open.len(),
        visits: planned.stops.len(),
        expected: planned.expected_settled,
        ..Outcome::default()
    };
    for draw in 0..DRAWS {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed * 1000 + draw);
        let cells = cells_of_zones(&before);
        for rule in Rule::ALL {
            let visits = match rule {
                Rule::Plan => planned
                    .stops
                    .iter()
                    .map(|stop| Visit { team: stop.team, slot: stop.slot, position: stop.position, key: stop.cell.0 })
                    .collect(),
                Rule::Even => {
                    let zones: Vec<ZoneIndex> = cells.keys().copied().collect();
                    let first = rng.random_range(0..zones.len().max(1));
                    let turn = zones.iter().cycle().skip(first).take(planned.stops.len());
                    visits_to(turn.copied().collect(), &cells, setting.request.teams, rng)
                }
                Rule::DropInVotesNeeded => {
                    visits_to(by_drop(&before, planned.stops.len()), &cells, setting.request.teams, rng)
                }
            };
            let more = tests_at(&visits, &simulation, seed * 1000 + draw);
            let all: Vec<Test> = tests.iter().cloned().chain(more).collect();
            let after = open_strata(&analysis_of(&all, &zones)?);
            let settled = open.iter().filter(|stratum| !after.contains(stratum)).count();
            *outcome.settled.entry(rule).or_default() += settled as f64 / DRAWS as f64;
        }
    }
    Ok(outcome)
}

fn simulation(setting: &Setting, seed: u64) -> SimulationSettings {
    SimulationSettings {
        samples: setting.samples_per_month * setting.months as usize,
        months: setting.months,
        phones: setting.samples_per_month,
        zones: setting.zones,
        weak_places: 4,
        weak_operators: BRANDS.iter().map(|(brand, _)| Some(*brand)).collect(),
        weak_cells: (20, 60),
        weak_phones: 4,
        intraclass_correlation: (seed % 3 + 1) as f64 / 10.0,
        operators: BRANDS.into_iter().map(|(brand, share)| OperatorMix::alike(brand, share)).collect(),
        ..SimulationSettings::clean(seed * 7919 + 13)
    }
}

fn zones(simulation: &Simulation, equal_weights: bool) -> Zones {
    let zones = simulation.zones.iter().map(|zone| Zone {
        id: zone.id.clone(),
        name: zone.name.clone(),
        area_m2: geodesic_area_m2(&zone.shape),
        shape: zone.shape.clone(),
        weight: equal_weights.then_some(1.0),
    });
    Zones { zones: zones.collect(), ..Zones::default() }
}

fn analysis_of(tests: &[Test], zones: &Arc<Zones>) -> Result<Analysis> {
    let devices: BTreeSet<&str> = tests.iter().map(|test| test.device.as_str()).collect();
    let devices: BTreeMap<&str, u32> = devices.into_iter().zip(0..).collect();
    let mut samples = SampleColumns::default();
    for (row, test) in (2..).zip(tests) {
        samples.lon.push(test.position.lon);
        samples.lat.push(test.position.lat);
        samples.time.push(test.time);
        samples.operator.push(OperatorId(test.operator as u16));
        samples.technology.push(test.technology);
        samples.download.push(test.download);
        samples.upload.push(f64::NAN);
        samples.latency.push(f64::NAN);
        samples.flags.push(Flags::default());
        samples.row.push(row);
    }
    samples.source = Some(tests.iter().filter_map(|test| devices.get(test.device.as_str()).copied()).collect());
    let operator = |(brand, _): (&str, f64)| Operator {
        brand: brand.to_owned(),
        host: brand.to_owned(),
        known: true,
        fixed_line: false,
    };
    let dataset = Dataset {
        operators: BRANDS.into_iter().map(operator).collect(),
        samples,
        n_devices: devices.len() as u32,
        n_sources: devices.len() as u32,
        ..Dataset::default()
    };
    let profile = Profile::built_in("qd36").unwrap_or_else(|| Profile::quick(Metric::Download, 40.0));
    let settings = AnalysisSettings { replicas: 0, ..AnalysisSettings::new(profile, NOW_S) };
    analyze(Arc::new(dataset), Arc::clone(zones), &settings, &Feedback::default())
}

fn open_strata(analysis: &Analysis) -> BTreeSet<(ZoneIndex, OperatorId)> {
    analysis.gaps.iter().map(|gap| (gap.zone, gap.operator)).collect()
}

/// Cells with an accepted sample of each zone: nobody is sent where nobody can be.
fn cells_of_zones(analysis: &Analysis) -> BTreeMap<ZoneIndex, Vec<(u64, LonLat)>> {
    let mut cells: BTreeMap<ZoneIndex, Vec<(u64, LonLat)>> = BTreeMap::new();
    for cell in &analysis.cells {
        if let Some(zone) = cell.zone {
            cells.entry(zone).or_default().push((cell.id.0, cell.centre));
        }
    }
    cells
}

/// Zones for single visits: each time the one where the votes needed drop most, times its weight. A visit brings one
/// vote of every operator, and each brings an open verdict one vote nearer.
fn by_drop(analysis: &Analysis, n: usize) -> Vec<ZoneIndex> {
    let mut needed: BTreeMap<ZoneIndex, (f64, Vec<u32>)> = BTreeMap::new();
    for gap in &analysis.gaps {
        needed.entry(gap.zone).or_insert((gap.weight, Vec::new())).1.push(gap.votes_needed);
    }
    let mut chosen = Vec::new();
    for _ in 0..n {
        let gain = |(weight, votes): &(f64, Vec<u32>)| votes.iter().filter(|n| **n > 0).count() as f64 * weight;
        let best = needed.iter().map(|(zone, place)| (*zone, gain(place))).reduce(|a, b| if b.1 > a.1 { b } else { a });
        let Some((zone, _)) = best.filter(|(_, gain)| *gain > 0.0) else { break };
        chosen.push(zone);
        for votes in needed.get_mut(&zone).into_iter().flat_map(|(_, votes)| votes) {
            *votes = votes.saturating_sub(1);
        }
    }
    chosen
}

/// Visits to cells drawn from each zone, none twice while there are others, by the teams in turn.
fn visits_to(
    zones: Vec<ZoneIndex>,
    cells: &BTreeMap<ZoneIndex, Vec<(u64, LonLat)>>,
    teams: u32,
    rng: &mut ChaCha8Rng,
) -> Vec<Visit> {
    let mut taken = BTreeSet::new();
    let mut of_zone: BTreeMap<ZoneIndex, u32> = BTreeMap::new();
    let mut visits = Vec::new();
    for zone in zones {
        let Some(cells) = cells.get(&zone).filter(|cells| !cells.is_empty()) else { continue };
        let drawn =
            (0..20).filter_map(|_| cells.get(rng.random_range(0..cells.len()))).find(|(key, _)| taken.insert(*key));
        let Some((key, position)) = drawn else { continue };
        let turn = of_zone.entry(zone).or_default();
        let number = visits.len() as u32;
        let slot = if (number / teams).is_multiple_of(2) { TimeSlot::OffPeak } else { TimeSlot::Peak };
        // As in a plan, the visits to one zone are by different teams.
        visits.push(Visit { team: (*turn + zone.0) % teams + 1, slot, position: *position, key: *key });
        *turn += 1;
    }
    visits
}

/// What the teams measure: one test with a phone of each operator at each visit. Phones differ as those of the ward do.
fn tests_at(visits: &[Visit], simulation: &Simulation, seed: u64) -> Vec<Test> {
    let mut tests = Vec::new();
    for visit in visits {
        for (operator, (brand, _)) in BRANDS.iter().enumerate() {
            let place = simulation.truth.iter().position(|place| {
                place.operator.as_deref().is_none_or(|of| of == *brand)
                    && contains(&place.shape, visit.position.lon, visit.position.lat)
            });
            let truth = place.and_then(|i| simulation.truth.get(i));
            let share = truth.map_or(0.12, |place| place.failing_share_inside);
            let q = phone_share(share, seed, visit.team, operator, place);
            // The same phone in the same cell says the same under every rule.
            let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0x5eed ^ visit.key.rotate_left(17));
            rng.set_stream(u64::from(visit.team) * 8 + operator as u64);
            let fails = rng.random_bool(q);
            let (hour, day) = match visit.slot {
                TimeSlot::OffPeak => (9, 0),
                TimeSlot::Peak => (19, 1),
            };
            tests.push(Test {
                position: visit.position,
                time: CAMPAIGN_S + day * DAY_S + hour * 3600 + tests.len() as i64 * 20,
                operator,
                download: if fails { 12.0 } else { 75.0 },
                technology: Technology::FourG,
                device: format!("t{:03}-{operator}", visit.team),
            });
        }
    }
    tests
}

/// Failing share of one phone: beta with the share of the place as its mean and an intraclass correlation of 0.2.
fn phone_share(share: f64, seed: u64, team: u32, operator: usize, place: Option<usize>) -> f64 {
    const CORRELATION: f64 = 0.2;
    let spread = (1.0 - CORRELATION) / CORRELATION;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream((u64::from(team) * 8 + operator as u64) * 64 + place.map_or(0, |i| i as u64 + 1));
    Beta::new(share * spread, (1.0 - share) * spread).map_or(share, |beta| beta.sample(&mut rng))
}
