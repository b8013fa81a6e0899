//! The base map: opened in the background, and left out in silence where it cannot be read at the start.

use std::path::PathBuf;
use std::sync::Arc;

use super::{App, Running};
use crate::io::BaseMap;

/// Endings of files that are base maps wherever they are dropped.
const ENDINGS: [&str; 2] = ["mbtiles", "pmtiles"];

/// Whether a file is a base map by its ending.
pub(super) fn is_base_map(path: &std::path::Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// A base map that is open.
#[derive(Debug, Clone)]
pub struct OpenBaseMap {
    pub path: PathBuf,
    pub tiles: Arc<BaseMap>,
}

/// The base map and the work on it.
#[derive(Debug, Default)]
pub struct BaseMapState {
    open: Option<OpenBaseMap>,
    opening: Option<Running<OpenBaseMap>>,
    /// Whether a failure is said: a drive that is gone at the start is no news.
    is_asked_for: bool,
}

impl App {
    /// The base map on screen.
    pub fn base_map(&self) -> Option<&OpenBaseMap> {
        self.base_map.open.as_ref()
    }

    /// Opens the base map of the preferences.
    pub fn open_base_map_at_start(&mut self) {
        if let Some(path) = self.preferences.base_map.clone() {
            self.open_base_map(path, false);
        }
    }

    pub(super) fn set_base_map(&mut self, path: Option<PathBuf>) {
        match path {
            Some(path) => self.open_base_map(path, true),
            None => {
                self.base_map = BaseMapState::default();
                self.preferences.base_map = None;
            }
        }
    }

    fn open_base_map(&mut self, path: PathBuf, is_asked_for: bool) {
        let job = Running::start("base map", &self.wake, move |_| {
            let tiles = Arc::new(BaseMap::open(&path)?);
            Ok(OpenBaseMap { path, tiles })
        });
        match job {
            Ok(job) => {
                self.base_map.opening = Some(job);
                self.base_map.is_asked_for = is_asked_for;
            }
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn receive_base_map(&mut self) -> bool {
        let Some(outcome) = self.base_map.opening.as_ref().and_then(Running::poll) else { return false };
        self.base_map.opening = None;
        match outcome {
            Ok(open) => {
                self.preferences.base_map = Some(open.path.clone());
                self.base_map.open = Some(open);
            }
            Err(error) if self.base_map.is_asked_for => self.session.say(super::NoticeKind::Failed(error)),
            Err(_) => {}
        }
        true
    }
}
