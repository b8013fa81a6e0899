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
use super::room::Room;
use super::{flatgeobuf, geojson, gpkg, gpx, kml, shapefile, topojson, wkt_table};

/// A spreadsheet written out as text may be this long.
const MAX_TEXT_BYTES: u64 = 256 << 20;

/// Reads the geometries of a file, whatever its format; of several layers, the one that holds most of what is wanted.
/// `sheet` names the layer or sheet that is meant of a file with several.
pub(in crate::io) fn read_layer(
    source: &Source,
    wanted: Wanted,
    sheet: Option<&str>,
    feedback: &Feedback,
) -> Result<Layer> {
    let shown = &source.shown;
    let sheet = sheet.or(source.sheet.as_ref().map(|sheet| sheet.name.as_str()));
    let unsupported = || Error::UnsupportedFormat { path: shown.clone() };
    // A table is read well enough; it holds no shapes.
    let without_shapes = || match wanted {
        Wanted::Areas => Error::NoPolygons { path: shown.clone() },
        Wanted::Points => Error::NoPoints { path: shown.clone() },
    };
    let room = Room::for_file(source.n_bytes_given());
    // The text of a file is in memory as long as it is read.
    let whole = || -> Result<Vec<u8>> {
        let bytes = read_whole(source, feedback)?;
        room.take(bytes.len() as u64);
        Ok(bytes)
    };
    let (format, layer) = match source.format()? {
        Format::Shapefile => return shapefile::read(&source.path, shown, &whole()?, room.clone()),
        Format::GeoPackage => return gpkg::read(source, wanted, sheet, &room),
        Format::FlatGeobuf => (flatgeobuf::FORMAT, flatgeobuf::parse(&whole()?, room.clone())),
        Format::Kmz => {
            let document = kml::document_of_kmz(&whole()?).map_err(|damage| damage.in_file(shown, "KMZ"))?;
            let document = document.ok_or_else(unsupported)?;
            room.take(document.len() as u64);
            (kml::FORMAT, kml::parse(&document, room.clone()))
        }
        Format::Xml(Xml::Gpx) => (gpx::FORMAT, gpx::parse(&whole()?, room.clone())),
        Format::Xml(Xml::Kml) => (kml::FORMAT, kml::parse(&whole()?, room.clone())),
        Format::Json | Format::JsonLines => {
            let bytes = whole()?;
            match topojson::is_topology(&bytes) {
                true => (topojson::FORMAT, topojson::parse(&bytes, wanted, &room)),
                false => (geojson::FORMAT, geojson::parse(&bytes, room.clone())),
            }
        }
        Format::Text(_) => {
            let bytes = whole()?;
            // A piece of KML without its document.
            match bytes.trim_ascii_start().starts_with(b"<") {
                true => (kml::FORMAT, kml::parse(&bytes, room.clone())),
                false => (wkt_table::FORMAT, wkt_table::parse(&bytes, room.clone()).ok_or_else(without_shapes)?),
            }
        }
        format @ (Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods) => {
            let options = ReadOptions { sheet: sheet.map(str::to_owned), ..ReadOptions::default() };
            let table = transcribe(source, format, &options, feedback)?;
            let mut text = Vec::new();
            let unreadable = |e: std::io::Error| Error::unreadable(shown, &e);
            table.transcript.take(MAX_TEXT_BYTES).read_to_end(&mut text).map_err(unreadable)?;
            room.take(text.len() as u64);
            (wkt_table::FORMAT, wkt_table::parse(&text, room.clone()).ok_or_else(without_shapes)?)
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
