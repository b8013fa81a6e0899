//! GPX 1.1 for phones and handheld receivers: a waypoint for each row, for an area a point on its surface.

use std::io::{self, Write};

use super::placed::position;
use super::xml::{degrees, element, escaped};
use super::{Written, utc};
use crate::io::export::columns::Kind;
use crate::io::export::list::{Column, List, Records, Shape, Value};
use crate::job::Feedback;

/// Namespace of the fields; an identifier, no address that is asked.
const NAMESPACE: &str = "urn:phusong:export";

pub fn write(list: &List<'_>, feedback: &Feedback, out: &mut dyn Write) -> io::Result<Written> {
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"phusong\" \
         xmlns=\"http://www.topografix.com/GPX/1/1\" xmlns:phusong=\"{NAMESPACE}\">"
    )?;
    let names: Vec<String> = list.columns.iter().map(|column| element_name(&column.name)).collect();
    let mut written = Written::default();
    let format = |records: Records<'_>| -> io::Result<(Written, Vec<u8>)> {
        let (mut part, mut text) = (Written::default(), Vec::new());
        for (row, shape) in records.rows() {
            let is_placed = write_waypoint(list, &names, row, shape, &mut text)?;
            part.n_rows += u64::from(is_placed);
            part.n_left_out += u64::from(!is_placed);
        }
        Ok((part, text))
    };
    list.each_part(feedback, format, |part| {
        let (part, text) = part?;
        written.n_rows += part.n_rows;
        written.n_left_out += part.n_left_out;
        out.write_all(&text)
    })?;
    out.write_all(b"</gpx>\n")?;
    Ok(written)
}

/// `false` where the row lies nowhere: a waypoint has a place.
fn write_waypoint(
    list: &List<'_>,
    names: &[String],
    row: &[Value],
    shape: &Shape<'_>,
    out: &mut Vec<u8>,
) -> io::Result<bool> {
    let Some(position) = position(shape) else { return Ok(false) };
    let (lon, lat) = degrees(position);
    write!(out, "<wpt lat=\"{lat}\" lon=\"{lon}\">")?;
    for (column, value) in list.columns.iter().zip(row) {
        if let (Kind::Time, Value::Time(unix_s)) = (column.kind, value) {
            element("time", &utc(*unix_s, "Z"), out)?;
        }
    }
    let title = list.title_of(row);
    if !title.is_empty() {
        element("name", &title, out)?;
    }
    out.write_all(b"<extensions>")?;
    let fields = list.columns.iter().zip(row).zip(names);
    let is_field = |(column, value): (&Column, &Value)| column.kind != Kind::Time && !value.is_empty();
    for ((_, value), name) in fields.filter(|((column, value), _)| is_field((column, value))) {
        write!(out, "<phusong:{name}>{}</phusong:{name}>", escaped(&value.text()))?;
    }
    out.write_all(b"</extensions></wpt>\n")?;
    Ok(true)
}

/// A column's name as the name of an element: letters, digits and `_`, a letter first.
fn element_name(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || c == '_';
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    if plain.starts_with(char::is_alphabetic) { plain } else { format!("c_{plain}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_of_an_operator_can_be_an_element() {
        assert_eq!(element_name("Viettel_share"), "Viettel_share");
        assert_eq!(element_name("=1+1_n"), "c__1_1_n");
        assert_eq!(element_name("Nhà mạng_n"), "Nhà_mạng_n");
    }
}
