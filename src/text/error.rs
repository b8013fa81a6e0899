//! The sentence of an error: what, where, what to do.

use super::Text;
use crate::model::Error;

impl Text {
    /// The sentence a person sees for an error.
    pub fn error(&self, error: &Error) -> String {
        let facts = error.facts();
        let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.with(error.key(), &facts)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

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
            Error::LockedFile { path: s() },
            Error::DamagedFile { path: s() },
            Error::UnpacksTooLarge { path: s(), limit_mb: 6 },
            Error::UnsafeArchive { path: s(), name: s() },
            Error::EmptyArchive { path: s() },
            Error::OtherDocument { path: s(), kind: "pdf" },
            Error::FileChanged { path: s() },
            Error::NotAFile { path: s() },
            Error::NoSuchSheet { path: s(), sheet: s(), sheets: s() },
            Error::SheetTooLarge { path: s(), limit_mb: 7 },
            Error::TileTable { path: s() },
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
