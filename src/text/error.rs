//! The sentence of an error, what, where, what to do, and that of a note about a file that was read.

use super::Text;
use crate::model::{Error, Note};

/// Names shown of a long list.
const LISTED: usize = 20;

impl Text {
    /// The sentence a person sees for an error.
    pub fn error(&self, error: &Error) -> String {
        self.sentence(error.key(), &error.facts())
    }

    /// The sentence a person sees for a note.
    pub fn note(&self, note: &Note) -> String {
        self.sentence(note.key(), &note.facts())
    }

    /// Facts come from files: lists are cut, and nothing in them moves the cursor of a terminal.
    fn sentence(&self, key: &str, facts: &[(&'static str, String)]) -> String {
        let shown: Vec<(&str, String)> = facts
            .iter()
            .map(|(name, value)| match *name {
                "headers" | "fields" => (*name, self.shortened(&printable(value))),
                "meaning" => (*name, self.get(&format!("inspect-meaning-{value}"))),
                "what" => {
                    let key = format!("what-{}", value.replace(" × ", "-"));
                    (*name, if self.has(&key) { self.get(&key) } else { printable(value) })
                }
                _ => (*name, printable(value)),
            })
            .collect();
        let shown: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.with(key, &shown)
    }

    /// The first names of a list, and how many there are besides.
    fn shortened(&self, list: &str) -> String {
        let names: Vec<&str> = list.split(", ").collect();
        let Some(first) = names.get(..LISTED).filter(|_| names.len() > LISTED) else { return list.to_owned() };
        let more = self.count((names.len() - LISTED) as u64);
        self.with("list-and-more", &[("names", &first.join(", ")), ("more", &more)])
    }
}

/// The text with control characters spelt out.
pub fn printable(text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.to_owned();
    }
    let spelt = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(spelt).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;
    use crate::model::Meaning;

    fn every_note() -> Vec<Note> {
        let s = || "x".to_owned();
        vec![
            Note::SurplusCells { rows: 2, first_row: 3 },
            Note::OpenQuotes { cells: 2, example: s() },
            Note::MendedRows { rows: 2, first_row: 3 },
            Note::SecondTable { row: 9 },
            Note::Footnotes { rows: 2, first_row: 3 },
            Note::BrokenText { cells: 2, example: s() },
            Note::AssumedDayFirst { column: s(), example: s() },
            Note::AssumedUnit { column: s(), unit: s() },
            Note::OtherCandidates { meaning: Meaning::Download, column: s(), others: s() },
            Note::ColumnsByContent { columns: s() },
        ]
    }

    #[test]
    fn every_note_has_a_sentence_that_uses_only_its_facts() {
        for language in Language::ALL {
            let text = Text::new(language);
            for note in every_note() {
                let sentence = text.note(&note);
                assert!(text.has(note.key()) && !sentence.contains('{'), "{}: {sentence}", note.key());
            }
        }
    }

    #[test]
    fn what_there_is_too_much_of_is_said_in_the_readers_language() {
        let text = Text::new(Language::Vi);
        for what in ["samples", "operators", "columns", "zones × operators"] {
            let sentence = text.error(&Error::TooMany { what: what.to_owned(), limit: 5 });
            assert!(!sentence.contains(what), "{sentence}");
        }
    }

    #[test]
    fn a_long_list_of_columns_is_cut_and_control_characters_are_spelt_out() {
        let text = Text::new(Language::Vi);
        let headers = (1..=332).map(|i| format!("c{i}")).collect::<Vec<_>>().join(", ");
        let sentence = text.error(&Error::NoTimeColumn { path: "a\u{1b}[2J\n.csv".to_owned(), headers });
        assert!(sentence.contains("c20 … và 312 cột nữa"), "{sentence}");
        assert!(sentence.starts_with("a\\u{1b}[2J\\n.csv"), "{sentence}");
    }

    fn every_error() -> Vec<Error> {
        let s = || "x".to_owned();
        vec![
            Error::Cancelled,
            Error::NotFound { path: s() },
            Error::Unreadable { path: s(), reason: s() },
            Error::EmptyFile { path: s() },
            Error::NotATable { path: s(), reason: s() },
            Error::RowTooLong { path: s(), row: 2, limit_bytes: 3 },
            Error::NoCoordinates { path: s(), headers: s() },
            Error::NoTimeColumn { path: s(), headers: s() },
            Error::NoMetricColumn { path: s(), headers: s() },
            Error::SignalLog { path: s() },
            Error::TowerList { path: s() },
            Error::AggregateTable { path: s() },
            Error::AmbiguousUnit { path: s(), column: s() },
            Error::AmbiguousDate { path: s(), column: s() },
            Error::AmbiguousColumn { path: s(), meaning: Meaning::Download, columns: s() },
            Error::SwappedCoordinates { path: s(), latitude: s(), longitude: s() },
            Error::UnevenRows { path: s(), cells: 8, columns: 5 },
            Error::LongTable { path: s(), column: s() },
            Error::AddressPositions { path: s() },
            Error::UnknownColumn { path: s(), column: s(), headers: s() },
            Error::InvalidGeoJson { path: s(), reason: s() },
            Error::NoPolygons { path: s() },
            Error::NotLonLat { path: s(), first: s() },
            Error::UnknownField { path: s(), field: s(), fields: s() },
            Error::UnsupportedFormat { path: s() },
            Error::UnknownCrs { epsg: 4 },
            Error::NoGridCrs,
            Error::OutputExists { path: s() },
            Error::Unwritable { path: s(), reason: s() },
            Error::BadOption { option: s(), value: s() },
            Error::BadCriteria { path: s(), reason: s() },
            Error::NoInput { pattern: s() },
            Error::TooMany { what: s(), limit: 5 },
        ]
    }

    #[test]
    fn every_error_has_a_sentence_that_uses_only_its_facts() {
        for language in Language::ALL {
            let text = Text::new(language);
            for error in every_error() {
                let sentence = text.error(&error);
                assert!(text.has(error.key()), "{}", error.key());
                assert!(!sentence.contains('{'), "{}: {sentence}", error.key());
            }
        }
    }

    #[test]
    fn a_signal_log_is_refused_with_what_to_do() {
        let text = Text::new(Language::Vi);
        let sentence = text.error(&Error::SignalLog { path: "log.csv".to_owned() });
        assert!(sentence.starts_with("log.csv là nhật ký cường độ sóng"));
        assert!(sentence.contains("tải xuống"));
    }
}
