//! Small sound files of every format, made here, from which mutants are made.

use super::{binary, excel, office};

/// How the parts of a seed become one file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wrap {
    /// Files beside each other; the first one is read.
    Plain,
    Zip,
    Gzip,
}

/// Files by their names, before they are wrapped.
#[derive(Clone)]
pub struct Seed {
    /// Name of the file that is read.
    pub name: &'static str,
    pub wrap: Wrap,
    pub parts: Vec<(String, Vec<u8>)>,
    /// Whether the parts are texts.
    pub is_text: bool,
}

pub type Made = Result<Vec<Seed>, Box<dyn std::error::Error>>;

/// A format with its seeds.
pub struct Family {
    pub name: &'static str,
    pub make: fn() -> Made,
}

/// All formats that the program reads.
pub const FAMILIES: &[Family] = &[
    Family { name: "csv", make: tables },
    Family { name: "encodings", make: encodings },
    Family { name: "wkt", make: wkt },
    Family { name: "geojson", make: geojson },
    Family { name: "geojsonl", make: lines },
    Family { name: "topojson", make: topojson },
    Family { name: "kml", make: kml },
    Family { name: "kmz", make: kmz },
    Family { name: "gpx", make: gpx },
    Family { name: "shapefile", make: binary::shapefiles },
    Family { name: "gpkg", make: binary::geopackages },
    Family { name: "fgb", make: binary::flatgeobufs },
    #[cfg(feature = "parquet")]
    Family { name: "parquet", make: binary::parquets },
    Family { name: "xlsx", make: office::xlsx },
    Family { name: "xlsb", make: excel::xlsb },
    Family { name: "xls", make: excel::xls },
    Family { name: "ods", make: office::ods },
    Family { name: "zip", make: zips },
    Family { name: "gz", make: gzips },
    Family { name: "toml", make: criteria },
];

pub fn text(name: &'static str, text: &str) -> Seed {
    Seed { name, wrap: Wrap::Plain, parts: vec![(name.to_owned(), text.as_bytes().to_vec())], is_text: true }
}

pub fn binary(name: &'static str, bytes: Vec<u8>) -> Seed {
    Seed { name, wrap: Wrap::Plain, parts: vec![(name.to_owned(), bytes)], is_text: false }
}

fn zipped(name: &'static str, parts: &[(&str, &str)]) -> Seed {
    let parts = parts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    Seed { name, wrap: Wrap::Zip, parts, is_text: true }
}

pub const COMMAS: &str = "time,lat,lon,operator,technology,download_mbps,upload_mbps,ping_ms,device_id\n\
    2025-10-05T08:02:03+07:00,21.0341,106.7702,Viettel,4G,45.25,12.5,31,a1\n\
    2025-10-05T09:12:43+07:00,21.0342,106.7703,Vinaphone,5G,210.5,45.0,12,b2\n\
    2025-10-06T18:00:00+07:00,21.0343,106.7704,Mobifone,4G,3.5,0.5,85,a1\n";

const SEMICOLONS: &str = "Báo cáo đo kiểm;;;\n\nThời gian;Vĩ độ;Kinh độ;Nhà mạng;Tải xuống (Mbps);Độ trễ (ms)\r\n\
    05/10/2025 08:02:03;21,0341;106,7702;Viettel;45,25;31\r\n05/10/2025 08:03:03;21,0342;106,7703;\"VNPT; \"\"Hà Nội\"\"\";\
    1.210,5;12\r\n";

const TABS: &str = "# written by a phone\nDate\tTime\tLatitude\tLongitude\tNetwork\tDown (kbps)\n\
    2025-10-05\t08:02:03\t21°02'03\"N\t106°46'12\"E\tViettel 4G\t45250\n2025-10-05\t08:03:03\t21°02'04\"N\t\
    106°46'13\"E\tVNPT\t10500\n";

const HEADLESS: &str =
    "1759626123,21.0341,106.7702,45.25\n1759626124,21.0342,106.7703,12.25\n1759626125,21.0343,106.77,3\n";
const TILES: &str = "quadkey,tile,avg_d_kbps,avg_u_kbps,avg_lat_ms,tests,devices\n\
    1323112233001122,\"POLYGON((106.7 21, 106.71 21, 106.71 21.01, 106.7 21.01, 106.7 21))\",45250,12000,31,5,3\n";
const TOWERS: &str = "radio,mcc,net,area,cell,unit,lon,lat,range,samples\nLTE,452,4,1,2,0,106.77,21.03,1000,5\n";
const QUOTA: &str = "Phường,Số mẫu,Trung vị tải xuống (Mbps)\nUông Bí,300,45.5\nVàng Danh,120,12.5\n";
const LONG: &str = "time,lat,lon,operator,type,value\n2025-10-05 08:02:03,21.03,106.77,Viettel,download,45.2\n\
    2025-10-05 08:02:03,21.03,106.77,Viettel,upload,12.2\n";

fn tables() -> Made {
    let all = [COMMAS, SEMICOLONS, TABS, HEADLESS, TILES, TOWERS, QUOTA, LONG];
    Ok(all.iter().map(|table| text("a.csv", table)).collect())
}

fn encodings() -> Made {
    let utf16: Vec<u8> = SEMICOLONS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = |mark: &[u8], text: &[u8]| [mark, text].concat();
    // "Thời gian;Vĩ độ;Kinh độ;Nhà mạng" in the fonts of TCVN3 and VNI, and "phường" and "độ" in windows-1258.
    let tcvn3 =
        b"Th\xeai gian;V\xdc \xae\xe9;Kinh \xae\xe9;Nh\xb5 m\xb9ng;Ping\n2025-10-05 08:02:03;21,03;106,77;Viettel;31\n";
    let vni = "Thôøi gian;Vó ñoä;Kinh ñoä;Nhaø maïng;Ping\n2025-10-05 08:02:03;21,03;106,77;Viettel;31\n";
    let cp1258 = b"Th\xf5\xcci gian;Vi\xde \xf0\xf4\xf2;Kinh \xf0\xf4\xf2;Nha\xcc ma\xf2ng;Ping\n\
        2025-10-05 08:02:03;21,03;106,77;Ph\xfd\xf5\xccng;31\n";
    let latin = |text: &str| text.chars().map(|c| c as u32 as u8).collect::<Vec<u8>>();
    Ok(vec![
        binary("a.csv", marked(b"\xff\xfe", &utf16)),
        binary("a.csv", utf16),
        binary("a.csv", marked(b"\xfe\xff", &SEMICOLONS.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>())),
        binary("a.csv", marked(b"\xef\xbb\xbf", SEMICOLONS.as_bytes())),
        binary("a.csv", tcvn3.to_vec()),
        binary("a.csv", latin(vni)),
        binary("a.csv", cp1258.to_vec()),
    ])
}

fn wkt() -> Made {
    let polygons = "id;ten;geom\n1;Khu 1;POLYGON((106.7 21, 106.8 21, 106.8 21.1, 106.7 21.1, 106.7 21))\n\
        2;Khu 2;MULTIPOLYGON Z (((106.8 21 1,106.9 21 1,106.9 21.1 1,106.8 21 1)))\n";
    let binary = "id,wkb\n1,01030000000100000004000000000000000000000000000000000000000000000000005A4000000000000000000000\
        000000005A400000000000003540000000000000000000000000000000000\n2,0103\n";
    let metres = "id\tgeom\n1\tSRID=5899;POLYGON((397515 2327035,397615 2327035,397615 2327135,397515 2327035))\n";
    Ok([polygons, binary, metres].iter().map(|table| text("a.csv", table)).collect())
}

pub const AREAS: &str = r#"{"type":"FeatureCollection","name":"khu","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[
{"type":"Feature","id":1,"properties":{"ma":"01","ten":"Khu 1","dien_tich":110.5,"dan":120},"geometry":{"type":"Polygon","coordinates":[[[106.7,21.0],[106.8,21.0],[106.8,21.1],[106.7,21.1],[106.7,21.0]],[[106.72,21.02],[106.74,21.02],[106.74,21.04],[106.72,21.02]]]}},
{"type":"Feature","properties":{"ma":"02","ten":"Khu 2","dan":null},"geometry":{"type":"MultiPolygon","coordinates":[[[[106.8,21.0],[106.9,21.0],[106.8,21.1],[106.9,21.1],[106.8,21.0]]],[[[107,21],[107.1,21],[107.1,21.1],[107,21]]]]}},
{"type":"Feature","properties":{"ma":"03","ten":"Đảo"},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[106,21]},{"type":"Polygon","coordinates":[[[179.9,21],[180,21],[180,21.1],[179.9,21]]]}]}}]}
"#;

const PLACES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"time":"2025-10-05T08:02:03+07:00","operator":"Viettel","download_mbps":45.2,"ping_ms":31},"geometry":{"type":"Point","coordinates":[106.77,21.03]}},
{"type":"Feature","properties":{"time":"2025-10-05T08:03:03+07:00","operator":"VNPT","download_mbps":5.2,"ping_ms":null,"tags":{"a":[1,2,{"b":"c"}]}},"geometry":{"type":"Point","coordinates":[106.78,21.03,5]}}]}
"#;

const METRES: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Polygon","coordinates":[[[397515.57,2327035.82],[397615.57,2327035.82],[397615.57,2327135.82],[397515.57,2327035.82]]]}}]}"#;

fn geojson() -> Made {
    Ok([AREAS, PLACES, METRES].iter().map(|json| text("a.geojson", json)).collect())
}

fn lines() -> Made {
    let of = |collection: &str| {
        let inside = collection.lines().filter(|line| line.starts_with("{\"type\":\"Feature\","));
        inside.map(|line| line.trim_end_matches("]}").trim_end_matches(',').to_owned() + "\n").collect::<String>()
    };
    let marked = of(PLACES).lines().map(|line| format!("\u{1e}{line}\n")).collect::<String>();
    Ok(vec![text("a.ndjson", &of(AREAS)), text("a.geojsonl", &of(PLACES)), text("a.geojsons", &marked)])
}

fn topojson() -> Made {
    let plain = r#"{"type":"Topology","arcs":[[[106.7,21],[106.8,21]],[[106.8,21],[106.8,21.1],[106.7,21.1],[106.7,21]],[[106.8,21],[106.9,21],[106.8,21.1]]],
"objects":{"khu":{"type":"GeometryCollection","geometries":[{"type":"Polygon","id":"1","properties":{"ten":"Khu 1"},"arcs":[[0,1]]},{"type":"MultiPolygon","properties":{"ten":"Khu 2"},"arcs":[[[2,-2,-1]],[[0,1]]]},{"type":"Point","coordinates":[1,2]}]}}}"#;
    let quantised = r#"{"type":"Topology","transform":{"scale":[0.001,0.001],"translate":[106.7,21]},"arcs":[[[0,0],[100,0],[0,100],[-100,0],[0,-100]]],"objects":{"a":{"type":"Polygon","arcs":[[0]],"properties":{"id":7}},"b":{"type":"GeometryCollection","geometries":[]}}}"#;
    Ok([plain, quantised].iter().map(|json| text("a.topojson", json)).collect())
}

const KML: &str = r##"<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Schema name="s" id="s"><SimpleField type="int" name="dan"/></Schema>
<Folder><name>Khu phố</name><Placemark><name>Khu 1 &amp; 2</name><description><![CDATA[<b>x</b>]]></description><ExtendedData><Data name="ma"><value>07</value></Data><SchemaData schemaUrl="#s"><SimpleData name="dan">120</SimpleData></SchemaData></ExtendedData>
<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>106.7,21.0,0 106.8,21.0,0 106.8,21.1 106.7,21.1 106.7,21.0</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>106.72,21.02 106.74,21.02 106.74,21.04 106.72,21.02</coordinates></LinearRing></innerBoundaryIs></Polygon></MultiGeometry></Placemark></Folder></Document></kml>"##;

const KML_POINTS: &str = r#"<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>a</name><TimeStamp><when>2025-10-05T08:02:03Z</when></TimeStamp><ExtendedData><Data name="download_mbps"><value>45.2</value></Data><Data name="operator"><value>Viettel</value></Data></ExtendedData><Point><coordinates>106.77,21.03,0</coordinates></Point></Placemark>
<Placemark><name>b</name><TimeStamp><when>2025-10-05T08:03:03Z</when></TimeStamp><ExtendedData><Data name="download_mbps"><value>5.2</value></Data></ExtendedData><Point><coordinates>106.78,21.03,0</coordinates></Point></Placemark></Document></kml>"#;

fn kml() -> Made {
    Ok(vec![text("a.kml", KML), text("a.kml", KML_POINTS)])
}

fn kmz() -> Made {
    Ok(vec![zipped("a.kmz", &[("doc.kml", KML), ("files/a.png", "x")]), zipped("a.kmz", &[("doc.kml", KML_POINTS)])])
}

fn gpx() -> Made {
    let waypoints = "<?xml version=\"1.0\"?><gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\"><wpt lat=\"21.03\" \
        lon=\"106.77\"><ele>3.5</ele><time>2026-03-01T08:00:00Z</time><name>a</name><extensions><s:test><s:download_mbps>42.5\
        </s:download_mbps><s:operator>Viettel</s:operator></s:test></extensions></wpt><wpt lat=\"21.04\" lon=\"106.78\">\
        <time>2026-03-01T08:01:00Z</time><extensions><s:download_mbps>2.5</s:download_mbps></extensions></wpt></gpx>";
    let track = "<gpx><trk><name>t</name><trkseg><trkpt lat=\"21\" lon=\"106\"><ele>3</ele><time>2026-03-01T08:00:00Z</time>\
        </trkpt><trkpt lat=\"21.1\" lon=\"106.1\"/></trkseg></trk></gpx>";
    Ok(vec![text("a.gpx", waypoints), text("a.gpx", track)])
}

fn zips() -> Made {
    Ok(vec![
        zipped(
            "a.zip",
            &[("tháng 10/a.csv", COMMAS), ("b.csv", SEMICOLONS), ("__MACOSX/._b.csv", "\0\u{5}"), ("c.pdf", "%PDF")],
        ),
        zipped("a.zip", &[("khu/khu.geojson", AREAS), ("README.txt", "how to read this")]),
    ])
}

fn gzips() -> Made {
    let gzip = |name: &'static str, inner: &str, text: &str| Seed {
        name,
        wrap: Wrap::Gzip,
        parts: vec![(inner.to_owned(), text.as_bytes().to_vec())],
        is_text: true,
    };
    Ok(vec![gzip("a.csv.gz", "a.csv", COMMAS), gzip("a.geojson.gz", "a.geojson", AREAS)])
}

fn criteria() -> Made {
    let whole = "name = \"Nghị quyết 12\"\nsource = \"12/NQ-HĐND\"\n[[criteria]]\nmetric = \"download\"\n\
        allowed_failing_share = 0.5\nthreshold = { 4G = 25, 5G = 80, unknown = 25 }\n[[criteria]]\nmetric = \"latency\"\n\
        threshold = 50\n";
    Ok(vec![text("a.toml", whole)])
}
