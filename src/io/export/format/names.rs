//! Names of fields in formats that do not take every name.

use std::collections::BTreeSet;

/// Names apart from one another whatever the case of their letters: a repeated one gets a number.
pub(super) fn distinct(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut take = |name: String| {
        let mut free = name.clone();
        for n in 2.. {
            if seen.insert(free.to_lowercase()) {
                break;
            }
            free = format!("{name}_{n}");
        }
        free
    };
    names.into_iter().map(&mut take).collect()
}

/// Names within `limit` bytes, apart from one another: the beginning where that is enough, else the beginning and the
/// first letter of the last word, as in `n_failin_v`.
pub(super) fn shortened(names: &[&str], limit: usize) -> Vec<String> {
    let begins: Vec<&str> = names.iter().map(|name| prefix(name, limit)).collect();
    let is_only = |begin: &str| begins.iter().filter(|other| other.eq_ignore_ascii_case(begin)).count() == 1;
    let mut seen = BTreeSet::new();
    let mut take = |(name, begin): (&&str, &&str)| {
        let with_initial = || {
            let (head, last) = name.rsplit_once('_').unwrap_or((name, ""));
            let initial: String = last.chars().take(1).collect();
            format!("{}_{initial}", prefix(head, limit.saturating_sub(1 + initial.len())))
        };
        let mut free = if is_only(begin) { (*begin).to_owned() } else { with_initial() };
        for n in 2.. {
            if seen.insert(free.to_lowercase()) {
                break;
            }
            let number = format!("_{n}");
            free = format!("{}{number}", prefix(name, limit.saturating_sub(number.len())));
        }
        free
    };
    names.iter().zip(&begins).map(&mut take).collect()
}

/// The longest beginning of at most `limit` bytes that ends with a whole letter.
pub(super) fn prefix(text: &str, limit: usize) -> &str {
    let end = (0..=limit.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_stay_apart_and_readable() {
        let names = ["n_votes", "n_failing_votes", "n_failing_samples", "Viettel_n", "Viettel_share", "Viettel_grade"];
        let short = shortened(&names, 10);
        assert_eq!(short, ["n_votes", "n_failin_v", "n_failin_s", "Viettel_n", "Viettel_sh", "Viettel_gr"]);
        let alike = ["zzzzzzzzzz1_a", "zzzzzzzzzz2_a", "zzzzzzzzzz3_a"];
        assert_eq!(shortened(&alike, 10), ["zzzzzzzz_a", "zzzzzzzz_2", "zzzzzzzz_3"]);
        assert_eq!(prefix("Nhà mạng", 3), "Nh");
    }

    #[test]
    fn names_that_differ_in_case_alone_get_numbers() {
        assert_eq!(distinct(["abc_n", "ABC_n", "d"].map(str::to_owned)), ["abc_n", "ABC_n_2", "d"]);
    }
}
