//! Files that measuring programs wrote. They are not part of the repository: where they are absent nothing is tested.

use std::path::PathBuf;

use super::*;
use crate::job::Feedback;
use crate::model::{Flag, Technology};

/// A file of the data folder, which `PHUSONG_SHARED` or a folder beside the repository holds.
pub(super) fn real_file(name: &str) -> Option<PathBuf> {
    let shared = match std::env::var_os("PHUSONG_SHARED") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    };
    Some(shared.join("data").join(name)).filter(|path| path.exists())
}

fn refused(name: &str) -> Option<&'static str> {
    let path = real_file(name)?;
    read_samples(&[path], &ReadOptions::default(), &Feedback::default()).err().map(|error| error.key())
}

#[test]
fn data_tests_of_gnettrack_are_speed_tests() {
    let Some(path) = real_file("gnettrack_senegal/raw_logs/Yas_log_datatest.txt") else { return };
    let data = read_samples(&[path], &ReadOptions::default(), &Feedback::default()).unwrap();
    let samples = &data.samples;
    assert!((41..=42).contains(&samples.len()));
    assert_eq!((samples.lon.get(0), samples.lat.get(0)), (Some(-17.436_075), Some(14.665_363)));
    assert_eq!(
        (samples.download.get(0), samples.upload.get(0), samples.latency.get(0)),
        (Some(14.975), Some(6.232), Some(141.0))
    );
    // date -u -d '2025-07-18 22:12:07 +0700' +%s
    assert_eq!(samples.time[0], 1_752_851_527);
    assert_eq!(samples.technology[0], Technology::FourG);
    assert_eq!(data.brand(samples.operator[0]), "Yas");
    assert_eq!(samples.row[0], 2);
}

#[test]
fn the_export_of_the_phone_app_is_read() {
    let Some(path) = real_file("ookla_app_csv_format/sample_from_code_excerpt.csv") else { return };
    let data = read_samples(&[path], &ReadOptions::default(), &Feedback::default()).unwrap();
    let samples = &data.samples;
    assert_eq!(samples.len(), 3);
    assert_eq!((samples.lat.get(1), samples.lon.get(1)), (Some(39.27206), Some(-76.51323)));
    assert_eq!((samples.download.get(0), samples.latency.get(0)), (Some(11.524), Some(2248.0)));
    assert!(samples.flags[0].has(Flag::NotMobile) && !samples.flags[1].has(Flag::NotMobile));
    assert_eq!(samples.technology[1..], [Technology::Unknown, Technology::ThreeG]);
}

#[test]
fn other_tables_are_refused_by_name() {
    for (name, key) in [
        ("gnettrack_senegal/raw_logs/Orange_log.txt", "error-signal-log"),
        ("gnettrack_senegal/raw_logs/Yas_log_events.txt", "error-signal-log"),
        ("cellmapper_de/data/telekom_signal-2022-12-15.csv", "error-signal-log"),
        ("opencellid_us/Resources/313.csv", "error-tower-list"),
    ] {
        if real_file(name).is_some() {
            assert_eq!(refused(name), Some(key), "{name}");
        }
    }
}

#[test]
fn wards_of_quang_ninh_are_zones() {
    let Some(path) = real_file("vn_admin_2025/22_quang_ninh/wards/06811_uong_bi.geojson") else { return };
    let zones = read_zones(&path, &ZoneOptions::default(), &Feedback::default()).unwrap();
    let [ward] = zones.zones.as_slice() else { panic!("{} zones", zones.zones.len()) };
    assert_eq!((ward.id.as_str(), ward.name.as_str()), ("06811", "Phường Uông Bí"));
    // The file itself states 49.81 km².
    assert!((ward.area_m2 / 1e6 - 49.81).abs() < 0.5, "{}", ward.area_m2);
    let inspection = inspect(&path, &ReadOptions::default(), &Feedback::default()).unwrap();
    let Content::Boundaries(content) = inspection.content else { panic!("not boundaries") };
    assert_eq!(
        (content.n_zones, content.id_field.as_deref(), content.report.files[0].crs.as_str()),
        (1, Some("code"), "EPSG:4326 (WGS 84)")
    );
}

#[test]
fn no_example_of_broken_geojson_makes_the_reader_panic() {
    let Some(folder) = real_file("geojson_invalid/examples") else { return };
    for kind in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(kind.unwrap().path()).unwrap() {
            let _ = read_zones(&file.unwrap().path(), &ZoneOptions::default(), &Feedback::default());
        }
    }
}

#[test]
fn no_polluted_table_makes_the_reader_panic() {
    let Some(folder) = real_file("pollock") else { return };
    let files = expand_inputs(&[folder.display().to_string()]).unwrap();
    assert!(!files.is_empty());
    for file in files {
        let _ = read_samples(std::slice::from_ref(&file), &ReadOptions::default(), &Feedback::default());
        let _ = inspect(&file, &ReadOptions::default(), &Feedback::default());
    }
}
