//! Which rows of a long table are one test: those with one id, or else of one phone at one time and place.

use csv::StringRecord;
use rustc_hash::FxHashMap;

use crate::io::columns::assign::column_of;
use crate::io::identity::hash;
use crate::io::plan::TablePlan;
use crate::io::value::cell::is_nothing;
use crate::model::Meaning;

/// What a row measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::io) enum Metric {
    Download,
    Upload,
    Latency,
}

impl Metric {
    pub const ALL: [Self; 3] = [Self::Download, Self::Upload, Self::Latency];

    /// Header of its column in the new table.
    pub fn header(self) -> &'static str {
        match self {
            Self::Download => "Download",
            Self::Upload => "Upload",
            Self::Latency => "Latency",
        }
    }

    pub fn meaning(self) -> Meaning {
        match self {
            Self::Download => Meaning::Download,
            Self::Upload => Meaning::Upload,
            Self::Latency => Meaning::Latency,
        }
    }
}

/// What stands beside the id to tell tests apart where there is none.
const WHO_WHEN_WHERE: [Meaning; 10] = [
    Meaning::Device,
    Meaning::Time,
    Meaning::Date,
    Meaning::TimeOfDay,
    Meaning::Latitude,
    Meaning::Longitude,
    Meaning::Position,
    Meaning::Operator,
    Meaning::MccMnc,
    Meaning::Mnc,
];

/// Texts of figures, one after the other.
#[derive(Debug, Default)]
pub(super) struct Values(String);

impl Values {
    pub fn get(&self, (from, to): (usize, usize)) -> &str {
        self.0.get(from..to).unwrap_or_default()
    }
}

/// One row that measures something.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// Hash of the test's id; 0 where it has none.
    id: u64,
    /// Hash of who measured when and where.
    place: u64,
    metric: Metric,
    value: f64,
    row: u32,
    text: (usize, usize),
}

/// The rows of one test: at most one of each metric.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Test {
    parts: [Option<(u32, (usize, usize))>; 3],
}

impl Test {
    /// The row that stands for the test: that of the download where there is one.
    pub fn row(&self) -> Option<u32> {
        self.rows().next()
    }

    pub fn rows(&self) -> impl Iterator<Item = u32> {
        self.parts.iter().flatten().map(|(row, _)| *row)
    }

    pub fn value(&self, metric: Metric) -> Option<(usize, usize)> {
        self.parts.get(metric as usize).copied().flatten().map(|(_, text)| text)
    }
}

/// Rows of which each looks for the others of its test.
pub(super) struct Pairs {
    id: Option<usize>,
    place: Vec<usize>,
    parts: Vec<Part>,
    values: Values,
}

impl Pairs {
    pub fn new(plan: &TablePlan) -> Self {
        Self {
            id: column_of(&plan.guesses, Meaning::TestId),
            place: WHO_WHEN_WHERE.iter().filter_map(|meaning| column_of(&plan.guesses, *meaning)).collect(),
            parts: Vec::new(),
            values: Values::default(),
        }
    }

    pub fn add(&mut self, row: u32, metric: Metric, text: &str, value: Option<f64>, cells: &StringRecord) {
        let cell = |column: &usize| cells.get(*column).map(|cell| cell.trim().as_bytes()).unwrap_or_default();
        let id = self.id.as_ref().map(cell).filter(|id| !is_nothing(id));
        let place: Vec<&[u8]> = self.place.iter().map(cell).collect();
        let from = self.values.0.len();
        self.values.0.push_str(text);
        self.parts.push(Part {
            id: id.map_or(0, |id| hash(&[id]).max(1)),
            place: hash(&place),
            metric,
            value: value.unwrap_or(f64::NAN),
            row,
            text: (from, self.values.0.len()),
        });
    }

    /// The number of each row in file order, the tests in order of their rows, and the texts of the figures.
    pub fn finish(mut self) -> (Vec<u32>, Vec<Test>, Values) {
        let row_of = self.parts.iter().map(|part| part.row).collect();
        let ids_join = ids_join(&self.parts);
        let key = |part: &Part| if ids_join && part.id != 0 { (true, part.id) } else { (false, part.place) };
        // Of several equal metrics under one key the smallest goes with the smallest: the order of rows decides nothing.
        self.parts.sort_by(|a, b| {
            (key(a), a.metric).cmp(&(key(b), b.metric)).then(a.value.total_cmp(&b.value)).then(a.row.cmp(&b.row))
        });
        let mut tests = Vec::new();
        for together in self.parts.chunk_by(|a, b| key(a) == key(b)) {
            let from = tests.len();
            for of_metric in together.chunk_by(|a, b| a.metric == b.metric) {
                for (nth, part) in of_metric.iter().enumerate() {
                    if tests.len() <= from + nth {
                        tests.push(Test::default());
                    }
                    let slot = tests.get_mut(from + nth).and_then(|test| test.parts.get_mut(part.metric as usize));
                    if let Some(slot) = slot {
                        *slot = Some((part.row, part.text));
                    }
                }
            }
        }
        tests.sort_by_key(Test::row);
        (row_of, tests, self.values)
    }
}

/// Whether ids are those of tests: at least one stands with two metrics. Else each row has an id of its own.
fn ids_join(parts: &[Part]) -> bool {
    let mut metric_of: FxHashMap<u64, Metric> = FxHashMap::default();
    parts.iter().filter(|part| part.id != 0).any(|part| *metric_of.entry(part.id).or_insert(part.metric) != part.metric)
}
