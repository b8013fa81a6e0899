//! Evidence and verdicts for the rows of the zone and cell tables (method §5–§7).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::evidence::{Scratch, Witnesses};
use super::statistics::Groups;
use super::strata::Strata;
use super::votes::is_known;
use crate::job::{Cancelled, Feedback};
use crate::model::{CellRow, Dataset, Evidence, Metric, OperatorId, Profile, Technology, Vote, Votes, ZoneRow};

/// Failing share over the study area of each operator and class, where it has votes; keys as in the tables.
type WiderShares = FxHashMap<(Option<OperatorId>, Option<Technology>, Metric), f64>;

/// Everything a verdict needs besides the votes at hand.
#[derive(Debug, Clone, Copy)]
pub struct Court<'a> {
    pub dataset: &'a Dataset,
    pub profile: &'a Profile,
    pub strata: Strata,
    /// Votes of [`Metric::ALL`].
    pub votes: &'a [Votes],
    /// 25 m square of each sample, packed.
    pub spots: &'a [u64],
}

impl<'a> Court<'a> {
    /// The votes of a metric as witnesses; `None` when it has no criterion.
    pub fn witnesses(&self, metric: Metric) -> Option<Witnesses<'a>> {
        let criterion = self.profile.criterion(metric)?;
        Some(Witnesses { dataset: self.dataset, votes: self.votes_of(metric)?, metric, criterion, spots: self.spots })
    }

    fn votes_of(&self, metric: Metric) -> Option<&'a Votes> {
        self.votes.get(Metric::ALL.iter().position(|m| *m == metric)?)
    }

    /// Evidence of one stratum. A class of its own without a threshold has votes and no verdict.
    fn evidence<'v>(
        &self,
        metric: Metric,
        technology: Option<Technology>,
        votes: impl Iterator<Item = &'v Vote> + Clone,
        wider_share: Option<f64>,
        scratch: &mut Scratch,
    ) -> Box<Evidence> {
        let witnesses = self
            .witnesses(metric)
            .filter(|w| technology.is_none_or(|class| w.criterion.thresholds.of(class).is_some()));
        let Some(witnesses) = witnesses else {
            let n_votes = votes.clone().count() as u64;
            return Box::new(Evidence { n_votes, n_sources: count_sources(votes), verdict: None });
        };
        let tally = witnesses.tally(votes, scratch);
        let verdict = tally.verdict(witnesses.criterion.allowed_failing_share, wider_share);
        Box::new(Evidence { n_votes: tally.n, n_sources: tally.n_sources, verdict: Some(verdict) })
    }

    /// Fills the evidence of the zone rows. Zones without votes take the shares of `study`, where that is given, else
    /// those of the rows themselves.
    pub fn judge_zones(
        &self,
        rows: &mut [ZoneRow],
        study: Option<&[ZoneRow]>,
        feedback: &Feedback,
    ) -> Result<(), Cancelled> {
        let by_stratum: Vec<Vec<Vec<&[Vote]>>> =
            self.votes.iter().map(|votes| votes_by_stratum(votes, self.strata)).collect();
        let votes_of = |row: &ZoneRow| -> &[&[Vote]] {
            let metric = Metric::ALL.iter().position(|m| *m == row.metric).unwrap_or(0);
            let stratum = self.strata.stratum(row.zone, row.operator, row.technology) as usize;
            by_stratum.get(metric).and_then(|strata| strata.get(stratum)).map_or(&[], Vec::as_slice)
        };
        let judge = |row: &mut ZoneRow, wider: Option<f64>, scratch: &mut Scratch| {
            let votes = votes_of(row).iter().flat_map(|run| run.iter());
            row.stats.evidence = Some(self.evidence(row.metric, row.technology, votes, wider, scratch));
        };
        // The rows of the whole study come first in the table and answer for zones that have no votes.
        let whole_study = rows.iter().take_while(|row| row.zone.is_none()).count();
        let (whole, zones) = rows.split_at_mut(whole_study);
        whole.par_iter_mut().for_each_init(Scratch::default, |scratch, row| judge(row, None, scratch));
        feedback.check()?;
        let wider = wider_shares(study.unwrap_or(whole));
        zones.par_iter_mut().try_for_each_init(Scratch::default, |scratch, row| {
            let wider = wider.get(&(row.operator, row.technology, row.metric)).copied();
            judge(row, wider, scratch);
            feedback.check()
        })
    }

    /// Fills the evidence of the cell rows; `zone_rows` must have been judged.
    pub fn judge_cells(
        &self,
        n_cells: usize,
        rows: &mut [CellRow],
        zone_rows: &[ZoneRow],
        feedback: &Feedback,
    ) -> Result<(), Cancelled> {
        let wider = wider_shares(zone_rows);
        let by_cell: Vec<Groups> = self
            .votes
            .iter()
            .map(|v| Groups::new(v.votes.len(), n_cells, |vote| v.votes.get(vote).map(|vote| vote.cell)))
            .collect();
        rows.par_iter_mut().with_min_len(64).try_for_each_init(Scratch::default, |scratch, row| {
            let metric = Metric::ALL.iter().position(|m| *m == row.metric).unwrap_or(0);
            let (Some(groups), Some(all)) = (by_cell.get(metric), self.votes.get(metric)) else { return Ok(()) };
            let votes = groups.rows(row.cell).iter().filter_map(|i| all.votes.get(*i as usize)).filter(|vote| {
                row.operator.is_none_or(|o| o == vote.operator) && row.technology.is_none_or(|t| t == vote.technology)
            });
            let wider = wider.get(&(row.operator, row.technology, row.metric)).copied();
            row.stats.evidence = Some(self.evidence(row.metric, row.technology, votes, wider, scratch));
            feedback.check()
        })
    }
}

fn count_sources<'v>(votes: impl Iterator<Item = &'v Vote>) -> u64 {
    let mut known = Vec::new();
    let mut n_unknown = 0;
    for vote in votes {
        if is_known(vote) {
            known.push(vote.source);
        } else {
            n_unknown += 1;
        }
    }
    known.sort_unstable();
    known.dedup();
    known.len() as u64 + n_unknown
}

/// Runs of votes that belong to each stratum. Votes are sorted by operator, class, zone: a leaf is one run.
fn votes_by_stratum(votes: &Votes, strata: Strata) -> Vec<Vec<&[Vote]>> {
    let mut by_stratum = vec![Vec::new(); strata.n_strata()];
    let leaf_of = |vote: &Vote| strata.leaf(vote.zone, vote.operator, vote.technology);
    for run in votes.votes.chunk_by(|a, b| leaf_of(a) == leaf_of(b)) {
        for stratum in run.first().into_iter().flat_map(|vote| strata.strata_of_leaf(leaf_of(vote))) {
            if let Some(runs) = by_stratum.get_mut(stratum as usize) {
                runs.push(run);
            }
        }
    }
    by_stratum
}

fn wider_shares(rows: &[ZoneRow]) -> WiderShares {
    rows.iter()
        .take_while(|row| row.zone.is_none())
        .filter_map(|row| {
            let share = row.stats.evidence.as_ref()?.verdict.as_ref()?.share?;
            Some(((row.operator, row.technology, row.metric), share.value))
        })
        .collect()
}
