//! Words for choices, grades and verdicts, put together from the catalogue.

use crate::app::{Card, Condition, Fact, Project};
use crate::cartography::{Bound, Cluster, HoverFacts};
use crate::model::{
    Analysis, Criterion, Grade, GridSpec, Metric, Month, OperatorId, Period, Profile, Technology, Zone,
};
use crate::text::Text;

pub fn grade_key(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "grade-a",
        Grade::B => "grade-b",
        Grade::C => "grade-c",
        Grade::D => "grade-d",
        Grade::E => "grade-e",
        Grade::None => "grade-none",
    }
}

/// Letter on a chip.
pub fn grade_letter(grade: Grade) -> &'static str {
    match grade {
        Grade::None => "–",
        other => other.code(),
    }
}

pub fn metric_key(metric: Metric) -> &'static str {
    match metric {
        Metric::Download => "metric-download",
        Metric::Latency => "metric-latency",
        Metric::Upload => "metric-upload",
    }
}

pub fn technology_key(technology: Technology) -> &'static str {
    match technology {
        Technology::ThreeG => "technology-3g",
        Technology::FourG => "technology-4g",
        Technology::FiveG => "technology-5g",
        Technology::Unknown => "technology-unknown",
    }
}

pub fn technology(text: &Text, technology: Option<Technology>) -> String {
    text.get(technology.map_or("technology-all", technology_key))
}

/// An operator's name; the nameless one has a word.
pub fn operator(text: &Text, analysis: &Analysis, id: OperatorId) -> String {
    brand(text, analysis.dataset.brand(id))
}

/// The same by its brand.
pub fn brand(text: &Text, brand: &str) -> String {
    match brand {
        "unknown" | "" => text.get("operator-unknown"),
        brand => brand.to_owned(),
    }
}

pub fn operator_or_all(text: &Text, analysis: &Analysis, id: Option<OperatorId>) -> String {
    id.map_or_else(|| text.get("operator-every"), |id| operator(text, analysis, id))
}

/// A file name as lists show it: without the ending that all tables share.
pub fn file_name(name: &str) -> &str {
    let endings = [".csv", ".CSV", ".tsv", ".txt"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// A zone's name for the map, where every label would begin and end with the same words.
pub fn short_zone_name(zone: &Zone, ending: &str) -> String {
    let name = zone.shown_name().trim_start();
    let name = name.strip_suffix(ending).unwrap_or(name);
    without_kind(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a place without the word for what kind of place it is. What goes on with a small letter, as `Khu dân cư`,
/// is no name without it.
pub fn without_kind(name: &str) -> &str {
    let prefixes = ["Khu phố ", "khu phố ", "Tổ dân phố ", "KP ", "Khu "];
    let rest = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).map(str::trim_start);
    rest.filter(|rest| rest.starts_with(|c: char| c.is_uppercase() || c.is_numeric())).unwrap_or(name)
}

pub fn period(text: &Text, period: Period, latest: Option<Month>) -> String {
    match (period, latest) {
        (Period::All, _) => text.get("period-all"),
        (Period::LastMonths(n), Some(month)) => {
            text.with("period-months", &[("n", &n.to_string()), ("month", &text.month(month))])
        }
        (Period::LastMonths(n), None) => text.with("period-last-months", &[("n", &n.to_string())]),
        (Period::Month(month), _) => text.with("period-month", &[("month", &text.month(month))]),
        (Period::Days { from: Some(from), to: Some(to) }, _) => {
            text.with("period-days", &[("from", &text.date(from)), ("to", &text.date(to))])
        }
        (Period::Days { from: Some(from), to: None }, _) => text.with("period-from", &[("from", &text.date(from))]),
        (Period::Days { from: None, to: Some(to) }, _) => text.with("period-to", &[("to", &text.date(to))]),
        (Period::Days { from: None, to: None }, _) => text.get("period-all"),
    }
}

pub fn grid(text: &Text, grid: GridSpec) -> String {
    let size = |m: f64| text.number(m, 0);
    match grid {
        GridSpec::Square(m) => text.with("grid-square", &[("size", &size(m))]),
        GridSpec::Hex(m) => text.with("grid-hex", &[("size", &size(m))]),
        GridSpec::H3(r) => text.with("grid-h3", &[("resolution", &r.to_string())]),
        GridSpec::SquareAuto => text.get("grid-auto"),
    }
}

/// The same where there is little room.
pub fn grid_in_short(text: &Text, shown: GridSpec) -> String {
    match shown {
        GridSpec::Square(m) => text.with("grid-square-short", &[("size", &text.number(m, 0))]),
        GridSpec::Hex(_) | GridSpec::H3(_) | GridSpec::SquareAuto => grid(text, shown),
    }
}

/// Name of a profile; one without a source is named by what it asks for.
pub fn profile(text: &Text, profile: &Profile) -> String {
    let key = format!("profile-{}", profile.name);
    match profile.criteria.first() {
        _ if text.has(&key) => text.get(&key),
        _ if !profile.source.is_empty() => profile.name.clone(),
        Some(own) => criterion(text, own, None),
        None => profile.name.clone(),
    }
}

/// `Tải xuống ≥ 40 Mbps`; without one common threshold both main classes are named.
pub fn criterion(text: &Text, criterion: &Criterion, technology: Option<Technology>) -> String {
    let name = text.get(metric_key(criterion.metric));
    let sign = if criterion.metric == Metric::Latency { '≤' } else { '≥' };
    let unit = criterion.metric.unit();
    let single = match technology {
        Some(class) => criterion.thresholds.of(class),
        None => criterion.thresholds.common(),
    };
    if let Some(threshold) = single {
        return format!("{name} {sign} {} {unit}", number_short(text, threshold));
    }
    let classes = [Technology::FourG, Technology::FiveG].into_iter();
    let parts: Vec<String> = classes
        .filter(|class| technology.is_none_or(|asked| asked == *class))
        .filter_map(|class| {
            let threshold = criterion.thresholds.of(class)?;
            Some(format!("{} {sign} {}", text.get(technology_key(class)), number_short(text, threshold)))
        })
        .collect();
    if parts.is_empty() {
        text.with("criterion-none", &[("metric", &name)])
    } else {
        format!("{name} {} {unit}", parts.join(", "))
    }
}

/// `Tải xuống ≥ (Mbps)`: what the thresholds of a metric are.
pub fn metric_limit(text: &Text, metric: Metric) -> String {
    let sign = if metric == Metric::Latency { '≤' } else { '≥' };
    format!("{} {sign} ({})", text.get(metric_key(metric)), metric.unit())
}

/// Without decimals where there are none.
pub fn number_short(text: &Text, value: f64) -> String {
    text.number(value, usize::from(value.fract() != 0.0))
}

/// `40 Mbps`, or words where the classes differ.
pub fn threshold(text: &Text, metric: Metric, threshold: Option<f64>) -> String {
    threshold.map_or_else(
        || text.get("threshold-of-class"),
        |value| format!("{} {}", number_short(text, value), metric.unit()),
    )
}

/// The verdict of a card in one sentence.
pub fn verdict(text: &Text, analysis: &Analysis, card: &Card) -> String {
    let who = operator_or_all(text, analysis, card.operator);
    let key = match card.grade {
        Grade::A => "verdict-a",
        Grade::B => "verdict-b",
        Grade::C => "verdict-c",
        Grade::D => "verdict-d",
        Grade::E => "verdict-e",
        Grade::None => "verdict-none",
    };
    let range = card.share.map_or_else(String::new, |s| text.percent_range(s.low, s.high));
    let side = if card.metric == Metric::Latency { "side-above" } else { "side-below" };
    let limit = format!("{} {}", text.get(side), threshold(text, card.metric, card.threshold));
    text.with(
        key,
        &[
            ("operator", &who),
            ("k", &text.count(card.n_failing_votes)),
            ("n", &text.count(card.n_votes)),
            ("limit", &limit),
            ("range", &range),
        ],
    )
}

/// The sentence under the pointer.
pub fn hover(text: &Text, analysis: &Analysis, facts: &HoverFacts, operator: Option<OperatorId>) -> String {
    let who = operator_or_all(text, analysis, operator);
    let grade = facts.grade.map_or_else(String::new, |g| text.get(grade_key(g)));
    let side = if facts.metric == Metric::Latency { "side-above" } else { "side-below" };
    let limit = format!("{} {}", text.get(side), threshold(text, facts.metric, facts.threshold));
    let mut sentence = match facts.share {
        Some(share) => text.with(
            "hover-votes",
            &[
                ("operator", &who),
                ("k", &text.count(facts.n_failing_votes)),
                ("n", &text.count(facts.n_votes)),
                ("limit", &limit),
                ("range", &text.percent_range(share.low, share.high)),
                ("grade", &grade),
            ],
        ),
        None => text.with("hover-no-votes", &[("operator", &who)]),
    };
    if let Some((class, median)) = facts.technology.zip(facts.median) {
        let value = format!("{} {}", text.figure(median), facts.metric.unit());
        let class = text.get(technology_key(class));
        sentence += &format!(" {}", text.with("hover-median", &[("technology", &class), ("value", &value)]));
    }
    sentence
}

/// A figure of a condition.
fn fact(text: &Text, fact: Fact) -> String {
    match fact {
        Fact::Count(n) => text.count(n),
        Fact::Share(share) => text.percent(share),
        Fact::Hours(hours) if hours >= 48.0 => text.with("count-days", &[("n", &text.number(hours / 24.0, 0))]),
        Fact::Hours(hours) => text.with("count-hours", &[("n", &text.number(hours, 0))]),
        Fact::Probability(p) => chance(text, p),
        Fact::Nothing => "–".to_owned(),
    }
}

pub fn probability(text: &Text, p: f64) -> String {
    text.number(p, if p < 0.1 { 3 } else { 2 })
}

/// A small probability as a percentage: `0,6 %`.
pub fn chance(text: &Text, p: f64) -> String {
    if p > 0.0 && p < 0.0005 {
        return format!("< {}", text.percent_with(0.001, 1));
    }
    let whole = (p * 100.0 - (p * 100.0).round()).abs() < 0.05;
    text.percent_with(p, usize::from(p < 0.1 && !whole))
}

pub fn condition(text: &Text, condition: &Condition) -> String {
    let (have, need) = (fact(text, condition.have), fact(text, condition.need));
    text.with(condition.key, &[("have", &have), ("need", &need)])
}

/// Limits of a legend class.
pub fn bound(text: &Text, bound: Bound) -> String {
    let range = |low: Option<f64>, high: Option<f64>, show: &dyn Fn(f64) -> String| match (low, high) {
        (Some(low), Some(high)) => format!("{} – {}", show(low), show(high)),
        (None, Some(high)) => format!("< {}", show(high)),
        (Some(low), None) => format!("≥ {}", show(low)),
        (None, None) => String::new(),
    };
    match bound {
        Bound::Grade(grade) => {
            let name = text.get(grade_key(grade));
            if grade == Grade::None { name } else { format!("{}  {name}", grade.code()) }
        }
        Bound::Share(low, high) => text.percent_range(low, high),
        Bound::Value(low, high) => range(low, high, &|v| number_short(text, v)),
        Bound::Multiple(low, high) => range(low, high, &|v| format!("{} ×", number_short(text, v))),
        Bound::Difference(low, high) => {
            let points = |value: f64| text.number(value * 100.0, 0);
            text.with("legend-points", &[("range", &range(low, high, &points))])
        }
        Bound::MayBeChance => text.get("legend-may-be-chance"),
        Bound::Change(kind) => text.get(&format!("change-{}", kind.code())),
        Bound::Cluster(cluster) => text.get(match cluster {
            Cluster::Failing => "legend-cluster-failing",
            Cluster::Passing => "legend-cluster-passing",
            Cluster::None => "legend-no-cluster",
        }),
        Bound::Count(low, Some(high)) => format!("{}–{}", text.count(low), text.count(high)),
        Bound::Count(low, None) => format!("≥ {}", text.count(low)),
    }
}

/// Short line under the map in two parts: what it shows, of whom, when; by which criterion.
pub fn map_caption(text: &Text, analysis: &Analysis, project: &Project, who: Option<OperatorId>) -> (String, String) {
    let (shown, rule) = circumstances(text, analysis, project);
    (format!("{} · {shown}", operator_or_all(text, analysis, who)), rule)
}

/// The same of whatever operator: technology and period, and the criterion.
pub fn circumstances(text: &Text, analysis: &Analysis, project: &Project) -> (String, String) {
    let latest = analysis.months.last().map(|(month, _)| *month);
    let settings = &analysis.settings;
    let rule = settings.profile.criteria.first().map(|c| criterion(text, c, project.technology)).unwrap_or_default();
    let key = format!("profile-{}", settings.profile.name);
    let source = if text.has(&key) { text.get(&key) } else { settings.profile.source.clone() };
    let source = if source.is_empty() { text.get("criterion-own") } else { source };
    let shown = [technology(text, project.technology), period(text, settings.period, latest)];
    (shown.join(" · "), format!("{rule} ({source})"))
}

/// A distance on the ground as people say it.
pub fn distance(text: &Text, metres: f64) -> String {
    if metres < 1000.0 {
        format!("{} m", text.number(metres, 0))
    } else {
        format!("{} km", text.number(metres / 1000.0, usize::from(metres < 20_000.0)))
    }
}

/// Degrees as shown: `21,04128 B  106,76512 Đ`, west and south with letters of their own.
pub fn position(text: &Text, position: crate::model::LonLat) -> String {
    let side = |value: f64, positive: &str, negative: &str| text.get(if value < 0.0 { negative } else { positive });
    text.with(
        "position-wgs84",
        &[
            ("lat", &text.number(position.lat.abs(), 5)),
            ("north", &side(position.lat, "compass-north", "compass-south")),
            ("lon", &text.number(position.lon.abs(), 5)),
            ("east", &side(position.lon, "compass-east", "compass-west")),
        ],
    )
}

/// Surveyors' order: x is north, y is east.
pub fn position_vn2000(text: &Text, point: crate::model::GridPoint) -> String {
    let (x, y) = (text.number(point.north_m, 0), text.number(point.east_m, 0));
    text.with("position-vn2000", &[("x", &x), ("y", &y)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LonLat;
    use crate::text::Language;

    #[test]
    fn west_and_south_have_letters_of_their_own() {
        let (vi, en) = (Text::new(Language::Vi), Text::new(Language::En));
        let dakar = LonLat { lon: -17.4, lat: 14.7 };
        assert_eq!(position(&vi, dakar), "14,70000 B  17,40000 T");
        assert_eq!(position(&en, dakar), "14.70000 N  17.40000 W");
        assert_eq!(position(&vi, LonLat { lon: 106.765, lat: -21.03 }), "21,03000 N  106,76500 Đ");
    }

    #[test]
    fn distances_are_said_as_people_say_them() {
        let text = Text::new(Language::Vi);
        for (metres, said) in [(224.4, "224 m"), (1_250.0, "1,2 km"), (1_137_000.0, "1.137 km")] {
            assert_eq!(distance(&text, metres), said);
        }
    }

    #[test]
    fn a_place_loses_its_kind_where_a_name_is_left() {
        let shown =
            ["Khu phố Bãi Soi", "KP 3", "Tổ dân phố  Bí Thượng", "Khu dân cư số 12", "Khu phố", "Tỉnh Quảng Ninh"];
        let names = ["Bãi Soi", "3", "Bí Thượng", "Khu dân cư số 12", "Khu phố", "Tỉnh Quảng Ninh"];
        assert_eq!(shown.map(without_kind), names);
    }
}
