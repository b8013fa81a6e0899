//! One file on the import page.

use std::path::PathBuf;

use super::changes::{changes, unit_of};
use super::memory::{ImportMemory, Remembered, RememberedColumn, RememberedUnit, fingerprint};
use super::{Change, FileChoices, FileKind, FileLook, SpeedUnit, TableLook};
use crate::app::Running;
use crate::io::{DateOrder, OrderProof, input_name};
use crate::model::{Error, Meaning, Result};

/// A file that was dropped: what it is, what was said of it, what is remembered of its kind.
#[derive(Debug)]
pub struct ImportFile {
    pub path: PathBuf,
    name: String,
    pub choices: FileChoices,
    /// The officer has chosen the sheet.
    pub(super) sheet_is_chosen: bool,
    /// The file as it would be read; absent until it was looked at.
    pub look: Option<Result<FileLook>>,
    /// It is understood as files with the same headers were before.
    pub remembered: bool,
    /// What is not as it was last time.
    pub changes: Vec<Change>,
    /// Operator that the last file with these headers was said to be of: files of several operators may share them.
    pub operator_before: Option<String>,
    /// Meanings of the columns as the program found them by itself.
    pub(super) found: Vec<Option<Meaning>>,
    pub(super) found_units: Vec<(Meaning, SpeedUnit)>,
    /// Order of day and month of the last such file, until it was compared with this one.
    order_before: Option<DateOrder>,
    /// Boundaries without a coordinate system were looked at with the samples in view.
    pub(super) ranked: bool,
    /// It is to be looked at (again).
    pub(super) waiting: bool,
    pub(super) looking: Option<Running<FileLook>>,
}

impl ImportFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            name: input_name(&path),
            path,
            sheet_is_chosen: false,
            choices: FileChoices::default(),
            look: None,
            remembered: false,
            changes: Vec::new(),
            operator_before: None,
            found: Vec::new(),
            found_units: Vec::new(),
            order_before: None,
            ranked: false,
            waiting: true,
            looking: None,
        }
    }

    /// Name without its folder; of a part, that of its file before it.
    pub fn name(&self) -> String {
        self.name.clone()
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
            // What is no evidence is put to use beside it.
            Ok(look) => look.refusal.as_ref().filter(|_| look.beside.is_none()),
            Err(error) => Some(error),
        }
    }

    /// Whether its rows would be read.
    pub fn gives_samples(&self) -> bool {
        !self.choices.left_out && self.refusal().is_none() && self.kind() == Some(FileKind::SpeedTests)
    }

    /// Whether it would lie beside the evidence.
    pub fn gives_context(&self) -> bool {
        !self.choices.left_out && self.found_look().is_some_and(|look| look.beside.is_some())
    }

    /// Whether anything of it would be read.
    pub fn is_used(&self) -> bool {
        self.gives_samples() || self.gives_polygons() || self.gives_context()
    }

    /// Whether its polygons would be zones.
    pub fn gives_zones(&self) -> bool {
        self.gives_polygons() && !self.choices.only_drawn
    }

    /// Whether its polygons would only be drawn.
    pub fn gives_neighbours(&self) -> bool {
        self.gives_polygons() && self.choices.only_drawn
    }

    /// Whether its polygons would be read.
    fn gives_polygons(&self) -> bool {
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
        if !self.waiting {
            self.recall_date_order();
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
        if !self.sheet_is_chosen
            && let Some(sheet) = self.sheet_names().and_then(|names| memory.sheet(&names)).map(str::to_owned)
            && self.table().is_some_and(|table| table.sheet.as_ref() != Some(&sheet))
        {
            // What is remembered of its columns follows with the next look.
            self.choices.sheet = Some(sheet);
            (self.sheet_is_chosen, self.look) = (true, None);
            return self.look_again();
        }
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
        self.choices.timezone = last.timezone;
        self.operator_before = last.operator;
        self.order_before = last.month_first.map(|first| if first { DateOrder::MonthDay } else { DateOrder::DayMonth });
        self.remembered = true;
        if self.choices != before {
            self.look_again();
        }
    }

    /// Reads dates as last time where they leave their order open; what they prove holds, and is said where it is new.
    fn recall_date_order(&mut self) {
        let Some(before) = self.order_before.take().filter(|_| self.choices.date_order.is_none()) else { return };
        let Some(table) = self.table() else { return };
        let same = table.date_order == before;
        match table.order_proof {
            OrderProof::Proved(now) if now != before => self.changes.push(Change::DateOrder { before, now }),
            OrderProof::Assumed if same => self.choices.date_order = Some(before),
            OrderProof::Assumed | OrderProof::Contradiction => {
                self.choices.date_order = Some(before);
                self.look_again();
            }
            OrderProof::Proved(_) | OrderProof::NotNeeded => {}
        }
    }

    /// All sheets of a workbook, sorted; `None` for a file with one.
    pub(super) fn sheet_names(&self) -> Option<Vec<String>> {
        let table = self.table().filter(|table| !table.other_sheets.is_empty())?;
        let mut names: Vec<String> = table.sheet.iter().chain(&table.other_sheets).cloned().collect();
        names.sort_unstable();
        Some(names)
    }

    /// Headers as they are remembered; `None` for what has none.
    pub(super) fn fingerprint(&self) -> Option<Vec<String>> {
        self.table().filter(|table| table.header_row > 0).map(|table| fingerprint(&table.columns))
    }

    /// What is to be remembered of this kind of file.
    pub(super) fn to_remember(&self) -> Option<Remembered> {
        let table = self.table()?;
        let code = |meaning: Option<Meaning>| meaning.map(|m| m.code().to_owned());
        let proved = match table.order_proof {
            OrderProof::Proved(order) => Some(order),
            _ => None,
        };
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
            month_first: self.choices.date_order.or(proved).map(|order| order == DateOrder::MonthDay),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::import::{ColumnGuess, How};

    /// A file looked at, whose dates say this of their order and are read day first where nothing says otherwise.
    fn looked_at(proof: OrderProof, memory: &ImportMemory) -> ImportFile {
        let column = |header: &str, meaning| ColumnGuess {
            header: header.to_owned(),
            meaning: Some(meaning),
            confidence: 1.0,
            how: How::Name,
        };
        let date_order = match proof {
            OrderProof::Proved(order) => order,
            _ => DateOrder::DayMonth,
        };
        let table = TableLook {
            header_row: 1,
            columns: vec![column("time", Meaning::Time), column("lat", Meaning::Latitude)],
            date_order,
            order_proof: proof,
            ..TableLook::default()
        };
        let look = FileLook {
            kind: FileKind::SpeedTests,
            format: String::new(),
            encoding: String::new(),
            refusal: None,
            table: Some(table),
            boundary: None,
            beside: None,
        };
        let mut file = ImportFile::new(PathBuf::from("a.csv"));
        file.waiting = false;
        file.receive(Ok(look), memory);
        file
    }

    fn memory_of(order: DateOrder) -> ImportMemory {
        let mut memory = ImportMemory::default();
        memory.keep(looked_at(OrderProof::Proved(order), &memory).to_remember().unwrap());
        memory
    }

    #[test]
    fn dates_that_leave_their_order_open_are_read_as_last_time() {
        let memory = memory_of(DateOrder::MonthDay);
        for proof in [OrderProof::Assumed, OrderProof::Contradiction] {
            let file = looked_at(proof, &memory);
            assert_eq!((file.choices.date_order, file.waiting), (Some(DateOrder::MonthDay), true), "{proof:?}");
            assert_eq!(file.to_remember().unwrap().month_first, Some(true));
        }
        let same = looked_at(OrderProof::Assumed, &memory_of(DateOrder::DayMonth));
        assert_eq!((same.choices.date_order, same.waiting), (Some(DateOrder::DayMonth), false));
    }

    #[test]
    fn an_order_that_the_dates_prove_is_not_overruled_and_said_where_it_is_new() {
        let file = looked_at(OrderProof::Proved(DateOrder::DayMonth), &memory_of(DateOrder::MonthDay));
        assert_eq!((file.choices.date_order, file.waiting), (None, false));
        assert_eq!(file.changes, [Change::DateOrder { before: DateOrder::MonthDay, now: DateOrder::DayMonth }]);
        let as_before = looked_at(OrderProof::Proved(DateOrder::MonthDay), &memory_of(DateOrder::MonthDay));
        assert_eq!((as_before.choices.date_order, as_before.changes), (None, vec![]));
        let without = looked_at(OrderProof::NotNeeded, &memory_of(DateOrder::MonthDay));
        assert_eq!((without.choices.date_order, without.changes), (None, vec![]));
    }
}
