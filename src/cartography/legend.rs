//! The legend of a colouring, as classes with their limits; whoever shows it words them.

use super::class::{
    Cluster, Colouring, DIFFERENCE_STEPS, Fill, MEDIAN_STEPS, SAMPLE_STEPS, SHARE_STEPS, fill_of_change,
};
use crate::model::{ChangeKind, Criterion, Grade, Metric, Technology};

/// Limits of a class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// A grade; its name is in the text catalogue.
    Grade(Grade),
    /// Shares from, to.
    Share(f64, f64),
    /// Values of a metric from, to; an open end is `None`.
    Value(Option<f64>, Option<f64>),
    /// Multiples of the threshold from, to, where classes of technology have different thresholds.
    Multiple(Option<f64>, Option<f64>),
    /// Differences of shares from, to; an open end is `None`.
    Difference(Option<f64>, Option<f64>),
    /// A difference that may be chance.
    MayBeChance,
    /// What became of a place; its name is in the text catalogue.
    Change(ChangeKind),
    Cluster(Cluster),
    /// Numbers from, to (inclusive).
    Count(u64, Option<u64>),
}

/// One line of a legend; `None`: no fill.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LegendEntry {
    pub fill: Option<Fill>,
    pub bound: Bound,
}

/// The legend of a colouring for a criterion and a technology class (`None`: all), worst or least first.
pub fn legend(colouring: Colouring, criterion: &Criterion, technology: Option<Technology>) -> Vec<LegendEntry> {
    match colouring {
        Colouring::Grade => grades(),
        Colouring::ShareFailing => (0..5u8)
            .map(|step| {
                let from_best = usize::from(4 - step);
                let low = from_best.checked_sub(1).map_or(0.0, |i| SHARE_STEPS[i]);
                let high = SHARE_STEPS.get(from_best).copied().unwrap_or(1.0);
                LegendEntry { fill: Some(Fill::Diverging(step)), bound: Bound::Share(low, high) }
            })
            .collect(),
        Colouring::Median => medians(criterion, technology),
        Colouring::Difference => differences(),
        Colouring::Change => changes(),
        Colouring::Clusters => [Cluster::Failing, Cluster::None, Cluster::Passing]
            .map(|cluster| LegendEntry { fill: Some(cluster.fill()), bound: Bound::Cluster(cluster) })
            .to_vec(),
        Colouring::Samples => (0..5u8)
            .map(|step| {
                let low = usize::from(step).checked_sub(1).map_or(1, |i| SAMPLE_STEPS[i] + 1);
                let high = SAMPLE_STEPS.get(usize::from(step)).copied();
                LegendEntry { fill: Some(Fill::Sequential(step)), bound: Bound::Count(low, high) }
            })
            .collect(),
    }
}

fn differences() -> Vec<LegendEntry> {
    let steps = (0..5u8).map(|step| {
        let low = usize::from(step).checked_sub(1).map(|i| DIFFERENCE_STEPS[i]);
        let high = DIFFERENCE_STEPS.get(usize::from(step)).copied();
        LegendEntry { fill: Some(Fill::Diverging(step)), bound: Bound::Difference(low, high) }
    });
    steps.chain([LegendEntry { fill: Some(Fill::Grade(Grade::D)), bound: Bound::MayBeChance }]).collect()
}

fn changes() -> Vec<LegendEntry> {
    use ChangeKind::{Better, New, NotMeasured, Resolved, Same, Worse};
    let entry = |kind| LegendEntry { fill: fill_of_change(kind), bound: Bound::Change(kind) };
    [New, Worse, Same, Better, Resolved, NotMeasured].map(entry).to_vec()
}

fn grades() -> Vec<LegendEntry> {
    Grade::ALL
        .into_iter()
        .map(|grade| {
            let fill = match grade {
                Grade::None => None,
                Grade::E => Some(Fill::Adequate(1)),
                other => Some(Fill::Grade(other)),
            };
            LegendEntry { fill, bound: Bound::Grade(grade) }
        })
        .collect()
}

fn medians(criterion: &Criterion, technology: Option<Technology>) -> Vec<LegendEntry> {
    let threshold = match technology {
        Some(class) => criterion.thresholds.of(class),
        None => criterion.thresholds.common(),
    };
    (0..5u8)
        .map(|step| {
            let low = usize::from(step).checked_sub(1).map(|i| MEDIAN_STEPS[i]);
            let high = MEDIAN_STEPS.get(usize::from(step)).copied();
            let bound = match (threshold, criterion.metric) {
                (None, _) => Bound::Multiple(low, high),
                // A latency is better when it is lower: the ratio is threshold to value.
                (Some(t), Metric::Latency) => Bound::Value(high.map(|h| t / h), low.map(|l| t / l)),
                (Some(t), Metric::Download | Metric::Upload) => Bound::Value(low.map(|l| t * l), high.map(|h| t * h)),
            };
            LegendEntry { fill: Some(Fill::Diverging(step)), bound }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Profile;

    #[test]
    fn classes_of_a_legend_meet_without_gap() {
        let profile = Profile::built_in("qd36");
        let criterion = profile.iter().flat_map(|p| p.criteria.first()).next().cloned();
        let entries = criterion.map(|c| legend(Colouring::Median, &c, Some(Technology::FourG))).unwrap_or_default();
        let limits: Vec<_> = entries.iter().map(|e| e.bound).collect();
        assert_eq!(limits[0], Bound::Value(None, Some(20.0)));
        assert_eq!(limits[1], Bound::Value(Some(20.0), Some(40.0)));
        assert_eq!(limits[4], Bound::Value(Some(80.0), None));
    }

    #[test]
    fn different_thresholds_give_multiples() {
        let profile = Profile::built_in("qd36");
        let criterion = profile.iter().flat_map(|p| p.criteria.first()).next().cloned();
        let entries = criterion.map(|c| legend(Colouring::Median, &c, None)).unwrap_or_default();
        assert_eq!(entries[1].bound, Bound::Multiple(Some(0.5), Some(1.0)));
    }
}
