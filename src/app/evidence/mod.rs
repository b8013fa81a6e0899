//! What the evidence card shows of one place and operator, gathered once when the selection changes.

mod conditions;
mod histogram;
mod others;
mod samples;
mod time;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Selection;
use crate::analysis::votes_to_overturn;
use crate::model::{
    Analysis, BeforeAfter, Conditions, Criterion, Flag, Grade, HoursView, LonLat, Metric, Month, OperatorId,
    RollingShare, Share, StratumStats, Technology, VoteCount, ZoneIndex, local_hour, local_month,
};
pub use conditions::{Condition, Fact};
use conditions::{adequate_conditions, scan_condition, weak_conditions};
pub use histogram::Histogram;
use histogram::histogram;
pub use others::OtherOperator;
use others::others;
pub use samples::{SampleLine, SamplesHere};

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
    fix_month: Option<Month>,
}

/// One step from rows to grade.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainStep {
    pub key: &'static str,
    pub count: u64,
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
    /// Further votes of the other kind that would overturn the verdict; absent where it claims nothing.
    pub overturned_by: Option<u64>,
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
    /// Failing share in windows of three months.
    pub rolling: Vec<RollingShare>,
    /// Of a weak spot.
    pub hours_view: Option<HoursView>,
    /// Before and since the month of a fix, of a weak spot.
    pub fix: Option<(Month, BeforeAfter)>,
    pub others: Vec<OtherOperator>,
    pub samples: SamplesHere,
}

impl Card {
    pub(super) fn key(
        analysis: &Arc<Analysis>,
        selection: &Selection,
        operator: Option<OperatorId>,
        technology: Option<Technology>,
        fix_month: Option<Month>,
    ) -> Key {
        Key { analysis: Arc::as_ptr(analysis) as usize, selection: selection.clone(), operator, technology, fix_month }
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
        card.gather_times(analysis);
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
            overturned_by: None,
            patchy: false,
            median: None,
            conditions: Vec::new(),
            chain: Vec::new(),
            flags: Vec::new(),
            histogram: Histogram::default(),
            months: Vec::new(),
            hours: [(0, 0); 24],
            rolling: Vec::new(),
            hours_view: None,
            fix: None,
            others: Vec::new(),
            samples: SamplesHere::default(),
        }
    }

    /// Histogram, months, hours and the chain, from the samples of the place.
    fn gather_samples(&mut self, analysis: &Analysis, criterion: &Criterion) {
        let inside = Inside::new(analysis, self.subject);
        let samples = &analysis.dataset.samples;
        let values_of = samples.metric(criterion.metric);
        let mut rows = 0u64;
        let mut accepted: Vec<u32> = Vec::new();
        let mut evidence = 0u64;
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
            if flags.is_accepted() {
                accepted.extend(u32::try_from(index));
            }
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
            ChainStep { key: "chain-accepted", count: accepted.len() as u64 },
            ChainStep { key: "chain-evidence", count: evidence },
            ChainStep { key: "chain-votes", count: self.n_votes },
            ChainStep { key: "chain-failing", count: self.n_failing_votes },
        ];
        self.samples = SamplesHere::new(analysis, criterion, accepted);
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
        card.overturned_by = overturned_by(&card, &verdict.conditions, criterion);
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

/// Grade A rests on the votes of known sources, the others on all.
fn overturned_by(card: &Card, conditions: &Conditions, criterion: &Criterion) -> Option<u64> {
    let counted = match card.grade {
        Grade::A => VoteCount { failing: conditions.k_known, votes: conditions.n_known },
        _ => VoteCount { failing: card.n_failing_votes, votes: card.n_votes },
    };
    votes_to_overturn(card.grade, counted, criterion.allowed_failing_share)
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
    card.overturned_by = overturned_by(&card, &spot.conditions, criterion);
    // Leaving one source out is asked of strata; of a window the scan's p stands in its place.
    card.conditions.retain(|condition| condition.key != "condition-without-one");
    card.conditions.push(scan_condition(spot.proof.as_ref()));
    Some(card)
}
