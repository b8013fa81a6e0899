//! KML 2.2 (OGC 07-147r2) for Google Earth: typed fields, a colour for each grade, names a person knows.

use std::io::{self, Write};

use geo::{Coord, LineString};

use super::Written;
use super::placed::{Geometry, Placing};
use super::xml::{degrees_with, element, escaped};
use crate::io::export::Words;
use crate::io::export::columns::Kind;
use crate::io::export::list::{List, Place, Records, Shape, Value};
use crate::job::Feedback;
use crate::model::{Grade, LonLat};

/// Grades with the colours of the map's verdicts, as `bbggrr`. Missing evidence is an outline.
const STYLES: [(Grade, &str); 6] = [
    (Grade::A, "1c1ab2"),
    (Grade::B, "317bf0"),
    (Grade::C, "74c4fd"),
    (Grade::D, "bdbdbd"),
    (Grade::E, "a88f3c"),
    (Grade::None, "808080"),
];

pub fn write(
    list: &List<'_>,
    (words, is_fine): (Words<'_>, bool),
    feedback: &Feedback,
    out: &mut dyn Write,
) -> io::Result<Written> {
    let placing = Placing { projection: None, is_fine };
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    )?;
    element("name", &words(&list.key()), out)?;
    out.write_all(b"\n")?;
    STYLES.iter().try_for_each(|(grade, color)| write_style(*grade, color, out))?;
    write_schema(list, out)?;
    let mut written = Written::default();
    let format = |records: Records<'_>| -> io::Result<(u64, Vec<u8>)> {
        let (mut text, mut n_rows) = (Vec::new(), 0);
        for (row, shape) in records.rows() {
            write_placemark(list, row, (shape, &placing), &mut text)?;
            n_rows += 1;
        }
        Ok((n_rows, text))
    };
    list.each_part(feedback, format, |part| {
        let (n_rows, text) = part?;
        written.n_rows += n_rows;
        out.write_all(&text)
    })?;
    out.write_all(b"</Document>\n</kml>\n")?;
    Ok(written)
}

fn write_style(grade: Grade, color: &str, out: &mut dyn Write) -> io::Result<()> {
    let opacity = if grade == Grade::None { "00" } else { "99" };
    writeln!(
        out,
        "<Style id=\"grade-{}\"><IconStyle><color>ff{color}</color></IconStyle><LineStyle><color>ff{color}</color>\
         <width>1.5</width></LineStyle><PolyStyle><color>{opacity}{color}</color></PolyStyle></Style>",
        grade.code()
    )
}

fn write_schema(list: &List<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<Schema name=\"{0}\" id=\"{0}\">", list.name)?;
    for column in &list.columns {
        let kind = match column.kind {
            Kind::Text | Kind::Time => "string",
            // The language has no wider whole number.
            Kind::Integer => "int",
            Kind::Decimal => "double",
            Kind::Truth => "bool",
        };
        writeln!(out, "<SimpleField type=\"{kind}\" name=\"{}\"/>", escaped(&column.name))?;
    }
    out.write_all(b"</Schema>\n")
}

fn write_placemark(
    list: &List<'_>,
    row: &[Value],
    (shape, placing): (&Shape<'_>, &Placing),
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let decimals = placing.decimals();
    out.write_all(b"<Placemark>")?;
    let title = list.title_of(row);
    // A name for each of many small marks would cover the map.
    if !title.is_empty() && !matches!(list.name, "samples" | "cells") {
        element("name", &title, out)?;
    }
    if is_hidden(list, row) {
        out.write_all(b"<visibility>0</visibility>")?;
    }
    let grade = list.position_of("grade").and_then(|at| row.get(at)).map(Value::text);
    match grade.filter(|grade| !grade.is_empty()) {
        Some(grade) => write!(out, "<styleUrl>#grade-{}</styleUrl>", escaped(&grade))?,
        None if list.place != Place::Point => out.write_all(b"<styleUrl>#grade-none</styleUrl>")?,
        None => {}
    }
    write!(out, "<ExtendedData><SchemaData schemaUrl=\"#{}\">", list.name)?;
    for (column, value) in list.columns.iter().zip(row).filter(|(_, value)| !value.is_empty()) {
        write!(out, "<SimpleData name=\"{}\">{}</SimpleData>", escaped(&column.name), escaped(&value.text()))?;
    }
    out.write_all(b"</SchemaData></ExtendedData>")?;
    match placing.geometry(shape) {
        None => {}
        Some(Geometry::Point(point)) => {
            write!(out, "<Point><coordinates>{}</coordinates></Point>", coordinates(point, decimals))?;
        }
        Some(Geometry::Area(area)) => {
            let is_single = area.0.len() == 1;
            out.write_all(if is_single { b"" } else { b"<MultiGeometry>" })?;
            for polygon in &area {
                out.write_all(b"<Polygon>")?;
                write_ring("outerBoundaryIs", polygon.exterior(), decimals, out)?;
                polygon.interiors().iter().try_for_each(|ring| write_ring("innerBoundaryIs", ring, decimals, out))?;
                out.write_all(b"</Polygon>")?;
            }
            out.write_all(if is_single { b"" } else { b"</MultiGeometry>" })?;
        }
    }
    out.write_all(b"</Placemark>\n")
}

/// Rows of one zone lie on top of each other: at first only verdicts on all classes and operators show.
fn is_hidden(list: &List<'_>, row: &[Value]) -> bool {
    let field = |name: &str| list.position_of(name).and_then(|at| row.get(at)).map(Value::text).unwrap_or_default();
    list.name == "zone_stats" && (field("technology") != "*" || field("operator") != "*" || field("grade").is_empty())
}

fn write_ring(boundary: &str, ring: &LineString<f64>, decimals: usize, out: &mut Vec<u8>) -> io::Result<()> {
    let line: Vec<String> = ring.coords().map(|c| coordinates(*c, decimals)).collect();
    write!(out, "<{boundary}><LinearRing><coordinates>{}</coordinates></LinearRing></{boundary}>", line.join(" "))
}

fn coordinates(c: Coord<f64>, decimals: usize) -> String {
    let (lon, lat) = degrees_with(LonLat { lon: c.x, lat: c.y }, decimals);
    format!("{lon},{lat}")
}
