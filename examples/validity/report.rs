//! Figures of all wards as tables, put into the text.

use phusong::analysis::{Z_95, wilson};

use crate::results::Line;

pub fn report(lines: &[Line], replicas: usize) -> String {
    let mut out = String::new();
    let mut settings: Vec<&str> = lines.iter().map(|l| l.setting.as_str()).collect();
    settings.dedup();
    for name in settings {
        let of: Vec<&Line> = lines.iter().filter(|l| l.setting == name && l.replicas == replicas).collect();
        let n = of.len() as u64;
        let any = of.iter().filter(|l| l.operators.iter().any(|o| o.spots > 0)).count() as u64;
        let single = of.iter().filter(|l| l.single_votes_show == Some(true)).count() as u64;
        let votes: u64 = of.iter().flat_map(|l| &l.operators).map(|o| o.votes).sum();
        let cells: u64 = of.iter().flat_map(|l| &l.operators).map(|o| o.cells).sum();
        let (low, high) = wilson(any, n, Z_95);
        out.push_str(&format!(
            "{name}: n {n} any {any} [{low:.3} {high:.3}] single {single} votes/cell {:.2} votes/op {}\n",
            votes as f64 / cells as f64,
            votes / 4 / n.max(1)
        ));
    }
    out
}
