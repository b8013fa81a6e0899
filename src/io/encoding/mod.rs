//! How the characters of a text are written: Unicode, and the Vietnamese codes that came before it.
//!
//! A byte order mark decides first, then the pattern of NUL bytes of UTF-16, then whether the bytes are UTF-8. What is
//! left is read in each Vietnamese code, and the code whose words are Vietnamese syllables is taken.

mod lost;
mod reader;
mod syllable;
mod vietnamese;

pub(super) use lost::has_lost_letters;
pub(super) use reader::{Hashing, Utf8Reader, decode_prefix};

use std::borrow::Cow;

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

/// How the characters of a text file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16LittleEndian,
    Utf16BigEndian,
    /// TCVN 5712:1993, called ABC after its fonts (.VnTime).
    Tcvn3,
    /// VNI for Windows: a letter, and a byte for its marks.
    Vni,
    /// Vietnamese Professionals Society.
    Vps,
    /// A code page of the WHATWG encoding standard, such as windows-1258.
    Legacy(&'static encoding_rs::Encoding),
    /// UTF-8 with bytes that are none; each stands for the replacement character.
    Unknown,
}

/// Codes tried on a text that is no UTF-8, the likelier first.
const VIETNAMESE: [Encoding; 4] = [Encoding::Legacy(WINDOWS_1258), Encoding::Tcvn3, Encoding::Vni, Encoding::Vps];

/// Share of words with marks that are syllables in a text of Vietnamese; the rest are names and abbreviations.
const SHARE_OF_VIETNAMESE: f64 = 0.6;

/// Bytes looked at to tell one code from another.
const GUESSED_FROM: usize = 64 << 10;

impl Encoding {
    /// Tells from the first bytes of a file.
    pub fn of(prefix: &[u8]) -> Self {
        match prefix {
            [0xff, 0xfe, ..] => Self::Utf16LittleEndian,
            [0xfe, 0xff, ..] => Self::Utf16BigEndian,
            [0xef, 0xbb, 0xbf, ..] => Self::Utf8WithMark,
            _ => Self::utf16_without_mark(prefix).unwrap_or_else(|| Self::guess(prefix)),
        }
    }

    /// Latin text in UTF-16 has a NUL in every other byte.
    fn utf16_without_mark(prefix: &[u8]) -> Option<Self> {
        // Most texts have none, which is found out faster than how many there are.
        memchr::memchr(0, prefix)?;
        let zeros = |odd: usize| prefix.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        let many = prefix.len() / 5;
        if prefix.len() < 4 {
            None
        } else if odd > many && even == 0 {
            Some(Self::Utf16LittleEndian)
        } else if even > many && odd == 0 {
            Some(Self::Utf16BigEndian)
        } else {
            None
        }
    }

    /// Tells how bytes of a text without mark are written, be they whole or cut at any place.
    pub fn guess(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(_) => return Self::Utf8,
            // The text may be cut within a character.
            Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => return Self::Utf8,
            Err(_) => {}
        }
        // Lines without marks say nothing, wherever they stand.
        let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(1 << 10);
        let bytes = bytes.get(first..).unwrap_or_default();
        let bytes = bytes.get(..GUESSED_FROM).unwrap_or(bytes);
        let (good, broken) = utf8_characters(bytes);
        if good >= broken * 9 {
            return Self::Unknown;
        }
        // A damaged text keeps its words; letters of several bytes seldom come about by chance.
        let share_of_damaged = syllable::share_of_vietnamese(&Self::Unknown.decode(bytes));
        let other = if good > 0 && good >= broken { Self::Unknown } else { Self::Legacy(WINDOWS_1252) };
        let mut best = (share_of_damaged.max(SHARE_OF_VIETNAMESE), other);
        if share_of_damaged >= SHARE_OF_VIETNAMESE {
            best.1 = Self::Unknown;
        }
        for encoding in VIETNAMESE {
            let share = syllable::share_of_vietnamese(&encoding.decode(bytes));
            if share > best.0 {
                best = (share, encoding);
            }
        }
        best.1
    }

    /// The code that a label names, as in a `.cpg` file: `UTF-8`, `1258`, `CP1258`, `TCVN3`, `ISO 88591` …
    pub fn from_label(label: &str) -> Option<Self> {
        let label = label.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0').to_lowercase();
        let key: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
        match key.as_str() {
            "utf8" | "65001" | "cp65001" => return Some(Self::Utf8),
            "utf16" | "utf16le" | "1200" => return Some(Self::Utf16LittleEndian),
            "utf16be" | "1201" => return Some(Self::Utf16BigEndian),
            "tcvn" | "tcvn3" | "tcvn5712" | "tcvn57121" | "abc" | "xviettcvn5712" => return Some(Self::Tcvn3),
            "vni" | "vniwin" | "xvietvni" => return Some(Self::Vni),
            "vps" | "xvietvps" => return Some(Self::Vps),
            "88591" | "iso88591" => return Some(Self::Legacy(WINDOWS_1252)),
            _ => {}
        }
        let digits: String = key.chars().skip_while(|c| !c.is_ascii_digit()).collect();
        let of_number = || match digits.strip_prefix("8859").filter(|part| !part.is_empty()) {
            Some(part) => encoding_rs::Encoding::for_label(format!("iso-8859-{part}").as_bytes()),
            None => encoding_rs::Encoding::for_label(format!("windows-{digits}").as_bytes()),
        };
        encoding_rs::Encoding::for_label(label.as_bytes()).or_else(of_number).map(Self::Legacy)
    }

    /// The code that the language byte of a DBF file names; `None` where it names none, or "that of the computer".
    pub fn from_ldid(ldid: u8) -> Option<Self> {
        let label = match ldid {
            0x03 | 0x58 | 0x59 => "windows-1252",
            0x13 | 0x7b => "shift_jis",
            0x26 | 0x65 => "ibm866",
            0x4d | 0x7a => "gbk",
            0x4e | 0x79 => "euc-kr",
            0x4f | 0x78 => "big5",
            0x50 | 0x7c => "windows-874",
            0x7d => "windows-1255",
            0x7e => "windows-1256",
            0xc8 => "windows-1250",
            0xc9 => "windows-1251",
            0xca => "windows-1254",
            0xcb => "windows-1253",
            0xcc => "windows-1257",
            _ => return None,
        };
        encoding_rs::Encoding::for_label(label.as_bytes()).map(Self::Legacy)
    }

    /// The text, composed (NFC). What is no character becomes the replacement character.
    pub fn decode(self, bytes: &[u8]) -> String {
        let text: Cow<'_, str> = match self {
            Self::Utf8 | Self::Unknown => String::from_utf8_lossy(bytes),
            Self::Utf8WithMark => String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
            Self::Utf16LittleEndian | Self::Utf16BigEndian => Cow::Owned(reader::decode_utf16(bytes, self)),
            Self::Tcvn3 => Cow::Owned(vietnamese::decode_tcvn3(bytes)),
            Self::Vni => Cow::Owned(vietnamese::decode_vni(bytes)),
            Self::Vps => Cow::Owned(vietnamese::decode_vps(bytes)),
            Self::Legacy(encoding) => encoding.decode_without_bom_handling(bytes).0,
        };
        if text.is_ascii() { text.into_owned() } else { text.nfc().collect() }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithMark => "UTF-8 BOM",
            Self::Utf16LittleEndian => "UTF-16LE",
            Self::Utf16BigEndian => "UTF-16BE",
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
            Self::Vps => "VPS",
            Self::Legacy(encoding) => encoding.name(),
            Self::Unknown => "UTF-8 ?",
        }
    }

    /// Whether the bytes of ASCII characters are those of ASCII.
    pub(super) fn is_utf8_or_unknown(self) -> bool {
        !self.is_utf16()
    }

    fn is_utf16(self) -> bool {
        matches!(self, Self::Utf16LittleEndian | Self::Utf16BigEndian)
    }

    fn is_utf8(self) -> bool {
        matches!(self, Self::Utf8 | Self::Utf8WithMark | Self::Unknown)
    }
}

/// Characters beyond ASCII that are UTF-8, and places that are not.
fn utf8_characters(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (good, broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_shows_in_the_first_bytes() {
        let little: Vec<u8> = "time;lat;lon".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Encoding::of(&little), Encoding::Utf16LittleEndian);
        assert_eq!(Encoding::of("Vĩ độ".as_bytes()), Encoding::Utf8);
        assert_eq!(Encoding::of(&"Vĩ độ".as_bytes()[..2]), Encoding::Utf8);
        assert_eq!(Encoding::of(b"\xef\xbb\xbfa"), Encoding::Utf8WithMark);
        let damaged = ["Thời gian, Vĩ độ, Kinh độ, Nhà mạng, Tải xuống".as_bytes(), b"\xff x"].concat();
        assert_eq!(Encoding::of(&damaged), Encoding::Unknown);
    }

    #[test]
    fn a_lone_bad_byte_makes_no_other_code_of_utf8() {
        let damaged = [
            "Thời gian,Vĩ độ,Kinh độ\n2025-10-05 08:00:00,21.03,106.77\n".as_bytes(),
            b"2025-10-05 08:01:00,21.04\xb0,106.78\n",
        ]
        .concat();
        assert_eq!(Encoding::of(&damaged), Encoding::Unknown);
        assert_eq!(Encoding::guess(b"caf\xc3\xa9, 21\xb0"), Encoding::Unknown);
        assert_eq!(Encoding::guess(b"21.04\xb0,106.78\xb0"), Encoding::Legacy(WINDOWS_1252));
    }

    /// Bytes by `iconv -f UTF-8 -t TCVN` (glibc 2.36), by Python's cp1258 of the partly decomposed text, and by the
    /// published keyboards' tables of VNI and VPS, of "Phường Uông Bí; Vĩ độ; Tốc độ tải xuống".
    #[test]
    fn each_vietnamese_code_is_recognised_by_its_words() {
        let expected = "Phường Uông Bí; Vĩ độ; Tốc độ tải xuống";
        for (encoding, bytes) in [
            (
                Encoding::Tcvn3,
                b"Ph\xad\xeang U\xabng B\xdd; V\xdc \xae\xe9; T\xe8c \xae\xe9 t\xb6i xu\xe8ng".as_slice(),
            ),
            (
                Encoding::Legacy(WINDOWS_1258),
                b"Ph\xfd\xf5\xccng U\xf4ng B\xed; Vi\xde \xf0\xf4\xf2; T\xf4\xecc \xf0\xf4\xf2 ta\xd2i xu\xf4\xecng",
            ),
            (Encoding::Vni, b"Ph\xf6\xf4\xf8ng Uo\xe2ng B\xed; V\xf3 \xf1o\xe4; To\xe1c \xf1o\xe4 ta\xfbi xuo\xe1ng"),
            (Encoding::Vps, b"Ph\xdc\xa9ng U\xf4ng B\xed; V\xef \xc7\xb6; T\xd3c \xc7\xb6 t\xe4i xu\xd3ng"),
        ] {
            assert_eq!(encoding.decode(bytes), expected, "{encoding:?}");
            assert_eq!(Encoding::guess(bytes), encoding);
        }
        assert_eq!(Encoding::guess(b"donn\xe9es du t\xe9l\xe9phone"), Encoding::Legacy(WINDOWS_1252));
    }

    #[test]
    fn labels_of_cpg_files_are_understood() {
        for (label, expected) in [
            ("UTF-8\r\n", Some(Encoding::Utf8)),
            ("65001", Some(Encoding::Utf8)),
            ("1258", Some(Encoding::Legacy(WINDOWS_1258))),
            ("ANSI 1258", Some(Encoding::Legacy(WINDOWS_1258))),
            ("windows-1258", Some(Encoding::Legacy(WINDOWS_1258))),
            ("ISO-8859-1", Some(Encoding::Legacy(WINDOWS_1252))),
            ("ISO 88592", Some(Encoding::Legacy(encoding_rs::ISO_8859_2))),
            ("TCVN3", Some(Encoding::Tcvn3)),
            ("", None),
            ("OEM", None),
        ] {
            assert_eq!(Encoding::from_label(label), expected, "{label}");
        }
        assert_eq!(Encoding::from_ldid(0x57), None);
        assert_eq!(Encoding::from_ldid(0x03), Some(Encoding::Legacy(WINDOWS_1252)));
    }
}
