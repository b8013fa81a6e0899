//! The sentence of an error, what, where, what to do, and that of a note about a file that was read.

use super::Text;
use crate::model::{CorrectionFault, CrsCandidate, Error, Note};

/// Names shown of a long list.
const LISTED: usize = 20;

/// Wrong rows named of a file of corrections.
const FAULTS_LISTED: usize = 5;

impl Text {
    /// The sentence a person sees for an error.
    pub fn error(&self, error: &Error) -> String {
        let mut facts = error.facts();
        match error {
            Error::DamagedLayer { fault, place, .. } => {
                facts.push(("fault", self.get(fault.key())));
                facts.push(("place", self.with_facts(place.key(), &place.facts())));
            }
            Error::BadCorrections { faults, .. } => facts.push(("list", self.correction_faults(faults))),
            Error::BadCriteria { fault, place, .. } => {
                facts.push(("fault", self.with_facts(fault.key(), &fault.facts())));
                facts.push(("place", self.with_facts(place.key(), &place.facts())));
                let expected = fault.expects().map(|key| self.with("criteria-expected", &[("what", &self.get(key))]));
                facts.push(("expected", expected.unwrap_or_default()));
            }
            Error::UnclearCrs { candidates, .. } => facts.push(("candidates", self.crs_candidates(candidates))),
            _ => {}
        }
        self.sentence(error.key(), &facts)
    }

    /// The sentence of a key with owned facts.
    pub fn with_facts(&self, key: &str, facts: &[(&'static str, String)]) -> String {
        let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.with(key, &facts)
    }

    /// The first rows that are wrong, each with what is wrong.
    fn correction_faults(&self, faults: &[(u64, CorrectionFault)]) -> String {
        let shown = faults.iter().take(FAULTS_LISTED);
        let words = shown.map(|(row, fault)| {
            self.with("correction-fault", &[("row", &self.count(*row)), ("fault", &self.get(fault.key()))])
        });
        let list = words.collect::<Vec<_>>().join("; ");
        let more = faults.len().saturating_sub(FAULTS_LISTED);
        if more == 0 {
            return list;
        }
        self.with("correction-faults-more", &[("list", &list), ("more", &self.count(more as u64))])
    }

    fn crs_candidates(&self, candidates: &[CrsCandidate]) -> String {
        if candidates.is_empty() {
            return self.get("error-unclear-crs-none");
        }
        let list: Vec<String> = candidates.iter().map(|candidate| self.crs_candidate(candidate)).collect();
        self.with("error-unclear-crs-list", &[("list", &list.join("; "))])
    }

    /// A coordinate system, where it would put a file, and how well that agrees with what is known.
    pub fn crs_candidate(&self, candidate: &CrsCandidate) -> String {
        let place = match &candidate.town {
            Some((town, distance_m)) => {
                let km = self.number(distance_m / 1000.0, 0);
                self.with("crs-candidate-town", &[("town", town), ("km", &km)])
            }
            None => {
                let (lat, lon) = (self.number(candidate.at.lat, 3), self.number(candidate.at.lon, 3));
                self.with("crs-candidate-nowhere", &[("lat", &lat), ("lon", &lon)])
            }
        };
        let prescribed = if candidate.is_prescribed { self.get("crs-candidate-prescribed") } else { String::new() };
        let samples = candidate
            .share_inside
            .map_or_else(String::new, |share| self.with("crs-candidate-samples", &[("share", &self.percent(share))]));
        let facts = [
            ("code", candidate.code.as_str()),
            ("name", &candidate.name),
            ("where", &place),
            ("use", &prescribed),
            ("samples", &samples),
        ];
        self.with("crs-candidate", &facts)
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
                "what" => (*name, self.word(&format!("what-{}", value.replace(" × ", "-")), value)),
                "unit" => (*name, self.word(&format!("unit-{value}"), value)),
                "reason" => (*name, self.reason(key, value)),
                _ => (*name, printable(value)),
            })
            .collect();
        let shown: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.with(key, &shown)
    }

    /// Why: in the words that the sentence has for it, or else in those that all have.
    fn reason(&self, key: &str, value: &str) -> String {
        let own = format!("{key}-{value}");
        if self.has(&own) { self.get(&own) } else { self.word(&format!("reason-{value}"), value) }
    }

    /// The text of a key; the value itself where there is none.
    fn word(&self, key: &str, value: &str) -> String {
        if self.has(key) { self.get(key) } else { printable(value) }
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
    use crate::model::{BoundaryNote, CriteriaFault, LayerFault, LayerPlace, LonLat, Meaning};

    fn every_note() -> Vec<Note> {
        let s = || "x".to_owned();
        vec![
            Note::SurplusCells { rows: 2, first_row: 3 },
            Note::OpenQuotes { cells: 2, example: s() },
            Note::LateQuotes { cells: 2 },
            Note::MendedRows { rows: 2, first_row: 3 },
            Note::SecondTable { rows: 2, first_row: 9 },
            Note::Footnotes { rows: 2, first_row: 3 },
            Note::BrokenText { cells: 2, example: s() },
            Note::ForeignBytes { rows: 2, first_row: 3 },
            Note::AssumedDayFirst { column: s(), example: s() },
            Note::AssumedUnit { column: s(), unit: s() },
            Note::OtherCandidates { meaning: Meaning::Download, column: s(), others: s() },
            Note::ColumnsByContent { columns: s() },
            Note::Geometry(BoundaryNote::LostLetters { example: s(), n: 2 }),
            Note::BrokenGeometries { rows: 2 },
            Note::OtherSheets { sheets: s() },
            Note::OperatorOfSheet { operator: s() },
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
    fn what_the_system_said_is_told_in_the_words_of_the_sentence_or_of_all() {
        let text = Text::new(Language::Vi);
        let sentence = |error: &Error| text.error(error);
        let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
        assert!(sentence(&Error::unwritable("a.csv", &gone)).contains("thư mục không còn"));
        assert!(sentence(&Error::unreadable("a.csv", &gone)).contains("không còn ở đó"));
        let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        assert!(sentence(&Error::unwritable("a.csv", &denied)).contains("không có quyền"));
        assert!(sentence(&Error::unwritable("a.csv", &std::io::Error::other("the moon"))).contains("the moon"));
    }

    #[test]
    fn codes_of_units_and_reasons_are_said_in_words() {
        let text = Text::new(Language::Vi);
        for (reason, words) in [("binary", "không phải là văn bản"), ("no-columns", "không tìm thấy các cột")]
        {
            let sentence = text.error(&Error::NotATable { path: "a.csv".to_owned(), reason: reason.to_owned() });
            assert!(sentence.contains(words) && !sentence.contains(reason), "{sentence}");
        }
        for (unit, word) in [("mbps", "Mbps"), ("bytes_s", "byte/s")] {
            let sentence = text.note(&Note::AssumedUnit { column: "x".to_owned(), unit: unit.to_owned() });
            assert!(sentence.contains(word) && !sentence.contains(unit), "{sentence}");
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
            Error::SecondHeader { path: s(), row: 9 },
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
            Error::DamagedLayer { path: s(), format: "KML", fault: LayerFault::TooDeep, place: LayerPlace::Line(2, 3) },
            Error::UnclearCrs { path: s(), first: s(), candidates: Vec::new() },
            Error::ForeignCrs { path: s(), name: s() },
            Error::Tangled { path: s(), feature: 2, limit: 5 },
            Error::NoZoneColumn { path: s(), columns: s() },
            Error::UnclearWeight { path: s(), columns: s() },
            Error::HeapOfZones { path: s(), limit: 5 },
            Error::NoPolygons { path: s() },
            Error::NotLonLat { path: s(), first: s() },
            Error::UnknownField { path: s(), field: s(), fields: s() },
            Error::UnsupportedFormat { path: s() },
            Error::NoPoints { path: s() },
            Error::NoTable { path: s() },
            Error::UnknownCrs { epsg: 4 },
            Error::NotProjected { epsg: 4326 },
            Error::NoGridCrs,
            Error::BoundariesNotDrawable,
            Error::OutputExists { path: s() },
            Error::Unwritable { path: s(), reason: s() },
            Error::BadOption { option: s(), value: s() },
            Error::BadStart { value: s(), example: s() },
            Error::MoreStartsThanTeams { starts: 3, teams: 2 },
            Error::NotEarlier { value: s() },
            Error::UselessOption { option: s() },
            Error::BadCorrections { path: s(), faults: vec![(2, CorrectionFault::Row); 7] },
            Error::NoPictureTiles { path: s() },
            Error::BadTileAddress { address: s() },
            Error::NoPlaces { list: s(), format: s(), reason: s() },
            Error::NoPlaces { list: s(), format: s(), reason: "zones".to_owned() },
            Error::OnlyWgs84 { format: s() },
            Error::FormatTooSmall { format: s(), rows: 2_000_000, instead: s() },
            Error::BadCriteria { path: s(), fault: CriteriaFault::Syntax, place: LayerPlace::Line(3, 4) },
            Error::BadCriteria {
                path: s(),
                fault: CriteriaFault::Value { value: s(), expects: "criteria-expects-share" },
                place: LayerPlace::Whole,
            },
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
    fn candidates_are_listed_with_where_they_would_lie() {
        let candidate = CrsCandidate {
            code: "5899".to_owned(),
            name: "VN-2000 / TM-3 107-45".to_owned(),
            at: LonLat { lon: 106.77, lat: 21.03 },
            town: Some(("Uông Bí, Quảng Ninh".to_owned(), 2_345.0)),
            is_prescribed: true,
            share_inside: Some(0.98),
        };
        let error =
            Error::UnclearCrs { path: "a.shp".to_owned(), first: "1, 2".to_owned(), candidates: vec![candidate] };
        let sentence = Text::new(Language::Vi).error(&error);
        let listed = "5899 (VN-2000 / TM-3 107-45): nằm ở Uông Bí, Quảng Ninh, cách 2 km, đúng hệ quy định cho tỉnh này, \
                      98\u{a0}% mẫu đo nằm trong";
        assert!(sentence.contains(listed), "{sentence}");
        let damaged = Error::DamagedLayer {
            path: "a.kml".to_owned(),
            format: "KML",
            fault: LayerFault::Truncated,
            place: LayerPlace::Feature(3),
        };
        let sentence = Text::new(Language::Vi).error(&damaged);
        assert!(sentence.contains("chuẩn KML: tệp bị cắt cụt, ở đối tượng thứ 3."), "{sentence}");
    }

    #[test]
    fn a_signal_log_is_refused_with_what_to_do() {
        let text = Text::new(Language::Vi);
        let sentence = text.error(&Error::SignalLog { path: "log.csv".to_owned() });
        assert!(sentence.starts_with("log.csv là nhật ký cường độ sóng"));
        assert!(sentence.contains("tải xuống"));
    }
}
