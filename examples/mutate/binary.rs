//! Seeds of binary files of geometries.

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::{Geometry, MultiPolygon, Point, polygon};
use geozero::{ColumnValue, PropertyProcessor};

use super::seeds::{Made, Seed, Wrap, binary};

const RING: [(f64, f64); 5] = [(106.7, 21.0), (106.7, 21.1), (106.8, 21.1), (106.8, 21.0), (106.7, 21.0)];
const WGS84: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137,298.257223563]],\
    PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.0174532925199433]]";
const VN2000: &str = "PROJCS[\"VN_2000\",GEOGCS[\"GCS_VN_2000\",DATUM[\"D_Vietnam_2000\",SPHEROID[\"WGS_1984\",6378137,\
    298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],\
    PARAMETER[\"False_Easting\",500000],PARAMETER[\"Central_Meridian\",107.75],PARAMETER[\"Scale_Factor\",0.9999],\
    UNIT[\"Meter\",1]]";

fn pairs(points: &[(f64, f64)]) -> Vec<u8> {
    points.iter().flat_map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()]).flatten().collect()
}

fn shp(kind: u32, records: &[Vec<u8>]) -> (Vec<u8>, Vec<u8>) {
    let (mut bytes, mut index) = (vec![0; 100], vec![0; 100]);
    for (number, record) in (1_u32..).zip(records) {
        let len = (record.len() as u32 / 2).to_be_bytes();
        index.extend([(bytes.len() as u32 / 2).to_be_bytes(), len].concat());
        bytes.extend([number.to_be_bytes(), len].concat());
        bytes.extend(record);
    }
    for file in [&mut bytes, &mut index] {
        let words = (file.len() as u32 / 2).to_be_bytes();
        let head =
            [&9994_u32.to_be_bytes()[..], &[0; 20], &words, &1000_u32.to_le_bytes(), &kind.to_le_bytes()].concat();
        file.splice(..head.len(), head);
    }
    (bytes, index)
}

fn polygon_record(kind: u32, rings: &[&[(f64, f64)]]) -> Vec<u8> {
    let n: usize = rings.iter().map(|ring| ring.len()).sum();
    let mut record = [&kind.to_le_bytes()[..], &pairs(&[(106.7, 21.0), (106.8, 21.1)])].concat();
    record.extend([(rings.len() as u32).to_le_bytes(), (n as u32).to_le_bytes()].concat());
    let mut start = 0_u32;
    for ring in rings {
        record.extend(start.to_le_bytes());
        start += ring.len() as u32;
    }
    record.extend(rings.iter().flat_map(|ring| pairs(ring)));
    if kind > 10 {
        record.extend(vec![0; 16 + 8 * n]);
    }
    record
}

fn dbf(fields: &[(&str, u8, u8)], rows: &[&[&str]]) -> Vec<u8> {
    let len: u16 = 1 + fields.iter().map(|(_, _, len)| u16::from(*len)).sum::<u16>();
    let mut bytes = vec![3, 126, 1, 5];
    bytes.extend((rows.len() as u32).to_le_bytes());
    bytes.extend((33 + 32 * fields.len() as u16).to_le_bytes());
    bytes.extend(len.to_le_bytes());
    bytes.resize(32, 0);
    for (name, kind, len) in fields {
        let mut field = [0; 32];
        field.iter_mut().zip(name.bytes()).for_each(|(place, byte)| *place = byte);
        (field[11], field[16]) = (*kind, *len);
        bytes.extend(field);
    }
    bytes.push(0x0d);
    for row in rows {
        bytes.push(b' ');
        for ((_, _, len), text) in fields.iter().zip(*row) {
            let mut cell = text.as_bytes().to_vec();
            cell.resize(usize::from(*len), b' ');
            bytes.extend(cell);
        }
    }
    bytes.push(0x1a);
    bytes
}

/// Areas and points, beside each other and in an archive.
pub fn shapefiles() -> Made {
    let lake = [(106.72, 21.02), (106.74, 21.02), (106.74, 21.04), (106.72, 21.02)];
    let areas = shp(5, &[polygon_record(5, &[&RING, &lake]), polygon_record(5, &[&RING])]);
    let high = shp(15, &[polygon_record(15, &[&RING])]);
    let point = |x: f64, y: f64| [&1_u32.to_le_bytes()[..], &pairs(&[(x, y)])].concat();
    let points = shp(1, &[point(106.77, 21.03), point(106.78, 21.03)]);
    let names = dbf(
        &[("TEN", b'C', 16), ("DAN", b'N', 8), ("NGAY", b'D', 8)],
        &[&["Khu 1", "120", "20251005"], &["Khu 2", "*", ""]],
    );
    let tests = dbf(
        &[("time", b'C', 20), ("operator", b'C', 10), ("download", b'F', 8)],
        &[&["2025-10-05T08:02:03Z", "Viettel", "45.25"], &["2025-10-05T08:03:03Z", "VNPT", "3.5"]],
    );
    let files = |(shp, shx): (Vec<u8>, Vec<u8>), dbf: &[u8], prj: &str| {
        let parts =
            [("shp", shp), ("shx", shx), ("dbf", dbf.to_vec()), ("prj", prj.into()), ("cpg", b"UTF-8".to_vec())];
        parts.map(|(ending, bytes)| (format!("a.{ending}"), bytes)).to_vec()
    };
    let seed = |name: &'static str, wrap, parts| Seed { name, wrap, parts, is_text: false };
    Ok(vec![
        seed("a.shp", Wrap::Plain, files(areas.clone(), &names, WGS84)),
        seed("a.shp", Wrap::Plain, files(high, &names, VN2000)),
        seed("a.shp", Wrap::Plain, files(points.clone(), &tests, WGS84)),
        seed("a.zip", Wrap::Zip, files(areas, &names, WGS84)),
        seed("a.zip", Wrap::Zip, files(points, &tests, WGS84)),
    ])
}

fn wkb_polygon() -> Vec<u8> {
    [&[1][..], &3_u32.to_le_bytes(), &1_u32.to_le_bytes(), &5_u32.to_le_bytes(), &pairs(&RING)].concat()
}

fn wkb_point(x: f64) -> Vec<u8> {
    [&[1][..], &1_u32.to_le_bytes(), &pairs(&[(x, 21.03)])].concat()
}

fn geopackage(kind: &str, rows: &[(Vec<u8>, &str)]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.gpkg");
    let database = rusqlite::Connection::open(&path)?;
    database.execute_batch(&format!(
        "PRAGMA page_size = 512; PRAGMA application_id = 0x47504B47;
         CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z, m);
         CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
         INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'undefined');
         INSERT INTO gpkg_contents VALUES ('khu', 'features', 4326);
         INSERT INTO gpkg_geometry_columns VALUES ('khu', 'geom', '{kind}', 4326, 0, 0);
         CREATE TABLE khu (fid INTEGER PRIMARY KEY, geom BLOB, operator TEXT, download_mbps REAL, time TEXT);"
    ))?;
    for (wkb, operator) in rows {
        let blob = [b"GP\0\x01".as_slice(), &4326_i32.to_le_bytes(), wkb].concat();
        database.execute(
            "INSERT INTO khu (geom, operator, download_mbps, time) VALUES (?1, ?2, 45.25, '2025-10-05T08:02:03Z')",
            rusqlite::params![blob, operator],
        )?;
    }
    database.close().map_err(|(_, error)| error)?;
    Ok(std::fs::read(path)?)
}

/// Databases of areas and of points.
pub fn geopackages() -> Made {
    let areas = geopackage("POLYGON", &[(wkb_polygon(), "Khu 1"), (wkb_polygon(), "Khu 2")])?;
    let points = geopackage("POINT", &[(wkb_point(106.77), "Viettel"), (wkb_point(106.78), "VNPT")])?;
    Ok(vec![binary("a.gpkg", areas), binary("a.gpkg", points)])
}

fn flatgeobuf(kind: GeometryType, shapes: &[Geometry<f64>]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let options = FgbWriterOptions { crs: FgbCrs { code: 4326, ..FgbCrs::default() }, ..FgbWriterOptions::default() };
    let mut writer = FgbWriter::create_with_options("khu", kind, options)?;
    for (name, kind) in
        [("operator", ColumnType::String), ("download_mbps", ColumnType::Double), ("time", ColumnType::String)]
    {
        writer.add_column(name, kind, |_, _| {});
    }
    for shape in shapes {
        writer.add_feature_geom(shape.clone(), |feature| {
            let values = [
                ColumnValue::String("Viettel"),
                ColumnValue::Double(45.25),
                ColumnValue::String("2025-10-05T08:02:03Z"),
            ];
            for (i, (name, value)) in ["operator", "download_mbps", "time"].iter().zip(&values).enumerate() {
                // A field that cannot be written is missing from the seed.
                let _ = feature.property(i, name, value);
            }
        })?;
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes)?;
    Ok(bytes)
}

/// Areas and points with an index.
pub fn flatgeobufs() -> Made {
    let area = polygon![(x: 106.7, y: 21.0), (x: 106.8, y: 21.0), (x: 106.8, y: 21.1), (x: 106.7, y: 21.0)];
    let areas =
        [Geometry::MultiPolygon(MultiPolygon(vec![area.clone()])), Geometry::MultiPolygon(MultiPolygon(vec![area]))];
    let points = [Geometry::Point(Point::new(106.77, 21.03)), Geometry::Point(Point::new(106.78, 21.03))];
    Ok(vec![
        binary("a.fgb", flatgeobuf(GeometryType::MultiPolygon, &areas)?),
        binary("a.fgb", flatgeobuf(GeometryType::Point, &points)?),
    ])
}

#[cfg(feature = "parquet")]
mod columns {
    use std::sync::Arc;

    use parquet::basic::{Compression, ZstdLevel};
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType, Int64Type};
    use parquet::file::metadata::KeyValue;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
    use parquet::schema::parser::parse_message_type;

    use super::{Made, binary, wkb_point, wkb_polygon};

    type Written = Result<usize, parquet::errors::ParquetError>;

    fn file(
        message: &str,
        compression: Compression,
        geo: Option<&str>,
        write: impl Fn(usize, &mut SerializedColumnWriter<'_>) -> Written,
    ) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let geo = geo.map(|text| vec![KeyValue::new("geo".to_owned(), text.to_owned())]);
        let properties = WriterProperties::builder().set_compression(compression).set_key_value_metadata(geo).build();
        let mut bytes = Vec::new();
        let mut writer =
            SerializedFileWriter::new(&mut bytes, Arc::new(parse_message_type(message)?), Arc::new(properties))?;
        let mut group = writer.next_row_group()?;
        let mut i = 0;
        while let Some(mut column) = group.next_column()? {
            write(i, &mut column)?;
            column.close()?;
            i += 1;
        }
        group.close()?;
        writer.close()?;
        Ok(bytes)
    }

    fn flat(compression: Compression) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let message = "message t { required int64 time (TIMESTAMP(MICROS,true)); required double lat; required double lon; \
            optional float download; required binary operator (UTF8); }";
        file(message, compression, None, |i, column| match i {
            0 => column.typed::<Int64Type>().write_batch(&[1_759_626_123_000_000, 1_759_626_124_000_000], None, None),
            1 => column.typed::<DoubleType>().write_batch(&[21.0341, 21.0], None, None),
            2 => column.typed::<DoubleType>().write_batch(&[106.77, 106.78], None, None),
            3 => column.typed::<FloatType>().write_batch(&[45.3], Some(&[1, 0]), None),
            _ => column.typed::<ByteArrayType>().write_batch(&["Viettel", "vnpt"].map(ByteArray::from), None, None),
        })
    }

    fn geo(kind: &str, shapes: &[Vec<u8>; 2]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let meta = format!(
            "{{\"version\":\"1.1.0\",\"primary_column\":\"geometry\",\"columns\":{{\"geometry\":{{\"encoding\":\"WKB\",\
             \"geometry_types\":[\"{kind}\"],\"crs\":{{\"id\":{{\"authority\":\"EPSG\",\"code\":4326}}}}}}}}}}"
        );
        let message = "message t { required binary geometry; required binary operator (UTF8); required float download_mbps; \
            required binary time (UTF8); }";
        file(message, Compression::SNAPPY, Some(&meta), |i, column| match i {
            0 => column.typed::<ByteArrayType>().write_batch(&shapes.clone().map(ByteArray::from), None, None),
            1 => column.typed::<ByteArrayType>().write_batch(&["Viettel", "vnpt"].map(ByteArray::from), None, None),
            2 => column.typed::<FloatType>().write_batch(&[45.25, 3.5], None, None),
            _ => {
                let times = ["2025-10-05T08:02:03Z", "2025-10-05T08:03:03Z"].map(ByteArray::from);
                column.typed::<ByteArrayType>().write_batch(&times, None, None)
            }
        })
    }

    /// Flat tables with each compression, areas and points.
    pub fn parquets() -> Made {
        let compressions = [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(parquet::basic::GzipLevel::default()),
            Compression::ZSTD(ZstdLevel::default()),
        ];
        let mut seeds = Vec::new();
        for compression in compressions {
            seeds.push(binary("a.parquet", flat(compression)?));
        }
        seeds.push(binary("a.parquet", geo("Polygon", &[wkb_polygon(), wkb_polygon()])?));
        seeds.push(binary("a.parquet", geo("Point", &[wkb_point(106.77), wkb_point(106.78)])?));
        Ok(seeds)
    }
}

#[cfg(feature = "parquet")]
pub use columns::parquets;
