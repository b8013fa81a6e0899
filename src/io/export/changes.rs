//! `changes.csv`: one period against an earlier one.

use std::io::{self, Write};

use super::fields::Fields;
use super::list::{List, Shape};
use super::table::write_table;
use crate::model::{Analysis, Change, ChangedPlace, FixAnswer, Standing};

const HEADER: &str = "kind,place_id,place_name,operator,change,n_votes_before,n_failing_votes_before,share_before,\
share_lo_before,share_hi_before,grade_before,n_votes,n_failing_votes,share_failing,share_lo,share_hi,grade,n_cells,\
mean_difference,p,fix,cells_needed";

/// `analysis` is that of the later period.
pub fn write_changes(analysis: &Analysis, changes: &[Change], out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for change in changes {
            add_fields(analysis, change, rows);
            rows.end();
        }
    })
}

pub fn changes_list<'a>(analysis: &'a Analysis, changes: &'a [Change]) -> List<'a> {
    List::of("changes", HEADER, changes, |change, records| {
        add_fields(analysis, change, records);
        records.end(Shape::None);
    })
}

fn add_fields(analysis: &Analysis, change: &Change, fields: &mut impl Fields) {
    match &change.place {
        ChangedPlace::Zone(zone) => {
            let zone = zone.and_then(|zone| analysis.zones.get(zone));
            fields.word("zone").text(zone.map_or("*", |z| &z.id)).text(zone.map_or("", |z| &z.name));
        }
        ChangedPlace::Spot(id) => {
            fields.word("spot").text(id).empty();
        }
    }
    fields.text(analysis.dataset.brand(change.operator)).word(change.kind.code());
    add_standing(fields, &change.before);
    add_standing(fields, &change.after);
    match &change.cells {
        Some(cells) => {
            let needed = match cells.answer {
                FixAnswer::MoreCells(n) => Some(n),
                _ => None,
            };
            fields.integer(cells.n_cells).maybe_number(cells.mean_difference).maybe_number(cells.p);
            fields.word(cells.answer.code()).maybe_integer(needed);
        }
        None => {
            fields.empty().empty().empty().empty().empty();
        }
    }
}

fn add_standing(fields: &mut impl Fields, standing: &Standing) {
    let share = standing.share;
    fields.integer(standing.count.votes).integer(standing.count.failing);
    fields.maybe_number(share.map(|s| s.value)).maybe_number(share.map(|s| s.low)).maybe_number(share.map(|s| s.high));
    fields.word(standing.grade.code());
}
