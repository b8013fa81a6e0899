//! The invented ward that comes with the program, bound into it.

use std::path::PathBuf;

use super::{ReadOptions, ZoneOptions, read_samples, read_zones};
use crate::job::Feedback;
use crate::model::{Dataset, Error, Result, Zones};

macro_rules! ward_file {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../data/sample_ward/", $name)).as_slice())
    };
}

const ZONES: (&str, &[u8]) = ward_file!("khu_pho_gia_dinh.geojson");

const SAMPLES: [(&str, &[u8]); 12] = [
    ward_file!("i-speed_gia-dinh_2025-11.csv"),
    ward_file!("i-speed_gia-dinh_2025-12.csv"),
    ward_file!("i-speed_gia-dinh_2026-01.csv"),
    ward_file!("i-speed_gia-dinh_2026-02.csv"),
    ward_file!("i-speed_gia-dinh_2026-03.csv"),
    ward_file!("i-speed_gia-dinh_2026-04.csv"),
    ward_file!("i-speed_gia-dinh_2026-05.csv"),
    ward_file!("i-speed_gia-dinh_2026-06.csv"),
    ward_file!("i-speed_gia-dinh_2026-07.csv"),
    ward_file!("i-speed_gia-dinh_2026-08.csv"),
    ward_file!("i-speed_gia-dinh_2026-09.csv"),
    ward_file!("i-speed_gia-dinh_2026-10.csv"),
];

/// Reads the sample ward the way any files are read.
pub fn read_sample_ward(feedback: &Feedback) -> Result<(Dataset, Zones)> {
    let failed = |e: std::io::Error| Error::unwritable(std::env::temp_dir().display(), &e);
    let folder = tempfile::tempdir().map_err(failed)?;
    let unpack = |(name, bytes): (&str, &[u8])| -> Result<PathBuf> {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).map_err(failed)?;
        Ok(path)
    };
    let mut zones = read_zones(&unpack(ZONES)?, &ZoneOptions::default(), feedback)?;
    ZONES.0.clone_into(&mut zones.source);
    let paths = SAMPLES.into_iter().map(unpack).collect::<Result<Vec<_>>>()?;
    let mut dataset = read_samples(&paths, &ReadOptions::default(), feedback)?;
    for file in &mut dataset.files {
        file.path.clone_from(&file.name);
    }
    Ok((dataset, zones))
}
