//! Gives columns their meanings.

use crate::io::radio::Radio;
use crate::io::value::{degrees, number};
use crate::model::{MccMnc, Meaning, OperatorCatalogue, Technology};

use super::headers::{Header, meaning_of_part, meanings_of};
use super::times;

/// Why a column has its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Name,
    Content,
    /// The user said so.
    Override,
}

/// One column and what it was taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnGuess {
    pub header: String,
    pub meaning: Option<Meaning>,
    /// 0..=1.
    pub confidence: f32,
    pub how: How,
}

const SYNONYM: f32 = 1.0;
const PART_OF_HEADER: f32 = 0.7;
const VALUES: f32 = 0.6;

/// Range of latitudes and of longitudes in Viet Nam, with its sea.
pub(in crate::io) const VIET_NAM_LATITUDES: (f64, f64) = (8.0, 24.0);
pub(in crate::io) const VIET_NAM_LONGITUDES: (f64, f64) = (102.0, 110.0);

/// First rows of a table, as text, for looking at what stands in a column.
#[derive(Debug, Clone, Copy)]
pub(in crate::io) struct FirstRows<'a> {
    pub rows: &'a [Vec<String>],
    pub decimal_comma: bool,
}

impl<'a> FirstRows<'a> {
    /// The cells of a column that hold something.
    pub fn texts(self, column: usize) -> impl Iterator<Item = &'a str> {
        self.rows.iter().filter_map(move |row| row.get(column)).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    pub fn numbers(self, column: usize) -> impl Iterator<Item = f64> {
        self.texts(column).filter_map(move |cell| number::parse(cell.as_bytes(), self.decimal_comma).value())
    }

    /// Numbers, and degrees with minutes and seconds.
    pub fn coordinates(self, column: usize) -> impl Iterator<Item = f64> {
        self.texts(column).filter_map(move |cell| self.coordinate(cell))
    }

    fn coordinate(self, cell: &str) -> Option<f64> {
        number::parse(cell.as_bytes(), self.decimal_comma).value().or_else(|| degrees::parse(cell.as_bytes()))
    }

    /// Whether most rows with two coordinates lie in Viet Nam only when these change places.
    pub fn is_swapped(self, latitude: usize, longitude: usize) -> bool {
        let inside = |value: f64, (low, high): (f64, f64)| (low..=high).contains(&value);
        let (mut all, mut as_is, mut swapped) = (0, 0, 0);
        for row in self.rows {
            let at = |column: usize| row.get(column).and_then(|cell| self.coordinate(cell));
            if let (Some(lat), Some(lon)) = (at(latitude), at(longitude)) {
                all += 1;
                as_is += usize::from(inside(lat, VIET_NAM_LATITUDES) && inside(lon, VIET_NAM_LONGITUDES));
                swapped += usize::from(inside(lon, VIET_NAM_LATITUDES) && inside(lat, VIET_NAM_LONGITUDES));
            }
        }
        swapped * 2 > all && as_is * 10 < all
    }

    /// Whether the column has numbers and nine of ten lie within the limits.
    pub fn mostly_within(self, column: usize, (low, high): (f64, f64)) -> bool {
        let (mut inside, mut all) = (0, 0);
        for value in self.coordinates(column) {
            all += 1;
            inside += usize::from((low..=high).contains(&value));
        }
        all > 0 && inside * 10 >= all * 9
    }
}

/// A table of tests has some dozens of columns; to wonder about thousands would take minutes.
const MOST_COLUMNS: usize = 2_000;

/// Assigns meanings; `overrides` are columns the user named.
pub(in crate::io) fn assign(
    headers: &[Header],
    first: FirstRows<'_>,
    overrides: &[(usize, Meaning)],
) -> Vec<ColumnGuess> {
    let mut guesses: Vec<ColumnGuess> = headers
        .iter()
        .map(|h| ColumnGuess { header: h.text.clone(), meaning: None, confidence: 0.0, how: How::Name })
        .collect();
    for (column, meaning) in overrides {
        set(&mut guesses, *column, *meaning, 1.0, How::Override);
    }
    if headers.len() > MOST_COLUMNS {
        return guesses;
    }
    by_synonym(headers, &mut guesses);
    by_part_of_header(headers, &mut guesses);
    check_x_and_y(headers, first, &mut guesses);
    coordinates_by_content(first, &mut guesses);
    position(first, &mut guesses);
    times::assign(headers, first, &mut guesses);
    words_by_content(first, &mut guesses);
    device_or_model(first, &mut guesses);
    guesses
}

/// How a column that was not taken resembles the one that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::io) enum Rival {
    /// Its name is the same.
    SameName,
    /// Its name has the same meaning.
    SameMeaning,
}

/// Columns that could carry a meaning as well as the one that was taken by its name, and hold something else.
pub(in crate::io) fn rivals(
    headers: &[Header],
    guesses: &[ColumnGuess],
    first: FirstRows<'_>,
    meaning: Meaning,
) -> Vec<(usize, Rival)> {
    let taken = column_of(guesses, meaning).filter(|c| guesses.get(*c).is_some_and(|guess| guess.how == How::Name));
    let Some(taken) = taken else { return Vec::new() };
    let Some(header) = headers.get(taken) else { return Vec::new() };
    let differs = |column: usize| {
        let cell = |row: &[String], c: usize| row.get(c).cloned().unwrap_or_default();
        first.rows.iter().any(|row| !cell(row, column).is_empty() && cell(row, column) != cell(row, taken))
    };
    let resembles = |column: usize| {
        let other = headers.get(column)?;
        if other.key == header.key && other.unit == header.unit {
            return Some(Rival::SameName);
        }
        meanings_of(other).iter().any(|(m, _)| *m == meaning).then_some(Rival::SameMeaning)
    };
    (0..headers.len())
        .filter(|column| *column != taken && is_free(guesses, *column))
        // A column that the user left unused is no rival.
        .filter(|column| guesses.get(*column).is_some_and(|guess| guess.how != How::Override))
        .filter_map(|column| Some((column, resembles(column)?)))
        .filter(|(column, _)| differs(*column))
        .collect()
}

/// Column of a meaning.
pub(in crate::io) fn column_of(guesses: &[ColumnGuess], meaning: Meaning) -> Option<usize> {
    guesses.iter().position(|guess| guess.meaning == Some(meaning))
}

pub(super) fn set(guesses: &mut [ColumnGuess], column: usize, meaning: Meaning, confidence: f32, how: How) {
    if let Some(guess) = guesses.get_mut(column) {
        (guess.meaning, guess.confidence, guess.how) = (Some(meaning), confidence, how);
    }
}

fn is_free(guesses: &[ColumnGuess], column: usize) -> bool {
    guesses.get(column).is_some_and(|guess| guess.meaning.is_none())
}

fn by_synonym(headers: &[Header], guesses: &mut [ColumnGuess]) {
    let known: Vec<&[(Meaning, usize)]> = headers.iter().map(meanings_of).collect();
    for &meaning in Meaning::ALL {
        if matches!(meaning, Meaning::Time | Meaning::Date | Meaning::TimeOfDay)
            || column_of(guesses, meaning).is_some()
        {
            continue;
        }
        let best = (0..headers.len())
            .filter(|column| is_free(guesses, *column))
            .filter_map(|column| {
                let (_, rank) = known.get(column)?.iter().find(|(m, _)| *m == meaning)?;
                Some((*rank, column))
            })
            .min();
        if let Some((_, column)) = best {
            set(guesses, column, meaning, SYNONYM, How::Name);
        }
    }
}

fn by_part_of_header(headers: &[Header], guesses: &mut [ColumnGuess]) {
    for (column, header) in headers.iter().enumerate() {
        if let Some(meaning) = meaning_of_part(header)
            && is_free(guesses, column)
            && column_of(guesses, meaning).is_none()
        {
            set(guesses, column, meaning, PART_OF_HEADER, How::Name);
        }
    }
}

/// `X` and `Y` are degrees only where their values are. Surveyors call north X: the values decide which is which.
fn check_x_and_y(headers: &[Header], first: FirstRows<'_>, guesses: &mut [ColumnGuess]) {
    let key = |column: usize| headers.get(column).map_or("", |h| h.key.as_str());
    let by_name = |guesses: &[ColumnGuess], meaning, letter: &str| {
        column_of(guesses, meaning).filter(|c| key(*c) == letter && guesses.get(*c).is_some_and(|g| g.how == How::Name))
    };
    let x = by_name(guesses, Meaning::Longitude, "x");
    let y = by_name(guesses, Meaning::Latitude, "y");
    if let (Some(x), Some(y)) = (x, y)
        && first.mostly_within(x, VIET_NAM_LATITUDES)
        && first.mostly_within(y, VIET_NAM_LONGITUDES)
    {
        set(guesses, x, Meaning::Latitude, VALUES, How::Content);
        set(guesses, y, Meaning::Longitude, VALUES, How::Content);
        return;
    }
    for (column, limits) in [(x, (-180.0, 180.0)), (y, (-90.0, 90.0))] {
        if let Some(guess) = column.filter(|c| !first.mostly_within(*c, limits)).and_then(|c| guesses.get_mut(c)) {
            (guess.meaning, guess.confidence) = (None, 0.0);
        }
    }
}

/// Where no header says so: one column with fractions in the range of Vietnamese latitudes, one of longitudes.
fn coordinates_by_content(first: FirstRows<'_>, guesses: &mut [ColumnGuess]) {
    if column_of(guesses, Meaning::Latitude).is_some() || column_of(guesses, Meaning::Longitude).is_some() {
        return;
    }
    let only = |limits: (f64, f64)| {
        let mut fitting = (0..guesses.len()).filter(|column| {
            is_free(guesses, *column)
                && first.mostly_within(*column, limits)
                && first.coordinates(*column).filter(|v| v.fract() != 0.0).count() * 2
                    > first.coordinates(*column).count()
        });
        fitting.next().filter(|_| fitting.next().is_none())
    };
    if let (Some(lat), Some(lon)) = (only(VIET_NAM_LATITUDES), only(VIET_NAM_LONGITUDES)) {
        set(guesses, lat, Meaning::Latitude, VALUES, How::Content);
        set(guesses, lon, Meaning::Longitude, VALUES, How::Content);
    }
}

/// A column holds positions only when its cells do, and is needed only where no two columns hold them.
fn position(first: FirstRows<'_>, guesses: &mut [ColumnGuess]) {
    let holds_pairs = |column: usize| {
        let pairs = |text: &&str| degrees::pair(text.as_bytes(), first.decimal_comma).is_some();
        let (all, fitting) =
            (first.texts(column).take(200).count(), first.texts(column).take(200).filter(pairs).count());
        all > 0 && fitting * 10 >= all * 9
    };
    let has_both = [Meaning::Latitude, Meaning::Longitude].iter().all(|m| column_of(guesses, *m).is_some());
    if let Some(guess) = column_of(guesses, Meaning::Position)
        .filter(|c| has_both || !holds_pairs(*c))
        .and_then(|c| guesses.get_mut(c))
        .filter(|guess| guess.how != How::Override)
    {
        (guess.meaning, guess.confidence) = (None, 0.0);
    }
    if has_both || column_of(guesses, Meaning::Position).is_some() {
        return;
    }
    let mut fitting = (0..guesses.len()).filter(|column| {
        let has_fractions = first.texts(*column).take(20).all(|text| text.matches(['.', ',', '°']).count() >= 2);
        is_free(guesses, *column) && has_fractions && holds_pairs(*column)
    });
    if let Some(column) = fitting.next().filter(|_| fitting.next().is_none()) {
        set(guesses, column, Meaning::Position, VALUES, How::Content);
    }
}

/// Where no header says so: one column whose texts are known operators, one whose texts are radio classes.
fn words_by_content(first: FirstRows<'_>, guesses: &mut [ColumnGuess]) {
    const LOOKED_AT: usize = 200;
    let catalogue = OperatorCatalogue::default();
    // A single letter is a mark of something, whatever brand begins with it.
    let is_operator = |text: &str| text.len() > 1 && catalogue.resolve(MccMnc::parse(text), text).known;
    let is_class = |text: &str| Radio::read(text).technology != Technology::Unknown;
    let has_operator =
        [Meaning::Operator, Meaning::MccMnc, Meaning::Mnc].iter().any(|m| column_of(guesses, *m).is_some());
    let only = |guesses: &[ColumnGuess], is_one: &dyn Fn(&str) -> bool| {
        let mut fitting = (0..guesses.len()).filter(|column| {
            let texts = || first.texts(*column).take(LOOKED_AT);
            is_free(guesses, *column)
                && texts().any(|text| text.contains(char::is_alphabetic))
                && texts().filter(|text| is_one(text)).count() * 10 >= texts().count() * 8
        });
        fitting.next().filter(|_| fitting.next().is_none())
    };
    if !has_operator && let Some(column) = only(guesses, &is_operator) {
        set(guesses, column, Meaning::Operator, VALUES, How::Content);
    }
    let has_class = [Meaning::Technology, Meaning::Connection].iter().any(|m| column_of(guesses, *m).is_some());
    if !has_class && let Some(column) = only(guesses, &is_class) {
        set(guesses, column, Meaning::Technology, VALUES, How::Content);
    }
}

/// A column called "device" holds ids only when its values look like ids; else it names models.
fn device_or_model(first: FirstRows<'_>, guesses: &mut [ColumnGuess]) {
    let Some(column) = column_of(guesses, Meaning::Device) else { return };
    let was_named_by_user = guesses.get(column).is_some_and(|g| g.how == How::Override);
    let (mut ids, mut all) = (0usize, 0usize);
    for text in first.texts(column) {
        all += 1;
        ids += usize::from(looks_like_device_id(text));
    }
    if was_named_by_user || all == 0 || ids * 2 > all {
        return;
    }
    if column_of(guesses, Meaning::Model).is_none() {
        set(guesses, column, Meaning::Model, VALUES, How::Content);
    } else if let Some(guess) = guesses.get_mut(column) {
        (guess.meaning, guess.confidence) = (None, 0.0);
    }
}

/// Names that occur in what phones are called.
const PHONE_WORDS: &[&str] = &[
    "samsung", "galaxy", "iphone", "ipad", "apple", "oppo", "xiaomi", "redmi", "poco", "vivo", "realme", "nokia",
    "huawei", "honor", "oneplus", "pixel", "vsmart", "bphone", "masstel", "itel", "tecno", "infinix", "asus", "sony",
    "xperia", "motorola", "moto", "lenovo", "zte", "lge", "htc", "android", "ios", "cph",
];

/// A digit, no blank, and no known brand or model name.
fn looks_like_device_id(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.bytes().any(|b| b.is_ascii_digit())
        && !text.contains(char::is_whitespace)
        && !lower.starts_with("sm-")
        && !lower.starts_with("rmx")
        && !PHONE_WORDS.iter().any(|word| lower.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(header: &str, rows: &[&str]) -> Vec<Option<Meaning>> {
        let headers: Vec<Header> = header.split(';').map(Header::new).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(|r| r.split(';').map(str::to_owned).collect()).collect();
        let first = FirstRows { rows: &rows, decimal_comma: true };
        assign(&headers, first, &[]).into_iter().map(|g| g.meaning).collect()
    }

    #[test]
    fn x_and_y_follow_their_values() {
        let (lat, lon) = (Some(Meaning::Latitude), Some(Meaning::Longitude));
        assert_eq!(meanings("X;Y", &["106.77;21.03"]), [lon, lat]);
        assert_eq!(meanings("X;Y", &["21.03;106.77"]), [lat, lon]);
        assert_eq!(meanings("X;Y", &["2327035.82;397515.57"]), [None, None]);
    }

    #[test]
    fn a_device_column_with_names_of_phones_is_the_model() {
        assert_eq!(meanings("Thiết bị", &["Samsung Galaxy A12", "iPhone13"]), [Some(Meaning::Model)]);
        assert_eq!(meanings("Thiết bị", &["SM-A125F", "SM-G991B"]), [Some(Meaning::Model)]);
        assert_eq!(meanings("Thiết bị", &["a81f-0032", "77b2-9c11"]), [Some(Meaning::Device)]);
        assert_eq!(meanings("device;model", &["Oppo;A5"]), [None, Some(Meaning::Model)]);
    }

    #[test]
    fn the_first_synonym_in_rank_wins() {
        assert_eq!(
            meanings("network_type;cat_technology;sim_mcc_mnc;network_mcc_mnc", &["LTE;4G;452-04;452-04"]),
            [None, Some(Meaning::Technology), None, Some(Meaning::MccMnc)]
        );
    }

    #[test]
    fn operators_and_classes_without_headers_are_found_by_their_values() {
        assert_eq!(
            meanings("a;b;c", &["Viettel;4G;note", "vinaphone;LTE;other"]),
            [Some(Meaning::Operator), Some(Meaning::Technology), None]
        );
    }

    #[test]
    fn swapped_coordinates_show_by_the_map() {
        let rows =
            |text: &str| text.split('|').map(|r| r.split(';').map(str::to_owned).collect()).collect::<Vec<Vec<_>>>();
        let swapped = |text: &str| FirstRows { rows: &rows(text), decimal_comma: false }.is_swapped(0, 1);
        assert!(swapped("106.77;21.03|106.78;21.04|0;0"));
        assert!(!swapped("21.03;106.77|21.03;106.77"));
        assert!(!swapped("16.3;48.2|16.3;48.2"));
        assert!(swapped("106°46'12\"E;21°02'03\"N"));
    }

    #[test]
    fn coordinates_without_headers_are_found_by_their_values() {
        assert_eq!(
            meanings("a;b;c", &["106.7712;21.0311;12.5", "106.7713;21.0312;55.1"]),
            [Some(Meaning::Longitude), Some(Meaning::Latitude), None]
        );
    }
}
