//! The window's state and its only writer. Views read [`App`] and return [`Command`]s; [`App::update`] carries them out.

mod command;
mod engine;
mod evidence;
mod history;
mod options;
mod project;
mod session;
mod state;
mod update;
mod work;

pub use command::{Ask, Command, Panel, Tab};
pub use engine::{Engine, Export, ExportFormat, LiveEngine, Loaded, Sources};
pub use evidence::{Card, ChainStep, Condition, Fact, Histogram, OtherOperator, Subject};
pub use history::History;
pub use options::{Preferences, RendererChoice, Screenshot, StartOptions, Theme};
pub use project::{Edit, Project};
pub use session::{Layer, Layers, Notice, NoticeAction, NoticeKind, Selection, Session};
pub use state::{App, Stage};
pub use work::{Running, Wake};
