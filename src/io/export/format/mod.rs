//! The formats of hand-over files, one a file. Each takes a [`List`](super::list::List) as it is described there.

pub mod csv;
mod dbf;
pub mod geojson;
pub mod geopackage;
pub mod gpx;
pub mod kml;
mod names;
mod placed;
mod reference_system;
pub mod shapefile;
pub mod xlsx;
mod xml;

use super::Words;
use super::list::{Column, List};

pub use placed::Placing;
pub use reference_system::offered_projection;
pub use xlsx::ROWS_OF_SHEET;

/// Format of a hand-over file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
    GeoJson,
    Kml,
    Gpx,
    GeoPackage,
    Shapefile,
}

impl Format {
    pub const ALL: [Self; 7] =
        [Self::Csv, Self::Xlsx, Self::GeoJson, Self::Kml, Self::Gpx, Self::GeoPackage, Self::Shapefile];

    /// As the command line names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::GeoJson => "geojson",
            Self::Kml => "kml",
            Self::Gpx => "gpx",
            Self::GeoPackage => "gpkg",
            Self::Shapefile => "shp",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }

    /// Ending of its files. The parts of a Shapefile travel in one archive.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Shapefile => "zip",
            format => format.code(),
        }
    }

    /// Whether its rows lie on a map.
    pub fn is_map(self) -> bool {
        !matches!(self, Self::Csv | Self::Xlsx)
    }

    /// Whether it can be written in another reference system than WGS84; the others are WGS84 by their standards.
    pub fn takes_crs(self) -> bool {
        matches!(self, Self::GeoPackage | Self::Shapefile)
    }
}

/// What became of a list on its way into a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    pub n_rows: u64,
    /// Rows that the format has no room for, since they lie nowhere.
    pub n_left_out: u64,
    /// Texts that were longer than the format takes.
    pub n_cut: u64,
    /// Sheets of a workbook that the rows lie in; 0 for other formats.
    pub n_sheets: u32,
}

/// Unix seconds as ISO 8601 in UTC, which ends with `mark`.
fn utc(unix_s: i64, mark: &str) -> String {
    let written = jiff::Timestamp::from_second(unix_s).map(|time| time.to_string()).unwrap_or_default();
    written.strip_suffix('Z').map(|time| format!("{time}{mark}")).unwrap_or_default()
}

/// What a column is for a person.
struct Legend {
    name: String,
    meaning: String,
}

/// Figures of the columns of an operator: the end of their names.
const OF_OPERATOR: [&str; 3] = ["n", "share", "grade"];

/// Name and meaning of a column, in the words of the text catalogue: those for the list, where it has its own.
fn legend_of(list: &List<'_>, column: &Column, words: Words<'_>) -> Legend {
    let of_operator =
        OF_OPERATOR.into_iter().find_map(|figure| Some((column.name.strip_suffix(figure)?.strip_suffix('_')?, figure)));
    match of_operator {
        Some((brand, figure)) => Legend {
            name: format!("{brand} · {}", words(&format!("field-operator-{figure}"))),
            meaning: words(&format!("field-operator-{figure}-about")),
        },
        None => {
            let name = column.name.replace('_', "-");
            let own = format!("field-{}-{name}", list.name.replace('_', "-"));
            let key = if words(&own) == own { format!("field-{name}") } else { own };
            Legend { name: words(&key), meaning: words(&format!("{key}-about")) }
        }
    }
}
