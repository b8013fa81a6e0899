//! How the texts of a binary table are written.

use encoding_rs::{Encoding, GBK, UTF_8, WINDOWS_1252, WINDOWS_1258};

/// An encoding of single bytes, UTF-8 or a code page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextEncoding(&'static Encoding);

impl TextEncoding {
    /// By the code page named beside the file, else by the language byte of its header, else by the texts themselves.
    pub fn choose<'a, T: Iterator<Item = &'a [u8]>>(
        code_page: Option<&str>,
        language: u8,
        texts: impl Fn() -> T,
    ) -> Self {
        if let Some(named) = code_page.and_then(of_label) {
            return Self(named);
        }
        let is_beyond_ascii = |text: &&[u8]| !text.is_ascii();
        if texts().filter(is_beyond_ascii).all(is_utf8_but_for_its_end) {
            return Self(UTF_8);
        }
        // The byte of "ANSI" says no more than "not DOS": Vietnamese programs write it too.
        Self(of_language(language).unwrap_or_else(|| guess(texts().filter(is_beyond_ascii))))
    }

    pub fn name(self) -> &'static str {
        self.0.name()
    }

    pub fn decode(self, bytes: &[u8]) -> String {
        self.0.decode_without_bom_handling(bytes).0.into_owned()
    }
}

/// A cell of fixed width may end within a letter.
fn is_utf8_but_for_its_end(text: &[u8]) -> bool {
    std::str::from_utf8(text).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// `UTF-8`, `1258`, `ANSI 1258`, `CP936`, `ISO 8859-1` and the like.
fn of_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().to_ascii_lowercase();
    if let Some(known) = Encoding::for_label(label.as_bytes()) {
        return Some(known);
    }
    let digits: String = label.chars().filter(char::is_ascii_digit).collect();
    match digits.as_str() {
        "65001" | "8" => Some(UTF_8),
        "936" => Some(GBK),
        "88591" => Some(WINDOWS_1252),
        digits => Encoding::for_label(format!("windows-{digits}").as_bytes()),
    }
}

fn of_language(byte: u8) -> Option<&'static Encoding> {
    match byte {
        0x4d | 0x7a => Some(GBK),
        0x4e | 0x79 => Some(encoding_rs::EUC_KR),
        0x4f | 0x78 => Some(encoding_rs::BIG5),
        0x13 | 0x7b => Some(encoding_rs::SHIFT_JIS),
        0x50 | 0x7c => Some(encoding_rs::WINDOWS_874),
        0x57 | 0x03 => None,
        0xc8 => Some(encoding_rs::WINDOWS_1250),
        0xc9 => Some(encoding_rs::WINDOWS_1251),
        0xca => Some(encoding_rs::WINDOWS_1254),
        0xcb => Some(encoding_rs::WINDOWS_1253),
        0xcc => Some(encoding_rs::WINDOWS_1257),
        _ => None,
    }
}

/// Vietnamese of one byte a letter sets tones behind their letter, which western text never does.
fn guess<'a>(texts: impl Iterator<Item = &'a [u8]>) -> &'static Encoding {
    let (mut tones, mut others) = (0_u64, 0_u64);
    for text in texts {
        for pair in text.windows(2) {
            let [before, here] = *pair else { continue };
            match here {
                0xcc | 0xd2 | 0xde | 0xec | 0xf2 if before.is_ascii_alphabetic() || before >= 0xc0 => tones += 1,
                0x80.. => others += 1,
                _ => {}
            }
        }
    }
    if tones * 4 > others { WINDOWS_1258 } else { WINDOWS_1252 }
}

/// Whether letters were replaced by question marks before the text was saved: `Nhà d?c l?p`.
pub(super) fn has_lost_letters(text: &str) -> bool {
    let mut chars = text.chars();
    let mut before = ' ';
    let mut after = chars.clone().skip(1);
    chars.by_ref().any(|c| {
        let next = after.next().unwrap_or(' ');
        // A question ends a word; a lost letter stands in one, mostly right behind its consonant.
        let is_lost = c == '\u{fffd}' || (c == '?' && (before.is_alphabetic() && next.is_alphabetic() || next == '?'));
        before = c;
        is_lost
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(code_page: Option<&str>, language: u8, texts: &[&[u8]]) -> &'static str {
        TextEncoding::choose(code_page, language, || texts.iter().copied()).name()
    }

    #[test]
    fn the_name_beside_the_file_comes_first() {
        for (label, name) in [
            ("UTF-8", "UTF-8"),
            ("65001", "UTF-8"),
            ("1258", "windows-1258"),
            ("ANSI 1258", "windows-1258"),
            ("windows-1258", "windows-1258"),
            ("CP936", "GBK"),
            ("936", "GBK"),
            ("ISO 8859-1", "windows-1252"),
            ("88591", "windows-1252"),
        ] {
            assert_eq!(chosen(Some(label), 0x03, &[b"a\xc0"]), name, "{label}");
        }
    }

    #[test]
    fn without_a_name_the_texts_decide() {
        let utf8 = "Phường Uông Bí".as_bytes();
        assert_eq!(chosen(None, 0x03, &[utf8]), "UTF-8");
        // A cell that ends within a letter.
        assert_eq!(chosen(None, 0, &[&utf8[..4]]), "UTF-8");
        // python: unicodedata.normalize of "Phường Uông Bí" to windows-1258
        assert_eq!(chosen(None, 0x57, &[b"Ph\xfd\xf5\xccng U\xf4ng B\xed", b"Vi\xea\xf2t Nam"]), "windows-1258");
        assert_eq!(chosen(None, 0x57, &[b"Qu\xe9bec", b"Saint-\xc9tienne", b"Orl\xe9ans"]), "windows-1252");
        assert_eq!(chosen(None, 0x4d, &[b"\xb2\xe2\xca\xd4"]), "GBK");
    }

    #[test]
    fn windows_1258_becomes_composed_letters() {
        use unicode_normalization::UnicodeNormalization;
        let text = TextEncoding(WINDOWS_1258).decode(b"Ph\xfd\xf5\xccng");
        assert_eq!(text.nfc().collect::<String>(), "Phường");
    }

    #[test]
    fn lost_letters_are_told_from_questions() {
        assert!(has_lost_letters("Nhà d?c l?p"));
        assert!(has_lost_letters("Ph\u{fffd}ng"));
        assert!(!has_lost_letters("Ở đâu?"));
        assert!(!has_lost_letters("Khu phố 1"));
    }
}
