//! Phones that seem to jump: two neighbouring samples in time of one device, more than 1 km apart, implying more than
//! 300 km/h (method §2). Such positions are not where the test was made.

use geographiclib_rs::{Geodesic, InverseGeodesic};
use rayon::prelude::*;

use crate::model::{Dataset, Flags, LonLat, MISSING_TIME, canonical_line};

const MIN_DISTANCE_M: f64 = 1000.0;
const MAX_SPEED_KM_H: f64 = 300.0;

/// (sample, the neighbour it cannot have come from), both ways round, sorted.
pub fn find_teleports(dataset: &Dataset, flags: &[Flags]) -> Vec<(u32, u32)> {
    let samples = &dataset.samples;
    if samples.source.is_none() || dataset.n_devices == 0 {
        return Vec::new();
    }
    let mut by_device: Vec<(u32, i64, u32)> = (0..samples.len())
        .into_par_iter()
        .filter_map(|row| {
            let device = samples.source(row);
            let time = samples.time.get(row).copied().filter(|t| *t != MISSING_TIME)?;
            let is_excluded = flags.get(row).is_none_or(|f| f.intersects(Flags::EXCLUDED));
            (device < dataset.n_devices && !is_excluded).then_some((device, time, row as u32))
        })
        .collect();
    by_device.par_sort_unstable();
    let mut found: Vec<(u32, u32)> = by_device
        .par_chunk_by_mut(|a, b| a.0 == b.0)
        .flat_map_iter(|visits| {
            order_ties(dataset, visits);
            jumps(dataset, visits)
        })
        .collect();
    found.par_sort_unstable();
    found.dedup_by_key(|(row, _)| *row);
    found
}

/// Samples of one second are ordered by their canonical line, so that row order decides nothing.
fn order_ties(dataset: &Dataset, visits: &mut [(u32, i64, u32)]) {
    for tie in visits.chunk_by_mut(|a, b| a.1 == b.1) {
        if tie.len() > 1 {
            tie.sort_by_cached_key(|(_, _, row)| canonical_line(dataset, *row as usize));
        }
    }
}

fn jumps(dataset: &Dataset, visits: &[(u32, i64, u32)]) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    for pair in visits.windows(2) {
        let [(_, t1, a), (_, t2, b)] = pair else { continue };
        let (Some(from), Some(to)) = (position(dataset, *a), position(dataset, *b)) else { continue };
        if is_teleport(from, to, t2 - t1) {
            found.push((*a, *b));
            found.push((*b, *a));
        }
    }
    found
}

fn position(dataset: &Dataset, row: u32) -> Option<LonLat> {
    let samples = &dataset.samples;
    Some(LonLat { lon: samples.lon.get(row as usize)?, lat: samples.lat.get(row as usize)? })
}

fn is_teleport(from: LonLat, to: LonLat, elapsed_s: i64) -> bool {
    // A degree of latitude is at least 110.5 km, one of longitude at most 111.4 km: most pairs are settled by this.
    let bound_m = ((from.lat - to.lat).abs() + (from.lon - to.lon).abs()) * 111_700.0;
    if bound_m <= MIN_DISTANCE_M {
        return false;
    }
    let distance_m: f64 = Geodesic::wgs84().inverse(from.lat, from.lon, to.lat, to.lon);
    distance_m > MIN_DISTANCE_M && (elapsed_s <= 0 || distance_m / 1000.0 > MAX_SPEED_KM_H * elapsed_s as f64 / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilometre_in_a_second_is_a_jump_and_a_train_is_none() {
        let uong_bi = LonLat { lon: 106.766, lat: 21.034 };
        let further = |lat: f64| LonLat { lon: 106.766, lat: 21.034 + lat };
        // 0.01° of latitude is 1107 m here: in 13 s 306 km/h, in 14 s 285 km/h.
        assert!(is_teleport(uong_bi, further(0.01), 13));
        assert!(!is_teleport(uong_bi, further(0.01), 14));
        assert!(is_teleport(uong_bi, further(0.01), 0));
        // 996 m is near enough to be a bad fix.
        assert!(!is_teleport(uong_bi, further(0.009), 0));
    }
}
