//! Figures of all wards as tables, put into the text.

use std::fmt::Write;

use phusong::analysis::{Z_95, wilson};

use crate::results::{Line, PlaceLine, Truth};
use crate::settings::{BACKGROUNDS, BRANDS, Density};

const TEXT: &str = include_str!("text.md");

/// `k` of `n`, with its Wilson interval at 95 %.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    k: u64,
    n: u64,
}

impl Count {
    fn of<T>(list: impl IntoIterator<Item = T>, is: impl Fn(&T) -> bool) -> Self {
        list.into_iter().fold(Self::default(), |c, item| Self { k: c.k + u64::from(is(&item)), n: c.n + 1 })
    }

    fn share(self) -> f64 {
        self.k as f64 / self.n as f64
    }

    fn text(self) -> String {
        if self.n == 0 {
            return "–".to_owned();
        }
        let (low, high) = wilson(self.k, self.n, Z_95);
        format!("{} of {} = {:.1} % [{:.1}, {:.1}]", self.k, self.n, 100.0 * self.share(), 100.0 * low, 100.0 * high)
    }

    /// At most 5 % and twice the standard error of a share of 5 %.
    fn at_most_five_percent(self) -> &'static str {
        let limit = 0.05 + 2.0 * (0.05 * 0.95 / self.n as f64).sqrt();
        verdict(self, |share| share <= limit)
    }
}

fn verdict(count: Count, holds: impl Fn(f64) -> bool) -> &'static str {
    match count.n {
        0 => "not measured",
        _ if holds(count.share()) => "kept",
        _ => "**not kept**",
    }
}

/// Wards of the settings whose names begin so.
struct Wards<'a>(Vec<&'a Line>);

impl<'a> Wards<'a> {
    fn shown(&self) -> Count {
        Count::of(&self.0, |line| line.operators.iter().any(|o| o.spots > 0))
    }

    fn shown_with_single_votes(&self) -> Count {
        Count::of(self.0.iter().filter_map(|line| line.single_votes_show), |shows| *shows)
    }

    fn confirmed_any(&self) -> Count {
        Count::of(&self.0, |line| line.spots_a.n > 0)
    }

    /// Votes of an operator, and votes a sampled cell.
    fn votes(&self) -> (f64, f64) {
        let operators = || self.0.iter().flat_map(|line| &line.operators);
        let votes = operators().map(|o| o.votes).sum::<u64>() as f64;
        let cells = operators().map(|o| o.cells).sum::<u64>() as f64;
        (votes / operators().count().max(1) as f64, votes / cells.max(1.0))
    }

    fn places(&self) -> impl Iterator<Item = &'a PlaceLine> + '_ {
        self.0.iter().flat_map(|line| &line.places)
    }

    fn found(&self, votes: std::ops::RangeInclusive<u64>) -> Count {
        Count::of(self.places().filter(|place| votes.contains(&place.votes)), |place| place.found)
    }

    /// Of the cells drawn, those that are truly weak, and those that touch the place.
    fn drawn(&self) -> (Count, Count) {
        let sum = |part: fn(&PlaceLine) -> u64| self.places().map(part).sum::<u64>();
        let n = sum(|place| place.drawn);
        (Count { k: sum(|place| place.drawn_weak), n }, Count { k: sum(|place| place.drawn_touching), n })
    }

    /// Of the truly weak cells where the operator was measured, in wards whose place was found, those drawn.
    fn weak_drawn(&self) -> Count {
        let sum = |part: fn(&PlaceLine) -> u64| self.places().map(part).sum::<u64>();
        Count { k: sum(|place| place.weak_drawn), n: sum(|place| place.weak) }
    }

    fn truth(&self, part: impl Fn(&Line) -> Truth) -> Count {
        let add = |count: Count, truth: Truth| Count { k: count.k + truth.weak, n: count.n + truth.n };
        self.0.iter().map(|line| part(line)).fold(Count::default(), add)
    }
}

pub fn report(lines: &[Line], replicas: usize) -> String {
    let of = |prefixes: &[&str]| {
        let begins = |line: &&Line| prefixes.iter().any(|prefix| line.setting.starts_with(prefix));
        Wards(lines.iter().filter(|line| line.replicas == replicas).filter(begins).collect())
    };
    let parts = [
        ("{replicas}", replicas.to_string()),
        ("{wards}", of(&[""]).0.len().to_string()),
        ("{promises}", promises(&of)),
        ("{clean}", clean(&of)),
        ("{operators}", by_operator(&of(&["clean", "home"]))),
        ("{home}", near_home(&of)),
        ("{places}", places(&of)),
        ("{confirmed}", confirmed(&of)),
    ];
    let text = parts.iter().fold(TEXT.to_owned(), |text, (name, value)| text.replace(name, value));
    figures(&of).iter().fold(text, |text, (name, value)| text.replace(name, value))
}

/// Figures within sentences.
fn figures<'a>(of: &impl Fn(&[&str]) -> Wards<'a>) -> Vec<(&'static str, String)> {
    const ANY: std::ops::RangeInclusive<u64> = 0..=u64::MAX;
    let short = |count: Count| format!("{} of {}", count.k, count.n);
    let percent = |count: Count| format!("{:.0} %", 100.0 * count.share());
    let sparse = of(&["place-300"]);
    let is_shifted = |line: &&Line| line.setting == "place-dense-6";
    let shifted = Wards(of(&["place-dense-6"]).0.into_iter().filter(is_shifted).collect()).drawn();
    let clean = of(&["clean", "home"]);
    let judged = clean.0.iter().map(|line| line.zones_judged).sum();
    let zones = Count { k: clean.truth(|line| line.zones_a).n, n: judged };
    let smallest = of(&["patch-1000"]).0.len();
    vec![
        ("{sparse_votes}", format!("{:.1}", sparse.votes().1)),
        ("{found_6}", short(of(&["place-300-6"]).found(ANY))),
        ("{found_20}", short(of(&["place-300-20"]).found(ANY))),
        ("{found_40}", short(of(&["place-300-40"]).found(ANY))),
        ("{found_few}", short(of(&["place-300", "mixed-300"]).found(0..=9))),
        ("{found_many}", short(of(&["place-300", "mixed-300"]).found(15..=u64::MAX))),
        ("{drawn_aligned}", percent(of(&["place-dense-6-aligned"]).drawn().0)),
        ("{drawn_shifted}", percent(shifted.0)),
        ("{touching_shifted}", percent(shifted.1)),
        ("{drawn_40}", percent(of(&["place-300-40"]).drawn().0)),
        ("{zone_verdicts}", short(zones)),
        ("{clean_cells}", clean.truth(|line| line.cells_a).n.to_string()),
        ("{per_setting}", smallest.to_string()),
    ]
}

fn promises<'a>(of: &impl Fn(&[&str]) -> Wards<'a>) -> String {
    let clean = of(&["clean", "home"]).shown();
    let single = of(&["home"]).shown_with_single_votes();
    let patch = of(&["patch"]).confirmed_any();
    let place = of(&["place-dense"]);
    let (drawn, touching) = place.drawn();
    let with_places = of(&["place", "mixed", "patch"]);
    let found = place.found(20..=40);
    let at_least = |count: Count, target: f64| verdict(count, |share| share >= target);
    let spots = with_places.truth(|line| line.spots_a);
    let cells = with_places.truth(|line| line.cells_a);
    let zones = with_places.truth(|line| line.zones_a);
    let not_at_most = |count: Count| if count.at_most_five_percent() == "kept" { "**no**" } else { "yes" };
    let aligned = of(&["place-dense-6-aligned"]).drawn().0;
    let rows = [
        ("clean wards with any A or B spot", "≤ 5 % + 2 s.e.", clean, clean.at_most_five_percent()),
        ("the same with single votes permuted must exceed it", "> 5 % + 2 s.e.", single, not_at_most(single)),
        ("a patch at 0.40 in a ward at 0.10 gets an A", "≤ 5 % + 2 s.e.", patch, patch.at_most_five_percent()),
        ("6 weak cells with 20 to 40 votes: found as A or B", "≥ 82 %", found, at_least(found, 0.82)),
        ("drawn cells truly weak, cells of ground and grid aligned", "≥ 90 %", aligned, at_least(aligned, 0.90)),
        ("drawn cells truly weak, aligned or not", "≥ 90 %", drawn, at_least(drawn, 0.90)),
        ("drawn cells that touch the weak place", "", touching, ""),
        ("measured cells of found places that are drawn", "", place.weak_drawn(), ""),
        ("A spots truly weak", "≥ 95 %", spots, at_least(spots, 0.95)),
        ("A cells truly weak", "≥ 95 %", cells, at_least(cells, 0.95)),
        ("A zones truly weak", "≥ 95 %", zones, at_least(zones, 0.95)),
    ];
    let mut table = table_head(&["promise", "target", "measured", ""]);
    for (promise, target, count, verdict) in rows {
        let _ = writeln!(table, "| {promise} | {target} | {} | {verdict} |", count.text());
    }
    table
}

fn clean<'a>(of: &impl Fn(&[&str]) -> Wards<'a>) -> String {
    let mut table =
        table_head(&["samples", "background", "votes an operator", "votes a cell", "wards with an A or B spot"]);
    let mut row = |samples: &str, background: &str, wards: &Wards<'a>| {
        let (votes, a_cell) = wards.votes();
        let _ = writeln!(table, "| {samples} | {background} | {votes:.0} | {a_cell:.1} | {} |", wards.shown().text());
    };
    for density in Density::ALL {
        let name = density.name();
        for background in BACKGROUNDS {
            let background = format!("{background:.2}");
            row(density_text(density), &background, &of(&[&format!("clean-{name}-{background}")]));
        }
        row(density_text(density), "all", &of(&[&format!("clean-{name}-")]));
    }
    row("all", "all", &of(&["clean"]));
    table
}

fn density_text(density: Density) -> &'static str {
    match density {
        Density::Monthly(300) => "300 a month, 44 km²",
        Density::Monthly(_) => "1,000 a month, 44 km²",
        Density::FiveVotes => "1,250 a month, 4 km²",
    }
}

fn by_operator(wards: &Wards<'_>) -> String {
    let mut table = table_head(&["operator", "wards with an A or B spot of it"]);
    for (number, brand) in BRANDS.iter().enumerate() {
        let shown = Count::of(&wards.0, |line| line.operators.get(number).is_some_and(|o| o.spots > 0));
        let _ = writeln!(table, "| {brand} | {} |", shown.text());
    }
    table
}

fn near_home<'a>(of: &impl Fn(&[&str]) -> Wards<'a>) -> String {
    let mut table = table_head(&["samples", "background", "whole phones change places", "single votes change places"]);
    let mut row = |samples: &str, background: &str, wards: &Wards<'a>| {
        let (whole, single) = (wards.shown().text(), wards.shown_with_single_votes().text());
        let _ = writeln!(table, "| {samples} | {background} | {whole} | {single} |");
    };
    for density in Density::ALL {
        for background in BACKGROUNDS {
            let background = format!("{background:.2}");
            let wards = of(&[&format!("home-{}-{background}", density.name())]);
            if !wards.0.is_empty() {
                row(density_text(density), &background, &wards);
            }
        }
    }
    row("all", "all", &of(&["home"]));
    table
}

fn places<'a>(of: &impl Fn(&[&str]) -> Wards<'a>) -> String {
    const VOTES: [(u64, u64); 5] = [(0, 9), (10, 14), (15, 19), (20, 40), (41, u64::MAX)];
    let mut table = table_head(&[
        "weak place",
        "all wards",
        "under 10 votes inside",
        "10–14",
        "15–19",
        "20–40",
        "over 40",
        "drawn cells truly weak",
        "drawn cells that touch it",
        "truly weak cells drawn",
    ]);
    let rows = [
        ("6 cells, 1,250 a month on 4 km²", "place-dense-6"),
        ("20 cells, 1,000 a month on 44 km²", "place-1000-20"),
        ("6 cells, 300 a month on 44 km²", "place-300-6"),
        ("20 cells, 300 a month on 44 km²", "place-300-20"),
        ("40 cells, 300 a month on 44 km²", "place-300-40"),
    ];
    for (words, prefix) in rows {
        let wards = of(&[prefix]);
        let _ = write!(table, "| {words} | {} |", wards.found(0..=u64::MAX).text());
        for (from, to) in VOTES {
            let found = wards.found(from..=to);
            let _ = write!(
                table,
                " {} |",
                if found.n == 0 { "–".to_owned() } else { format!("{} of {}", found.k, found.n) }
            );
        }
        let (drawn, touching) = wards.drawn();
        let _ = writeln!(table, " {} | {} | {} |", drawn.text(), touching.text(), wards.weak_drawn().text());
    }
    table
}

fn confirmed<'a>(of: &impl Fn(&[&str]) -> Wards<'a>) -> String {
    let mut table = table_head(&["wards", "A spots truly weak", "B spots", "A cells", "A zones"]);
    let rows: [(&str, &[&str]); 5] = [
        ("one place, true share 0.85 in 0.12", &["place"]),
        ("several places of 6 to 50 cells, 0.85 in 0.12", &["mixed"]),
        ("a patch at 0.40 in 0.10", &["patch"]),
        (
            "clean, background up to 0.30",
            &[
                "clean-300-0.0",
                "clean-300-0.1",
                "clean-300-0.3",
                "clean-1000-0.0",
                "clean-1000-0.1",
                "clean-1000-0.3",
                "clean-dense-0.0",
                "clean-dense-0.1",
                "clean-dense-0.3",
            ],
        ),
        ("clean, background 0.45", &["clean-300-0.45", "clean-1000-0.45", "clean-dense-0.45"]),
    ];
    for (words, prefixes) in rows {
        let wards = of(prefixes);
        let text = |part: fn(&Line) -> Truth| {
            let count = wards.truth(part);
            if count.n == 0 { "none".to_owned() } else { count.text() }
        };
        let (a, b) = (text(|line| line.spots_a), text(|line| line.spots_b));
        let (cells, zones) = (text(|line| line.cells_a), text(|line| line.zones_a));
        let _ = writeln!(table, "| {words} ({} wards) | {a} | {b} | {cells} | {zones} |", wards.0.len());
    }
    table
}

fn table_head(titles: &[&str]) -> String {
    format!("| {} |\n|{}\n", titles.join(" | "), " --- |".repeat(titles.len()))
}
