//! Watches the process that reads: counts, keeps what goes wrong, and starts it anew.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::Arguments;
use super::seeds::Family;

/// Time for one mutant.
const LIMIT: Duration = Duration::from_secs(20);

/// Memory of the process that reads, addresses that it never touches included.
const LIMIT_KB: u64 = 1 << 20;

#[derive(Default)]
pub struct Tally {
    n_read: u64,
    n_refused: u64,
    n_panics: u64,
    n_slow: u64,
    n_large: u64,
    slowest: Duration,
    peak_kb: u64,
}

impl Tally {
    pub fn is_clean(&self) -> bool {
        self.n_panics + self.n_slow + self.n_large == 0
    }

    pub fn line(&self, name: &str) -> String {
        let Self { n_read, n_refused, n_panics, n_slow, n_large, slowest, peak_kb } = self;
        let n = n_read + n_refused + n_panics + n_slow + n_large;
        let (seconds, mb) = (slowest.as_secs_f64(), peak_kb >> 10);
        format!("| {name} | {n} | {n_read} | {n_refused} | {n_panics} | {n_slow} | {n_large} | {seconds:.1} | {mb} |")
    }
}

/// Reads the mutants of a format until the time is over.
pub fn watch(family: &Family, arguments: &Arguments, numbers: std::ops::Range<u64>) -> Result<Tally, Box<dyn Error>> {
    let end = Instant::now() + Duration::from_secs(arguments.seconds);
    let mut tally = Tally::default();
    let mut next = numbers.start;
    while next < numbers.end && Instant::now() < end {
        let complaints = arguments.folder.join("stderr.txt");
        let mut reading = start(family, arguments, next..numbers.end, &complaints)?;
        let lines = lines_of(&mut reading);
        let (number, outcome) = follow(&lines, next, end, &mut tally);
        // It may have ended by itself.
        let _ = reading.kill();
        let status = reading.wait()?;
        next = number.saturating_add(1);
        let complaint = std::fs::read_to_string(&complaints).unwrap_or_default();
        let (kind, message) = match outcome {
            Outcome::TimeIsOver => break,
            Outcome::Panic(message) => ("panic", message),
            Outcome::Slow => ("slow", String::new()),
            Outcome::Ended if status.success() => break,
            Outcome::Ended if complaint.contains("memory allocation of") => ("large", complaint),
            Outcome::Ended => ("panic", format!("{status}: {complaint}")),
        };
        match kind {
            "large" => tally.n_large += 1,
            "slow" => tally.n_slow += 1,
            _ => tally.n_panics += 1,
        }
        let found = arguments.folder.join("found").join(format!("{}-{number}-{kind}", family.name));
        keep(&arguments.folder.join("current"), &found)?;
        std::fs::write(found.join("message.txt"), &message)?;
        eprintln!("{}: {}", found.display(), message.chars().take(200).collect::<String>().trim());
    }
    Ok(tally)
}

enum Outcome {
    TimeIsOver,
    Panic(String),
    Slow,
    /// The process ended before it had read the mutant, or all mutants are read.
    Ended,
}

/// Listens until something happens; the number of the mutant that was read then.
fn follow(lines: &Receiver<String>, from: u64, end: Instant, tally: &mut Tally) -> (u64, Outcome) {
    let mut number = from;
    loop {
        let line = match lines.recv_timeout(LIMIT) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => return (number, Outcome::Slow),
            Err(RecvTimeoutError::Disconnected) => return (number, Outcome::Ended),
        };
        let words: Vec<&str> = line.splitn(5, ' ').collect();
        match words.as_slice() {
            ["begin", n] => number = n.parse().unwrap_or(number),
            ["end", kind, milliseconds, kb, message] => {
                tally.slowest = tally.slowest.max(Duration::from_millis(milliseconds.parse().unwrap_or(0)));
                tally.peak_kb = tally.peak_kb.max(kb.parse().unwrap_or(0));
                match *kind {
                    "read" => tally.n_read += 1,
                    "refused" => tally.n_refused += 1,
                    _ => return (number, Outcome::Panic((*message).to_owned())),
                }
                if Instant::now() >= end {
                    return (number, Outcome::TimeIsOver);
                }
            }
            _ => {}
        }
    }
}

/// Starts the process that reads, within a limit of memory where there is a shell that can set one.
fn start(
    family: &Family,
    arguments: &Arguments,
    numbers: std::ops::Range<u64>,
    complaints: &Path,
) -> Result<Child, Box<dyn Error>> {
    let own = std::env::current_exe()?;
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("ulimit -c 0; ulimit -v {LIMIT_KB}; exec \"$0\" \"$@\"")).arg(own);
        shell
    } else {
        Command::new(own)
    };
    command.arg("--child").arg(&arguments.folder).args(["--only", family.name]);
    command.args(["--seed", &arguments.seed.to_string(), "--from", &numbers.start.to_string()]);
    command.args(["--to", &(numbers.end - 1).to_string()]);
    // One heap for all threads: each further one takes addresses that are never used.
    command.env("MALLOC_ARENA_MAX", "1");
    Ok(command.stdout(Stdio::piped()).stderr(File::create(complaints)?).spawn()?)
}

fn lines_of(reading: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    if let Some(out) = reading.stdout.take() {
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
    }
    receiver
}

fn keep(current: &Path, found: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(found)?;
    for entry in std::fs::read_dir(current)? {
        let entry = entry?;
        std::fs::copy(entry.path(), found.join(entry.file_name()))?;
    }
    Ok(())
}
