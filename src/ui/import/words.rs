//! Sentences of the import page.

use crate::app::import::{Change, ColumnGuess, DateOrder, FileKind, FileLook, How, ImportFile, Question, SpeedUnit};
use crate::model::{Beside, Error, Meaning};
use crate::text::Text;

pub fn meaning(text: &Text, meaning: Option<Meaning>) -> String {
    match meaning {
        Some(meaning) => text.get(&format!("inspect-meaning-{}", meaning.code())),
        None => text.get("import-meaning-none"),
    }
}

pub fn unit(unit: SpeedUnit) -> &'static str {
    match unit {
        SpeedUnit::Mbps => "Mbps",
        SpeedUnit::Kbps => "Kbps",
        SpeedUnit::Bps => "bps",
        SpeedUnit::BytesPerSecond => "byte/s",
    }
}

/// Mbps that one of the unit are.
pub fn mbps_per(unit: SpeedUnit) -> f64 {
    match unit {
        SpeedUnit::Mbps => 1.0,
        SpeedUnit::Kbps => 1e-3,
        SpeedUnit::Bps => 1e-6,
        SpeedUnit::BytesPerSecond => 8e-6,
    }
}

pub fn timezone(text: &Text, name: &str) -> String {
    match name {
        "Asia/Ho_Chi_Minh" => text.get("import-zone-vietnam"),
        other => other.to_owned(),
    }
}

pub fn date_order(text: &Text, order: DateOrder) -> String {
    text.get(match order {
        DateOrder::DayMonth => "import-day-month",
        DateOrder::MonthDay => "import-month-day",
    })
}

/// Why a file cannot be used, in words for the window: no options of the command line.
pub fn refusal(text: &Text, error: &Error, name: &str) -> String {
    let own_key = format!("import-{}", error.key());
    let facts = error.facts();
    let path = facts.iter().find(|(key, _)| *key == "path").map(|(_, path)| path.clone());
    if text.has(&own_key) {
        let facts: Vec<(&'static str, String)> = facts.into_iter().chain([("file", name.to_owned())]).collect();
        return text.with_facts(&own_key, &facts);
    }
    // The page shows where the file lies under the pointer: here its name is enough.
    let sentence = text.error(error);
    path.map_or_else(|| sentence.clone(), |path| sentence.replace(&path, name))
}

/// What a file is, in a line.
pub fn kind(text: &Text, look: &FileLook) -> String {
    text.get(look.kind.key())
}

/// The same as it would be used.
pub fn kind_of(text: &Text, file: &ImportFile, look: &FileLook) -> String {
    let kind = if file.gives_neighbours() { FileKind::Neighbours } else { look.kind };
    text.get(kind.key())
}

/// What a file that is no evidence is, and how much of it there is.
pub fn beside_state(text: &Text, kind: FileKind, beside: &Beside) -> String {
    let kind = text.get(kind.key());
    let (key, n) = match beside {
        Beside::Layer(layer) => (layer.kind().code(), layer.len()),
        Beside::Quota(quota) => ("quota", quota.rows.len()),
    };
    format!("{kind} · {}", text.with(&format!("count-{key}"), &[("n", &text.count(n as u64))]))
}

/// Format, encoding, delimiter, header row.
pub fn format(text: &Text, look: &FileLook) -> String {
    let mut parts = vec![look.format.clone(), look.encoding.clone()];
    parts.retain(|part| !part.is_empty());
    if let Some(table) = &look.table {
        let sign = table.delimiter.map(|sign| match sign {
            '\t' => text.get("inspect-delimiter-tab"),
            sign => format!("“{sign}”"),
        });
        parts.extend(sign.map(|sign| text.with("import-delimiter", &[("sign", &sign)])));
        parts.extend(table.sheet.as_ref().map(|sheet| {
            let n = table.other_sheets.len() + 1;
            let key = if n > 1 { "import-sheet-of" } else { "import-sheet" };
            text.with(key, &[("sheet", sheet), ("n", &text.count(n as u64))])
        }));
        // Formats with typed columns have no rows of names that could be counted.
        if !look.encoding.is_empty() || table.sheet.is_some() {
            parts.push(match table.header_row {
                0 => text.get("import-no-header"),
                row => text.with("import-header-row", &[("row", &row.to_string())]),
            });
        }
    }
    parts.join(" · ")
}

/// Why a column has its meaning, and how sure that is.
pub fn why(text: &Text, column: &ColumnGuess) -> String {
    if column.meaning.is_none() {
        let chosen = column.how == How::Override;
        return if chosen { text.get("import-why-chosen") } else { String::new() };
    }
    match column.how {
        How::Override => text.get("import-why-chosen"),
        How::Name if column.confidence >= 1.0 => text.get("import-why-name"),
        how => {
            let key = if how == How::Name { "import-why-name-part" } else { "import-why-content" };
            text.with(key, &[("share", &text.percent(f64::from(column.confidence)))])
        }
    }
}

fn change(text: &Text, change: &Change) -> String {
    match change {
        Change::Meaning { column, before, now } => text.with(
            "import-changed-meaning",
            &[("column", column), ("before", &meaning(text, *before)), ("now", &meaning(text, *now))],
        ),
        Change::Column { meaning: m, before, now } => text
            .with("import-changed-column", &[("meaning", &meaning(text, Some(*m))), ("before", before), ("now", now)]),
        Change::Lost { meaning: m, before } => {
            text.with("import-changed-lost", &[("meaning", &meaning(text, Some(*m))), ("before", before)])
        }
        Change::DateOrder { before, now } => text.with(
            "import-changed-date-order",
            &[("before", &date_order(text, *before)), ("now", &date_order(text, *now))],
        ),
        Change::Unit { meaning: m, before, now } => text.with(
            "import-changed-unit",
            &[("meaning", &meaning(text, Some(*m))), ("before", unit(*before)), ("now", unit(*now))],
        ),
    }
}

/// A question in one sentence.
pub fn question(text: &Text, file: &ImportFile, question: &Question) -> String {
    let name = file.name();
    match question {
        Question::Unit { column, .. } => text.with("import-ask-unit", &[("column", column)]),
        Question::DateOrder { column, first } => text.with("import-ask-date", &[("column", column), ("first", first)]),
        Question::Meaning { column, meaning: m } => {
            text.with("import-ask-meaning", &[("column", column), ("meaning", &meaning(text, Some(*m)))])
        }
        Question::Operator { .. } => text.get("import-ask-operator"),
        Question::MeaningChanged { column, before, now } => {
            let (column, before, now) = (column.clone(), *before, *now);
            change(text, &Change::Meaning { column, before, now })
        }
        Question::UnitChanged { meaning, before, now } => {
            change(text, &Change::Unit { meaning: *meaning, before: *before, now: *now })
        }
        Question::Swapped { latitude, longitude } => {
            text.with("import-ask-swapped", &[("latitude", latitude), ("longitude", longitude)])
        }
        Question::Rivals { meaning: m, .. } => text.with("import-ask-rivals", &[("meaning", &meaning(text, Some(*m)))]),
        Question::Crs { .. } => text.get("import-ask-crs"),
        Question::OneLayer => text.get("import-one-layer"),
        Question::Said(said) => change(text, said),
        Question::Names { n_names, n_rows } => {
            text.with("import-ask-names", &[("names", &text.count(*n_names as u64)), ("rows", &text.count(*n_rows))])
        }
        Question::NoDownload => text.get("import-no-download"),
        Question::FarApart => text.with("import-far-apart", &[("file", &name)]),
    }
}

/// A measured figure with its decimals, at most three.
pub fn figure(text: &Text, value: f64) -> String {
    let is_whole = |shifted: f64| (shifted - shifted.round()).abs() < 1e-6;
    let decimals = (0..3).find(|d| is_whole(value * 10f64.powi(*d))).unwrap_or(3);
    text.number(value, decimals as usize)
}

/// First and last day of a range of times.
pub fn days(text: &Text, (first, last): (i64, i64)) -> String {
    let day = |time| text.date(crate::model::local_day(time));
    if day(first) == day(last) { day(first) } else { format!("{} – {}", day(first), day(last)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn figures_keep_the_decimals_they_were_written_with() {
        let text = Text::new(Language::Vi);
        // 71.24 × 100 is not a whole number in binary.
        for (value, shown) in [(71.24, "71,24"), (32.0, "32"), (0.361_6, "0,362"), (9.8, "9,8")] {
            assert_eq!(figure(&text, value), shown);
        }
    }
}
