//! Units of the speed and latency columns.

use crate::io::value::number::Number;
use crate::model::Meaning;

use super::assign::{ColumnGuess, FirstRows, column_of};
use super::headers::Header;

/// Unit of a speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SpeedUnit {
    #[default]
    Mbps,
    Kbps,
    Bps,
    BytesPerSecond,
}

impl SpeedUnit {
    /// The name the command line takes.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mbps => "mbps",
            Self::Kbps => "kbps",
            Self::Bps => "bps",
            Self::BytesPerSecond => "bytes_s",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Mbps, Self::Kbps, Self::Bps, Self::BytesPerSecond].into_iter().find(|unit| unit.code() == code)
    }

    /// The number in Mbps, exactly.
    #[inline]
    pub(in crate::io) fn to_mbps(self, number: Number) -> Number {
        match self {
            Self::Mbps => number,
            Self::Kbps => number.scaled(1, 3),
            Self::Bps => number.scaled(1, 6),
            Self::BytesPerSecond => number.scaled(8, 6),
        }
    }

    pub(in crate::io) fn from_header(unit: &str) -> Option<Self> {
        Some(match unit {
            "mbps" | "mbit" | "mbits" | "mbit s" | "mbits s" | "mb s" => Self::Mbps,
            "kbps" | "kbit" | "kbits" | "kbit s" | "kbits s" | "kb s" => Self::Kbps,
            "bps" | "bit s" | "bits s" => Self::Bps,
            "bytes sec" | "bytes s" | "byte s" | "bytes per second" => Self::BytesPerSecond,
            _ => return None,
        })
    }
}

/// Decimals by which a latency is shifted to become milliseconds.
pub(in crate::io) fn latency_shift(header: &Header) -> i8 {
    match header.unit.as_str() {
        "s" | "sec" | "giay" => -3,
        "us" => 3,
        _ => 0,
    }
}

/// Units of both speeds, and the column whose numbers alone told them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::io) struct SpeedUnits {
    pub download: SpeedUnit,
    pub upload: SpeedUnit,
    pub told_by_size: Option<usize>,
}

/// Unit of the download and of the upload column: header, known source, other column, then size of the numbers.
///
/// `Err` names the column whose unit is not clear.
pub(in crate::io) fn speed_units(
    headers: &[Header],
    guesses: &[ColumnGuess],
    first: FirstRows<'_>,
) -> Result<SpeedUnits, String> {
    let download = column_of(guesses, Meaning::Download);
    let upload = column_of(guesses, Meaning::Upload);
    let stated = |column: Option<usize>| {
        let header = headers.get(column?)?;
        SpeedUnit::from_header(&header.unit).or_else(|| of_known_source(headers, header, first, column?))
    };
    let known = |download, upload| Ok(SpeedUnits { download, upload, told_by_size: None });
    let text = |column: usize| headers.get(column).map(|h| h.text.clone()).unwrap_or_default();
    if let Some(column) = [download, upload].into_iter().flatten().find(|c| says_bytes_or_bits(&text(*c))) {
        return Err(text(column));
    }
    match (stated(download), stated(upload)) {
        (Some(download), Some(upload)) => known(download, upload),
        (Some(unit), None) | (None, Some(unit)) => known(unit, unit),
        // Both columns come from one program: the larger of the two, download, decides for both.
        (None, None) => match download.or(upload) {
            Some(column) => match by_size(first, column) {
                Some(unit) => Ok(SpeedUnits { download: unit, upload: unit, told_by_size: Some(column) }),
                None => Err(text(column)),
            },
            None => known(SpeedUnit::Mbps, SpeedUnit::Mbps),
        },
    }
}

/// `MB/s` means megabytes to a program and megabits to many who write it.
fn says_bytes_or_bits(header: &str) -> bool {
    ["MB/s", "MBps", "MB/giây", "KB/s", "kB/s", "KBps", "kBps"].iter().any(|unit| header.contains(unit))
}

/// Programs whose unit is known though their header does not say it.
fn of_known_source(headers: &[Header], header: &Header, first: FirstRows<'_>, column: usize) -> Option<SpeedUnit> {
    let has = |key: &str| headers.iter().any(|h| h.key == key);
    match header.key.as_str() {
        // G-NetTrack data tests.
        "testdownlink" | "testuplink" => Some(SpeedUnit::Kbps),
        // Our own samples.csv.
        "download" | "upload"
            if ["file", "row", "host", "zoneid", "cellid", "voteid", "flags"].into_iter().all(has) =>
        {
            Some(SpeedUnit::Mbps)
        }
        // Ookla's phone app; versions differ, and a median above 1000 cannot be Mbps there.
        "download" | "upload" if ["conntype", "lat", "lon", "latency", "servername"].into_iter().all(has) => {
            (median(first, column)? > 1000.0).then_some(SpeedUnit::Kbps)
        }
        _ => None,
    }
}

/// Below 3 000 no one writes kbit/s, above no one Mbit/s; from 10 000 to 1 000 000 it may be kbit/s or byte/s.
fn by_size(first: FirstRows<'_>, column: usize) -> Option<SpeedUnit> {
    match median(first, column) {
        Some(m) if m > 1e6 => Some(SpeedUnit::Bps),
        Some(m) if m >= 1e4 => None,
        Some(m) if m > 3_000.0 => Some(SpeedUnit::Kbps),
        _ => Some(SpeedUnit::Mbps),
    }
}

fn median(first: FirstRows<'_>, column: usize) -> Option<f64> {
    let mut values: Vec<f64> = first.numbers(column).filter(|v| *v > 0.0 && v.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::columns::assign::assign;

    fn units(header: &str, row: &str) -> Result<(SpeedUnit, SpeedUnit), String> {
        let headers: Vec<Header> = header.split(';').map(Header::new).collect();
        let rows = vec![row.split(';').map(str::to_owned).collect::<Vec<_>>()];
        let first = FirstRows { rows: &rows, decimal_comma: true };
        let units = speed_units(&headers, &assign(&headers, first, &[]), first)?;
        Ok((units.download, units.upload))
    }

    #[test]
    fn the_header_comes_first_and_serves_both_columns() {
        assert_eq!(units("download_kbit;upload_kbit", "50;5"), Ok((SpeedUnit::Kbps, SpeedUnit::Kbps)));
        assert_eq!(units("Tải xuống (Mbps);Tải lên (Kbps)", "50;5"), Ok((SpeedUnit::Mbps, SpeedUnit::Kbps)));
        assert_eq!(
            units("download;upload (bytes/s)", "50000;5"),
            Ok((SpeedUnit::BytesPerSecond, SpeedUnit::BytesPerSecond))
        );
    }

    #[test]
    fn without_a_header_the_size_decides_or_nobody() {
        let both = |unit| Ok((unit, unit));
        assert_eq!(units("download;upload", "45.2;5"), both(SpeedUnit::Mbps));
        assert_eq!(units("download;upload", "4520;500"), both(SpeedUnit::Kbps));
        assert_eq!(units("download;upload", "45200000;500"), both(SpeedUnit::Bps));
        assert_eq!(units("download;upload", "45200;500"), Err("download".into()));
    }

    #[test]
    fn megabytes_that_may_be_megabits_are_asked_for() {
        assert_eq!(units("download (MB/s);upload", "45.2;5"), Err("download (MB/s)".into()));
        assert_eq!(units("download (Mb/s);upload", "45.2;5"), Ok((SpeedUnit::Mbps, SpeedUnit::Mbps)));
    }

    #[test]
    fn the_phone_apps_export_proves_its_unit() {
        let header = "Date;ConnType;Lat;Lon;Download;Upload;Latency;ServerName";
        let row = |download: &str| format!("2013-04-27 10:47;Lte;21;106;{download};329;22;x");
        assert_eq!(units(header, &row("11524")), Ok((SpeedUnit::Kbps, SpeedUnit::Kbps)));
        assert_eq!(units(header, &row("11.5")), Ok((SpeedUnit::Mbps, SpeedUnit::Mbps)));
    }
}
