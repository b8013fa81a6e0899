//! GeoPackage 1.3 (OGC 12-128r17): one table a list, with a spatial index that its triggers keep in step.

use std::io;
use std::path::Path;

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ToSql};

use super::names::distinct;
use super::placed::{Extent, Geometry, Placing};
use super::reference_system::{name_of, ogc_text};
use super::{Written, utc};
use crate::io::export::Words;
use crate::io::export::columns::Kind;
use crate::io::export::list::{List, Place, Records, Value};
use crate::job::Feedback;

/// `GPKG` and 1.3.0, as the standard asks for.
const APPLICATION_ID: i64 = 0x4750_4B47;
const USER_VERSION: i64 = 10_300;

/// Tables that the standard asks for.
pub const SCHEMA: &str = include_str!("geopackage.sql");
/// The index of a table `<t>` with geometries in `<c>`, kept in step by triggers (extension `gpkg_rtree_index`).
pub const SPATIAL_INDEX: &str = include_str!("geopackage_index.sql");

/// Name of the geometry column.
const GEOMETRY: &str = "geom";

/// What all tables of a file share.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub words: Words<'a>,
    pub placing: &'a Placing,
    /// Unix seconds that stand for the last change.
    pub now: i64,
}

/// Writes the lists as the tables of a new database at `path`, where an empty file may lie.
pub fn write(lists: &[List<'_>], context: Context<'_>, feedback: &Feedback, path: &Path) -> io::Result<Written> {
    let database = Connection::open(path).map_err(io::Error::other)?;
    let mut written = Written::default();
    begin(&database, context.placing).map_err(io::Error::other)?;
    for (i, list) in lists.iter().enumerate() {
        database.execute_batch("BEGIN").map_err(io::Error::other)?;
        let n_rows = Table { list, context }.write(&database, feedback)?;
        database.execute_batch("COMMIT").map_err(io::Error::other)?;
        // The first is the list that was asked for; others come along.
        if i == 0 {
            written.n_rows = n_rows.unsigned_abs();
        }
    }
    database.close().map_err(|(_, error)| io::Error::other(error))?;
    Ok(written)
}

/// Puts the lists into a database that has tables already, in the place of those of the same name. The transaction is
/// the caller's.
pub fn put(lists: &[List<'_>], context: Context<'_>, feedback: &Feedback, database: &Connection) -> io::Result<()> {
    for list in lists {
        let table = Table { list, context };
        forget(list.name, database).map_err(io::Error::other)?;
        table.write(database, feedback)?;
    }
    Ok(())
}

/// Takes the table of this name out of the file.
pub fn forget(name: &str, database: &Connection) -> rusqlite::Result<()> {
    let (index, table) = (quoted(&index_name(name)), quoted(name));
    database.execute_batch(&format!("DROP TABLE IF EXISTS {index}; DROP TABLE IF EXISTS {table};"))?;
    ["gpkg_extensions", "gpkg_geometry_columns", "gpkg_contents"]
        .iter()
        .try_for_each(|table| database.execute(&format!("DELETE FROM {table} WHERE table_name = ?1"), [name]).map(drop))
}

/// Name of the spatial index of a table.
pub fn index_name(table: &str) -> String {
    format!("rtree_{table}_{GEOMETRY}")
}

fn begin(database: &Connection, placing: &Placing) -> rusqlite::Result<()> {
    // The file has another name until it is whole: nothing needs to be taken back.
    database.pragma_update(None, "journal_mode", "OFF")?;
    database.pragma_update(None, "synchronous", "OFF")?;
    database.pragma_update(None, "application_id", APPLICATION_ID)?;
    database.pragma_update(None, "user_version", USER_VERSION)?;
    database.execute_batch(SCHEMA)?;
    let mut insert =
        database.prepare("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?1, ?2, 'EPSG', ?2, ?3, NULL)")?;
    insert.execute((name_of(None), Placing::default().epsg(), ogc_text(None)))?;
    let projection = placing.projection.as_ref();
    insert.execute((name_of(projection), placing.epsg(), ogc_text(projection)))?;
    Ok(())
}

struct Table<'a, 'b> {
    list: &'b List<'a>,
    context: Context<'b>,
}

/// A row as the table takes it.
struct Row {
    geometry: Option<(Vec<u8>, Extent)>,
    values: Vec<Value>,
}

impl Table<'_, '_> {
    fn has_place(&self) -> bool {
        self.list.place != Place::Nowhere
    }

    fn write(&self, database: &Connection, feedback: &Feedback) -> io::Result<i64> {
        database.execute_batch(&self.definition()).map_err(io::Error::other)?;
        let (mut n_rows, mut extent) = (0_i64, Extent::NONE);
        {
            let n_fields = self.list.columns.len() + 1 + usize::from(self.has_place());
            let marks: Vec<String> = (1..=n_fields).map(|i| format!("?{i}")).collect();
            let table = quoted(self.list.name);
            let insert = format!("INSERT INTO {table} VALUES ({})", marks.join(", "));
            let mut insert = database.prepare(&insert).map_err(io::Error::other)?;
            let index = format!("INSERT INTO {} VALUES (?1, ?2, ?3, ?4, ?5)", quoted(&self.index_name()));
            let mut index = self.has_place().then(|| database.prepare(&index)).transpose().map_err(io::Error::other)?;
            self.list.each_part(
                feedback,
                |records| self.rows(&records),
                |rows| {
                    for row in rows {
                        n_rows += 1;
                        let mut bound: Vec<&dyn ToSql> = vec![&n_rows];
                        let blob = row.geometry.as_ref().map(|(blob, _)| blob);
                        if self.has_place() {
                            bound.push(&blob);
                        }
                        let values: Vec<Bound<'_>> = self.bound(&row.values);
                        bound.extend(values.iter().map(|value| value as &dyn ToSql));
                        insert.execute(bound.as_slice()).map_err(io::Error::other)?;
                        if let (Some((_, e)), Some(index)) = (&row.geometry, &mut index) {
                            extent.merge(e);
                            index.execute((n_rows, e.min.x, e.max.x, e.min.y, e.max.y)).map_err(io::Error::other)?;
                        }
                    }
                    Ok(())
                },
            )?;
        }
        self.register(database, &extent).map_err(io::Error::other)?;
        Ok(n_rows)
    }

    fn index_name(&self) -> String {
        index_name(self.list.name)
    }

    fn definition(&self) -> String {
        let name = self.list.name;
        let mut columns = vec!["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL".to_owned()];
        if self.has_place() {
            columns.push(format!("{GEOMETRY} {}", self.geometry_type()));
        }
        let names = distinct(self.list.columns.iter().map(|column| column.name.clone()));
        for (column, name) in self.list.columns.iter().zip(names) {
            let kind = match column.kind {
                Kind::Text => "TEXT",
                Kind::Integer => "INTEGER",
                Kind::Decimal => "REAL",
                Kind::Time => "DATETIME",
                Kind::Truth => "BOOLEAN",
            };
            columns.push(format!("{} {kind}", quoted(&name)));
        }
        let index = if self.has_place() {
            format!("CREATE VIRTUAL TABLE {} USING rtree(id, minx, maxx, miny, maxy);", quoted(&self.index_name()))
        } else {
            String::new()
        };
        format!("CREATE TABLE {} ({});{index}", quoted(name), columns.join(", "))
    }

    fn geometry_type(&self) -> &'static str {
        match self.list.place {
            Place::Nowhere | Place::Point => "POINT",
            Place::Polygon => "POLYGON",
            Place::MultiPolygon => "MULTIPOLYGON",
        }
    }

    /// Enters the table into the lists of the file. Index triggers come last, since they know only single changes.
    fn register(&self, database: &Connection, extent: &Extent) -> rusqlite::Result<()> {
        let (name, srs) = (self.list.name, self.context.placing.epsg());
        let kind = if self.has_place() { "features" } else { "attributes" };
        let bound = |value: f64| (!extent.is_none()).then_some(value);
        let title = (self.context.words)(&self.list.key());
        database.execute(
            "INSERT INTO gpkg_contents VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            (
                name,
                kind,
                title,
                utc(self.context.now, ".000Z"),
                bound(extent.min.x),
                bound(extent.min.y),
                bound(extent.max.x),
                bound(extent.max.y),
                self.has_place().then_some(srs),
            ),
        )?;
        if !self.has_place() {
            return Ok(());
        }
        database.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, ?3, ?4, 0, 0)",
            (name, GEOMETRY, self.geometry_type(), srs),
        )?;
        database.execute_batch(&SPATIAL_INDEX.replace("<t>", name).replace("<c>", GEOMETRY))
    }

    fn rows(&self, records: &Records<'_>) -> Vec<Row> {
        let placing = self.context.placing;
        let is_single = self.list.place == Place::Polygon;
        let row = |(values, shape): (&[Value], _)| {
            let geometry = placing.geometry(shape).map(|geometry| blob(&geometry, is_single, placing.epsg()));
            Row { geometry, values: values.to_vec() }
        };
        records.rows().map(row).collect()
    }

    fn bound<'v>(&self, values: &'v [Value]) -> Vec<Bound<'v>> {
        self.list.columns.iter().zip(values).map(|(column, value)| Bound(column.kind, value)).collect()
    }
}

/// A value on its way into a column; empty ones are NULL.
struct Bound<'a>(Kind, &'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let Self(kind, value) = self;
        Ok(match (kind, value) {
            (_, value) if value.is_empty() => ToSqlOutput::from(rusqlite::types::Null),
            (Kind::Time, Value::Time(unix_s)) => ToSqlOutput::from(utc(*unix_s, ".000Z")),
            (Kind::Integer | Kind::Truth, Value::Integer(value)) => {
                ToSqlOutput::from(i64::try_from(*value).unwrap_or(i64::MAX))
            }
            (Kind::Decimal, value) => ToSqlOutput::from(value.number().unwrap_or_default()),
            (_, value) => ToSqlOutput::from(value.text().into_owned()),
        })
    }
}

/// A geometry with the header of a GeoPackage: little-endian, with an envelope for what is no point.
fn blob(geometry: &Geometry, is_single: bool, epsg: u32) -> (Vec<u8>, Extent) {
    let extent = Extent::of(geometry);
    let has_envelope = matches!(geometry, Geometry::Area(_));
    let mut out = vec![b'G', b'P', 0, if has_envelope { 0b11 } else { 0b01 }];
    out.extend_from_slice(&epsg.to_le_bytes());
    if has_envelope {
        for end in [extent.min.x, extent.max.x, extent.min.y, extent.max.y] {
            out.extend_from_slice(&end.to_le_bytes());
        }
    }
    write_binary(geometry, is_single, &mut out);
    (out, extent)
}

/// Well-known binary (OGC 06-103r4).
fn write_binary(geometry: &Geometry, is_single: bool, out: &mut Vec<u8>) {
    fn begin(code: u32, out: &mut Vec<u8>) {
        out.push(1);
        out.extend_from_slice(&code.to_le_bytes());
    }
    fn count(n: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(&u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes());
    }
    let area = match geometry {
        Geometry::Point(point) => {
            begin(1, out);
            out.extend([point.x, point.y].iter().flat_map(|value| value.to_le_bytes()));
            return;
        }
        Geometry::Area(area) => area,
    };
    if !is_single {
        begin(6, out);
        count(area.0.len(), out);
    }
    for polygon in area {
        begin(3, out);
        count(1 + polygon.interiors().len(), out);
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            count(ring.0.len(), out);
            out.extend(ring.coords().flat_map(|c| [c.x, c.y]).flat_map(f64::to_le_bytes));
        }
    }
}

/// A name as SQL takes it, whatever signs are in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
