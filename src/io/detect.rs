//! Says what a file is, from its first bytes and, for containers, from the names of their parts.

use std::path::Path;

use crate::model::{Error, Result};

use super::archive;
use super::compound;
use super::encoding::{Encoding, decode_prefix};
use super::inputs::ending_of;

/// What a file holds, before anything of it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Delimited text.
    Text(Encoding),
    /// One JSON value.
    Json,
    /// One JSON value a line.
    JsonLines,
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    /// An archive of files of any kind.
    Zip,
    Gzip,
    Kmz,
    Xml(Xml),
    /// The file with the geometries; its siblings lie beside it.
    Shapefile,
    GeoPackage,
    FlatGeobuf,
    Parquet,
    /// Something that holds neither samples nor boundaries, by the key of its name.
    Other(&'static str),
}

/// Vocabulary of an XML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Xml {
    Kml,
    Gpx,
}

/// Beginnings that name a format.
const SIGNATURES: &[(&[u8], Format)] = &[
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"PAR1", Format::Parquet),
    (b"\x1f\x8b", Format::Gzip),
    (b"fgb\x03", Format::FlatGeobuf),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::Xls),
    (b"\x00\x00\x27\x0a", Format::Shapefile),
    (b"%PDF", Format::Other("pdf")),
    (b"Rar!\x1a\x07", Format::Other("rar")),
    (b"7z\xbc\xaf\x27\x1c", Format::Other("seven-zip")),
    (b"PMTiles", Format::Other("pmtiles")),
    (b"{\\rtf", Format::Other("word")),
];

const SQLITE: &[u8] = b"SQLite format 3\0";

/// Codes that a GeoPackage carries as the application id of its database.
const GEOPACKAGE_IDS: [&[u8]; 3] = [b"GPKG", b"GP10", b"GP11"];

impl Format {
    /// Short name, as in the file endings of the format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text(_) => "csv",
            Self::Json => "geojson",
            Self::JsonLines => "geojsonl",
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Zip => "zip",
            Self::Gzip => "gz",
            Self::Kmz => "kmz",
            Self::Xml(Xml::Kml) => "kml",
            Self::Xml(Xml::Gpx) => "gpx",
            Self::Shapefile => "shp",
            Self::GeoPackage => "gpkg",
            Self::FlatGeobuf => "fgb",
            Self::Parquet => "parquet",
            Self::Other(name) => name,
        }
    }

    /// Whether the file holds features with a geometry: points are samples, polygons are boundaries.
    pub fn has_features(self) -> bool {
        matches!(
            self,
            Self::Json
                | Self::JsonLines
                | Self::Kmz
                | Self::Xml(_)
                | Self::Shapefile
                | Self::GeoPackage
                | Self::FlatGeobuf
        )
    }
}

/// Says what a file is, looking into containers at `path`. Refuses what is empty or unreadable to the program.
pub(super) fn format_of(path: &Path, shown: &str, prefix: &[u8]) -> Result<Format> {
    match detect(shown, prefix)? {
        // The index of a Shapefile begins like the file it belongs to.
        Format::Shapefile if ending_of(path).as_deref() == Some("shx") => Ok(Format::Other("shapefile-part")),
        Format::Zip => archive::format_of(path, shown),
        Format::Xls => compound::format_of(path, shown),
        format => Ok(format),
    }
}

/// Says what the first bytes of a file are; a container is not looked into. Refuses what is empty or no text.
pub(super) fn detect(path: &str, prefix: &[u8]) -> Result<Format> {
    if prefix.is_empty() {
        return Err(Error::EmptyFile { path: path.to_owned() });
    }
    if let Some((_, format)) = SIGNATURES.iter().find(|(signature, _)| prefix.starts_with(signature)) {
        return Ok(*format);
    }
    if prefix.starts_with(SQLITE) {
        return Ok(if is_geopackage(prefix) { Format::GeoPackage } else { Format::Other("sqlite") });
    }
    if is_dbase(prefix) {
        return Ok(Format::Other("shapefile-part"));
    }
    if prefix.get(257..262) == Some(b"ustar") {
        return Ok(Format::Other("tar"));
    }
    if prefix.starts_with(b"\x1e{") {
        return Ok(Format::JsonLines);
    }
    let encoding = Encoding::of(prefix);
    if encoding.is_utf8_or_unknown() && is_binary(prefix) {
        return Err(Error::NotATable { path: path.to_owned(), reason: "binary".to_owned() });
    }
    // What tells XML and JSON apart stands in the first few thousand characters.
    let beginning = decode_prefix(prefix.get(..8192).unwrap_or(prefix), encoding);
    let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&beginning).trim_ascii_start();
    if text.is_empty() && encoding.is_utf8_or_unknown() && prefix.trim_ascii().is_empty() {
        return Err(Error::EmptyFile { path: path.to_owned() });
    }
    Ok(match text.first() {
        Some(b'{' | b'[') => json(prefix),
        Some(b'<') => xml(text).unwrap_or(Format::Text(encoding)),
        _ => Format::Text(encoding),
    })
}

/// Text has few control characters. Single NUL bytes occur in exports of damaged databases.
fn is_binary(prefix: &[u8]) -> bool {
    let is_control = |b: u8| (b <= 8) | ((0x0e..=0x1f).contains(&b) & (b != 0x1b));
    // So few at a time that bytes hold their sum, which is what lets the compiler count many side by side.
    let count = |part: &[u8]| part.iter().fold(0u8, |sum, b| sum + u8::from(is_control(*b)));
    let n_control: usize = prefix.chunks(128).map(|part| usize::from(count(part))).sum();
    n_control * 10 > prefix.len()
}

/// A dBase table: its version, the date it was written, and a header that ends where it says.
fn is_dbase(prefix: &[u8]) -> bool {
    let [version, _, month, day, ..] = *prefix else { return false };
    let header = prefix.get(8..10).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes);
    matches!(version, 0x02 | 0x03 | 0x30 | 0x31 | 0x43 | 0x83 | 0x8b | 0xf5)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && header > 32
        && prefix.get(usize::from(header) - 1) == Some(&b'\r')
}

fn is_geopackage(prefix: &[u8]) -> bool {
    let id = prefix.get(68..72).unwrap_or_default();
    GEOPACKAGE_IDS.contains(&id) || memchr::memmem::find(prefix, b"gpkg_contents").is_some()
}

/// Lines of JSON: the first line is a value by itself, and another begins after it.
fn json(prefix: &[u8]) -> Format {
    let text = prefix.strip_prefix(b"\xef\xbb\xbf").unwrap_or(prefix).trim_ascii_start();
    let Some(end) = memchr::memchr(b'\n', text) else { return Format::Json };
    let (line, rest) = text.split_at(end);
    let is_value = || serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
    if rest.trim_ascii_start().first() == Some(&b'{') && is_value() { Format::JsonLines } else { Format::Json }
}

/// Format by the name of the root element; `None` where there is no element.
fn xml(text: &[u8]) -> Option<Format> {
    let text = String::from_utf8_lossy(text);
    let mut rest = text.as_ref();
    let name = loop {
        rest = rest.split_once('<')?.1;
        match rest.as_bytes().first()? {
            b'?' => rest = rest.split_once("?>")?.1,
            b'!' if rest.starts_with("!--") => rest = rest.split_once("-->")?.1,
            b'!' if rest.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("!doctype")) => {
                let kind = rest.get(8..).unwrap_or_default().trim_start();
                if kind.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("html")) {
                    return Some(Format::Other("html"));
                }
                rest = kind.split_once(if kind.contains('[') { "]" } else { ">" })?.1;
            }
            first if first.is_ascii_alphabetic() || *first == b'_' => {
                break rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
            }
            _ => return None,
        }
    };
    let local = name.rsplit(':').next()?.to_lowercase();
    Some(match local.as_str() {
        // Libraries write pieces of documents too.
        "kml" | "document" | "folder" | "placemark" | "multigeometry" | "polygon" => Format::Xml(Xml::Kml),
        "gpx" => Format::Xml(Xml::Gpx),
        "html" | "table" | "body" | "head" | "meta" | "div" | "style" => Format::Other("html"),
        "workbook" => Format::Other("excel-xml"),
        _ => Format::Other("xml"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused() {
        let key = |bytes: &[u8]| detect("f", bytes).err().map(|e| e.key());
        assert_eq!(key(b""), Some("error-empty-file"));
        assert_eq!(key(b" \n\r\n"), Some("error-empty-file"));
        assert_eq!(key(&[0, 1, 2, 3, 0, 0, 0, 0, b'a']), Some("error-not-a-table"));
        assert_eq!(detect("f", b"a;b\0;c;d;e;f;g\n"), Ok(Format::Text(Encoding::Utf8)));
    }

    #[test]
    fn formats_are_told_by_their_beginnings() {
        let mut geopackage = [b"SQLite format 3\0".as_slice(), &[0; 52], b"GPKG"].concat();
        geopackage.resize(200, 0);
        let mut dbase = [[3u8, 95, 7, 26, 1, 0, 0, 0, 65, 0, 10, 0].as_slice(), &[0; 52]].concat();
        dbase.extend_from_slice(b"\r Uong Bi  ");
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("<?xml version=\"1.0\"?><kml>".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for (bytes, format) in [
            (b"{\"type\":1}".as_slice(), Format::Json),
            (b"{\"a\":1}\n{\"a\":2}\n", Format::JsonLines),
            (b"{\"a\":1,\n\"b\":{}}", Format::Json),
            (b"\x1e{\"a\":1}\n", Format::JsonLines),
            (b"PK\x03\x04rest", Format::Zip),
            (b"PAR1....", Format::Parquet),
            (b"%PDF-1.7", Format::Other("pdf")),
            (b"<?xml version='1.0'?>\n<!-- a > b -->\n<kml xmlns='x'>", Format::Xml(Xml::Kml)),
            (b"\xef\xbb\xbf<gpx version='1.1'>", Format::Xml(Xml::Gpx)),
            (b"<!DOCTYPE gpx [<!ENTITY a \"b\">]><gpx>", Format::Xml(Xml::Gpx)),
            (b"<html><table><tr><td>lat</td>", Format::Other("html")),
            (b"<?xml version='1.0'?><ss:Workbook>", Format::Other("excel-xml")),
            (b"<3 dB,lat,lon\n", Format::Text(Encoding::Utf8)),
            (&dbase, Format::Other("shapefile-part")),
            (&geopackage, Format::GeoPackage),
            (&utf16, Format::Xml(Xml::Kml)),
        ] {
            assert_eq!(detect("f", bytes), Ok(format), "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
