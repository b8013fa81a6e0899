//! Which reader a boundary file needs, told by its first bytes.

use std::path::Path;

use crate::io::encoding::{Encoding, decode_prefix};
use crate::model::{Error, Result};

use super::layer::Layer;
use super::source::read_whole;
use super::{flatgeobuf, geojson, gpkg, gpx, kml, shapefile, topojson, wkt_table};

/// Whether a file that begins so holds geometries and no table.
pub(in crate::io) fn is_layer(prefix: &[u8]) -> bool {
    !matches!(Kind::of(prefix), None | Some(Kind::Text | Kind::Kmz))
}

/// Reads all geometries of a file, whatever its format.
pub(in crate::io) fn read_layer(path: &Path) -> Result<Layer> {
    let shown = path.display().to_string();
    let bytes = read_whole(path)?;
    if bytes.trim_ascii().is_empty() {
        return Err(Error::EmptyFile { path: shown });
    }
    let unsupported = || Error::UnsupportedFormat { path: shown.clone() };
    let (format, layer) = match Kind::of(&bytes).ok_or_else(unsupported)? {
        Kind::Shapefile => return shapefile::read(path, &shown, &bytes),
        Kind::GeoPackage => {
            drop(bytes);
            return gpkg::read(path, &shown);
        }
        Kind::FlatGeobuf => (flatgeobuf::FORMAT, flatgeobuf::parse(&bytes)),
        Kind::Kmz => {
            let document = kml::document_of_kmz(&bytes).map_err(|damage| damage.in_file(&shown, "KMZ"))?;
            (kml::FORMAT, kml::parse(&document.ok_or_else(unsupported)?))
        }
        Kind::Kml => (kml::FORMAT, kml::parse(&bytes)),
        Kind::Gpx => (gpx::FORMAT, gpx::parse(&bytes)),
        Kind::TopoJson => (topojson::FORMAT, topojson::parse(&bytes)),
        Kind::GeoJson => (geojson::FORMAT, geojson::parse(&bytes)),
        Kind::Text => (wkt_table::FORMAT, wkt_table::parse(&bytes).ok_or_else(unsupported)?),
    };
    layer.map_err(|damage| damage.in_file(&shown, format))
}

/// Formats as they begin.
enum Kind {
    Shapefile,
    GeoPackage,
    FlatGeobuf,
    /// Or another archive.
    Kmz,
    Kml,
    Gpx,
    TopoJson,
    GeoJson,
    Text,
}

impl Kind {
    fn of(bytes: &[u8]) -> Option<Self> {
        let starts = |signature: &[u8]| bytes.starts_with(signature);
        if starts(b"\0\0\x27\x0a") {
            return Some(Self::Shapefile);
        } else if starts(b"SQLite format 3\0") {
            return Some(Self::GeoPackage);
        } else if starts(b"fgb\x03") {
            return Some(Self::FlatGeobuf);
        } else if starts(b"PK") {
            return Some(Self::Kmz);
        }
        let head = decode_prefix(
            bytes.get(..bytes.len().min(8192)).unwrap_or_default(),
            Encoding::of(bytes.get(..bytes.len().min(8192)).unwrap_or_default()),
        );
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
        let says = |word: &[u8]| text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
        match text.first() {
            Some(b'{') if topojson::is_topology(bytes) => Some(Self::TopoJson),
            Some(b'{' | b'[' | 0x1e) => Some(Self::GeoJson),
            Some(b'<') if says(b"<gpx") => Some(Self::Gpx),
            Some(b'<') if says(b"<html") || says(b"<svg") => None,
            Some(b'<') => Some(Self::Kml),
            _ if bytes.iter().take(8192).filter(|b| **b == 0).count() > 0 && head.contains(&0) => None,
            _ => Some(Self::Text),
        }
    }
}
