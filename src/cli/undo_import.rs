//! `phusong undo-import`: takes one import back as a whole.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::print;
use super::progress::Watched;
use super::project::{import_sentence, open_writable};
use crate::analysis::repeats_in;
use crate::model::{Error, Result};
use crate::text::Text;

#[derive(Debug, Args)]
pub struct UndoImportOptions {
    #[arg(value_name = "PROJECT")]
    pub project: PathBuf,
    #[arg(value_name = "ID")]
    pub id: Option<i64>,
    #[arg(long)]
    pub quiet: bool,
}

pub fn run(options: &UndoImportOptions, text: &Text) -> Result<ExitCode> {
    let mut store = open_writable(&options.project, false, options.quiet, text)?;
    let imports = store.imports()?;
    let chosen = match options.id {
        Some(id) => imports.iter().find(|import| import.id == id),
        None => imports.last(),
    };
    let path = options.project.display().to_string();
    if imports.is_empty() {
        return Err(Error::EmptyProject { path });
    }
    let Some(import) = chosen else {
        let list: Vec<String> = imports.iter().map(|import| import.id.to_string()).collect();
        let id = options.id.map_or_else(String::new, |id| id.to_string());
        return Err(Error::NoSuchImport { path, id, imports: list.join(", ") });
    };
    let watched = Watched::start(options.quiet, text);
    let settled = store.undo_import(import.id, &repeats_in, watched.feedback())?;
    drop(watched);
    if options.quiet {
        return Ok(ExitCode::SUCCESS);
    }
    let mut said = text.with("project-undone", &[("import", &import_sentence(import, text))]);
    if settled.restored > 0 {
        said.push('\n');
        said.push_str(&text.with("project-restored", &[("n", &text.count(settled.restored))]));
    }
    if !store.read_zones()?.zones.is_empty() {
        said.push('\n');
        said.push_str(&text.get("project-undone-boundaries"));
    }
    print(format!("{said}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
