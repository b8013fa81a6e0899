//! The process that reads: whatever ends it, the one that watches goes on.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use phusong::io::{ReadOptions, ZoneOptions, inspect_all, read_profile, read_samples, read_zones};
use phusong::job::Feedback;
use phusong::model::Error;
use phusong::spatial::Crs;

use super::mutant::mutant;
use super::seeds::Family;

/// Makes and reads mutants from a number on. For each a line is written when it begins and one when it has ended:
/// `begin NUMBER`, `end read|refused|panic MILLISECONDS KILOBYTES MESSAGE`.
pub fn read_all(
    family: &Family,
    seed: u64,
    numbers: std::ops::Range<u64>,
    folder: &Path,
) -> Result<(), Box<dyn std::error::Error>> {
    let seeds = (family.make)()?;
    let last_panic: Arc<Mutex<String>> = Arc::default();
    let heard = Arc::clone(&last_panic);
    std::panic::set_hook(Box::new(move |info| {
        if let Ok(mut last) = heard.lock() {
            *last = info.to_string().replace('\n', " ");
        }
    }));
    let mut out = std::io::stdout().lock();
    for number in numbers {
        let files = mutant(family.name, &seeds, seed, number)?;
        let Some(path) = write(folder, &files)? else { continue };
        writeln!(out, "begin {number}")?;
        out.flush()?;
        // The peak of memory is counted from here on, where the system can.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let start = Instant::now();
        // A thread of its own, whose stack is as small as that of the program's background work.
        let read = std::thread::spawn(move || refusal(&path)).join();
        let milliseconds = start.elapsed().as_millis();
        let (outcome, message) = match read {
            Ok(None) => ("read", String::new()),
            Ok(Some(reason)) => ("refused", reason),
            Err(_) => ("panic", last_panic.lock().map(|last| last.clone()).unwrap_or_default()),
        };
        writeln!(out, "end {outcome} {milliseconds} {} {message}", peak_kb())?;
        out.flush()?;
    }
    Ok(())
}

/// Writes the files into an emptied folder; where the first one lies.
pub fn write(folder: &Path, files: &[(String, Vec<u8>)]) -> std::io::Result<Option<PathBuf>> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    for (name, bytes) in files {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(files.first().map(|(name, _)| folder.join(name)))
}

/// Reads a file in every way the program knows; why none of them gave anything.
fn refusal(path: &Path) -> Option<String> {
    if path.extension().is_some_and(|ending| ending == "toml") {
        return read_profile(&path.to_string_lossy()).err().map(|error| error.key().to_owned());
    }
    let feedback = Feedback::default();
    let looked = inspect_all(path, &ReadOptions::default(), &feedback);
    let is_understood = looked.iter().any(|(_, inspection)| inspection.as_ref().is_ok_and(|i| i.refusal.is_none()));
    let samples = read_samples(&[path.to_owned()], &ReadOptions::default(), &feedback);
    let mut zones = read_zones(path, &ZoneOptions::default(), &feedback);
    if matches!(zones, Err(Error::UnclearCrs { .. })) {
        let options = ZoneOptions { crs: Crs::from_epsg(4326).ok(), ..ZoneOptions::default() };
        zones = read_zones(path, &options, &feedback);
    }
    match (samples, zones) {
        (Err(as_samples), Err(as_zones)) if !is_understood => Some(format!("{} {}", as_samples.key(), as_zones.key())),
        _ => None,
    }
}

/// Most memory since the count was reset; 0 where the system does not tell.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}
