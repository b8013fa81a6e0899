//! Phủ Sóng ("to cover with radio signal") turns crowd-sourced speed tests into places a mobile operator can act on:
//! zones that are weak for one operator, with the evidence, and zones that were measured too little to say.
//!
//! Data flows one way. The window and the command line are two doors into the same rooms and give the same figures.
//!
//! ```text
//! files ─► io ─► Dataset ─► quality ─► binning ─► statistics, votes, grades ─► weak spots, gaps ─► Analysis
//!                                                                                                    │
//!          window (ui → app) and cli, report, export: all read the same Analysis ◄───────────────────┘
//! ```
//!
//! | room | holds | may use |
//! |---|---|---|
//! | [`model`] | the field's nouns; no files, no threads, no clock | – |
//! | [`spatial`] | projection, grid, point-in-zone, spatial indexes | model |
//! | [`job`] | background work with progress and cancel | – |
//! | [`io`] | files in and out, one format a file | model, spatial, job |
//! | [`analysis`] | one method a file, pure functions | model, spatial, job |
//! | [`cartography`] | what a map shows, apart from how it is drawn | model, spatial, analysis |
//! | [`text`] | every visible sentence, number and date format | model |
//! | [`report`] | documents for people to print and hand over | model, analysis, cartography, text |
//! | [`cli`], [`app`] | commands; the window's state and its only writer | all above |
//! | [`ui`] | draws and returns commands | all but io |
//!
//! `tests/architecture.rs` enforces this table.

pub mod analysis;
pub mod app;
pub mod cartography;
pub mod cli;
pub mod io;
pub mod job;
pub mod model;
pub mod report;
pub mod spatial;
pub mod text;
pub mod ui;
