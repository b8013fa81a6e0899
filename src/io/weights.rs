//! Weights of zones from a table: households, voters, buildings beside the id or the name of each zone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use super::short_table::{DELIMITERS, short_table_text};
use super::source::Source;
use crate::job::Feedback;
use crate::model::{Error, Result, Zones, fold_text};

/// Beginnings of headers that say what a weight is, without diacritics.
const WEIGHTS: [&str; 14] = [
    "trong so",
    "so ho",
    "ho",
    "cu tri",
    "dan so",
    "nhan khau",
    "so dan",
    "so nha",
    "toa nha",
    "weight",
    "household",
    "voter",
    "population",
    "building",
];

/// Weights as a table gives them to the zones of a study.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WeightTable {
    /// Header of the column.
    pub source: String,
    /// Weight of each zone, in the order of [`Zones::zones`].
    pub of_zone: Vec<Option<f64>>,
    /// What the table names that is no zone, or more than one, as written.
    pub unmatched: Vec<String>,
    /// Rows that name a zone without a readable number.
    pub unreadable: Vec<String>,
}

impl WeightTable {
    /// The zones with these weights; zones that the table does not name keep what they had.
    pub fn apply(&self, zones: &mut Zones) {
        for (zone, weight) in zones.zones.iter_mut().zip(&self.of_zone) {
            zone.weight = weight.or(zone.weight);
        }
        self.source.clone_into(&mut zones.weight_source);
    }
}

/// Reads a table; `column` is the header of the weights where several could be meant.
pub fn read_weights(path: &Path, column: Option<&str>, zones: &Zones, feedback: &Feedback) -> Result<WeightTable> {
    let source = Source::of(path);
    let text = short_table_text(&source, feedback)?;
    let keys = Keys::new(zones);
    let readings = DELIMITERS.into_iter().map(|delimiter| {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter).has_headers(false).flexible(true);
        let rows: Vec<StringRecord> = builder.from_reader(text.as_bytes()).into_records().flatten().collect();
        let column = keys.column_of(&rows);
        (rows, column)
    });
    let best = readings.max_by_key(|(_, key)| key.map_or(0, |key| key.n_found));
    let (rows, key) = best.unwrap_or_default();
    let listed =
        |row: Option<&StringRecord>| row.map(|row| row.iter().collect::<Vec<_>>().join("; ")).unwrap_or_default();
    let Some(key) = key else {
        return Err(Error::NoZoneColumn { path: source.shown, columns: listed(rows.first()) });
    };
    let header = key.first_row.checked_sub(1).and_then(|row| rows.get(row));
    let unclear = || Error::UnclearWeight { path: source.shown.clone(), columns: listed(header) };
    let weight = match column {
        Some(name) => {
            header.and_then(|header| header.iter().position(|cell| fold_text(cell) == fold_text(name))).ok_or_else(
                || Error::UnknownField { path: source.shown.clone(), field: name.to_owned(), fields: listed(header) },
            )?
        }
        None => weight_column(&rows, key, header).ok_or_else(unclear)?,
    };
    let name = header.and_then(|header| header.get(weight)).unwrap_or_default().trim();
    let name = if name.is_empty() { source.name.clone() } else { name.to_owned() };
    Ok(keys.weights(rows.get(key.first_row..).unwrap_or_default(), key, weight, name))
}

/// The column that names the zones.
#[derive(Debug, Clone, Copy)]
struct KeyColumn {
    column: usize,
    n_found: usize,
    /// The first row that names a zone: the header stands above it.
    first_row: usize,
    by_id: bool,
}

/// Ids and names of the zones. A name that two zones share names neither.
struct Keys {
    ids: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
    n_zones: usize,
}

impl Keys {
    fn new(zones: &Zones) -> Self {
        let ids = zones.zones.iter().enumerate().map(|(i, zone)| (zone.id.clone(), i)).collect();
        let (mut names, mut shared) = (BTreeMap::new(), BTreeSet::new());
        for (i, zone) in zones.zones.iter().enumerate() {
            let name = fold_text(&zone.name);
            if !name.is_empty() && names.insert(name.clone(), i).is_some() {
                shared.insert(name);
            }
        }
        names.retain(|name, _| !shared.contains(name));
        Self { ids, names, n_zones: zones.zones.len() }
    }

    fn zone(&self, cell: &str, by_id: bool) -> Option<usize> {
        if by_id { self.ids.get(cell.trim()) } else { self.names.get(&fold_text(cell)) }.copied()
    }

    /// The column with most ids, else with most names. A column of numbers may hold ids by chance: names of at least as
    /// many zones come first.
    fn column_of(&self, rows: &[StringRecord]) -> Option<KeyColumn> {
        let n_columns = rows.iter().map(StringRecord::len).max()?.min(1000);
        let found = |column: usize, by_id: bool| {
            let hits = |row: &StringRecord| row.get(column).and_then(|cell| self.zone(cell, by_id));
            let zones: BTreeSet<usize> = rows.iter().filter_map(hits).collect();
            let first_row = rows.iter().position(|row| hits(row).is_some())?;
            Some(KeyColumn { column, n_found: zones.len(), first_row, by_id })
        };
        let columns = (0..n_columns).flat_map(|column| [found(column, false), found(column, true)]).flatten();
        let rank = |key: &KeyColumn| (key.n_found, !key.by_id);
        columns.reduce(|best, next| if rank(&next) > rank(&best) { next } else { best })
    }

    fn weights(&self, rows: &[StringRecord], key: KeyColumn, weight: usize, source: String) -> WeightTable {
        let mut table = WeightTable { source, of_zone: vec![None; self.n_zones], ..WeightTable::default() };
        for row in rows {
            let named = row.get(key.column).unwrap_or_default().trim();
            if named.is_empty() {
                continue;
            }
            match (self.zone(named, key.by_id), row.get(weight).and_then(number)) {
                (None, _) => table.unmatched.push(named.to_owned()),
                (Some(_), None) => table.unreadable.push(named.to_owned()),
                (Some(zone), Some(value)) => {
                    if let Some(slot) = table.of_zone.get_mut(zone) {
                        *slot = Some(slot.unwrap_or(0.0) + value);
                    }
                }
            }
        }
        table
    }
}

/// The column whose header says it is a weight, else the only other column of numbers.
fn weight_column(rows: &[StringRecord], key: KeyColumn, header: Option<&StringRecord>) -> Option<usize> {
    let data = rows.get(key.first_row..)?;
    let n_columns = data.iter().map(StringRecord::len).max()?;
    let is_numbers = |column: &usize| {
        let n = data.iter().filter(|row| row.get(*column).and_then(number).is_some()).count();
        *column != key.column && 2 * n >= data.len().max(1)
    };
    let numbers: Vec<usize> = (0..n_columns).filter(is_numbers).collect();
    let says_so = |column: &&usize| {
        let title = header.and_then(|header| header.get(**column)).map(fold_text).unwrap_or_default();
        WEIGHTS.iter().any(|word| title == *word || title.starts_with(&format!("{word} ")))
    };
    match (numbers.iter().filter(says_so).collect::<Vec<_>>().as_slice(), numbers.as_slice()) {
        ([only], _) => Some(**only),
        ([], [only]) => Some(*only),
        _ => None,
    }
}

/// A number of things, not negative: points and commas that part thousands are passed over.
fn number(text: &str) -> Option<f64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
    let groups: Vec<&str> = text.split(['.', ',']).collect();
    let is_digits = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    let parts_thousands = match groups.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => {
            (1..=3).contains(&first.len()) && *first != "0" && rest.iter().all(|group| group.len() == 3)
        }
        _ => false,
    };
    let plain = match parts_thousands && groups.iter().all(is_digits) {
        true => groups.concat(),
        false => text.replace(',', "."),
    };
    plain.parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::test_files::{Files, sheet_rows, xlsx_of};
    use crate::model::Zone;

    fn zones() -> Zones {
        let zone = |id: &str, name: &str| Zone {
            id: id.to_owned(),
            name: name.to_owned(),
            shape: geo::MultiPolygon(Vec::new()),
            area_m2: 1.0,
            weight: None,
        };
        let zones =
            vec![zone("01", "Khu phố 1"), zone("02", "Khu phố Bắc Sơn"), zone("03", "Khu Nam"), zone("04", "Khu Nam")];
        Zones { zones, ..Zones::default() }
    }

    fn read(name: &str, bytes: &[u8], column: Option<&str>) -> Result<WeightTable> {
        let files = Files::new();
        read_weights(&files.write(name, bytes), column, &zones(), &Feedback::default())
    }

    #[test]
    fn weights_are_found_by_id_or_by_name() {
        let by_id = read("w.csv", "Mã khu;Số hộ\n01;1.250\n03;80\n".as_bytes(), None).unwrap();
        assert_eq!(by_id.of_zone, [Some(1250.0), None, Some(80.0), None]);
        assert_eq!(by_id.source, "Số hộ");
        let by_name = read(
            "w.csv",
            "Danh sách,,\nTT,Tên,Cử tri,Ghi chú\n1,KHU PHỐ 1,900,\n2,khu pho bac son,70,x\n".as_bytes(),
            None,
        );
        assert_eq!(by_name.unwrap().of_zone, [Some(900.0), Some(70.0), None, None]);
    }

    #[test]
    fn a_name_of_two_zones_names_neither() {
        let table =
            read("w.csv", "Tên,Hộ\nKhu phố 1,5\nKhu Nam,7\nKhu Đông,8\nKhu phố Bắc Sơn,?\n".as_bytes(), None).unwrap();
        assert_eq!(table.of_zone, [Some(5.0), None, None, None]);
        assert_eq!(table.unmatched, ["Khu Nam", "Khu Đông"]);
        assert_eq!(table.unreadable, ["Khu phố Bắc Sơn"]);
    }

    #[test]
    fn which_column_is_meant_is_asked_for_where_it_is_not_clear() {
        let text = "id,a,b\n01,1,2\n02,3,4\n";
        assert!(matches!(read("w.csv", text.as_bytes(), None), Err(Error::UnclearWeight { .. })));
        assert_eq!(read("w.csv", text.as_bytes(), Some("B")).unwrap().of_zone, [Some(2.0), Some(4.0), None, None]);
        assert!(matches!(read("w.csv", text.as_bytes(), Some("c")), Err(Error::UnknownField { .. })));
        let foreign = "x,a\nq,1\n";
        assert!(matches!(read("w.csv", foreign.as_bytes(), None), Err(Error::NoZoneColumn { .. })));
    }

    #[test]
    fn a_workbook_may_hold_them() {
        let rows = sheet_rows(&[
            (1, &["Khu phố", "Số hộ"]),
            (2, &["Khu phố 1", "<c><v>300</v></c>"]),
            (3, &["Khu phố Bắc Sơn", "<c><v>41.5</v></c>"]),
        ]);
        let table = read("w.xlsx", &xlsx_of(&[("Hộ", "visible", &rows)], ""), None).unwrap();
        assert_eq!(table.of_zone, [Some(300.0), Some(41.5), None, None]);
    }
}
