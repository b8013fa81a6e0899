//! The base map: opened in the background, and left out in silence where it cannot be read at the start.

use std::path::PathBuf;
use std::sync::Arc;

use super::{App, OnlineMap, Running, download};
use crate::io::BaseMap;

/// Endings of files that are base maps wherever they are dropped.
const ENDINGS: [&str; 2] = ["mbtiles", "pmtiles"];

/// Whether a file is a base map by its ending.
pub(super) fn is_base_map(path: &std::path::Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// Where a base map comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BaseMapSource {
    /// A file, or a folder of pictures.
    File(PathBuf),
    Online(OnlineMap),
}

/// A base map that is open.
#[derive(Debug, Clone)]
pub struct OpenBaseMap {
    pub source: BaseMapSource,
    pub tiles: Arc<BaseMap>,
}

impl OpenBaseMap {
    /// As it is called on screen.
    pub fn name(&self) -> String {
        match &self.source {
            BaseMapSource::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            BaseMapSource::Online(map) => map.address.split('/').nth(2).unwrap_or(&map.address).to_owned(),
        }
    }
}

/// The base map and the work on it.
#[derive(Debug, Default)]
pub struct BaseMapState {
    open: Option<OpenBaseMap>,
    opening: Option<Running<OpenBaseMap>>,
    /// Whether a failure is said: a drive that is gone at the start is no news.
    is_asked_for: bool,
    /// Where pictures from servers are kept.
    folder: Option<PathBuf>,
}

impl App {
    /// Keeps pictures from servers in a folder.
    #[must_use]
    pub fn with_tile_folder(mut self, folder: PathBuf) -> Self {
        self.base_map.folder = Some(folder);
        self
    }

    /// The base map on screen.
    pub fn base_map(&self) -> Option<&OpenBaseMap> {
        self.base_map.open.as_ref()
    }

    /// Opens the base map of the preferences.
    pub fn open_base_map_at_start(&mut self) {
        let online = self.preferences.online_map.clone().map(BaseMapSource::Online);
        if let Some(source) = online.or_else(|| self.preferences.base_map.clone().map(BaseMapSource::File)) {
            self.open_base_map(source, false);
        }
    }

    pub(super) fn set_base_map(&mut self, path: Option<PathBuf>) {
        match path {
            Some(path) => self.open_base_map(BaseMapSource::File(path), true),
            None => {
                (self.base_map.open, self.base_map.opening) = (None, None);
                (self.preferences.base_map, self.preferences.online_map) = (None, None);
            }
        }
    }

    pub(super) fn use_online_map(&mut self, map: OnlineMap) {
        self.open_base_map(BaseMapSource::Online(map), true);
    }

    fn open_base_map(&mut self, source: BaseMapSource, is_asked_for: bool) {
        let folder = self.base_map.folder.clone();
        let open = move || {
            let tiles = match &source {
                BaseMapSource::File(path) => BaseMap::open(path)?,
                BaseMapSource::Online(OnlineMap { address, attribution }) => {
                    BaseMap::online(address, attribution, folder.as_deref(), download::pictures(address)?)?
                }
            };
            Ok(OpenBaseMap { source, tiles: Arc::new(tiles) })
        };
        match Running::start("base map", &self.wake, move |_| open()) {
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
                (self.preferences.base_map, self.preferences.online_map) = match open.source.clone() {
                    BaseMapSource::File(path) => (Some(path), None),
                    BaseMapSource::Online(map) => (None, Some(map)),
                };
                self.session.online_map = None;
                self.base_map.open = Some(open);
            }
            Err(error) if self.base_map.is_asked_for => self.session.say(super::NoticeKind::Failed(error)),
            Err(_) => {}
        }
        true
    }
}
