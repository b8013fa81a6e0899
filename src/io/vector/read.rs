//! Which reader a file of geometries needs.

use std::io::Read;

use crate::io::ReadOptions;
use crate::io::detect::{Format, Xml};
use crate::io::source::Source;
use crate::io::table::transcribe::transcribe;
use crate::job::Feedback;
use crate::model::{Error, Result};

use super::files::read_whole;
use super::layer::{Layer, Wanted};
use super::{flatgeobuf, geojson, gpkg, gpx, kml, shapefile, topojson, wkt_table};

/// A spreadsheet written out as text may be this long.
const MAX_TEXT_BYTES: u64 = 256 << 20;

/// Reads the geometries of a file, whatever its format; of several layers, the one that holds most of what is wanted.
pub(in crate::io) fn read_layer(source: &Source, wanted: Wanted, feedback: &Feedback) -> Result<Layer> {
    let shown = &source.shown;
    let unsupported = || Error::UnsupportedFormat { path: shown.clone() };
    let (format, layer) = match source.format()? {
        Format::Shapefile => return shapefile::read(&source.path, shown, &read_whole(source, feedback)?),
        Format::GeoPackage => return gpkg::read(&source.path, shown, wanted),
        Format::FlatGeobuf => (flatgeobuf::FORMAT, flatgeobuf::parse(&read_whole(source, feedback)?)),
        Format::Kmz => {
            let document =
                kml::document_of_kmz(&read_whole(source, feedback)?).map_err(|damage| damage.in_file(shown, "KMZ"))?;
            (kml::FORMAT, kml::parse(&document.ok_or_else(unsupported)?))
        }
        Format::Xml(Xml::Gpx) => (gpx::FORMAT, gpx::parse(&read_whole(source, feedback)?)),
        Format::Xml(Xml::Kml) => (kml::FORMAT, kml::parse(&read_whole(source, feedback)?)),
        Format::Json | Format::JsonLines => {
            let bytes = read_whole(source, feedback)?;
            match topojson::is_topology(&bytes) {
                true => (topojson::FORMAT, topojson::parse(&bytes, wanted)),
                false => (geojson::FORMAT, geojson::parse(&bytes)),
            }
        }
        Format::Text(_) => {
            let bytes = read_whole(source, feedback)?;
            // A piece of KML without its document.
            match bytes.trim_ascii_start().starts_with(b"<") {
                true => (kml::FORMAT, kml::parse(&bytes)),
                false => (wkt_table::FORMAT, wkt_table::parse(&bytes).ok_or_else(unsupported)?),
            }
        }
        format @ (Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods) => {
            let table = transcribe(source, format, &ReadOptions::default(), feedback)?;
            let mut text = Vec::new();
            let unreadable = |e: std::io::Error| Error::Unreadable { path: shown.clone(), reason: e.to_string() };
            table.transcript.take(MAX_TEXT_BYTES).read_to_end(&mut text).map_err(unreadable)?;
            (wkt_table::FORMAT, wkt_table::parse(&text).ok_or_else(unsupported)?)
        }
        Format::Other(kind) => return Err(Error::OtherDocument { path: shown.clone(), kind }),
        #[cfg(feature = "parquet")]
        Format::Parquet => return super::geoparquet::read(source, feedback),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => return Err(unsupported()),
        Format::Zip | Format::Gzip => return Err(unsupported()),
    };
    layer.map_err(|damage| damage.in_file(shown, format))
}

/// Whether a table may have a column of geometries, by its first rows where that is cheap to tell.
pub(in crate::io) fn may_hold_geometries(source: &Source, feedback: &Feedback) -> Result<bool> {
    match source.format()? {
        Format::Text(_) => Ok(wkt_table::has_geometries(&source.open(feedback)?.0.prefix)),
        Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods | Format::Parquet => Ok(true),
        _ => Ok(false),
    }
}
