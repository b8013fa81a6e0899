//! Which column of a long table says what a row measures, and which holds the figure.

use super::pairs::Metric;
use crate::io::columns::SpeedUnit;
use crate::io::columns::assign::{ColumnGuess, FirstRows, column_of};
use crate::io::columns::headers::{Header, meanings_of};
use crate::io::value::number::Number;
use crate::model::{Meaning, fold_text};

/// How a long table is laid out.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::io) struct LongForm {
    /// Column that says what a row measures.
    pub direction: usize,
    /// Column of the figures.
    pub value: usize,
    /// Column of the units.
    pub unit: Option<usize>,
    /// Unit of the speeds by the header of the figures.
    pub speed_unit: Option<SpeedUnit>,
    /// The first column names units, as in `Tải xuống (Mbps)`.
    pub names_units: bool,
    /// The unit in the header of the figures is known to be untrue in some files (TRAI).
    pub is_unit_doubtful: bool,
    /// A unit that means two things, such as `MB/s`; empty where there is none.
    pub doubtful_unit: String,
    /// Metrics met in the first rows.
    pub metrics: Vec<Metric>,
}

/// Names of the column that says what a row measures, for tables whose first rows all measure the same.
const DIRECTION_NAMES: &[&str] = &[
    "direction",
    "testtype",
    "testdirection",
    "metric",
    "metricname",
    "measurement",
    "measure",
    "chieu",
    "chieudo",
    "huong",
    "huongdo",
    "loaido",
    "loaiphepdo",
    "chiso",
    "thongso",
    "tenchiso",
    "kieudo",
    "phepdo",
];

/// Names of the column of figures, the likeliest first.
const VALUE_NAMES: &[&str] = &[
    "value",
    "giatri",
    "dataspeed",
    "speed",
    "tocdo",
    "throughput",
    "bytes",
    "bytessec",
    "mbps",
    "kbps",
    "resultvalue",
    "metricvalue",
    "measuredvalue",
    "ketquado",
    "giatrido",
    "result",
    "ketqua",
];

const UNIT_NAMES: &[&str] = &["unit", "units", "donvi", "donvitinh", "donvido", "dvt"];

/// Words around the name of a metric that say nothing of it.
const FILLING: &[&str] = &["test", "speed", "toc", "do", "speedtest", "bai", "phep", "chieu", "avg", "average"];

/// What a cell says that its row measures: `None` where it says nothing known, `Some(None)` for metrics that are not used.
pub(super) fn metric_of(cell: &str) -> Option<Option<Metric>> {
    let header = Header::new(cell);
    let of = |header: &Header| {
        meanings_of(header).iter().find_map(|(meaning, _)| match meaning {
            Meaning::Download => Some(Some(Metric::Download)),
            Meaning::Upload => Some(Some(Metric::Upload)),
            Meaning::Latency => Some(Some(Metric::Latency)),
            Meaning::Jitter | Meaning::Loss => Some(None),
            _ => None,
        })
    };
    of(&header).or_else(|| {
        let folded = fold_text(&header.text);
        let words: Vec<&str> = folded.split(' ').filter(|word| !FILLING.contains(word)).collect();
        let rest = words.join(" ");
        if rest.is_empty() { None } else { of(&Header { key: words.concat(), unit: String::new(), text: rest }) }
    })
}

/// The unit that the name of a metric ends with; empty where it has none.
pub(super) fn unit_within(cell: &str) -> String {
    Header::new(cell).unit
}

/// A latency in milliseconds.
pub(super) fn milliseconds(number: Number, unit: &str) -> Number {
    match fold_text(unit).as_str() {
        "s" | "sec" | "giay" => number.scaled(1, -3),
        "us" | "microsec" | "microseconds" => number.scaled(1, 3),
        _ => number,
    }
}

impl LongForm {
    /// `None` for a table with a row for each test.
    pub fn of(headers: &[Header], guesses: &[ColumnGuess], first: FirstRows<'_>) -> Option<Self> {
        if column_of(guesses, Meaning::Download).is_some() && column_of(guesses, Meaning::Upload).is_some() {
            return None;
        }
        let (direction, metrics) = (0..guesses.len()).find_map(|c| Some((c, metrics_in(headers, first, c)?)))?;
        let value = value_column(headers, guesses, first, direction)?;
        let header = headers.get(value)?;
        let doubtful_unit = ["MB/s", "MBps", "MB/giây", "KB/s", "kB/s", "KBps", "kBps"];
        let doubtful_unit = doubtful_unit.into_iter().find(|unit| header.text.contains(unit)).unwrap_or_default();
        let is_trai = headers.iter().any(|h| h.key == "lsa") && header.key == "dataspeed";
        Some(Self {
            direction,
            value,
            unit: (0..headers.len()).find(|c| headers.get(*c).is_some_and(|h| UNIT_NAMES.contains(&h.key.as_str()))),
            speed_unit: speed_unit(header).filter(|_| doubtful_unit.is_empty()),
            names_units: first.texts(direction).any(|cell| !unit_within(cell).is_empty()),
            is_unit_doubtful: is_trai,
            doubtful_unit: doubtful_unit.to_owned(),
            metrics,
        })
    }
}

fn speed_unit(header: &Header) -> Option<SpeedUnit> {
    // A header that is all unit has it as its name.
    SpeedUnit::from_header(&header.unit).or_else(|| SpeedUnit::from_header(&fold_text(&header.text)))
}

/// Metrics that the cells of a column name; `None` where it is not what tells rows apart.
fn metrics_in(headers: &[Header], first: FirstRows<'_>, column: usize) -> Option<Vec<Metric>> {
    const MOST: usize = 12;
    let is_named = headers.get(column).is_some_and(|h| DIRECTION_NAMES.contains(&h.key.as_str()));
    let (mut names, mut metrics): (Vec<&str>, Vec<Metric>) = (Vec::new(), Vec::new());
    let (mut n_known, mut n_unknown) = (0, 0);
    for cell in first.texts(column) {
        if names.contains(&cell) {
            n_known += 1;
            continue;
        }
        match metric_of(cell) {
            Some(metric) => {
                metrics.extend(metric);
                names.push(cell);
                n_known += 1;
            }
            // A slip in some rows makes no other table of it.
            None if is_named => n_unknown += 1,
            None => return None,
        }
        if names.len() > MOST {
            return None;
        }
    }
    if n_unknown * 10 > n_known {
        return None;
    }
    metrics.sort_unstable();
    metrics.dedup();
    match metrics.len() {
        0 => None,
        1 if !is_named => None,
        // The other metrics may come later in the file.
        1 => Some(Metric::ALL.to_vec()),
        _ => Some(metrics),
    }
}

fn value_column(headers: &[Header], guesses: &[ColumnGuess], first: FirstRows<'_>, direction: usize) -> Option<usize> {
    let is_number = |column: &usize| {
        let (all, numbers) = (first.texts(*column).count(), first.numbers(*column).count());
        all > 0 && numbers * 10 >= all * 8
    };
    let named = |name: &&str| {
        let is = |c: &usize| {
            headers.get(*c).is_some_and(|h| h.key == **name || fold_text(&h.text).replace(' ', "") == **name)
        };
        (0..headers.len()).filter(|c| *c != direction).find(|c| is(c) && is_number(c))
    };
    VALUE_NAMES.iter().find_map(named).or_else(|| {
        let speed = [Meaning::Download, Meaning::Upload].into_iter().find_map(|m| column_of(guesses, m));
        let free = |c: &usize| guesses.get(*c).is_some_and(|guess| guess.meaning.is_none()) && *c != direction;
        let mut numeric = (0..guesses.len()).filter(|c| free(c) && is_number(c));
        speed.filter(|c| *c != direction).or_else(|| numeric.next().filter(|_| numeric.next().is_none()))
    })
}
