//! `samples.csv`: each input row with its fate.

use std::io::{self, Write};

use super::rejected::parts_by_file;
use super::table::{write_table, write_text};
use crate::model::{Analysis, Flag, LonLat, write_sample_columns};
use crate::spatial::Grid;

const HEADER: &str =
    "file,row,time,lon,lat,operator,host,technology,download,upload,latency,zone_id,cell_id,vote_id,flags,other_rows";

pub fn write_samples(analysis: &Analysis, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    let parts = parts_by_file(analysis);
    let vote_ids = vote_ids(analysis);
    write_table(out, HEADER, parts.len(), |part, rows| {
        let Some((file, from, to)) = parts.get(part).copied() else { return };
        let name = analysis.dataset.files.get(file).map_or("", |f| f.name.as_str());
        for sample in from..to {
            let flags = analysis.judgement.flags.get(sample).copied().unwrap_or_default();
            rows.text(name).integer(analysis.dataset.samples.row.get(sample).copied().unwrap_or(0));
            rows.raw(|out| write_sample_columns(&analysis.dataset, sample, out, write_text));
            let zone = analysis.judgement.zone_of(sample).and_then(|zone| analysis.zones.get(zone));
            rows.text(zone.map_or("", |zone| &zone.id));
            rows.raw(|out| {
                // Outside the study area the grid means nothing.
                if !flags.has(Flag::NoPosition) && !flags.has(Flag::Outside) {
                    write_cell(analysis, grid, sample, out);
                }
            });
            rows.maybe_integer(vote_ids.get(sample).copied().filter(|id| *id > 0).map(u64::from));
            rows.text(&flags.codes());
            let row = analysis.dataset.samples.row.get(sample).copied().unwrap_or(0);
            let others = analysis.dataset.files.get(file).map(|f| f.other_rows(row).map(|r| r.to_string()));
            rows.text(&others.map(|rows| rows.collect::<Vec<_>>().join(";")).unwrap_or_default());
            rows.end();
        }
    })
}

fn write_cell(analysis: &Analysis, grid: &Grid, sample: usize, out: &mut Vec<u8>) {
    let samples = &analysis.dataset.samples;
    let binned = analysis.judgement.cell.get(sample).and_then(|c| analysis.cells.get(*c as usize));
    let cell = binned
        .map(|cell| cell.id)
        .or_else(|| grid.cell_of(LonLat { lon: samples.lon.get(sample)?, lat: samples.lat.get(sample)? }));
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
