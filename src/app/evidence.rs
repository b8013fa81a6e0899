//! What the evidence card shows of one place and operator, gathered once when the selection changes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Selection;
use crate::model::{
    Analysis, Conditions, Criterion, Flag, Grade, LonLat, Metric, Month, OperatorId, Share, StratumStats, Technology,
    ZoneIndex, local_hour, local_month,
};

/// Columns of the histogram for each factor of ten.
const BINS_PER_DECADE: f64 = 8.0;

/// The place a card is about, as indices into its analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Spot(usize),
    Cell(u32),
    Zone(ZoneIndex),
}

/// What a card depends on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    /// Address of the analysis: a new one lives elsewhere while the card still holds the old.
    analysis: usize,
    selection: Selection,
    operator: Option<OperatorId>,
    technology: Option<Technology>,
}

/// A condition of the verdict: what is asked, what is there, whether it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Key of the sentence; it takes `have` and `need`.
    pub key: &'static str,
    pub holds: bool,
    pub have: Fact,
    pub need: Fact,
}

/// A figure in a condition or step, formatted by whoever shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fact {
    Count(u64),
    Share(f64),
    Hours(f64),
    Probability(f64),
    Nothing,
}

/// One step from rows to grade.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainStep {
    pub key: &'static str,
    pub count: u64,
}

/// Samples on a logarithmic axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Histogram {
    /// Lower end of the first column as a power of ten.
    pub start_log10: f64,
    /// Width of a column as a power of ten.
    pub step_log10: f64,
    /// Failing and passing samples of each column.
    pub columns: Vec<(u32, u32)>,
    /// Thresholds in force, sorted, without repeats.
    pub thresholds: Vec<f64>,
}

/// Another operator at the same place.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherOperator {
    pub operator: OperatorId,
    pub n_votes: u64,
    pub n_failing_votes: u64,
    /// Absent for weak spots, whose places have no row of their own.
    pub grade: Option<Grade>,
}

/// Evidence about one place and operator.
#[derive(Debug, Clone)]
pub struct Card {
    pub(super) key: Key,
    /// Class the card is about; `None`: all.
    pub technology: Option<Technology>,
    pub subject: Subject,
    pub operator: Option<OperatorId>,
    pub zone: Option<ZoneIndex>,
    pub point: Option<LonLat>,
    pub metric: Metric,
    pub grade: Grade,
    pub share: Option<Share>,
    pub threshold: Option<f64>,
    pub n_samples: u64,
    pub n_votes: u64,
    pub n_failing_votes: u64,
    pub n_devices: u64,
    pub n_days: u64,
    pub votes_needed: u32,
    pub patchy: bool,
    pub median: Option<(Technology, f64)>,
    pub conditions: Vec<Condition>,
    pub chain: Vec<ChainStep>,
    /// Rows per flag code at the place.
    pub flags: Vec<(&'static str, u64)>,
    pub histogram: Histogram,
    /// Month, samples, failing samples.
    pub months: Vec<(Month, u32, u32)>,
    /// Samples and failing samples of each local hour.
    pub hours: [(u32, u32); 24],
    pub others: Vec<OtherOperator>,
}

impl Card {
    pub(super) fn key(
        analysis: &Arc<Analysis>,
        selection: &Selection,
        operator: Option<OperatorId>,
        technology: Option<Technology>,
    ) -> Key {
        Key { analysis: Arc::as_ptr(analysis) as usize, selection: selection.clone(), operator, technology }
    }

    /// The card of a selection; `None` when nothing is selected or it holds nothing under the filters.
    pub(super) fn new(analysis: &Analysis, key: Key) -> Option<Self> {
        let criterion = analysis.settings.profile.criteria.first()?;
        let mut card = match &key.selection {
            Selection::Nothing => return None,
            Selection::Spot(id) => {
                let index = analysis.weak_spots.iter().position(|spot| spot.spot_id == *id)?;
                of_spot(analysis, criterion, index, key)?
            }
            Selection::Cell(id) => {
                let index = analysis.cells.iter().position(|cell| cell.id == *id)?;
                let cell = analysis.cells.get(index)?;
                let index = u32::try_from(index).ok()?;
                let row = analysis.cell_row(index, key.operator, key.technology, criterion.metric)?;
                let place = (Subject::Cell(index), cell.zone, Some(cell.centre));
                of_stratum(analysis, criterion, place, &row.stats, key)
            }
            Selection::Zone(zone) => {
                let row = analysis.zone_row(Some(*zone), key.operator, key.technology, criterion.metric)?;
                of_stratum(analysis, criterion, (Subject::Zone(*zone), Some(*zone), None), &row.stats, key)
            }
        };
        card.gather_samples(analysis, criterion);
        card.others = others(analysis, &card);
        Some(card)
    }

    fn empty(key: Key, criterion: &Criterion, subject: Subject) -> Self {
        let threshold = match key.technology {
            Some(class) => criterion.thresholds.of(class),
            None => criterion.thresholds.common(),
        };
        Self {
            subject,
            operator: key.operator,
            technology: key.technology,
            key,
            zone: None,
            point: None,
            metric: criterion.metric,
            grade: Grade::None,
            share: None,
            threshold,
            n_samples: 0,
            n_votes: 0,
            n_failing_votes: 0,
            n_devices: 0,
            n_days: 0,
            votes_needed: 0,
            patchy: false,
            median: None,
            conditions: Vec::new(),
            chain: Vec::new(),
            flags: Vec::new(),
            histogram: Histogram::default(),
            months: Vec::new(),
            hours: [(0, 0); 24],
            others: Vec::new(),
        }
    }

    /// Histogram, months, hours and the chain, from the samples of the place.
    fn gather_samples(&mut self, analysis: &Analysis, criterion: &Criterion) {
        let inside = Inside::new(analysis, self.subject);
        let samples = &analysis.dataset.samples;
        let values_of = samples.metric(criterion.metric);
        let mut rows = 0u64;
        let (mut accepted, mut evidence) = (0u64, 0u64);
        let mut flag_counts = crate::model::FlagCounts::default();
        let mut values: Vec<(f64, bool)> = Vec::new();
        let mut months = std::collections::BTreeMap::<Month, (u32, u32)>::new();
        let all = samples.operator.iter().zip(&samples.technology).zip(&samples.time);
        for (index, (((operator, technology), time), flags)) in all.zip(&analysis.judgement.flags).enumerate() {
            let asked = self.operator.is_none_or(|o| o == *operator)
                && self.technology.is_none_or(|t| t == *technology)
                && !flags.has(Flag::OutOfPeriod);
            if !asked || !inside.holds(analysis, index) {
                continue;
            }
            rows += 1;
            flag_counts.add(*flags);
            accepted += u64::from(flags.is_accepted());
            let Some(value) = values_of.get(index).filter(|_| flags.is_evidence()) else { continue };
            let Some(fails) = criterion.fails(*technology, value) else { continue };
            evidence += 1;
            values.push((value, fails));
            let month = months.entry(local_month(*time)).or_default();
            month.0 += 1;
            month.1 += u32::from(fails);
            if let Some(hour) = self.hours.get_mut(usize::from(local_hour(*time))) {
                hour.0 += 1;
                hour.1 += u32::from(fails);
            }
        }
        self.months = months.into_iter().map(|(month, (n, failing))| (month, n, failing)).collect();
        self.histogram = histogram(&values, criterion, self.technology);
        self.flags = flag_counts.by_code();
        self.chain = vec![
            ChainStep { key: "chain-rows", count: rows },
            ChainStep { key: "chain-accepted", count: accepted },
            ChainStep { key: "chain-evidence", count: evidence },
            ChainStep { key: "chain-votes", count: self.n_votes },
            ChainStep { key: "chain-failing", count: self.n_failing_votes },
        ];
    }
}

/// Which samples lie in the place of a card.
enum Inside {
    Cells(BTreeSet<u32>),
    Zone(u32),
}

impl Inside {
    fn new(analysis: &Analysis, subject: Subject) -> Self {
        match subject {
            Subject::Spot(index) => Self::Cells(
                analysis.weak_spots.get(index).map(|s| s.cells.iter().copied().collect()).unwrap_or_default(),
            ),
            Subject::Cell(cell) => Self::Cells(BTreeSet::from([cell])),
            Subject::Zone(zone) => Self::Zone(zone.0),
        }
    }

    fn holds(&self, analysis: &Analysis, sample: usize) -> bool {
        let judgement = &analysis.judgement;
        match self {
            Self::Cells(cells) => judgement.cell.get(sample).is_some_and(|cell| cells.contains(cell)),
            Self::Zone(zone) => judgement.zone.get(sample) == Some(zone),
        }
    }
}

type Place = (Subject, Option<ZoneIndex>, Option<LonLat>);

fn of_stratum(analysis: &Analysis, criterion: &Criterion, place: Place, stats: &StratumStats, key: Key) -> Card {
    let (subject, zone, point) = place;
    let technology = key.technology;
    let mut card = Card::empty(key, criterion, subject);
    (card.zone, card.point) = (zone, point);
    card.n_samples = stats.n_samples;
    card.n_devices = stats.n_devices;
    card.n_days = stats.n_days;
    card.median = technology.zip(stats.quantiles.map(|q| q.median));
    let Some(evidence) = &stats.evidence else { return card };
    card.n_votes = evidence.n_votes;
    if let Some(verdict) = &evidence.verdict {
        card.grade = verdict.grade;
        card.share = verdict.share;
        card.n_failing_votes = verdict.n_failing_votes;
        card.votes_needed = verdict.votes_needed;
        card.patchy = verdict.patchy;
        let weak = verdict.share.is_some_and(|s| s.value > criterion.allowed_failing_share);
        card.conditions = if weak {
            weak_conditions(&verdict.conditions, criterion.allowed_failing_share)
        } else {
            adequate_conditions(&verdict.conditions, evidence.n_votes, evidence.n_sources, criterion)
        };
    }
    debug_assert_eq!(analysis.settings.profile.first_metric(), criterion.metric);
    card
}

fn of_spot(analysis: &Analysis, criterion: &Criterion, index: usize, key: Key) -> Option<Card> {
    let spot = analysis.weak_spots.get(index)?;
    let mut card = Card::empty(key, criterion, Subject::Spot(index));
    // A spot is found over all classes together, for its own operator.
    card.operator = Some(spot.operator);
    card.technology = None;
    card.zone = spot.zone;
    card.point = Some(spot.point);
    card.grade = spot.grade;
    card.share = Some(spot.share);
    card.threshold = criterion.thresholds.of(spot.technology);
    card.n_samples = spot.n_samples;
    card.n_votes = spot.n_votes;
    card.n_failing_votes = spot.n_failing_votes;
    card.n_devices = spot.n_devices;
    card.n_days = spot.n_days;
    card.votes_needed = spot.votes_needed;
    let median = match criterion.metric {
        Metric::Download => spot.median_download,
        Metric::Upload => spot.median_upload,
        Metric::Latency => spot.median_latency,
    };
    card.median = median.map(|value| (spot.technology, value));
    card.conditions = weak_conditions(&spot.conditions, criterion.allowed_failing_share);
    // Leaving one source out is asked of strata; of a window the scan's p stands in its place.
    card.conditions.retain(|condition| condition.key != "condition-without-one");
    let p = spot.proof.as_ref().map(|proof| proof.p_corrected);
    card.conditions.push(Condition {
        key: if p.is_some() { "condition-scan" } else { "condition-no-scan" },
        holds: p.is_some_and(|p| p <= 0.05),
        have: p.map_or(Fact::Nothing, Fact::Probability),
        need: Fact::Probability(0.05),
    });
    Some(card)
}

/// What grade A asks for (method §7).
fn weak_conditions(c: &Conditions, allowed: f64) -> Vec<Condition> {
    let count = |key, have: u64, need: u64| Condition {
        key,
        holds: have >= need,
        have: Fact::Count(have),
        need: Fact::Count(need),
    };
    vec![
        count("condition-known-votes", c.n_known, 6),
        Condition {
            key: "condition-without-one",
            holds: c.low_without_one.is_some_and(|low| low > allowed),
            have: c.low_without_one.map_or(Fact::Nothing, Fact::Share),
            need: Fact::Share(allowed),
        },
        count("condition-sources", c.failing_sources, 5),
        count("condition-days", c.failing_days, 2),
        Condition {
            key: "condition-span",
            holds: c.failing_span_s >= 4 * 3600,
            have: Fact::Hours(c.failing_span_s as f64 / 3600.0),
            need: Fact::Hours(4.0),
        },
        count("condition-spots", c.failing_spots, 2),
    ]
}

/// What grade E asks for (method §7).
fn adequate_conditions(c: &Conditions, n_votes: u64, n_sources: u64, criterion: &Criterion) -> Vec<Condition> {
    let count = |key, have: u64, need: u64| Condition {
        key,
        holds: have >= need,
        have: Fact::Count(have),
        need: Fact::Count(need),
    };
    vec![
        count("condition-votes", n_votes, 6),
        Condition {
            key: "condition-adequate-without-one",
            holds: c.high_without_one.is_some_and(|high| high < criterion.allowed_failing_share),
            have: c.high_without_one.map_or(Fact::Nothing, Fact::Share),
            need: Fact::Share(criterion.allowed_failing_share),
        },
        count("condition-any-sources", n_sources, 3),
        count("condition-any-spots", c.spots, 2),
    ]
}

fn histogram(values: &[(f64, bool)], criterion: &Criterion, technology: Option<Technology>) -> Histogram {
    let mut thresholds: Vec<f64> = match technology {
        Some(class) => criterion.thresholds.of(class).into_iter().collect(),
        None => criterion.thresholds.common().map_or_else(
            || [Technology::FourG, Technology::FiveG].into_iter().filter_map(|t| criterion.thresholds.of(t)).collect(),
            |common| vec![common],
        ),
    };
    thresholds.sort_by(f64::total_cmp);
    thresholds.dedup();
    // A failed test is a zero, which a logarithmic axis cannot show: it goes into the first column.
    let floor = 0.1;
    let logs = || values.iter().map(|(v, _)| v.max(floor).log10()).chain(thresholds.iter().map(|t| t.log10()));
    let (Some(low), Some(high)) = (logs().min_by(f64::total_cmp), logs().max_by(f64::total_cmp)) else {
        return Histogram { thresholds, ..Histogram::default() };
    };
    let start = (low * BINS_PER_DECADE).floor();
    let n = ((high * BINS_PER_DECADE).floor() - start) as usize + 1;
    let mut columns = vec![(0u32, 0u32); n];
    for (value, fails) in values {
        let bin = (value.max(floor).log10() * BINS_PER_DECADE).floor() - start;
        if let Some(column) = columns.get_mut(bin.max(0.0) as usize) {
            *(if *fails { &mut column.0 } else { &mut column.1 }) += 1;
        }
    }
    Histogram { start_log10: start / BINS_PER_DECADE, step_log10: 1.0 / BINS_PER_DECADE, columns, thresholds }
}

fn others(analysis: &Analysis, card: &Card) -> Vec<OtherOperator> {
    let met = analysis.operators_met.iter().map(|(id, _)| *id).filter(|id| Some(*id) != card.operator);
    let of_stats = |operator, stats: &StratumStats| {
        let evidence = stats.evidence.as_ref()?;
        let verdict = evidence.verdict.as_ref()?;
        Some(OtherOperator {
            operator,
            n_votes: evidence.n_votes,
            n_failing_votes: verdict.n_failing_votes,
            grade: Some(verdict.grade),
        })
    };
    let technology = card.technology;
    met.filter_map(|operator| match card.subject {
        Subject::Cell(cell) => {
            of_stats(operator, &analysis.cell_row(cell, Some(operator), technology, card.metric)?.stats)
        }
        Subject::Zone(zone) => {
            of_stats(operator, &analysis.zone_row(Some(zone), Some(operator), technology, card.metric)?.stats)
        }
        Subject::Spot(index) => {
            let spot = analysis.weak_spots.get(index)?;
            let strata = spot.cells.iter().filter_map(|c| analysis.cell_row(*c, Some(operator), None, card.metric));
            let verdicts = strata
                .filter_map(|row| row.stats.evidence.as_ref())
                .map(|e| (e.n_votes, e.verdict.as_ref().map_or(0, |v| v.n_failing_votes)));
            let (n_votes, n_failing_votes) = verdicts.fold((0, 0), |sum, v| (sum.0 + v.0, sum.1 + v.1));
            let grade = spot.others_ok.contains(&operator).then_some(Grade::E);
            Some(OtherOperator { operator, n_votes, n_failing_votes, grade })
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Profile;

    #[test]
    fn the_threshold_parts_the_histogram() {
        let profile = Profile::quick(Metric::Download, 40.0);
        let criterion = &profile.criteria[0];
        let values = [(2.0, true), (35.0, true), (50.0, false), (0.0, true)];
        let histogram = histogram(&values, criterion, None);
        let failing: u32 = histogram.columns.iter().map(|c| c.0).sum();
        let passing: u32 = histogram.columns.iter().map(|c| c.1).sum();
        assert_eq!((failing, passing), (3, 1));
        assert_eq!(histogram.start_log10, -1.0);
        assert_eq!(histogram.thresholds, [40.0]);
    }

    #[test]
    fn five_sources_are_asked_for_and_four_are_not_enough() {
        let conditions = Conditions { failing_sources: 4, n_known: 6, ..Conditions::default() };
        let list = weak_conditions(&conditions, 0.5);
        assert!(list.iter().any(|c| c.key == "condition-known-votes" && c.holds));
        assert!(list.iter().any(|c| c.key == "condition-sources" && !c.holds));
    }
}
