//! What a status cell says of its test, what a cell says of where it was taken, and what the first words of a row say of the row.

use crate::model::fold_text;

/// Words of a test that came to nothing.
const FAILURE_WORDS: &[&str] = &[
    "fail",
    "failed",
    "failure",
    "error",
    "abort",
    "aborted",
    "timeout",
    "timedout",
    "time out",
    "timed out",
    "cancelled",
    "canceled",
    "loi",
    "that bai",
    "huy",
    "khong thanh cong",
    "het thoi gian",
    "gian doan",
    "unsuccessful",
    "false",
];

pub(super) fn says_failure(status: &str) -> bool {
    let padded = format!(" {} ", fold_text(status));
    FAILURE_WORDS.iter().any(|word| padded.contains(&format!(" {word} ")))
}

/// Words of a test inside a building; of a column that asks whether it was, also a plain yes.
const INDOORS: &[&str] = &[
    "indoor",
    "indoors",
    "inside",
    "in building",
    "trong nha",
    "trong toa nha",
    "trong phong",
    "nha",
    "true",
    "yes",
    "co",
    "1",
];

pub(super) fn says_indoors(place: &str) -> bool {
    INDOORS.contains(&fold_text(place).as_str())
}

pub(super) fn says_yes(cell: &str) -> bool {
    ["true", "t", "1", "yes", "y", "co", "dung", "x"].contains(&fold_text(cell).as_str())
}

/// First words of sums, sources and signatures below a table.
const FOOTNOTE_WORDS: &[&str] = &[
    "tong",
    "tong cong",
    "tong so",
    "cong",
    "trung binh",
    "trung vi",
    "nguon",
    "nguon so lieu",
    "ghi chu",
    "luu y",
    "nguoi lap",
    "nguoi lap bieu",
    "thu truong",
    "total",
    "grand total",
    "subtotal",
    "sum",
    "average",
    "mean",
    "median",
    "source",
    "note",
    "notes",
    "remark",
    "end of file",
    "het",
];

/// Whether a row that has no place is a sum or a remark below the data.
pub(super) fn says_footnote(first_cell: &str) -> bool {
    let folded = fold_text(first_cell.split([':', '(']).find(|part| !part.trim().is_empty()).unwrap_or_default());
    FOOTNOTE_WORDS.contains(&folded.as_str())
        || FOOTNOTE_WORDS.iter().any(|word| word.contains(' ') && folded.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_sources_are_no_rows() {
        for cell in
            ["Tổng cộng", "TỔNG SỐ MẪU", "Cộng:", "Nguồn: VNNIC", "(Ghi chú: số liệu tạm)", "Total", "Source: app"]
        {
            assert!(says_footnote(cell), "{cell}");
        }
        for cell in ["Viettel", "05/10/2025", "Tống Văn Trân", "", "note 20"] {
            assert!(!says_footnote(cell), "{cell}");
        }
    }

    #[test]
    fn a_place_is_indoors_or_not() {
        assert!(["Trong nhà", "indoor", "Indoors", "true", "Có"].iter().all(|place| says_indoors(place)));
        assert!(["Ngoài trời", "outdoor", "trên xe", "false", "không", "0", ""].iter().all(|p| !says_indoors(p)));
    }

    #[test]
    fn a_status_says_failure_in_both_languages() {
        for status in ["Failed", "aborted", "Timeout", "Lỗi", "Thất bại", "Đã hủy", "Đo không thành công"]
        {
            assert!(says_failure(status), "{status}");
        }
        for status in ["OK", "success", "Thành công", "completed", ""] {
            assert!(!says_failure(status), "{status}");
        }
    }
}
