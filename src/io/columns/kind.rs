//! Tables that are something else than speed tests, and are refused by name.

use crate::model::{Error, Meaning};

use super::assign::{ColumnGuess, column_of};
use super::headers::Header;

/// Why a table with these columns cannot be read as speed tests; `None` when it can.
pub(in crate::io) fn refusal(path: &str, headers: &[Header], guesses: &[ColumnGuess]) -> Option<Error> {
    let has = |meaning| column_of(guesses, meaning).is_some();
    let path = path.to_owned();
    let names = || headers.iter().map(|h| h.text.as_str()).collect::<Vec<_>>().join(", ");
    let has_metric = has(Meaning::Download) || has(Meaning::Upload) || has(Meaning::Latency);
    let has_signal = has(Meaning::Signal) || has(Meaning::CellTower);
    if is_tile_table(headers) {
        return Some(Error::TileTable { path });
    }
    if headers.iter().any(|h| h.text.starts_with("client.Geo.")) {
        return Some(Error::AddressPositions { path });
    }
    // Before the tables of numbers of samples: such a list counts what each cell was heard in.
    if !has_metric && is_tower_list(headers) {
        return Some(Error::TowerList { path });
    }
    if has(Meaning::SampleCount) && !has(Meaning::Time) && !has(Meaning::Date) {
        return Some(Error::AggregateTable { path });
    }
    let has_position = (has(Meaning::Latitude) && has(Meaning::Longitude)) || has(Meaning::Position);
    if !has_position {
        return Some(if has(Meaning::SampleCount) {
            Error::AggregateTable { path }
        } else if has_signal && !has_metric {
            Error::SignalLog { path }
        } else {
            Error::NoCoordinates { path, headers: names() }
        });
    }
    if !has_metric {
        return Some(if has_signal {
            Error::SignalLog { path }
        } else {
            Error::NoMetricColumn { path, headers: names() }
        });
    }
    if !has(Meaning::Time) && !has(Meaning::Date) {
        return Some(Error::NoTimeColumn { path, headers: names() });
    }
    None
}

/// Columns that hold the outline of a tile as text (WKT), as its makers and programs that convert it call them.
pub(in crate::io) const TILE_SHAPES: [&str; 6] = ["tile", "geometry", "geom", "thegeom", "wkt", "wktgeom"];

/// Averages of Ookla over map tiles, whose columns are named the same in every quarter.
fn is_tile_table(headers: &[Header]) -> bool {
    let has = |key: &str| headers.iter().any(|h| h.key == key);
    let has_shape = TILE_SHAPES.iter().any(|key| has(key));
    has_averages_of_tests(headers) && (has("quadkey") || has("tilex") || has_shape)
}

/// Whether these are the fields of a map tile whose place its geometry says.
pub(in crate::io) fn are_fields_of_tiles<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    has_averages_of_tests(&names.map(Header::new).collect::<Vec<_>>())
}

fn has_averages_of_tests(headers: &[Header]) -> bool {
    let has = |key: &str| headers.iter().any(|h| h.key == key);
    has("tests") && (has("avgd") || has("avgu") || has("avglat"))
}

/// OpenCellID and Mozilla lists (radio, mcc, net, area, cell …) and CLF lists (mccmnc, cid, lac, rnc …).
fn is_tower_list(headers: &[Header]) -> bool {
    let has = |keys: &[&str]| keys.iter().all(|key| headers.iter().any(|h| h.key == *key));
    has(&["mcc", "net", "area", "cell"])
        || has(&["mccmnc", "cid", "lac"])
        || has(&["mcc", "mnc", "lac", "cellid", "range"])
}

/// A list of cells without headers, such as OpenCellID's: radio, mcc, net, area, cell, unit, lon, lat, range, samples …
pub(in crate::io) fn is_headerless_tower_list(row: &[String]) -> bool {
    let whole = |i: usize| row.get(i).is_some_and(|cell| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()));
    let degrees = |i: usize| row.get(i).and_then(|cell| cell.parse::<f64>().ok()).is_some_and(|v| v.abs() <= 180.0);
    let radio = row.first().is_some_and(|c| RADIOS.contains(&c.as_str()));
    radio && [1, 2, 3, 4].into_iter().all(whole) && degrees(6) && degrees(7) && whole(8) && row.len() >= 10
}

pub(in crate::io) const RADIOS: [&str; 8] = ["LTE", "NR", "UMTS", "GSM", "WCDMA", "CDMA", "HSPA", "NBIOT"];

/// A signal log without headers, such as CellMapper's: two coordinates first, a radio access and a level in dBm.
pub(in crate::io) fn is_headerless_signal_log(row: &[String]) -> bool {
    let number = |i: usize| row.get(i).and_then(|cell| cell.parse::<f64>().ok());
    let position = number(0).is_some_and(|v| v.abs() <= 180.0) && number(1).is_some_and(|v| v.abs() <= 180.0);
    let level = row.iter().skip(2).filter_map(|c| c.parse::<i32>().ok()).any(|v| (-150..=-25).contains(&v));
    let radio = row.iter().any(|c| RADIOS.contains(&c.as_str()));
    position && level && radio && row.len() >= 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::columns::assign::{FirstRows, assign};

    fn refused(header: &str) -> Option<&'static str> {
        let headers: Vec<Header> = header.split(',').map(Header::new).collect();
        let guesses = assign(&headers, FirstRows { rows: &[], decimal_comma: false }, &[]);
        refusal("f", &headers, &guesses).map(|e| e.key())
    }

    #[test]
    fn each_kind_of_other_table_is_named() {
        for (header, key) in [
            (
                "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal",
                "error-tower-list",
            ),
            ("radio,mcc,net,area,cell,unit,lon,lat,range,samples", "error-tower-list"),
            ("Timestamp,Longitude,Latitude,Operatorname,CellID,Level,Qual,DL_bitrate", "error-signal-log"),
            ("Phường,Nhà mạng,Số mẫu,Tải xuống", "error-aggregate-table"),
            ("Phường,Vĩ độ,Kinh độ,Số mẫu,Trung vị tải xuống (Mbps)", "error-aggregate-table"),
            ("quadkey,tile,tile_x,tile_y,avg_d_kbps,avg_u_kbps,avg_lat_ms,tests,devices", "error-tile-table"),
            ("avg_d_kbps,avg_u_kbps,avg_lat_ms,tests,devices,tile_x,tile_y", "error-tile-table"),
            ("Phường,Nhà mạng,Tải xuống", "error-no-coordinates"),
            ("lat,lon,download", "error-no-time-column"),
            ("lat,lon,time,operator", "error-no-metric-column"),
        ] {
            assert_eq!(refused(header), Some(key), "{header}");
        }
        assert_eq!(refused("time,lat,lon,download"), None);
    }

    #[test]
    fn an_opencellid_row_is_a_tower() {
        let row = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        assert!(is_headerless_tower_list(&row(
            "LTE,452,4,1001,2564,0,106.77,21.03,1000,12,1,1459692342,1488347104,-90"
        )));
        assert!(!is_headerless_tower_list(&row("LTE,2025-10-05,4,1001,2564,0,106.77,21.03,1000,12")));
    }

    #[test]
    fn a_cellmapper_row_is_a_signal_log() {
        let row = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        assert!(is_headerless_signal_log(&row("51.3,9.47,205,262,1,3080,30926080,-88,LTE,LTE,1300,209")));
        assert!(!is_headerless_signal_log(&row("2025-01-01,21.03,106.77,4G,45.2,12,30,x,y")));
    }
}
