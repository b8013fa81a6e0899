//! Tables that say how many samples a ward has: no evidence of weak places, but what a campaign is measured by.

use crate::model::{Meaning, OperatorCatalogue, Result};

use super::columns::assign::column_of;
use super::samples::OpenTable;
use super::table::rows::for_each_row;
use super::value::number;

/// Samples of one ward, and of one operator where the table parts them.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaRow {
    /// As written; empty where the table is not parted by wards.
    pub ward: String,
    /// Brand; empty where the table is not parted by operators.
    pub operator: String,
    pub n_samples: u64,
    /// The table's own average or median.
    pub download_mbps: Option<f64>,
    /// The table's own average or median.
    pub upload_mbps: Option<f64>,
}

/// A table of such rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QuotaTable {
    pub rows: Vec<QuotaRow>,
    /// Rows without a readable number of samples: titles, notes, signatures.
    pub n_other_rows: u64,
}

impl QuotaTable {
    pub fn n_samples(&self) -> u64 {
        self.rows.iter().map(|row| row.n_samples).sum()
    }

    /// Distinct names of wards.
    pub fn n_wards(&self) -> usize {
        let mut wards: Vec<&str> = self.rows.iter().map(|row| row.ward.as_str()).filter(|w| !w.is_empty()).collect();
        wards.sort_unstable();
        wards.dedup();
        wards.len()
    }
}

/// Reads a table that was recognised as an aggregate, and gives its hash.
pub(super) fn read(table: OpenTable) -> Result<(QuotaTable, String)> {
    let plan = &table.plan;
    let column = |meaning| column_of(&plan.guesses, meaning);
    let (ward, operator, count) = (column(Meaning::Ward), column(Meaning::Operator), column(Meaning::SampleCount));
    let speeds = [(plan.columns.download, plan.download_unit), (plan.columns.upload, plan.upload_unit)];
    let decimal_comma = plan.decimal_comma;
    let catalogue = OperatorCatalogue::default();
    let mut quota = QuotaTable::default();
    let sha256 = for_each_row(table, |row| {
        let text = |column: Option<usize>| column.and_then(|c| row.get(c)).unwrap_or_default().trim();
        let parsed = |column: Option<usize>| number::parse(text(column).as_bytes(), decimal_comma);
        let Some(n_samples) = whole(text(count)) else {
            quota.n_other_rows += 1;
            return;
        };
        let [download_mbps, upload_mbps] = speeds.map(|(column, unit)| unit.to_mbps(parsed(column)).value());
        let operator = match text(operator) {
            "" => String::new(),
            name => catalogue.resolve(None, name).brand,
        };
        let ward = text(ward).to_owned();
        quota.rows.push(QuotaRow { ward, operator, n_samples, download_mbps, upload_mbps });
    })?;
    Ok((quota, sha256))
}

/// A count; points, commas and blanks can only part its thousands.
fn whole(text: &str) -> Option<u64> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    digits.parse().ok()
}
