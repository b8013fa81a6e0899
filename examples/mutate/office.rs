//! Seeds of zipped spreadsheets of XML.

use super::seeds::{Made, Seed, Wrap};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

const HEADERS: [&str; 6] = ["Thời gian", "Vĩ độ", "Kinh độ", "Nhà mạng", "Tải xuống (Mbps)", "Độ trễ (ms)"];

fn archive(name: &'static str, parts: Vec<(&str, String)>) -> Seed {
    let parts = parts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
    Seed { name, wrap: Wrap::Zip, parts, is_text: true }
}

/// A workbook with shared strings, dates, a merged title and a second sheet.
pub fn xlsx() -> Made {
    let strings: String =
        HEADERS.iter().chain(&["Viettel", "VNPT"]).map(|text| format!("<si><t>{text}</t></si>")).collect();
    let header: String = (0..6).map(|i| format!("<c r=\"{}3\" t=\"s\"><v>{i}</v></c>", char::from(b'A' + i))).collect();
    let row = |n: usize, operator: usize| {
        format!(
            "<row r=\"{n}\"><c r=\"A{n}\" s=\"1\"><v>45935.33475694444</v></c><c r=\"B{n}\"><v>21.0341</v></c><c r=\"C{n}\">\
             <v>106.7702</v></c><c r=\"D{n}\" t=\"s\"><v>{operator}</v></c><c r=\"E{n}\"><f>1+1</f><v>45.25</v></c><c \
             r=\"F{n}\" t=\"inlineStr\"><is><t>31</t></is></c></row>"
        )
    };
    let sheet = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"{MAIN}\"><dimension ref=\"A1:F6\"/><sheetData><row \
         r=\"1\"><c r=\"A1\" t=\"str\"><v>Báo cáo</v></c></row><row r=\"3\">{header}</row>{}{}</sheetData><mergeCells \
         count=\"1\"><mergeCell ref=\"A1:F1\"/></mergeCells></worksheet>",
        row(4, 6),
        row(6, 7)
    );
    let part =
        |n| format!("<Relationship Id=\"r{n}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>");
    Ok(vec![archive(
        "a.xlsx",
        vec![
            ("[Content_Types].xml", "<Types/>".to_owned()),
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r\" Type=\"{RELATIONS}/officeDocument\" \
                     Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><workbookPr date1904=\"0\"/><sheets><sheet \
                     name=\"Đo\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Bìa\" sheetId=\"2\" state=\"hidden\" \
                     r:id=\"r2\"/></sheets><definedNames><definedName name=\"x\">Đo!$A$1</definedName></definedNames></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}\">{}{}<Relationship Id=\"r3\" Type=\"{RELATIONS}/sharedStrings\" \
                     Target=\"sharedStrings.xml\"/></Relationships>",
                    part(1),
                    part(2)
                ),
            ),
            ("xl/sharedStrings.xml", format!("<sst xmlns=\"{MAIN}\" count=\"8\" uniqueCount=\"8\">{strings}</sst>")),
            (
                "xl/styles.xml",
                format!(
                    "<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" \
                     formatCode=\"dd/mm/yyyy\"/></numFmts><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/>\
                     <xf numFmtId=\"164\"/></cellXfs></styleSheet>"
                ),
            ),
            ("xl/worksheets/sheet1.xml", sheet),
            (
                "xl/worksheets/sheet2.xml",
                format!("<worksheet xmlns=\"{MAIN}\"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"),
            ),
        ],
    )])
}

/// A sheet with repeated rows and cells, a date and a note.
pub fn ods() -> Made {
    let names = ["office", "table", "text", "style"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .join(" ");
    let header: String = HEADERS
        .iter()
        .map(|text| {
            format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
        })
        .collect();
    let number = |n: &str| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{n}\"><text:p>{n}</text:p></table:table-cell>"
        )
    };
    let row = format!(
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"date\" \
         office:date-value=\"2025-10-05T08:02:03\"><text:p>x</text:p></table:table-cell>{}{}<table:table-cell \
         office:value-type=\"string\"><office:annotation><text:p>note</text:p></office:annotation><text:p>Viet<text:span>tel\
         </text:span></text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"45\" \
         table:number-columns-repeated=\"2\"/></table:table-row>",
        number("21.0341"),
        number("106.77")
    );
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content {names}><office:automatic-styles><style:style style:name=\"h\" \
         style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
         <office:body><office:spreadsheet><table:table table:name=\"Bìa\" table:style-name=\"h\"/><table:table \
         table:name=\"Đo &amp; kiểm\"><table:table-row table:number-rows-repeated=\"3\"><table:table-cell \
         table:number-columns-repeated=\"1024\"/></table:table-row><table:table-row>{header}</table:table-row>{row}\
         <table:table-row table:number-rows-repeated=\"1048500\"><table:table-cell/></table:table-row></table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    Ok(vec![archive(
        "a.ods",
        vec![
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
            ("META-INF/manifest.xml", "<manifest/>".to_owned()),
            ("content.xml", content),
        ],
    )])
}
