//! The window's state and its only writer. Views read [`App`] and return [`Command`]s; [`App::update`] carries them out.

mod command;
mod context;
mod engine;
mod evidence;
mod flagged;
mod hand_over;
mod history;
pub mod import;
mod operators;
mod options;
mod planning;
mod project;
mod project_file;
mod robustness;
mod session;
mod spots;
mod start;
mod state;
mod update;
mod work;

pub use command::{Ask, Command, Panel, Part, Tab};
pub use context::{Context, ContextCommand, ContextOnMap, QuotaOpen};
pub use engine::{Engine, Export, ExportFormat, LiveEngine, Loaded, SampleSource, Sources, ZoneSource};
pub use evidence::{Card, ChainStep, Condition, Fact, Histogram, OtherOperator, SampleLine, SamplesHere, Subject};
pub use flagged::{FlaggedRow, FlaggedRows, FlaggedValue};
pub use history::History;
pub use import::{Import, ImportCommand, ImportMemory};
pub use operators::MetOperator;
pub use options::{Page, Preferences, RendererChoice, Screenshot, StartOptions, Theme};
pub use planning::{PlanCommand, PlanFormat};
pub use project::{Edit, Project};
pub use project_file::{PastImport, ProjectCommand, ProjectFile};
pub use session::{Layer, Layers, Notice, NoticeKind, Selection, Session};
pub use spots::{SpotFilter, SpotList, has_few_votes, is_proven};
pub use state::{App, Stage};
pub use work::{Running, Wake};
