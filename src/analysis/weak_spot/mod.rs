//! Weak spots: places that are weak for one operator, with what is known of them.
//!
//! Spots with proof come from the scan; touching failing cells that no proof covers are only suspected (method §9).

mod describe;
mod priority;
mod shape;
mod suspected;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use self::describe::Finding;
use self::priority::PlaneZones;
use super::evidence::Witnesses;
use super::repeats::mix;
use super::scan::{MIN_VOTES, SIGNIFICANT_P, ScanInput, ScanVote, Window, holm_factors, scan};
use super::statistics::Groups;
use super::verdicts::Court;
use crate::job::{Cancelled, Feedback};
use crate::model::{Analysis, CellId, Grade, GridPoint, OperatorId, ScanProof, Votes, WeakSpot};
use crate::spatial::Grid;

/// What a spot is described from.
pub(super) struct Scene<'a> {
    pub analysis: &'a Analysis,
    pub court: Court<'a>,
    pub grid: &'a Grid,
    pub zones: PlaneZones,
    /// Votes of each of [`Metric::ALL`] by cell.
    ///
    /// [`Metric::ALL`]: crate::model::Metric::ALL
    pub votes_by_cell: Vec<Groups>,
}

impl<'a> Scene<'a> {
    pub fn new(analysis: &'a Analysis, court: Court<'a>, grid: &'a Grid) -> Self {
        let by_cell = |votes: &Votes| {
            Groups::new(votes.votes.len(), analysis.cells.len(), |i| votes.votes.get(i).map(|vote| vote.cell))
        };
        Self {
            analysis,
            court,
            grid,
            zones: PlaneZones::new(&analysis.zones, grid.projection()),
            votes_by_cell: analysis.votes.iter().map(by_cell).collect(),
        }
    }
}

/// All spots of all operators, ranked in one list.
pub(super) fn weak_spots(scene: &Scene<'_>, feedback: &Feedback) -> Result<Vec<WeakSpot>, Cancelled> {
    let metric = scene.analysis.settings.profile.first_metric();
    let Some(witnesses) = scene.court.witnesses(metric) else { return Ok(Vec::new()) };
    let operators = electorates(scene.analysis, &witnesses);
    feedback.begin("stage-scan", scan_steps(scene.analysis))?;
    let proven = proven_findings(scene, &witnesses, &operators, feedback)?;

    let mut findings = Vec::new();
    for (electorate, proven) in operators.iter().zip(proven) {
        let covered: FxHashSet<u32> = proven.iter().flat_map(|finding| finding.window.iter().copied()).collect();
        findings.extend(proven.into_iter().map(|finding| (electorate.operator, finding)));
        for component in suspected::components(scene, &witnesses, &electorate.votes_by_cell, &covered) {
            let shape = component.iter().filter_map(|c| scene.analysis.cells.get(*c as usize)).map(|c| c.id).collect();
            findings.push((electorate.operator, Finding { window: component, shape, proof: None }));
        }
        feedback.check()?;
    }
    let mut spots: Vec<WeakSpot> = findings
        .par_iter()
        .map(|(operator, finding)| feedback.check().map(|()| describe::describe(scene, &witnesses, *operator, finding)))
        .collect::<Result<_, Cancelled>>()?;
    priority::rank(&mut spots);
    Ok(spots)
}

/// Operator and drawn cells of the spots of grade A or B alone. Advances by [`scan_steps`] and begins no stage.
pub(super) fn proven_shapes(
    scene: &Scene<'_>,
    feedback: &Feedback,
) -> Result<Vec<(OperatorId, Vec<CellId>)>, Cancelled> {
    let metric = scene.analysis.settings.profile.first_metric();
    let Some(witnesses) = scene.court.witnesses(metric) else { return Ok(Vec::new()) };
    let operators = electorates(scene.analysis, &witnesses);
    let proven = proven_findings(scene, &witnesses, &operators, feedback)?;
    let is_proven = |operator, finding: &Finding| {
        matches!(describe::grade_of(scene, &witnesses, operator, finding), Grade::A | Grade::B)
    };
    let shapes = operators.iter().zip(proven).flat_map(|(electorate, findings)| {
        let kept = findings.into_iter().filter(|finding| is_proven(electorate.operator, finding));
        kept.map(|finding| (electorate.operator, finding.shape)).collect::<Vec<_>>()
    });
    Ok(shapes.collect())
}

/// Replicas that a scan of all operators takes.
pub(super) fn scan_steps(analysis: &Analysis) -> u64 {
    let votes = analysis.votes(analysis.settings.profile.first_metric());
    let n_votes = |operator: OperatorId| {
        let of_operator = votes.map_or(&[][..], |votes| votes.of_operator(operator).1);
        of_operator.iter().filter(|vote| vote.fails.is_some()).count()
    };
    let scanned = analysis.operators_met.iter().filter(|(operator, _)| n_votes(*operator) >= MIN_VOTES);
    (scanned.count() * analysis.settings.replicas) as u64
}

fn electorates(analysis: &Analysis, witnesses: &Witnesses<'_>) -> Vec<Electorate> {
    analysis.operators_met.iter().map(|(operator, _)| Electorate::new(analysis, witnesses, *operator)).collect()
}

/// What the scan proves of each operator.
fn proven_findings(
    scene: &Scene<'_>,
    witnesses: &Witnesses<'_>,
    operators: &[Electorate],
    feedback: &Feedback,
) -> Result<Vec<Vec<Finding>>, Cancelled> {
    let windows = operators
        .iter()
        .map(|electorate| electorate.scan(scene, witnesses, feedback))
        .collect::<Result<Vec<_>, Cancelled>>()?;
    let factors = correction(operators, &windows);
    let of_operator = |((electorate, windows), factor): ((&Electorate, &Vec<Window>), f64)| {
        windows.iter().filter_map(|window| proven(scene, witnesses, electorate, window, factor)).collect()
    };
    Ok(operators.iter().zip(&windows).zip(factors).map(of_operator).collect())
}

/// The votes of one operator.
struct Electorate {
    operator: OperatorId,
    n_votes: usize,
    /// Indices into the votes of the metric.
    votes_by_cell: FxHashMap<u32, Vec<u32>>,
    /// Cells with votes, sorted: the scan numbers cells by their place here.
    cells: Vec<u32>,
    ids: FxHashSet<CellId>,
}

impl Electorate {
    fn new(analysis: &Analysis, witnesses: &Witnesses<'_>, operator: OperatorId) -> Self {
        let mut votes_by_cell: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut n_votes = 0;
        let (first, votes) = witnesses.votes.of_operator(operator);
        for (index, vote) in (first..).zip(votes).filter(|(_, vote)| vote.fails.is_some()) {
            votes_by_cell.entry(vote.cell).or_default().push(index);
            n_votes += 1;
        }
        let mut cells: Vec<u32> = votes_by_cell.keys().copied().collect();
        cells.sort_unstable();
        let ids = cells.iter().filter_map(|cell| analysis.cells.get(*cell as usize)).map(|cell| cell.id).collect();
        Self { operator, n_votes, votes_by_cell, cells, ids }
    }

    /// Windows that stand out, with cells as indices into the analysis.
    fn scan(
        &self,
        scene: &Scene<'_>,
        witnesses: &Witnesses<'_>,
        feedback: &Feedback,
    ) -> Result<Vec<Window>, Cancelled> {
        let cells = &scene.analysis.cells;
        // Every cell that was binned has a centre; a finite place far off keeps the tree sound should one lack it.
        let nowhere = GridPoint { east_m: -1e12, north_m: -1e12 };
        let centre = |cell: &u32| cells.get(*cell as usize).and_then(|c| scene.grid.centre_in_grid(c.id));
        let centres: Vec<GridPoint> = self.cells.iter().map(|cell| centre(cell).unwrap_or(nowhere)).collect();
        let mut votes = Vec::with_capacity(self.n_votes);
        for (number, cell) in (0..).zip(&self.cells) {
            let here = self.votes_by_cell.get(cell).into_iter().flatten();
            votes.extend(here.filter_map(|index| witnesses.votes.votes.get(*index as usize)).map(|vote| ScanVote {
                cell: number,
                source: vote.source,
                technology: vote.technology as u8,
                fails: vote.fails == Some(true),
            }));
        }
        let settings = &scene.analysis.settings;
        let brand = witnesses.dataset.brand(self.operator).bytes().map(u64::from);
        let input = ScanInput {
            centres: &centres,
            votes: &votes,
            allowed: witnesses.criterion.allowed_failing_share,
            max_radius_m: settings.max_radius_m,
            replicas: settings.replicas,
            seed: mix(&std::iter::once(settings.seed).chain(brand).collect::<Vec<_>>()),
        };
        let mut windows = scan(&input, feedback)?;
        let global = |number: u32| self.cells.get(number as usize).copied().unwrap_or(number);
        for window in &mut windows {
            window.centre = global(window.centre);
            window.cells.iter_mut().for_each(|cell| *cell = global(*cell));
        }
        Ok(windows)
    }
}

/// Factor on the p-values of each operator; operators that were not scanned are no test and get 1.
fn correction(operators: &[Electorate], windows: &[Vec<Window>]) -> Vec<f64> {
    let scanned: Vec<usize> = (0..operators.len())
        .filter(|i| operators.get(*i).is_some_and(|electorate| electorate.n_votes >= MIN_VOTES))
        .collect();
    let smallest = |i: &usize| windows.get(*i)?.iter().map(Window::p).min_by(f64::total_cmp);
    let mut factors = vec![1.0; operators.len()];
    let of_scanned = holm_factors(&scanned.iter().map(smallest).collect::<Vec<_>>());
    for (i, factor) in scanned.into_iter().zip(of_scanned) {
        if let Some(slot) = factors.get_mut(i) {
            *slot = factor;
        }
    }
    factors
}

/// The window as a finding when it is significant and its failing share exceeds the allowed one.
fn proven(
    scene: &Scene<'_>,
    witnesses: &Witnesses<'_>,
    electorate: &Electorate,
    window: &Window,
    factor: f64,
) -> Option<Finding> {
    let p_corrected = (window.p() * factor).min(1.0);
    let allowed = witnesses.criterion.allowed_failing_share;
    if p_corrected > SIGNIFICANT_P || window.n_failing as f64 / window.n_votes as f64 <= allowed {
        return None;
    }
    Some(Finding {
        window: window.cells.clone(),
        shape: shape::trimmed(scene, witnesses, electorate, &window.cells),
        proof: Some(ScanProof {
            p_relative: window.p_relative,
            p_absolute: window.p_absolute,
            p_corrected,
            llr_relative: window.llr_relative,
            llr_absolute: window.llr_absolute,
            window_cell: window.centre,
            window_radius_m: window.radius_m,
            window_votes: window.n_votes,
            window_failing_votes: window.n_failing,
        }),
    })
}
