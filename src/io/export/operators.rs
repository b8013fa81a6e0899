//! `operators.csv`: operators side by side.

use std::io::{self, Write};

use super::fields::Fields;
use super::list::{List, Shape};
use super::table::write_table;
use crate::model::{Analysis, OperatorComparison};

const HEADER: &str = "metric,technology,operator_a,operator_b,n_cells,mean_difference,p,p_holm,result,crude_order,\
matched_order,share_a,share_b,median_a,median_b";

fn add_fields(analysis: &Analysis, row: &OperatorComparison, fields: &mut impl Fields) {
    let [share_a, share_b] = row.shares;
    let [median_a, median_b] = row.medians;
    fields.word(row.metric.label()).word(row.technology.map_or("*", |class| class.label()));
    fields.text(analysis.dataset.brand(row.a)).text(analysis.dataset.brand(row.b));
    fields.integer(row.n_cells).number(row.mean_difference).number(row.p).number(row.p_holm);
    fields.word(row.result.code()).word(row.crude_order.code()).word(row.matched_order.code());
    fields.number(share_a).number(share_b).maybe_number(median_a).maybe_number(median_b);
}

pub fn write_operators(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for row in &analysis.comparisons {
            add_fields(analysis, row, rows);
            rows.end();
        }
    })
}

pub fn operators_list(analysis: &Analysis) -> List<'_> {
    List::of("operators", HEADER, &analysis.comparisons, |row, records| {
        add_fields(analysis, row, records);
        records.end(Shape::None);
    })
}
