//! How the texts of a dBASE table are written.

use encoding_rs::{GBK, WINDOWS_1252};

use crate::io::encoding::Encoding;

/// Bytes of texts that are looked at.
const LOOKED_AT: usize = 64 << 10;

/// The encoding by the code page named beside the file, else by the language byte of its header, else by the texts.
///
/// Texts that are UTF-8 are that whatever the byte says: no other text looks like it by chance. And "western Windows" is
/// what programs write where nobody chose: Vietnamese in an older code is recognised by its syllables.
pub(super) fn choose<'a, T: Iterator<Item = &'a [u8]>>(
    code_page: Option<&str>,
    language: u8,
    texts: impl Fn() -> T,
) -> Encoding {
    let is_beyond_ascii = |text: &&[u8]| !text.is_ascii();
    let named = code_page.and_then(of_label);
    if named.is_none() && texts().filter(is_beyond_ascii).all(is_utf8_but_for_its_end) {
        return Encoding::Utf8;
    }
    let western = Encoding::Legacy(WINDOWS_1252);
    if let Some(encoding) = named.or_else(|| Encoding::from_ldid(language)).filter(|encoding| *encoding != western) {
        return encoding;
    }
    let mut joined = Vec::new();
    for text in texts().filter(is_beyond_ascii) {
        joined.extend_from_slice(text);
        joined.push(b'\n');
        if joined.len() > LOOKED_AT {
            break;
        }
    }
    match Encoding::guess(&joined) {
        // Some cells are broken UTF-8, or the texts are western after all.
        Encoding::Utf8 | Encoding::Unknown if named == Some(western) => western,
        guessed => guessed,
    }
}

/// A cell of fixed width may end within a letter.
fn is_utf8_but_for_its_end(text: &[u8]) -> bool {
    std::str::from_utf8(text).map_or_else(|error| error.error_len().is_none(), |_| true)
}

fn of_label(label: &str) -> Option<Encoding> {
    let is_chinese = label.chars().filter(char::is_ascii_digit).eq("936".chars());
    if is_chinese { Some(Encoding::Legacy(GBK)) } else { Encoding::from_label(label) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(code_page: Option<&str>, language: u8, texts: &[&[u8]]) -> &'static str {
        choose(code_page, language, || texts.iter().copied()).name()
    }

    /// "Phường Uông Bí" in TCVN3 (glibc's iconv), and "Phường Việt" in windows-1258 (Python's codec).
    const TCVN3: &[u8] = b"Ph\xad\xea\x6eg U\xab\x6eg B\xdd";
    const WINDOWS_1258: &[u8] = b"Ph\xfd\xf5\xccng Vi\xea\xf2t";

    #[test]
    fn the_name_beside_the_file_comes_first() {
        for (label, name) in [
            ("UTF-8", "UTF-8"),
            ("65001", "UTF-8"),
            ("1258", "windows-1258"),
            ("ANSI 1258", "windows-1258"),
            ("TCVN3", "TCVN3 (ABC)"),
            ("CP936", "GBK"),
            ("936", "GBK"),
        ] {
            assert_eq!(chosen(Some(label), 0x03, &[b"a\xc0"]), name, "{label}");
        }
        assert_eq!(chosen(Some("88591"), 0, &[b"Qu\xe9bec", b"Saint-\xc9tienne"]), "windows-1252");
    }

    #[test]
    fn without_a_name_the_texts_decide() {
        let utf8 = "Phường Uông Bí".as_bytes();
        assert_eq!(chosen(None, 0x03, &[utf8]), "UTF-8");
        // A cell that ends within a letter.
        assert_eq!(chosen(None, 0, &[&utf8[..4]]), "UTF-8");
        for language in [0, 0x03, 0x57] {
            assert_eq!(chosen(None, language, &[WINDOWS_1258]), "windows-1258");
            assert_eq!(chosen(None, language, &[TCVN3]), "TCVN3 (ABC)");
            assert_eq!(chosen(None, language, &[b"Qu\xe9bec", b"Saint-\xc9tienne", b"Orl\xe9ans"]), "windows-1252");
        }
        assert_eq!(chosen(None, 0x4d, &[b"\xb2\xe2\xca\xd4"]), "GBK");
    }

    #[test]
    fn western_windows_beside_vietnamese_texts_is_what_nobody_chose() {
        assert_eq!(chosen(Some("1252"), 0x57, &[TCVN3]), "TCVN3 (ABC)");
    }
}
