//! What the import page has to ask, and what it has to say.

use super::{Change, FileKind, How, Import, ImportFile, SpeedUnit};
use crate::model::{CrsCandidate, Error, Meaning};

/// A column whose meaning is less sure than this is asked about.
const SURE: f32 = 0.65;

/// Meanings that decide about the result.
const ASKED: [Meaning; 7] = [
    Meaning::Time,
    Meaning::Latitude,
    Meaning::Longitude,
    Meaning::Operator,
    Meaning::Download,
    Meaning::Upload,
    Meaning::Latency,
];

/// Columns of which one names the operator.
const NAMES_OPERATOR: [Meaning; 3] = [Meaning::Operator, Meaning::MccMnc, Meaning::Mnc];

/// One thing to ask or to say.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// The unit of the speeds is not clear; the first numbers of the column as written.
    Unit {
        column: String,
        first: Vec<f64>,
    },
    /// Day and month cannot be told apart; the first cells of the column as written.
    DateOrder {
        column: String,
        first: String,
    },
    /// The column seems to have this meaning.
    Meaning {
        column: String,
        meaning: Meaning,
    },
    /// The file names no operator; what was answered for the last file with these headers.
    Operator {
        before: Option<String>,
    },
    /// The values of a column speak for another meaning than last time.
    MeaningChanged {
        column: String,
        before: Option<Meaning>,
        now: Option<Meaning>,
    },
    UnitChanged {
        meaning: Meaning,
        before: SpeedUnit,
        now: SpeedUnit,
    },
    /// Several files of boundaries, which make one layer.
    OneLayer,
    /// Latitude and longitude seem to have changed places.
    Swapped {
        latitude: String,
        longitude: String,
    },
    /// Several columns have the name of this meaning.
    Rivals {
        meaning: Meaning,
        columns: Vec<String>,
    },
    /// The coordinate system of boundaries is not stated; the likeliest first.
    Crs {
        candidates: Vec<CrsCandidate>,
    },
    /// A change that needs no answer.
    Said(Change),
    /// Names of operators that are not known, and rows with them.
    Names {
        n_names: usize,
        n_rows: u64,
    },
    /// No column is the download; the file may have one all the same.
    NoDownload,
    /// Samples and zones lie far apart.
    FarApart,
}

impl Question {
    /// Whether nothing is read before this is answered.
    pub fn must_be_answered(&self) -> bool {
        !matches!(self, Self::Said(_) | Self::NoDownload | Self::Names { .. } | Self::FarApart | Self::OneLayer)
    }
}

/// Questions about one file.
pub(super) fn of_file(file: &ImportFile) -> Vec<Question> {
    let mut questions = Vec::new();
    if let Some(Error::UnclearCrs { candidates, .. }) = file.refusal() {
        if !candidates.is_empty() {
            questions.push(Question::Crs { candidates: candidates.clone() });
        }
        return questions;
    }
    let (Some(FileKind::SpeedTests), Some(table)) = (file.kind(), file.table()) else { return questions };
    let cells = |column: &str| {
        let place = table.columns.iter().position(|c| c.header == column);
        table.first_rows.iter().filter_map(move |row| row.get(place?))
    };
    match file.refusal() {
        None => {}
        Some(Error::AmbiguousUnit { column, .. }) => {
            let first = cells(column).filter_map(|cell| number(cell, table.decimal_comma)).collect();
            questions.push(Question::Unit { column: column.clone(), first });
        }
        Some(Error::AmbiguousDate { column, .. }) => {
            let first = cells(column).next().cloned().unwrap_or_default();
            questions.push(Question::DateOrder { column: column.clone(), first });
        }
        Some(Error::SwappedCoordinates { latitude, longitude, .. }) => {
            questions.push(Question::Swapped { latitude: latitude.clone(), longitude: longitude.clone() });
        }
        Some(Error::AmbiguousColumn { meaning, columns, .. }) => {
            questions.push(Question::Rivals { meaning: *meaning, columns: told_apart(columns) });
        }
        Some(_) => return questions,
    }
    for change in &file.changes {
        match change {
            Change::Meaning { column, before, now } if file.remembered && !file.choices.says_of(column) => {
                let (column, before, now) = (column.clone(), *before, *now);
                questions.push(Question::MeaningChanged { column, before, now });
            }
            Change::Unit { meaning, before, now } if file.remembered => {
                if !file.choices.units.iter().any(|(m, _)| m == meaning) {
                    questions.push(Question::UnitChanged { meaning: *meaning, before: *before, now: *now });
                }
            }
            Change::Meaning { .. } if file.remembered => {}
            other => questions.push(Question::Said(other.clone())),
        }
    }
    let unsure = table.columns.iter().filter(|column| {
        let decides = column.meaning.is_some_and(|meaning| ASKED.contains(&meaning));
        decides && column.how != How::Override && column.confidence < SURE
    });
    questions.extend(
        unsure.filter_map(|column| Some(Question::Meaning { column: column.header.clone(), meaning: column.meaning? })),
    );
    if file.refusal().is_none() && !table.columns.iter().any(|column| column.meaning == Some(Meaning::Download)) {
        questions.push(Question::NoDownload);
    }
    let named = table.columns.iter().any(|column| column.meaning.is_some_and(|m| NAMES_OPERATOR.contains(&m)));
    if !named && file.choices.operator.is_none() {
        questions.push(Question::Operator { before: file.operator_before.clone() });
    }
    questions
}

/// Questions about the files together; each is filed under the file it leads to.
pub(super) fn of_all(import: &Import) -> Vec<(usize, Question)> {
    let mut questions = Vec::new();
    let files = || import.files.iter().enumerate();
    let boundaries: Vec<usize> = files().filter(|(_, file)| file.gives_zones()).map(|(i, _)| i).collect();
    if let [_, .., last] = boundaries.as_slice() {
        questions.push((*last, Question::OneLayer));
    }
    let unresolved = files().filter(|(_, file)| file.gives_samples());
    let unresolved = unresolved.filter_map(|(i, file)| Some((i, file.table()?.samples.as_ref()?)));
    let mut names: Vec<(&str, u64, usize)> = Vec::new();
    for (i, samples) in unresolved {
        names.extend(samples.unresolved.iter().map(|name| (name.name.as_str(), name.n_rows, i)));
    }
    if let Some((_, _, first)) = names.first().copied() {
        let n_rows = names.iter().map(|(_, n, _)| n).sum();
        names.sort_unstable();
        names.dedup_by_key(|(name, ..)| *name);
        questions.push((first, Question::Names { n_names: names.len(), n_rows }));
    }
    if import.nearness.is_some_and(|nearness| !nearness.is_plausible()) {
        let leads_to = files().find(|(_, f)| f.gives_zones()).or_else(|| files().find(|(_, f)| f.gives_samples()));
        questions.extend(leads_to.map(|(i, _)| (i, Question::FarApart)));
    }
    questions
}

/// Names of columns; of those that are written the same the second is `name#2`, as the reader takes them.
fn told_apart(columns: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in columns.split("; ") {
        let before = names.iter().filter(|known| known.split('#').next() == Some(name)).count();
        names.push(if before == 0 { name.to_owned() } else { format!("{name}#{}", before + 1) });
    }
    names
}

/// The number in a cell, near enough to show what a unit makes of it.
fn number(cell: &str, decimal_comma: bool) -> Option<f64> {
    let plain = if decimal_comma { cell.replace('.', "").replace(',', ".") } else { cell.replace(',', "") };
    plain.trim().parse().ok().filter(|value: &f64| value.is_finite())
}
