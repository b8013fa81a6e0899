//! `changes.csv`: one period against an earlier one.

use std::io::{self, Write};

use super::table::{Rows, write_table};
use crate::model::{Analysis, Change, ChangedPlace, Standing};

const HEADER: &str = "kind,place_id,place_name,operator,change,n_votes_before,n_failing_votes_before,share_before,\
share_lo_before,share_hi_before,grade_before,n_votes,n_failing_votes,share_failing,share_lo,share_hi,grade,n_cells,\
mean_difference,p,fix,cells_needed";

/// `analysis` is that of the later period.
pub fn write_changes(analysis: &Analysis, changes: &[Change], out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for change in changes {
            match &change.place {
                ChangedPlace::Zone(zone) => {
                    let zone = zone.and_then(|zone| analysis.zones.get(zone));
                    rows.word("zone").text(zone.map_or("*", |z| &z.id)).text(zone.map_or("", |z| &z.name));
                }
                ChangedPlace::Spot(id) => {
                    rows.word("spot").text(id).empty();
                }
            }
            rows.text(analysis.dataset.brand(change.operator)).word(change.kind.code());
            standing(rows, &change.before);
            standing(rows, &change.after);
            match &change.cells {
                Some(cells) => {
                    let needed = match cells.answer {
                        crate::model::FixAnswer::MoreCells(n) => Some(n),
                        _ => None,
                    };
                    rows.integer(cells.n_cells).maybe_number(cells.mean_difference).maybe_number(cells.p);
                    rows.word(cells.answer.code()).maybe_integer(needed);
                }
                None => {
                    rows.empty().empty().empty().empty().empty();
                }
            }
            rows.end();
        }
    })
}

fn standing(rows: &mut Rows, standing: &Standing) {
    let share = standing.share;
    rows.integer(standing.count.votes).integer(standing.count.failing);
    rows.maybe_number(share.map(|s| s.value)).maybe_number(share.map(|s| s.low)).maybe_number(share.map(|s| s.high));
    rows.word(standing.grade.code());
}
