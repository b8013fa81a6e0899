//! Tables as other programs and other offices write them: codes, dialects, vocabularies.

use std::path::PathBuf;

use super::*;
use crate::job::Feedback;
use crate::model::{Dataset, Error, Flag, Note, Result, Technology};

fn read_bytes(bytes: &[u8], options: &ReadOptions) -> Result<Dataset> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("t.csv");
    std::fs::write(&path, bytes).unwrap();
    read_samples(&[path], options, &Feedback::default())
}

fn read(text: &str) -> Dataset {
    read_bytes(text.as_bytes(), &ReadOptions::default()).unwrap()
}

fn refused(text: &str) -> Option<&'static str> {
    read_bytes(text.as_bytes(), &ReadOptions::default()).err().map(|error| error.key())
}

fn downloads(data: &Dataset) -> Vec<Option<f64>> {
    (0..data.samples.len()).map(|i| data.samples.download.get(i)).collect()
}

#[test]
fn codes_from_before_unicode_give_the_same_samples() {
    // "Thời gian;Vĩ độ;Kinh độ;Nhà mạng;Tải xuống (Mbps)" and one row, in each code; see encoding/mod.rs for the bytes.
    let expected =
        read("Thời gian;Vĩ độ;Kinh độ;Nhà mạng;Tải xuống (Mbps)\n2025-10-05 08:00:00;21,5;106,5;Mạng Lạ;45\n");
    let row = b"\n2025-10-05 08:00:00;21,5;106,5;";
    let codes: [(&[u8], &[u8]); 4] = [
        (b"Th\xeai gian;V\xdc \xae\xe9;Kinh \xae\xe9;Nh\xb5 m\xb9ng;T\xb6i xu\xe8ng (Mbps)", b"M\xb9ng L\xb9;45\n"),
        (
            b"Th\xf5\xcci gian;Vi\xde \xf0\xf4\xf2;Kinh \xf0\xf4\xf2;Nh\xe0 ma\xf2ng;Ta\xd2i xu\xf4\xecng (Mbps)",
            b"Ma\xf2ng La\xf2;45\n",
        ),
        (
            b"Th\xf4\xf8i gian;V\xf3 \xf1o\xe4;Kinh \xf1o\xe4;Nha\xf8 ma\xefng;Ta\xfbi xuo\xe1ng (Mbps)",
            b"Ma\xefng La\xef;45\n",
        ),
        (b"Th\xa9i gian;V\xef \xc7\xb6;Kinh \xc7\xb6;Nh\xe0 m\xe5ng;T\xe4i xu\xd3ng (Mbps)", b"M\xe5ng L\xe5;45\n"),
    ];
    for (header, cells) in codes {
        let data = read_bytes(&[header, row, cells].concat(), &ReadOptions::default()).unwrap();
        assert_eq!((&data.samples, &data.operators), (&expected.samples, &expected.operators));
    }
}

#[test]
fn a_table_with_everything_wrong_is_read_with_notes() {
    let data = read(
        "Báo cáo đo kiểm tháng 10\r\n\r\ntime;lat;lon;operator;download (Mbps);note\n\
         2025-10-05 08:00:00;21.03;106.77;Viettel;45;\n\
         # máy đo bị treo\n\
         2025-10-05 08:01:00;21.03;106.77;Viettel;46;\"mở mà không đóng\n\
         2025-10-05 08:02:00;21.03;106.77;Viettel;47;x;thừa\n\
         time;lat;lon;operator;download (Mbps);note\n\
         2025-10-05 08:03:00;21.03;106.77;Viettel;48;\"hai\ndòng\"\n\
         Tổng cộng;;;;186;\n(Nguồn: ứng dụng)\n",
    );
    assert_eq!(downloads(&data), [Some(45.0), Some(46.0), Some(47.0), Some(48.0)]);
    assert_eq!(data.samples.row, [4, 6, 7, 9]);
    assert_eq!(
        data.files[0].notes,
        [
            Note::OpenQuotes { cells: 1, example: "\"mở mà không đóng".into() },
            Note::SurplusCells { rows: 1, first_row: 7 },
            Note::Footnotes { rows: 2, first_row: 10 },
        ]
    );
}

#[test]
fn a_test_without_place_is_no_footnote_whatever_its_first_word() {
    let data = read(
        "xã;time;lat;lon;operator;download (Mbps)\n\
         Uông Bí;2025-10-05 08:00:00;21.03;106.77;Viettel;45\n\
         Trung Bình;2025-10-05 08:01:00;;;Viettel;46\n\
         Trung Bình;;;;Viettel;47\n\
         Trung bình;;;;;46\n",
    );
    assert_eq!(downloads(&data), [Some(45.0), Some(46.0), Some(47.0)]);
    assert!(data.samples.flags[1].has(Flag::NoPosition) && data.samples.flags[2].has(Flag::NoTime));
    assert_eq!(data.files[0].notes, [Note::Footnotes { rows: 1, first_row: 5 }]);
}

#[test]
fn no_row_below_a_second_header_is_lost() {
    let header = "time,lat,lon,operator,download (Mbps),upload (Mbps)\n";
    let row = |i: usize| format!("2025-10-05 08:{i:02}:00,21.03{i:02},106.77{i:02},Viettel,{},5\n", 40 + i);
    let rows: String = (10..20).map(row).collect();
    let page = read(&format!("{header}{rows}{},\n{rows}", header.trim()));
    assert_eq!((page.samples.len(), &page.files[0].notes), (20, &Vec::new()));
    let fewer = "time,lat,lon,operator,download (Mbps)\n2025-10-06 08:00:00,21.05,106.75,VNPT,77\n";
    let data = read(&format!("{header}{rows}{fewer}{header}{rows}"));
    assert_eq!((data.samples.len(), data.samples.lat.get(10), downloads(&data)[10]), (21, Some(21.05), Some(77.0)));
    assert_eq!((data.samples.row[10], data.samples.row[11]), (13, 15));
    assert_eq!(data.files[0].notes, [Note::SecondTable { rows: 1, first_row: 12 }]);
    let other = "lon,lat,time,download (Mbps),upload (Mbps),operator\n106.75,21.05,2025-10-06 08:00:00,77,6,VNPT\n";
    let data = read(&format!("{header}{rows}{other}"));
    assert_eq!((data.samples.lat.get(10), data.samples.lon.get(10)), (Some(21.05), Some(106.75)));
    assert_eq!(data.brand(data.samples.operator[10]), "VinaPhone");
    // Behind the part by which the way of reading is decided, it is told.
    let n = (600 << 10) / rows.len();
    let far = format!("{header}{}{other}", rows.repeat(n));
    let error = read_bytes(far.as_bytes(), &ReadOptions::default()).err();
    assert!(matches!(error, Some(Error::SecondHeader { row, .. }) if row == 10 * n as u64 + 2), "{error:?}");
}

#[test]
fn a_row_behind_a_hash_is_a_test_where_its_place_and_time_can_be_read() {
    let text = "note,time,lat,lon,operator,download (Mbps),upload (Mbps),ping (ms),remark\n\
        a,2025-10-05 08:00:00,21.03,106.77,Viettel,45,5,30,\n\
        #2,2025-10-05 08:01:00,21.03,106.77,Viettel,46,5,30\n\
        #3,2025-10-05 08:02:00,21.03,106.77,Viettel,47,5\n\
        # máy treo, 5 phút\n";
    let data = read(text);
    assert_eq!(downloads(&data), [Some(45.0), Some(46.0), Some(47.0)]);
    assert_eq!(read(&format!("{text}\"x\",,,,,,,,\n")).samples.len(), 4);
}

#[test]
fn the_table_of_samples_that_the_program_writes_reads_back() {
    let data = read(
        "\u{feff}file,row,time,lon,lat,operator,host,technology,download,upload,latency,zone_id,cell_id,vote_id,flags\n\
         a.csv,2,2025-10-05T08:02:03+07:00,106.7701234,21.0341234,Viettel,Viettel,4G,4523.25,0.5,31,1,sq100:1:2,7,\n\
         '=a.csv,3,2025-10-05T08:02:04+07:00,106.77,21.03,'-lạ,,unknown,12000.5,,,,,,unknown-operator\n",
    );
    let samples = &data.samples;
    assert_eq!(downloads(&data), [Some(4523.25), Some(12000.5)]);
    assert_eq!((samples.upload.get(0), samples.latency.get(0)), (Some(0.5), Some(31.0)));
    assert_eq!((samples.lat.get(0), samples.lon.get(0)), (Some(21.034_123_4), Some(106.770_123_4)));
    assert_eq!((samples.time[0], samples.technology[0]), (1_759_626_123, Technology::FourG));
    assert_eq!(data.brand(samples.operator[1]), "-lạ");
    assert_eq!((&samples.source, &samples.test_id), (&None, &None));
}

#[test]
fn degrees_minutes_and_seconds_are_positions() {
    let data = read(
        "Ngày;Giờ;Kinh độ;Vĩ độ;Tải xuống (Mbps)\n\
         05/10/2025;08:02:03;106°46'12\"E;21°02'03\"N;45\n\
         05/10/2025;08:02;106 46 12 Đ;21 02 03 B;45\n",
    );
    for i in 0..2 {
        assert!((data.samples.lat.get(i).unwrap() - (21.0 + 2.0 / 60.0 + 3.0 / 3600.0)).abs() < 1e-9);
        assert!((data.samples.lon.get(i).unwrap() - (106.0 + 46.0 / 60.0 + 12.0 / 3600.0)).abs() < 1e-9);
    }
    assert_eq!(data.samples.time, [1_759_626_123, 1_759_626_120]);
    assert_eq!(data.files[0].notes, [Note::AssumedDayFirst { column: "Ngày".into(), example: "05/10/2025".into() }]);
}

#[test]
fn two_coordinates_may_share_a_cell() {
    let data = read("Ngày đo,Tọa độ,Nhà mạng,Tải xuống (Mbps)\n2025-10-05 08:02:03,\"21.0341, 106.7702\",Viettel,45\n2025-10-05,?,Viettel,45\n2025-10-05,,Viettel,45\n\
         2025-10-05 08:02:03,\"21.0341, 106.7702\",Viettel,45\n".replace("?", "21.1 106.8").as_str());
    assert_eq!((data.samples.lat.get(0), data.samples.lon.get(0)), (Some(21.0341), Some(106.7702)));
    assert_eq!((data.samples.lat.get(1), data.samples.lon.get(1)), (Some(21.1), Some(106.8)));
    assert!(data.samples.flags[2].has(Flag::NoPosition));
}

#[test]
fn a_clock_that_was_never_set_is_no_time() {
    let data = read("time,lat,lon,ping\n1970-01-01 00:00:00,21,106,5\n1759626123000,21,106,5\n2105-01-01,21,106,5\n");
    assert!(data.samples.flags[0].has(Flag::NoTime) && data.samples.flags[2].has(Flag::NoTime));
    assert_eq!(data.samples.time[1], 1_759_626_123);
}

#[test]
fn a_row_with_a_lost_separator_is_put_right_in_a_file_of_whole_rows() {
    let mut text = String::from("time,lat,lon,operator,download (Mbps)\n");
    for i in 0..20 {
        text.push_str(&format!("2025-10-05 08:{i:02}:00,21.03{i:02},106.77{i:02},Viettel,{}\n", 40 + i));
    }
    text.push_str("2025-10-05 08:30:0021.0305,106.7705,Viettel,41\n2025-10-05 08:31:00,,21.0305,106.7705,Viettel,42\n");
    let data = read(&text);
    assert_eq!(data.samples.lat.get(20), Some(21.0305));
    assert_eq!(downloads(&data)[20..], [Some(41.0), Some(42.0)]);
    assert_eq!(data.samples.row[20..], [22, 23]);
    assert_eq!(data.files[0].notes, [Note::MendedRows { rows: 2, first_row: 22 }]);
}

#[test]
fn a_mark_before_the_first_quote_hides_no_quote() {
    let text =
        "\"time, utc+7\",\"lat\",\"lon\", \"download (Mbps)\"\n\"2025-10-05 08:00:00\",\"21.03\",\"106.77\", \"45\"\n";
    let options = ReadOptions { columns: vec![(Meaning::Time, "time, utc+7".to_owned())], ..ReadOptions::default() };
    let data = read_bytes(format!("\u{feff}{text}").as_bytes(), &options).unwrap();
    assert_eq!((downloads(&data), data.samples.row.as_slice()), (vec![Some(45.0)], [2].as_slice()));
}

#[test]
fn other_dialects_give_the_same_samples() {
    let rows = [
        ["time", "lat", "lon", "operator", "download (Mbps)"],
        ["2025-10-05 08:00:00", "21.03", "106.77", "Mạng, lạ", "45.5"],
        ["2025-10-05 08:01:00", "21.04", "106.78", "Viettel", "46.5"],
    ];
    let joined = |delimiter: &str, quote: &str, newline: &str| {
        let line = |row: &[&str; 5]| row.map(|cell| format!("{quote}{cell}{quote}")).join(delimiter);
        rows.iter().map(|row| line(row) + newline).collect::<String>()
    };
    let expected = read(&joined(",", "\"", "\n"));
    for (delimiter, quote, newline) in [
        (";", "", "\n"),
        ("\t", "\"", "\r\n"),
        ("|", "", "\r"),
        ("||", "", "\n"),
        (", ", "\"", "\n"),
        (",", "'", "\r\n"),
        ("~", "", "\n"),
        ("^", "'", "\n"),
    ] {
        let data = read(&joined(delimiter, quote, newline));
        assert_eq!(
            (&data.samples, &data.operators),
            (&expected.samples, &expected.operators),
            "{delimiter} {quote} {newline:?}"
        );
    }
    let mixed = joined(",", "\"", "\n").replacen('\n', "\r", 1).replacen('\n', "\r\n", 1);
    assert_eq!(read(&mixed).samples, expected.samples);
}

#[test]
fn files_of_known_programs_are_what_they_are() {
    for (header, row, expected) in [
        // RTR-Netztest and NetMetr.
        (
            "open_uuid,open_test_uuid,time_utc,cat_technology,network_type,lat,long,loc_src,loc_accuracy,download_kbit,\
             upload_kbit,ping_ms,lte_rsrp,lte_rsrq,server_name,platform,model,network_mcc_mnc,network_name,sim_mcc_mnc",
            "P1,O1,2025-10-05 01:02:03,4G,LTE,21.03,106.77,gps,12,45000,9000,31,-101,-12,Wien,Android,A1,452-04,Viettel,452-04",
            None,
        ),
        (
            "Time,Latitude,Longitude,Carrier,Cell ID,Service Display,Band,RSSI,SINR,RSRP,RSRQ,State,Download,Upload,Latency",
            "2025-10-05 08:02:03,21.03,106.77,Viettel,123,LTE,B3,-60,12,-99,-11,ok,45.2,9.1,31",
            None,
        ),
        (
            "deviceTime,latitude,longitude,altitude,speed,accuracy,missionId,recordNumber,groupNumber,mcc,mnc,tac,eci,earfcn,\
             pci,rsrp,rsrq,ta,servingCell,lteBandwidth,provider,signalStrength,cqi,slot,snr,deviceSerialNumber,locationAge",
            "2025-10-05T08:02:03.123+07:00,21.03,106.77,5,0,12,m,1,1,452,4,1,2,3,4,-101,-12,,true,20,Viettel,-70,,0,5,s,12",
            Some("error-signal-log"),
        ),
        (
            "latitude,longitude,altitude,MCC,MNC,LAC,CID,signal,type,subtype,ARFCN,PSC",
            "21.03,106.77,5,452,4,1,2,-88,LTE,LTE,1300,209",
            Some("error-signal-log"),
        ),
        (
            "quadkey,tile,tile_x,tile_y,avg_d_kbps,avg_u_kbps,avg_lat_ms,tests,devices",
            "1321231,\"POLYGON((1 1,2 2,3 1,1 1))\",106.77,21.03,45000,9000,31,12,5",
            Some("error-tile-table"),
        ),
        ("MCCMNC;CID;LAC;RNC;lat;lon;ratio;data;rfu", "45204;123;1001;0;21.03;106.77;1;x;y", Some("error-tower-list")),
        (
            "date,a.UUID,a.TestTime,a.MeanThroughputMbps,a.MinRTT,client.Geo.Latitude,client.Geo.Longitude",
            "2025-10-05,u,2025-10-05T01:02:03Z,45,31,21.03,106.77",
            Some("error-address-positions"),
        ),
        (
            "Service Provider,Technology,Test_type,Data Speed(Mbps),Signal_strength,LSA",
            "VIETTEL,4G,Upload,5,-90,X\nVIETTEL,4G,Download,45,na,X",
            Some("error-no-coordinates"),
        ),
    ] {
        let text = format!("# exported\n# two lines\n{header}\n{row}\n");
        assert_eq!(refused(&text), expected, "{header}");
    }
}

#[test]
fn tables_without_header_are_known_by_their_rows_or_asked_about() {
    let tower = "LTE,452,4,1001,2564,0,106.77,21.03,1000,12,1,1459692342,1488347104,-90\n";
    assert_eq!(refused(&tower.repeat(5)), Some("error-tower-list"));
    let signal = "21.3,106.47,205,452,4,3080,30926080,-88,LTE,LTE,1300,209\n";
    assert_eq!(refused(&signal.repeat(5)), Some("error-signal-log"));
    let tests = "2025-10-05 08:02:03;21,0341;106,7702;Viettel;4G;45,25\n".repeat(5);
    assert_eq!(refused(&tests), Some("error-no-metric-column"));
    let options = ReadOptions {
        columns: vec![(Meaning::Download, "6".to_owned())],
        unit: Some(SpeedUnit::Mbps),
        ..ReadOptions::default()
    };
    let data = read_bytes(tests.as_bytes(), &options).unwrap();
    assert_eq!((downloads(&data).len(), data.samples.download.get(0), data.samples.row[0]), (5, Some(45.25), 1));
    assert_eq!((data.brand(data.samples.operator[0]), data.samples.technology[0]), ("Viettel", Technology::FourG));
    assert_eq!(data.files[0].notes, [Note::ColumnsByContent { columns: "1; 2; 3; 4; 5".into() }]);
}
