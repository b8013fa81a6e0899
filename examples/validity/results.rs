//! What was measured in each ward, one line of JSON each, kept between runs.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

/// One ward.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    pub setting: String,
    pub seed: u64,
    pub replicas: usize,
    pub correlation: f64,
    pub operators: Vec<OperatorLine>,
    /// Whether any A or B spot shows when every vote is a phone of its own.
    pub single_votes_show: Option<bool>,
    pub places: Vec<PlaceLine>,
    pub spots_a: Truth,
    pub spots_b: Truth,
    pub cells_a: Truth,
    pub zones_a: Truth,
    /// Verdicts of khu phố and operator with at least six votes.
    pub zones_judged: u64,
    pub seconds: f64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OperatorLine {
    pub votes: u64,
    pub cells: u64,
    /// A and B spots.
    pub spots: u64,
}

/// A place with its own failing share.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlaceLine {
    pub cells: u64,
    pub votes: u64,
    /// Whether an A, and an A or B spot of its operator covers more than half of at least one of its cells.
    pub found_a: bool,
    pub found: bool,
    /// Cells of those spots, those that are truly weak, and those that touch the place at all.
    pub drawn: u64,
    pub drawn_weak: u64,
    pub drawn_touching: u64,
    /// Truly weak cells in which its operator was measured, in a ward where the place was found, and those of them that
    /// are drawn.
    pub weak: u64,
    pub weak_drawn: u64,
}

/// How many were graded so, and how many of them are truly weak.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Truth {
    pub n: u64,
    pub weak: u64,
}

impl Truth {
    pub fn add(&mut self, true_share: f64) {
        self.n += 1;
        self.weak += u64::from(true_share > 0.5);
    }
}

pub struct Results {
    state: Mutex<(File, Vec<Line>)>,
    done: BTreeSet<(String, u64, usize)>,
}

impl Results {
    pub fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join("wards.jsonl");
        let text = if path.exists() { std::fs::read_to_string(&path)? } else { String::new() };
        // An interrupted run may leave a line cut short; that ward is drawn again.
        let mut lines: Vec<Line> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        if !text.is_empty() && !text.ends_with('\n') {
            writeln!(file)?;
        }
        // Two runs at once may have drawn the same ward: they found the same.
        let mut done = BTreeSet::new();
        lines.retain(|line| done.insert((line.setting.clone(), line.seed, line.replicas)));
        Ok(Self { state: Mutex::new((file, lines)), done })
    }

    pub fn has(&self, setting: &str, seed: u64, replicas: usize) -> bool {
        self.done.contains(&(setting.to_owned(), seed, replicas))
    }

    pub fn add(&self, line: Line) -> io::Result<()> {
        let text = serde_json::to_string(&line)?;
        let mut state = self.lock();
        writeln!(state.0, "{text}")?;
        state.1.push(line);
        Ok(())
    }

    /// Sorted by setting and ward.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = self.lock().1.clone();
        lines.sort_by(|a, b| (&a.setting, a.seed, a.replicas).cmp(&(&b.setting, b.seed, b.replicas)));
        lines
    }

    fn lock(&self) -> MutexGuard<'_, (File, Vec<Line>)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
