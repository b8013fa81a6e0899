//! Technology classes. Speeds of different classes are never pooled in one mean or quantile.

/// Generation of the radio access of a sample. 2G counts as 3G: neither carries mobile broadband.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// Class of a name as networks and apps write it (`LTE+`, `NR-NSA`, `hspa`, `5g sa`).
    pub fn from_name(name: &str) -> Self {
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect();
        let starts = |prefixes: &[&str]| prefixes.iter().any(|p| name.starts_with(p));
        let contains = |parts: &[&str]| parts.iter().any(|p| name.contains(p));
        if name.is_empty() {
            Self::Unknown
        } else if starts(&["5G", "NR", "NSA", "SA", "ENDC"]) || contains(&["5G", "NRNSA", "NRSA"]) {
            Self::FiveG
        } else if starts(&["4G", "LTE", "EUTRAN"]) || contains(&["4G", "LTE"]) {
            Self::FourG
        } else if starts(&[
            "3G", "2G", "UMTS", "WCDMA", "HSPA", "HSDPA", "HSUPA", "HSPAP", "EDGE", "GPRS", "GSM", "TDSCDMA", "EVDO",
            "CDMA", "UTRAN", "1XRTT", "1X",
        ]) || contains(&["3G", "2G", "WCDMA", "UMTS", "HSPA"])
        {
            Self::ThreeG
        } else {
            Self::Unknown
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
