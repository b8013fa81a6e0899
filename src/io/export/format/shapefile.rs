//! ESRI Shapefile (Technical Description, 1998): shapes, their index and their table, with reference system, encoding
//! and the full names of the fields beside them.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use geo::{Coord, LineString};

use super::Written;
use super::dbf::Fields;
use super::geopackage::Context;
use super::placed::{Extent, Geometry};
use super::reference_system::esri_text;
use crate::io::export::list::{List, Place, Records};
use crate::job::Feedback;
use crate::model::{Error, local_day};

/// Endings of the files that belong together.
pub const ENDINGS: [&str; 6] = ["shp", "shx", "dbf", "prj", "cpg", "txt"];

/// Many programs read no larger file.
const MAX_BYTES: u64 = (1 << 31) - 1;

const NULL: i32 = 0;
const POINT: i32 = 1;
const POLYGON: i32 = 5;

/// Writes all files of a list into `folder`, named `stem`.
pub fn write(
    list: &List<'_>,
    context: Context<'_>,
    feedback: &Feedback,
    (folder, stem): (&Path, &str),
) -> io::Result<Written> {
    let create = |ending: &str| File::create(folder.join(format!("{stem}.{ending}"))).map(BufWriter::new);
    let fields = Fields::measure(list, feedback)?;
    let table_bytes = list.n_rows().saturating_mul(fields.record_len() as u64);
    if !fields.fits() || table_bytes > MAX_BYTES {
        return Err(too_large(list));
    }
    let kind = if list.place == Place::Point { POINT } else { POLYGON };
    let mut files = Files {
        shapes: create("shp")?,
        index: create("shx")?,
        table: create("dbf")?,
        n_shapes: 0,
        bytes: 100,
        extent: Extent::NONE,
    };
    files.shapes.write_all(&[0; 100])?;
    files.index.write_all(&[0; 100])?;
    fields.write_header(0, (1900, 1, 1), &mut files.table)?;
    let prepare = |records: Records<'_>| {
        let mut rows = Vec::new();
        for (row, shape) in records.rows() {
            let mut record = Vec::with_capacity(fields.record_len());
            fields.add_record(row, &mut record);
            rows.push((context.placing.geometry(shape), record));
        }
        rows
    };
    list.each_part(feedback, prepare, |rows| {
        for (geometry, record) in rows {
            files.add(geometry.as_ref(), &record)?;
            if files.bytes > MAX_BYTES {
                return Err(too_large(list));
            }
        }
        Ok(())
    })?;
    let n_rows = files.n_shapes;
    files.finish(kind, &fields, date(context.now))?;
    create("prj")?.write_all(esri_text(context.placing.projection.as_ref()).as_bytes())?;
    create("cpg")?.write_all(b"UTF-8")?;
    write_names(list, &fields, context, &mut create("txt")?)?;
    Ok(Written { n_rows: u64::from(n_rows), n_cut: fields.n_cut, ..Written::default() })
}

fn too_large(list: &List<'_>) -> io::Error {
    io::Error::other(Error::FormatTooSmall {
        format: "shp".to_owned(),
        rows: list.n_rows(),
        instead: "gpkg".to_owned(),
    })
}

/// Local year, month and day.
fn date(unix_s: i64) -> (i16, i8, i8) {
    let day = local_day(unix_s).to_string();
    let mut parts = day.split('-').map(|part| part.parse::<i16>().unwrap_or_default());
    let mut next = || parts.next().unwrap_or_default();
    let (year, month, day) = (next(), next(), next());
    (year, i8::try_from(month).unwrap_or_default(), i8::try_from(day).unwrap_or_default())
}

/// The table of names: short, full, and what they mean.
fn write_names(list: &List<'_>, fields: &Fields, context: Context<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(crate::io::export::table::BOM)?;
    for (column, short) in list.columns.iter().zip(&fields.names) {
        let legend = super::legend_of(list, column, context.words);
        writeln!(out, "{short}\t{}\t{}\t{}", column.name, legend.name, legend.meaning)?;
    }
    Ok(())
}

struct Files {
    shapes: BufWriter<File>,
    index: BufWriter<File>,
    table: BufWriter<File>,
    n_shapes: u32,
    /// Length of the file of shapes so far.
    bytes: u64,
    extent: Extent,
}

impl Files {
    fn add(&mut self, geometry: Option<&Geometry>, record: &[u8]) -> io::Result<()> {
        let content = content(geometry);
        geometry.iter().for_each(|geometry| self.extent.merge(&Extent::of(geometry)));
        self.n_shapes += 1;
        // Lengths are counted in words of two bytes.
        let (at, len) = (words(self.bytes).to_be_bytes(), words(content.len() as u64).to_be_bytes());
        self.index.write_all(&at)?;
        self.index.write_all(&len)?;
        self.shapes.write_all(&self.n_shapes.to_be_bytes())?;
        self.shapes.write_all(&len)?;
        self.shapes.write_all(&content)?;
        self.bytes += 8 + content.len() as u64;
        self.table.write_all(record)
    }

    fn finish(mut self, kind: i32, fields: &Fields, date: (i16, i8, i8)) -> io::Result<()> {
        self.table.write_all(b"\x1a")?;
        self.table.seek(SeekFrom::Start(0))?;
        fields.write_header(self.n_shapes, date, &mut self.table)?;
        self.table.flush()?;
        let index_bytes = 100 + 8 * u64::from(self.n_shapes);
        for (file, bytes) in [(&mut self.shapes, self.bytes), (&mut self.index, index_bytes)] {
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&header(kind, bytes, &self.extent))?;
            file.flush()?;
        }
        Ok(())
    }
}

fn words(bytes: u64) -> i32 {
    i32::try_from(bytes / 2).unwrap_or(i32::MAX)
}

fn header(kind: i32, bytes: u64, extent: &Extent) -> Vec<u8> {
    let mut out = 9994_i32.to_be_bytes().to_vec();
    out.resize(24, 0);
    out.extend_from_slice(&words(bytes).to_be_bytes());
    out.extend_from_slice(&1000_i32.to_le_bytes());
    out.extend_from_slice(&kind.to_le_bytes());
    let ends = if extent.is_none() { [0.0; 4] } else { [extent.min.x, extent.min.y, extent.max.x, extent.max.y] };
    out.extend(ends.iter().flat_map(|end| end.to_le_bytes()));
    out.resize(100, 0);
    out
}

/// A shape without the header of its record. Outer rings run clockwise here, holes counter-clockwise.
fn content(geometry: Option<&Geometry>) -> Vec<u8> {
    let area = match geometry {
        None => return NULL.to_le_bytes().to_vec(),
        Some(Geometry::Point(c)) => {
            let mut out = POINT.to_le_bytes().to_vec();
            write_coordinate(*c, &mut out);
            return out;
        }
        Some(Geometry::Area(area)) => area,
    };
    let extent = Extent::of(&Geometry::Area(area.clone()));
    let mut out = POLYGON.to_le_bytes().to_vec();
    write_coordinate(extent.min, &mut out);
    write_coordinate(extent.max, &mut out);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    let rings: Vec<&LineString<f64>> =
        area.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors())).collect();
    out.extend_from_slice(&count(rings.len()));
    out.extend_from_slice(&count(rings.iter().map(|ring| ring.0.len()).sum()));
    let mut first = 0;
    for ring in &rings {
        out.extend_from_slice(&count(first));
        first += ring.0.len();
    }
    rings.iter().flat_map(|ring| ring.0.iter().rev()).for_each(|c| write_coordinate(*c, &mut out));
    out
}

fn write_coordinate(c: Coord<f64>, out: &mut Vec<u8>) {
    out.extend_from_slice(&c.x.to_le_bytes());
    out.extend_from_slice(&c.y.to_le_bytes());
}
