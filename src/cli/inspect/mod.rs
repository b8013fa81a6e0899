//! `phusong inspect`: what a file is and how it is understood. Changes nothing.

mod beside;
mod boundaries;
mod json;
mod words;

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use self::json::inspection_json;
use self::words::report;
use super::analyze::now_unix_s;
use super::arguments::ReadArguments;
use super::{FAILED, print};
use crate::io::{Content, How, ReadOptions, expand_inputs, inspect_all};
use crate::job::Feedback;
use crate::model::{Error, Result};
use crate::text::Text;

#[derive(Debug, Args)]
pub struct InspectOptions {
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<String>,
    #[command(flatten)]
    pub read: ReadArguments,
    #[arg(long)]
    pub json: bool,
}

impl InspectOptions {
    pub fn run(&self, text: &Text) -> Result<ExitCode> {
        run(&self.files, &self.read.read_options()?, self.json, text)
    }
}

/// Reports on every file, also after one that cannot be used; then the exit code is that of a failure.
pub fn run(paths: &[String], options: &ReadOptions, json: bool, text: &Text) -> Result<ExitCode> {
    let mut values = Vec::new();
    let mut all_usable = true;
    let options = &ReadOptions { now_unix_s: Some(now_unix_s()), ..options.clone() };
    for pattern in paths {
        let files = match expand_inputs(std::slice::from_ref(pattern)) {
            Ok(files) => files,
            Err(error) => {
                all_usable = false;
                values.push(say_error(pattern, &error, json, text)?);
                continue;
            }
        };
        for path in files {
            for (shown, inspection) in inspect_all(&path, options, &Feedback::default()) {
                match inspection.map(|inspection| inspection.named(options)) {
                    Ok(inspection) => {
                        // What lies beside the evidence is of use too.
                        all_usable &= inspection.refusal.is_none() || is_beside(&inspection.content);
                        if json {
                            values.push(inspection_json(&inspection, text));
                        } else {
                            print(report(&inspection, text).as_bytes())?;
                        }
                    }
                    Err(error) => {
                        all_usable = false;
                        values.push(say_error(&shown, &error, json, text)?);
                    }
                }
            }
        }
    }
    if json {
        print(format!("{:#}\n", Value::Array(values)).as_bytes())?;
    }
    Ok(if all_usable { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

/// Whether a file was read as something that lies beside the samples.
fn is_beside(content: &Content) -> bool {
    matches!(content, Content::Quota(..) | Content::Context(..))
}

fn say_error(path: &str, error: &Error, json: bool, text: &Text) -> Result<Value> {
    let sentence = text.error(error);
    if !json {
        print(format!("{path}\n  {}\n\n", text.with("inspect-refused", &[("reason", &sentence)])).as_bytes())?;
    }
    Ok(json!({ "path": path, "refusal": { "key": error.key(), "text": sentence } }))
}

fn how_code(how: How) -> &'static str {
    match how {
        How::Name => "name",
        How::Content => "content",
        How::Override => "override",
    }
}
