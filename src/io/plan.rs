//! How one table will be read: decided once from its beginning, before the first row is parsed.

use crate::model::{Error, Meaning, Note, Result};

use super::ReadOptions;
use super::columns::assign::{ColumnGuess, FirstRows, How, assign, column_of};
use super::columns::headers::Header;
use super::columns::times::{OrderProof, date_order};
use super::columns::units::{SpeedUnit, SpeedUnits, latency_shift, speed_units};
use super::doubt::{doubt, notes_on, other_kind};
use super::long_table::LongForm;
use super::table::canonical::Form;
use super::table::chunk::Signs;
use super::table::dialect::{Dialect, sniff};
use super::value::time::TimeFormat;
use super::value::{DateOrder, TimeZoneChoice};

/// Rows looked at before meanings, units and date order are decided.
const ROWS_LOOKED_AT: usize = 2_000;

/// A table of tests has a few dozen columns; spreadsheets end at 16 384.
const MOST_COLUMNS: usize = 16_384;

/// Decisions about one table.
#[derive(Debug)]
pub(super) struct TablePlan {
    /// How the file becomes canonical, and the signs it then has.
    pub form: Form,
    pub signs: Signs,
    /// Rows up to and including the header.
    pub header_row: usize,
    /// A row that repeats the header is no sample.
    pub header_line: Vec<u8>,
    pub guesses: Vec<ColumnGuess>,
    pub decimal_comma: bool,
    pub download_unit: SpeedUnit,
    pub upload_unit: SpeedUnit,
    pub latency_shift: i8,
    pub time_format: TimeFormat,
    /// What the dates themselves say of their order, whatever order they are read in.
    pub order_proof: OrderProof,
    pub columns: Columns,
    pub first_rows: Vec<Vec<String>>,
    /// How the rows of a test are told apart, where it has several.
    pub long: Option<LongForm>,
    /// Why this is no table of speed tests.
    pub refusal: Option<Error>,
    /// What was assumed.
    pub notes: Vec<Note>,
}

macro_rules! columns {
    ($($field:ident = $meaning:ident,)*) => {
        /// Position of the column of each meaning that a sample is made of.
        #[derive(Debug, Clone, Default)]
        pub(super) struct Columns { $(pub $field: Option<usize>,)* }

        impl Columns {
            fn of(guesses: &[ColumnGuess]) -> Self {
                Self { $($field: column_of(guesses, Meaning::$meaning),)* }
            }
        }
    };
}

columns! {
    time = Time,
    date = Date,
    time_of_day = TimeOfDay,
    latitude = Latitude,
    longitude = Longitude,
    accuracy = Accuracy,
    operator = Operator,
    mcc_mnc = MccMnc,
    mcc = Mcc,
    mnc = Mnc,
    technology = Technology,
    connection = Connection,
    download = Download,
    upload = Upload,
    latency = Latency,
    test_id = TestId,
    device = Device,
    model = Model,
    referral = Referral,
    status = Status,
    place = Place,
    position = Position,
    implausible = Implausible,
}

impl TablePlan {
    /// Decides from the first bytes of a file.
    pub fn new(prefix: &[u8], path: &str, options: &ReadOptions) -> Result<Self> {
        let Some(dialect) = sniff(prefix, ROWS_LOOKED_AT, &options.columns) else {
            return Err(Error::NotATable { path: path.to_owned(), reason: "no-columns".to_owned() });
        };
        let headers = headers_of(&dialect);
        if headers.len() > MOST_COLUMNS {
            return Err(Error::TooMany { what: "columns".to_owned(), limit: MOST_COLUMNS as u64 });
        }
        let overrides = overrides(path, &headers, options)?;
        let rows = dialect.rows.as_slice();
        // Coordinates and speeds are numbers whatever the sign: the meanings do not depend on it, but x and y do.
        let decimal_comma = uses_decimal_comma(rows);
        let first = FirstRows { rows, decimal_comma };
        let mut guesses = assign(&headers, first, &overrides);
        leave_alone(&mut guesses, &options.unused_columns);
        let mut notes = notes_on(first, &headers, &guesses);
        let long = LongForm::of(&headers, &guesses, first);
        let of_direction = long.as_ref().and_then(|long| headers.get(long.direction));
        let of_direction =
            of_direction.map(|header| Error::LongTable { path: path.to_owned(), column: header.text.clone() });
        let mut refusal = of_direction
            .or_else(|| other_kind(path, &dialect, &headers, &guesses, first))
            .or_else(|| doubt(path, &headers, &guesses, first, options));
        let units = units(&headers, &guesses, first, options).unwrap_or_else(|column| {
            refusal.get_or_insert(Error::AmbiguousUnit { path: path.to_owned(), column });
            SpeedUnits { download: SpeedUnit::Mbps, upload: SpeedUnit::Mbps, told_by_size: None }
        });
        if let Some(header) = units.told_by_size.and_then(|column| headers.get(column)) {
            notes.push(Note::AssumedUnit { column: header.text.clone(), unit: units.download.code().to_owned() });
        }
        let latency_header = column_of(&guesses, Meaning::Latency).and_then(|c| headers.get(c));
        let (time_format, order_proof, assumed) = time_format(&headers, &guesses, first, options);
        notes.extend(assumed);
        Ok(Self {
            form: dialect.form,
            signs: dialect.signs,
            header_row: dialect.header_row,
            header_line: dialect.header_line,
            columns: Columns::of(&guesses),
            decimal_comma,
            download_unit: units.download,
            upload_unit: units.upload,
            latency_shift: latency_header.map_or(0, latency_shift),
            time_format,
            order_proof,
            guesses,
            first_rows: dialect.rows,
            long,
            refusal,
            notes,
        })
    }

    /// Code of the unit of each speed that the table has.
    pub fn units(&self) -> Vec<(Meaning, String)> {
        let speeds = [
            (Meaning::Download, self.columns.download, self.download_unit),
            (Meaning::Upload, self.columns.upload, self.upload_unit),
        ];
        let present = speeds.into_iter().filter(|(_, column, _)| column.is_some());
        present.map(|(meaning, _, unit)| (meaning, unit.code().to_owned())).collect()
    }

    /// Header of each meaning the samples are made of or that was recognised beside.
    pub fn meanings(&self) -> Vec<(Meaning, String)> {
        let mut list: Vec<(Meaning, String)> =
            self.guesses.iter().filter_map(|g| g.meaning.map(|meaning| (meaning, g.header.clone()))).collect();
        list.sort();
        list
    }
}

/// Takes the meaning from columns that the user does not want used.
fn leave_alone(guesses: &mut [ColumnGuess], unused: &[String]) {
    for guess in guesses.iter_mut().filter(|guess| unused.contains(&guess.header)) {
        (guess.meaning, guess.confidence, guess.how) = (None, 1.0, How::Override);
    }
}

/// Units of download and upload: what the user says of the column, of all speeds, else what the file shows.
fn units(
    headers: &[Header],
    guesses: &[ColumnGuess],
    first: FirstRows<'_>,
    options: &ReadOptions,
) -> std::result::Result<SpeedUnits, String> {
    let said = |meaning| options.units.iter().find(|(m, _)| *m == meaning).map(|(_, unit)| *unit).or(options.unit);
    match (said(Meaning::Download), said(Meaning::Upload)) {
        (Some(download), Some(upload)) => Ok(SpeedUnits { download, upload, told_by_size: None }),
        (None, None) => speed_units(headers, guesses, first),
        (download, upload) => {
            let found = speed_units(headers, guesses, first);
            let other = |found: SpeedUnits| SpeedUnits {
                download: download.unwrap_or(found.download),
                upload: upload.unwrap_or(found.upload),
                told_by_size: None,
            };
            // Both columns come from one program: the unit said of one serves the other where nothing else is known.
            let one = download.or(upload).unwrap_or_default();
            Ok(found.map_or(SpeedUnits { download: one, upload: one, told_by_size: None }, other))
        }
    }
}

/// Headers of the table; a table without them gets the numbers of its columns.
fn headers_of(dialect: &Dialect) -> Vec<Header> {
    if dialect.header_row > 0 {
        return dialect.headers.clone();
    }
    let n = dialect.rows.first().map_or(0, Vec::len);
    (1..=n).map(|i| Header { text: i.to_string(), key: String::new(), unit: String::new() }).collect()
}

/// Columns the user named, by their header as written or as compared.
fn overrides(path: &str, headers: &[Header], options: &ReadOptions) -> Result<Vec<(usize, Meaning)>> {
    options
        .columns
        .iter()
        .map(|(meaning, name)| {
            let wanted = Header::new(name);
            let exact = headers.iter().position(|h| h.text == wanted.text);
            exact
                .or_else(|| headers.iter().position(|h| !wanted.key.is_empty() && h.key == wanted.key))
                .or_else(|| one_of_its_name(name, headers))
                .map(|column| (column, *meaning))
                .ok_or_else(|| Error::UnknownColumn {
                    path: path.to_owned(),
                    column: name.clone(),
                    headers: headers.iter().map(|h| h.text.as_str()).collect::<Vec<_>>().join(", "),
                })
        })
        .collect()
}

/// `Tải xuống#2`: the second column of that name.
fn one_of_its_name(name: &str, headers: &[Header]) -> Option<usize> {
    let (name, number) = name.rsplit_once('#')?;
    let nth = number.trim().parse::<usize>().ok()?.checked_sub(1)?;
    let wanted = Header::new(name);
    (0..headers.len()).filter(|c| headers.get(*c).is_some_and(|h| h.key == wanted.key)).nth(nth)
}

/// Whether numbers are written `12,5`.
///
/// A comma before one, two or more than three digits is a decimal sign. One before just three digits parts thousands
/// where other numbers of the file have a decimal point.
fn uses_decimal_comma(rows: &[Vec<String>]) -> bool {
    let (mut surely, mut grouping, mut points) = (false, false, false);
    for cell in rows.iter().flatten() {
        let number = cell.strip_prefix('-').unwrap_or(cell);
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
            continue;
        }
        match number.split_once(',') {
            Some((whole, fraction)) if !whole.is_empty() && !fraction.contains(['.', ',']) && !whole.contains('.') => {
                if fraction.len() == 3 && whole.len() <= 3 {
                    grouping = true;
                } else {
                    surely = true;
                }
            }
            Some(_) => {}
            None => points |= number.matches('.').count() == 1,
        }
    }
    surely || (grouping && !points)
}

/// How times are read, what the dates prove of their order, and what was assumed of them.
fn time_format(
    headers: &[Header],
    guesses: &[ColumnGuess],
    first: FirstRows<'_>,
    options: &ReadOptions,
) -> (TimeFormat, OrderProof, Option<Note>) {
    let column = column_of(guesses, Meaning::Time).or_else(|| column_of(guesses, Meaning::Date));
    let Some(column) = column else {
        let format = TimeFormat { zone: options.timezone.clone(), ..TimeFormat::default() };
        return (format, OrderProof::NotNeeded, None);
    };
    let says_utc =
        headers.get(column).is_some_and(|h| h.key.ends_with("utc") || h.key.starts_with("utc") || h.unit == "utc");
    let zone = if says_utc { TimeZoneChoice::Fixed(0) } else { options.timezone.clone() };
    let proof = date_order(first, column);
    let order = match proof {
        OrderProof::Proved(order) => order,
        _ => DateOrder::default(),
    };
    let assumed = (proof == OrderProof::Assumed).then(|| Note::AssumedDayFirst {
        column: headers.get(column).map(|h| h.text.clone()).unwrap_or_default(),
        example: first.texts(column).next().unwrap_or_default().chars().take(40).collect(),
    });
    let assumed = assumed.filter(|_| options.date_order.is_none());
    (TimeFormat { order: options.date_order.unwrap_or(order), zone }, proof, assumed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comma_is_decided_once_for_the_file() {
        let comma = |cells: &[&str]| uses_decimal_comma(&[cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()]);
        assert!(comma(&["12,5", "21,034"]));
        assert!(comma(&["21,034"]));
        assert!(!comma(&["1,234", "12.5"]));
        assert!(!comma(&["12.5", "Uông Bí, Quảng Ninh"]));
        assert!(comma(&["12,5", "1.234,5"]));
    }

    #[test]
    fn the_user_has_the_last_word_on_columns_units_and_dates() {
        let table = "thời gian;lat;lon;tải xuống;tải lên\n03/04/2026 10:00;21.03;106.77;45000;5\n".as_bytes();
        let options = ReadOptions {
            unused_columns: vec!["tải lên".to_owned()],
            units: vec![(Meaning::Download, SpeedUnit::Kbps)],
            date_order: Some(DateOrder::MonthDay),
            ..ReadOptions::default()
        };
        let plan = TablePlan::new(table, "f", &options).unwrap();
        assert_eq!((plan.refusal.clone(), plan.columns.upload), (None, None));
        assert_eq!(plan.download_unit, SpeedUnit::Kbps);
        // 2026-03-04 10:00 at UTC+7, from `date -d 2026-03-04T10:00+07:00 +%s`.
        assert_eq!(plan.time_format.parse(b"03/04/2026 10:00"), Some(1_772_593_200));
    }

    #[test]
    fn a_column_the_user_names_must_exist() {
        let table = b"a;b;c\n21.03;106.77;5\n";
        let options =
            |name: &str| ReadOptions { columns: vec![(Meaning::Latitude, name.to_owned())], ..ReadOptions::default() };
        assert!(matches!(TablePlan::new(table, "f", &options("d")), Err(Error::UnknownColumn { .. })));
    }

    #[test]
    fn what_was_assumed_is_noted() {
        let plan = TablePlan::new(b"time,lat,lon,download\n05/10/2025,21.03,106.77,45\n", "f", &ReadOptions::default())
            .unwrap();
        let plan_of = |text: &str| TablePlan::new(text.as_bytes(), "f", &ReadOptions::default()).unwrap();
        assert_eq!(
            plan_of("time,lat,lon,ping,latency\n2025-10-05,21.03,106.77,31,45\n").notes,
            [Note::OtherCandidates { meaning: Meaning::Latency, column: "ping".into(), others: "latency".into() }]
        );
        assert_eq!(
            plan.notes,
            [
                Note::AssumedUnit { column: "download".into(), unit: "mbps".into() },
                Note::AssumedDayFirst { column: "time".into(), example: "05/10/2025".into() }
            ]
        );
    }

    #[test]
    fn a_time_in_utc_says_so_in_its_header() {
        let table = b"time_utc,lat,long,download_kbit\n2015-05-01 00:34:00,21.03,106.77,45000\n";
        let plan = TablePlan::new(table, "f", &ReadOptions::default()).unwrap();
        assert_eq!(plan.refusal, None);
        assert_eq!(plan.time_format.parse(b"2025-10-05 01:02:03"), Some(1_759_626_123));
        assert_eq!(plan.download_unit, SpeedUnit::Kbps);
    }
}
