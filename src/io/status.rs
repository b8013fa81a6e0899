//! What a status cell says of its test.

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

#[cfg(test)]
mod tests {
    use super::*;

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
