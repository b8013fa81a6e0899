//! `phusong info`: what a project holds.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::print;
use super::project::{context_sentence, import_sentence, older_copy_sentences, open_checked, shown_who};
use crate::analysis::repeats_in;
use crate::io::store::{ImportedFile, ResultsMade, Store, who};
use crate::job::Feedback;
use crate::model::{Error, Result, local_day};
use crate::text::{Text, printable};

#[derive(Debug, Args)]
pub struct InfoOptions {
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub rescue: Option<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

pub fn run(options: &InfoOptions, text: &Text) -> Result<ExitCode> {
    // Damage deep in a file shows only when all of it is read.
    let store = open_checked(&options.project, options.rescue.is_some(), options.json, text)?;
    if let Some(target) = &options.rescue {
        store.save_rescued(target, &who(), &repeats_in, &Feedback::default())?;
    }
    if options.json {
        let losses = store.losses().iter();
        let losses: Vec<_> = losses
            .map(|loss| match &loss.samples {
                None => json!({"table": loss.table}),
                Some(lost) => json!({
                    "table": loss.table, "file": lost.file, "import": lost.import, "rows": lost.lost,
                    "recovered": lost.recovered, "file_rows": lost.file_rows, "times": lost.times,
                }),
            })
            .collect();
        let said = json!({
            "project": options.project.display().to_string(),
            "standing": store.standing()?,
            "imports": store.imports()?,
            "results": store.results_made()?,
            "plan": store.plan_made()?,
            "older_copies": store.older_copies()?.iter().map(|copy| copy.display().to_string()).collect::<Vec<_>>(),
            "lost": losses,
        });
        print(format!("{said:#}\n").as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut said = Vec::new();
    say(&store, text, &mut said)?;
    if let Some(target) = &options.rescue {
        // Writing into memory does not fail.
        let _ = writeln!(said, "{}", text.with("project-rescued-to", &[("path", &target.display().to_string())]));
    }
    print(&said)?;
    Ok(ExitCode::SUCCESS)
}

fn say(store: &Store, text: &Text, out: &mut Vec<u8>) -> Result<()> {
    let standing = store.standing()?;
    let facts = [
        ("path", store.path().display().to_string()),
        ("samples", text.count(standing.samples)),
        ("repeats", text.count(standing.repeats)),
        ("zones", text.count(standing.zones)),
        ("phones", text.count(standing.phones)),
    ];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let mut lines = vec![text.with("project-standing", &facts)];
    let imports = store.imports()?;
    if imports.is_empty() {
        lines.push(text.get("project-no-imports"));
    }
    for import in &imports {
        lines.push(import_sentence(import, text));
        lines.extend(import.files.iter().map(|file| file_line(file, text)));
        lines.extend(import.context.iter().map(|file| format!("  {}", context_sentence(file, text))));
    }
    lines.extend(store.results_made()?.map(|made| made_line("project-results-line", &made, text)));
    lines.extend(store.plan_made()?.map(|made| made_line("project-plan-line", &made, text)));
    lines.extend(older_copy_sentences(store, text)?);
    out.extend(lines.join("\n").into_bytes());
    out.push(b'\n');
    Ok::<(), Error>(())
}

fn made_line(key: &str, made: &ResultsMade, text: &Text) -> String {
    let time = made.unix_s().map(|time| text.date_time(time)).unwrap_or_default();
    text.with(key, &[("time", &*time), ("who", &*shown_who(&made.who))])
}

fn file_line(file: &ImportedFile, text: &Text) -> String {
    let (from, to) = file_days(file, text);
    let facts = [
        ("file", printable(&file.file)),
        ("rows", text.count(file.rows)),
        ("kept", text.count(file.kept)),
        ("repeats", text.count(file.repeats)),
        ("from", from),
        ("to", to),
        ("hash", file.sha256.get(..12).unwrap_or_default().to_owned()),
    ];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let mut line = text.with("project-file-line", &facts);
    if file.lost > 0 {
        line.push_str("\n  ");
        line.push_str(&text.with("project-file-lost", &[("n", &text.count(file.lost))]));
    }
    line
}

/// First and last local day measured; dashes where none is known.
fn file_days(file: &ImportedFile, text: &Text) -> (String, String) {
    let unknown = || "–".to_owned();
    file.times().map_or_else(
        || (unknown(), unknown()),
        |(first, last)| (text.date(local_day(first)), text.date(local_day(last))),
    )
}
