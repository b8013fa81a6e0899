//! Files that are no evidence and are put to use beside it: layers of context and tables of numbers of samples.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::job::Feedback;
use crate::model::{
    Beside, ContextLayer, ContextRecords, Error, MccMnc, Meaning, Operator, OperatorCatalogue, OperatorId, Result,
};

use super::ReadOptions;
use super::columns::assign::column_of;
use super::inputs::may_hold_samples;
use super::plan::TablePlan;
use super::samples::OpenTable;
use super::source::Source;
use super::{quota_table, signal_log, tile_table, tower_list};

/// Records of one layer that are held: the rest of a longer file is not read.
pub(super) const MAX_RECORDS: usize = 2_000_000;

/// Whether an error says that a file is no evidence and can be put to use beside it.
pub fn is_beside(error: &Error) -> bool {
    matches!(
        error,
        Error::SignalLog { .. } | Error::TowerList { .. } | Error::AggregateTable { .. } | Error::TileTable { .. }
    )
}

/// Reads a file that lies beside the evidence; of an archive, each such file in it. What is something else is left out.
///
/// Operators have the names that files write where the catalogue does not know them: see [`Beside::named`].
pub fn read_beside(path: &Path, options: &ReadOptions, feedback: &Feedback) -> Result<Vec<Beside>> {
    let mut all = Vec::new();
    for source in Source::all_of(path, may_hold_samples, feedback)? {
        all.extend(of_source(&source, options, feedback)?);
    }
    Ok(all)
}

pub(super) fn of_source(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Result<Option<Beside>> {
    of_table(OpenTable::open(source, options, feedback)?, options)
}

/// Reads a table that was recognised as no evidence; `None` for one that is.
pub(super) fn of_table(table: OpenTable, options: &ReadOptions) -> Result<Option<Beside>> {
    let (name, path) = (table.name.clone(), table.path.clone());
    let catalogue = OperatorCatalogue::default();
    let mut operators = Operators::new(&table.plan, &catalogue, options);
    let layer = |records: Records, operators: Operators<'_>| {
        let Records { mut records, n_other_rows, is_cut, sha256 } = records;
        let operators = operators.finish(&mut records);
        Beside::Layer(ContextLayer {
            name: name.clone(),
            path: path.clone(),
            sha256,
            records,
            operators,
            n_other_rows,
            is_cut,
        })
    };
    Ok(Some(match table.plan.refusal {
        Some(Error::AggregateTable { .. }) => Beside::Quota(quota_table::read(table, &catalogue)?),
        Some(Error::TileTable { .. }) => layer(tile_table::read(table)?, operators),
        Some(Error::SignalLog { .. }) => layer(signal_log::read(table, &mut operators)?, operators),
        Some(Error::TowerList { .. }) => layer(tower_list::read(table, &mut operators)?, operators),
        _ => return Ok(None),
    }))
}

/// What a reader of one kind of file gives.
pub(super) struct Records {
    pub records: ContextRecords,
    pub n_other_rows: u64,
    pub is_cut: bool,
    pub sha256: String,
}

/// Columns that say which operator a row is of.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OperatorColumns {
    pub name: Option<usize>,
    pub mcc_mnc: Option<usize>,
    pub mcc: Option<usize>,
    pub mnc: Option<usize>,
}

/// Operators of a layer, numbered as they are met.
pub(super) struct Operators<'a> {
    catalogue: &'a OperatorCatalogue,
    /// Operator of a file that names none.
    of_file: String,
    pub columns: OperatorColumns,
    by_cells: FxHashMap<String, u16>,
    list: Vec<Operator>,
}

impl<'a> Operators<'a> {
    fn new(plan: &TablePlan, catalogue: &'a OperatorCatalogue, options: &ReadOptions) -> Self {
        let column = |meaning| column_of(&plan.guesses, meaning);
        let columns = OperatorColumns {
            name: column(Meaning::Operator),
            mcc_mnc: column(Meaning::MccMnc),
            mcc: column(Meaning::Mcc),
            mnc: column(Meaning::Mnc),
        };
        let of_file = options.operator.clone().unwrap_or_default();
        Self { catalogue, of_file, columns, by_cells: FxHashMap::default(), list: Vec::new() }
    }

    /// The operator of a row.
    pub fn of_row(&mut self, cells: &csv::StringRecord) -> OperatorId {
        let cell = |column: Option<usize>| column.and_then(|c| cells.get(c)).map(known).unwrap_or_default();
        let columns = self.columns;
        let has_no_column = columns.name.is_none() && columns.mcc_mnc.is_none() && columns.mnc.is_none();
        let name = if has_no_column { self.of_file.as_str() } else { cell(columns.name) };
        let (code, mcc, mnc) = (cell(columns.mcc_mnc), cell(columns.mcc), cell(columns.mnc));
        let key = [name, code, mcc, mnc].join("\u{1f}");
        if let Some(number) = self.by_cells.get(&key) {
            return OperatorId(*number);
        }
        let code = MccMnc::parse(code).or_else(|| match columns.mcc {
            Some(_) => MccMnc::from_parts(mcc, mnc),
            None => MccMnc::vietnamese(mnc),
        });
        let operator = self.catalogue.resolve(code, name);
        let place = self.list.iter().position(|known| *known == operator).unwrap_or_else(|| {
            self.list.push(operator);
            self.list.len() - 1
        });
        // A list of so many operators is none; the last number stands for the rest.
        let number = u16::try_from(place).unwrap_or(u16::MAX);
        self.by_cells.insert(key, number);
        OperatorId(number)
    }

    /// The operators sorted, and the records renumbered.
    fn finish(self, records: &mut ContextRecords) -> Vec<Operator> {
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        order.sort_by(|a, b| self.list.get(*a).cmp(&self.list.get(*b)));
        let mut rank = vec![0u16; order.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(slot) = rank.get_mut(*old) {
                *slot = u16::try_from(new).unwrap_or(u16::MAX);
            }
        }
        let renumber = |id: &mut OperatorId| id.0 = rank.get(usize::from(id.0)).copied().unwrap_or(id.0);
        match records {
            ContextRecords::Tiles(_) | ContextRecords::Neighbours(_) => {}
            ContextRecords::Signal(list) => list.iter_mut().for_each(|point| renumber(&mut point.operator)),
            ContextRecords::Towers(list) => list.iter_mut().for_each(|tower| renumber(&mut tower.operator)),
        }
        let mut operators = self.list;
        operators.sort();
        operators
    }
}

/// The cell, empty where it says that there is nothing.
pub(super) fn known(cell: &str) -> &str {
    let cell = cell.trim();
    if super::value::cell::is_nothing(cell.as_bytes()) { "" } else { cell }
}

/// A position in range that is not the null island.
pub(super) fn position(lat: Option<f64>, lon: Option<f64>) -> Option<crate::model::LonLat> {
    let (lat, lon) = (lat?, lon?);
    let is_place = lat.abs() <= 90.0 && lon.abs() <= 180.0 && (lat.abs() >= 0.01 || lon.abs() >= 0.01);
    is_place.then_some(crate::model::LonLat { lon, lat })
}
