//! Samples in columns. A data set is read once and never changes; verdicts about it live in [`super::Judgement`].

use super::{DecimalColumn, FileHash, Flags, Meaning, Metric, Note, Operator, OperatorId, SourceForm, Technology};

/// Time of a sample whose time could not be read.
pub const MISSING_TIME: i64 = i64::MIN;

/// Source of a sample that names neither device nor (model, referral code).
pub const NO_SOURCE: u32 = u32::MAX;

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
    /// Samples that say they were taken indoors, sorted.
    pub indoors: Vec<u32>,
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
            indoors: Vec::new(),
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
    /// Code of the unit in which each speed was read.
    pub units: Vec<(Meaning, String)>,
    /// Unix time in seconds that `future-time` compares with; `None`: that of the run.
    pub now_unix_s: Option<i64>,
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
    /// What tells each source again in another file; ascending where all were read from files.
    pub source_keys: Vec<u64>,
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
