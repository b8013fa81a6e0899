//! `sampling_gaps.csv` and `.geojson`.

use std::io::{self, Write};

use geo::orient::{Direction, Orient};

use super::geometry::{Feature, write_collection};
use super::table::write_table;
use crate::model::{Analysis, SamplingGap};

const HEADER: &str = "rank,zone_id,zone_name,operator,grade,n_samples,n_votes,votes_needed,weight,weight_source,\
cells_measured,cells_total";

/// Weight source of zones that have no weight of their own: geodesic square metres, where others have one at their density.
const AREA: &str = "area";

fn weight_source(analysis: &Analysis, gap: &SamplingGap) -> String {
    let has_weight = analysis.gap_places.get(gap.zone).is_some_and(|zone| zone.weight.is_some());
    if has_weight { analysis.zones.weight_source.clone() } else { AREA.to_owned() }
}

pub fn write_gaps(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for gap in &analysis.gaps {
            let zone = analysis.gap_places.get(gap.zone);
            rows.integer(gap.rank);
            rows.text(zone.map_or("", |z| &z.id)).text(zone.map_or("", |z| &z.name));
            rows.text(analysis.dataset.brand(gap.operator)).text(gap.grade.code());
            rows.integer(gap.n_samples).integer(gap.n_votes).integer(gap.votes_needed);
            let source = weight_source(analysis, gap);
            if zone.is_none_or(|zone| zone.weight.is_none()) {
                rows.fixed(gap.weight, 2);
            } else {
                rows.number(gap.weight);
            }
            rows.text(&source).integer(gap.cells_measured).maybe_integer(gap.cells_total);
            rows.end();
        }
    })
}

pub fn write_gap_layer(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let features: Vec<Feature> = analysis
        .gaps
        .iter()
        .filter_map(|gap| {
            let zone = analysis.gap_places.get(gap.zone)?;
            let mut feature = Feature::multi_polygon(&zone.shape.orient(Direction::Default));
            feature.integer("rank", gap.rank.into());
            feature.text("zone_id", &zone.id);
            feature.text("zone_name", &zone.name);
            feature.text("operator", analysis.dataset.brand(gap.operator));
            feature.text("grade", gap.grade.code());
            feature.integer("n_samples", gap.n_samples);
            feature.integer("n_votes", gap.n_votes);
            feature.integer("votes_needed", gap.votes_needed.into());
            feature.number("weight", Some(gap.weight));
            feature.text("weight_source", &weight_source(analysis, gap));
            feature.integer("cells_measured", gap.cells_measured);
            feature.number("cells_total", gap.cells_total.map(|n| n as f64));
            Some(feature)
        })
        .collect();
    write_collection("sampling_gaps", &features, out)
}
