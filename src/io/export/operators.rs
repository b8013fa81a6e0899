//! `operators.csv`: operators side by side.

use std::io::{self, Write};

use super::table::write_table;
use crate::model::Analysis;

const HEADER: &str = "metric,technology,operator_a,operator_b,n_cells,mean_difference,p,p_holm,result,crude_order,\
matched_order,share_a,share_b,median_a,median_b";

pub fn write_operators(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for row in &analysis.comparisons {
            let [share_a, share_b] = row.shares;
            let [median_a, median_b] = row.medians;
            rows.word(row.metric.label()).word(row.technology.map_or("*", |class| class.label()));
            rows.text(analysis.dataset.brand(row.a)).text(analysis.dataset.brand(row.b));
            rows.integer(row.n_cells).number(row.mean_difference).number(row.p).number(row.p_holm);
            rows.word(row.result.code()).word(row.crude_order.code()).word(row.matched_order.code());
            rows.number(share_a).number(share_b).maybe_number(median_a).maybe_number(median_b);
            rows.end();
        }
    })
}
