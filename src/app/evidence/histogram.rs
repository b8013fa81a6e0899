//! The distribution of samples on a logarithmic axis.

use crate::model::{Criterion, Technology};

/// Columns of the histogram for each factor of ten.
const BINS_PER_DECADE: f64 = 8.0;

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

pub(super) fn histogram(values: &[(f64, bool)], criterion: &Criterion, technology: Option<Technology>) -> Histogram {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Metric, Profile};

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
}
