//! What holds for any table: our own `samples.csv`, read again, is the same table and gives the same figures.

// A step of a test that fails is a failing test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use phusong::analysis::{analyze, grid_of};
use phusong::io::export::{write_samples, write_zone_stats};
use phusong::io::{ReadOptions, SpeedUnit, read_samples};
use phusong::job::Feedback;
use phusong::model::{Analysis, AnalysisSettings, Profile, Zones};
use proptest::prelude::*;

/// 2026-03-01 00:00 at UTC+7.
const FIRST: i64 = 1_772_298_000;

#[derive(Debug, Clone)]
struct Test {
    time: Option<i64>,
    lat: String,
    lon: String,
    operator: String,
    technology: String,
    download: String,
    upload: String,
    latency: String,
}

fn speed() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0u32..20_000).prop_map(|n| format!("{}.{:02}", n / 100, n % 100)),
        2 => (0u32..2_000_000).prop_map(|n| format!("{}.{:06}", n / 1000, n % 1_000_000)),
        1 => Just("0".to_owned()),
        1 => Just(String::new()),
        1 => Just("n/a".to_owned()),
        1 => Just("-3.5".to_owned()),
        1 => Just("10000.01".to_owned()),
        1 => Just("1e2".to_owned()),
    ]
}

fn degrees(from: u32, wide: u32) -> impl Strategy<Value = String> {
    prop_oneof![
        12 => (0..wide).prop_map(move |n| format!("{}.{:06}", (from + n) / 1_000_000, (from + n) % 1_000_000)),
        1 => Just(String::new()),
        1 => Just("0".to_owned()),
        1 => Just("abc".to_owned()),
    ]
}

fn operator() -> impl Strategy<Value = String> {
    // Names like formulas are left out: the apostrophe that disarms them is written and not taken off again.
    const NAMES: [&str; 13] = [
        "Viettel",
        "vinaphone",
        "MOBIFONE",
        "Reddi",
        "45204",
        "",
        "unknown",
        "Mạng Lạ",
        "mạng lạ",
        "a;b",
        "a,b",
        "\"x\"",
        "CMC Telecom",
    ];
    proptest::sample::select(NAMES.as_slice()).prop_map(str::to_owned)
}

fn technology() -> impl Strategy<Value = String> {
    proptest::sample::select(["4G", "5G", "LTE", "NR", "3G", "HSPA+", "EDGE", "", "xyz"].as_slice())
        .prop_map(str::to_owned)
}

fn test() -> impl Strategy<Value = Test> {
    let time = proptest::option::weighted(0.9, (0i64..40 * 86_400).prop_map(|s| FIRST + s));
    let place = (degrees(21_020_000, 20_000), degrees(106_760_000, 20_000));
    (time, place, operator(), technology(), speed(), speed(), speed()).prop_map(
        |(time, (lat, lon), operator, technology, download, upload, latency)| Test {
            time,
            lat,
            lon,
            operator,
            technology,
            download,
            upload,
            latency,
        },
    )
}

/// Times in UTC with `Z`: the program writes them in local time with their offset.
fn table(tests: &[Test]) -> String {
    let mut text = "time,latitude,longitude,operator,technology,download_mbps,upload_mbps,latency_ms\n".to_owned();
    for test in tests {
        let time = test.time.map_or(String::new(), |t| jiff::Timestamp::from_second(t).unwrap().to_string());
        let operator = test.operator.replace('"', "\"\"");
        writeln!(
            text,
            "{time},{},{},\"{operator}\",{},{},{},{}",
            test.lat, test.lon, test.technology, test.download, test.upload, test.latency
        )
        .unwrap();
    }
    text
}

fn analysed(path: &Path) -> Result<Analysis, phusong::model::Error> {
    let feedback = Feedback::default();
    // The headers of the contract carry no unit, and few odd values do not betray it.
    let options = ReadOptions { unit: Some(SpeedUnit::Mbps), ..ReadOptions::default() };
    let dataset = read_samples(&[path.to_owned()], &options, &feedback)?;
    let settings = AnalysisSettings::new(Profile::built_in("qd36").unwrap(), FIRST + 60 * 86_400);
    analyze(Arc::new(dataset), Arc::new(Zones::default()), &settings, &feedback)
}

fn samples_of(analysis: &Analysis) -> Vec<u8> {
    let mut out = Vec::new();
    write_samples(analysis, &grid_of(analysis).unwrap(), &mut out).unwrap();
    out
}

fn zone_stats_of(analysis: &Analysis) -> String {
    let mut out = Vec::new();
    write_zone_stats(analysis, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn our_samples_table_read_again_is_itself(tests in proptest::collection::vec(test(), 3..40)) {
        let folder = tempfile::tempdir().unwrap();
        // The same name, since samples.csv begins with it.
        let (first, second) = (folder.path().join("samples.csv"), folder.path().join("again").join("samples.csv"));
        std::fs::create_dir(folder.path().join("again")).unwrap();
        std::fs::write(&first, table(&tests)).unwrap();
        let original = analysed(&first).unwrap();
        let written = samples_of(&original);
        std::fs::write(&second, &written).unwrap();
        let again = analysed(&second).unwrap();
        prop_assert_eq!(again.dataset.samples.len(), tests.len());
        prop_assert_eq!(zone_stats_of(&again), zone_stats_of(&original));
        prop_assert_eq!(String::from_utf8(samples_of(&again)).unwrap(), String::from_utf8(written).unwrap());
    }
}
