//! Seeds of the binary workbooks of Excel, record by record ([MS-XLS], [MS-XLSB], [MS-CFB]).

use super::seeds::{Made, Seed, Wrap, binary};

const HEADERS: [&str; 5] = ["time", "lat", "lon", "operator", "download_mbps"];
const NUMBERS: [[f64; 4]; 2] = [[45935.334, 21.0341, 106.7702, 45.25], [45935.335, 21.0342, 106.7703, 3.5]];
const OPERATORS: [&str; 2] = ["Viettel", "VNPT"];

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u32).to_le_bytes().to_vec();
    bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    bytes
}

/// A record of an XLSB part: type and length in groups of seven bits.
fn part_record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![(kind & 0x7f) as u8];
    if let (0x80.., Some(first)) = (kind, bytes.first_mut()) {
        *first |= 0x80;
        bytes.push((kind >> 7) as u8);
    }
    let mut len = data.len();
    loop {
        let more = len >> 7;
        bytes.push((len & 0x7f) as u8 | if more > 0 { 0x80 } else { 0 });
        len = more;
        if len == 0 {
            break;
        }
    }
    bytes.extend_from_slice(data);
    bytes
}

/// A workbook with shared and own strings, and dates.
pub fn xlsb() -> Made {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |inside: &str| format!("<Relationships xmlns=\"{package}\">{inside}</Relationships>").into_bytes();
    let sheet_record = [&0_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &wide("rId1"), &wide("Do")].concat();
    let workbook = [
        part_record(0x83, &[]),
        part_record(0x99, &[0; 12]),
        part_record(0x8f, &[]),
        part_record(0x9c, &sheet_record),
        part_record(0x90, &[]),
        part_record(0x9d, &[0; 26]),
        part_record(0x84, &[]),
    ];
    let strings: Vec<Vec<u8>> =
        OPERATORS.iter().map(|text| part_record(0x13, &[&[0][..], &wide(text)].concat())).collect();
    let count = 2_u32.to_le_bytes();
    let strings = [part_record(0x9f, &[count, count].concat()), strings.concat(), part_record(0xa0, &[])];
    let format = |code: u16| part_record(0x2f, &[&[0; 2][..], &code.to_le_bytes(), &[0; 12]].concat());
    let styles = [part_record(0x269, &2_u32.to_le_bytes()), format(0), format(22), part_record(0x26a, &[])];
    let cell = |column: u32, style: u32, kind: u16, data: &[u8]| {
        part_record(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes(), data].concat())
    };
    let row = |number: u32| part_record(0, &[&number.to_le_bytes()[..], &[0; 13]].concat());
    let dimensions: Vec<u8> = [0_u32, 2, 0, 4].iter().flat_map(|n| n.to_le_bytes()).collect();
    let mut sheet = [part_record(0x81, &[]), part_record(0x94, &dimensions), part_record(0x91, &[]), row(0)].concat();
    for (column, text) in (0..).zip(HEADERS) {
        sheet.extend(cell(column, 0, 6, &wide(text)));
    }
    for (number, values) in (1_u32..).zip(NUMBERS) {
        sheet.extend(row(number));
        let [time, lat, lon, speed] = values.map(f64::to_le_bytes);
        for (column, style, value) in [(0, 1, time), (1, 0, lat), (2, 0, lon)] {
            sheet.extend(cell(column, style, 5, &value));
        }
        sheet.extend(cell(3, 0, 7, &(number - 1).to_le_bytes()));
        sheet.extend(cell(4, 0, 5, &speed));
    }
    sheet.extend([part_record(0x92, &[]), part_record(0x82, &[])].concat());
    let sheet_relation =
        format!("<Relationship Id=\"rId1\" Type=\"{related}/worksheet\" Target=\"worksheets/sheet1.bin\"/>");
    let root = format!("<Relationship Id=\"r\" Type=\"{related}/officeDocument\" Target=\"xl/workbook.bin\"/>");
    let parts: Vec<(&str, Vec<u8>)> = vec![
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("_rels/.rels", relations(&root)),
        ("xl/_rels/workbook.bin.rels", relations(&sheet_relation)),
        ("xl/workbook.bin", workbook.concat()),
        ("xl/sharedStrings.bin", strings.concat()),
        ("xl/styles.bin", styles.concat()),
        ("xl/worksheets/sheet1.bin", sheet),
    ];
    let parts = parts.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect();
    Ok(vec![Seed { name: "a.xlsb", wrap: Wrap::Zip, parts, is_text: false }])
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

fn short(text: &str) -> Vec<u8> {
    [&(text.len() as u16).to_le_bytes()[..], &[0], text.as_bytes()].concat()
}

/// A workbook in a compound file of its own.
pub fn xls() -> Made {
    let begin = |kind: u16| {
        let words = [0x0600_u16, kind, 0x0dbb, 0x07cc, 0, 0, 6, 0];
        record(0x0809, &words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>())
    };
    let texts: Vec<u8> = HEADERS.iter().chain(&OPERATORS).flat_map(|text| short(text)).collect();
    let count = 7_u32.to_le_bytes();
    let strings = record(0x00fc, &[&count[..], &count, &texts].concat());
    let style = |format: u16| record(0x00e0, &[&[0; 2][..], &format.to_le_bytes(), &[0; 16]].concat());
    let styles = [style(0), style(22)].concat();
    let page = record(0x0042, &1200_u16.to_le_bytes());
    let listed = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[0, 0, 2, 0], b"Do"].concat());
    let globals_len =
        [begin(5), page.clone(), styles.clone(), listed(0), strings.clone(), record(0x0a, &[])].concat().len();
    let mut stream =
        [begin(5), page, styles, listed(globals_len as u32), strings, record(0x0a, &[]), begin(0x10)].concat();
    let dimensions = [&0_u32.to_le_bytes()[..], &3_u32.to_le_bytes(), &[0, 0, 5, 0, 0, 0]].concat();
    stream.extend(record(0x0200, &dimensions));
    let at = |row: u16, column: u16, style: u16| {
        [row, column, style].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>()
    };
    let text =
        |row: u16, column: u16, index: u32| record(0x00fd, &[&at(row, column, 0)[..], &index.to_le_bytes()].concat());
    for column in 0..5 {
        stream.extend(text(0, column, u32::from(column)));
    }
    for (row, values) in (1_u16..).zip(NUMBERS) {
        let [time, lat, lon, speed] = values;
        for (column, style, value) in [(0, 1, time), (1, 0, lat), (2, 0, lon), (4, 0, speed)] {
            stream.extend(record(0x0203, &[&at(row, column, style)[..], &value.to_le_bytes()].concat()));
        }
        stream.extend(text(row, 3, 4 + u32::from(row)));
    }
    stream.extend(record(0x0a, &[]));
    Ok(vec![binary("a.xls", compound(stream.clone(), 4096)), binary("a.xls", compound(stream, 0))])
}

/// A compound file with one stream, filled up to `least` bytes: small streams lie in small sectors.
fn compound(mut stream: Vec<u8>, least: usize) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    const FREE: u32 = 0xffff_ffff;
    stream.resize(stream.len().max(least), 0);
    let size = stream.len() as u32;
    let is_small = size < 4096;
    stream.resize(stream.len().next_multiple_of(512), 0);
    let n = (stream.len() / 512) as u32;
    // Sectors: allocation table, directory, small allocation table, stream.
    let mut table = vec![0xffff_fffd, END, END];
    table.extend((0..n).map(|i| if i + 1 < n { 4 + i } else { END }));
    table.resize(128, FREE);
    let small: Vec<u32> = (0..128).map(|i| if i + 1 < size.div_ceil(64) { i + 1 } else { END }).collect();
    let words = |list: &[u32]| list.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let mut header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    header.resize(24, 0);
    header.extend([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    header.extend(words(&[0, 1, 1, 0, 4096, 2, 1, END, 0, 0]));
    header.extend(words(&[FREE; 108]));
    let entry = |name: &str, kind: u8, child: u32, first: u32, size: u32| {
        let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let len = if name.is_empty() { 0 } else { bytes.len() as u16 + 2 };
        bytes.resize(64, 0);
        bytes.extend(len.to_le_bytes());
        bytes.extend([kind, 1]);
        bytes.extend(words(&[FREE, FREE, child]));
        bytes.resize(116, 0);
        bytes.extend(words(&[first, size, 0]));
        bytes
    };
    let (root_first, root_size, first) = if is_small { (3, n * 512, 0) } else { (END, 0, 3) };
    let directory = [
        entry("Root Entry", 5, 1, root_first, root_size),
        entry("Workbook", 2, FREE, first, size),
        entry("", 0, FREE, 0, 0),
        entry("", 0, FREE, 0, 0),
    ];
    [header, words(&table), directory.concat(), words(&small), stream].concat()
}
