use super::*;
use crate::io::test_files::{Files, read_file};
use crate::io::{SpeedUnit, read_samples};
use crate::job::Feedback;
use crate::model::{Dataset, Flag, Metric as Of};

fn read(text: &str) -> Dataset {
    let files = Files::new();
    read_file(&files.write("long.csv", text)).unwrap_or_else(|e| panic!("{e:?}"))
}

type Figures = (u32, Option<f64>, Option<f64>, Option<f64>, Vec<u32>);

/// Row, download, upload, latency and other rows of each sample.
fn samples(dataset: &Dataset) -> Vec<Figures> {
    let s = &dataset.samples;
    let others = |row| dataset.files[0].other_rows(row).collect();
    let value = |metric, i| s.metric(metric).get(i);
    (0..s.len())
        .map(|i| {
            let row = s.row[i];
            (row, value(Of::Download, i), value(Of::Upload, i), value(Of::Latency, i), others(row))
        })
        .collect()
}

#[test]
fn rows_with_one_id_are_one_test_wherever_they_stand() {
    let text = "test_id,time,lat,lon,operator,technology,metric,value,unit\n\
                a,2025-10-05 08:00:00,21.03,106.77,Viettel,4G,upload,12.5,Mbps\n\
                b,2025-10-05 08:05:00,21.04,106.78,VNPT,5G,ping,31,ms\n\
                a,2025-10-05 08:00:00,21.03,106.77,Viettel,4G,download,45.25,Mbps\n\
                \n\
                b,2025-10-05 08:05:00,21.04,106.78,VNPT,5G,download,250000,kbps\n\
                c,2025-10-05 08:09:00,21.04,106.78,VNPT,5G,upload,9,Mbps\n\
                c,2025-10-05 08:09:00,21.04,106.78,VNPT,5G,jitter,9,ms\n";
    let dataset = read(text);
    let expected: [Figures; 3] = [
        (4, Some(45.25), Some(12.5), None, vec![2]),
        (6, Some(250.0), None, Some(31.0), vec![3]),
        (7, None, Some(9.0), None, vec![]),
    ];
    assert_eq!(samples(&dataset), expected);
    let note = dataset.files[0].notes.iter().find(|note| note.key() == "note-long-table");
    let expected = Note::LongTable { column: "metric".into(), rows: 5, tests: 3, alone: 1, others: 0 };
    assert_eq!(note, Some(&expected));
    assert_eq!(dataset.files[0].sha256.hex().unwrap().len(), 64);
}

#[test]
fn without_ids_a_phone_at_one_time_and_place_makes_one_test() {
    // The column of ids counts rows: no id stands with two metrics.
    let text = "id;Thời gian;Vĩ độ;Kinh độ;Nhà mạng;Mã thiết bị;Chiều đo;Tốc độ (Mbps)\n\
                1;05/10/2025 08:00;21,03;106,77;Viettel;p1;Tải xuống;45,5\n\
                2;05/10/2025 08:00;21,03;106,77;Viettel;p1;Tải lên;12\n\
                3;05/10/2025 08:00;21,03;106,77;Viettel;p2;Tải xuống;50\n\
                4;13/10/2025 08:01;21,03;106,77;Viettel;p2;Tải lên;13\n";
    let expected: [Figures; 3] = [
        (2, Some(45.5), Some(12.0), None, vec![3]),
        (4, Some(50.0), None, None, vec![]),
        (5, None, Some(13.0), None, vec![]),
    ];
    let dataset = read(text);
    assert_eq!(samples(&dataset), expected);
    assert_eq!(dataset.samples.lat.get(0), Some(21.03));
}

#[test]
fn bytes_per_second_of_the_fcc_become_megabits() {
    // 5 000 000 byte/s are 40 Mbps.
    let text = "test_id,device_timestamp,latitude,longitude,provider_name,test_type,bytes_sec\n\
                t1,2025-10-05T08:00:00+07:00,21.03,106.77,Viettel,download,5000000\n\
                t1,2025-10-05T08:00:00+07:00,21.03,106.77,Viettel,upload,625000\n";
    assert_eq!(samples(&read(text)), [(2, Some(40.0), Some(5.0), None, vec![3])]);
    let wide = "test_id,device_timestamp,latitude,longitude,provider_name,download_bytes_sec,upload_bytes_sec\n\
                t1,2025-10-05T08:00:00+07:00,21.03,106.77,Viettel,5000000,625000\n";
    assert_eq!(samples(&read(wide)), [(2, Some(40.0), Some(5.0), None, vec![])]);
}

#[test]
fn a_latency_beside_the_speed_stays_where_it_is() {
    let text = "time,lat,lon,carrier,direction,speed_mbps,latency_ms\n\
                2025-10-05 08:00:00,21.03,106.77,Viettel,DL,45,31\n\
                2025-10-05 08:00:00,21.03,106.77,Viettel,UL,12,33\n";
    assert_eq!(samples(&read(text)), [(2, Some(45.0), Some(12.0), Some(31.0), vec![3])]);
}

#[test]
fn the_order_of_rows_decides_nothing_about_tests() {
    let head = "time,lat,lon,carrier,direction,speed_mbps\n";
    let rows =
        ["DL,45", "UL,12", "DL,50", "UL,13"].map(|row| format!("2025-10-05 08:00:00,21.03,106.77,Viettel,{row}\n"));
    let pairs = |order: [usize; 4]| {
        let text: String = order.iter().map(|i| rows[*i].as_str()).collect();
        let mut pairs: Vec<_> = samples(&read(&format!("{head}{text}"))).into_iter().map(|s| (s.1, s.2)).collect();
        pairs.sort_by(|a, b| a.partial_cmp(b).unwrap());
        pairs
    };
    assert_eq!(pairs([0, 1, 2, 3]), [(Some(45.0), Some(12.0)), (Some(50.0), Some(13.0))]);
    assert_eq!(pairs([3, 2, 1, 0]), pairs([0, 1, 2, 3]));
    assert_eq!(pairs([1, 2, 0, 3]), pairs([0, 1, 2, 3]));
}

#[test]
fn the_unit_of_trai_is_asked_though_its_header_names_one() {
    let text = "Service Provider,Technology,Test_type,Data Speed(Mbps),Signal_strength,LSA,time,lat,lon\n\
                AIRTEL,4G,upload,500,na,Delhi,2025-10-05 08:00:00,21.03,106.77\n\
                AIRTEL,4G,download,4500,-80,Delhi,2025-10-05 08:00:00,21.03,106.77\n";
    let files = Files::new();
    let path = files.write("trai.csv", text);
    assert!(matches!(read_file(&path), Err(Error::AmbiguousUnit { .. })));
    let options = ReadOptions { unit: Some(SpeedUnit::Kbps), ..ReadOptions::default() };
    let dataset = read_samples(&[path], &options, &Feedback::default()).unwrap();
    assert_eq!(samples(&dataset), [(3, Some(4.5), Some(0.5), None, vec![2])]);
}

#[test]
fn a_table_of_another_shape_is_left_alone() {
    let text = "time,lat,lon,operator,result,download (Mbps),upload (Mbps)\n\
                2025-10-05 08:00:00,21.03,106.77,Viettel,ok,45,12\n";
    let dataset = read(text);
    assert_eq!(samples(&dataset), [(2, Some(45.0), Some(12.0), None, vec![])]);
    assert!(dataset.files[0].notes.iter().all(|note| note.key() != "note-long-table"));
}

#[test]
fn a_test_that_its_source_takes_for_impossible_is_no_evidence() {
    let text = "open_test_uuid,time_utc,lat,long,download_kbit,upload_kbit,ping_ms,network_name,implausible\n\
                O1,2025-10-05 08:00:00,21.03,106.77,45000,12000,31,Viettel,false\n\
                O2,2025-10-05 08:01:00,21.03,106.77,45000,,31,Viettel,true\n\
                O3,2025-10-05 08:02:00,21.03,106.77,45000,12000,31,Viettel,\n";
    let dataset = read(text);
    let flags: Vec<_> = dataset.samples.flags.iter().map(|flags| flags.iter().collect::<Vec<_>>()).collect();
    assert_eq!(flags[1], [Flag::ImplausibleDownload, Flag::ImplausibleLatency, Flag::NoMetric]);
    assert_eq!((flags[0].len(), flags[2].len()), (0, 0));
    assert_eq!(dataset.rejected_text(1, Meaning::Implausible), Some("true"));
}

#[test]
fn a_row_that_measures_something_unknown_is_passed_over_and_counted() {
    let mut text = "test_id,time,lat,lon,operator,metric,value,unit\n".to_owned();
    for i in 0..20 {
        let minute = 10 + i;
        let start = format!("t{i},2025-10-05 08:{minute}:00,21.03,106.77,Viettel");
        text += &format!("{start},download,45.5,Mbps\n{start},upload,12.5,Mbps\n");
    }
    text += "t0,2025-10-05 08:10:00,21.03,106.77,Viettel,foo,3,ms\n";
    let dataset = read(&text);
    assert_eq!(dataset.samples.len(), 20);
    let note = dataset.files[0].notes.iter().find(|note| note.key() == "note-long-table");
    let expected = Note::LongTable { column: "metric".into(), rows: 40, tests: 20, alone: 0, others: 1 };
    assert_eq!(note, Some(&expected));
}

#[test]
fn a_long_table_without_header_is_understood_by_its_cells() {
    let text = "2025-10-05 08:00:00,21.0341,106.7712,Viettel,4G,download,45.25\n\
                2025-10-05 08:00:00,21.0341,106.7712,Viettel,4G,upload,12.5\n\
                2025-10-05 08:05:00,21.0342,106.7713,MobiFone,5G,download,250.5\n";
    let files = Files::new();
    let path = files.write("long.csv", text);
    let options = ReadOptions { unit: Some(SpeedUnit::Mbps), ..ReadOptions::default() };
    let dataset = read_samples(&[path], &options, &Feedback::default()).unwrap();
    let expected: [Figures; 2] = [(1, Some(45.25), Some(12.5), None, vec![2]), (3, Some(250.5), None, None, vec![])];
    assert_eq!(samples(&dataset), expected);
    assert_eq!((dataset.samples.lat.get(1), dataset.samples.lon.get(1)), (Some(21.0342), Some(106.7713)));
    assert_eq!(dataset.brand(dataset.samples.operator[1]), "MobiFone");
    assert_eq!(dataset.samples.time.len(), 2);
}

#[test]
fn of_several_figures_without_a_header_one_has_to_be_named() {
    let text = "2025-10-05 08:00:00,21.0341,106.7712,Viettel,download,45.25,31\n\
                2025-10-05 08:00:00,21.0341,106.7712,Viettel,upload,12.5,33\n";
    let files = Files::new();
    let path = files.write("long.csv", text);
    let refused = read_file(&path).err().map(|error| error.key());
    assert_eq!(refused, Some("error-no-metric-column"));
    let options = ReadOptions {
        unit: Some(SpeedUnit::Mbps),
        columns: vec![(Meaning::Download, "6".to_owned())],
        ..ReadOptions::default()
    };
    let dataset = read_samples(&[path], &options, &Feedback::default()).unwrap();
    assert_eq!(samples(&dataset), [(1, Some(45.25), Some(12.5), None, vec![2])]);
}
