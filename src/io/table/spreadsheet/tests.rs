use crate::io::test_files::{Files, ods_of, read_file, sheet_rows, xlsx_of};
use crate::io::{ReadOptions, read_samples};
use crate::job::Feedback;
use crate::model::{Dataset, Error, Note};

const HEADER: &[&str] = &["Thời gian", "Vĩ độ", "Kinh độ", "Nhà mạng", "Tải xuống (Mbps)", "Độ trễ (ms)"];

/// 2025-10-05 08:02:03 in Viet Nam.
const TIME: i64 = 1_759_626_123;

/// The same moment as a spreadsheet counts days since the end of 1899: 45935 + 28923 s / 86400 s.
const DAYS: &str = "45935.33475694444";

fn data(rows: &[(usize, &[&str])]) -> String {
    sheet_rows(&[&[(4, HEADER)], rows].concat())
}

fn read(bytes: &[u8]) -> Result<Dataset, Error> {
    let files = Files::new();
    read_file(&files.write("t.xlsx", bytes))
}

fn key(bytes: &[u8]) -> Option<&'static str> {
    read(bytes).err().map(|error| error.key())
}

#[test]
fn a_sheet_under_titles_is_read_with_the_rows_a_person_sees() {
    let date = format!("<c s=\"1\"><v>{DAYS}</v></c>");
    let title = [(1, ["BÁO CÁO ĐO KIỂM"].as_slice())];
    let rows = data(&[
        (5, &[&date, "<c><v>21.0341</v></c>", "<c><v>106.7702</v></c>", "Viettel", "<c><v>45.25</v></c>", "31"]),
        // Numbers and times as texts, a row left blank before, an error of a formula, and a merged cell's empty rest.
        (7, &["05/10/2025 08:02:03", "21,0342", "106,7703", "vnpt", "210,5", "<c t=\"e\"><v>#N/A</v></c>"]),
        (8, &["2025-10-05T08:02:03", "21.03", "106.77", "Mobifone", "<c/>", "28.5"]),
    ]);
    let data = read(&xlsx_of(&[("Số liệu", "visible", &(sheet_rows(&title) + &rows))], "")).unwrap();
    let samples = &data.samples;
    assert_eq!(samples.row, [5, 7, 8]);
    assert_eq!(samples.time, [TIME; 3]);
    assert_eq!((samples.lat.get(0), samples.lon.get(1)), (Some(21.0341), Some(106.7703)));
    let downloads: Vec<_> = (0..3).map(|i| samples.download.get(i)).collect();
    assert_eq!(downloads, [Some(45.25), Some(210.5), None]);
    assert_eq!((samples.latency.get(0), samples.latency.get(1)), (Some(31.0), None));
    assert_eq!(data.files[0].form.format, "xlsx");
    assert_eq!(data.files[0].form.sheet.as_deref(), Some("Số liệu"));
}

#[test]
fn sheets_with_the_same_columns_are_read_each_as_a_table() {
    let without_operator = |download: &str| {
        let header = ["Thời gian", "Vĩ độ", "Kinh độ", "Tải xuống (Mbps)"];
        sheet_rows(&[(4, header.as_slice()), (5, &["2025-10-05 08:02:03", "21.03", "106.77", download])])
    };
    let cover = sheet_rows(&[(1, &["Kế hoạch"]), (2, &["Phường", "Số mẫu"]), (3, &["Uông Bí", "300"])]);
    let other = data(&[(5, &["2025-10-05 08:02:03", "21.03", "106.77", "Viettel", "9", "31"])]);
    let book = xlsx_of(
        &[
            ("Bìa", "visible", &cover),
            ("Viettel", "visible", &without_operator("45")),
            ("VNPT", "visible", &without_operator("30")),
            ("Nháp", "hidden", &without_operator("1")),
            ("Mobifone", "visible", &without_operator("12.5")),
        ],
        "",
    );
    let data = read(&book).unwrap();
    let downloads: Vec<_> = (0..data.samples.len()).map(|i| data.samples.download.get(i)).collect();
    assert_eq!(downloads, [Some(45.0), Some(30.0), Some(12.5)]);
    assert_eq!(data.samples.row, [5, 5, 5]);
    let operators: Vec<_> = data.samples.operator.iter().map(|id| data.brand(*id)).collect();
    assert_eq!(operators, ["Viettel", "VinaPhone", "MobiFone"]);
    let names: Vec<_> = data.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["t.xlsx/Viettel", "t.xlsx/VNPT", "t.xlsx/Mobifone"]);
    assert!(data.files.iter().all(|file| file.sha256 == data.files[0].sha256));
    assert_eq!(data.files[0].form.other_sheets, ["Bìa", "Nháp"]);
    assert_eq!(data.files[0].notes.first(), Some(&Note::OtherSheets { sheets: "Nháp".to_owned() }));
    let mixed = xlsx_of(&[("a", "visible", &other), ("b", "visible", &without_operator("45"))], "");
    let data = read(&mixed).unwrap();
    assert_eq!((data.files.len(), data.files[0].name.as_str()), (1, "t.xlsx"));
    assert_eq!(data.files[0].notes.first(), Some(&Note::OtherSheets { sheets: "b".to_owned() }));
}

#[test]
fn the_sheet_with_samples_is_chosen_and_the_others_are_named() {
    let row: (usize, &[&str]) = (5, &["2025-10-05 08:02:03", "21.03", "106.77", "Viettel", "45", "31"]);
    let cover = sheet_rows(&[(1, &["Kế hoạch"]), (2, &["Phường", "Số mẫu"]), (3, &["Uông Bí", "300"])]);
    let book = |state| xlsx_of(&[("Bìa", "visible", &cover), ("Đo", state, &data(&[row]))], "");
    for state in ["visible", "hidden"] {
        let form = read(&book(state)).unwrap().files[0].form.clone();
        assert_eq!((form.sheet.as_deref(), form.other_sheets), (Some("Đo"), vec!["Bìa".to_owned()]), "{state}");
    }
    let twice = xlsx_of(&[("a", "hidden", &data(&[row])), ("b", "visible", &data(&[row]))], "");
    assert_eq!(read(&twice).unwrap().files[0].form.sheet.as_deref(), Some("b"));
    let note = |bytes: &[u8]| read(bytes).unwrap().files[0].notes.iter().map(|note| note.key()).collect::<Vec<_>>();
    assert_eq!(note(&twice), ["note-other-sheets"]);
    let files = Files::new();
    let path = files.write("t.xlsx", &twice);
    let named = |sheet: &str| {
        let options = ReadOptions { sheet: Some(sheet.to_owned()), ..ReadOptions::default() };
        read_samples(std::slice::from_ref(&path), &options, &Feedback::default())
    };
    assert_eq!(named("A").unwrap().files[0].form.sheet.as_deref(), Some("a"));
    assert!(matches!(named("c"), Err(Error::NoSuchSheet { .. })));
}

#[test]
fn days_may_be_counted_from_1904() {
    // 1,462 days lie between the two beginnings.
    let date = format!("<c s=\"1\"><v>{}</v></c>", DAYS.parse::<f64>().unwrap() - 1462.0);
    let rows = data(&[(5, &[&date, "21.03", "106.77", "Viettel", "45", "31"])]);
    let book = xlsx_of(&[("a", "visible", &rows)], "<workbookPr date1904=\"1\"/>");
    assert_eq!(read(&book).unwrap().samples.time, [TIME]);
}

#[test]
fn date_and_time_of_day_may_stand_in_two_columns() {
    let rows = sheet_rows(&[
        (1, &["Ngày", "Giờ", "Vĩ độ", "Kinh độ", "Ping"]),
        (2, &["<c s=\"2\"><v>45935</v></c>", "<c s=\"3\"><v>0.33475694444</v></c>", "21.03", "106.77", "31"]),
    ]);
    assert_eq!(read(&xlsx_of(&[("a", "visible", &rows)], "")).unwrap().samples.time, [TIME]);
}

#[test]
fn two_cells_far_apart_cost_no_more_than_their_gap() {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let rows = data(&[(5, &["2025-10-05 08:02:03", "21.03", "106.77", "Viettel", "45", "31"])]);
    let data = read(&xlsx_of(&[("a", "visible", &(rows + far))], "")).unwrap();
    assert_eq!(data.samples.row, [5, 1_048_576]);
}

#[test]
fn hostile_workbooks_are_refused() {
    let far = |n: usize| -> String {
        (1..=n).map(|row| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>")).collect()
    };
    assert_eq!(key(&xlsx_of(&[("a", "visible", &far(20_000))], "")), Some("error-sheet-too-large"));
    let long = format!("<row r=\"1\"><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "x".repeat(5 << 20));
    assert_eq!(key(&xlsx_of(&[("a", "visible", &long)], "")), Some("error-unpacks-too-large"));
    let whole = xlsx_of(&[("a", "visible", &data(&[(5, &["1", "2", "3"])]))], "");
    for cut in [whole.len() / 3, whole.len() - 30] {
        assert_eq!(key(&whole[..cut]), Some("error-damaged-file"), "{cut}");
    }
    let bomb = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let rows = format!("</sheetData></worksheet>{bomb}<worksheet><sheetData>{}", sheet_rows(&[(1, &["&b;", "x"])]));
    assert!(read(&xlsx_of(&[("a", "visible", &rows)], "")).is_err());
}

fn cells(texts: &[&str]) -> String {
    let cell = |text: &&str| match text {
        text if text.starts_with('<') => (*text).to_owned(),
        text => format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"),
    };
    format!("<table:table-row>{}</table:table-row>", texts.iter().map(cell).collect::<String>())
}

#[test]
fn a_sheet_of_libreoffice_is_read_with_its_repeats() {
    let blank = "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell \
                 table:number-columns-repeated=\"1024\"/></table:table-row>";
    let row = cells(&[
        "<table:table-cell office:value-type=\"date\" office:date-value=\"2025-10-05T08:02:03\"><text:p>05/10</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"float\" office:value=\"21.0341\"><text:p>21,03</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"float\" office:value=\"106.77\"><text:p>106,77</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>note</text:p></office:annotation>\
         <text:p>Viet<text:span>tel</text:span></text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"float\" office:value=\"45\" table:number-columns-repeated=\"2\"/>",
    ])
    .replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"2\">");
    let rest = blank.replace("\"3\"", "\"1048500\"");
    let tables = format!(
        "<table:table table:name=\"Bìa\" table:style-name=\"h\">{}</table:table>\
         <table:table table:name=\"Đo &amp; kiểm\">{blank}{}{row}{rest}</table:table>",
        cells(&["x"]),
        cells(HEADER)
    );
    let files = Files::new();
    let data = read_file(&files.write("t.ods", ods_of(&tables))).unwrap();
    assert_eq!(data.samples.row, [5, 6]);
    assert_eq!(data.samples.time, [TIME; 2]);
    assert_eq!((data.samples.lat.get(1), data.samples.latency.get(1)), (Some(21.0341), Some(45.0)));
    assert_eq!(data.brand(data.samples.operator[0]), "Viettel");
    let form = &data.files[0].form;
    assert_eq!(
        (form.format.as_ref(), form.sheet.as_deref(), form.other_sheets.as_slice()),
        ("ods", Some("Đo & kiểm"), ["Bìa".to_owned()].as_slice())
    );
}

#[test]
fn rows_that_repeat_for_ever_are_refused() {
    let row = cells(&["Vĩ độ", "Kinh độ", &"x".repeat(1000)])
        .replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"4000000000\">");
    let tables = format!("<table:table table:name=\"a\">{row}</table:table>");
    assert_eq!(key(&ods_of(&tables)), Some("error-sheet-too-large"));
}
