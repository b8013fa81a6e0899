//! Texts of the files of an invented ward. They imitate foreign exports, so their headers are data, not the program's words.

use std::fmt::Display;

use geo::{Centroid, MultiPolygon};
use serde_json::{Map, Value, json};

use crate::analysis::simulate::{Dirt, EVENING_PEAK, SimulatedTest, SimulatedZone, TestStatus, WeakPlace};
use crate::model::{Error, Result, Technology, local_day};

/// How an export writes its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Semicolons, decimal commas, day first, byte order mark.
    Vietnamese,
    /// Commas, decimal points, ISO 8601 with offset.
    International,
}

const VIETNAMESE_HEADER: [&str; 15] = [
    "Mã kết quả",
    "Thời gian",
    "Vĩ độ",
    "Kinh độ",
    "Sai số (m)",
    "Nhà mạng",
    "Loại kết nối",
    "Công nghệ",
    "Tốc độ tải xuống (Mbps)",
    "Tốc độ tải lên (Mbps)",
    "Độ trễ (ms)",
    "Mã thiết bị",
    "Dòng máy",
    "Mã giới thiệu",
    "Trạng thái",
];

const INTERNATIONAL_HEADER: [&str; 15] = [
    "test_id",
    "time",
    "latitude",
    "longitude",
    "accuracy_m",
    "operator",
    "connection",
    "technology",
    "download_mbps",
    "upload_mbps",
    "latency_ms",
    "device_id",
    "model",
    "referral_code",
    "status",
];

impl Style {
    fn header(self) -> [&'static str; 15] {
        match self {
            Self::Vietnamese => VIETNAMESE_HEADER,
            Self::International => INTERNATIONAL_HEADER,
        }
    }

    fn delimiter(self) -> u8 {
        match self {
            Self::Vietnamese => b';',
            Self::International => b',',
        }
    }

    fn number(self, value: Option<impl Display>) -> String {
        let plain = value.map(|v| v.to_string()).unwrap_or_default();
        match self {
            Self::Vietnamese => plain.replace('.', ","),
            Self::International => plain,
        }
    }

    fn time(self, unix_s: Option<i64>) -> String {
        let Some(unix_s) = unix_s else { return String::new() };
        let day = local_day(unix_s);
        let (year, month, of_month) = day.year_month_day();
        let second = unix_s - day.start_unix_s();
        let clock = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
        match self {
            Self::Vietnamese => format!("{of_month:02}/{month:02}/{year:04} {clock}"),
            Self::International => format!("{day}T{clock}+07:00"),
        }
    }

    fn connection(self, wifi: bool) -> &'static str {
        match (self, wifi) {
            (Self::Vietnamese, false) => "Di động",
            (Self::Vietnamese, true) => "Wi-Fi",
            (Self::International, false) => "mobile",
            (Self::International, true) => "wifi",
        }
    }

    fn status(self, status: TestStatus) -> &'static str {
        match (self, status) {
            (Self::Vietnamese, TestStatus::Done) => "Thành công",
            (Self::Vietnamese, TestStatus::Failed) => "Thất bại",
            (Self::International, TestStatus::Done) => "completed",
            (Self::International, TestStatus::Failed) => "failed",
        }
    }
}

/// Some phones name the radio access, not the generation.
fn technology(test: &SimulatedTest) -> &'static str {
    match (test.technology, test.phone.is_multiple_of(5)) {
        (Technology::ThreeG, false) => "3G",
        (Technology::ThreeG, true) => "HSPA+",
        (Technology::FourG, false) => "4G",
        (Technology::FourG, true) => "LTE",
        (Technology::FiveG, false) => "5G",
        (Technology::FiveG, true) => "5G NSA",
        (Technology::Unknown, _) => "",
    }
}

pub(super) fn samples_table(rows: &[&SimulatedTest], style: Style) -> Result<String> {
    let records = rows.iter().map(|test| {
        let latency = style.number(test.latency_ms);
        vec![
            test.id.clone(),
            style.time(test.time),
            style.number(test.lat),
            style.number(test.lon),
            style.number(test.accuracy_m),
            test.operator.clone(),
            style.connection(test.wifi).to_owned(),
            technology(test).to_owned(),
            style.number(test.download_mbps),
            style.number(test.upload_mbps),
            if test.dirt == Some(Dirt::NotAvailable) { "N/A".to_owned() } else { latency },
            test.device.clone().unwrap_or_default(),
            test.model.to_owned(),
            test.referral.clone().unwrap_or_default(),
            style.status(test.status).to_owned(),
        ]
    });
    let table = table(style.delimiter(), &style.header(), records)?;
    Ok(match style {
        Style::Vietnamese => format!("\u{feff}{table}"),
        Style::International => table,
    })
}

const TRUTH_HEADER: [&str; 14] = [
    "place_id",
    "operator",
    "hours",
    "zone_id",
    "lon",
    "lat",
    "n_cells",
    "area_m2",
    "failing_share_inside",
    "failing_share_outside",
    "n_tests",
    "n_failing_tests",
    "n_phones",
    "n_failing_phones",
];

/// Values of a place in the order of [`TRUTH_HEADER`].
fn truth_values(place: &WeakPlace) -> [Value; 14] {
    let centre = place.shape.centroid();
    let degrees = |value: Option<f64>| json!(value.map(|v| (v * 1e6).round() / 1e6));
    let hours =
        if place.evening_only { format!("{}-{}", EVENING_PEAK.start, EVENING_PEAK.end) } else { "*".to_owned() };
    [
        json!(place.id),
        json!(place.operator.as_deref().unwrap_or("*")),
        json!(hours),
        json!(place.zone_id),
        degrees(centre.map(|c| c.x())),
        degrees(centre.map(|c| c.y())),
        json!(place.n_cells),
        json!(place.area_m2),
        json!(place.failing_share_inside),
        json!(place.failing_share_outside),
        json!(place.n_tests),
        json!(place.n_failing_tests),
        json!(place.n_phones),
        json!(place.n_failing_phones),
    ]
}

pub(super) fn truth_table(places: &[WeakPlace]) -> Result<String> {
    let records = places.iter().map(|place| {
        let plain = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        truth_values(place).map(plain).to_vec()
    });
    Ok(format!("\u{feff}{}", table(b',', &TRUTH_HEADER, records)?))
}

fn table(delimiter: u8, header: &[&str], records: impl Iterator<Item = Vec<String>>) -> Result<String> {
    let broken = |reason: String| Error::Unwritable { path: String::new(), reason };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(header).map_err(|e| broken(e.to_string()))?;
    for record in records {
        writer.write_record(&record).map_err(|e| broken(e.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|e| broken(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| broken(e.to_string()))
}

pub(super) fn zones_geojson(zones: &[SimulatedZone]) -> String {
    let features = zones.iter().map(|zone| {
        let properties = [("zone_id", json!(zone.id)), ("ten", json!(zone.name)), ("so_ho", json!(zone.households))];
        feature(properties.into_iter(), &zone.shape)
    });
    collection("khu_pho_gia_dinh", features)
}

pub(super) fn outline_geojson(outline: &MultiPolygon<f64>) -> String {
    let properties = [("zone_id", json!("UBGD")), ("ten", json!("Phường giả định ở vị trí Uông Bí"))];
    collection("phuong_gia_dinh", std::iter::once(feature(properties.into_iter(), outline)))
}

pub(super) fn truth_geojson(places: &[WeakPlace]) -> String {
    let features = places.iter().map(|place| feature(TRUTH_HEADER.into_iter().zip(truth_values(place)), &place.shape));
    collection("truth_gia_dinh", features)
}

/// One feature on one line, marked as invented.
fn feature(properties: impl Iterator<Item = (&'static str, Value)>, shape: &MultiPolygon<f64>) -> String {
    let mut all: Map<String, Value> = properties.map(|(key, value)| (key.to_owned(), value)).collect();
    all.insert("invented".to_owned(), Value::Bool(true));
    let ring = |line: &geo::LineString<f64>| line.coords().map(|c| json!([c.x, c.y])).collect::<Vec<_>>();
    let rings =
        |p: &geo::Polygon<f64>| -> Vec<_> { std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect() };
    let geometry = match shape.0.as_slice() {
        [one] => json!({"type": "Polygon", "coordinates": rings(one)}),
        many => json!({"type": "MultiPolygon", "coordinates": many.iter().map(rings).collect::<Vec<_>>()}),
    };
    json!({"type": "Feature", "properties": all, "geometry": geometry}).to_string()
}

fn collection(name: &str, features: impl Iterator<Item = String>) -> String {
    let features: Vec<String> = features.collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"name\":\"{name}\",\"invented\":true,\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    )
}
