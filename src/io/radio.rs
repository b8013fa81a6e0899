//! What a technology or connection cell says: the class of the radio access, and whether it is mobile at all.

use crate::model::{Technology, fold_text};

/// Reading of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Radio {
    pub technology: Technology,
    /// `None` where the cell does not say.
    pub is_mobile: Option<bool>,
}

/// Words for anything that is not a mobile network.
const NOT_MOBILE: &[&str] = &[
    "wifi",
    "wi fi",
    "wlan",
    "lan",
    "ethernet",
    "eth",
    "co dinh",
    "fixed",
    "cap quang",
    "cap dong",
    "fiber",
    "fibre",
    "ftth",
    "adsl",
    "xdsl",
    "dsl",
    "cable",
    "wired",
    "bluetooth",
];

/// Words for a mobile network of any class.
const MOBILE: &[&str] = &["di dong", "mobile", "cell", "cellular", "wwan"];

impl Radio {
    pub const SILENT: Self = Self { technology: Technology::Unknown, is_mobile: None };

    /// Reads a text such as `LTE-A`, `Wi-Fi`, `Di động 4G` or `Internet cố định`.
    pub fn read(text: &str) -> Self {
        let folded = fold_text(text);
        let padded = format!(" {folded} ");
        let has = |words: &[&str]| words.iter().any(|word| padded.contains(&format!(" {word} ")));
        if has(NOT_MOBILE) {
            return Self { technology: Technology::Unknown, is_mobile: Some(false) };
        }
        let technology = match Technology::from_name(&folded) {
            // `Mạng 4G`, `Di động LTE`: the class is one of several words.
            Technology::Unknown => folded.split(' ').map(Technology::from_name).find(|t| *t != Technology::Unknown),
            known => Some(known),
        };
        match technology {
            Some(technology) => Self { technology, is_mobile: Some(true) },
            None => Self { technology: Technology::Unknown, is_mobile: has(MOBILE).then_some(true) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_say_whether_they_are_mobile() {
        for text in ["Wifi", "Wi-Fi", "WLAN", "LAN", "Ethernet", "Internet cố định", "Cáp quang", "Băng rộng cố định"]
        {
            assert_eq!(Radio::read(text).is_mobile, Some(false), "{text}");
        }
        for text in ["Di động", "Cell", "mobile", "Băng rộng di động", "Lte", "5G NSA"] {
            assert_eq!(Radio::read(text).is_mobile, Some(true), "{text}");
        }
        assert_eq!(Radio::read("khác"), Radio::SILENT);
    }

    #[test]
    fn the_class_may_be_one_of_several_words() {
        assert_eq!(Radio::read("Di động 4G").technology, Technology::FourG);
        assert_eq!(Radio::read("Edge").technology, Technology::ThreeG);
        assert_eq!(Radio::read("Cell").technology, Technology::Unknown);
    }
}
