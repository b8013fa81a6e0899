//! CSV as the contract wants it.

use std::io::{self, Write};

use super::Written;
use crate::io::export::fields::Fields;
use crate::io::export::list::{List, Records, Value};
use crate::io::export::table::{Rows, write_header};
use crate::job::Feedback;

pub fn write(list: &List<'_>, feedback: &Feedback, out: &mut dyn Write) -> io::Result<Written> {
    let names: Vec<&str> = list.columns.iter().map(|column| column.name.as_str()).collect();
    let mut header = Rows::default();
    names.iter().for_each(|name| {
        header.text(name);
    });
    write_header(out, &String::from_utf8_lossy(&header.into_bytes()))?;
    let mut written = Written::default();
    list.each_part(
        feedback,
        |records| formatted(&records),
        |(n_rows, rows)| {
            written.n_rows += n_rows;
            out.write_all(&rows)
        },
    )?;
    Ok(written)
}

fn formatted(records: &Records<'_>) -> (u64, Vec<u8>) {
    let (mut rows, mut n_rows) = (Rows::default(), 0);
    for (row, _) in records.rows() {
        for value in row {
            match value {
                Value::Empty => rows.empty(),
                Value::Text(text) => rows.text(text),
                Value::Word(word) => rows.word(word),
                Value::Integer(value) => rows.integer(*value),
                Value::Number(value) => rows.number(*value),
                Value::Fixed(value, decimals) => rows.fixed(*value, usize::from(*decimals)),
                Value::Time(unix_s) => rows.time(*unix_s),
            };
        }
        rows.end();
        n_rows += 1;
    }
    (n_rows, rows.into_bytes())
}
