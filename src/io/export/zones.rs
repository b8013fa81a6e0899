//! `zone_stats.csv`, and the columns it shares with `cell_stats.csv`.

use std::borrow::Cow;
use std::io::{self, Write};

use super::fields::Fields;
use super::list::{List, Place, Shape};
use super::table::write_table;
use crate::model::{Analysis, StratumStats, ZoneRow};

const HEADER: &str = "zone_id,zone_name,operator,technology,metric,n_samples,n_votes,n_devices,n_days,n_cells,mean,p10,p25,\
median,p75,p90,median_lo,median_hi,threshold,n_failing_samples,n_failing_votes,share_failing,share_lo,share_hi,grade,\
votes_needed,n_quota,n_sources,note";

const ROWS_PER_PART: usize = 2048;

fn add_fields(analysis: &Analysis, row: &ZoneRow, fields: &mut impl Fields) {
    let zone = row.zone.and_then(|zone| analysis.zones.get(zone));
    fields.text(zone.map_or("*", |zone| &zone.id)).text(zone.map_or("", |zone| &zone.name));
    fields.text(row.operator.map_or("*", |operator| analysis.dataset.brand(operator)));
    fields.word(row.technology.map_or("*", |technology| technology.label())).word(row.metric.label());
    add_stats(fields, &row.stats, true);
}

pub fn write_zone_stats(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let parts: Vec<_> = analysis.zone_rows.chunks(ROWS_PER_PART).collect();
    write_table(out, HEADER, parts.len(), |part, rows| {
        for row in parts.get(part).into_iter().flat_map(|rows| rows.iter()) {
            add_fields(analysis, row, rows);
            rows.end();
        }
    })
}

/// Rows with the outline of their zone; rows of all zones together have none.
pub fn zones_list(analysis: &Analysis) -> List<'_> {
    let list = List::of("zone_stats", HEADER, &analysis.zone_rows, |row, records| {
        add_fields(analysis, row, records);
        let zone = row.zone.and_then(|zone| analysis.zones.get(zone));
        records.end(zone.map_or(Shape::None, |zone| Shape::Area(Cow::Borrowed(&zone.shape))));
    });
    list.placed(Place::MultiPolygon, &["zone_name", "operator", "technology", "metric"])
}

/// The columns from `n_samples` to `note`.
pub fn add_stats(fields: &mut impl Fields, stats: &StratumStats, with_cells: bool) {
    let evidence = stats.evidence.as_deref();
    fields.integer(stats.n_samples).maybe_integer(evidence.map(|e| e.n_votes));
    fields.integer(stats.n_devices).integer(stats.n_days);
    if with_cells {
        fields.integer(stats.n_cells);
    }
    let q = stats.quantiles;
    let interval = q.and_then(|q| q.median_interval);
    fields.maybe_number(stats.mean);
    fields.maybe_number(q.map(|q| q.p10)).maybe_number(q.map(|q| q.p25)).maybe_number(q.map(|q| q.median));
    fields.maybe_number(q.map(|q| q.p75)).maybe_number(q.map(|q| q.p90));
    fields.maybe_number(interval.map(|i| i.0)).maybe_number(interval.map(|i| i.1));
    fields.maybe_number(stats.threshold).maybe_integer(stats.n_failing_samples);
    let verdict = evidence.and_then(|e| e.verdict.as_ref());
    let share = verdict.and_then(|v| v.share);
    fields.maybe_integer(verdict.map(|v| v.n_failing_votes));
    fields.maybe_number(share.map(|s| s.value)).maybe_number(share.map(|s| s.low)).maybe_number(share.map(|s| s.high));
    fields.word(verdict.map_or("", |v| v.grade.code()));
    fields.maybe_integer(verdict.map(|v| u64::from(v.votes_needed)));
    fields.integer(stats.n_quota).maybe_integer(evidence.map(|e| e.n_sources));
    fields.word(if verdict.is_some_and(|v| v.patchy) { "patchy" } else { "" });
}
