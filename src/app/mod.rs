//! The window's state and its only writer. Views read [`App`] and return [`Command`]s; [`App::update`] carries them out.

mod command;
mod engine;
mod evidence;
mod flagged;
mod history;
mod operators;
mod options;
mod project;
mod session;
mod spots;
mod state;
mod update;
mod work;

pub use command::{Ask, Command, Panel, Part, Tab};
pub use engine::{Engine, Export, ExportFormat, LiveEngine, Loaded, Sources};
pub use evidence::{Card, ChainStep, Condition, Fact, Histogram, OtherOperator, SampleLine, SamplesHere, Subject};
pub use flagged::{FlaggedRow, FlaggedRows, FlaggedValue};
pub use history::History;
pub use operators::MetOperator;
pub use options::{Preferences, RendererChoice, Screenshot, StartOptions, Theme};
pub use project::{Edit, Project};
pub use session::{Layer, Layers, Notice, NoticeAction, NoticeKind, Selection, Session};
pub use spots::{SpotFilter, SpotList, has_few_votes, is_proven};
pub use state::{App, Stage};
pub use work::{Running, Wake};
