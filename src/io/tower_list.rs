//! Lists of cells of networks: OpenCellID and Mozilla, with or without headers, and CLF (domain.md §1b).

use csv::StringRecord;

use crate::model::{ContextRecords, Meaning, OperatorId, Result, Technology, Tower};

use super::beside::{MAX_RECORDS, OperatorColumns, Operators, Records, known, position};
use super::columns::assign::column_of;
use super::columns::headers::Header;
use super::columns::kind::is_headerless_tower_list;
use super::plan::TablePlan;
use super::samples::OpenTable;
use super::table::rows::for_each_row;
use super::value::number;

struct Columns {
    latitude: Option<usize>,
    longitude: Option<usize>,
    radio: Option<usize>,
    range: Option<usize>,
    samples: Option<usize>,
}

/// Reads a table that was recognised as a list of towers.
pub(super) fn read(table: OpenTable, operators: &mut Operators<'_>) -> Result<Records> {
    let columns = Columns::of(&table.plan, operators);
    let (mut towers, mut n_other_rows, mut is_cut) = (Vec::new(), 0, false);
    let sha256 = for_each_row(table, |row| match columns.tower(row) {
        Some(_) if towers.len() >= MAX_RECORDS => is_cut = true,
        Some(tower) => towers.push(Tower { operator: operators.of_row(row), ..tower }),
        None => n_other_rows += 1,
    })?;
    Ok(Records { records: ContextRecords::Towers(towers), n_other_rows, is_cut, sha256 })
}

impl Columns {
    fn of(plan: &TablePlan, operators: &mut Operators<'_>) -> Self {
        if plan.header_row == 0 && plan.first_rows.first().is_some_and(|row| is_headerless_tower_list(row)) {
            operators.columns = OperatorColumns { mcc: Some(1), mnc: Some(2), ..OperatorColumns::default() };
            return Self { latitude: Some(7), longitude: Some(6), radio: Some(0), range: Some(8), samples: Some(9) };
        }
        let named = |name: &str| plan.guesses.iter().position(|guess| Header::new(&guess.header).key == name);
        Self {
            latitude: plan.columns.latitude,
            longitude: plan.columns.longitude,
            radio: plan.columns.technology,
            range: named("range"),
            samples: column_of(&plan.guesses, Meaning::SampleCount),
        }
    }

    fn tower(&self, row: &StringRecord) -> Option<Tower> {
        let cell = |column: Option<usize>| column.and_then(|c| row.get(c)).map(known).unwrap_or_default();
        let value = |column| number::parse(cell(column).as_bytes(), false).value();
        Some(Tower {
            position: position(value(self.latitude), value(self.longitude))?,
            technology: Technology::from_name(cell(self.radio)),
            operator: OperatorId(0),
            range_m: value(self.range).filter(|metres| *metres > 0.0).map(|metres| metres as f32),
            n_samples: value(self.samples).map_or(0, |n| n.clamp(0.0, f64::from(u32::MAX)) as u32),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::test_files::Files;
    use crate::io::{ReadOptions, read_beside};
    use crate::job::Feedback;
    use crate::model::{Beside, ContextLayer, OperatorCatalogue};

    fn layer(text: &str, options: &ReadOptions) -> ContextLayer {
        let files = Files::new();
        let found = read_beside(&files.write("t.csv", text), options, &Feedback::default()).unwrap();
        let Some(Beside::Layer(layer)) = found.into_iter().next() else { panic!("no layer") };
        layer
    }

    fn towers(layer: &ContextLayer) -> Vec<(f64, f64, &str, Option<f32>, u32)> {
        let ContextRecords::Towers(list) = &layer.records else { panic!("no towers") };
        let brand = |t: &Tower| layer.operator(t.operator).map_or("", |o| o.brand.as_str());
        list.iter().map(|t| (t.position.lat, t.position.lon, brand(t), t.range_m, t.n_samples)).collect()
    }

    const ROWS: &str = "LTE,452,4,1001,2564,0,106.77,21.03,1000,12,1,1459692342,1488347104,-90\n\
                        UMTS,452,2,1001,2565,0,106.78,21.04,,3,1,1459692342,1488347104,0\n\
                        LTE,452,1,1001,2565,0,0,0,5,3,1,1459692342,1488347104,0\n";

    #[test]
    fn towers_are_read_with_and_without_a_header() {
        let header = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n";
        let expected = [(21.03, 106.77, "Viettel", Some(1000.0), 12), (21.04, 106.78, "VinaPhone", None, 3)];
        for text in [format!("{header}{ROWS}"), ROWS.to_owned()] {
            let layer = layer(&text, &ReadOptions::default());
            assert_eq!((towers(&layer), layer.n_other_rows), (expected.to_vec(), 1), "{text}");
        }
    }

    #[test]
    fn a_network_that_is_not_known_is_what_the_user_says() {
        let header = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n";
        let text = format!("{header}LTE,457,99,1001,2564,0,106.77,21.03,1000,12,1,1459692342,1488347104,-90\n");
        assert_eq!(towers(&layer(&text, &ReadOptions::default()))[0].2, "457-99");
        let catalogue = OperatorCatalogue::default().with_aliases(&[("457-99".to_owned(), "Viettel".to_owned())]);
        assert_eq!(towers(&layer(&text, &ReadOptions::default()).named(&catalogue))[0].2, "Viettel");
    }
}
