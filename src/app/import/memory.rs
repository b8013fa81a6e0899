//! What the window remembers of files it has read: per set of headers what each column meant, and what names of
//! operators stand for. Nothing of the data themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{ColumnGuess, SpeedUnit};
use crate::model::{Meaning, fold_text};

/// Kinds of files remembered; the one not used for longest is forgotten first.
const LIMIT: usize = 200;

/// Part of the headers two files must share to come from one source.
const SAME_SOURCE: f64 = 0.6;

/// How a file with certain headers was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Compared headers, sorted: the fingerprint.
    pub headers: Vec<String>,
    pub columns: Vec<RememberedColumn>,
    pub units: Vec<RememberedUnit>,
    pub operator: Option<String>,
    pub timezone: Option<String>,
    pub month_first: Option<bool>,
}

/// A column: what it meant in the end, and what the program took it for by itself. Codes of [`Meaning`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedColumn {
    /// As the file had it.
    pub header: String,
    pub meaning: Option<String>,
    pub found: Option<String>,
}

/// The unit of a speed: what it was in the end, and what the program found. Codes of [`SpeedUnit`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedUnit {
    pub meaning: String,
    pub unit: String,
    pub found: Option<String>,
}

/// The sheet that was chosen of a workbook with these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RememberedSheet {
    sheets: Vec<String>,
    chosen: String,
}

impl RememberedColumn {
    pub fn meaning(&self) -> Option<Meaning> {
        Meaning::from_code(self.meaning.as_deref()?)
    }

    pub fn found(&self) -> Option<Meaning> {
        Meaning::from_code(self.found.as_deref()?)
    }
}

impl RememberedUnit {
    pub fn meaning(&self) -> Option<Meaning> {
        Meaning::from_code(&self.meaning)
    }

    pub fn unit(&self) -> Option<SpeedUnit> {
        SpeedUnit::from_code(&self.unit)
    }

    pub fn found(&self) -> Option<SpeedUnit> {
        SpeedUnit::from_code(self.found.as_deref()?)
    }
}

impl Remembered {
    pub fn column(&self, header: &str) -> Option<&RememberedColumn> {
        let key = fold_text(header);
        self.columns.iter().find(|column| fold_text(&column.header) == key)
    }
}

/// Headers as compared, in an order that the order of the columns does not change.
pub fn fingerprint(columns: &[ColumnGuess]) -> Vec<String> {
    let mut keys: Vec<String> = columns.iter().map(|column| fold_text(&column.header)).collect();
    keys.sort_unstable();
    keys
}

/// Everything remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportMemory {
    /// The latest used last.
    files: Vec<Remembered>,
    /// Sheets of workbooks and the one that was read of them, the latest used last.
    sheets: Vec<RememberedSheet>,
    /// Names of operators as files write them, each with the operator that is meant.
    pub names: BTreeMap<String, String>,
}

impl ImportMemory {
    /// Reads what [`Self::to_json`] wrote. What is damaged is left out, the rest is kept.
    pub fn from_json(text: &str) -> Self {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let list = value.get("files").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut files: Vec<Remembered> =
            list.into_iter().filter_map(|entry| serde_json::from_value(entry).ok()).collect();
        for file in &mut files {
            file.headers.sort_unstable();
        }
        let sheets = value.get("sheets").and_then(Value::as_array).cloned().unwrap_or_default();
        let sheets = sheets.into_iter().filter_map(|entry| serde_json::from_value(entry).ok()).collect();
        let names = value.get("names").and_then(Value::as_object).cloned().unwrap_or_default();
        let names = names.into_iter().filter_map(|(name, meant)| Some((name, meant.as_str()?.to_owned()))).collect();
        Self { files, sheets, names }
    }

    pub fn to_json(&self) -> String {
        json!({ "files": self.files, "sheets": self.sheets, "names": self.names }).to_string()
    }

    pub fn find(&self, fingerprint: &[String]) -> Option<&Remembered> {
        self.files.iter().rev().find(|file| file.headers == fingerprint)
    }

    /// The file remembered with most of its headers in common, where it may come from the same source.
    pub fn similar(&self, fingerprint: &[String]) -> Option<&Remembered> {
        let mine: BTreeSet<&String> = fingerprint.iter().collect();
        let likeness = |file: &Remembered| {
            let theirs: BTreeSet<&String> = file.headers.iter().collect();
            let common = mine.intersection(&theirs).count() as f64;
            common / mine.union(&theirs).count().max(1) as f64
        };
        let best = self.files.iter().map(|file| (likeness(file), file)).max_by(|a, b| a.0.total_cmp(&b.0));
        best.filter(|(likeness, _)| *likeness >= SAME_SOURCE).map(|(_, file)| file)
    }

    pub fn keep(&mut self, file: Remembered) {
        self.forget(&file.headers);
        self.files.push(file);
        let surplus = self.files.len().saturating_sub(LIMIT);
        self.files.drain(..surplus);
    }

    /// The sheet that was chosen of a workbook with these sheets.
    pub fn sheet(&self, sheets: &[String]) -> Option<&str> {
        self.sheets.iter().find(|known| known.sheets == sheets).map(|known| known.chosen.as_str())
    }

    /// `None`: the one that fits best is to be taken again.
    pub fn keep_sheet(&mut self, sheets: Vec<String>, chosen: Option<String>) {
        self.sheets.retain(|known| known.sheets != sheets);
        self.sheets.extend(chosen.map(|chosen| RememberedSheet { sheets, chosen }));
        let surplus = self.sheets.len().saturating_sub(LIMIT);
        self.sheets.drain(..surplus);
    }

    pub fn forget(&mut self, fingerprint: &[String]) {
        self.files.retain(|known| known.headers != fingerprint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(headers: &[&str]) -> Remembered {
        let mut keys: Vec<String> = headers.iter().map(|h| fold_text(h)).collect();
        keys.sort_unstable();
        Remembered {
            headers: keys,
            columns: Vec::new(),
            units: Vec::new(),
            operator: None,
            timezone: None,
            month_first: None,
        }
    }

    #[test]
    fn the_order_of_columns_does_not_matter() {
        let mut memory = ImportMemory::default();
        memory.keep(file(&["Vĩ độ", "Kinh độ", "Tải xuống (Mbps)"]));
        assert!(memory.find(&file(&["TẢI XUỐNG (Mbps)", "vi do", "Kinh  độ"]).headers).is_some());
        assert!(memory.find(&file(&["Tải xuống (Kbps)", "vi do", "kinh do"]).headers).is_none());
    }

    #[test]
    fn a_file_with_most_headers_in_common_is_of_the_same_source() {
        let mut memory = ImportMemory::default();
        memory.keep(file(&["a", "b", "c", "d"]));
        // 4 of 5 headers are common; 2 of 6 are not enough.
        assert!(memory.similar(&file(&["a", "b", "c", "d", "e"]).headers).is_some());
        assert!(memory.similar(&file(&["a", "b", "x", "y"]).headers).is_none());
    }

    #[test]
    fn damaged_memory_loses_only_what_is_damaged() {
        let mut memory = ImportMemory::default();
        memory.keep(file(&["a", "b"]));
        memory.keep_sheet(vec!["Bìa".to_owned(), "Đo".to_owned()], Some("Đo".to_owned()));
        assert_eq!(memory.sheet(&["Bìa".to_owned(), "Đo".to_owned()]), Some("Đo"));
        memory.names.insert("Mạng A".to_owned(), "Viettel".to_owned());
        let json = memory.to_json();
        assert_eq!(ImportMemory::from_json(&json), memory);
        let damaged = json.replacen("\"files\":[", "\"files\":[{\"headers\":7},null,", 1);
        assert_eq!(ImportMemory::from_json(&damaged), memory);
        assert_eq!(ImportMemory::from_json(&json[..json.len() / 2]), ImportMemory::default());
        assert_eq!(ImportMemory::from_json(""), ImportMemory::default());
    }

    #[test]
    fn what_was_not_used_for_longest_is_forgotten_first() {
        let mut memory = ImportMemory::default();
        let header = |i: usize| file(&[&format!("h{i}")]);
        (0..LIMIT + 1).for_each(|i| memory.keep(header(i)));
        assert!(memory.find(&header(0).headers).is_none());
        assert!(memory.find(&header(1).headers).is_some());
    }
}
