//! Technology classes. Speeds of different classes are never pooled in one mean or quantile.

/// Generation of the radio access of a sample. 2G counts as 3G: neither carries mobile broadband.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[repr(u8)]
pub enum Technology {
    ThreeG = 0,
    FourG = 1,
    FiveG = 2,
    Unknown = 3,
}

impl Technology {
    /// All classes, in the byte order of their labels.
    pub const ALL: [Self; 4] = [Self::ThreeG, Self::FourG, Self::FiveG, Self::Unknown];

    /// The name in tables: `3G`, `4G`, `5G` or `unknown`.
    pub fn label(self) -> &'static str {
        match self {
            Self::ThreeG => "3G",
            Self::FourG => "4G",
            Self::FiveG => "5G",
            Self::Unknown => "unknown",
        }
    }

    /// The class at `index` of [`Self::ALL`]; [`Self::Unknown`] past the end.
    pub fn from_index(index: u8) -> Self {
        Self::ALL.get(usize::from(index)).copied().unwrap_or(Self::Unknown)
    }

    /// Class of a name as networks and apps write it (`LTE+`, `NR-NSA`, `hspa`, `5g sa`): the first word that says one.
    pub fn from_name(name: &str) -> Self {
        let name = name.to_ascii_uppercase();
        let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(Self::from_word).find(|class| *class != Self::Unknown).unwrap_or(Self::Unknown)
    }

    fn from_word(word: &str) -> Self {
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| word.starts_with(prefix));
        match word {
            "NR" | "NSA" | "SA" | "ENDC" => Self::FiveG,
            "UMTS" | "WCDMA" | "EDGE" | "GPRS" | "GSM" => Self::ThreeG,
            _ if starts(&["5G", "NRNSA", "NRSA"]) => Self::FiveG,
            _ if starts(&["4G", "LTE"]) => Self::FourG,
            _ if starts(&["3G", "2G", "HSPA", "HSDPA", "HSUPA"]) => Self::ThreeG,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_networks_fall_into_their_class() {
        for name in ["5G", "5g sa", "NR", "NSA", "SA", "NR_NSA", "5G NSA"] {
            assert_eq!(Technology::from_name(name), Technology::FiveG, "{name}");
        }
        for name in ["4G", "LTE", "lte+", "LTE-A", "LTE_CA", "4G+"] {
            assert_eq!(Technology::from_name(name), Technology::FourG, "{name}");
        }
        for name in ["3G", "UMTS", "Hspa", "HSPA+", "Edge", "GPRS", "gsm", "2G", "WCDMA"] {
            assert_eq!(Technology::from_name(name), Technology::ThreeG, "{name}");
        }
        for name in ["", "-", "Cell", "unknown", "mobile"] {
            assert_eq!(Technology::from_name(name), Technology::Unknown, "{name}");
        }
    }
}
