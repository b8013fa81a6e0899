//! GeoJSON (RFC 7946): WGS84, seven decimals, outer rings counter-clockwise. One feature a line.
//!
//! Borders may also be written in metres; then a `crs` member of the format of 2008 says so, which GIS programs still read.

use std::io::{self, Write};

use geo::Coord;

use super::Written;
use super::placed::{Geometry, Placing};
use crate::io::export::columns::Kind;
use crate::io::export::list::{Column, List, Place, Records, Value};
use crate::job::Feedback;
use crate::model::write_fixed;

pub fn write(list: &List<'_>, placing: &Placing, feedback: &Feedback, out: &mut dyn Write) -> io::Result<Written> {
    write!(out, "{{\"type\":\"FeatureCollection\",\"name\":\"{}\",", list.name)?;
    if placing.projection.is_some() {
        let name = format!("urn:ogc:def:crs:EPSG::{}", placing.epsg());
        write!(out, "\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{name}\"}}}},")?;
    }
    out.write_all(b"\"features\":[")?;
    let mut written = Written::default();
    let format = |records: Records<'_>| features(list, placing, &records);
    list.each_part(feedback, format, |features| {
        for feature in features {
            out.write_all(if written.n_rows == 0 { b"\n" } else { b",\n" })?;
            out.write_all(&feature)?;
            written.n_rows += 1;
        }
        Ok(())
    })?;
    out.write_all(b"\n]}\n")?;
    Ok(written)
}

fn features(list: &List<'_>, placing: &Placing, records: &Records<'_>) -> Vec<Vec<u8>> {
    let feature = |row: &[Value], geometry: Option<Geometry>| {
        let mut out = b"{\"type\":\"Feature\",\"properties\":{".to_vec();
        for (i, (column, value)) in list.columns.iter().zip(row).enumerate() {
            if i > 0 {
                out.push(b',');
            }
            write_string(&column.name, &mut out);
            out.push(b':');
            write_value(column, value, &mut out);
        }
        out.extend_from_slice(b"},\"geometry\":");
        write_geometry(list.place, placing.decimals(), geometry.as_ref(), &mut out);
        out.push(b'}');
        out
    };
    records.rows().map(|(row, shape)| feature(row, placing.geometry(shape))).collect()
}

fn write_string(text: &str, out: &mut Vec<u8>) {
    // Writing JSON into a vector cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// `null` where a figure has no value; a text without one is empty.
fn write_value(column: &Column, value: &Value, out: &mut Vec<u8>) {
    match (column.kind, value) {
        (Kind::Text, value) => write_string(&value.text(), out),
        (_, value) if value.is_empty() => out.extend_from_slice(b"null"),
        (Kind::Truth, value) => out.extend_from_slice(if *value == Value::Integer(1) { b"true" } else { b"false" }),
        (Kind::Time, value) => write_string(&value.text(), out),
        (_, value) => out.extend_from_slice(value.text().as_bytes()),
    }
}

fn write_geometry(place: Place, decimals: usize, geometry: Option<&Geometry>, out: &mut Vec<u8>) {
    match geometry {
        None => out.extend_from_slice(b"null"),
        Some(Geometry::Point(point)) => {
            out.extend_from_slice(b"{\"type\":\"Point\",\"coordinates\":");
            write_coordinate(*point, decimals, out);
            out.push(b'}');
        }
        Some(Geometry::Area(area)) => {
            let is_single = place == Place::Polygon;
            let name = if is_single { "Polygon" } else { "MultiPolygon" };
            let _ = write!(out, "{{\"type\":\"{name}\",\"coordinates\":");
            let polygon = |polygon: &geo::Polygon<f64>, out: &mut Vec<u8>| {
                let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
                write_list(rings, out, |ring, out| {
                    write_list(ring.coords(), out, |c, out| write_coordinate(*c, decimals, out));
                });
            };
            match area.0.as_slice() {
                [only] if is_single => polygon(only, out),
                _ => write_list(area.iter(), out, polygon),
            }
            out.push(b'}');
        }
    }
}

fn write_list<T>(items: impl Iterator<Item = T>, out: &mut Vec<u8>, write: impl Fn(T, &mut Vec<u8>)) {
    out.push(b'[');
    for (i, item) in items.enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(b']');
}

fn write_coordinate(c: Coord<f64>, decimals: usize, out: &mut Vec<u8>) {
    out.push(b'[');
    write_fixed(c.x, decimals, out);
    out.push(b',');
    write_fixed(c.y, decimals, out);
    out.push(b']');
}
