use super::*;
use crate::io::vector::zones::{ZoneOptions, read_zones};
use crate::job::Feedback;
use crate::model::{Error, Zones};

/// All records of a file.
fn records(bytes: &[u8]) -> std::result::Result<Vec<std::result::Result<Shape, LayerFault>>, Damage> {
    let mut shapes = Vec::new();
    parse(bytes, |_, shape| shapes.push(shape))?;
    Ok(shapes)
}

/// A record of one polygon, of plain shape or with heights or measures behind its points.
fn polygon(kind: u32, rings: &[&[(f64, f64)]]) -> Vec<u8> {
    let mut record = kind.to_le_bytes().to_vec();
    record.extend([0; 32]);
    let n: usize = rings.iter().map(|ring| ring.len()).sum();
    record.extend((rings.len() as u32).to_le_bytes());
    record.extend((n as u32).to_le_bytes());
    let mut start = 0_u32;
    for ring in rings {
        record.extend(start.to_le_bytes());
        start += ring.len() as u32;
    }
    for (x, y) in rings.iter().copied().flatten() {
        record.extend(x.to_le_bytes());
        record.extend(y.to_le_bytes());
    }
    if kind > 10 {
        // Range of the heights or measures, then one a point.
        record.extend(vec![0; 16 + 8 * n]);
    }
    record
}

fn shp(records: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; HEADER_BYTES];
    bytes[..4].copy_from_slice(&9994_u32.to_be_bytes());
    for (number, record) in (1_u32..).zip(records) {
        bytes.extend(number.to_be_bytes());
        bytes.extend((record.len() as u32 / 2).to_be_bytes());
        bytes.extend(record);
    }
    let words = bytes.len() as u32 / 2;
    bytes[24..28].copy_from_slice(&words.to_be_bytes());
    bytes
}

/// A table of one text field of 16 bytes.
fn dbf(name: &[u8], language: u8, texts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![0; 32];
    bytes[0] = 3;
    bytes[4..8].copy_from_slice(&(texts.len() as u32).to_le_bytes());
    bytes[8..10].copy_from_slice(&65_u16.to_le_bytes());
    bytes[10..12].copy_from_slice(&17_u16.to_le_bytes());
    bytes[29] = language;
    let mut field = [0; 32];
    field[..name.len()].copy_from_slice(name);
    field[11] = b'C';
    field[16] = 16;
    bytes.extend(field);
    bytes.push(0x0d);
    for text in texts {
        bytes.push(b' ');
        bytes.extend(*text);
        bytes.extend(vec![b' '; 16 - text.len()]);
    }
    bytes
}

/// 0.01° around Uông Bí, clockwise as the format wants outer rings.
const WARD: &[(f64, f64)] = &[(106.7, 21.0), (106.7, 21.1), (106.8, 21.1), (106.8, 21.0), (106.7, 21.0)];
const LAKE: &[(f64, f64)] = &[(106.72, 21.02), (106.74, 21.02), (106.74, 21.04), (106.72, 21.04), (106.72, 21.02)];
const WGS84: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137,298.257223563]]]";

/// Files with the endings given, in a folder of their own.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (ending, bytes) in files {
        std::fs::write(folder.path().join(format!("a.{ending}")), bytes).unwrap();
    }
    folder
}

fn zones(files: &[(&str, &[u8])]) -> Result<Zones> {
    let folder = folder(files);
    read_zones(&folder.path().join("a.shp"), &ZoneOptions::default(), &Feedback::default())
}

#[test]
fn a_ward_with_a_lake_is_read_whatever_the_direction_and_order_of_its_rings() {
    let reversed = |ring: &[(f64, f64)]| ring.iter().rev().copied().collect::<Vec<_>>();
    let (ward, lake) = (reversed(WARD), reversed(LAKE));
    for (kind, rings) in [
        (5, [WARD, LAKE]),
        (5, [LAKE, WARD]),
        (5, [&ward, &lake]),
        (5, [&lake, &ward]),
        (15, [WARD, LAKE]),
        (25, [&ward, LAKE]),
    ] {
        let zones = zones(&[("shp", &shp(&[polygon(kind, &rings)])), ("prj", WGS84.as_bytes())]).unwrap();
        let shape = &zones.zones[0].shape;
        assert_eq!((shape.0.len(), shape.0[0].interiors().len()), (1, 1));
        // geographiclib: 115.11 km² less 4.60 km².
        assert!((zones.zones[0].area_m2 / 1e6 - 110.47).abs() < 0.05, "{}", zones.zones[0].area_m2);
    }
}

#[test]
fn names_are_decoded_by_code_page_by_language_and_by_their_look() {
    let shape = shp(&[polygon(5, &[WARD])]);
    for (code_page, language, name) in [
        (Some("UTF-8"), 0, "Phường 1".as_bytes()),
        (None, 0x57, "Phường 1".as_bytes()),
        (Some("1258"), 0, b"Ph\xfd\xf5\xccng 1"),
        (None, 0x57, b"Ph\xfd\xf5\xccng 1"),
    ] {
        let table = dbf(b"TEN", language, &[name]);
        let mut files: Vec<(&str, &[u8])> = vec![("shp", &shape), ("DBF", &table), ("prj", WGS84.as_bytes())];
        files.extend(code_page.map(|text| ("cpg", text.as_bytes())));
        assert_eq!(zones(&files).unwrap().zones[0].name, "Phường 1", "{code_page:?}");
    }
}

#[test]
fn null_shapes_points_and_lines_bound_nothing() {
    let point = [&1_u32.to_le_bytes()[..], &106.7_f64.to_le_bytes(), &21.0_f64.to_le_bytes()].concat();
    let shapes =
        records(&shp(&[0_u32.to_le_bytes().to_vec(), point, polygon(3, &[WARD]), polygon(5, &[WARD])])).unwrap();
    let kinds: Vec<_> = shapes
        .iter()
        .map(|shape| match shape {
            Ok(Some((Geometry::Point(_), _))) => "point",
            Ok(Some((Geometry::MultiLineString(_), _))) => "line",
            Ok(Some((Geometry::MultiPolygon(_), _))) => "area",
            _ => "none",
        })
        .collect();
    assert_eq!(kinds, ["none", "point", "line", "area"]);
}

#[test]
fn deleted_records_are_no_zones() {
    let shape = shp(&[polygon(5, &[WARD]), polygon(5, &[LAKE])]);
    let mut table = dbf(b"TEN", 0, &[b"x", b"y"]);
    let first_record = 65;
    table[first_record] = b'*';
    let zones = zones(&[("shp", &shape), ("dbf", &table), ("prj", WGS84.as_bytes())]).unwrap();
    assert_eq!(zones.zones.iter().map(|zone| zone.name.as_str()).collect::<Vec<_>>(), ["y"]);
    assert_eq!(zones.report.notes, [BoundaryNote::DeletedRecords { n: 1 }]);
}

#[test]
fn a_gap_between_records_is_skipped() {
    let (one, two) = (polygon(5, &[WARD]), polygon(5, &[LAKE]));
    let whole = shp(&[one.clone(), two]);
    let after_one = HEADER_BYTES + 8 + one.len();
    let mut with_gap = [&whole[..after_one], &[0xe5; 96], &whole[after_one..]].concat();
    let words = with_gap.len() as u32 / 2;
    with_gap[24..28].copy_from_slice(&words.to_be_bytes());
    assert_eq!(records(&with_gap).unwrap().len(), 2);
}

#[test]
fn a_damaged_record_is_left_out_and_told() {
    let record = |x: f64| {
        let ring: Vec<(f64, f64)> = WARD.iter().map(|(lon, lat)| (lon + x, *lat)).collect();
        polygon(5, &[&ring])
    };
    let whole = shp(&[record(0.0), record(0.1), record(0.2)]);
    let second = HEADER_BYTES + 8 + record(0.0).len();
    let mut no_number = whole.clone();
    no_number[second + 8 + 48..][..8].copy_from_slice(&f64::NAN.to_le_bytes());
    let mut no_header = whole;
    no_header[second..second + 12].fill(0xff);
    let table = dbf(b"TEN", 0, &[b"x", b"y", b"z"]);
    for damaged in [no_number, no_header] {
        let zones = zones(&[("shp", &damaged), ("dbf", &table), ("prj", WGS84.as_bytes())]).unwrap();
        assert_eq!(zones.zones.iter().map(|zone| zone.name.as_str()).collect::<Vec<_>>(), ["x", "z"]);
        assert_eq!(zones.report.notes, [BoundaryNote::DamagedRecords { n: 1 }]);
    }
}

#[test]
fn counts_that_the_file_cannot_hold_are_refused() {
    let fault = |bytes: &[u8]| match records(bytes) {
        Ok(mut shapes) => shapes.remove(0).err(),
        Err(damage) => Some(damage.fault),
    };
    let whole = shp(&[polygon(5, &[WARD])]);
    assert_eq!(fault(&whole), None);
    assert_eq!(fault(&whole[..whole.len() - 8]), Some(LayerFault::Truncated));
    assert_eq!(fault(&whole[..50]), Some(LayerFault::Truncated));
    for at in [HEADER_BYTES + 8 + 36, HEADER_BYTES + 8 + 40] {
        let mut many = whole.clone();
        many[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(fault(&many), Some(LayerFault::Counts));
    }
    let mut start = whole.clone();
    start[HEADER_BYTES + 8 + 44..][..4].copy_from_slice(&900_u32.to_le_bytes());
    assert_eq!(fault(&start), Some(LayerFault::Counts));
    for wrong in [f64::NAN, f64::INFINITY, 1e308] {
        let mut nowhere = whole.clone();
        nowhere[HEADER_BYTES + 8 + 48..][..8].copy_from_slice(&wrong.to_le_bytes());
        assert_eq!(fault(&nowhere), Some(LayerFault::Coordinates));
    }
    let mut table = dbf(b"TEN", 0, &[b"x"]);
    table[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(Dbf::of(table, None).err().map(|d| d.fault), Some(LayerFault::Truncated));
}

#[test]
fn without_a_prj_the_user_is_asked() {
    let shape = shp(&[polygon(5, &[WARD])]);
    let Err(Error::UnclearCrs { candidates, .. }) = zones(&[("shp", &shape)]) else { panic!("accepted") };
    assert_eq!(candidates.iter().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["4326", "4756", "4147"]);
}

#[test]
fn any_part_of_a_shapefile_stands_for_the_whole() {
    let folder =
        folder(&[("shp", &shp(&[polygon(5, &[WARD])])), ("prj", WGS84.as_bytes()), ("dbf", &dbf(b"TEN", 0, &[b"x"]))]);
    for name in ["a.dbf", "a.prj", "a.shp", ""] {
        let zones = read_zones(&folder.path().join(name), &ZoneOptions::default(), &Feedback::default()).unwrap();
        assert_eq!(zones.zones[0].name, "x", "{name}");
    }
}
