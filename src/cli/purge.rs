//! `phusong purge`: takes old samples, the hashes of devices or copies of older versions away for good.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::analyze::bad;
use super::dates::{local_day, unix_time};
use super::print;
use super::progress::Watched;
use super::project::{older_copy_sentences, open_writable};
use crate::analysis::repeats_in;
use crate::io::store::Purged;
use crate::model::Result;
use crate::text::Text;

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
pub struct PurgeOptions {
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    #[arg(long, value_name = "DATE", group = "what")]
    pub before: Option<String>,
    #[arg(long, group = "what")]
    pub device_hashes: bool,
    #[arg(long, group = "what")]
    pub older_copies: bool,
    #[arg(long)]
    pub quiet: bool,
}

pub fn run(options: &PurgeOptions, text: &Text) -> Result<ExitCode> {
    let day = |text: &String| local_day(text).and_then(|_| unix_time(text)).ok_or_else(|| bad("--before", text));
    let before = options.before.as_ref().map(day).transpose()?;
    let mut store = open_writable(&options.project, false, options.quiet, text)?;
    let watched = Watched::start(options.quiet, text);
    let mut purged = Purged::default();
    if let Some(unix_s) = before {
        purged = store.purge_before(unix_s, &repeats_in, watched.feedback())?;
    }
    if options.device_hashes {
        purged = Purged { samples: purged.samples, ..store.purge_device_hashes()? };
    }
    let copies = if options.older_copies { Some(store.delete_older_copies()?) } else { None };
    drop(watched);
    if options.quiet {
        return Ok(ExitCode::SUCCESS);
    }
    let mut said = Vec::new();
    said.extend(copies.map(|n| text.with("project-purged-copies", &[("n", &text.count(n))])));
    if before.is_some() {
        said.push(text.with("project-purged-samples", &[("n", &text.count(purged.samples))]));
    }
    if options.device_hashes {
        said.push(text.with("project-purged-hashes", &[("n", &text.count(purged.hashes))]));
        for (key, n) in
            [("project-purged-kept", purged.corrections_kept), ("project-purged-gone", purged.corrections_gone)]
        {
            if n > 0 {
                said.push(text.with(key, &[("n", &text.count(n))]));
            }
        }
    }
    // What was purged stands in them still.
    said.extend(older_copy_sentences(&store, text)?);
    print(format!("{}\n", said.join("\n")).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
