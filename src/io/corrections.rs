//! What is to be left out by hand, from a table.
//!
//! ```csv
//! kind,file,row,device,lon,lat,reason
//! sample,thang-11.csv,812,,,,phép đo thử
//! phone,,,a1b2c3,,,máy của đội kỹ thuật
//! desk,,,,106.7812,21.0345,máy đặt cố định ở trụ sở
//! ```
//!
//! Further columns: `time` beside `row`, so that the row of another file of the same name is not meant, and `operator`
//! beside `lon` and `lat`. Unlike a row of measurements, a row that cannot be understood stops the reading: what was to
//! be left out must not stay in unnoticed.

use std::collections::BTreeMap;
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use super::identity::phone_key;
use super::short_table::{DELIMITERS, short_table_text};
use super::source::Source;
use super::value::time::TimeFormat;
use crate::job::Feedback;
use crate::model::{Correction, CorrectionFault, Error, LeftOut, LonLat, OperatorCatalogue, Result, fold_text};
use crate::spatial::{Projection, spot_of};

/// Names of the columns, the first of each as the documentation has it, all folded.
const COLUMNS: [&[&str]; 9] = [
    &["kind", "loai"],
    &["file", "tep"],
    &["row", "dong"],
    &["device", "may", "thiet bi"],
    &["lon", "kinh do"],
    &["lat", "vi do"],
    &["reason", "ly do"],
    &["time", "thoi gian"],
    &["operator", "nha mang"],
];

/// What a row of the table means.
#[derive(Debug, Clone, PartialEq)]
pub enum GivenWhat {
    /// Complete as it stands.
    Ready(LeftOut),
    /// The square around a position, of one operator or of all, in a CRS that is known once the samples are.
    DeskAt(LonLat, Option<String>),
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenCorrection {
    /// As a person counts it: the header is row 1.
    pub row: u64,
    pub what: GivenWhat,
    pub reason: String,
}

/// A table of corrections.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CorrectionTable {
    pub given: Vec<GivenCorrection>,
}

impl CorrectionTable {
    /// The corrections in the order of their rows; desks are squares of this projection.
    pub fn corrections(&self, projection: &Projection) -> Vec<Correction> {
        let what = |what: &GivenWhat| match what {
            GivenWhat::Ready(what) => Some(what.clone()),
            GivenWhat::DeskAt(position, operator) => {
                let square = spot_of(projection, *position)?;
                Some(LeftOut::Desk { crs: projection.epsg(), square, operator: operator.clone() })
            }
        };
        // A position was checked to be one; where the projection has no place for it, it means no sample either.
        let nowhere = || LeftOut::Desk { crs: projection.epsg(), square: (i32::MIN, i32::MIN), operator: None };
        let correction = |given: &GivenCorrection| Correction {
            what: what(&given.what).unwrap_or_else(nowhere),
            reason: given.reason.clone(),
        };
        self.given.iter().map(correction).collect()
    }
}

/// Reads a table of corrections; an error names the rows that cannot be understood.
pub fn read_corrections(path: &Path, feedback: &Feedback) -> Result<CorrectionTable> {
    let source = Source::of(path);
    parse(&short_table_text(&source, feedback)?, &source.shown)
}

fn parse(text: &str, path: &str) -> Result<CorrectionTable> {
    let readings = DELIMITERS.into_iter().map(|delimiter| {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter).has_headers(false).flexible(true);
        let rows: Vec<StringRecord> = builder.from_reader(text.as_bytes()).into_records().flatten().collect();
        let found = rows.first().map(columns_of).unwrap_or_default();
        (rows, found)
    });
    let (rows, found) = readings.max_by_key(|(_, found)| found.len()).unwrap_or_default();
    if let Some(missing) = ["kind", "reason"].into_iter().find(|needed| !found.contains_key(needed)) {
        let fields = rows.first().map(|row| row.iter().collect::<Vec<_>>().join(", ")).unwrap_or_default();
        return Err(Error::UnknownField { path: path.to_owned(), field: missing.to_owned(), fields });
    }
    let catalogue = OperatorCatalogue::default();
    let (mut table, mut faults) = (CorrectionTable::default(), Vec::new());
    for record in rows.iter().skip(1) {
        let cell = |column: &str| found.get(column).and_then(|place| record.get(*place)).unwrap_or_default().trim();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let row = record.position().map_or(0, |position| row_at(text, position));
        match given(cell, &catalogue) {
            Ok((what, reason)) => table.given.push(GivenCorrection { row, what, reason }),
            Err(fault) => faults.push((row, fault)),
        }
    }
    if faults.is_empty() { Ok(table) } else { Err(Error::BadCorrections { path: path.to_owned(), faults }) }
}

/// Row of a record as a person counts it. The position is that of the empty lines before the record, where there are any.
fn row_at(text: &str, position: &csv::Position) -> u64 {
    let rest = usize::try_from(position.byte()).ok().and_then(|byte| text.get(byte..)).unwrap_or_default();
    let n_empty = rest.chars().take_while(|c| matches!(c, '\r' | '\n')).filter(|c| *c == '\n').count();
    position.line() + n_empty as u64
}

/// Places in the header of those of [`COLUMNS`] that it has, by their first names.
fn columns_of(header: &StringRecord) -> BTreeMap<&'static str, usize> {
    let names: Vec<String> = header.iter().map(fold_text).collect();
    let place = |known: &&[&'static str]| {
        Some((*known.first()?, names.iter().position(|name| known.contains(&name.as_str()))?))
    };
    COLUMNS.iter().filter_map(place).collect()
}

/// What a row means and why, or what is wrong with it.
fn given<'a>(
    cell: impl Fn(&str) -> &'a str,
    catalogue: &OperatorCatalogue,
) -> std::result::Result<(GivenWhat, String), CorrectionFault> {
    let what = match fold_text(cell("kind")).as_str() {
        "sample" | "mau" | "mau do" => GivenWhat::Ready(sample(&cell)?),
        "phone" | "may" => {
            GivenWhat::Ready(LeftOut::Phone { key: phone_key(cell("device")).ok_or(CorrectionFault::NoDevice)? })
        }
        "desk" | "ban" | "cho" => {
            let operator = Some(cell("operator")).filter(|name| !name.is_empty());
            let position = position(cell("lon"), cell("lat")).ok_or(CorrectionFault::Position)?;
            GivenWhat::DeskAt(position, operator.map(|name| catalogue.resolve(None, name).brand))
        }
        _ => return Err(CorrectionFault::Kind),
    };
    match cell("reason") {
        "" => Err(CorrectionFault::NoReason),
        reason => Ok((what, reason.to_owned())),
    }
}

fn sample<'a>(cell: &impl Fn(&str) -> &'a str) -> std::result::Result<LeftOut, CorrectionFault> {
    // A path is understood as its file.
    let file = cell("file").rsplit(['/', '\\']).next().unwrap_or_default();
    if file.is_empty() {
        return Err(CorrectionFault::NoFile);
    }
    let row = cell("row").parse().ok().filter(|row| *row > 0).ok_or(CorrectionFault::Row)?;
    let time = match cell("time") {
        "" => None,
        text => Some(TimeFormat::default().parse(text.as_bytes()).ok_or(CorrectionFault::Time)?),
    };
    Ok(LeftOut::Sample { file: file.to_owned(), row, time })
}

fn position(lon: &str, lat: &str) -> Option<LonLat> {
    let number = |text: &str| text.replace(',', ".").parse::<f64>().ok();
    let (lon, lat) = (number(lon)?, number(lat)?);
    (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some(LonLat { lon, lat })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_phones_and_desks_are_named_with_a_reason() {
        let text = "kind,file,row,device,lon,lat,reason,operator\n\
                    sample,/home/a/do.csv,812,,,,phép đo thử,\n\
                    phone,,,a1b2c3,,,máy của đội,\n\
                    desk,,,,106.78,21.03,máy cố định,viettel\n";
        let table = parse(text, "x.csv").unwrap();
        let whats: Vec<_> = table.given.iter().map(|given| given.what.clone()).collect();
        let sample = LeftOut::Sample { file: "do.csv".to_owned(), row: 812, time: None };
        assert_eq!(whats[0], GivenWhat::Ready(sample));
        assert_eq!(whats[1], GivenWhat::Ready(LeftOut::Phone { key: phone_key("a1b2c3").unwrap() }));
        assert_eq!(whats[2], GivenWhat::DeskAt(LonLat { lon: 106.78, lat: 21.03 }, Some("Viettel".to_owned())));
        assert_eq!(table.given.iter().map(|given| given.row).collect::<Vec<_>>(), [2, 3, 4]);
        assert_eq!(table.given[1].reason, "máy của đội");
    }

    #[test]
    fn vietnamese_headers_semicolons_and_decimal_commas_are_read() {
        let text = "Loại;Tệp;Dòng;Thời gian;Kinh độ;Vĩ độ;Lý do\n\
                    mẫu;do.csv;3;01/03/2026 00:00:00;;;sai\n\nmáy;;;;;;x\n";
        let Err(Error::BadCorrections { faults, .. }) = parse(text, "x.csv") else { panic!() };
        assert_eq!(faults, [(4, CorrectionFault::NoDevice)]);
        let table = parse(&text.replace("máy;;;;;;x", "bàn;;;;106,78;21,03;x"), "x.csv").unwrap();
        // 2026-03-01 00:00 at UTC+7.
        let sample = LeftOut::Sample { file: "do.csv".to_owned(), row: 3, time: Some(1_772_298_000) };
        assert_eq!(table.given[0].what, GivenWhat::Ready(sample));
        assert_eq!(table.given[1].what, GivenWhat::DeskAt(LonLat { lon: 106.78, lat: 21.03 }, None));
    }

    #[test]
    fn every_wrong_row_is_named_with_what_is_wrong() {
        let text = "kind,file,row,device,lon,lat,reason,time\n\
                    sample,,3,,,,x,\nsample,a.csv,0,,,,x,\nsample,a.csv,2,,,,,\nphone,,,-,,,x,\n\
                    desk,,,,106.78,,x,\nsim,,,,,,x,\nsample,a.csv,2,,,,x,hôm qua\n";
        let Err(Error::BadCorrections { faults, .. }) = parse(text, "x.csv") else { panic!() };
        use CorrectionFault as F;
        let expected = [F::NoFile, F::Row, F::NoReason, F::NoDevice, F::Position, F::Kind, F::Time];
        assert_eq!(faults, (2..).zip(expected).collect::<Vec<_>>());
    }

    #[test]
    fn a_table_without_reasons_is_refused() {
        let error = parse("kind,file,row\nsample,a.csv,2\n", "x.csv");
        assert!(matches!(error, Err(Error::UnknownField { field, .. }) if field == "reason"));
    }
}
