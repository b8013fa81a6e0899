//! Gi* or local Moran with 999 conditional permutations on a square lattice, as `bench/local_statistics.sh` times them:
//!
//! ```text
//! cargo run --release --example local_statistics -- gi|moran SIDE VALUES OUT
//! ```
//!
//! `VALUES` holds SIDE × SIDE 64-bit floats, row by row; `OUT` gets the z-scores of Gi*, or Moran's I and then its
//! p-values. Neighbours share an edge or a corner.

use std::path::Path;
use std::process::ExitCode;

use phusong::analysis::local::{Neighbours, PERMUTATIONS, conditional_p, gi_star, local_moran};
use phusong::job::Feedback;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let [method, side, values, out] = arguments else { return Err("gi|moran SIDE VALUES OUT".to_owned()) };
    let side: usize = side.parse().map_err(|e| format!("{side}: {e}"))?;
    let values = read(Path::new(values))?;
    if values.len() != side * side {
        return Err(format!("{} values, not {side} × {side}", values.len()));
    }
    let neighbours = Neighbours::from_lists((0..side * side).map(|cell| around(cell, side)));
    let found: Vec<f64> = match method.as_str() {
        "gi" => gi_star(&values, &neighbours).into_iter().map(|z| z.unwrap_or(f64::NAN)).collect(),
        "moran" => {
            let is = local_moran(&values, &neighbours).into_iter().map(|found| found.map_or(f64::NAN, |(i, _)| i));
            let ps = conditional_p(&values, &neighbours, PERMUTATIONS, 1, &Feedback::default());
            is.chain(ps.map_err(|_| "cancelled")?).collect()
        }
        other => return Err(format!("{other}: gi or moran")),
    };
    let bytes: Vec<u8> = found.iter().flat_map(|value| value.to_le_bytes()).collect();
    std::fs::write(out, bytes).map_err(|e| format!("{out}: {e}"))
}

fn read(path: &Path) -> Result<Vec<f64>, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let (values, _) = bytes.as_chunks::<8>();
    Ok(values.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect())
}

/// The up to eight cells around one, sorted.
fn around(cell: usize, side: usize) -> Vec<u32> {
    let (row, column) = (cell / side, cell % side);
    let near = |at: usize| at.saturating_sub(1)..=(at + 1).min(side - 1);
    let cells = near(row).flat_map(|r| near(column).map(move |c| r * side + c));
    cells.filter(|other| *other != cell).map(|other| other as u32).collect()
}
