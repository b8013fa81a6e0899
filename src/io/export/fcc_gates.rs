//! `fcc_gates.csv`: which hexagons pass the three gates in FCC style.

use std::io::{self, Write};

use super::table::write_table;
use crate::model::{Analysis, FccRow};
use crate::spatial::write_h3_id;

const HEADER: &str = "hex,operator,metric,n,failing,space,time,number,passed";

pub fn write_fcc_gates(analysis: &Analysis, gates: &[FccRow], out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for row in gates {
            rows.raw(|out| write_h3_id(row.hexagon, out)).text(analysis.dataset.brand(row.operator));
            rows.word(row.metric.label()).integer(row.n).integer(row.failing);
            rows.integer(row.space).integer(row.time).integer(row.number).integer(row.passed());
            rows.end();
        }
    })
}
