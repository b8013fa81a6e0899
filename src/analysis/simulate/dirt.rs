//! What goes wrong between a phone and a file: rows as they come from the field, one fault each.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Normal};

use super::landscape::{GROUND, Landscape, draw_cell, draw_point_in};
use super::plane::file_degrees;
use super::{SimulatedTest, SimulationSettings};
use crate::model::{LonLat, Month, Technology};

/// The fault of a dirty row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dirt {
    /// A second copy of a row, in the next month's file where there is one.
    Duplicate,
    /// Hundreds of kilometres away.
    FarAway,
    /// A year typed wrong: ten years later.
    FutureTime,
    /// Above 10 000 Mbps, or a latency above a minute.
    Implausible,
    /// Position from a mast: uncertainty above 100 m.
    LowAccuracy,
    MissingPosition,
    MissingTime,
    Negative,
    /// `N/A` instead of a latency.
    NotAvailable,
    NullIsland,
    /// Another spelling of the operator; some are known aliases, some are mistakes.
    OperatorSpelling,
    /// Latitude and longitude exchanged.
    SwappedCoordinates,
    /// An additional test of the same phone kilometres away, a minute later.
    Teleport,
    Wifi,
}

impl Dirt {
    /// Every fault with its share of the dirty rows.
    const SHARES: [(Self, f64); 14] = [
        (Self::Duplicate, 0.14),
        (Self::FarAway, 0.06),
        (Self::FutureTime, 0.03),
        (Self::Implausible, 0.04),
        (Self::LowAccuracy, 0.13),
        (Self::MissingPosition, 0.09),
        (Self::MissingTime, 0.03),
        (Self::Negative, 0.03),
        (Self::NotAvailable, 0.05),
        (Self::NullIsland, 0.05),
        (Self::OperatorSpelling, 0.14),
        (Self::SwappedCoordinates, 0.05),
        (Self::Teleport, 0.05),
        (Self::Wifi, 0.11),
    ];

    /// Whether the fault adds a row instead of spoiling one.
    fn adds_a_row(self) -> bool {
        matches!(self, Self::Duplicate | Self::Teleport)
    }
}

/// How many rows of each fault a simulation has.
fn counts(settings: &SimulationSettings) -> Vec<(Dirt, usize)> {
    let dirty = settings.dirt_share * settings.samples as f64;
    Dirt::SHARES.into_iter().map(|(dirt, share)| (dirt, (share * dirty).round() as usize)).collect()
}

/// Rows that faults will add to the clean ones.
pub(super) fn rows_to_add(settings: &SimulationSettings) -> usize {
    counts(settings).into_iter().filter(|(dirt, _)| dirt.adds_a_row()).map(|(_, n)| n).sum()
}

/// Spoils rows in place and adds the additional ones; order of files, then of time.
pub(super) fn soil(
    rng: &mut ChaCha8Rng,
    settings: &SimulationSettings,
    land: &Landscape,
    tests: Vec<SimulatedTest>,
) -> Vec<SimulatedTest> {
    let people = land.cumulative(|_| 1.0);
    let last_month = Month(settings.first_month.0 + settings.months as i32 - 1);
    // (file, place in the file, additional)
    let mut rows: Vec<((Month, usize, bool), SimulatedTest)> =
        tests.into_iter().enumerate().map(|(k, test)| ((test.file_month, k, false), test)).collect();
    let clean = rows.len();
    for (dirt, count) in counts(settings) {
        for _ in 0..count {
            let Some(k) = clean_row(rng, &rows, clean, dirt) else { continue };
            let Some(((month, place, _), test)) = rows.get_mut(k) else { continue };
            if !dirt.adds_a_row() {
                spoil(rng, dirt, test);
                test.dirt = Some(dirt);
                continue;
            }
            let mut extra = test.clone();
            let mut key = (*month, *place, true);
            extra.dirt = Some(dirt);
            if dirt == Dirt::Duplicate {
                extra.file_month = Month((month.0 + 1).min(last_month.0));
                key = (extra.file_month, usize::MAX, true);
            } else {
                move_away(rng, &people, &mut extra);
            }
            rows.push((key, extra));
        }
    }
    rows.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    rows.into_iter().map(|(_, test)| test).collect()
}

/// A row without a fault that can bear this one.
fn clean_row(
    rng: &mut ChaCha8Rng,
    rows: &[((Month, usize, bool), SimulatedTest)],
    clean: usize,
    dirt: Dirt,
) -> Option<usize> {
    if clean == 0 {
        return None;
    }
    (0..200).map(|_| rng.random_range(0..clean)).find(|k| {
        rows.get(*k).is_some_and(|(_, test)| {
            test.dirt.is_none() && (dirt != Dirt::Teleport || test.device.is_some()) && test.download_mbps > Some(0.0)
        })
    })
}

fn move_away(rng: &mut ChaCha8Rng, people: &[(usize, f64)], test: &mut SimulatedTest) {
    let here = LonLat { lon: test.lon.unwrap_or_default(), lat: test.lat.unwrap_or_default() };
    let far = (0..200).filter_map(|_| draw_cell(rng, people)).find(|cell| {
        let there = GROUND.centre(*cell).lonlat();
        (there.lat - here.lat).abs().max((there.lon - here.lon).abs()) > 0.02
    });
    // A ward too small for a jump gets one to its corner.
    let at = draw_point_in(rng, far.unwrap_or(0)).lonlat();
    (test.lat, test.lon) = (Some(at.lat), Some(at.lon));
    test.time = test.time.map(|t| t + 61);
    let id: u64 = rng.random();
    test.id = format!("{:012x}", id >> 16);
}

fn spoil(rng: &mut ChaCha8Rng, dirt: Dirt, test: &mut SimulatedTest) {
    match dirt {
        Dirt::Duplicate | Dirt::Teleport => {}
        Dirt::FarAway => {
            // Somewhere in the plain of the big river and its hills, well off the ward.
            test.lat = Some(file_degrees(rng.random_range(20.2..20.8)));
            test.lon = Some(file_degrees(rng.random_range(105.2..106.2)));
        }
        Dirt::FutureTime => test.time = test.time.map(|t| t + 3652 * 86_400),
        Dirt::Implausible => {
            if rng.random_bool(0.5) {
                test.download_mbps = test.download_mbps.map(|d| (d * 1e6).round() / 100.0 + 10_001.0);
            } else {
                test.latency_ms = Some(99_999.0);
            }
        }
        Dirt::LowAccuracy => {
            let scatter = Normal::new(0.0, 0.003).ok();
            let mut step = || scatter.map_or(0.0, |n| n.sample(rng));
            test.lat = test.lat.map(|lat| file_degrees(lat + step()));
            test.lon = test.lon.map(|lon| file_degrees(lon + step()));
            test.accuracy_m = Some(f64::from(rng.random_range(120..2500)));
        }
        Dirt::MissingPosition => {
            test.lat = None;
            if rng.random_bool(0.7) {
                test.lon = None;
            }
        }
        Dirt::MissingTime => test.time = None,
        Dirt::Negative => {
            if rng.random_bool(0.5) {
                test.download_mbps = Some(-1.0);
            } else {
                test.latency_ms = Some(-1.0);
            }
        }
        Dirt::NotAvailable => test.latency_ms = None,
        Dirt::NullIsland => (test.lat, test.lon) = (Some(0.0), Some(0.0)),
        Dirt::OperatorSpelling => test.operator = spelling(rng, test.brand),
        Dirt::SwappedCoordinates => std::mem::swap(&mut test.lat, &mut test.lon),
        Dirt::Wifi => {
            test.wifi = true;
            test.technology = Technology::Unknown;
            test.download_mbps = Some(f64::from(rng.random_range(6_000..40_000)) / 100.0);
            test.upload_mbps = Some(f64::from(rng.random_range(5_000..30_000)) / 100.0);
            test.latency_ms = Some(f64::from(rng.random_range(30..150)) / 10.0);
        }
    }
}

/// The last one of each brand is a mistake that no table of aliases knows.
fn spelling(rng: &mut ChaCha8Rng, brand: &str) -> String {
    let list: &[&str] = match brand {
        "Viettel" => &["VIETTEL", "Viettel Mobile", "viettel", "Viettel Telecom", "Vietell"],
        "VinaPhone" => &["VNPT", "VNPT-VinaPhone", "Vinaphone", "VN VINAPHONE", "Vinafone"],
        "MobiFone" => &["Mobifone", "MOBIFONE", "VN Mobifone", "Mobiphone"],
        "Vietnamobile" => &["VNMOBILE", "VIETNAMOBILE", "Vietnammobile"],
        "iTel" => &["ITEL", "Itelecom"],
        _ => &["WINTEL", "Wintel "],
    };
    list.get(rng.random_range(0..list.len())).copied().unwrap_or(brand).to_owned()
}
