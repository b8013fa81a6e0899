//! Files that tests make for themselves.

use std::io::Write;
use std::path::{Path, PathBuf};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{ReadOptions, read_samples};
use crate::job::Feedback;
use crate::model::{Dataset, Result};

/// A folder of files with the contents given.
pub(super) struct Files(tempfile::TempDir);

impl Files {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

pub(super) fn read_file(path: &Path) -> Result<Dataset> {
    read_samples(&[path.to_path_buf()], &ReadOptions::default(), &Feedback::default())
}

/// A ZIP of members with these names and contents.
pub(super) fn zip_of<B: AsRef<[u8]>>(members: &[(&str, B)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(super) fn gzip_of(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// An XLSX of sheets: name, state and the rows as XML. Cell style 1 is a date and a time, 2 a date, 3 elapsed hours.
pub(super) fn xlsx_of(sheets: &[(&str, &str, &str)], workbook_properties: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let listed: String = sheets
        .iter()
        .enumerate()
        .map(|(i, (name, state, _))| {
            format!("<sheet name=\"{name}\" sheetId=\"{0}\" state=\"{state}\" r:id=\"r{0}\"/>", i + 1)
        })
        .collect();
    let related: String = (1..=sheets.len())
        .map(|i| {
            format!("<Relationship Id=\"r{i}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>")
        })
        .collect();
    let mut members = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r\" Type=\"{relations}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\">{workbook_properties}<sheets>{listed}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{package}\">{related}</Relationships>"),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/><xf numFmtId=\"14\"/>\
                 <xf numFmtId=\"46\"/></cellXfs></styleSheet>"
            ),
        ),
    ];
    for (i, (_, _, rows)) in sheets.iter().enumerate() {
        let text = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
        members.push((format!("xl/worksheets/sheet{}.xml", i + 1), text));
    }
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zip_of(&members)
}

/// Rows of XML: each cell is a text, or as given when it begins with `<`.
pub(super) fn sheet_rows(rows: &[(usize, &[&str])]) -> String {
    let cell = |text: &&str| match text {
        text if text.starts_with('<') => (*text).to_owned(),
        text => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    rows.iter()
        .map(|(number, cells)| {
            let cells: String = cells.iter().map(cell).collect();
            format!("<row r=\"{number}\">{cells}</row>")
        })
        .collect()
}

/// An ODS whose content holds these tables.
pub(super) fn ods_of(tables: &str) -> Vec<u8> {
    let names = ["office", "table", "text", "style"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .join(" ");
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content {names}><office:automatic-styles><style:style \
         style:name=\"h\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    zip_of(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".as_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}
