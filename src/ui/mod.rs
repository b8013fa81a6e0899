//! The window: draws the state of [`crate::app`] and returns commands. Colours, sizes and distances are in `theme`.

mod bench;
mod card;
mod chart;
mod context_layers;
mod context_words;
mod corrections;
mod criteria;
mod drawing;
mod help;
mod icon;
mod import;
mod keys;
mod left_panel;
mod map;
mod meeting;
mod missing;
mod names;
mod notices;
mod palette;
mod project;
mod report;
mod screenshot;
mod settings;
mod stages;
mod start;
mod status_bar;
mod table;
mod theme;
mod top_bar;
mod tour;
mod verb;
mod widget;
mod window;
mod wording;

pub use start::{StartError, start, start_with};
pub use window::Window;
