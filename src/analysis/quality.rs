//! The fate of each sample: where it lies, and every flag it carries (method §2).
//!
//! Flags are judged independently on each row, duplicates after the others, teleports last, then the period.

use rayon::prelude::*;

use super::{corrections, duplicates, teleport};
use crate::job::{Cancelled, Feedback};
use crate::model::{
    AnalysisSettings, Dataset, Flag, FlagCounts, Flags, Judgement, LocalDay, MISSING_TIME, Month, Period, Result,
    Zones, is_in_future, local_day, local_month,
};
use crate::spatial::ZoneLocator;

const CHUNK: usize = 1 << 15;
/// Samples located together.
const BLOCK: usize = 256;

/// What is known of the samples before they are judged: the flags of the reading, and no zone.
pub fn unjudged(dataset: &Dataset) -> Judgement {
    // All threads ask for the memory, page by page, and not one for all of it.
    Judgement {
        flags: dataset.samples.flags.par_iter().with_min_len(CHUNK).copied().collect(),
        zone: (0..dataset.samples.len()).into_par_iter().with_min_len(CHUNK).map(|_| Judgement::NOWHERE).collect(),
        ..Judgement::default()
    }
}

/// Judges all samples. Cells are left for `binning`.
pub fn judge(
    dataset: &Dataset,
    zones: &Zones,
    locator: &ZoneLocator,
    mut judgement: Judgement,
    settings: &AnalysisSettings,
    feedback: &Feedback,
) -> Result<Judgement> {
    locate(dataset, zones, locator, &mut judgement, feedback)?;
    flag_future(dataset, settings.now_unix_s, &mut judgement.flags);
    let left_out = corrections::left_out(dataset, &settings.corrections, feedback)?;
    for (sample, _) in &left_out.first {
        if let Some(flags) = judgement.flags.get_mut(*sample as usize) {
            flags.insert(Flag::Manual);
        }
    }
    (judgement.left_out_by, judgement.n_left_out) = (left_out.first, left_out.counts);
    feedback.check()?;
    let repeats = duplicates::find_repeats(dataset, &judgement.flags);
    duplicates::mark(&repeats, &mut judgement.flags);
    judgement.duplicate_of = repeats.duplicates;
    feedback.check()?;
    judgement.teleport_from = teleport::find_teleports(dataset, &judgement.flags);
    for (row, _) in &judgement.teleport_from {
        if let Some(flags) = judgement.flags.get_mut(*row as usize) {
            flags.insert(Flag::Teleport);
        }
    }
    flag_period(dataset, settings, &mut judgement.flags);
    count(dataset, &mut judgement);
    Ok(judgement)
}

fn locate(
    dataset: &Dataset,
    zones: &Zones,
    locator: &ZoneLocator,
    judgement: &mut Judgement,
    feedback: &Feedback,
) -> std::result::Result<(), Cancelled> {
    if !zones.bounds_study() {
        return Ok(());
    }
    let outlines: Vec<_> = zones.parents.iter().map(|zone| &zone.shape).chain(&zones.study_area).collect();
    let outline = (!outlines.is_empty()).then(|| ZoneLocator::new(&outlines));
    let samples = &dataset.samples;
    judgement.zone.par_chunks_mut(CHUNK).zip(judgement.flags.par_chunks_mut(CHUNK)).enumerate().try_for_each(
        |(chunk, (zone, flags))| {
            let (mut lon, mut lat) = ([f64::NAN; BLOCK], [f64::NAN; BLOCK]);
            for (block, (zone, flags)) in zone.chunks_mut(BLOCK).zip(flags.chunks_mut(BLOCK)).enumerate() {
                let first = chunk * CHUNK + block * BLOCK;
                samples.lon.read_into(first, &mut lon);
                samples.lat.read_into(first, &mut lat);
                let placed = lon.iter_mut().zip(flags.iter());
                placed.filter(|(_, flags)| flags.has(Flag::NoPosition)).for_each(|(lon, _)| *lon = f64::NAN);
                locator.locate_batch(&lon, &lat, zone);
                for (((zone, flags), lon), lat) in zone.iter().zip(flags.iter_mut()).zip(&lon).zip(&lat) {
                    if *zone != Judgement::NOWHERE || flags.has(Flag::NoPosition) {
                        continue;
                    }
                    let is_inside = outline.as_ref().is_some_and(|outline| outline.locate(*lon, *lat).is_some());
                    flags.insert(if is_inside { Flag::NoZone } else { Flag::Outside });
                }
            }
            feedback.advance(zone.len() as u64)
        },
    )
}

fn flag_future(dataset: &Dataset, now_unix_s: i64, flags: &mut [Flags]) {
    let flag = |flags: &mut [Flags], times: &[i64], now_unix_s: i64| {
        flags.par_iter_mut().zip(times).for_each(|(flags, time)| {
            if *time != MISSING_TIME && is_in_future(*time, now_unix_s) {
                flags.insert(Flag::FutureTime);
            }
        });
    };
    if dataset.files.iter().all(|file| file.now_unix_s.is_none()) {
        return flag(flags, &dataset.samples.time, now_unix_s);
    }
    for file in &dataset.files {
        let rows = file.first_sample..file.first_sample + file.n_samples;
        if let (Some(flags), Some(times)) = (flags.get_mut(rows.clone()), dataset.samples.time.get(rows)) {
            flag(flags, times, file.now_unix_s.unwrap_or(now_unix_s));
        }
    }
}

fn flag_period(dataset: &Dataset, settings: &AnalysisSettings, flags: &mut [Flags]) {
    // Which samples are accepted so far matters only to a period that ends with the latest of them.
    let latest = matches!(settings.period, Period::LastMonths(_)).then(|| latest_month(dataset, flags)).flatten();
    let (from, to) = settings.period.days(latest);
    if from.is_none() && to.is_none() {
        return;
    }
    let is_outside = |day: LocalDay| from.is_some_and(|from| day < from) || to.is_some_and(|to| day > to);
    flags.par_iter_mut().zip(&dataset.samples.time).for_each(|(flags, time)| {
        if *time != MISSING_TIME && is_outside(local_day(*time)) {
            flags.insert(Flag::OutOfPeriod);
        }
    });
}

/// Local month of the latest sample without an `excluded` flag.
fn latest_month(dataset: &Dataset, flags: &[Flags]) -> Option<Month> {
    let accepted = flags.par_iter().zip(&dataset.samples.time).filter(|(flags, _)| flags.is_accepted());
    accepted.map(|(_, time)| *time).max().map(local_month)
}

fn count(dataset: &Dataset, judgement: &mut Judgement) {
    let flags = &judgement.flags;
    let per_file = dataset.files.iter().map(|file| {
        let rows = flags.get(file.first_sample..file.first_sample + file.n_samples).unwrap_or(&[]);
        rows.par_chunks(CHUNK)
            .map(|chunk| {
                let mut counts = FlagCounts::default();
                chunk.iter().for_each(|flags| counts.add(*flags));
                (counts, chunk.iter().filter(|flags| flags.is_accepted()).count() as u64)
            })
            .reduce(Default::default, |mut a, b| {
                a.0.merge(&b.0);
                (a.0, a.1 + b.1)
            })
    });
    let (counts, kept) = per_file.collect::<Vec<_>>().into_iter().unzip();
    judgement.counts = counts;
    judgement.kept = kept;
}
