//! GeoPackage (OGC 12-128r18): the feature tables of an SQLite file, opened for reading only.
//!
//! Of several tables the one with most features of the wanted kind is read. Only plain tables and their
//! stored columns are touched: a view or a computed column of a hostile file could run for ever.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use crate::io::crs::StatedCrs;
use crate::io::source::Source;
use crate::model::{Error, LayerFault, Result};

use super::layer::{Damage, Layer, Wanted};
use super::rings::RingFaults;
use super::room::Room;
use super::wkb::of_geopackage;

pub(super) const FORMAT: &str = "GeoPackage";

/// Longest text of a field, and geometry of a feature, in bytes.
const MAX_TEXT: usize = 64 << 10;

/// Reads the layer that is named, else the one that holds most of what is wanted.
pub(super) fn read(source: &Source, wanted: Wanted, named: Option<&str>, room: &Room) -> Result<Layer> {
    let shown = &source.shown;
    let corrupt = |_: rusqlite::Error| Damage::whole(LayerFault::Corrupt).in_file(shown, FORMAT);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(&source.path, flags).map_err(corrupt)?;
    // Functions in the schema of a file are not to be trusted.
    database.pragma_update(None, "trusted_schema", "OFF").map_err(corrupt)?;
    database.pragma_update(None, "cell_size_check", "ON").map_err(corrupt)?;
    let mut tables = feature_tables(&database).map_err(corrupt)?;
    let names: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
    if let Some(named) = named {
        tables.retain(|table| table.name == named);
        if tables.is_empty() {
            let (path, sheet, sheets) = (shown.clone(), named.to_owned(), names.join(", "));
            return Err(Error::NoSuchSheet { path, sheet, sheets });
        }
    }
    let mut best: Option<Layer> = None;
    let mut first_damage = None;
    // The best one so far and the one that is read are in memory together.
    let half = Room::of(room.left() / 2);
    for table in tables {
        match table.read(&database, half.clone()).map_err(corrupt)? {
            Ok(layer) if best.as_ref().is_none_or(|best| wanted.worth(&layer) > wanted.worth(best)) => {
                best = Some(Layer { name: Some(table.name), ..layer });
            }
            Ok(_) => {}
            Err(damage) => first_damage = first_damage.or(Some(damage)),
        }
    }
    let damage = first_damage.unwrap_or(Damage::whole(LayerFault::Structure));
    // A broken table may be the one that is wanted.
    let best = best.filter(|best| first_damage.is_none() || wanted.worth(best).0 > 0);
    let mut layer = best.ok_or_else(|| damage.in_file(shown, FORMAT))?;
    layer.others = names.into_iter().filter(|name| Some(name) != layer.name.as_ref()).collect();
    Ok(layer)
}

struct FeatureTable {
    name: String,
    geometry: String,
    srs_id: i64,
}

fn feature_tables(database: &Connection) -> rusqlite::Result<Vec<FeatureTable>> {
    let mut query = database.prepare(
        "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g JOIN sqlite_schema s \
         ON lower(s.name) = lower(g.table_name) AND s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1 LIMIT 100",
    )?;
    let rows = query.query_map([], |row| {
        Ok(FeatureTable { name: row.get(0)?, geometry: row.get(1)?, srs_id: row.get(2).unwrap_or(0) })
    })?;
    rows.collect()
}

/// A name as SQL takes it, whatever signs are in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl FeatureTable {
    /// Stored columns besides the geometry, the primary key apart.
    fn columns(&self, database: &Connection) -> rusqlite::Result<(Option<String>, Vec<String>)> {
        let mut query = database.prepare("SELECT name, pk, hidden FROM pragma_table_xinfo(?1)")?;
        let (mut key, mut fields) = (None, Vec::new());
        let mut rows = query.query([&self.name])?;
        while let Some(row) = rows.next()? {
            let (name, pk, hidden): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if hidden != 0 || name.eq_ignore_ascii_case(&self.geometry) {
                continue;
            }
            if pk > 0 && key.is_none() { key = Some(name) } else { fields.push(name) }
        }
        Ok((key, fields))
    }

    fn read(&self, database: &Connection, room: Room) -> rusqlite::Result<std::result::Result<Layer, Damage>> {
        let (key, fields) = self.columns(database)?;
        let list: Vec<String> =
            [&self.geometry].into_iter().chain(&key).chain(&fields).map(|name| quoted(name)).collect();
        let mut query = database.prepare(&format!("SELECT {} FROM {}", list.join(", "), quoted(&self.name)))?;
        let mut layer = Layer { crs: self.crs(database), ..Layer::new(FORMAT, room) };
        let n_before = 1 + usize::from(key.is_some());
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let mut faults = RingFaults::default();
            let geometry = match row.get_ref(0)? {
                ValueRef::Blob(blob) => of_geopackage(blob, &mut faults),
                ValueRef::Null => Ok(None),
                _ => Err(LayerFault::Structure),
            };
            let mut values = Vec::with_capacity(fields.len());
            for (i, name) in fields.iter().enumerate() {
                values.push((name.clone(), text_of(row.get_ref(n_before + i)?)));
            }
            let id = if key.is_some() { Some(text_of(row.get_ref(1)?)) } else { None };
            layer.add(id, &values, geometry, faults);
            // A value that a table's definition gives to all rows takes no room in the file.
            if layer.room.is_over() {
                break;
            }
        }
        Ok(layer.count_damage())
    }

    /// What the file says of its reference system: code of EPSG, else its definition. 0 and −1 stand for "not known".
    fn crs(&self, database: &Connection) -> StatedCrs {
        let row = database.query_row(
            "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
            [self.srs_id],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2).unwrap_or_default())),
        );
        match row {
            _ if matches!(self.srs_id, 0 | -1) => StatedCrs::Nothing,
            Ok((organization, code, _)) if organization.eq_ignore_ascii_case("EPSG") && u32::try_from(code).is_ok() => {
                StatedCrs::Epsg(u32::try_from(code).unwrap_or_default())
            }
            Ok((_, _, definition)) if definition.contains('[') => StatedCrs::WellKnownText(definition),
            Ok(_) => StatedCrs::Nothing,
            Err(_) => u32::try_from(self.srs_id).map_or(StatedCrs::Nothing, StatedCrs::Epsg),
        }
    }
}

fn text_of(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => {
            String::from_utf8_lossy(bytes.get(..bytes.len().min(MAX_TEXT)).unwrap_or_default()).trim().to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::ReadOptions;
    use crate::io::vector::zones::{ZoneOptions, read_zones};
    use crate::job::Feedback;

    /// A square in VN-2000 TM-3 107-45 metres with the header of a GeoPackage.
    fn blob(east: f64, north: f64) -> Vec<u8> {
        let mut blob = b"GP\0\x01".to_vec();
        blob.extend(5899_i32.to_le_bytes());
        blob.extend([1]);
        blob.extend(3_u32.to_le_bytes());
        blob.extend(1_u32.to_le_bytes());
        blob.extend(5_u32.to_le_bytes());
        for (x, y) in [(0.0_f64, 0.0_f64), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)] {
            blob.extend((east + x).to_le_bytes());
            blob.extend((north + y).to_le_bytes());
        }
        blob
    }

    fn file(table: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::with_suffix(".gpkg").unwrap();
        let database = Connection::open(file.path()).unwrap();
        let name = quoted(table);
        database
            .execute_batch(&format!(
                "PRAGMA application_id = 0x47504B47;
                 CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z, m);
                 CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
                 INSERT INTO gpkg_spatial_ref_sys VALUES ('VN-2000', 5899, 'EPSG', 5899, 'undefined');
                 CREATE TABLE {name} (fid INTEGER PRIMARY KEY, geom BLOB, \"Tên \"\"khu\"\" phố\" TEXT, so_dan REAL,
                     big BLOB AS (zeroblob(900000000)));
                 CREATE TABLE points (fid INTEGER PRIMARY KEY, geom BLOB);
                 CREATE VIEW forever AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, i AS geom FROM n;
                 INSERT INTO gpkg_geometry_columns VALUES ('points', 'geom', 'POINT', 5899, 0, 0), ('forever', 'geom', 'POINT', 0, 0, 0);"
            ))
            .unwrap();
        database
            .execute("INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'POLYGON', 5899, 0, 0)", [table])
            .unwrap();
        let insert = format!("INSERT INTO {name} (geom, \"Tên \"\"khu\"\" phố\", so_dan) VALUES (?1, ?2, 120.0)");
        database.execute(&insert, rusqlite::params![blob(397_515.57, 2_327_035.82), "Khu 1"]).unwrap();
        file
    }

    #[test]
    fn the_table_of_polygons_is_read_with_its_crs_whatever_its_name() {
        for table in ["khu_pho", "Khu \"phố\" mới; DROP TABLE x"] {
            let file = file(table);
            let layer = read(&Source::of(file.path()), Wanted::Areas, None, &Room::default()).unwrap();
            assert_eq!(layer.crs, StatedCrs::Epsg(5899));
            let fields: Vec<_> = layer.features[0].fields.iter().collect();
            assert_eq!(fields, [("Tên \"khu\" phố", "Khu 1"), ("so_dan", "120")]);
            let zones = read_zones(file.path(), &ZoneOptions::default(), &Feedback::default()).unwrap();
            // PROJ: VN-2000 / TM-3 107-45 E 397515.57 N 2327035.82 is WGS84 106.76588026, 21.03400387.
            let corner = zones.zones[0].shape.0[0].exterior().0[0];
            assert!((corner.x - 106.765_880_26).abs() < 2e-7 && (corner.y - 21.034_003_87).abs() < 2e-7, "{corner:?}");
            assert_eq!(zones.zones[0].name, "Khu 1");
        }
    }

    #[test]
    fn the_layer_of_points_is_read_where_samples_are_wanted() {
        let file = file("khu_pho");
        let database = Connection::open(file.path()).unwrap();
        database
            .execute_batch(
                "INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'undefined');
                 CREATE TABLE samples (fid INTEGER PRIMARY KEY, geom BLOB, time TEXT, download_mbps REAL);
                 INSERT INTO gpkg_geometry_columns VALUES ('samples', 'geom', 'POINT', 4326, 0, 0);",
            )
            .unwrap();
        // OGC 12-128r18 §2.1.3: magic, version 0, little-endian without envelope, system 4326; then a WKB point.
        let mut point = b"GP\0\x01\xe6\x10\0\0\x01\x01\0\0\0".to_vec();
        point.extend([106.77_f64, 21.03].iter().flat_map(|c| c.to_le_bytes()));
        let insert = "INSERT INTO samples (geom, time, download_mbps) VALUES (?1, '2026-03-01 08:00:00', ?2)";
        database.execute(insert, rusqlite::params![point, 42.5]).unwrap();
        database.execute(insert, rusqlite::params![Option::<Vec<u8>>::None, 10.0]).unwrap();
        let data = crate::io::test_files::read_file(file.path()).unwrap();
        assert_eq!((data.samples.len(), data.samples.lon.get(0), data.samples.lon.get(1)), (2, Some(106.77), None));
        let form = &data.files[0].form;
        assert_eq!(form.sheet.as_deref(), Some("samples"));
        assert_eq!(form.other_sheets, ["khu_pho", "points"]);
        let zones = read_zones(file.path(), &ZoneOptions::default(), &Feedback::default()).unwrap();
        assert_eq!(zones.zones[0].name, "Khu 1");
        let named = |sheet: &str| {
            let options = ReadOptions { sheet: Some(sheet.to_owned()), ..ReadOptions::default() };
            crate::io::read_samples(&[file.path().to_owned()], &options, &Feedback::default())
        };
        assert_eq!(named("samples").unwrap().samples.len(), 2);
        assert_eq!(named("tests").err().map(|error| error.key()), Some("error-no-such-sheet"));
        let options = ZoneOptions { layer: Some("points".to_owned()), ..ZoneOptions::default() };
        let zones = read_zones(file.path(), &options, &Feedback::default());
        assert_eq!(zones.err().map(|error| error.key()), Some("error-no-polygons"));
        // A name that is said of the samples too is passed over where it is no layer of the boundaries.
        let options = ZoneOptions { preferred_layer: Some("tests".to_owned()), ..ZoneOptions::default() };
        let zones = read_zones(file.path(), &options, &Feedback::default()).unwrap();
        let note = zones.report.notes.iter().find(|note| note.key() == "boundary-note-one-of-layers");
        let facts = note.map(|note| note.facts().into_iter().map(|(_, fact)| fact).collect::<Vec<_>>());
        assert_eq!(facts.unwrap()[1..], ["khu_pho", "points; samples"]);
    }

    #[test]
    fn what_is_no_geopackage_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        Connection::open(file.path()).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
        assert_eq!(
            read(&Source::of(file.path()), Wanted::Areas, None, &Room::default()).err().map(|e| e.key()),
            Some("error-damaged-layer")
        );
        std::fs::write(file.path(), b"SQLite format 3\0 and nothing more").unwrap();
        assert_eq!(
            read(&Source::of(file.path()), Wanted::Areas, None, &Room::default()).err().map(|e| e.key()),
            Some("error-damaged-layer")
        );
    }
}
