//! Windows of three months against analyses of just these months, asked for one by one.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use phusong::analysis::{ROLLING_MONTHS, SeriesOf, SeriesPlace, analyze, rolling_shares};
use phusong::io::read_sample_ward;
use phusong::job::Feedback;
use phusong::model::{AnalysisSettings, Month, Period, Profile, VoteCount, ZoneIndex};

/// 2026-11-22.
const NOW: i64 = 1_795_280_400;

#[test]
fn a_rolling_window_says_what_an_analysis_of_these_months_says() {
    let feedback = Feedback::default();
    let (dataset, zones) = read_sample_ward(&feedback).unwrap();
    let (dataset, zones) = (Arc::new(dataset), Arc::new(zones));
    let settings = AnalysisSettings { replicas: 0, ..AnalysisSettings::new(Profile::built_in("qd36").unwrap(), NOW) };
    let run =
        |settings: &AnalysisSettings| analyze(Arc::clone(&dataset), Arc::clone(&zones), settings, &feedback).unwrap();
    let whole = run(&settings);
    let metric = settings.profile.first_metric();
    let operator = whole.operators_met.iter().max_by_key(|(_, n)| *n).unwrap().0;
    let n_windows = whole.months.last().unwrap().0.0 - whole.months[0].0.0 + 2 - ROLLING_MONTHS;
    let mut compared = 0;
    for which in [None, Some(operator)] {
        for zone in [ZoneIndex(0), ZoneIndex(3)] {
            let of = SeriesOf { place: SeriesPlace::Zone(zone), operator: which, technology: None };
            let series = rolling_shares(&whole, of, &feedback).unwrap();
            assert_eq!(series.len() as i32, n_windows);
            for window in [series[0], series[series.len() / 2], series[series.len() - 1]] {
                let (from, to) = Period::of_months(Month(window.last.0 - ROLLING_MONTHS + 1), window.last);
                let part = run(&AnalysisSettings { period: Period::Days { from, to }, ..settings.clone() });
                let row = part.zone_row(Some(zone), which, None, metric);
                let evidence = row.and_then(|row| row.stats.evidence.as_ref());
                let count = evidence.map_or_else(VoteCount::default, |evidence| VoteCount {
                    failing: evidence.verdict.as_ref().unwrap().n_failing_votes,
                    votes: evidence.n_votes,
                });
                assert_eq!(window.count, count, "{which:?} {zone:?} {}", window.last);
                let share = evidence.and_then(|evidence| evidence.verdict.as_ref()?.share);
                assert_eq!(window.share, share);
                compared += count.votes;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}
