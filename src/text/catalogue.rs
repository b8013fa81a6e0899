//! The message files of each language, bound into the program.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Language;

/// One part of the catalogue in both languages.
pub(super) struct Part {
    pub vi: &'static str,
    pub en: &'static str,
}

macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        &[$(Part {
            vi: include_str!(concat!("../../assets/text/vi/", $name, ".ftl")),
            en: include_str!(concat!("../../assets/text/en/", $name, ".ftl")),
        },)*]
    };
}

/// Every message file. A new file is added here and in both folders.
pub(super) const PARTS: &[Part] = parts![
    "common",
    "errors",
    "window",
    "inspect",
    "cli",
    "simulate",
    "sources",
    "tables",
    "boundaries",
    "import",
    "opinions",
    "compare",
    "plan",
    "project",
    "layers",
    "meeting",
    "palette",
    "basemap",
    "boundary_edit",
    "handover",
    "corrections",
    "proof",
    "tour",
    "neighbours"
];

/// The messages of one language.
pub(super) struct Catalogue(FluentBundle<FluentResource>);

impl Catalogue {
    pub(super) fn new(language: Language) -> Self {
        let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks serve mixed writing directions; both languages run left to right.
        bundle.set_use_isolating(false);
        for part in PARTS {
            let source = match language {
                Language::Vi => part.vi,
                Language::En => part.en,
            };
            // A message that does not parse is missing, and a missing one shows its key; the tests allow neither.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
            bundle.add_resource_overriding(resource);
        }
        Self(bundle)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.get_message(key).is_some_and(|message| message.value().is_some())
    }

    pub(super) fn format(&self, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let message = self.0.get_message(key)?;
        let pattern = message.value()?;
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            values.set(*name, argument(value));
        }
        let mut problems = Vec::new();
        Some(self.0.format_pattern(pattern, Some(&values), &mut problems).into_owned())
    }
}

/// Texts stay as they are; a plain 1 is a number, so that a message can have a singular.
fn argument(value: &str) -> FluentValue<'_> {
    if value == "1" { FluentValue::from(1) } else { FluentValue::String(Cow::Borrowed(value)) }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Key → variables of a message file, read from its text.
    fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in source.lines() {
            let begins_message = line.starts_with(|c: char| c.is_ascii_lowercase());
            if begins_message && let Some((name, _)) = line.split_once('=') {
                key = name.trim().to_owned();
                assert!(messages.insert(key.clone(), BTreeSet::new()).is_none(), "{key} is there twice");
            }
            if line.starts_with('#') {
                continue;
            }
            for (_, rest) in line.match_indices('$').map(|(i, _)| line.split_at(i + 1)) {
                let variable: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                messages.entry(key.clone()).or_default().insert(variable);
            }
        }
        messages
    }

    #[test]
    fn both_languages_hold_the_same_keys_and_variables() {
        for part in PARTS {
            assert_eq!(messages(part.vi), messages(part.en), "{:?}", part.vi.lines().next());
        }
    }

    #[test]
    fn no_key_is_in_two_parts() {
        let mut seen = BTreeMap::new();
        for part in PARTS {
            for key in messages(part.vi).into_keys() {
                let before = seen.insert(key.clone(), part.vi.len());
                assert_eq!(before, None, "{key}");
            }
        }
    }

    #[test]
    fn every_message_parses() {
        for part in PARTS {
            for source in [part.vi, part.en] {
                let problems = FluentResource::try_new(source.to_owned()).err().map(|(_, problems)| problems);
                assert_eq!(problems, None, "{:?}", part.vi.lines().next());
            }
        }
    }

    #[test]
    fn every_key_has_a_text_in_both_languages() {
        for language in Language::ALL {
            let catalogue = Catalogue::new(language);
            for part in PARTS {
                for key in messages(part.vi).into_keys() {
                    assert!(catalogue.has(&key), "{language:?}: {key}");
                }
            }
        }
    }
}
