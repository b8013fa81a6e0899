//! What `analyze` reads, and that it is not written over.

use std::path::{Path, PathBuf};

use crate::io::export;
use crate::io::{ReadOptions, SampleInputs, ZoneOptions, read_zones_of};
use crate::job::Feedback;
use crate::model::{Dataset, Error, Flag, LonLat, Result, Zones};

/// Reads samples and boundaries side by side.
pub fn read_both(
    inputs: &SampleInputs,
    read_options: &ReadOptions,
    zones: &[PathBuf],
    zone_options: ZoneOptions,
    feedback: &Feedback,
) -> Result<(Dataset, Zones)> {
    if zones.is_empty() {
        return Ok((inputs.read(read_options, feedback)?, Zones::default()));
    }
    let beside = feedback.beside();
    let (dataset, found) = std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let found = read_zones_of(zones, &zone_options, &beside);
            if !matches!(found, Ok(_) | Err(Error::UnclearCrs { .. })) {
                beside.cancel();
            }
            found
        });
        let dataset = inputs.read(read_options, feedback);
        if dataset.is_err() {
            feedback.cancel();
        }
        (dataset, reading.join().unwrap_or(Err(Error::Cancelled)))
    });
    feedback.add_timings_of(&beside);
    match found {
        // The samples show which of the systems in question it may be; the user still has to say.
        Err(Error::UnclearCrs { .. }) => {
            let dataset = dataset?;
            let zone_options = ZoneOptions { samples: positions(&dataset), ..zone_options };
            let zones = read_zones_of(zones, &zone_options, feedback)?;
            Ok((dataset, zones))
        }
        // Whichever failed first has cancelled the other.
        Err(Error::Cancelled) => dataset.and(Err(Error::Cancelled)),
        Err(error) => Err(error),
        Ok(zones) => Ok((dataset?, zones)),
    }
}

/// Where the samples lie.
fn positions(dataset: &Dataset) -> Vec<LonLat> {
    let samples = &dataset.samples;
    let has_position = |i: &usize| samples.flags.get(*i).is_some_and(|flags| !flags.has(Flag::NoPosition));
    let position = |i| Some(LonLat { lon: samples.lon.get(i)?, lat: samples.lat.get(i)? });
    (0..samples.len()).filter(has_position).filter_map(position).collect()
}

/// A table must not be written over a file that is being read.
pub fn refuse_to_replace_inputs<'a>(out: &Path, inputs: impl Iterator<Item = &'a PathBuf>) -> Result<()> {
    let tables: Vec<PathBuf> = export::OWN_FILES.iter().filter_map(|name| out.join(name).canonicalize().ok()).collect();
    for input in inputs {
        if input.canonicalize().is_ok_and(|input| tables.contains(&input)) {
            return Err(Error::OutputExists { path: input.display().to_string() });
        }
    }
    Ok(())
}
