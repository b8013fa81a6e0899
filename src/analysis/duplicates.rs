//! Duplicates and ids that stand for two tests (method §2).
//!
//! Two rows are one test when their time agrees to the second and either both carry the same id, or one lacks an id and
//! position (1e-6°), operator, technology and metrics (0.001) agree.

use rustc_hash::FxHashMap;

use super::repeats::{mix, repeated, sharing};
use crate::model::{Dataset, DecimalColumn, Flag, Flags, MISSING_TIME, Metric, canonical_line};

/// What was found; both lists are sorted by sample.
#[derive(Debug, Default)]
pub struct Repeats {
    /// (sample, the sample it repeats).
    pub duplicates: Vec<(u32, u32)>,
    /// Samples whose id also stands at another time.
    pub id_conflicts: Vec<u32>,
}

/// Lowest bits of the latitude, in steps of 1e-6°, that tell tests of one second apart before all of them is looked at:
/// of ten million tests in three months most share their second with another.
const LATITUDE_BITS: u32 = 4;

/// Rows that repeat another one by what the rows alone say: (sample, the sample it repeats).
pub fn repeats_in(dataset: &Dataset) -> Vec<(u32, u32)> {
    find_repeats(dataset, &dataset.samples.flags).duplicates
}

/// Everything but the id that must agree.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
struct Content {
    time: i64,
    position: [i64; 2],
    operator: u16,
    technology: u8,
    metrics: [Option<i64>; 3],
}

/// Finds repeated tests. `flags` holds the flags judged so far: the row with fewest `excluded` ones stays.
pub fn find_repeats(dataset: &Dataset, flags: &[Flags]) -> Repeats {
    let samples = &dataset.samples;
    let time_of = |row: usize| samples.time.get(row).copied().filter(|t| *t != MISSING_TIME);
    let id_of = |row: usize| samples.test_id.as_ref().and_then(|ids| ids.get(row).copied()).filter(|id| *id != 0);

    let contents = Contents::new(dataset, flags);
    // Few tests happen in the same second at the same latitude: only their contents are looked at.
    let same_time = sharing(samples.len(), |row| {
        let rest = contents.latitude(row)? & ((1 << LATITUDE_BITS) - 1);
        Some(time_of(row)?.wrapping_shl(LATITUDE_BITS) | rest)
    });
    let same_content =
        repeated(same_time.len(), |place| contents.of(*same_time.get(place)? as usize).map(|c| hash(&c)));
    let same_content = same_content.iter().filter_map(|(_, place)| same_time.get(*place as usize));
    let (same_test, same_id) = if samples.test_id.is_some() {
        let same_id = repeated(samples.len(), |row| time_of(row).and_then(|_| id_of(row)));
        let same_test = repeated(samples.len(), |row| Some(mix(&[time_of(row)? as u64, id_of(row)?])));
        (same_test, same_id)
    } else {
        (Vec::new(), Vec::new())
    };

    let mut candidates: Vec<u32> = same_content.chain(same_test.iter().map(|(_, row)| row)).copied().collect();
    candidates.sort_unstable();
    candidates.dedup();

    Repeats {
        duplicates: keep_first(&contents, &candidates, id_of),
        id_conflicts: conflicts(&same_id, |row| samples.time.get(row).copied()),
    }
}

/// Contents of all rows, from the columns that hold whole numbers where they do.
struct Contents<'a> {
    dataset: &'a Dataset,
    flags: &'a [Flags],
    lon: Rounded<'a>,
    lat: Rounded<'a>,
    metrics: [Rounded<'a>; 3],
}

impl<'a> Contents<'a> {
    fn new(dataset: &'a Dataset, flags: &'a [Flags]) -> Self {
        let samples = &dataset.samples;
        Self {
            dataset,
            flags,
            lon: Rounded::new(&samples.lon, 1e6),
            lat: Rounded::new(&samples.lat, 1e6),
            metrics: Metric::ALL.map(|metric| Rounded::new(samples.metric(metric), 1e3)),
        }
    }

    /// Of a position that is not missing.
    #[inline]
    fn latitude(&self, row: usize) -> Option<i64> {
        self.flags.get(row).filter(|flags| !flags.has(Flag::NoPosition)).and_then(|_| self.lat.at(row))
    }

    fn of(&self, row: usize) -> Option<Content> {
        let samples = &self.dataset.samples;
        // A position that is missing agrees with nothing.
        if self.flags.get(row).is_none_or(|f| f.has(Flag::NoPosition)) {
            return None;
        }
        Some(Content {
            time: samples.time.get(row).copied().filter(|t| *t != MISSING_TIME)?,
            position: [self.lon.at(row)?, self.lat.at(row)?],
            operator: samples.operator.get(row)?.0,
            technology: *samples.technology.get(row)? as u8,
            metrics: {
                let [a, b, c] = &self.metrics;
                [a.at(row), b.at(row), c.at(row)]
            },
        })
    }
}

/// A column in whole multiples of 1/`precision`.
struct Rounded<'a> {
    column: &'a DecimalColumn,
    precision: f64,
    /// The column's own whole numbers, where they have one digit more.
    tenths: Option<&'a [i32]>,
}

impl<'a> Rounded<'a> {
    fn new(column: &'a DecimalColumn, precision: f64) -> Self {
        let tenths = column.scaled().filter(|(_, scale)| *scale == precision * 10.0).map(|(values, _)| values);
        Self { column, precision, tenths }
    }

    #[inline]
    fn at(&self, row: usize) -> Option<i64> {
        match self.tenths.and_then(|values| values.get(row)).copied() {
            Some(i32::MIN) => None,
            // Halfway between two, the rounding of the 64-bit value decides.
            Some(tenths) if tenths.rem_euclid(10) != 5 => Some((i64::from(tenths) + 5).div_euclid(10)),
            _ => self.column.get(row).map(|value| (value * self.precision).round() as i64),
        }
    }
}

fn hash(content: &Content) -> u64 {
    let part = |value: Option<i64>| value.map_or(u64::MAX, |v| v as u64);
    let [lon, lat] = content.position.map(|degrees| degrees as u64);
    let [a, b, c] = content.metrics.map(part);
    let kind = u64::from(content.operator) << 8 | u64::from(content.technology);
    // Two rounds suffice: equal keys are compared in full afterwards.
    mix(&[
        (content.time as u64) ^ lon.rotate_left(24) ^ lat.rotate_left(46),
        a ^ b.rotate_left(21) ^ c.rotate_left(42) ^ kind.rotate_left(56),
    ])
}

/// Joins candidates that are one test and lets the one with most right to it stay.
///
/// The relation is not transitive: an id-less row can agree with two tests of different ids. All that hang together
/// count as one, so that the order of rows decides nothing.
fn keep_first(contents: &Contents<'_>, candidates: &[u32], id_of: impl Fn(usize) -> Option<u64>) -> Vec<(u32, u32)> {
    let Contents { dataset, flags, .. } = contents;
    let mut tests: FxHashMap<(i64, u64), u32> = FxHashMap::default();
    let mut by_content: FxHashMap<Content, Vec<u32>> = FxHashMap::default();
    let mut sets = DisjointSets::new(candidates.len());
    for (number, row) in (0..).zip(candidates) {
        let row = *row as usize;
        if let (Some(id), Some(time)) = (id_of(row), dataset.samples.time.get(row)) {
            sets.join(*tests.entry((*time, id)).or_insert(number), number);
        }
        if let Some(content) = contents.of(row) {
            by_content.entry(content).or_default().push(number);
        }
    }
    let row_of = |number: u32| candidates.get(number as usize).copied().unwrap_or(0);
    for group in by_content.values() {
        if group.iter().any(|number| id_of(row_of(*number) as usize).is_none()) {
            group.windows(2).for_each(|pair| sets.join(pair[0], pair[1]));
        }
    }
    let mut by_set: Vec<(u32, u32)> =
        (0..candidates.len() as u32).map(|number| (sets.root(number), row_of(number))).collect();
    by_set.sort_unstable();
    let mut duplicates = Vec::new();
    for set in by_set.chunk_by(|a, b| a.0 == b.0).filter(|set| set.len() > 1) {
        let Some(first) = set.iter().map(|(_, row)| *row).min_by_key(|row| right_to_stay(dataset, flags, *row)) else {
            continue;
        };
        duplicates.extend(set.iter().filter(|(_, row)| *row != first).map(|(_, row)| (*row, first)));
    }
    duplicates.sort_unstable();
    duplicates
}

/// The smallest stays: fewest `excluded` flags, then canonical line, then file name, then row.
fn right_to_stay<'a>(dataset: &'a Dataset, flags: &[Flags], row: u32) -> (u32, Vec<u8>, &'a str, u32, u32) {
    let index = row as usize;
    let file = dataset.file_of(index).and_then(|f| dataset.files.get(f)).map_or("", |f| f.name.as_str());
    let number = dataset.samples.row.get(index).copied().unwrap_or(0);
    (flags.get(index).map_or(0, |f| f.count_excluded()), canonical_line(dataset, index), file, number, row)
}

/// Numbers joined into sets (Tarjan's union–find with path halving).
struct DisjointSets(Vec<u32>);

impl DisjointSets {
    fn new(n: usize) -> Self {
        Self((0..n as u32).collect())
    }

    fn root(&mut self, mut number: u32) -> u32 {
        while let Some(parent) = self.0.get(number as usize).copied().filter(|p| *p != number) {
            let grandparent = self.0.get(parent as usize).copied().unwrap_or(parent);
            if let Some(slot) = self.0.get_mut(number as usize) {
                *slot = grandparent;
            }
            number = grandparent;
        }
        number
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b) as usize) {
            *slot = a.min(b);
        }
    }
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
