//! Logs of signal levels without speed tests: G-NetTrack, Network Survey, CellMapper (domain.md §1b).

use csv::StringRecord;

use crate::model::{ContextRecords, Meaning, Result, SignalPoint, Technology};

use super::beside::{MAX_RECORDS, OperatorColumns, Operators, Records, known, position};
use super::columns::assign::column_of;
use super::columns::headers::Header;
use super::columns::kind::{RADIOS, is_headerless_signal_log};
use super::plan::TablePlan;
use super::samples::OpenTable;
use super::table::rows::for_each_row;
use super::value::{degrees, number};

/// Levels in dBm that a phone can receive.
const LEVELS_DBM: (f64, f64) = (-160.0, -20.0);

/// Levels that phones mostly receive; a quality or a count is seldom among them.
const USUAL_DBM: (f64, f64) = (-140.0, -40.0);

/// Columns of levels, the best first: a phone fills that of the network it is in.
const LEVEL_NAMES: &[&str] = &[
    "rsrp",
    "ltersrp",
    "nrrsrp",
    "ssrsrp",
    "level",
    "signalstrength",
    "cuongdotinhieu",
    "mucthu",
    "signal",
    "rscp",
    "rssi",
];

struct Columns {
    latitude: Option<usize>,
    longitude: Option<usize>,
    position: Option<usize>,
    technology: Option<usize>,
    levels: Vec<usize>,
}

/// Reads a table that was recognised as a signal log.
pub(super) fn read(table: OpenTable, operators: &mut Operators<'_>) -> Result<Records> {
    let columns = Columns::of(&table.plan, operators);
    let decimal_comma = table.plan.decimal_comma;
    let (mut points, mut n_other_rows, mut is_cut) = (Vec::new(), 0, false);
    let sha256 = for_each_row(table, |row| match columns.point(row, decimal_comma) {
        Some(_) if points.len() >= MAX_RECORDS => is_cut = true,
        Some(point) => points.push(SignalPoint { operator: operators.of_row(row), ..point }),
        None => n_other_rows += 1,
    })?;
    Ok(Records { records: ContextRecords::Signal(points), n_other_rows, is_cut, sha256 })
}

impl Columns {
    fn of(plan: &TablePlan, operators: &mut Operators<'_>) -> Self {
        if let Some(row) = plan.first_rows.first().filter(|row| plan.header_row == 0 && is_headerless_signal_log(row)) {
            operators.columns = OperatorColumns { mcc: Some(3), mnc: Some(4), ..OperatorColumns::default() };
            return Self {
                latitude: Some(0),
                longitude: Some(1),
                position: None,
                technology: row.iter().position(|cell| RADIOS.contains(&cell.as_str())),
                levels: level_without_header(&plan.first_rows).into_iter().collect(),
            };
        }
        let headers: Vec<Header> = plan.guesses.iter().map(|guess| Header::new(&guess.header)).collect();
        let named = |name: &&str| headers.iter().position(|header| header.key == **name);
        let mut levels: Vec<usize> = LEVEL_NAMES.iter().filter_map(|name| named(&name)).collect();
        levels.extend(column_of(&plan.guesses, Meaning::Signal).filter(|c| !levels.contains(c)));
        if !holds_levels(&plan.first_rows, &levels) {
            // A header that has slipped against its columns.
            let places = [plan.columns.latitude, plan.columns.longitude];
            let mut others = (0..headers.len()).filter(|column| !places.contains(&Some(*column)));
            let slipped = others.find(|column| holds_levels(&plan.first_rows, &[*column]));
            levels = slipped.map_or(levels, |column| vec![column]);
        }
        Self {
            latitude: plan.columns.latitude,
            longitude: plan.columns.longitude,
            position: plan.columns.position,
            technology: plan.columns.technology,
            levels,
        }
    }

    fn point(&self, row: &StringRecord, decimal_comma: bool) -> Option<SignalPoint> {
        let cell = |column: Option<usize>| column.and_then(|c| row.get(c)).map(known).unwrap_or_default();
        let degrees_of = |column| {
            let cell = cell(column).as_bytes();
            number::parse(cell, decimal_comma).value().or_else(|| degrees::parse(cell))
        };
        let place = match self.position {
            Some(column) => {
                let (lat, lon) = degrees::pair(cell(Some(column)).as_bytes(), decimal_comma)?;
                position(lat.value(), lon.value())?
            }
            None => position(degrees_of(self.latitude), degrees_of(self.longitude))?,
        };
        let level = self.levels.iter().find_map(|column| level(cell(Some(*column))))?;
        let technology = Technology::from_name(cell(self.technology));
        Some(SignalPoint {
            position: place,
            level_dbm: level as f32,
            technology,
            operator: crate::model::OperatorId(0),
        })
    }
}

/// `-93`, `-93.5` or `-93 dBm`.
fn level(cell: &str) -> Option<f64> {
    let figure = cell.split(|c: char| c.is_whitespace() || c.is_alphabetic()).next()?.replace(',', ".");
    figure.parse().ok().filter(|dbm| (LEVELS_DBM.0..=LEVELS_DBM.1).contains(dbm))
}

/// Whether at least half of the rows have a usual level in the first of the columns that holds anything.
fn holds_levels(rows: &[Vec<String>], columns: &[usize]) -> bool {
    let cell = |row: &Vec<String>, column: &usize| row.get(*column).filter(|cell| !known(cell).is_empty()).cloned();
    let found = rows.iter().filter_map(|row| columns.iter().find_map(|column| cell(row, column)));
    let (mut all, mut usual) = (0, 0);
    for text in found {
        all += 1;
        usual += usize::from(level(&text).is_some_and(|dbm| (USUAL_DBM.0..=USUAL_DBM.1).contains(&dbm)));
    }
    all > 0 && usual * 2 >= all
}

/// The column behind the two coordinates that holds levels in every row.
fn level_without_header(rows: &[Vec<String>]) -> Option<usize> {
    let width = rows.first()?.len();
    let holds_levels = |column: &usize| rows.iter().all(|row| row.get(*column).is_some_and(|c| level(c).is_some()));
    let begins_with_one = |column: &usize| rows.first().and_then(|row| level(row.get(*column)?)).is_some();
    (2..width).find(holds_levels).or_else(|| (2..width).find(begins_with_one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::test_files::Files;
    use crate::io::{ReadOptions, read_beside};
    use crate::job::Feedback;
    use crate::model::{Beside, ContextLayer, LonLat};

    fn layer(text: &str) -> ContextLayer {
        let files = Files::new();
        let path = files.write("log.txt", text);
        let found = read_beside(&path, &ReadOptions::default(), &Feedback::default()).unwrap();
        let Some(Beside::Layer(layer)) = found.into_iter().next() else { panic!("no layer") };
        layer
    }

    fn points(layer: &ContextLayer) -> Vec<(f64, f64, f32, Technology, &str)> {
        let ContextRecords::Signal(list) = &layer.records else { panic!("no points") };
        let brand = |p: &SignalPoint| layer.operator(p.operator).map_or("", |o| o.brand.as_str());
        list.iter().map(|p| (p.position.lat, p.position.lon, p.level_dbm, p.technology, brand(p))).collect()
    }

    #[test]
    fn a_log_of_gnettrack_is_a_layer_of_levels() {
        let text = "Timestamp\tLongitude\tLatitude\tOperatorname\tCellID\tNetworkTech\tLevel\tQual\n\
                    2025.07.18_22.11.08\t106.77\t21.03\tVIETTEL\t11\t4G\t-81\t-8\n\
                    2025.07.18_22.11.09\t106.78\t21.04\tVina\t11\t3G\t-\t-10\n\
                    2025.07.18_22.11.10\t106.78\t21.04\tVNPT\t11\t3G\t-101\t-10\n";
        let layer = layer(text);
        let expected = [
            (21.03, 106.77, -81.0, Technology::FourG, "Viettel"),
            (21.04, 106.78, -101.0, Technology::ThreeG, "VinaPhone"),
        ];
        assert_eq!((points(&layer), layer.n_other_rows), (expected.to_vec(), 1));
        assert_eq!(layer.bounds(), Some((LonLat { lon: 106.77, lat: 21.03 }, LonLat { lon: 106.78, lat: 21.04 })));
        assert_eq!(layer.n_by_operator(), [("Viettel", 1), ("VinaPhone", 1)]);
    }

    #[test]
    fn a_header_that_has_slipped_is_noticed_by_its_values() {
        let text = "Timestamp,Longitude,Latitude,Operatorname,Cellname,CellID,NetworkTech,Level,Qual\n\
                    2025.07.18_22.11.08,106.77,21.03,VIETTEL,11,4G,-81,-8,\n\
                    2025.07.18_22.11.09,106.77,21.03,VIETTEL,11,4G,-93,-9,\n";
        let levels: Vec<f32> = points(&layer(text)).iter().map(|p| p.2).collect();
        assert_eq!(levels, [-81.0, -93.0]);
    }

    #[test]
    fn cellmapper_writes_no_header() {
        let text = "21.03,106.77,205,452,4,3080,30926080,-88,LTE,LTE,1300,209\n\
                    21.04,106.78,205,452,2,3080,30926080,-97,LTE,LTE,1300,-1\n";
        let layer = layer(text);
        let expected = [
            (21.03, 106.77, -88.0, Technology::FourG, "Viettel"),
            (21.04, 106.78, -97.0, Technology::FourG, "VinaPhone"),
        ];
        assert_eq!(points(&layer), expected);
    }

    #[test]
    fn the_level_is_that_of_the_network_the_phone_is_in() {
        let text = "deviceTime,latitude,longitude,mcc,mnc,rsrp,ssRsrp,signalStrength\n\
                    2025-10-05T08:00:00+07:00,21.03,106.77,452,01,-97 dBm,,12\n\
                    2025-10-05T08:00:01+07:00,21.03,106.77,452,01,,-101.5,12\n\
                    2025-10-05T08:00:02+07:00,0,0,452,01,-97,,12\n";
        let layer = layer(text);
        let levels: Vec<f32> = points(&layer).iter().map(|p| p.2).collect();
        assert_eq!((levels, layer.n_other_rows), (vec![-97.0, -101.5], 1));
        assert_eq!(layer.operators[0].brand, "MobiFone");
    }
}
