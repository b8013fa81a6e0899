//! Every visible sentence, and how numbers and dates look on a screen. Vietnamese first, English second.
//!
//! Sentences are Fluent messages in `assets/text/<language>/<part>.ftl`, bound into the program. Both languages hold the
//! same keys with the same variables; the tests of this room see to it. Files for machines are never formatted here.

mod catalogue;
mod error;
mod loss;
mod number;
mod plan;

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::model::{LocalDay, Month, local_day};
use catalogue::Catalogue;
pub use error::printable;

/// Language of the window, the command line and the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    #[default]
    Vi,
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// BCP 47 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

/// The sentences of one language. Clones share one catalogue, which is read when the first sentence is asked for.
#[derive(Clone)]
pub struct Text {
    language: Language,
    catalogue: Arc<OnceLock<Catalogue>>,
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Text").field(&self.language).finish()
    }
}

impl Text {
    pub fn new(language: Language) -> Self {
        Self { language, catalogue: Arc::default() }
    }

    fn catalogue(&self) -> &Catalogue {
        self.catalogue.get_or_init(|| Catalogue::new(self.language))
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The sentence of a key without variables; the key itself where the catalogue has none.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The sentence of a key with its variables filled in. A value of exactly `1` selects the singular.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.catalogue().format(key, arguments).unwrap_or_else(|| key.to_owned())
    }

    /// Whether the catalogue has this key.
    pub fn has(&self, key: &str) -> bool {
        self.catalogue().has(key)
    }

    /// `1.234,5` in Vietnamese, `1,234.5` in English; a dash for what is not a number.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        number::decimal(self.language, value, decimals)
    }

    /// A speed, a delay or another measured figure with three significant digits or so.
    pub fn figure(&self, value: f64) -> String {
        self.number(value, if value.abs() < 100.0 { 1 } else { 0 })
    }

    pub fn count(&self, value: u64) -> String {
        number::whole(self.language, value)
    }

    /// The brand of an operator, in words where nobody knows it.
    pub fn brand(&self, brand: &str) -> String {
        match brand {
            "unknown" | "" => self.get("operator-unknown"),
            brand => brand.to_owned(),
        }
    }

    /// A share 0..1 as a percentage without decimals.
    pub fn percent(&self, share: f64) -> String {
        number::percent(self.language, &self.number(share * 100.0, 0))
    }

    /// A share 0..1 as a percentage with so many decimals.
    pub fn percent_with(&self, share: f64, decimals: usize) -> String {
        number::percent(self.language, &self.number(share * 100.0, decimals))
    }

    /// Two shares 0..1: `60–95 %`.
    pub fn percent_range(&self, low: f64, high: f64) -> String {
        let range = format!("{}–{}", self.number(low * 100.0, 0), self.number(high * 100.0, 0));
        number::percent(self.language, &range)
    }

    /// `22/11/2026`.
    pub fn date(&self, day: LocalDay) -> String {
        let (year, month, day) = day.year_month_day();
        format!("{day:02}/{month:02}/{year:04}")
    }

    /// `11/2026`.
    pub fn month(&self, month: Month) -> String {
        format!("{:02}/{:04}", month.month_of_year(), month.year())
    }

    /// `22/11/2026 08:05`, in Vietnamese local time.
    pub fn date_time(&self, unix_s: i64) -> String {
        let day = local_day(unix_s);
        let minutes = (unix_s - day.start_unix_s()).div_euclid(60);
        format!("{} {:02}:{:02}", self.date(day), minutes / 60, minutes % 60)
    }
}

/// The text of every message file, for checks of its glyphs.
#[cfg(test)]
pub(crate) fn every_source() -> impl Iterator<Item = &'static str> {
    catalogue::PARTS.iter().flat_map(|part| [part.vi, part.en])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_screens_show_vietnamese_numbers() {
        let text = Text::new(Language::Vi);
        assert_eq!(text.number(1234.5, 1), "1.234,5");
        assert_eq!(text.number(-0.04, 1), "0,0");
        assert_eq!(text.number(-1234567.0, 0), "−1.234.567");
        assert_eq!(text.number(f64::NAN, 1), "–");
        assert_eq!(text.count(3895), "3.895");
        assert_eq!(text.percent(0.834), "83\u{a0}%");
        assert_eq!(text.percent_with(0.006, 1), "0,6\u{a0}%");
        assert_eq!(text.percent_range(0.601, 0.949), "60–95\u{a0}%");
        assert_eq!(text.figure(12.44), "12,4");
        assert_eq!(text.figure(412.4), "412");
    }

    #[test]
    fn english_screens_show_english_numbers() {
        let text = Text::new(Language::En);
        assert_eq!(text.number(1234.5, 1), "1,234.5");
        assert_eq!(text.percent(0.834), "83%");
    }

    #[test]
    fn times_are_those_of_viet_nam() {
        let text = Text::new(Language::Vi);
        // `date -u -d @1772298000` is 2026-02-28 17:00:00.
        assert_eq!(text.date_time(1_772_298_000), "01/03/2026 00:00");
        assert_eq!(text.date_time(1_772_297_999), "28/02/2026 23:59");
        assert_eq!(Month::new(2026, 11).map(|m| text.month(m)).as_deref(), Some("11/2026"));
    }

    #[test]
    fn a_key_without_sentence_shows_itself() {
        let text = Text::new(Language::Vi);
        assert_eq!(text.get("no-such-key"), "no-such-key");
        assert!(!text.has("no-such-key"));
    }

    #[test]
    fn one_is_singular_in_english() {
        let text = Text::new(Language::En);
        assert_eq!(text.with("count-samples", &[("n", "1")]), "1 sample");
        assert_eq!(text.with("count-samples", &[("n", "3,895")]), "3,895 samples");
    }
}
