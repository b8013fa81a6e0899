//! Samples in columns. A data set is read once and never changes; verdicts about it live in [`super::Judgement`].

use super::{FileHash, Flag, Flags, LonLat, Meaning, Metric, Note, Operator, OperatorId, SourceForm, Technology};

/// Time of a sample whose time could not be read.
pub const MISSING_TIME: i64 = i64::MIN;

/// Source of a sample that names neither device nor (model, referral code).
pub const NO_SOURCE: u32 = u32::MAX;

/// Powers of ten that a 64-bit integer holds.
const POWERS_OF_TEN: [i64; 19] = {
    let mut powers = [1i64; 19];
    let mut i = 1;
    while i < powers.len() {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// Decimal numbers, four bytes each while every one is a whole multiple of 1/`scale`, else eight.
///
/// The value handed out is the 64-bit number nearest to the decimal in the file, either way.
#[derive(Debug, Clone, PartialEq)]
pub struct DecimalColumn {
    scale: f64,
    scale_digits: u8,
    values: Storage,
}

#[derive(Debug, Clone, PartialEq)]
enum Storage {
    /// `i32::MIN` is a missing value.
    Scaled(Vec<i32>),
    /// NaN is a missing value.
    Exact(Vec<f64>),
}

impl DecimalColumn {
    /// A column that keeps `digits` decimals in four bytes.
    pub fn with_digits(digits: u8) -> Self {
        Self { scale: 10f64.powi(i32::from(digits)), scale_digits: digits, values: Storage::Scaled(Vec::new()) }
    }

    pub fn len(&self) -> usize {
        match &self.values {
            Storage::Scaled(v) => v.len(),
            Storage::Exact(v) => v.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values as whole multiples of 1/scale with the scale, where the column is held so; `i32::MIN` is missing.
    pub fn scaled(&self) -> Option<(&[i32], f64)> {
        match &self.values {
            Storage::Scaled(v) => Some((v, self.scale)),
            Storage::Exact(_) => None,
        }
    }

    pub fn reserve(&mut self, additional: usize) {
        match &mut self.values {
            Storage::Scaled(v) => v.reserve(additional),
            Storage::Exact(v) => v.reserve(additional),
        }
    }

    /// Forgets all values and keeps the memory of a column in four bytes.
    pub fn clear(&mut self) {
        match &mut self.values {
            Storage::Scaled(v) => v.clear(),
            Storage::Exact(_) => self.values = Storage::Scaled(Vec::new()),
        }
    }

    /// The value at `index`; `None` when it is missing or `index` is past the end.
    #[inline]
    pub fn get(&self, index: usize) -> Option<f64> {
        match &self.values {
            Storage::Scaled(v) => v.get(index).filter(|s| **s != i32::MIN).map(|s| f64::from(*s) / self.scale),
            Storage::Exact(v) => v.get(index).copied().filter(|x| !x.is_nan()),
        }
    }

    /// Whether there is a value at `index`.
    #[inline]
    pub fn is_present(&self, index: usize) -> bool {
        match &self.values {
            Storage::Scaled(v) => v.get(index).is_some_and(|s| *s != i32::MIN),
            Storage::Exact(v) => v.get(index).is_some_and(|x| !x.is_nan()),
        }
    }

    /// Adds mantissa × 10^−decimals.
    #[inline]
    pub fn push_decimal(&mut self, mantissa: i64, decimals: u8) {
        if let Storage::Scaled(v) = &mut self.values
            && decimals <= self.scale_digits
            && let Some(factor) = POWERS_OF_TEN.get(usize::from(self.scale_digits - decimals))
            && let Some(scaled) = mantissa.checked_mul(*factor)
            && let Ok(scaled) = i32::try_from(scaled)
            && scaled != i32::MIN
        {
            v.push(scaled);
            return;
        }
        // Division of two exactly held integers rounds once, so this is the nearest number.
        if mantissa.unsigned_abs() < 1 << 53 && decimals <= 22 {
            self.push(mantissa as f64 / 10f64.powi(i32::from(decimals)));
        } else {
            self.push(format!("{mantissa}e-{decimals}").parse().unwrap_or(f64::NAN));
        }
    }

    /// Adds `scaled` / scale, for a column that keeps as many digits; `i32::MIN` would be a missing value.
    #[inline]
    pub fn push_scaled(&mut self, scaled: i32) {
        match &mut self.values {
            Storage::Scaled(v) => v.push(scaled),
            Storage::Exact(v) => v.push(f64::from(scaled) / self.scale),
        }
    }

    /// Adds a value; NaN counts as missing.
    pub fn push(&mut self, value: f64) {
        if value.is_nan() {
            return self.push_missing();
        }
        if let Storage::Scaled(v) = &mut self.values {
            let scaled = (value * self.scale).round();
            if scaled.abs() < f64::from(i32::MAX) && scaled / self.scale == value {
                v.push(scaled as i32);
                return;
            }
        }
        self.widen().push(value);
    }

    pub fn push_missing(&mut self) {
        match &mut self.values {
            Storage::Scaled(v) => v.push(i32::MIN),
            Storage::Exact(v) => v.push(f64::NAN),
        }
    }

    /// Adds all of `other`, which must keep as many digits.
    pub fn append(&mut self, other: &Self) {
        match (&mut self.values, &other.values) {
            (Storage::Scaled(mine), Storage::Scaled(theirs)) if self.scale_digits == other.scale_digits => {
                mine.extend_from_slice(theirs);
            }
            _ => {
                let mine = self.widen();
                mine.reserve(other.len());
                mine.extend((0..other.len()).map(|i| other.get(i).unwrap_or(f64::NAN)));
            }
        }
    }

    fn widen(&mut self) -> &mut Vec<f64> {
        if let Storage::Scaled(v) = &self.values {
            let scale = self.scale;
            let wide = v.iter().map(|s| if *s == i32::MIN { f64::NAN } else { f64::from(*s) / scale }).collect();
            self.values = Storage::Exact(wide);
        }
        match &mut self.values {
            Storage::Exact(v) => v,
            Storage::Scaled(_) => unreachable!("widened above"),
        }
    }
}

/// One entry per sample in every column that is present.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleColumns {
    /// WGS84 degrees as far as they could be read; with [`super::Flag::NoPosition`] they are no position.
    pub lon: DecimalColumn,
    pub lat: DecimalColumn,
    /// Unix time in seconds or [`MISSING_TIME`].
    pub time: Vec<i64>,
    pub operator: Vec<OperatorId>,
    pub technology: Vec<Technology>,
    /// Mbps.
    pub download: DecimalColumn,
    /// Mbps.
    pub upload: DecimalColumn,
    /// Milliseconds.
    pub latency: DecimalColumn,
    /// Flags that follow from the row alone.
    pub flags: Vec<Flags>,
    /// Row in its file as a person counts it: the header is row 1.
    pub row: Vec<u32>,
    /// Testimony each sample belongs to (see [`Dataset::n_devices`]), or [`NO_SOURCE`]; `None` when no sample has one.
    pub source: Option<Vec<u32>>,
    /// Hash of the test's id, 0 where there is none; `None` when no sample has one.
    pub test_id: Option<Vec<u64>>,
}

impl Default for SampleColumns {
    fn default() -> Self {
        Self {
            lon: DecimalColumn::with_digits(7),
            lat: DecimalColumn::with_digits(7),
            time: Vec::new(),
            operator: Vec::new(),
            technology: Vec::new(),
            download: DecimalColumn::with_digits(4),
            upload: DecimalColumn::with_digits(4),
            latency: DecimalColumn::with_digits(4),
            flags: Vec::new(),
            row: Vec::new(),
            source: None,
            test_id: None,
        }
    }
}

impl SampleColumns {
    pub fn len(&self) -> usize {
        self.flags.len()
    }

    pub fn is_empty(&self) -> bool {
        self.flags.is_empty()
    }

    pub fn metric(&self, metric: Metric) -> &DecimalColumn {
        match metric {
            Metric::Download => &self.download,
            Metric::Upload => &self.upload,
            Metric::Latency => &self.latency,
        }
    }

    /// Source of a sample, or [`NO_SOURCE`].
    #[inline]
    pub fn source(&self, index: usize) -> u32 {
        self.source.as_ref().and_then(|s| s.get(index).copied()).unwrap_or(NO_SOURCE)
    }
}

/// What a file turned out to be, in the terms of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    SpeedTests,
}

/// One input file and how it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFile {
    /// Name without its folder.
    pub name: String,
    pub path: String,
    pub sha256: FileHash,
    pub kind: SourceKind,
    /// Index of the file's first sample.
    pub first_sample: usize,
    /// Data rows read; each is a sample.
    pub n_samples: usize,
    /// Header of the column that carries each meaning.
    pub columns: Vec<(Meaning, String)>,
    pub form: SourceForm,
    /// What was put right, assumed or left out.
    pub notes: Vec<Note>,
    /// The row of a sample and each other row that it came from, sorted: of a table with a row for each direction.
    pub joined_rows: Vec<(u32, u32)>,
}

impl SourceFile {
    pub fn header_of(&self, meaning: Meaning) -> Option<&str> {
        self.columns.iter().find(|(m, _)| *m == meaning).map(|(_, header)| header.as_str())
    }

    /// The other rows that the sample in this row came from.
    pub fn other_rows(&self, row: u32) -> impl Iterator<Item = u32> {
        let from = self.joined_rows.partition_point(|(of, _)| *of < row);
        self.joined_rows.iter().skip(from).take_while(move |(of, _)| *of == row).map(|(_, other)| *other)
    }
}

/// Text of a value that could not be used, where the columns do not hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedText {
    pub sample: u32,
    pub meaning: Meaning,
    pub text: Box<str>,
}

/// How far samples reach.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extent {
    /// Unix seconds.
    pub times: Option<(i64, i64)>,
    /// South-west and north-east corner.
    pub bounds: Option<(LonLat, LonLat)>,
}

impl Extent {
    /// What holds both.
    pub fn join(self, other: Self) -> Self {
        let times = [self.times, other.times].into_iter().flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let bounds = [self.bounds, other.bounds].into_iter().flatten().reduce(|(a, b), (c, d)| {
            (
                LonLat { lon: a.lon.min(c.lon), lat: a.lat.min(c.lat) },
                LonLat { lon: b.lon.max(d.lon), lat: b.lat.max(d.lat) },
            )
        });
        Self { times, bounds }
    }
}

/// All samples of one or more files.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dataset {
    pub files: Vec<SourceFile>,
    /// Sorted by brand in byte order; [`OperatorId`] points here.
    pub operators: Vec<Operator>,
    pub samples: SampleColumns,
    /// Sources below this number are device ids; the others are (model, referral code) pairs.
    pub n_devices: u32,
    /// Number of distinct sources.
    pub n_sources: u32,
    /// Sorted by sample.
    pub rejected_texts: Vec<RejectedText>,
}

impl Dataset {
    pub fn operator(&self, id: OperatorId) -> Option<&Operator> {
        self.operators.get(usize::from(id.0))
    }

    /// Brand as shown in tables; empty for an id that is not of this data set.
    pub fn brand(&self, id: OperatorId) -> &str {
        self.operator(id).map_or("", |o| o.brand.as_str())
    }

    pub fn operator_by_brand(&self, brand: &str) -> Option<OperatorId> {
        let index = self.operators.iter().position(|o| o.brand == brand)?;
        u16::try_from(index).ok().map(OperatorId)
    }

    /// Index of the file a sample was read from.
    pub fn file_of(&self, sample: usize) -> Option<usize> {
        let index = self.files.partition_point(|f| f.first_sample <= sample);
        index.checked_sub(1)
    }

    /// First and last time and the corners of some samples, without those that have neither.
    pub fn extent(&self, samples: std::ops::Range<usize>) -> Extent {
        let mut extent = Extent::default();
        for i in samples {
            if let Some(time) = self.samples.time.get(i).copied().filter(|time| *time != MISSING_TIME) {
                extent.times = Some(extent.times.map_or((time, time), |(a, b)| (a.min(time), b.max(time))));
            }
            let has_position = self.samples.flags.get(i).is_some_and(|flags| !flags.has(Flag::NoPosition));
            if has_position && let (Some(lon), Some(lat)) = (self.samples.lon.get(i), self.samples.lat.get(i)) {
                let (a, b) = extent.bounds.unwrap_or((LonLat { lon, lat }, LonLat { lon, lat }));
                extent.bounds = Some((
                    LonLat { lon: a.lon.min(lon), lat: a.lat.min(lat) },
                    LonLat { lon: b.lon.max(lon), lat: b.lat.max(lat) },
                ));
            }
        }
        extent
    }

    /// The unusable text of a sample's column, where there was one.
    pub fn rejected_text(&self, sample: u32, meaning: Meaning) -> Option<&str> {
        let start = self.rejected_texts.partition_point(|t| t.sample < sample);
        self.rejected_texts
            .iter()
            .skip(start)
            .take_while(|t| t.sample == sample)
            .find(|t| t.meaning == meaning)
            .map(|t| t.text.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_come_back_as_the_nearest_number() {
        let mut column = DecimalColumn::with_digits(4);
        for text in ["12.34", "0.1", "0", "9999.9999", "-1", "214748.3647"] {
            let (mantissa, decimals) = split(text);
            column.push_decimal(mantissa, decimals);
            assert_eq!(column.get(column.len() - 1), text.parse().ok(), "{text}");
        }
        assert!(matches!(column.values, Storage::Scaled(_)));
        for text in ["0.12345", "300000", "12345678901234567.8"] {
            let (mantissa, decimals) = split(text);
            column.push_decimal(mantissa, decimals);
            assert_eq!(column.get(column.len() - 1), text.parse().ok(), "{text}");
        }
        assert!(matches!(column.values, Storage::Exact(_)));
        assert_eq!(column.get(1), Some(0.1));
    }

    #[test]
    fn missing_stays_missing_when_the_column_widens() {
        let mut column = DecimalColumn::with_digits(2);
        column.push_missing();
        column.push(1.25);
        column.push(0.001);
        assert_eq!((column.get(0), column.get(1), column.get(2), column.get(3)), (None, Some(1.25), Some(0.001), None));
    }

    fn split(text: &str) -> (i64, u8) {
        let decimals = text.split_once('.').map_or(0, |(_, f)| f.len() as u8);
        (text.replace('.', "").parse().unwrap_or(0), decimals)
    }
}
