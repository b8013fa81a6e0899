use super::*;
use crate::io::{ReadOptions, read_samples};
use crate::model::Dataset;

fn samples(ending: &str, bytes: &[u8]) -> Result<Dataset> {
    let file = tempfile::NamedTempFile::with_suffix(ending).unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    read_samples(&[file.path().to_owned()], &ReadOptions::default(), &Feedback::default())
}

const KML: &str = "<kml><Document><Placemark><ExtendedData><Data name=\"Download (Mbps)\"><value>42.5</value></Data>\
    <Data name=\"Upload (Mbps)\"><value>10</value></Data><Data name=\"Ping (ms)\"><value>30</value></Data></ExtendedData>\
    <TimeStamp><when>2026-03-01T08:00:00+07:00</when></TimeStamp><Point><coordinates>106.77,21.03,5</coordinates></Point>\
    </Placemark><Placemark><name>đường</name><LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark>\
    </Document></kml>";

#[test]
fn placemarks_are_samples() {
    let data = samples(".kml", KML.as_bytes()).unwrap();
    let samples = &data.samples;
    assert_eq!(samples.len(), 2);
    assert_eq!((samples.lon.get(0), samples.lat.get(0)), (Some(106.77), Some(21.03)));
    assert_eq!((samples.download.get(0), samples.upload.get(0)), (Some(42.5), Some(10.0)));
    // date -u -d 2026-03-01T01:00:00Z +%s
    assert_eq!(samples.time[0], 1_772_326_800);
    assert!(samples.flags[1].has(crate::model::Flag::NoPosition));
}

#[test]
fn features_without_geometry_and_broken_ones_keep_their_rows() {
    let feature = |n: u8, geometry: &str| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"time\":\"2026-03-0{n} 08:00:00\",\"download_mbps\":{n}}},\
             \"geometry\":{geometry}}}"
        )
    };
    let point = "{\"type\":\"Point\",\"coordinates\":[106.77,21.03]}";
    let broken = "{\"type\":\"Point\",\"coordinates\":[[106.77,21.03]]}";
    let features = [feature(1, point), feature(2, "null"), feature(3, broken), feature(4, point)].join(",");
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{features}]}}");
    let data = samples(".geojson", text.as_bytes()).unwrap();
    let has_no_position: Vec<bool> = data.samples.flags.iter().map(|f| f.has(crate::model::Flag::NoPosition)).collect();
    assert_eq!(has_no_position, [false, true, true, false]);
    // The header is row 1.
    assert_eq!(data.samples.row, [2, 3, 4, 5]);
    let downloads: Vec<_> = (0..4).map(|i| data.samples.download.get(i)).collect();
    assert_eq!(downloads, [Some(1.0), Some(2.0), Some(3.0), Some(4.0)]);
    assert_eq!(data.files[0].notes, [Note::BrokenGeometries { rows: 1 }]);
}

#[test]
fn placemarks_without_a_place_keep_their_rows() {
    let nowhere =
        "<Placemark><ExtendedData><Data name=\"Download (Mbps)\"><value>7</value></Data></ExtendedData></Placemark>";
    let text = KML.replace("<Document>", &format!("<Document>{nowhere}"));
    let data = samples(".kml", text.as_bytes()).unwrap();
    assert_eq!((data.samples.len(), data.samples.download.get(0)), (3, Some(7.0)));
    assert!(data.samples.flags[0].has(crate::model::Flag::NoPosition));
}

#[test]
fn points_in_metres_are_brought_to_degrees() {
    // PROJ: VN-2000 / TM-3 107-45 E 397515.57 N 2327035.82 is WGS84 106.76588026, 21.03400387.
    let feature = "{\"type\":\"Feature\",\"properties\":{\"time\":\"2026-03-01 08:00:00\",\"download_mbps\":42.5,\"x\":1,\
                   \"operator\":\"Viettel\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[397515.57,2327035.82]}}";
    let named = format!(
        "{{\"type\":\"FeatureCollection\",\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"EPSG:5899\"}}}},\
         \"features\":[{feature}]}}"
    );
    let data = samples(".geojson", named.as_bytes()).unwrap();
    let (lon, lat) = (data.samples.lon.get(0).unwrap(), data.samples.lat.get(0).unwrap());
    assert!((lon - 106.765_880_26).abs() < 2e-7 && (lat - 21.034_003_87).abs() < 2e-7, "{lon} {lat}");
    assert_eq!(data.samples.download.get(0), Some(42.5));
    let unnamed = format!("{{\"type\":\"FeatureCollection\",\"features\":[{feature}]}}");
    assert_eq!(samples(".geojson", unnamed.as_bytes()).err().map(|e| e.key()), Some("error-unclear-crs"));
    let file = tempfile::NamedTempFile::with_suffix(".geojson").unwrap();
    std::fs::write(file.path(), unnamed).unwrap();
    let options = ReadOptions { crs: Crs::parse("vn2000:107-45").ok(), ..ReadOptions::default() };
    let told = read_samples(&[file.path().to_owned()], &options, &Feedback::default()).unwrap();
    assert_eq!(told.samples.lon.get(0), Some(lon));
}

#[test]
fn a_file_without_points_holds_no_samples() {
    let polygon = "{\"type\":\"Polygon\",\"coordinates\":[[[106,21],[107,21],[107,22],[106,21]]]}";
    assert_eq!(samples(".geojson", polygon.as_bytes()).err().map(|e| e.key()), Some("error-no-points"));
}
