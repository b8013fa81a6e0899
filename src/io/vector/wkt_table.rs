//! Tables with a column of well-known text: what databases export.

use csv::{ReaderBuilder, StringRecord};

use crate::io::crs::StatedCrs;
use crate::io::encoding::{Encoding, decode_prefix};
use crate::model::{LayerFault, fold_text};

use super::layer::{Damage, Layer, LayerFeature};
use super::rings::RingFaults;
use super::room::Room;
use super::{wkb, wkt};

pub(super) const FORMAT: &str = "WKT";

const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];
/// Rows looked at before the column is chosen.
const ROWS_LOOKED_AT: usize = 50;

/// Reads a table; `None` where no column holds geometries.
pub(super) fn parse(bytes: &[u8], room: Room) -> Option<Result<Layer, Damage>> {
    let (text, encoding) = decoded(bytes);
    let form =
        DELIMITERS.into_iter().filter_map(|delimiter| Form::of(&text, delimiter)).max_by_key(|form| form.n_cells)?;
    let mut layer = form.read(&text, room);
    if let Ok(layer) = &mut layer {
        layer.encoding = encoding;
    }
    Some(layer)
}

/// Whether a table that begins so has a column of geometries.
pub(super) fn has_geometries(prefix: &[u8]) -> bool {
    let (text, _) = decoded(prefix);
    DELIMITERS.into_iter().any(|delimiter| Form::of(&text, delimiter).is_some())
}

/// The text without its mark, and how it was written.
fn decoded(bytes: &[u8]) -> (String, String) {
    let encoding = Encoding::of(bytes.get(..bytes.len().min(1 << 20)).unwrap_or_default());
    let text = String::from_utf8_lossy(&decode_prefix(bytes, encoding)).trim_start_matches('\u{feff}').to_owned();
    (without_blanks_before_quotes(text), encoding.name().to_owned())
}

/// The text where a quote stands right behind its delimiter, as readers of RFC 4180 want it.
fn without_blanks_before_quotes(text: String) -> String {
    if !text.contains(" \"") && !text.contains("\t\"") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut is_quoted = false;
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        out.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        is_quoted ^= c == '"';
        // A tab may be a delimiter itself: each looks past blanks only, so that a run of them costs no time.
        let behind = if c == '\t' { rest.trim_start_matches(' ') } else { rest.trim_start_matches([' ', '\t']) };
        if !is_quoted && DELIMITERS.iter().any(|delimiter| char::from(*delimiter) == c) && behind.starts_with('"') {
            rest = behind;
        }
    }
    out
}

/// How a table is written, and which of its columns holds geometries.
struct Form {
    delimiter: u8,
    column: usize,
    /// Cells with a geometry among the first rows.
    n_cells: usize,
}

fn records(text: &str, delimiter: u8) -> csv::StringRecordsIntoIter<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    // PostgreSQL and GDAL quote with ", some scripts with '.
    if !text.contains('"') && text.contains(&format!("{}'", char::from(delimiter))) {
        builder.quote(b'\'');
    }
    builder.from_reader(text.as_bytes()).into_records()
}

fn is_geometry(cell: &str) -> bool {
    wkt::looks_like_wkt(cell) || is_hex_wkb(cell)
}

/// Byte order and type of a geometry in hexadecimal digits, as PostGIS shows it.
fn is_hex_wkb(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() >= 42
        && cell.starts_with("01")
        && cell.len().is_multiple_of(2)
        && cell.bytes().all(|b| b.is_ascii_hexdigit())
}

impl Form {
    fn of(text: &str, delimiter: u8) -> Option<Self> {
        let first: Vec<StringRecord> = records(text, delimiter).take(ROWS_LOOKED_AT).flatten().collect();
        let n_columns = first.iter().map(StringRecord::len).max()?;
        let cells = |column: usize| {
            let cells = first.iter().filter_map(|row| row.get(column)).filter(|cell| is_geometry(cell));
            // A geometry cut at its commas is none.
            cells.filter(|cell| cell.matches('(').count() == cell.matches(')').count()).count()
        };
        let (n_cells, column) =
            (0..n_columns.min(1000)).map(|column| (cells(column), column)).max_by_key(|(n, c)| (*n, usize::MAX - c))?;
        (n_cells > 0).then_some(Self { delimiter, column, n_cells })
    }

    fn read(&self, text: &str, room: Room) -> Result<Layer, Damage> {
        let mut layer = Layer::new(FORMAT, room);
        let mut headers: Vec<String> = Vec::new();
        let mut srid = None;
        for row in records(text, self.delimiter) {
            let Ok(row) = row else {
                layer.note_damage(Damage::in_feature(LayerFault::Syntax, layer.n_records as usize));
                continue;
            };
            let cell = row.get(self.column).unwrap_or_default();
            if layer.n_records == 0 && !is_geometry(cell) {
                // The row before the first geometry names the columns.
                headers = row.iter().map(|name| name.trim().to_owned()).collect();
                continue;
            }
            let mut faults = RingFaults::default();
            let geometry = geometry_of(cell, &mut faults).map(|(code, geometry)| {
                srid = srid.or(code);
                geometry
            });
            let fields = row.iter().enumerate().filter(|(i, _)| *i != self.column);
            let fields = fields.map(|(i, value)| (name_of(&headers, i), value.trim().to_owned()));
            layer.add(None, &fields.collect::<Vec<_>>(), geometry, faults);
        }
        layer.crs = srid.map_or(StatedCrs::Nothing, StatedCrs::Epsg);
        if layer.crs == StatedCrs::Nothing {
            layer.crs = crs_of_fields(&layer);
        }
        layer.count_damage()
    }
}

fn name_of(headers: &[String], column: usize) -> String {
    let header = headers.get(column).filter(|name| !name.is_empty());
    header.map_or_else(|| (column + 1).to_string(), |name| name.clone())
}

fn geometry_of(cell: &str, faults: &mut RingFaults) -> Result<(Option<u32>, Option<geo::Geometry<f64>>), LayerFault> {
    if !is_hex_wkb(cell) {
        return if cell.trim().is_empty() { Ok((None, None)) } else { wkt::parse(cell, faults) };
    }
    let cell = cell.trim();
    let bytes: Vec<u8> =
        (0..cell.len()).step_by(2).filter_map(|i| u8::from_str_radix(cell.get(i..i + 2)?, 16).ok()).collect();
    wkb::of_wkb(&bytes, faults).map(|geometry| (None, geometry))
}

/// A column `srid` or `epsg` with one value for all.
fn crs_of_fields(layer: &Layer) -> StatedCrs {
    let code = |feature: &LayerFeature| -> Option<u32> {
        let is_code = |name: &str| matches!(fold_text(name).as_str(), "srid" | "epsg" | "crs");
        let (_, value) = feature.fields.iter().find(|(name, _)| is_code(name))?;
        value.rsplit(':').next()?.trim().parse().ok()
    };
    let mut codes = layer.features.iter().map(code);
    match codes.next().flatten() {
        Some(first) if codes.all(|code| code == Some(first)) => StatedCrs::Epsg(first),
        _ => StatedCrs::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_a_delimiter_and_its_quote_are_no_text() {
        let text = "type,WKT\npolygon,   \"POLYGON ((0 0, 1 0, 1 1, 0 0))\"\nx, \t\"a, \"\"b\"\" c\"\n".to_owned();
        let expected = "type,WKT\npolygon,\"POLYGON ((0 0, 1 0, 1 1, 0 0))\"\nx,\"a, \"\"b\"\" c\"\n";
        assert_eq!(without_blanks_before_quotes(text), expected);
        assert_eq!(
            parse(expected.as_bytes(), Room::default()).and_then(Result::ok).map(|layer| layer.features.len()),
            Some(2)
        );
    }
    use crate::model::BoundaryNote;

    fn read(text: &str) -> Layer {
        parse(text.as_bytes(), Room::default()).unwrap().unwrap()
    }

    const SQUARE: &str = "POLYGON((106.7 21,106.8 21,106.8 21.1,106.7 21))";

    #[test]
    fn the_column_is_found_by_its_cells() {
        for text in [
            format!("Tên,hình,dân\nKhu 1,\"{SQUARE}\",120\n"),
            format!("Tên;hình;dân\nKhu 1;{SQUARE};120\n"),
            format!("\u{feff}Tên\thình\tdân\r\nKhu 1\t{SQUARE}\t120\r\n"),
        ] {
            let layer = read(&text);
            let fields: Vec<_> = layer.features[0].fields.iter().collect();
            assert_eq!(fields, [("Tên", "Khu 1"), ("dân", "120")], "{text}");
            assert_eq!(layer.crs, StatedCrs::Nothing);
        }
        assert!(parse(b"time;lat;lon\n2026-03-01;21;106\n", Room::default()).is_none());
    }

    #[test]
    fn a_srid_states_the_crs_and_broken_rows_are_counted() {
        let layer = read(&format!("id,geom\n1,\"SRID=4756;{SQUARE}\"\n"));
        assert_eq!(layer.crs, StatedCrs::Epsg(4756));
        let layer = read(&format!("id;geom;epsg\n1;{SQUARE};5899\n2;POLYGON((1 x));5899\n3;;5899\n"));
        let are_placed: Vec<_> = layer.features.iter().map(|feature| feature.geometry.is_some()).collect();
        assert_eq!((layer.crs, are_placed), (StatedCrs::Epsg(5899), vec![true, false, false]));
        assert_eq!(layer.notes, [BoundaryNote::DamagedRecords { n: 1 }]);
    }
}
