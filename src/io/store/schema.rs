//! The tables of a project file: an ordinary GeoPackage (OGC 12-128r17, version 1.3) with tables of the program beside.
//!
//! `PRAGMA user_version` is the GeoPackage's own and tells other programs how to read the layers. The version of the
//! program's tables is [`VERSION`], kept in `phusong_project`; every change of a table raises it and adds a step to
//! `migrate`.

use rusqlite::{Connection, OptionalExtension, params};

use crate::io::export::{GEOPACKAGE, SPATIAL_INDEX};

/// Version of the program's tables.
pub const VERSION: u32 = 2;

/// `GPKG`.
pub const APPLICATION_ID: i64 = 0x4750_4B47;
/// GeoPackage 1.3.
const GEOPACKAGE_VERSION: i64 = 10_300;

/// The table by which a project is told from any other GeoPackage.
pub const MARK: &str = "phusong_project";

const WGS84: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,\
    AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],\
    UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],\
    AUTHORITY[\"EPSG\",\"4326\"]]";

/// What the program keeps, table by table; the comments stay in the file for whoever opens it.
const PROGRAM: &str = "
CREATE TABLE imports (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, time DATETIME NOT NULL, now_unix_s INTEGER NOT NULL,
    who TEXT NOT NULL, program TEXT NOT NULL);
CREATE TABLE sources (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, import_id INTEGER NOT NULL REFERENCES imports(id),
    file TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL, kept INTEGER NOT NULL,
    repeats INTEGER NOT NULL, flags TEXT NOT NULL, first_time DATETIME, last_time DATETIME,
    details TEXT NOT NULL, joined_rows BLOB);
CREATE TABLE samples (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, time DATETIME, operator TEXT, host TEXT,
    technology TEXT, download DOUBLE, upload DOUBLE, latency DOUBLE, flags TEXT, unread TEXT, phone INTEGER,
    source INTEGER NOT NULL, file_row INTEGER NOT NULL);
CREATE TABLE sample_pages (source INTEGER NOT NULL, page INTEGER NOT NULL, rows INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (source, page));
CREATE TABLE import_duplicates (fid INTEGER PRIMARY KEY NOT NULL, source INTEGER NOT NULL, file_row INTEGER NOT NULL,
    repeats_fid INTEGER NOT NULL, repeats_source INTEGER NOT NULL, repeats_file_row INTEGER NOT NULL);
CREATE TABLE operators (id INTEGER PRIMARY KEY NOT NULL, brand TEXT NOT NULL, host TEXT NOT NULL, known INTEGER NOT NULL,
    fixed_line INTEGER NOT NULL);
CREATE TABLE phones (id INTEGER PRIMARY KEY NOT NULL, keyed_hash INTEGER, is_pair INTEGER NOT NULL, place INTEGER);
CREATE TABLE zones (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON, role TEXT NOT NULL, zone_id TEXT,
    name TEXT, area_m2 DOUBLE, weight DOUBLE);
CREATE TABLE zone_weights (zone_id TEXT PRIMARY KEY NOT NULL, weight DOUBLE NOT NULL, changed DATETIME NOT NULL);
CREATE TABLE settings (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, changed DATETIME NOT NULL);
CREATE TABLE corrections (id INTEGER PRIMARY KEY NOT NULL, fid INTEGER NOT NULL, reason TEXT NOT NULL, who TEXT NOT NULL,
    time DATETIME NOT NULL, undone DATETIME);
CREATE TABLE place_names (id INTEGER PRIMARY KEY NOT NULL, lon DOUBLE NOT NULL, lat DOUBLE NOT NULL, name TEXT NOT NULL,
    changed DATETIME NOT NULL);
CREATE TABLE operator_answers (id INTEGER PRIMARY KEY NOT NULL, operator TEXT NOT NULL, place TEXT NOT NULL,
    answer TEXT NOT NULL, time DATETIME NOT NULL);
CREATE TABLE criteria (name TEXT PRIMARY KEY NOT NULL, profile TEXT NOT NULL, changed DATETIME NOT NULL);
CREATE TABLE request_ledger (id INTEGER PRIMARY KEY NOT NULL, spot_id TEXT NOT NULL, operator TEXT NOT NULL,
    place TEXT NOT NULL, sent DATETIME, due DATETIME, state TEXT NOT NULL, document TEXT, remarks TEXT);
";

/// Tables that came with version 2: what each page holds, kept apart from it, and what lies beside the evidence.
const SINCE_VERSION_2: &str = "
CREATE TABLE page_contents (source INTEGER NOT NULL, page INTEGER NOT NULL, rows INTEGER NOT NULL,
    first_fid INTEGER NOT NULL, last_fid INTEGER NOT NULL, first_row INTEGER NOT NULL, last_row INTEGER NOT NULL,
    first_time INTEGER, last_time INTEGER, PRIMARY KEY (source, page));
CREATE TABLE context_files (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports(id), file TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL,
    sha256 TEXT NOT NULL, records INTEGER NOT NULL, other_rows INTEGER NOT NULL, is_cut INTEGER NOT NULL,
    operators TEXT NOT NULL);
CREATE TABLE context (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, context_file INTEGER NOT NULL,
    kind TEXT NOT NULL, operator TEXT, operator_number INTEGER, technology TEXT, level_dbm DOUBLE, range_m DOUBLE,
    n_tests INTEGER, n_devices INTEGER, zoom INTEGER, download DOUBLE, upload DOUBLE, latency DOUBLE);
CREATE TABLE quota (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, context_file INTEGER NOT NULL,
    file_row INTEGER NOT NULL, code TEXT NOT NULL, ward TEXT NOT NULL, month TEXT NOT NULL, operator TEXT NOT NULL,
    n_samples INTEGER NOT NULL, download DOUBLE, upload DOUBLE);
";

/// Adds the tables of version 2 to those of version 1.
pub fn add_version_2(database: &Connection) -> rusqlite::Result<()> {
    database.execute_batch(&SINCE_VERSION_2.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
}

/// Writes all tables into an empty file; the caller's transaction makes them appear at once.
pub fn create(database: &Connection, device_key: &[u8], test_key: &[u8]) -> rusqlite::Result<()> {
    database.pragma_update(None, "application_id", APPLICATION_ID)?;
    database.pragma_update(None, "user_version", GEOPACKAGE_VERSION)?;
    // First, so that its name stands near the beginning of the file.
    database.execute_batch(&format!("CREATE TABLE {MARK} (key TEXT PRIMARY KEY NOT NULL, value NOT NULL);"))?;
    database.execute_batch(GEOPACKAGE)?;
    database.execute_batch(PROGRAM)?;
    database.execute_batch(SINCE_VERSION_2)?;
    database.execute(
        "INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, ?1, 'longitude/latitude')",
        [WGS84],
    )?;
    register_layer(database, "samples", "POINT")?;
    register_layer(database, "zones", "MULTIPOLYGON")?;
    register_index(database, "zones")?;
    ["imports", "sources", "import_duplicates"].iter().try_for_each(|table| register_table(database, table))?;
    database.execute(
        "INSERT INTO gpkg_extensions VALUES ('sample_pages', 'data', 'phusong_sample_pages', \
         'samples in columns; the layer samples holds the same for other programs', 'read-write')",
        [],
    )?;
    set(database, "schema_version", VERSION)?;
    set(database, "revision", 0)?;
    set(database, "device_key", device_key)?;
    set(database, "test_key", test_key)
}

/// Makes a table known as a layer of WGS84 geometries.
pub fn register_layer(database: &Connection, table: &str, geometry: &str) -> rusqlite::Result<()> {
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?1, 'features', ?1, 4326)",
        [table],
    )?;
    database
        .execute("INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, 4326, 0, 0)", [table, geometry])
        .map(drop)
}

/// Makes a table without geometries known.
pub fn register_table(database: &Connection, table: &str) -> rusqlite::Result<()> {
    let put = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?1, 'attributes', ?1)";
    database.execute(put, [table]).map(drop)
}

/// Makes the R-tree of a layer with the triggers that keep it in step for other programs.
///
/// The triggers call functions that SQLite itself lacks: the program drops them before it writes such a layer and its
/// index, and adds them again after.
fn register_index(database: &Connection, table: &str) -> rusqlite::Result<()> {
    let index = format!("CREATE VIRTUAL TABLE rtree_{table}_geom USING rtree(id, minx, maxx, miny, maxy);");
    database.execute_batch(&index)?;
    add_triggers(database, table)
}

const TRIGGERS: [&str; 6] = ["insert", "update1", "update2", "update3", "update4", "delete"];

/// Takes the triggers of a layer away while the program writes it.
pub fn drop_triggers(database: &Connection, table: &str) -> rusqlite::Result<()> {
    database.execute(
        "DELETE FROM gpkg_extensions WHERE table_name = ?1 AND extension_name = 'gpkg_rtree_index'",
        [table],
    )?;
    TRIGGERS
        .iter()
        .try_for_each(|name| database.execute_batch(&format!("DROP TRIGGER IF EXISTS rtree_{table}_geom_{name};")))
}

pub fn add_triggers(database: &Connection, table: &str) -> rusqlite::Result<()> {
    database.execute_batch(&SPATIAL_INDEX.replace("<t>", table).replace("<c>", "geom"))
}

/// Puts a value of the project itself.
pub fn set(database: &Connection, key: &str, value: impl rusqlite::ToSql) -> rusqlite::Result<()> {
    database.execute(&format!("INSERT OR REPLACE INTO {MARK} VALUES (?1, ?2)"), params![key, value]).map(drop)
}

/// A value of the project itself.
pub fn get<T: rusqlite::types::FromSql>(database: &Connection, key: &str) -> rusqlite::Result<Option<T>> {
    database.query_row(&format!("SELECT value FROM {MARK} WHERE key = ?1"), [key], |row| row.get(0)).optional()
}
