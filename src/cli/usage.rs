//! What is wrong with a call, in the words of the catalogue: clap has its own in English alone.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::Text;

/// The sentence, and below it how the command is used.
pub fn explained(error: &Error, text: &Text) -> String {
    let fact = |kind| error.get(kind).map(listed).unwrap_or_default();
    let argument = fact(ContextKind::InvalidArg);
    let value = fact(ContextKind::InvalidValue);
    let (low, high) = range_of(error).unwrap_or_default();
    let facts = [
        ("argument", argument.as_str()),
        ("value", value.as_str()),
        ("values", &fact(ContextKind::ValidValue)),
        ("other", &fact(ContextKind::PriorArg)),
        ("command", &fact(ContextKind::InvalidSubcommand)),
        ("low", &low),
        ("high", &high),
    ];
    let key = match error.kind() {
        ErrorKind::UnknownArgument => "usage-unknown-argument",
        ErrorKind::MissingRequiredArgument => "usage-missing",
        ErrorKind::InvalidValue if value.is_empty() => "usage-no-value",
        ErrorKind::InvalidValue if error.get(ContextKind::ValidValue).is_some() => "usage-not-among",
        ErrorKind::ValueValidation if !high.is_empty() => "usage-out-of-range",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage-bad-value",
        ErrorKind::NoEquals | ErrorKind::TooFewValues => "usage-no-value",
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => "usage-too-many-values",
        ErrorKind::ArgumentConflict if argument == facts[3].1 => "usage-twice",
        ErrorKind::ArgumentConflict => "usage-conflict",
        ErrorKind::InvalidSubcommand => "usage-unknown-command",
        ErrorKind::InvalidUtf8 => "usage-not-utf8",
        _ => "usage-wrong",
    };
    let mut said = format!("phusong: {}", text.with(key, &facts));
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    if let Some(meant) = meant.into_iter().find_map(|kind| error.get(kind)) {
        said += &format!(" {}", text.with("usage-meant", &[("meant", &listed(meant))]));
    }
    let usage = fact(ContextKind::Usage);
    if let Some(usage) = usage.trim().strip_prefix("Usage:") {
        let usage = usage.trim().replace("[OPTIONS]", &text.get("usage-options"));
        said += &format!("\n\n{}: {usage}", text.get("cli-usage"));
    }
    said + &format!("\n\n{}\n", text.get("usage-help"))
}

/// The ends of a range of whole numbers that clap names only in a sentence: “200 is not in 0..=50”.
fn range_of(error: &Error) -> Option<(String, String)> {
    let told = std::error::Error::source(error)?.to_string();
    let (_, range) = told.split_once(" is not in ")?;
    let (low, high) = range.split_once("..=")?;
    Some((low.to_owned(), high.to_owned()))
}

fn listed(value: &ContextValue) -> String {
    match value {
        ContextValue::String(one) => one.clone(),
        ContextValue::Strings(list) => list.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(list) => list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
