//! Which samples the officer has left out by hand (method §2, flag `manual`).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::job::Feedback;
use crate::model::{Correction, Dataset, Flag, LeftOut, LonLat, NO_SOURCE, Result};
use crate::spatial::{Projection, spot_centre, spot_of};

const CHUNK: usize = 1 << 15;

/// Farther from the middle of a square than this (some 100 m) nothing is in it.
const NEAR_DEG: f64 = 0.001;

/// The samples that corrections mean.
#[derive(Debug, Default)]
pub struct LeftOutSamples {
    /// (sample, the first correction that means it), sorted.
    pub first: Vec<(u32, u32)>,
    /// Samples that each correction means.
    pub counts: Vec<u64>,
}

/// Finds the samples that `corrections` mean.
pub fn left_out(dataset: &Dataset, corrections: &[Correction], feedback: &Feedback) -> Result<LeftOutSamples> {
    let mut hits: Vec<(u32, u32)> = Vec::new();
    hits.extend(rows(dataset, corrections));
    hits.extend(phones(dataset, corrections));
    feedback.check()?;
    for (number, correction) in (0..).zip(corrections) {
        if let LeftOut::Desk { crs, square, operator } = &correction.what {
            let on_desk = desk(dataset, &Projection::from_epsg(*crs)?, *square, operator.as_deref());
            hits.extend(on_desk.into_iter().map(|sample| (sample, number)));
            feedback.check()?;
        }
    }
    hits.sort_unstable();
    hits.dedup();
    let mut counts = vec![0; corrections.len()];
    for (_, number) in &hits {
        counts.get_mut(*number as usize).into_iter().for_each(|count| *count += 1);
    }
    hits.dedup_by_key(|(sample, _)| *sample);
    Ok(LeftOutSamples { first: hits, counts })
}

/// Rows by file, number and, where it is given, time.
fn rows(dataset: &Dataset, corrections: &[Correction]) -> Vec<(u32, u32)> {
    let mut asked: FxHashMap<(&str, u32), Vec<u32>> = FxHashMap::default();
    for (number, correction) in (0..).zip(corrections) {
        if let LeftOut::Sample { file, row, .. } = &correction.what {
            asked.entry((file, *row)).or_default().push(number);
        }
    }
    let is_of_time = |number: u32, at: i64| match corrections.get(number as usize).map(|correction| &correction.what) {
        Some(LeftOut::Sample { time, .. }) => time.is_none_or(|time| time == at),
        _ => false,
    };
    let mut hits = Vec::new();
    if asked.is_empty() {
        return hits;
    }
    let samples = &dataset.samples;
    for file in &dataset.files {
        for sample in file.first_sample..file.first_sample + file.n_samples {
            let (Some(row), Some(time)) = (samples.row.get(sample), samples.time.get(sample)) else { continue };
            for row in std::iter::once(*row).chain(file.other_rows(*row)) {
                let meant = asked.get(&(file.name.as_str(), row)).into_iter().flatten();
                hits.extend(meant.filter(|number| is_of_time(**number, *time)).map(|number| (sample as u32, *number)));
            }
        }
    }
    hits
}

fn phones(dataset: &Dataset, corrections: &[Correction]) -> Vec<(u32, u32)> {
    let mut named: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (number, correction) in (0..).zip(corrections) {
        if let LeftOut::Phone { key } = &correction.what {
            named.entry(*key).or_default().push(number);
        }
    }
    let keys = (0..).zip(&dataset.source_keys).filter(|_| !named.is_empty());
    let asked: FxHashMap<u32, &Vec<u32>> = keys.filter_map(|(source, key)| Some((source, named.get(key)?))).collect();
    let Some(sources) = dataset.samples.source.as_ref().filter(|_| !asked.is_empty()) else { return Vec::new() };
    let known = (0..).zip(sources).filter(|(_, source)| **source != NO_SOURCE);
    known
        .flat_map(|(sample, source)| {
            asked.get(source).into_iter().copied().flatten().map(move |number| (sample, *number))
        })
        .collect()
}

/// Samples in a square, of an operator or of all.
fn desk(dataset: &Dataset, projection: &Projection, square: (i32, i32), operator: Option<&str>) -> Vec<u32> {
    let operator = operator.map(|brand| dataset.operator_by_brand(brand));
    if operator == Some(None) {
        return Vec::new();
    }
    let samples = &dataset.samples;
    let Some(centre) = spot_centre(projection, square) else { return Vec::new() };
    let narrowing = centre.lat.to_radians().cos();
    let is_near =
        |at: &LonLat| ((at.lon - centre.lon) * narrowing).abs() < NEAR_DEG && (at.lat - centre.lat).abs() < NEAR_DEG;
    let is_there = |sample: usize| {
        let is_asked = operator.flatten().is_none_or(|asked| samples.operator.get(sample) == Some(&asked));
        let flags = samples.flags.get(sample).copied().unwrap_or_default();
        let position = samples.lon.get(sample).zip(samples.lat.get(sample)).filter(|_| !flags.has(Flag::NoPosition));
        let near = position.map(|(lon, lat)| LonLat { lon, lat }).filter(is_near);
        is_asked && near.and_then(|position| spot_of(projection, position)) == Some(square)
    };
    (0..samples.len())
        .into_par_iter()
        .with_min_len(CHUNK)
        .filter(|sample| is_there(*sample))
        .map(|sample| sample as u32)
        .collect()
}
