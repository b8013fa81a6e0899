use super::*;

fn read(text: &str, options: &ZoneOptions) -> Result<Zones> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    read_zones(file.path(), options, &Feedback::default())
}

fn square(properties: &str, x: f64, y: f64, side: f64) -> String {
    let (a, b) = (x + side, y + side);
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{{properties}}},\"geometry\":{{\"type\":\"Polygon\",\
             \"coordinates\":[[[{x},{y}],[{a},{y}],[{a},{b}],[{x},{b}]]]}}}}"
    )
}

fn collection(features: &[String], more: &str) -> String {
    format!("{{\"type\":\"FeatureCollection\",{more}\"features\":[{}]}}", features.join(","))
}

#[test]
fn zones_carry_id_name_and_weight() {
    let text = collection(
        &[
            square("\"zone_id\":2,\"name\":\"Khu 2\",\"ho\":120", 106.8, 21.0, 0.01),
            square("\"zone_id\":1,\"name\":\"Khu 1\",\"ho\":\"80,5\"", 106.7, 21.0, 0.01),
        ],
        "",
    );
    let options = ZoneOptions { weight_field: Some("ho".into()), ..ZoneOptions::default() };
    let zones = read(&text, &options).unwrap();
    let rows: Vec<_> = zones.zones.iter().map(|z| (z.id.as_str(), z.name.as_str(), z.weight)).collect();
    assert_eq!(rows, [("1", "Khu 1", Some(80.5)), ("2", "Khu 2", Some(120.0))]);
    assert_eq!(zones.weight_source, "ho");
    let unknown = ZoneOptions { weight_field: Some("dân".into()), ..ZoneOptions::default() };
    assert!(matches!(read(&text, &unknown), Err(Error::UnknownField { .. })));
}

#[test]
fn metres_are_refused_unless_their_crs_is_known() {
    let square = square("\"id\":\"a\"", 397_515.57, 2_327_035.82, 100.0);
    let plain = collection(std::slice::from_ref(&square), "");
    let Err(Error::UnclearCrs { candidates, .. }) = read(&plain, &ZoneOptions::default()) else { panic!("accepted") };
    assert!(candidates.iter().any(|c| c.code == "5899"), "{candidates:?}");
    let named =
        collection(&[square], "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::5899\"}},");
    for zones in [
        read(&plain, &ZoneOptions { crs: Crs::from_epsg(5899).ok(), ..ZoneOptions::default() }).unwrap(),
        read(&named, &ZoneOptions::default()).unwrap(),
    ] {
        // PROJ: VN-2000 / TM-3 107-45 E 397515.57 N 2327035.82 is WGS84 106.76588026, 21.03400387.
        let corner = zones.zones[0].shape.0[0].exterior().0[0];
        assert!((corner.x - 106.765_880_26).abs() < 2e-7 && (corner.y - 21.034_003_87).abs() < 2e-7, "{corner:?}");
    }
}

#[test]
fn files_without_polygons_are_refused() {
    let point = "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}";
    assert!(matches!(read(&collection(&[point.into()], ""), &ZoneOptions::default()), Err(Error::NoPolygons { .. })));
    assert!(matches!(read("", &ZoneOptions::default()), Err(Error::EmptyFile { .. })));
    assert!(matches!(read("{\"type\":", &ZoneOptions::default()), Err(Error::DamagedLayer { .. })));
    assert!(read("PK\u{3}\u{4}", &ZoneOptions::default()).is_err());
    assert!(matches!(read("time;lat\n1;2\n", &ZoneOptions::default()), Err(Error::NoPolygons { .. })));
}
