//! Tables that say how many samples a ward has: no evidence of weak places, but what a campaign is measured by.

use crate::model::{Meaning, OperatorCatalogue, QuotaRow, QuotaTable, Result, fold_text};

use super::columns::assign::column_of;
use super::columns::headers::Header;
use super::samples::OpenTable;
use super::status::says_footnote;
use super::table::rows::for_each_numbered_row;
use super::value::number;

/// Headers of codes of localities.
const CODE_NAMES: &[&str] = &[
    "maxa",
    "maphuong",
    "maphuongxa",
    "maxaphuong",
    "madonvi",
    "madiaphuong",
    "makhupho",
    "makhu",
    "zoneid",
    "wardcode",
    "mahanhchinh",
    "code",
];

const MONTH_NAMES: &[&str] = &["thang", "ky", "kybaocao", "thangnam", "month", "period"];

/// What stands in place of an operator where a row is the sum of all.
const ALL_OPERATORS: &[&str] = &["tat ca", "tong", "tong cong", "chung", "toan bo", "all", "total", "tat ca nha mang"];

/// Reads a table that was recognised as an aggregate.
pub(super) fn read(table: OpenTable, catalogue: &OperatorCatalogue) -> Result<QuotaTable> {
    let plan = &table.plan;
    let column = |meaning| column_of(&plan.guesses, meaning);
    let (ward, operator, count) = (column(Meaning::Ward), column(Meaning::Operator), column(Meaning::SampleCount));
    let keys: Vec<String> = plan.guesses.iter().map(|guess| Header::new(&guess.header).key).collect();
    let named = |names: &[&str]| names.iter().find_map(|name| keys.iter().position(|key| key == name));
    let (code, month) = (named(CODE_NAMES), named(MONTH_NAMES));
    let speeds = [(plan.columns.download, plan.download_unit), (plan.columns.upload, plan.upload_unit)];
    let decimal_comma = plan.decimal_comma;
    let mut quota = QuotaTable { name: table.name.clone(), path: table.path.clone(), ..QuotaTable::default() };
    let sha256 = for_each_numbered_row(table, |number_of_row, row| {
        let text = |column: Option<usize>| column.and_then(|c| row.get(c)).unwrap_or_default().trim();
        let parsed = |column: Option<usize>| number::parse(text(column).as_bytes(), decimal_comma);
        let is_sum = row.iter().map(str::trim).find(|cell| !cell.is_empty()).is_some_and(says_footnote);
        let Some(n_samples) = whole(text(count)).filter(|_| !is_sum) else {
            quota.n_other_rows += 1;
            return;
        };
        let [download_mbps, upload_mbps] = speeds.map(|(column, unit)| unit.to_mbps(parsed(column)).value());
        let operator = match text(operator) {
            "" | "*" => String::new(),
            name if ALL_OPERATORS.contains(&fold_text(name).as_str()) => String::new(),
            name => catalogue.resolve(None, name).brand,
        };
        quota.rows.push(QuotaRow {
            row: number_of_row,
            code: text(code).to_owned(),
            ward: text(ward).to_owned(),
            month: text(month).to_owned(),
            operator,
            n_samples,
            download_mbps,
            upload_mbps,
        });
    })?;
    quota.sha256 = sha256;
    Ok(quota)
}

/// A count; points, commas and blanks can only part its thousands.
fn whole(text: &str) -> Option<u64> {
    let text = text.strip_suffix(".0").unwrap_or(text);
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::test_files::{Files, sheet_rows, xlsx_of};
    use crate::io::{Content, ReadOptions, inspect};
    use crate::job::Feedback;
    use crate::model::Error;

    fn quota(name: &str, bytes: &[u8]) -> QuotaTable {
        let files = Files::new();
        let inspection = inspect(&files.write(name, bytes), &ReadOptions::default(), &Feedback::default()).unwrap();
        assert!(matches!(inspection.refusal, Some(Error::AggregateTable { .. })), "{:?}", inspection.refusal);
        assert_eq!(inspection.sha256.len(), 64);
        let Content::Quota(_, quota) = inspection.content else { panic!("no quota table") };
        quota
    }

    #[test]
    fn numbers_of_samples_are_read_by_ward_and_operator() {
        let text = "BÁO CÁO THÁNG 10\n\nPhường/Xã;Nhà mạng;Số mẫu;Trung vị tải xuống (Mbps)\n\
                    Uông Bí;viettel;1.250;45,5\nUông Bí;vnpt;310;\nVàng Danh;Viettel;75;12,25\n\nTổng cộng;;1.635;\n";
        let quota = quota("q.csv", text.as_bytes());
        let row = |row, ward: &str, operator: &str, n_samples, download_mbps| QuotaRow {
            row,
            code: String::new(),
            month: String::new(),
            ward: ward.to_owned(),
            operator: operator.to_owned(),
            n_samples,
            download_mbps,
            upload_mbps: None,
        };
        let expected = [
            row(4, "Uông Bí", "Viettel", 1250, Some(45.5)),
            row(5, "Uông Bí", "VinaPhone", 310, None),
            row(6, "Vàng Danh", "Viettel", 75, Some(12.25)),
        ];
        assert_eq!(quota.rows, expected);
        assert_eq!((quota.n_wards(), quota.n_samples(), quota.n_other_rows), (2, 1635, 1));
    }

    #[test]
    fn they_are_read_however_cells_are_parted_and_quoted() {
        let expected = vec![("Uông Bí".to_owned(), 1250, Some(45.5)), ("Vàng Danh".to_owned(), 75, Some(12.25))];
        let doubled = "Phường||Số mẫu||Trung vị tải xuống (Mbps)\nUông Bí||1250||45.5\nVàng Danh||75||12.25\n";
        let apostrophes =
            "'Phường','Số mẫu','Trung vị tải xuống (Mbps)'\n'Uông Bí','1250','45.5'\n'Vàng Danh','75','12.25'\n";
        let broken_title = "\"BÁO CÁO\nTHÁNG 10\";;\nPhường;Số mẫu;Trung vị tải xuống (Mbps)\n\
                            Uông Bí;1250;45.5\nVàng Danh;75;12.25\n";
        for text in [doubled, apostrophes, broken_title] {
            let quota = quota("q.csv", text.as_bytes());
            let rows: Vec<_> = quota.rows.into_iter().map(|r| (r.ward, r.n_samples, r.download_mbps)).collect();
            assert_eq!((rows, quota.n_other_rows), (expected.clone(), 0), "{text}");
        }
    }

    #[test]
    fn a_workbook_may_hold_them() {
        let rows = sheet_rows(&[
            (3, &["Phường", "Số mẫu", "Tải xuống"]),
            (4, &["Uông Bí", "<c><v>300</v></c>", "<c><v>41.5</v></c>"]),
        ]);
        let quota = quota("q.xlsx", &xlsx_of(&[("Tổng hợp", "visible", &rows)], ""));
        assert_eq!((quota.rows.len(), quota.n_samples(), quota.rows[0].download_mbps), (1, 300, Some(41.5)));
    }
}
