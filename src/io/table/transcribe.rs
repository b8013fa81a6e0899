//! Tables of other formats than text: which reader writes which format out as a transcript.

use crate::io::ReadOptions;
use crate::io::detect::Format;
use crate::io::source::Source;
use crate::io::transcript::Transcript;
use crate::io::vector::transcribe_points;
use crate::job::Feedback;
use crate::model::{Error, Note, Result, SourceForm};

use super::spreadsheet;

/// A table written out as text, and what was chosen in doing so.
pub(in crate::io) struct Transcribed {
    pub transcript: Transcript,
    pub form: SourceForm,
    pub notes: Vec<Note>,
}

/// Writes the table of a file out as text.
pub(in crate::io) fn transcribe(
    source: &Source,
    format: Format,
    options: &ReadOptions,
    feedback: &Feedback,
) -> Result<Transcribed> {
    let path = source.shown.clone();
    match format {
        Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods => {
            spreadsheet::transcribe(source, format, options, feedback)
        }
        Format::Other(kind) => Err(Error::OtherDocument { path, kind }),
        Format::Zip | Format::Gzip => Err(Error::OtherDocument { path, kind: "zip" }),
        Format::Json
        | Format::JsonLines
        | Format::Kmz
        | Format::Xml(_)
        | Format::Shapefile
        | Format::GeoPackage
        | Format::FlatGeobuf => transcribe_points(source, options, feedback),
        #[cfg(feature = "parquet")]
        Format::Parquet => super::parquet::transcribe(source, feedback),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(Error::UnsupportedFormat { path }),
        Format::Text(_) => Err(Error::UnsupportedFormat { path }),
    }
}
