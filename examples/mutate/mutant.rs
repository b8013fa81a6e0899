//! One mutant: a seed, changed in a few ways, as files.

use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::bytes;
use super::random::Random;
use super::seeds::{Seed, Wrap};
use super::words;

/// Files of a mutant; the first one is read.
pub type Files = Vec<(String, Vec<u8>)>;

/// The mutant with a number. The first ones are the seeds themselves.
pub fn mutant(family: &str, seeds: &[Seed], seed: u64, number: u64) -> Result<Files, Box<dyn std::error::Error>> {
    let mut random = Random::of(family, seed, number);
    let is_sound = number < seeds.len() as u64;
    let index = if is_sound { number as usize } else { random.below(seeds.len()) };
    let Some(chosen) = seeds.get(index) else { return Ok(Vec::new()) };
    if is_sound {
        return wrapped(chosen, chosen.parts.clone());
    }
    // Behind the wrapping lies what is to be reached; now and then the wrapping itself is changed.
    if chosen.wrap != Wrap::Plain && random.below(5) == 0 {
        let mut files = wrapped(chosen, chosen.parts.clone())?;
        if let Some((_, bytes)) = files.first_mut() {
            let other = bytes.clone();
            change(bytes, &other, false, &mut random);
        }
        return Ok(files);
    }
    let mut parts = chosen.parts.clone();
    let other = seeds.get(random.below(seeds.len())).unwrap_or(chosen);
    let lent = other.parts.get(random.below(other.parts.len())).map(|(_, bytes)| bytes.clone()).unwrap_or_default();
    let n_changed = if random.below(6) == 0 { 2 } else { 1 };
    for _ in 0..n_changed {
        let n = parts.len();
        // The first file of several is the one that matters most; of an archive, all do.
        let at = if chosen.wrap == Wrap::Plain && random.below(2) == 0 { 0 } else { random.below(n) };
        if let Some((_, bytes)) = parts.get_mut(at) {
            change(bytes, &lent, chosen.is_text, &mut random);
        }
    }
    if parts.len() > 1 && random.below(12) == 0 {
        let first = usize::from(chosen.wrap == Wrap::Plain);
        parts.remove(first + random.below(parts.len() - first));
    }
    if chosen.wrap == Wrap::Zip && random.below(25) == 0 {
        let names = [
            "../a.csv",
            "/a.csv",
            "a\\..\\b.csv",
            "CON.csv",
            "a/./b.csv",
            "",
            "doc.kml",
            "[Content_Types].xml",
            "a.csv",
        ];
        let at = random.below(parts.len());
        if let (Some((name, _)), Some(new)) = (parts.get_mut(at), random.pick(&names)) {
            new.clone_into(name);
        }
    }
    wrapped(chosen, parts)
}

/// A seed as the targets of `fuzz/` take it: several files are one text, each headed by its name.
pub fn for_fuzzer(seed: &Seed) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    const BETWEEN_FILES: &[u8] = b"\n\x1c\x1d\x1e\x1f\n";
    let has_names = seed.wrap == Wrap::Zip || seed.name.ends_with(".shp");
    if !has_names {
        return Ok(wrapped(seed, seed.parts.clone())?.into_iter().next().map(|(_, bytes)| bytes).unwrap_or_default());
    }
    let named = seed.parts.iter().map(|(name, bytes)| [name.as_bytes(), b"\n", bytes].concat());
    Ok(named.collect::<Vec<_>>().join(BETWEEN_FILES))
}

fn change(bytes: &mut Vec<u8>, other: &[u8], is_text: bool, random: &mut Random) {
    let n = 1 + random.below(4).min(random.below(4));
    for _ in 0..n {
        if is_text && random.below(3) != 0 {
            words::mutate(bytes, random);
        } else {
            bytes::mutate(bytes, other, random);
        }
    }
}

fn wrapped(seed: &Seed, parts: Files) -> Result<Files, Box<dyn std::error::Error>> {
    let bytes = match seed.wrap {
        Wrap::Plain => return Ok(parts),
        Wrap::Zip => {
            let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
            for (name, bytes) in parts {
                // Two parts of one name cannot be written.
                if writer.start_file(name, SimpleFileOptions::default()).is_ok() {
                    writer.write_all(&bytes)?;
                }
            }
            writer.finish()?.into_inner()
        }
        Wrap::Gzip => {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            for (_, bytes) in parts {
                writer.write_all(&bytes)?;
            }
            writer.finish()?
        }
    };
    Ok(vec![(seed.name.to_owned(), bytes)])
}
