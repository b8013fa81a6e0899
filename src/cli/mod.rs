//! The command line: one command a file.

mod output_folder;
pub mod simulate;
