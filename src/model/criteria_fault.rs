//! What is wrong with a file of criteria; `text` makes the sentence.

/// What is wrong with a file of criteria. Facts, not sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CriteriaFault {
    /// The file is no text in UTF-8.
    NotText,
    /// Not written as TOML demands.
    Syntax,
    /// An entry that the program does not know, and those that may stand in its place.
    UnknownEntry {
        entry: String,
        known: String,
    },
    MissingEntry {
        entry: String,
    },
    /// The same metric a second time.
    Twice {
        metric: String,
    },
    /// A value that cannot be meant; `expects` is the key of what may stand there.
    Value {
        value: String,
        expects: &'static str,
    },
}

impl CriteriaFault {
    /// The key of its words in the catalogue.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotText => "criteria-fault-not-text",
            Self::Syntax => "criteria-fault-syntax",
            Self::UnknownEntry { .. } => "criteria-fault-unknown",
            Self::MissingEntry { .. } => "criteria-fault-missing",
            Self::Twice { .. } => "criteria-fault-twice",
            Self::Value { .. } => "criteria-fault-value",
        }
    }

    /// The key of what was expected, of a value.
    pub fn expects(&self) -> Option<&'static str> {
        if let Self::Value { expects, .. } = self { Some(expects) } else { None }
    }

    /// Named facts for its words.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NotText | Self::Syntax => Vec::new(),
            Self::UnknownEntry { entry, known } => vec![("entry", entry.clone()), ("known", known.clone())],
            Self::MissingEntry { entry } => vec![("entry", entry.clone())],
            Self::Twice { metric } => vec![("entry", metric.clone())],
            Self::Value { value, .. } => vec![("value", value.clone())],
        }
    }
}
