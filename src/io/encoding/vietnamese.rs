//! Vietnamese codes from before Unicode, as characters and combining marks.

/// Characters 0x80–0xFF of TCVN 5712:1993 (VN1, of which TCVN3 uses the small letters and seven capitals).
const TCVN: &str = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ\
                    ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\
                    \u{a0}ĂÂÊÔƠƯĐăâêôơưđẰ\
                    \u{300}\u{309}\u{303}\u{301}\u{323}àảãáạẲằẳẵắẴ\
                    ẮẦẨẪẤỀặầẩẫấậèỂẻẽ\
                    éẹềểễếệìỉỄẾỒĩíịò\
                    Ổỏõóọồổỗốộờởỡớợù\
                    ỖủũúụừửữứựỳỷỹýỵỐ";

/// Characters 0x80–0xFF of the code of the Vietnamese Professionals Society.
const VPS: &str = "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ\
                   Ế‘’ỀỂỄỐỒỔỖýỷỵỚỜỞ\
                   \u{a0}ắằẳẵặỠớÙờởỡŨỨợỪ\
                   ổỬỲỸÍÌộỈĨÓửữÒỎÕự\
                   ầÁÂấẩẫậđẻÉÊẹỉễịỹ\
                   ƯỦồốÔỏơÈừứÚũưÝẺ\u{fffd}\
                   àáâãảạă\u{fffd}èéêẽìí\u{fffd}ĩ\
                   ẴĐòóôõ\u{fffd}Ơụùúủ\u{fffd}ỶẼỳ";

fn decode_with(table: &str, bytes: &[u8]) -> String {
    let upper: Vec<char> = table.chars().collect();
    let character = |byte: u8| match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(index) => upper.get(usize::from(index)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(|byte| character(*byte)).collect()
}

pub(super) fn decode_vps(bytes: &[u8]) -> String {
    decode_with(VPS, bytes)
}

/// TCVN3 has no capitals with tones: they are small letters in a font of capitals. A word whose other letters are
/// capitals was meant in capitals.
pub(super) fn decode_tcvn3(bytes: &[u8]) -> String {
    let text = decode_with(TCVN, bytes);
    let mut mended = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let capitals = word.chars().filter(char::is_ascii_uppercase).count();
        if capitals >= 2 && !word.contains(|c: char| c.is_ascii_lowercase()) {
            mended.extend(word.chars().flat_map(char::to_uppercase));
        } else {
            mended.push_str(word);
        }
    }
    mended
}

/// Letters that are one byte in VNI, small ones; capitals have bytes 0x20 lower.
const VNI_LETTERS: [(u8, char); 8] =
    [(0xf4, 'ơ'), (0xf6, 'ư'), (0xf1, 'đ'), (0xed, 'í'), (0xec, 'ì'), (0xe6, 'ỉ'), (0xf3, 'ĩ'), (0xf2, 'ị')];

/// Marks that follow a letter in VNI: small byte, and the combining characters of it.
const VNI_MARKS: [(u8, &str); 17] = [
    (0xf9, "\u{301}"),
    (0xf8, "\u{300}"),
    (0xfb, "\u{309}"),
    (0xf5, "\u{303}"),
    (0xef, "\u{323}"),
    (0xe2, "\u{302}"),
    (0xe1, "\u{302}\u{301}"),
    (0xe0, "\u{302}\u{300}"),
    (0xe5, "\u{302}\u{309}"),
    (0xe3, "\u{302}\u{303}"),
    (0xe4, "\u{302}\u{323}"),
    (0xea, "\u{306}"),
    (0xe9, "\u{306}\u{301}"),
    (0xe8, "\u{306}\u{300}"),
    (0xfa, "\u{306}\u{309}"),
    (0xfc, "\u{306}\u{303}"),
    (0xeb, "\u{306}\u{323}"),
];

/// A mark after anything but a vowel is a character of Western Europe.
pub(super) fn decode_vni(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut vowel = None;
    for &byte in bytes {
        if byte.is_ascii() {
            text.push(char::from(byte));
            vowel = Some(char::from(byte.to_ascii_lowercase())).filter(|c| "aeouy".contains(*c));
            continue;
        }
        let small = if byte >= 0xc0 { byte | 0x20 } else { byte };
        if let Some((_, marks)) = VNI_MARKS.iter().find(|(mark, marks)| *mark == small && may_carry(vowel, marks)) {
            text.push_str(marks);
            vowel = None;
        } else if let Some((_, letter)) = VNI_LETTERS.iter().find(|(letter, _)| *letter == small) {
            push_in_case(&mut text, *letter, byte);
            vowel = Some(*letter).filter(|c| matches!(c, 'ơ' | 'ư'));
        } else if small == 0xee {
            push_in_case(&mut text, 'ỵ', byte);
            vowel = None;
        } else {
            text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0);
            vowel = None;
        }
    }
    text
}

fn push_in_case(text: &mut String, letter: char, byte: u8) {
    if byte < 0xe0 { text.extend(letter.to_uppercase()) } else { text.push(letter) }
}

/// The circumflex stands on a, e, o, the breve on a; tones stand on every vowel.
fn may_carry(vowel: Option<char>, marks: &str) -> bool {
    match (vowel, marks.chars().next()) {
        (Some(vowel), Some('\u{302}')) => "aeo".contains(vowel),
        (Some(vowel), Some('\u{306}')) => vowel == 'a',
        (vowel, _) => vowel.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn every_small_letter_of_vietnamese_has_its_byte() {
        let letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
        for letter in letters.chars().filter(|c| !c.is_ascii()) {
            assert!(TCVN.contains(letter) && VPS.contains(letter), "{letter}");
        }
        assert_eq!((TCVN.chars().count(), VPS.chars().count()), (128, 128));
    }

    #[test]
    fn capitals_of_a_font_become_capitals() {
        assert_eq!(decode_tcvn3(b"UBND PH\xad\xeaNG U\xabng B\xdd"), "UBND PHƯỜNG Uông Bí");
    }

    #[test]
    fn vni_puts_marks_after_letters() {
        let decoded = |bytes: &[u8]| decode_vni(bytes).nfc().collect::<String>();
        assert_eq!(decoded(b"TO\xc1C \xd1O\xc4"), "TỐC ĐỘ");
        assert_eq!(decoded(b"Qua\xfbng Ninh, khu pho\xe1 \xd1\xf6\xf4\xf8ng"), "Quảng Ninh, khu phố Đường");
        assert_eq!(decoded(b"na\xeem, ky\xf8 la\xef, l\xee"), "naỵm, kỳ lạ, lỵ");
    }
}
