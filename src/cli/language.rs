//! The language of the command line: Vietnamese unless the call or the system asks for English.

use std::ffi::OsString;

use crate::text::{Language, Text};

/// Reads `--lang` before anything else, since errors in the other arguments are worded in it too.
pub fn of_call(arguments: &[OsString]) -> Language {
    let texts: Vec<&str> = arguments.iter().filter_map(|a| a.to_str()).collect();
    let after = texts.iter().position(|a| *a == "--lang").and_then(|i| texts.get(i + 1)).copied();
    let asked = after.or_else(|| texts.iter().find_map(|a| a.strip_prefix("--lang=")));
    match asked {
        Some("en") => Language::En,
        Some(_) => Language::Vi,
        None => of_system(),
    }
}

fn of_system() -> Language {
    let variables = ["PHUSONG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    let value = variables.iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    if value.is_some_and(|value| value.starts_with("en")) { Language::En } else { Language::Vi }
}

/// Puts the catalogue's words into a command, its arguments and its subcommands.
pub fn localized(command: clap::Command, text: &Text) -> clap::Command {
    let name = command.get_name().to_owned();
    let mut command = command
        .about(text.get(&format!("cli-about-{name}")))
        .help_template(format!(
            "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
            text.get("cli-usage")
        ))
        .subcommand_help_heading(text.get("cli-commands"))
        .disable_help_flag(true)
        .arg(help_flag(text));
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(version_flag(text));
    }
    let ids: Vec<String> = command.get_arguments().map(|a| a.get_id().to_string()).collect();
    for id in ids.iter().filter(|id| !matches!(id.as_str(), "help" | "version")) {
        let heading = |arg: &clap::Arg| text.get(if arg.is_positional() { "cli-arguments" } else { "cli-options" });
        let option = id.replace('_', "-");
        // Some options say another thing in another command.
        let own_key = format!("cli-help-{name}-{option}");
        let help = if text.has(&own_key) { text.get(&own_key) } else { text.get(&format!("cli-help-{option}")) };
        command = command.mut_arg(id, |arg| {
            let heading = heading(&arg);
            arg.help(help).help_heading(heading).hide_possible_values(true)
        });
    }
    let subcommands: Vec<String> = command.get_subcommands().map(|s| s.get_name().to_owned()).collect();
    for name in subcommands {
        command = command.mut_subcommand(name, |subcommand| localized(subcommand, text));
    }
    command
}

fn help_flag(text: &Text) -> clap::Arg {
    clap::Arg::new("help")
        .short('h')
        .long("help")
        .action(clap::ArgAction::Help)
        .help(text.get("cli-help-help"))
        .help_heading(text.get("cli-options"))
}

fn version_flag(text: &Text) -> clap::Arg {
    clap::Arg::new("version")
        .short('V')
        .long("version")
        .action(clap::ArgAction::Version)
        .help(text.get("cli-help-version"))
        .help_heading(text.get("cli-options"))
}
