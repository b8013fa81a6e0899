//! `samples.csv`: each input row with its fate.

use std::io::{self, Write};

use super::fields::Fields;
use super::list::{List, Place, Shape, columns_of};
use super::rejected::parts_by_file;
use super::table::write_table;
use crate::model::{Analysis, Flag, LonLat, MISSING_TIME, Metric, Technology};
use crate::spatial::Grid;

const HEADER: &str =
    "file,row,time,lon,lat,operator,host,technology,download,upload,latency,zone_id,cell_id,vote_id,flags,other_rows";

/// Rows formatted at a time.
const SAMPLES_PER_PART: usize = 1 << 14;
/// Typed rows take many times the room of their text.
const RECORDS_PER_PART: usize = 1 << 11;

pub fn write_samples(analysis: &Analysis, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    let parts = parts_by_file(analysis, SAMPLES_PER_PART);
    let vote_ids = vote_ids(analysis);
    write_table(out, HEADER, parts.len(), |part, rows| {
        let Some((file, from, to)) = parts.get(part).copied() else { return };
        for sample in from..to {
            add_fields(analysis, grid, &vote_ids, (file, sample), rows);
            rows.end();
        }
    })
}

/// Samples where they were taken; those without a position have no place.
pub fn samples_list<'a>(analysis: &'a Analysis, grid: &'a Grid) -> List<'a> {
    let parts = parts_by_file(analysis, RECORDS_PER_PART);
    let vote_ids = vote_ids(analysis);
    let size = (analysis.dataset.samples.len() as u64, parts.len());
    let list = List::in_parts("samples", columns_of(HEADER), size, move |part, records| {
        let Some((file, from, to)) = parts.get(part).copied() else { return };
        for sample in from..to {
            add_fields(analysis, grid, &vote_ids, (file, sample), records);
            let flags = analysis.judgement.flags.get(sample).copied().unwrap_or_default();
            let position = position(analysis, sample).filter(|_| !flags.has(Flag::NoPosition));
            records.end(position.map_or(Shape::None, Shape::Point));
        }
    });
    list.placed(Place::Point, &["operator", "technology"])
}

fn add_fields(analysis: &Analysis, grid: &Grid, vote_ids: &[u32], of: (usize, usize), fields: &mut impl Fields) {
    let (dataset, (file, sample)) = (&analysis.dataset, of);
    let samples = &dataset.samples;
    let source = dataset.files.get(file);
    let row = samples.row.get(sample).copied().unwrap_or(0);
    fields.text(source.map_or("", |f| f.name.as_str())).integer(row);
    fields.time(samples.time.get(sample).copied().unwrap_or(MISSING_TIME));
    fields.maybe_fixed(samples.lon.get(sample), 7).maybe_fixed(samples.lat.get(sample), 7);
    let operator = samples.operator.get(sample).and_then(|id| dataset.operator(*id));
    fields.text(operator.map_or("", |o| &o.brand)).text(operator.map_or("", |o| &o.host));
    fields.word(samples.technology.get(sample).copied().unwrap_or(Technology::Unknown).label());
    for metric in [Metric::Download, Metric::Upload, Metric::Latency] {
        fields.maybe_number(samples.metric(metric).get(sample));
    }
    let flags = analysis.judgement.flags.get(sample).copied().unwrap_or_default();
    let zone = analysis.judgement.zone_of(sample).and_then(|zone| analysis.zones.get(zone));
    fields.text(zone.map_or("", |zone| &zone.id));
    fields.name(|out| {
        // Outside the study area the grid means nothing.
        if !flags.has(Flag::NoPosition) && !flags.has(Flag::Outside) {
            write_cell(analysis, grid, sample, out);
        }
    });
    fields.maybe_integer(vote_ids.get(sample).copied().filter(|id| *id > 0).map(u64::from));
    fields.text(&flags.codes());
    let others = source.map(|f| f.other_rows(row).map(|r| r.to_string()).collect::<Vec<_>>());
    fields.text(&others.unwrap_or_default().join(";"));
}

fn position(analysis: &Analysis, sample: usize) -> Option<LonLat> {
    let samples = &analysis.dataset.samples;
    Some(LonLat { lon: samples.lon.get(sample)?, lat: samples.lat.get(sample)? })
}

fn write_cell(analysis: &Analysis, grid: &Grid, sample: usize, out: &mut Vec<u8>) {
    let binned = analysis.judgement.cell.get(sample).and_then(|c| analysis.cells.get(*c as usize));
    let cell = binned.map(|cell| cell.id).or_else(|| grid.cell_of(position(analysis, sample)?));
    cell.into_iter().for_each(|id| grid.write_id(id, out));
}

/// Number of the vote each sample belongs to, for the profile's first metric: from 1 in key order, 0 for none.
fn vote_ids(analysis: &Analysis) -> Vec<u32> {
    let mut ids = vec![0; analysis.dataset.samples.len()];
    let Some(votes) = analysis.votes(analysis.settings.profile.first_metric()) else { return ids };
    for (id, vote) in (1..).zip(&votes.votes) {
        for sample in votes.samples_of(vote) {
            if let Some(slot) = ids.get_mut(*sample as usize) {
                *slot = id;
            }
        }
    }
    ids
}
