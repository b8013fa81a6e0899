//! Duplicates and ids that stand for two tests (method §2).
//!
//! Two rows are one test when their time agrees to the second and either both carry the same id, or one lacks an id and
//! position (1e-6°), operator, technology and metrics (0.001) agree.

use rustc_hash::FxHashMap;

use super::repeats::{mix, repeated};
use crate::model::{Dataset, Flag, Flags, MISSING_TIME, Metric, canonical_line};

/// What was found; both lists are sorted by sample.
#[derive(Debug, Default)]
pub struct Repeats {
    /// (sample, the sample it repeats).
    pub duplicates: Vec<(u32, u32)>,
    /// Samples whose id also stands at another time.
    pub id_conflicts: Vec<u32>,
}

/// Everything but the id that must agree.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
struct Content {
    time: i64,
    position: [Option<i64>; 2],
    operator: u16,
    technology: u8,
    metrics: [Option<i64>; 3],
}

/// Finds repeated tests. `flags` holds the flags judged so far: the row with fewest `excluded` ones stays.
pub fn find_repeats(dataset: &Dataset, flags: &[Flags]) -> Repeats {
    let samples = &dataset.samples;
    let time_of = |row: usize| samples.time.get(row).copied().filter(|t| *t != MISSING_TIME);
    let id_of = |row: usize| samples.test_id.as_ref().and_then(|ids| ids.get(row).copied()).filter(|id| *id != 0);

    let same_content = repeated(samples.len(), |row| content(dataset, row).map(|c| hash(&c)));
    let (same_test, same_id) = if samples.test_id.is_some() {
        let same_id = repeated(samples.len(), |row| time_of(row).and_then(|_| id_of(row)));
        let same_test = repeated(samples.len(), |row| Some(mix(&[time_of(row)? as u64, id_of(row)?])));
        (same_test, same_id)
    } else {
        (Vec::new(), Vec::new())
    };

    let mut candidates: Vec<u32> = same_content.iter().chain(&same_test).map(|(_, row)| *row).collect();
    candidates.sort_unstable();
    candidates.dedup();

    Repeats {
        duplicates: keep_first(dataset, flags, &candidates, id_of),
        id_conflicts: conflicts(&same_id, |row| samples.time.get(row).copied()),
    }
}

fn content(dataset: &Dataset, row: usize) -> Option<Content> {
    let samples = &dataset.samples;
    let time = samples.time.get(row).copied().filter(|t| *t != MISSING_TIME)?;
    let rounded = |value: Option<f64>, scale: f64| value.map(|v| (v * scale).round() as i64);
    Some(Content {
        time,
        // A position that is missing agrees with nothing.
        position: [rounded(Some(samples.lon.get(row)?), 1e6), rounded(Some(samples.lat.get(row)?), 1e6)],
        operator: samples.operator.get(row)?.0,
        technology: *samples.technology.get(row)? as u8,
        metrics: Metric::ALL.map(|metric| rounded(samples.metric(metric).get(row), 1e3)),
    })
}

fn hash(content: &Content) -> u64 {
    let part = |value: Option<i64>| value.map_or(u64::MAX, |v| v as u64);
    let [lon, lat] = content.position.map(part);
    let [a, b, c] = content.metrics.map(part);
    let kind = u64::from(content.operator) << 8 | u64::from(content.technology);
    // Two rounds suffice: equal keys are compared in full afterwards.
    mix(&[
        (content.time as u64) ^ lon.rotate_left(24) ^ lat.rotate_left(46),
        a ^ b.rotate_left(21) ^ c.rotate_left(42) ^ kind.rotate_left(56),
    ])
}

/// Goes through the candidates from the one that has most right to stay, and drops what repeats a row that stayed.
fn keep_first(
    dataset: &Dataset,
    flags: &[Flags],
    candidates: &[u32],
    id_of: impl Fn(usize) -> Option<u64>,
) -> Vec<(u32, u32)> {
    let file_name =
        |row: u32| dataset.file_of(row as usize).and_then(|f| dataset.files.get(f)).map(|f| f.name.as_str());
    let mut ranked: Vec<_> = candidates
        .iter()
        .map(|row| {
            let excluded = flags.get(*row as usize).map_or(0, |f| f.count_excluded());
            (excluded, canonical_line(dataset, *row as usize), *row)
        })
        .collect();
    // Among rows that agree in all that is written, those with an id come first: an id-less twin of two tests then never
    // swallows one of them.
    ranked.sort_by(|a, b| {
        let rest = |row: u32| {
            let number = dataset.samples.row.get(row as usize).copied();
            (id_of(row as usize).is_none(), file_name(row), number, row)
        };
        (a.0, &a.1).cmp(&(b.0, &b.1)).then_with(|| rest(a.2).cmp(&rest(b.2)))
    });

    let mut kept_tests: FxHashMap<(i64, u64), u32> = FxHashMap::default();
    let mut kept_contents: FxHashMap<Content, Kept> = FxHashMap::default();
    let mut duplicates = Vec::new();
    for (_, _, row) in ranked {
        let Some(content) = content(dataset, row as usize) else { continue };
        let id = id_of(row as usize);
        let same_content = kept_contents.get(&content);
        let repeats = match id {
            Some(id) => kept_tests.get(&(content.time, id)).copied().or(same_content.and_then(|kept| kept.without_id)),
            None => same_content.map(|kept| kept.first),
        };
        if let Some(first) = repeats {
            duplicates.push((row, first));
            continue;
        }
        if let Some(id) = id {
            kept_tests.insert((content.time, id), row);
        }
        let kept = kept_contents.entry(content).or_insert(Kept { first: row, without_id: None });
        if id.is_none() {
            kept.without_id = Some(row);
        }
    }
    duplicates.sort_unstable();
    duplicates
}

/// Rows that stayed with one content.
struct Kept {
    first: u32,
    without_id: Option<u32>,
}

fn conflicts(same_id: &[(u64, u32)], time_of: impl Fn(usize) -> Option<i64>) -> Vec<u32> {
    let mut rows = Vec::new();
    for group in same_id.chunk_by(|a, b| a.0 == b.0) {
        let first = group.first().and_then(|(_, row)| time_of(*row as usize));
        if group.iter().any(|(_, row)| time_of(*row as usize) != first) {
            rows.extend(group.iter().map(|(_, row)| *row));
        }
    }
    rows.sort_unstable();
    rows
}

/// Marks what was found in `flags`.
pub fn mark(repeats: &Repeats, flags: &mut [Flags]) {
    let mut set = |row: u32, flag: Flag| {
        if let Some(flags) = flags.get_mut(row as usize) {
            flags.insert(flag);
        }
    };
    for (row, _) in &repeats.duplicates {
        set(*row, Flag::Duplicate);
    }
    for row in &repeats.id_conflicts {
        set(*row, Flag::IdConflict);
    }
}
