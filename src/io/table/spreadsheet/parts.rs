//! Looks at the parts of a zipped workbook before any of them is held in memory.
//!
//! Sizes in the archive's directory may lie, so each part is decompressed once and counted. A part without end, a single
//! text of megabytes or a table of strings that announces billions is refused here.

use std::fs::File;
use std::io::{BufReader, Read};

use memchr::{memchr, memchr_iter, memmem};
use zip::ZipArchive;

use crate::io::source::Source;
use crate::job::Feedback;
use crate::model::{Error, Result};

use super::records;

/// Parts that a reader keeps as a whole.
const HELD_PARTS: &[&str] = &["sharedstrings", "styles", "workbook", "theme", ".rels"];
const MAX_HELD_BYTES: u64 = 128 << 20;

/// Parts that are streamed may grow by this factor over the file, and by a fixed amount.
const MAX_RATIO: u64 = 100;
const FREE_BYTES: u64 = 64 << 20;

/// Longest text or tag: a cell holds at most 32,767 characters.
const LONGEST_PIECE: usize = 4 << 20;

/// Strings that a table of strings may announce beyond what its size allows.
const FREE_STRINGS: u64 = 1_000_000;

/// Refuses a workbook that would cost more than its size is worth.
pub(super) fn check(source: &Source, feedback: &Feedback) -> Result<()> {
    let damaged = || Error::DamagedFile { path: source.shown.clone() };
    let file = File::open(&source.path).map_err(|e| Error::unreadable(&source.shown, &e))?;
    let n_bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let mut left = FREE_BYTES + n_bytes.saturating_mul(MAX_RATIO);
    let limit_mb = left >> 20;
    let mut archive = ZipArchive::new(file).map_err(|_| damaged())?;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(|_| damaged())?;
        let name = part.name().to_lowercase();
        if !is_read(&name) {
            continue;
        }
        let is_held = HELD_PARTS.iter().any(|held| name.contains(held));
        let mut scan = Scan { limit: if is_held { MAX_HELD_BYTES.min(left) } else { left }, ..Scan::default() };
        match scan.run(part, name.ends_with(".bin"), feedback)? {
            Found::Whole if name.ends_with(".bin") && !has_sound_records(&mut archive, i, &name) => {
                return Err(damaged());
            }
            Found::Whole => left = left.saturating_sub(scan.n_bytes),
            Found::Broken => return Err(damaged()),
            Found::TooMuch => return Err(Error::UnpacksTooLarge { path: source.shown.clone(), limit_mb }),
        }
    }
    Ok(())
}

/// Whether a workbook of Excel has more than one sheet, by the names of its parts.
pub(super) fn has_several_sheets(source: &Source) -> bool {
    let archive = File::open(&source.path).ok().and_then(|file| ZipArchive::new(file).ok());
    let is_sheet = |name: &&str| name.to_lowercase().contains("worksheets/") && !name.ends_with(".rels");
    archive.is_some_and(|archive| archive.file_names().filter(is_sheet).count() > 1)
}

/// Whether the records of a part that is held as a whole are what they announce; other parts are not asked.
fn has_sound_records(archive: &mut ZipArchive<File>, index: usize, name: &str) -> bool {
    let is_sound = match name.rsplit('/').next() {
        Some("sharedstrings.bin") => records::are_sound_strings,
        Some("workbook.bin") => records::are_sound_sheets,
        _ => return true,
    };
    archive.by_index(index).is_ok_and(|part| is_sound(BufReader::new(part)))
}

fn is_read(name: &str) -> bool {
    let is_text = [".xml", ".rels", ".bin"].iter().any(|ending| name.ends_with(ending));
    let is_drawing = ["media/", "drawings/", "embeddings/", "printersettings", "vbaproject", "pictures/"];
    is_text && !is_drawing.iter().any(|part| name.contains(part))
}

enum Found {
    Whole,
    Broken,
    TooMuch,
}

/// What is seen of one part.
#[derive(Default)]
struct Scan {
    limit: u64,
    n_bytes: u64,
    since_open: usize,
    since_close: usize,
    /// Strings that the table of strings announces.
    n_announced: u64,
}

impl Scan {
    fn run(&mut self, mut part: impl Read, is_binary: bool, feedback: &Feedback) -> Result<Found> {
        let mut block = vec![0u8; 256 << 10];
        loop {
            let n = match part.read(&mut block) {
                Ok(0) => break,
                Ok(n) => n,
                Err(_) => return Ok(Found::Broken),
            };
            feedback.check()?;
            let bytes = block.get(..n).unwrap_or_default();
            if self.n_bytes == 0 {
                self.n_announced = announced_strings(bytes.get(..4096).unwrap_or(bytes));
            }
            self.n_bytes += n as u64;
            if self.n_bytes > self.limit || (!is_binary && !self.is_in_pieces(bytes)) {
                return Ok(Found::TooMuch);
            }
        }
        // A string takes at least the five bytes of its tag.
        let is_honest = self.n_announced <= FREE_STRINGS.max(self.n_bytes / 5);
        Ok(if is_honest { Found::Whole } else { Found::Broken })
    }

    /// Whether tags open and close often enough.
    fn is_in_pieces(&mut self, bytes: &[u8]) -> bool {
        let longest = |sign: u8, before: &mut usize| {
            let (mut longest, mut from) = (0, 0);
            for at in memchr_iter(sign, bytes) {
                longest = longest.max(*before + at - from);
                (*before, from) = (0, at);
            }
            *before += bytes.len() - from;
            longest.max(*before)
        };
        longest(b'<', &mut self.since_open) <= LONGEST_PIECE && longest(b'>', &mut self.since_close) <= LONGEST_PIECE
    }
}

/// The number in `uniqueCount="…"`, for which room is made before the strings are read.
fn announced_strings(beginning: &[u8]) -> u64 {
    let Some(at) = memmem::find(beginning, b"uniqueCount") else { return 0 };
    let rest = beginning.get(at..).unwrap_or_default();
    let Some(quote) = memchr(b'"', rest).or_else(|| memchr(b'\'', rest)) else { return 0 };
    let digits = rest.get(quote + 1..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit());
    digits.fold(0u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(bytes: &[u8]) -> &'static str {
        let mut scan = Scan { limit: 32 << 20, ..Scan::default() };
        match scan.run(bytes, false, &Feedback::default()).unwrap() {
            Found::Whole => "whole",
            Found::Broken => "broken",
            Found::TooMuch => "too much",
        }
    }

    #[test]
    fn parts_that_cannot_be_of_a_sheet_are_refused() {
        assert_eq!(scanned(b"<sst uniqueCount=\"2\"><si/><si/></sst>"), "whole");
        assert_eq!(scanned(b"<sst uniqueCount=\"9999999999999999999999\"><si/></sst>"), "broken");
        assert_eq!(scanned(&[b"<v>".as_slice(), &vec![b'1'; 5 << 20], b"</v>"].concat()), "too much");
        assert_eq!(scanned(&b"<c/>".repeat(9 << 20)), "too much");
        assert_eq!(scanned(&b"<c/>".repeat(1 << 20)), "whole");
    }
}
