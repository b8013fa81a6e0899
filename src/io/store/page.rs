//! A page: up to 4 096 samples of one source in columns, as bytes. What the program itself reads; the layer `samples`
//! holds the same rows for others.
//!
//! Numbers are little-endian. Flags and technologies are written by numbers of their own, because their places in the
//! program may change. A hash at the end tells a page that was damaged from one that was not.

use crate::io::fixed_hash::FixedHasher;
use crate::model::{
    DecimalColumn, Flag, Flags, MISSING_TIME, Meaning, OperatorId, RejectedText, SampleColumns, Technology,
};

/// Samples of a page: what is lost at most where one is damaged. Projects of version 1 had sixteen times as many.
pub const ROWS: usize = 1 << 12;

const MARK: [u8; 4] = *b"PSp1";

/// Samples of one source that follow each other.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Page {
    /// Number of each sample in the project, ascending.
    pub fids: Vec<i64>,
    /// Operators count in `operators`, sources are numbers of phones in the project, and ids of tests are veiled.
    pub columns: SampleColumns,
    /// Number in the project of each operator of the page.
    pub operators: Vec<u32>,
    /// By place in the page.
    pub rejected: Vec<RejectedText>,
}

/// Each flag with its place in a page. A new flag takes a new place; none is ever given to another.
const FLAGS: [(Flag, u8); 19] = [
    (Flag::Duplicate, 0),
    (Flag::FailedTest, 1),
    (Flag::FutureTime, 2),
    (Flag::IdConflict, 3),
    (Flag::ImplausibleDownload, 4),
    (Flag::ImplausibleUpload, 5),
    (Flag::ImplausibleLatency, 6),
    (Flag::LowAccuracy, 7),
    (Flag::Manual, 8),
    (Flag::NoMetric, 9),
    (Flag::NoPosition, 10),
    (Flag::NoTime, 11),
    (Flag::NoZone, 12),
    (Flag::NotMobile, 13),
    (Flag::NullIsland, 14),
    (Flag::OutOfPeriod, 15),
    (Flag::Outside, 16),
    (Flag::Teleport, 17),
    (Flag::UnknownOperator, 18),
];

fn kept_flags(flags: Flags) -> u32 {
    FLAGS.iter().filter(|(flag, _)| flags.has(*flag)).fold(0, |bits, (_, place)| bits | 1 << place)
}

fn flags_kept(bits: u32) -> Flags {
    let mut flags = Flags::NONE;
    FLAGS.iter().filter(|(_, place)| bits >> place & 1 == 1).for_each(|(flag, _)| flags.insert(*flag));
    flags
}

impl Page {
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let columns = &self.columns;
        let mut out = Vec::with_capacity(64 + columns.len() * 48);
        out.extend(MARK);
        out.extend((columns.len() as u32).to_le_bytes());
        write_run(&self.fids, &mut out);
        for column in [&columns.lon, &columns.lat, &columns.download, &columns.upload, &columns.latency] {
            write_decimals(column, &mut out);
        }
        write_times(&columns.time, &mut out);
        write_list(&self.operators, |id| id.to_le_bytes(), &mut out);
        out.extend(columns.operator.iter().flat_map(|id| id.0.to_le_bytes()));
        out.extend(columns.technology.iter().map(|technology| *technology as u8));
        out.extend(columns.flags.iter().flat_map(|flags| kept_flags(*flags).to_le_bytes()));
        let rows: Vec<i64> = columns.row.iter().map(|row| i64::from(*row)).collect();
        write_run(&rows, &mut out);
        out.push(u8::from(columns.source.is_some()));
        out.extend(columns.source.iter().flatten().flat_map(|source| source.to_le_bytes()));
        out.push(u8::from(columns.test_id.is_some()));
        out.extend(columns.test_id.iter().flatten().flat_map(|id| id.to_le_bytes()));
        write_list(&columns.indoors, |place| place.to_le_bytes(), &mut out);
        out.extend((self.rejected.len() as u32).to_le_bytes());
        for rejected in &self.rejected {
            out.extend(rejected.sample.to_le_bytes());
            write_text(rejected.meaning.code(), &mut out);
            write_text(&rejected.text, &mut out);
        }
        out.extend(hash(&out).to_le_bytes());
        out
    }

    /// `None` for bytes that are not what was written.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes = written(bytes)?;
        let mut input = Input(bytes.strip_prefix(&MARK)?);
        let n = input.u32()? as usize;
        let fids = input.run(n)?;
        let mut columns = SampleColumns {
            lon: input.decimals(n, 7)?,
            lat: input.decimals(n, 7)?,
            download: input.decimals(n, 4)?,
            upload: input.decimals(n, 4)?,
            latency: input.decimals(n, 4)?,
            time: input.times(n)?,
            ..SampleColumns::default()
        };
        let operators = input.list()?;
        columns.operator = input.column(n, |b| OperatorId(u16::from_le_bytes(b)))?;
        columns.technology = input.column(n, |[index]| Technology::from_index(index))?;
        columns.flags = input.column(n, |b| match u32::from_le_bytes(b) {
            0 => Flags::NONE,
            bits => flags_kept(bits),
        })?;
        columns.row = input.run(n)?.into_iter().map(|row| u32::try_from(row).ok()).collect::<Option<_>>()?;
        if input.byte()? == 1 {
            columns.source = Some(input.column(n, u32::from_le_bytes)?);
        }
        if input.byte()? == 1 {
            columns.test_id = Some(input.column(n, u64::from_le_bytes)?);
        }
        columns.indoors = input.list()?;
        let n_rejected = input.u32()?;
        let rejected = (0..n_rejected).map(|_| {
            let sample = input.u32()?;
            let meaning = Meaning::from_code(input.text()?)?;
            Some(RejectedText { sample, meaning, text: input.text()?.into() })
        });
        let rejected = rejected.collect::<Option<_>>()?;
        Some(Self { fids, columns, operators, rejected })
    }
}

/// Whether a page is what was written.
pub fn is_whole(bytes: &[u8]) -> bool {
    written(bytes).is_some()
}

/// The page without its hash, where that is right.
fn written(bytes: &[u8]) -> Option<&[u8]> {
    let (bytes, end) = bytes.split_last_chunk::<8>()?;
    (u64::from_le_bytes(*end) == hash(bytes)).then_some(bytes)
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FixedHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// Ascending numbers: the first alone where they count up by one.
fn write_run(numbers: &[i64], out: &mut Vec<u8>) {
    let first = numbers.first().copied().unwrap_or(0);
    let counts_up = (first..).zip(numbers).all(|(expected, number)| expected == *number);
    out.push(u8::from(!counts_up));
    out.extend(first.to_le_bytes());
    if !counts_up {
        out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }
}

/// Multiples of the column's unit in four bytes where they are kept so, else 64-bit numbers.
fn write_decimals(column: &DecimalColumn, out: &mut Vec<u8>) {
    match column.scaled() {
        Some((values, _)) => {
            out.push(0);
            out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        }
        None => {
            out.push(1);
            let values = (0..column.len()).map(|i| column.get(i).unwrap_or(f64::NAN));
            out.extend(values.flat_map(f64::to_le_bytes));
        }
    }
}

/// Seconds after the first one in four bytes where they fit, else in eight.
fn write_times(times: &[i64], out: &mut Vec<u8>) {
    let present = || times.iter().copied().filter(|time| *time != MISSING_TIME);
    let first = present().min().unwrap_or(0);
    let fits = present().all(|time| time.checked_sub(first).is_some_and(|span| span < i64::from(u32::MAX)));
    out.push(u8::from(!fits));
    if fits {
        out.extend(first.to_le_bytes());
        let after = |time: i64| if time == MISSING_TIME { u32::MAX } else { (time - first) as u32 };
        out.extend(times.iter().flat_map(|time| after(*time).to_le_bytes()));
    } else {
        out.extend(times.iter().flat_map(|time| time.to_le_bytes()));
    }
}

fn write_list(list: &[u32], bytes: fn(u32) -> [u8; 4], out: &mut Vec<u8>) {
    out.extend((list.len() as u32).to_le_bytes());
    out.extend(list.iter().flat_map(|number| bytes(*number)));
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.extend((text.len() as u32).to_le_bytes());
    out.extend(text.as_bytes());
}

/// What is left to read.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    /// `n` values of the same size.
    fn column<const N: usize, T>(&mut self, n: usize, value: impl Fn([u8; N]) -> T) -> Option<Vec<T>> {
        let (head, rest) = self.0.split_at_checked(n.checked_mul(N)?)?;
        self.0 = rest;
        Some(head.as_chunks::<N>().0.iter().map(|bytes| value(*bytes)).collect())
    }

    fn run(&mut self, n: usize) -> Option<Vec<i64>> {
        let is_listed = self.byte()? == 1;
        let first = i64::from_le_bytes(self.take()?);
        if is_listed { self.column(n, i64::from_le_bytes) } else { Some((first..).take(n).collect()) }
    }

    fn decimals(&mut self, n: usize, digits: u8) -> Option<DecimalColumn> {
        if self.byte()? == 0 {
            return Some(DecimalColumn::of_scaled(self.column(n, i32::from_le_bytes)?, digits));
        }
        Some(DecimalColumn::of_exact(self.column(n, f64::from_le_bytes)?, digits))
    }

    fn times(&mut self, n: usize) -> Option<Vec<i64>> {
        if self.byte()? == 1 {
            return self.column(n, i64::from_le_bytes);
        }
        let first = i64::from_le_bytes(self.take()?);
        self.column(n, |bytes| match u32::from_le_bytes(bytes) {
            u32::MAX => MISSING_TIME,
            after => first.saturating_add(i64::from(after)),
        })
    }

    fn list(&mut self) -> Option<Vec<u32>> {
        let n = self.u32()? as usize;
        self.column(n, u32::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        let n = self.u32()? as usize;
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        std::str::from_utf8(head).ok()
    }
}
