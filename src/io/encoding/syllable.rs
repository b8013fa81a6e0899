//! Which words are Vietnamese syllables: an initial, a rime, and a tone that the rime allows.

use unicode_normalization::UnicodeNormalization;

/// Longer initials first, so that `ngh` is not taken for `n`.
const INITIALS: &[&str] = &[
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m",
    "n", "p", "q", "r", "s", "t", "v", "x", "",
];

/// Rimes without tone.
const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong \
    op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya \
    uych uyên uyêt uynh uyt uyu uôc uôi uôm uôn uông uôp uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp \
    ươt ươu y ych ynh yp yt yêm yên yêng yêt yêu";

const ACUTE: char = '\u{301}';
const DOT_BELOW: char = '\u{323}';

/// Share of the words with marks that are Vietnamese; 0 where there are none, or only single letters, which are as well
/// a degree sign in another code. Signs that no one writes count as words.
pub(super) fn share_of_vietnamese(text: &str) -> f64 {
    let (mut marked, mut vietnamese, mut long) = (0u32, 0u32, false);
    for word in text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()).filter(|word| !word.is_ascii()) {
        marked += 1;
        let word = word.trim_matches(['“', '”', '‘', '’', '–', '\u{a0}', '…', '²', '°']);
        if is_syllable(word) {
            vietnamese += 1;
            long |= word.chars().nth(1).is_some();
        }
    }
    if !long { 0.0 } else { f64::from(vietnamese) / f64::from(marked) }
}

/// Whether one word, with marks or without, can be a syllable.
pub(super) fn is_syllable(word: &str) -> bool {
    if word.len() > 24 || !is_in_one_case(word) {
        return false;
    }
    let lower = word.to_lowercase();
    let mut tone = None;
    let mut n_tones = 0;
    let toneless: String = lower
        .nfd()
        .filter(|c| {
            let is_tone = matches!(*c, '\u{300}' | ACUTE | '\u{303}' | '\u{309}' | DOT_BELOW);
            if is_tone {
                (tone, n_tones) = (Some(*c), n_tones + 1);
            }
            !is_tone
        })
        .nfc()
        .collect();
    n_tones <= 1
        && INITIALS.iter().filter_map(|initial| toneless.strip_prefix(initial)).any(|rime| {
            let stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
            let tone_fits = !stopped || matches!(tone, Some(ACUTE | DOT_BELOW));
            tone_fits && RIMES.split_ascii_whitespace().any(|known| known == rime)
        })
}

/// `Phường`, `PHƯỜNG` and `phường`, but not `phƯờng`: wrong codes mix the cases.
fn is_in_one_case(word: &str) -> bool {
    let mut rest = word.chars().skip(1).filter(|c| c.is_alphabetic()).map(char::is_uppercase);
    let Some(second) = rest.next() else { return true };
    let starts_small = word.chars().next().is_some_and(char::is_lowercase);
    rest.all(|case| case == second) && !(starts_small && second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_other_words() {
        for word in [
            "Phường",
            "Uông",
            "Bí",
            "nghiêng",
            "quốc",
            "Quảng",
            "giếng",
            "giữ",
            "khuya",
            "ĐỘ",
            "xã",
            "ở",
            "mạng",
            "yếu",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["téléphone", "Straße", "phuờg", "tảc", "bắtt", "độở", "vÜ", "Kinhđộ"] {
            assert!(!is_syllable(word), "{word}");
        }
        assert_eq!(share_of_vietnamese("Viettel, Hà Nội; Zürich"), 2.0 / 3.0);
        assert_eq!(share_of_vietnamese("plain words"), 0.0);
        assert_eq!(share_of_vietnamese("21ở03, 106ở77"), 0.0);
    }
}
