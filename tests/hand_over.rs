//! Hand-over files are read back to the same values: by our own importer, by the readers of their formats, and by GDAL
//! where its programs are installed (`apt-get install gdal-bin`). The table that all are held to is the CSV.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "hand_over/by_gdal.rs"]
mod by_gdal;
#[path = "hand_over/ward.rs"]
mod ward;

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use geo::orient::{Direction, Orient};
use phusong::io::export::{Format, What};
use phusong::io::{ReadOptions, ZoneOptions, read_samples, read_zones};
use phusong::job::Feedback;
use phusong::model::{Dataset, Error, Flag, MISSING_TIME};
use ward::{FORMULA, Ward, assert_same};

/// Everything of a sample that leaves the program, as text.
fn rows_of(dataset: &Dataset) -> Vec<String> {
    let samples = &dataset.samples;
    let row = |i: usize| {
        let operator = dataset.operator(samples.operator[i]).unwrap();
        let has_position = !samples.flags[i].has(Flag::NoPosition);
        let degrees = |value: Option<f64>| value.filter(|_| has_position).map(|v| format!("{v:.7}"));
        format!(
            "{:?} {:?} {:?} {} {:?} {:?} {:?} {:?}",
            Some(samples.time[i]).filter(|time| *time != MISSING_TIME),
            degrees(samples.lon.get(i)),
            degrees(samples.lat.get(i)),
            operator.brand,
            samples.technology[i],
            samples.download.get(i),
            samples.upload.get(i),
            samples.latency.get(i)
        )
    };
    let mut rows: Vec<String> = (0..samples.len()).map(row).collect();
    rows.sort();
    rows
}

#[test]
fn samples_are_read_back_from_every_format() {
    let ward = Ward::get();
    let all = rows_of(&ward.analysis.dataset);
    for format in Format::ALL {
        let path = ward.write(What::Samples, format);
        let read = read_samples(&[path], &ReadOptions::default(), &Feedback::default()).unwrap();
        let found = rows_of(&read);
        // A waypoint has a place.
        let expected: Vec<&String> =
            all.iter().filter(|row| format != Format::Gpx || !row.contains(" None None ")).collect();
        assert_eq!(found.len(), expected.len(), "{format:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found, expected, "{format:?}");
        }
        assert!(found.iter().any(|row| row.contains(FORMULA)), "{format:?}");
    }
}

#[test]
fn shapes_are_read_back_as_boundaries() {
    let ward = Ward::get();
    let n_cells = ward.analysis.cells.len();
    let geojson = read_zones(&ward.write(What::Cells, Format::GeoJson), &ZoneOptions::default(), &Feedback::default());
    let geojson = geojson.unwrap();
    assert_eq!(geojson.zones.len(), n_cells);
    for format in [Format::Kml, Format::GeoPackage, Format::Shapefile] {
        let path = ward.write(What::Cells, format);
        let read = read_zones(&path, &ZoneOptions::default(), &Feedback::default()).unwrap();
        assert_eq!(read.zones.len(), n_cells, "{format:?}");
        for (zone, expected) in read.zones.iter().zip(&geojson.zones) {
            // Each format has its own sense of turning.
            let turned = |shape: &geo::MultiPolygon<f64>| shape.orient(Direction::Default);
            assert_eq!((&zone.id, turned(&zone.shape)), (&expected.id, turned(&expected.shape)), "{format:?}");
        }
    }
}

#[test]
fn shapes_in_vn2000_come_back_to_their_place() {
    let ward = Ward::get();
    let degrees = read_zones(&ward.write(What::Cells, Format::GeoJson), &ZoneOptions::default(), &Feedback::default());
    for format in [Format::GeoPackage, Format::Shapefile] {
        let path = ward.write_in(What::Cells, format, 5899);
        let read = read_zones(&path, &ZoneOptions::default(), &Feedback::default()).unwrap();
        assert!(read.report.files[0].crs.starts_with("EPSG:5899"), "{format:?}");
        for (zone, expected) in read.zones.iter().zip(&degrees.as_ref().unwrap().zones) {
            // GeoJSON has seven decimals; the way back through the shift of the datum is exact to a few millimetres.
            let corner = |shape: &geo::MultiPolygon<f64>| shape.orient(Direction::Default).0[0].exterior().0[0];
            let (a, b) = (corner(&zone.shape), corner(&expected.shape));
            assert!((a.x - b.x).abs() < 1e-7 && (a.y - b.y).abs() < 1e-7, "{format:?}: {a:?} {b:?}");
        }
    }
}

#[test]
fn workbooks_hold_the_figures_of_the_csv_and_explain_every_column() {
    let ward = Ward::get();
    for what in ward::WHAT {
        let (header, rows) = ward.csv(what);
        let mut book: Xlsx<_> = open_workbook(ward.write(what, Format::Xlsx)).unwrap();
        let [list, legend]: [String; 2] = book.sheet_names().try_into().unwrap();
        let (list, legend) = (book.worksheet_range(&list).unwrap(), book.worksheet_range(&legend).unwrap());
        let names: Vec<String> = list.rows().next().unwrap().iter().map(Data::to_string).collect();
        assert_eq!((names.as_slice(), list.height()), (header.as_slice(), rows.len() + 1), "{what:?}");
        for (found, expected) in list.rows().skip(1).zip(&rows) {
            for ((found, expected), column) in found.iter().zip(expected).zip(&header) {
                match found {
                    Data::DateTime(time) => {
                        let (y, mo, d, h, mi, s, _) = time.to_ymd_hms_milli();
                        assert_eq!(format!("{y}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}+07:00"), *expected);
                    }
                    found => assert_same(&found.to_string(), expected, column),
                }
            }
        }
        let explained: Vec<String> = legend.rows().skip(1).map(|row| row[0].to_string()).collect();
        assert_eq!(explained, header, "{what:?}");
        assert!(legend.rows().flatten().all(|cell| !cell.to_string().contains("field-")), "{what:?}");
    }
}

#[test]
fn a_name_that_looks_like_a_formula_is_a_text_in_every_spreadsheet() {
    let ward = Ward::get();
    let csv = std::fs::read_to_string(ward.write(What::Zones, Format::Csv)).unwrap();
    assert!(csv.contains(",'=1+1,") && !csv.contains(",=1+1,"));
    let table = std::fs::read(ward.write_open(What::Zones).with_extension("dbf")).unwrap();
    let has = |text: &[u8]| table.windows(text.len()).any(|bytes| bytes == text);
    assert!(has(b"'=1+1") && !has(b" =1+1"));
    let mut book: Xlsx<_> = open_workbook(ward.write(What::Zones, Format::Xlsx)).unwrap();
    let is_formula = book.worksheet_formula("zone_stats").unwrap().used_cells().next().is_some();
    let list = book.worksheet_range("zone_stats").unwrap();
    assert!(!is_formula && list.used_cells().any(|(.., cell)| *cell == Data::String(FORMULA.to_owned())));
}

#[test]
fn a_geopackage_keeps_its_index_in_step() {
    let ward = Ward::get();
    let database = rusqlite::Connection::open(ward.write(What::Cells, Format::GeoPackage)).unwrap();
    let number = |query: &str| database.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("PRAGMA application_id"), 0x4750_4B47);
    assert_eq!(number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    assert_eq!(number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let n_cells = ward.analysis.cells.len() as i64;
    assert_eq!(number("SELECT count(*) FROM rtree_cells_geom"), n_cells);
    assert_eq!(number("SELECT count(*) FROM cell_stats"), ward.analysis.cell_rows.len() as i64);
    database.execute("DELETE FROM cells WHERE fid = 1", []).unwrap();
    assert_eq!(number("SELECT count(*) FROM rtree_cells_geom"), n_cells - 1);
    assert_eq!(number("SELECT count(*) FROM gpkg_contents"), 2);
    let empty = "SELECT count(*) FROM cell_stats WHERE threshold IS NULL AND typeof(n_failing_votes) = 'null'";
    let (header, rows) = ward.csv(What::Cells);
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (threshold, failing) = (at("threshold"), at("n_failing_votes"));
    let expected = rows.iter().filter(|row| row[threshold].is_empty() && row[failing].is_empty()).count();
    assert_eq!(number(empty), expected as i64);
}

#[test]
fn no_file_is_left_where_writing_was_stopped_or_refused() {
    let ward = Ward::get();
    let folder = tempfile::tempdir().unwrap();
    for format in Format::ALL {
        let path = folder.path().join("new").join(What::Samples.file_name(format));
        let feedback = Feedback::default();
        feedback.cancel();
        let cancelled = ward.write_to(What::Samples, format, (&path, false), 4326, &feedback);
        assert_eq!(cancelled.unwrap_err(), Error::Cancelled);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{format:?}");
    }
    let there = folder.path().join("weak_spots.gpkg");
    std::fs::write(&there, "mine").unwrap();
    let refused = ward.write_to(What::WeakSpots, Format::GeoPackage, (&there, false), 4326, &Feedback::default());
    assert!(matches!(refused, Err(Error::OutputExists { .. })));
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "mine");
    ward.write_to(What::WeakSpots, Format::GeoPackage, (&there, true), 4326, &Feedback::default()).unwrap();
    assert!(std::fs::read(&there).unwrap().starts_with(b"SQLite format 3"));
}

#[test]
fn devices_never_leave() {
    let ward = Ward::get();
    for format in Format::ALL {
        let path = ward.write(What::Samples, format);
        let read = read_samples(std::slice::from_ref(&path), &ReadOptions::default(), &Feedback::default()).unwrap();
        assert!(!holds(&path, b"device"), "{format:?}");
        assert!(read.files.iter().all(|file| file.header_of(phusong::model::Meaning::Device).is_none()), "{format:?}");
    }
}

fn holds(path: &Path, word: &[u8]) -> bool {
    std::fs::read(path).unwrap().windows(word.len()).any(|bytes| bytes == word)
}

/// Metres between two positions near each other.
fn apart_m(a: geo::Coord<f64>, b: geo::Coord<f64>) -> f64 {
    ((a.x - b.x) * 111_320.0 * a.y.to_radians().cos()).hypot((a.y - b.y) * 111_320.0)
}

#[test]
fn drawn_boundaries_come_back_within_a_millimetre_from_every_format_and_system() {
    use phusong::spatial::Projection;
    use phusong::spatial::coverage::{Coverage, Edit, Point};
    use phusong::spatial::{RawZone, assemble_zones};

    let ward = Ward::get();
    let projection = Projection::from_epsg(5899).unwrap();
    let zones = &ward.analysis.zones.zones;
    let polygons: Vec<_> = zones.iter().map(|zone| (zone.id.as_str(), zone.name.as_str(), &zone.shape)).collect();
    let found = Coverage::found(&polygons, &projection).unwrap().coverage;
    let (low, high) = ward.analysis.bounds.unwrap();
    let at = |position| {
        let point = projection.forward(position).unwrap();
        Point::from_metres(point.east_m, point.north_m).unwrap()
    };
    let line = vec![at(low), at(high)];
    let (drawn, _) = found.after(&Edit::Split { faces: Vec::new(), line }).unwrap();
    assert!(drawn.n_faces() > zones.len());
    let raw = drawn.faces().map(|(id, face)| RawZone {
        id: Some(face.number.clone()),
        name: face.name.clone(),
        shape: drawn.shape(id, &projection).unwrap(),
        weight: None,
        mended: Default::default(),
        declared_m2: None,
    });
    let drawn = assemble_zones(raw.collect(), String::new(), String::new(), None).unwrap();
    let cases = [
        (Format::GeoJson, 4326),
        (Format::GeoJson, 5899),
        (Format::Kml, 4326),
        (Format::GeoPackage, 4326),
        (Format::GeoPackage, 5899),
        (Format::Shapefile, 4326),
        (Format::Shapefile, 3405),
    ];
    for (format, epsg) in cases {
        let path = ward.write_boundaries(&drawn, format, epsg);
        let read = read_zones(&path, &ZoneOptions::default(), &Feedback::default()).unwrap();
        assert_eq!(read.zones.len(), drawn.zones.len(), "{format:?} {epsg}");
        assert_eq!((read.overlaps.len(), read.report.gaps.len()), (0, 0), "{format:?} {epsg}");
        for (read, drawn) in read.zones.iter().zip(&drawn.zones) {
            assert_eq!((&read.id, &read.name), (&drawn.id, &drawn.name), "{format:?} {epsg}");
            let corners = |zone: &phusong::model::Zone| -> Vec<geo::Coord<f64>> {
                zone.shape.iter().flat_map(|polygon| polygon.exterior().coords().copied()).collect()
            };
            let read = corners(read);
            for corner in corners(drawn) {
                let nearest = read.iter().map(|other| apart_m(*other, corner)).fold(f64::INFINITY, f64::min);
                assert!(nearest < 1e-3, "{format:?} {epsg}: {nearest} m");
            }
        }
    }
}
