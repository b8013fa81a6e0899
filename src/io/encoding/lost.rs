//! Letters that were lost before a text was saved, and cannot be restored.

/// Whether letters became question marks, as in `Nhà d?c l?p` or `Ph??ng`, or replacement characters.
///
/// A question ends a word and a link has a query; a lost letter stands between others.
pub(in crate::io) fn has_lost_letters(text: &str) -> bool {
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return true;
    }
    if !text.contains('?') || text.contains("://") || text.contains("www.") {
        return false;
    }
    let mut is_behind_letter = false;
    for part in text.split('?') {
        if is_behind_letter && part.chars().next().is_some_and(char::is_alphabetic) {
            return true;
        }
        // An empty part lies between two marks in a row.
        is_behind_letter = part.chars().next_back().map_or(is_behind_letter, char::is_alphabetic);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_letters_are_told_from_questions() {
        for text in ["Nhà d?c l?p", "Ph\u{fffd}ng", "Khu ph\u{fffd} 3", "Ph??ng: đ?o", "Ph??ng 1", "đ?o"] {
            assert!(has_lost_letters(text), "{text}");
        }
        for text in ["Vì sao?", "Vì sao??", "a ? b", "?a", "http://x.vn/a?b=c", "www.x.vn/a?b", "Khu phố 1", ""] {
            assert!(!has_lost_letters(text), "{text}");
        }
    }
}
