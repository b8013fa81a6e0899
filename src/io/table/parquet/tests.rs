use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};

use super::*;

/// A file of two rows, written with the library's own writer.
fn file_of(message: &str, write: impl Fn(usize, &mut SerializedColumnWriter<'_>)) -> Vec<u8> {
    file_with(message, None, write)
}

fn file_with(message: &str, geo: Option<String>, write: impl Fn(usize, &mut SerializedColumnWriter<'_>)) -> Vec<u8> {
    let schema = Arc::new(parquet::schema::parser::parse_message_type(message).unwrap());
    let mut bytes = Vec::new();
    let pairs = geo.map(|geo| vec![KeyValue::new("geo".to_owned(), geo)]);
    let properties = Arc::new(WriterProperties::builder().set_key_value_metadata(pairs).build());
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut i = 0;
    while let Some(mut column) = group.next_column().unwrap() {
        write(i, &mut column);
        column.close().unwrap();
        i += 1;
    }
    group.close().unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn points_are_in_the_system_that_is_stated_or_chosen() {
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
    let read = |crs: &str, position: (f64, f64), choice: Option<&str>| {
        let geo =
            format!("{{\"primary_column\":\"geometry\",\"columns\":{{\"geometry\":{{\"encoding\":\"WKB\"{crs}}}}}}}");
        let message =
            "message t { required binary time (UTF8); required double download_mbps; required binary geometry; }";
        let bytes = file_with(message, Some(geo), |i, column| {
            let point = [&[1u8, 1, 0, 0, 0], &position.0.to_le_bytes()[..], &position.1.to_le_bytes()].concat();
            let written = match i {
                0 => column.typed::<ByteArrayType>().write_batch(
                    &[ByteArray::from("2026-03-01 08:00:00"), ByteArray::from("2026-03-01 09:00:00")],
                    None,
                    None,
                ),
                1 => column.typed::<DoubleType>().write_batch(&[42.5, 10.0], None, None),
                // The second is cut off.
                _ => column.typed::<ByteArrayType>().write_batch(
                    &[ByteArray::from(point.clone()), ByteArray::from(point[..9].to_vec())],
                    None,
                    None,
                ),
            };
            assert_eq!(written.unwrap(), 2);
        });
        let files = crate::io::test_files::Files::new();
        let path = files.write("t.parquet", &bytes);
        let options = ReadOptions { crs: choice.and_then(|code| Crs::parse(code).ok()), ..ReadOptions::default() };
        crate::io::read_samples(&[path], &options, &Feedback::default()).map(|data| {
            assert_eq!((data.samples.len(), data.samples.lon.get(1)), (2, None));
            (data.samples.lon.get(0).unwrap(), data.samples.lat.get(0).unwrap(), data.files[0].form.epsg)
        })
    };
    let is_near = |(lon, lat, _): (f64, f64, Option<u32>)| {
        // PROJ: VN-2000 / TM-3 107-45 E 397515.57 N 2327035.82 is WGS84 106.76588026, 21.03400387.
        assert!((lon - 106.765_880_26).abs() < 2e-7 && (lat - 21.034_003_87).abs() < 2e-7, "{lon} {lat}");
    };
    let metres = (397_515.57, 2_327_035.82);
    is_near(read(",\"crs\":{\"id\":{\"authority\":\"EPSG\",\"code\":5899}}", metres, None).unwrap());
    is_near(read(",\"crs\":null", metres, Some("vn2000:107-45")).unwrap());
    let degrees = (106.77, 21.03);
    assert_eq!(read("", degrees, None).unwrap(), (106.77, 21.03, Some(4326)));
    let key = |crs, position| read(crs, position, None).err().map(|error| error.key());
    assert_eq!(key(",\"crs\":null", metres), Some("error-unclear-crs"));
    assert_eq!(key(",\"crs\":{\"name\":\"Local grid of a mine\"}", metres), Some("error-foreign-crs"));
    let (lon, lat, epsg) = read(",\"crs\":{\"id\":{\"authority\":\"EPSG\",\"code\":4756}}", degrees, None).unwrap();
    // PROJ: EPSG:4756 to 4326.
    assert_eq!(epsg, Some(4756));
    assert!((lon - 106.771_880_18).abs() < 2e-7 && (lat - 21.029_003_78).abs() < 2e-7, "{lon} {lat}");
}

#[test]
fn flat_columns_become_samples() {
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType, Int64Type};
    let message = "message t { required int64 time (TIMESTAMP(NANOS,true)); required int64 local \
                   (TIMESTAMP(MICROS,false)); required double lat; required double lon; required float download; \
                   required binary operator (UTF8); required int64 ping (DECIMAL(10,1)); }";
    let bytes = file_of(message, |i, column| {
        let written = match i {
            // 2025-10-05 01:02:03 UTC, and the same hour on the wall in Viet Nam.
            0 => column.typed::<Int64Type>().write_batch(
                &[1_759_626_123_000_000_000, 1_759_626_124_000_000_000],
                None,
                None,
            ),
            1 => column.typed::<Int64Type>().write_batch(&[1_759_651_323_500_000, 0], None, None),
            2 => column.typed::<DoubleType>().write_batch(&[21.0341, 21.0], None, None),
            3 => column.typed::<DoubleType>().write_batch(&[106.77, f64::NAN], None, None),
            4 => column.typed::<FloatType>().write_batch(&[45.3, 0.0], None, None),
            5 => {
                let names = ["Viettel", "vnpt"].map(ByteArray::from);
                column.typed::<ByteArrayType>().write_batch(&names, None, None)
            }
            _ => column.typed::<Int64Type>().write_batch(&[315, 20], None, None),
        };
        assert_eq!(written.unwrap(), 2);
    });
    let files = crate::io::test_files::Files::new();
    let path = files.write("t.parquet", &bytes);
    let data = crate::io::test_files::read_file(&path).unwrap();
    let samples = &data.samples;
    assert_eq!((samples.len(), samples.time[0], samples.time[1]), (2, 1_759_626_123, 1_759_626_124));
    assert_eq!((samples.lat.get(0), samples.lon.get(0), samples.lon.get(1)), (Some(21.0341), Some(106.77), None));
    assert_eq!((samples.download.get(0), samples.latency.get(0)), (Some(45.3), Some(31.5)));
    let mut text = String::new();
    let mut written = read(&Source::of(&path), &ReadOptions::default(), &Feedback::default()).unwrap().transcript;
    std::io::Read::read_to_string(&mut written, &mut text).unwrap();
    assert!(text.contains("2025-10-05T01:02:03Z,2025-10-05T08:02:03.5,"), "{text}");
    let cut = files.write("cut.parquet", &bytes[..bytes.len() - 9]);
    assert!(matches!(crate::io::test_files::read_file(&cut), Err(Error::DamagedFile { .. })));
}
