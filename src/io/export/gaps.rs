//! `sampling_gaps.csv` and `.geojson`.

use std::borrow::Cow;
use std::io::{self, Write};

use super::fields::Fields;
use super::format::{Placing, geojson};
use super::list::{List, Place, Shape};
use super::table::write_table;
use crate::job::Feedback;
use crate::model::{Analysis, SamplingGap};

const HEADER: &str = "rank,zone_id,zone_name,operator,grade,n_samples,n_votes,votes_needed,weight,weight_source,\
cells_measured,cells_total";

/// Weight source of zones that have no weight of their own: geodesic square metres.
const AREA: &str = "area";

fn add_fields(analysis: &Analysis, gap: &SamplingGap, fields: &mut impl Fields) {
    let zone = analysis.gap_places.get(gap.zone);
    fields.integer(gap.rank).text(zone.map_or("", |z| &z.id)).text(zone.map_or("", |z| &z.name));
    fields.text(analysis.dataset.brand(gap.operator)).word(gap.grade.code());
    fields.integer(gap.n_samples).integer(gap.n_votes).integer(gap.votes_needed);
    if zone.is_none_or(|zone| zone.weight.is_none()) {
        fields.fixed(gap.weight, 2).word(AREA);
    } else {
        fields.number(gap.weight).text(&analysis.zones.weight_source);
    }
    fields.integer(gap.cells_measured).maybe_integer(gap.cells_total);
}

pub fn write_gaps(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for gap in &analysis.gaps {
            add_fields(analysis, gap, rows);
            rows.end();
        }
    })
}

/// Gaps with the zone or hexagon they are about.
pub fn gaps_list(analysis: &Analysis) -> List<'_> {
    let list = List::of("sampling_gaps", HEADER, &analysis.gaps, |gap, records| {
        add_fields(analysis, gap, records);
        let zone = analysis.gap_places.get(gap.zone);
        records.end(zone.map_or(Shape::None, |zone| Shape::Area(Cow::Borrowed(&zone.shape))));
    });
    list.placed(Place::MultiPolygon, &["rank", "operator", "zone_name"])
}

pub fn write_gap_layer(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    geojson::write(&gaps_list(analysis), &Placing::default(), &Feedback::default(), out).map(drop)
}
