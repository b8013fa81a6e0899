//! `zone_stats.csv`, and the columns it shares with `cell_stats.csv`.

use std::io::{self, Write};

use super::table::{Rows, write_table};
use crate::model::{Analysis, StratumStats};

const HEADER: &str = "zone_id,zone_name,operator,technology,metric,n_samples,n_votes,n_devices,n_days,n_cells,mean,p10,p25,\
median,p75,p90,median_lo,median_hi,threshold,n_failing_samples,n_failing_votes,share_failing,share_lo,share_hi,grade,\
votes_needed,n_quota,n_sources,note";

const ROWS_PER_PART: usize = 2048;

pub fn write_zone_stats(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let parts: Vec<_> = analysis.zone_rows.chunks(ROWS_PER_PART).collect();
    write_table(out, HEADER, parts.len(), |part, rows| {
        for row in parts.get(part).into_iter().flat_map(|rows| rows.iter()) {
            let zone = row.zone.and_then(|zone| analysis.zones.get(zone));
            rows.text(zone.map_or("*", |zone| &zone.id));
            rows.text(zone.map_or("", |zone| &zone.name));
            rows.text(row.operator.map_or("*", |operator| analysis.dataset.brand(operator)));
            rows.word(row.technology.map_or("*", |technology| technology.label()));
            rows.word(row.metric.label());
            stats_columns(rows, &row.stats, true);
            rows.end();
        }
    })
}

/// The columns from `n_samples` to `note`.
pub fn stats_columns(rows: &mut Rows, stats: &StratumStats, with_cells: bool) {
    let evidence = stats.evidence.as_deref();
    rows.integer(stats.n_samples).maybe_integer(evidence.map(|e| e.n_votes));
    rows.integer(stats.n_devices).integer(stats.n_days);
    if with_cells {
        rows.integer(stats.n_cells);
    }
    let q = stats.quantiles;
    let interval = q.and_then(|q| q.median_interval);
    rows.maybe_number(stats.mean);
    rows.maybe_number(q.map(|q| q.p10)).maybe_number(q.map(|q| q.p25)).maybe_number(q.map(|q| q.median));
    rows.maybe_number(q.map(|q| q.p75)).maybe_number(q.map(|q| q.p90));
    rows.maybe_number(interval.map(|i| i.0)).maybe_number(interval.map(|i| i.1));
    rows.maybe_number(stats.threshold).maybe_integer(stats.n_failing_samples);
    let verdict = evidence.and_then(|e| e.verdict.as_ref());
    let share = verdict.and_then(|v| v.share);
    rows.maybe_integer(verdict.map(|v| v.n_failing_votes));
    rows.maybe_number(share.map(|s| s.value)).maybe_number(share.map(|s| s.low)).maybe_number(share.map(|s| s.high));
    rows.word(verdict.map_or("", |v| v.grade.code()));
    rows.maybe_integer(verdict.map(|v| u64::from(v.votes_needed)));
    rows.integer(stats.n_quota).maybe_integer(evidence.map(|e| e.n_sources));
    rows.word(if verdict.is_some_and(|v| v.patchy) { "patchy" } else { "" });
}
