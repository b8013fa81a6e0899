//! Documents for people to print and hand over. Each is one text without anything outside it; others write the files.

mod html;
mod plan_map;
mod plan_sheet;

pub use plan_sheet::plan_sheets;
