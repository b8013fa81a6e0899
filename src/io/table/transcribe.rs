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

/// The sheets of a workbook that are read each as a table of its own; any other file as it is.
///
/// Sheets with the same columns, one for each operator or month, belong together. What cannot be opened is handed back,
/// so that reading it says why.
pub(in crate::io) fn sheets_of(source: &Source, options: &ReadOptions, feedback: &Feedback) -> Result<Vec<Source>> {
    let is_one = options.sheet.is_some() || source.sheet.is_some() || !source.path.is_file();
    let format = if is_one { None } else { source.format().ok() };
    let Some(format @ (Format::Xlsx | Format::Xlsb | Format::Xls | Format::Ods)) = format else {
        return Ok(vec![source.clone()]);
    };
    match spreadsheet::sheets_with_samples(source, format, options, feedback) {
        Ok(sheets) if sheets.len() > 1 => Ok(sheets.into_iter().map(|sheet| source.of_sheet(sheet)).collect()),
        Err(Error::Cancelled) => Err(Error::Cancelled),
        _ => Ok(vec![source.clone()]),
    }
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
        Format::Parquet => super::parquet::transcribe(source, options, feedback),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(Error::UnsupportedFormat { path }),
        Format::Text(_) => Err(Error::UnsupportedFormat { path }),
    }
}
