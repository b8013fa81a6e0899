//! One file on the import page.

use std::path::{Path, PathBuf};

use super::changes::{changes, unit_of};
use super::memory::{ImportMemory, Remembered, RememberedColumn, RememberedUnit, fingerprint};
use super::{Change, FileChoices, FileKind, FileLook, SpeedUnit, TableLook};
use crate::app::Running;
use crate::io::DateOrder;
use crate::model::{Error, Meaning, Result};

/// A file that was dropped: what it is, what was said of it, what is remembered of its kind.
#[derive(Debug)]
pub struct ImportFile {
    pub path: PathBuf,
    pub choices: FileChoices,
    /// The file as it would be read; absent until it was looked at.
    pub look: Option<Result<FileLook>>,
    /// It is understood as files with the same headers were before.
    pub remembered: bool,
    /// What is not as it was last time.
    pub changes: Vec<Change>,
    /// Meanings of the columns as the program found them by itself.
    pub(super) found: Vec<Option<Meaning>>,
    pub(super) found_units: Vec<(Meaning, SpeedUnit)>,
    /// It is to be looked at (again).
    pub(super) waiting: bool,
    pub(super) looking: Option<Running<FileLook>>,
}

impl ImportFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            choices: FileChoices::default(),
            look: None,
            remembered: false,
            changes: Vec::new(),
            found: Vec::new(),
            found_units: Vec::new(),
            waiting: true,
            looking: None,
        }
    }

    /// Name without its folder.
    pub fn name(&self) -> String {
        name_of(&self.path)
    }

    /// Whether a look at it is under way or to come.
    pub fn is_busy(&self) -> bool {
        self.waiting || self.looking.is_some()
    }

    pub fn kind(&self) -> Option<FileKind> {
        self.found_look().map(|look| look.kind)
    }

    /// What was found, unless the file could not be opened at all.
    pub fn found_look(&self) -> Option<&FileLook> {
        self.look.as_ref()?.as_ref().ok()
    }

    pub fn table(&self) -> Option<&TableLook> {
        self.found_look()?.table.as_ref()
    }

    /// Why the file cannot be used as it is.
    pub fn refusal(&self) -> Option<&Error> {
        match self.look.as_ref()? {
            Ok(look) => look.refusal.as_ref(),
            Err(error) => Some(error),
        }
    }

    /// Whether its rows would be read.
    pub fn gives_samples(&self) -> bool {
        !self.choices.left_out && self.refusal().is_none() && self.kind() == Some(FileKind::SpeedTests)
    }

    /// Whether its polygons would be read.
    pub fn gives_zones(&self) -> bool {
        !self.choices.left_out && self.refusal().is_none() && self.kind() == Some(FileKind::Boundaries)
    }

    /// Asks for another look under the present choices.
    pub(super) fn look_again(&mut self) {
        self.looking = None;
        self.waiting = true;
    }

    /// Takes in what was found; at the first look, also what is remembered of such files.
    pub(super) fn receive(&mut self, outcome: Result<FileLook>, memory: &ImportMemory) {
        self.looking = None;
        let first = self.look.is_none();
        self.look = Some(outcome);
        if first {
            self.note_what_was_found();
            self.recall(memory);
        }
    }

    fn note_what_was_found(&mut self) {
        let Some(table) = self.table() else { return };
        let found = table.columns.iter().map(|column| column.meaning).collect();
        let units = [Meaning::Download, Meaning::Upload];
        let units = units.into_iter().filter_map(|m| Some((m, unit_of(table, m)?))).collect();
        (self.found, self.found_units) = (found, units);
    }

    /// Applies what was understood of files with the same headers, and notes what has changed.
    fn recall(&mut self, memory: &ImportMemory) {
        let Some(table) = self.table().filter(|table| table.header_row > 0).cloned() else { return };
        let keys = fingerprint(&table.columns);
        let Some(last) = memory.find(&keys) else {
            if let Some(similar) = memory.similar(&keys) {
                self.changes = changes(&table, &self.found, similar);
            }
            return;
        };
        let last = last.clone();
        self.changes = changes(&table, &self.found, &last);
        let changed = |header: &str| {
            self.changes.iter().any(|change| matches!(change, Change::Meaning { column, .. } if column == header))
        };
        let meanings: Vec<(String, Option<Meaning>)> = table
            .columns
            .iter()
            .zip(&self.found)
            .filter(|(column, _)| !changed(&column.header))
            .filter_map(|(column, found)| {
                let meaning = last.column(&column.header)?.meaning();
                (meaning != *found).then(|| (column.header.clone(), meaning))
            })
            .collect();
        let same_unit = |meaning: Meaning, unit: SpeedUnit| self.found_units.contains(&(meaning, unit));
        let unit_changed = |meaning: Meaning| {
            self.changes.iter().any(|change| matches!(change, Change::Unit { meaning: m, .. } if *m == meaning))
        };
        let units: Vec<(Meaning, SpeedUnit)> = last
            .units
            .iter()
            .filter_map(|known| Some((known.meaning()?, known.unit()?)))
            .filter(|(meaning, unit)| !unit_changed(*meaning) && !same_unit(*meaning, *unit))
            .collect();
        let before = self.choices.clone();
        self.choices.meanings = meanings;
        self.choices.units = units;
        self.choices.operator = last.operator;
        self.choices.timezone = last.timezone;
        self.choices.date_order =
            last.month_first.map(|first| if first { DateOrder::MonthDay } else { DateOrder::DayMonth });
        self.remembered = true;
        if self.choices != before {
            self.look_again();
        }
    }

    /// Headers as they are remembered; `None` for what has none.
    pub(super) fn fingerprint(&self) -> Option<Vec<String>> {
        self.table().filter(|table| table.header_row > 0).map(|table| fingerprint(&table.columns))
    }

    /// What is to be remembered of this kind of file.
    pub(super) fn to_remember(&self) -> Option<Remembered> {
        let table = self.table()?;
        let code = |meaning: Option<Meaning>| meaning.map(|m| m.code().to_owned());
        let columns = table.columns.iter().zip(&self.found).map(|(column, found)| RememberedColumn {
            header: column.header.clone(),
            meaning: code(column.meaning),
            found: code(*found),
        });
        let found_unit = |meaning| self.found_units.iter().find(|(m, _)| *m == meaning).map(|(_, unit)| unit);
        let units = [Meaning::Download, Meaning::Upload].into_iter().filter_map(|meaning| {
            Some(RememberedUnit {
                meaning: meaning.code().to_owned(),
                unit: unit_of(table, meaning)?.code().to_owned(),
                found: found_unit(meaning).map(|unit| unit.code().to_owned()),
            })
        });
        Some(Remembered {
            headers: self.fingerprint()?,
            columns: columns.collect(),
            units: units.collect(),
            operator: self.choices.operator.clone(),
            timezone: self.choices.timezone.clone(),
            month_first: self.choices.date_order.map(|order| order == DateOrder::MonthDay),
        })
    }
}

/// Name of a path without its folder.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
