//! Whole files, written to a folder and read back.

use std::fmt::Write;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::job::Feedback;
use crate::model::{Dataset, Flag, MISSING_TIME, NO_SOURCE, Note, Result, Technology};

fn read_with(files: &[(&str, &[u8])], options: &ReadOptions) -> Result<Dataset> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        })
        .collect();
    read_samples(&paths, options, &Feedback::default())
}

fn read(text: &str) -> Dataset {
    read_with(&[("t.csv", text.as_bytes())], &ReadOptions::default()).unwrap()
}

fn codes(dataset: &Dataset) -> Vec<String> {
    dataset.samples.flags.iter().map(|flags| flags.codes()).collect()
}

fn brands(dataset: &Dataset) -> Vec<&str> {
    dataset.samples.operator.iter().map(|id| dataset.brand(*id)).collect()
}

#[test]
fn a_vietnamese_table_with_decimal_commas_is_read() {
    let data = read(
        "Thời gian;Vĩ độ;Kinh độ;Nhà mạng;Công nghệ;Tốc độ tải xuống (Mbps);Tốc độ tải lên (Mbps);Độ trễ (ms)\r\n\
         05/10/2025 08:02:03;21,0341;106,7702;Viettel;4G;45,25;12,5;31\r\n\
         06/10/2025 08:02;21,0342;106,7703;vnpt;5G;210;;28,5\r\n",
    );
    let samples = &data.samples;
    assert_eq!(samples.time, [1_759_626_123, 1_759_712_520]);
    assert_eq!((samples.lat.get(0), samples.lon.get(0)), (Some(21.0341), Some(106.7702)));
    assert_eq!(
        (samples.download.get(0), samples.upload.get(0), samples.latency.get(1)),
        (Some(45.25), Some(12.5), Some(28.5))
    );
    assert_eq!(samples.technology, [Technology::FourG, Technology::FiveG]);
    assert_eq!(brands(&data), ["Viettel", "VinaPhone"]);
    assert_eq!(codes(&data), ["", "no-metric"]);
    assert_eq!(samples.row, [2, 3]);
    assert_eq!((data.n_sources, &samples.source, &samples.test_id), (0, &None, &None));
    assert_eq!(data.files[0].header_of(Meaning::Latitude), Some("Vĩ độ"));
}

#[test]
fn every_rule_of_a_row_sets_its_flag() {
    let rows = [
        ("2025-10-05 08:00:00,,106.77,Viettel,4G,Mobile,10,5,30,10,ok", "no-position"),
        ("2025-10-05 08:00:00,121.0,106.77,Viettel,4G,Mobile,10,5,30,10,ok", "no-position"),
        ("2025-10-05 08:00:00,\"21,o34\",106.77,Viettel,4G,Mobile,10,5,30,10,ok", "no-position"),
        ("2025-10-05 08:00:00,0,0.005,Viettel,4G,Mobile,10,5,30,10,ok", "null-island"),
        ("hôm qua,21.03,106.77,Viettel,4G,Mobile,10,5,30,10,ok", "no-time"),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Wi-Fi,10,5,30,10,ok", "not-mobile"),
        ("2025-10-05 08:00:00,21.03,106.77,FPT Telecom,,,10,5,30,10,ok", "not-mobile"),
        ("2025-10-05 08:00:00,21.03,106.77,FPT Telecom,,Di động,10,5,30,10,ok", ""),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,WLAN,,10,5,30,10,ok", "not-mobile"),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Mobile,-1,5,30,10,ok", "implausible"),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Mobile,10001,5,30,10,ok", "implausible"),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Mobile,inf,5,0,10,ok", "implausible"),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Mobile,10,abc,30,10,ok", "no-metric"),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Mobile,10,NaN,N/A,10,ok", "no-metric"),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Mobile,10,5,30,100.5,ok", "low-accuracy"),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Mobile,10,5,30,100,ok", ""),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Mobile,0,,-1,10,ok", "failed-test;no-metric"),
        ("2025-10-05 08:00:00,21.03,106.77,Viettel,4G,Mobile,,,25,10,Thất bại", "failed-test"),
        ("2025-10-05 08:00:00,21.03,106.77,Mạng Lạ,4G,Mobile,10,5,30,10,ok", "unknown-operator"),
        ("2025-10-05 08:00:00,21.03,106.77,,4G,Mobile,10,5,30,10,ok", "unknown-operator"),
    ];
    let mut text = String::from(
        "time,lat,lon,operator,technology,connection,download (Mbps),upload (Mbps),ping (ms),accuracy,status\n",
    );
    for (row, _) in rows {
        text.push_str(row);
        text.push('\n');
    }
    let data = read(&text);
    for ((row, expected), actual) in rows.iter().zip(codes(&data)) {
        assert_eq!(actual, *expected, "{row}");
    }
    let samples = &data.samples;
    assert_eq!((samples.lat.get(0), samples.lon.get(0)), (None, Some(106.77)));
    assert_eq!(data.rejected_text(0, Meaning::Longitude), None);
    assert_eq!(data.rejected_text(1, Meaning::Latitude), Some("121.0"));
    assert_eq!(data.rejected_text(2, Meaning::Latitude), Some("21,o34"));
    assert_eq!((samples.time[4], data.rejected_text(4, Meaning::Time)), (MISSING_TIME, Some("hôm qua")));
    assert_eq!(data.rejected_text(5, Meaning::Connection), Some("Wi-Fi"));
    assert_eq!(data.rejected_text(6, Meaning::Operator), Some("FPT Telecom"));
    assert_eq!(samples.download.get(9), Some(-1.0));
    assert_eq!(samples.download.get(11), Some(f64::INFINITY));
    assert!(samples.flags[11].has(Flag::ImplausibleDownload) && samples.flags[11].has(Flag::ImplausibleLatency));
    assert_eq!((samples.upload.get(12), data.rejected_text(12, Meaning::Upload)), (None, Some("abc")));
    assert_eq!(data.rejected_text(14, Meaning::Accuracy), Some("100.5"));
    assert_eq!((samples.upload.get(16), samples.latency.get(16)), (Some(0.0), None));
    assert_eq!(
        (samples.download.get(17), samples.upload.get(17), samples.latency.get(17)),
        (Some(0.0), Some(0.0), Some(25.0))
    );
    assert_eq!(
        data.operators.iter().map(|o| o.brand.as_str()).collect::<Vec<_>>(),
        ["FPT Telecom", "Mạng Lạ", "Viettel", "unknown"]
    );
}

#[test]
fn rows_are_numbered_as_a_person_counts_them() {
    let data = read(
        "sep=,\n# exported, today\ntime,lat,lon,download\n\n2025-10-05T08:00:00Z,21,106,5\n,,,\n\
         time,lat,lon,download\n2025-10-05T08:00:00Z,21\n\"2025-10-05T08:00:00Z\",21,106,\"5\n\",more,cells\n",
    );
    assert_eq!(data.samples.row, [5, 8, 9]);
    assert_eq!(
        codes(&data),
        ["no-metric;unknown-operator", "no-metric;no-position;unknown-operator", "no-metric;unknown-operator"]
    );
    assert_eq!(data.samples.download.get(2), Some(5.0));
}

#[test]
fn a_column_that_counts_rows_is_no_id() {
    let counted = read("id,time,lat,lon,ping\n2,2025-10-05,21,106,5\n1,2025-10-05,21,106,5\n");
    assert_eq!(counted.samples.test_id, None);
    let files: [(&str, &[u8]); 2] = [
        ("a.csv", b"id,time,lat,lon,ping\n1,2025-10-05,21,106,5\n2,2025-10-05,21,106,5\n"),
        ("b.csv", b"id,time,lat,lon,ping\n1,2025-10-05,21,106,5\n7,2025-10-05,21,106,5\n,2025-10-05,21,106,5\n"),
    ];
    let data = read_with(&files, &ReadOptions::default()).unwrap();
    let ids = data.samples.test_id.unwrap();
    assert_eq!((ids.len(), ids[0], ids[1], ids[4]), (5, 0, 0, 0));
    assert!(ids[2] != 0 && ids[3] != 0 && ids[2] != ids[3]);
}

#[test]
fn sources_are_devices_first_and_do_not_depend_on_the_order_of_files() {
    let a: (&str, &[u8]) =
        ("a.csv", b"time,lat,lon,ping,device,model,ref\n2025-10-05,21,106,5,d-1,A12,R1\n2025-10-05,21,106,5,d-2,,\n");
    let b: (&str, &[u8]) = (
        "b.csv",
        b"time,lat,lon,ping,model,ref\n2025-10-05,21,106,5,A12,R1\n2025-10-05,21,106,5,,\n2025-10-05,21,106,5,A12,R1\n",
    );
    let ab = read_with(&[a, b], &ReadOptions::default()).unwrap();
    let ba = read_with(&[b, a], &ReadOptions::default()).unwrap();
    assert_eq!((ab.n_devices, ab.n_sources), (2, 3));
    let (ab, ba) = (ab.samples.source.unwrap(), ba.samples.source.unwrap());
    assert_eq!(ab[2..], [2, NO_SOURCE, 2]);
    assert_eq!([&ba[3..], &ba[..3]].concat(), ab);
}

#[test]
fn unknown_names_are_one_operator_whatever_their_case() {
    let data = read(
        "time,lat,lon,ping,operator\n2025-10-05,21,106,5,mạng lạ\n2025-10-05,21,106,5,Mạng  LẠ\n2025-10-05,21,106,5,VIETTEL\n",
    );
    assert_eq!(brands(&data), ["Mạng LẠ", "Mạng LẠ", "Viettel"]);
    assert_eq!(data.operators.len(), 2);
}

#[test]
fn units_are_converted_without_rounding() {
    let data = read("time,lat,lon,download_kbit,upload_kbit,ping_ms\n2025-10-05,21,106,11524,329,39\n");
    assert_eq!((data.samples.download.get(0), data.samples.upload.get(0)), (Some(11.524), Some(0.329)));
    let ambiguous =
        read_with(&[("t.csv", b"time,lat,lon,download\n2025-10-05,21,106,45000\n")], &ReadOptions::default());
    assert!(matches!(ambiguous, Err(Error::AmbiguousUnit { .. })));
    let options = ReadOptions { unit: Some(SpeedUnit::BytesPerSecond), ..ReadOptions::default() };
    let data = read_with(&[("t.csv", b"time,lat,lon,download\n2025-10-05,21,106,1440500\n")], &options).unwrap();
    assert_eq!(data.samples.download.get(0), Some(11.524));
}

#[test]
fn encodings_of_one_table_give_the_same_samples() {
    let text = "Thời gian;Vĩ độ;Kinh độ;Nhà mạng;Tải xuống\n2025-10-05 08:00:00;21,5;106,5;Mạng Lạ;45\n";
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let expected = read(text);
    for bytes in [utf16, format!("\u{feff}{text}").into_bytes()] {
        let data = read_with(&[("t.csv", &bytes)], &ReadOptions::default()).unwrap();
        assert_eq!((&data.samples, &data.operators), (&expected.samples, &expected.operators));
    }
}

#[test]
fn a_file_of_many_chunks_keeps_the_order_of_its_rows() {
    let mut plain = String::from("id,time,lat,lon,operator,download (Mbps),upload (Mbps),ping (ms),note\n");
    let mut quoted = plain.clone();
    let n = 100_000;
    for i in 0..n {
        let operator = ["Viettel", "Vinaphone", "Mobifone"][i % 3];
        let rest = format!("2025-10-05T08:00:{:02},21.{i:06},106.5,{operator},{}.25,5,30", i % 60, i % 1000);
        writeln!(plain, "{},{rest},n", i + 1).unwrap();
        writeln!(quoted, "{},{rest},\"line\nbreak \"\"{i}\"\"\"", i + 1).unwrap();
    }
    assert!(plain.len() > 3 * (2 << 20));
    let data = read(&plain);
    assert_eq!(data.samples.len(), n);
    for i in [0, 1, 29_999, 50_000, n - 1] {
        assert_eq!(data.samples.lat.get(i), format!("21.{i:06}").parse().ok());
        assert_eq!(data.samples.row[i] as usize, i + 2);
        assert_eq!(data.brand(data.samples.operator[i]), ["Viettel", "VinaPhone", "MobiFone"][i % 3]);
    }
    assert_eq!(data.samples.test_id, None);
    assert_eq!(read(&quoted).samples, data.samples);
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let key = |bytes: &[u8]| read_with(&[("t.csv", bytes)], &ReadOptions::default()).err().map(|e| e.key());
    assert_eq!(key(b""), Some("error-empty-file"));
    assert_eq!(key(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0"), Some("error-not-a-table"));
    assert_eq!(key(b"hello world\nno table here\n"), Some("error-not-a-table"));
    assert_eq!(key(b"lat,lon,time,download\n"), None);
    let missing = read_samples(&[PathBuf::from("/nowhere/t.csv")], &ReadOptions::default(), &Feedback::default());
    assert_eq!(missing.err().map(|e| e.key()), Some("error-not-found"));
    let mut long = b"time,lat,lon,ping\n2025-10-05,21,106,5\n".to_vec();
    long.resize(12 << 20, b'x');
    let error = read_with(&[("t.csv", &long)], &ReadOptions::default()).err();
    assert!(matches!(error, Some(Error::RowTooLong { row: 3, .. })), "{error:?}");
}

#[test]
fn headers_the_user_explains_are_used() {
    let columns = [(Meaning::Time, "a"), (Meaning::Latitude, "b"), (Meaning::Longitude, "c"), (Meaning::Latency, "d")];
    let options = ReadOptions {
        columns: columns.map(|(meaning, name)| (meaning, name.to_owned())).to_vec(),
        operator: Some("vnpt".into()),
        ..ReadOptions::default()
    };
    let data = read_with(&[("t.csv", b"a;b;c;d\n2025-10-05 08:02:03;21,5;106,5;30\n")], &options).unwrap();
    assert_eq!(
        (data.samples.time[0], data.samples.lat.get(0), data.samples.latency.get(0)),
        (1_759_626_123, Some(21.5), Some(30.0))
    );
    assert_eq!(brands(&data), ["VinaPhone"]);
}

#[test]
fn a_table_can_be_inspected_without_being_used() {
    let folder = tempfile::tempdir().unwrap();
    let inspected = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        inspect(&path, &ReadOptions::default(), &Feedback::default()).unwrap()
    };
    let used = inspected(
        "a.csv",
        "time;lat;lon;download (kbps);device\n05/10/2025 08:02:03;21,5;106,5;45000;d-1\n;21,6;106,4;1;d-2\n",
    );
    let Content::Table(table) = used.content else { panic!("no table") };
    assert_eq!((table.form.delimiter, table.decimal_comma, table.header_row), (Some(';'), true, 1));
    assert_eq!(
        table.speeds,
        [SpeedColumn { header: "download (kbps)".into(), unit: SpeedUnit::Kbps, first_mbps: vec![45.0, 0.001] }]
    );
    let samples = table.samples.unwrap();
    assert_eq!((samples.n_rows, samples.times, samples.n_devices), (2, Some((1_759_626_123, 1_759_626_123)), 2));
    assert_eq!(samples.flags.by_code(), [("no-metric", 2), ("no-time", 1), ("unknown-operator", 2)]);
    let refused = inspected("b.csv", "radio,mcc,net,area,cell,lon,lat,range\nLTE,452,4,1,2,106,21,1000\n");
    assert_eq!(refused.refusal.map(|e| e.key()), Some("error-tower-list"));
    assert_eq!(refused.sha256.len(), 64);
}

#[test]
fn a_cancelled_reading_stops() {
    let feedback = Feedback::default();
    feedback.cancel();
    let result = read_samples(&[PathBuf::from("t.csv")], &ReadOptions::default(), &feedback);
    assert_eq!(result.err(), Some(Error::Cancelled));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_with(&[("t.csv", &bytes)], &ReadOptions::default());
    }

    #[test]
    fn every_row_that_holds_something_becomes_a_sample(cells in proptest::collection::vec("[-0-9a-zA-Zđ./:\" ]{0,12}", 0..60)) {
        let mut text = String::from("time,lat,lon,download (Mbps),operator\n");
        let mut expected = 0;
        for row in cells.chunks(5) {
            let row: Vec<String> = row.iter().map(|c| c.replace('"', "")).collect();
            expected += usize::from(row.iter().any(|c| !c.trim().is_empty()));
            text.push_str(&row.join(","));
            text.push('\n');
        }
        prop_assert_eq!(read(&text).samples.len(), expected);
    }
}

#[test]
fn what_the_user_says_of_a_name_holds_for_every_row() {
    let table = "time,lat,lon,operator,download\n\
        2026-01-01 08:00,21.03,106.77,Mạng A,40\n\
        2026-01-01 09:00,21.03,106.77,MANG A,40\n\
        2026-01-01 10:00,21.03,106.77,Mạng B,40\n\
        2026-01-01 11:00,21.03,106.77,Mạng C,40\n";
    let said = |name: &str, operator: &str| (name.to_owned(), operator.to_owned());
    let operator_aliases = vec![said("mạng a", "Viettel"), said("Mạng B", "Mạng B")];
    let options = ReadOptions { operator_aliases, ..ReadOptions::default() };
    let data = read_with(&[("t.csv", table.as_bytes())], &options).unwrap();
    assert_eq!(brands(&data), ["Viettel", "Viettel", "Mạng B", "Mạng C"]);
    let unknown: Vec<bool> = data.samples.flags.iter().map(|flags| flags.has(Flag::UnknownOperator)).collect();
    assert_eq!(unknown, [false, false, false, true]);
}

#[test]
fn names_that_are_not_known_are_listed_with_their_first_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    let table = "time,lat,lon,operator,download\n2026-01-01 08:00,21.03,106.77,Viettel,40\n\
        2026-01-01 09:00,21.03,106.77,Vittel,40\n2026-01-01 10:00,21.03,106.77,,40\n\
        2026-01-01 11:00,21.03,106.77,VITTEL,40\n";
    std::fs::write(&path, table).unwrap();
    let inspection = inspect(&path, &ReadOptions::default(), &Feedback::default()).unwrap();
    let Content::Table(table) = inspection.content else { panic!("a table") };
    let unresolved = table.samples.unwrap().unresolved;
    assert_eq!(unresolved.len(), 1);
    assert_eq!((unresolved[0].name.as_str(), unresolved[0].n_rows, unresolved[0].first_row), ("VITTEL", 2, 3));
}

#[test]
fn a_run_of_carriage_returns_costs_its_length() {
    let start = std::time::Instant::now();
    for after in ["", "\n", "x\ry"] {
        let text = format!("time,lat,lon,ping\n2025-10-05,21,106,5{}{after}", "\r".repeat(100_000));
        // Whether it is read or refused, it is so soon.
        let _ = read_with(&[("a.csv", text.as_bytes())], &ReadOptions::default());
    }
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn a_line_in_another_code_far_down_costs_its_letters_and_is_told() {
    let row = |i: usize, operator: &[u8], model: &[u8]| {
        let start = format!("2025-10-05 08:{:02}:{:02},21.03,106.77,", i / 60 % 60, i % 60);
        [start.as_bytes(), operator, b",4G,45.5,12,31,", model, b"\n"].concat()
    };
    let mut text = "Thời gian,Vĩ độ,Kinh độ,Nhà mạng,Công nghệ,Tải xuống (Mbps),Tải lên (Mbps),Độ trễ (ms),Ghi chú\n"
        .as_bytes()
        .to_vec();
    for i in 0..50_000 {
        // "Điện" in windows-1258, once as a remark and once in the name of an operator: 2.6 MB and 3.2 MB into the file.
        text.extend(match i {
            40_000 => row(i, b"Viettel", b"\xd0i\xea\xf2n"),
            49_000 => row(i, b"\xd0i\xea\xf2n L\xf1c", "Điện".as_bytes()),
            _ => row(i, b"Viettel", "Điện".as_bytes()),
        });
    }
    assert!(text.len() > 3 << 20);
    let dataset = read_with(&[("long.csv", &text)], &ReadOptions::default()).unwrap();
    assert_eq!(dataset.samples.len(), 50_000);
    assert_eq!((dataset.samples.row[49_000], dataset.samples.download.get(49_000)), (49_002, Some(45.5)));
    let broken = dataset.brand(dataset.samples.operator[49_000]);
    assert!(broken.contains(char::REPLACEMENT_CHARACTER), "{broken}");
    assert_eq!(dataset.operators.len(), 2);
    let note = Note::ForeignBytes { rows: 2, first_row: 40_002 };
    assert_eq!(dataset.files[0].notes.iter().filter(|n| n.key() == note.key()).collect::<Vec<_>>(), [&note]);
}
