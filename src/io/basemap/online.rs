//! Pictures of a server on the network, kept in a folder so that each is asked for once a month at most.
//!
//! Nobody gets here without having switched an address on. How bytes come from an address is the caller's: this room knows
//! no network. No answer is no error: the server is then left alone for a while.

use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use siphasher::sip::SipHasher13;

use super::LARGEST_TILE;
use crate::model::{Error, Result};

/// Deepest zoom asked for: servers seldom have more.
pub const DEEPEST_ONLINE: u8 = 19;

/// A picture kept longer is asked for anew.
const FRESH: Duration = Duration::from_hours(30 * 24);

/// So long a server that gave no answer is left alone.
const ASLEEP: Duration = Duration::from_secs(30);

/// What came from an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    Picture(Vec<u8>),
    /// The server has no such picture.
    Nothing,
    NoAnswer,
}

/// Asks an address; may take seconds.
pub type Fetch = Box<dyn Fn(&str) -> Fetched + Send + Sync>;

pub struct OnlineTiles {
    /// With `{z}`, `{x}` and `{y}`.
    address: String,
    fetch: Fetch,
    /// Nothing is kept without one.
    folder: Option<PathBuf>,
    asleep_until: Mutex<Option<Instant>>,
    /// What the server said it does not have: asked for once, until the map is opened again.
    absent: Mutex<HashSet<(u8, u32, u32)>>,
}

impl fmt::Debug for OnlineTiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnlineTiles").field("address", &self.address).field("folder", &self.folder).finish()
    }
}

impl OnlineTiles {
    /// `folder` holds the pictures of all servers.
    ///
    /// # Errors
    /// [`Error::BadTileAddress`].
    pub fn open(address: &str, folder: Option<&Path>, fetch: Fetch) -> Result<Self> {
        let address = address.trim();
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let has_places = ["{z}", "{x}", "{y}"].iter().all(|place| address.contains(place));
        if !is_web || !has_places || address.contains(char::is_whitespace) {
            return Err(Error::BadTileAddress { address: address.to_owned() });
        }
        let folder = folder.map(|folder| folder.join(folder_name(address)));
        Ok(Self {
            address: address.to_owned(),
            fetch,
            folder,
            asleep_until: Mutex::default(),
            absent: Mutex::default(),
        })
    }

    pub fn tile(&self, zoom: u8, x: u32, y: u32) -> Option<Vec<u8>> {
        let path = self.folder.as_ref().map(|folder| folder.join(format!("{zoom}/{x}/{y}")));
        let kept = path.as_deref().and_then(kept);
        if let Some((bytes, true)) = kept {
            return Some(bytes);
        }
        let old = kept.map(|(bytes, _)| bytes);
        if locked(&self.absent).contains(&(zoom, x, y)) {
            return None;
        }
        if self.is_asleep() {
            return old;
        }
        match (self.fetch)(&self.address_of(zoom, x, y)) {
            Fetched::Picture(bytes) => {
                // A full disk costs the picture its place in the folder, no more.
                let _ = path.map(|path| keep(&path, &bytes));
                Some(bytes)
            }
            Fetched::Nothing => {
                locked(&self.absent).insert((zoom, x, y));
                None
            }
            Fetched::NoAnswer => {
                *locked(&self.asleep_until) = Some(Instant::now() + ASLEEP);
                old
            }
        }
    }

    fn is_asleep(&self) -> bool {
        locked(&self.asleep_until).is_some_and(|until| Instant::now() < until)
    }

    fn address_of(&self, zoom: u8, x: u32, y: u32) -> String {
        let server = ["a", "b", "c"].get((x as usize + y as usize) % 3).copied().unwrap_or("a");
        let places = [("{z}", zoom.to_string()), ("{x}", x.to_string()), ("{y}", y.to_string())];
        places.iter().fold(self.address.replace("{s}", server), |address, (place, n)| address.replace(place, n))
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Host and a number of the whole address: two styles of one server are two folders.
fn folder_name(address: &str) -> String {
    let host = address.split('/').nth(2).unwrap_or_default();
    let host: String = host.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
    let mut hasher = SipHasher13::new();
    address.hash(&mut hasher);
    format!("{host}-{:016x}", hasher.finish())
}

/// A kept picture, and whether it is fresh.
fn kept(path: &Path) -> Option<(Vec<u8>, bool)> {
    let file = std::fs::File::open(path).ok()?;
    // Of a file from the future, as a wrong clock makes them, nothing says that it is old.
    let age = file.metadata().ok()?.modified().ok()?.elapsed().unwrap_or_default();
    let mut bytes = Vec::new();
    file.take(LARGEST_TILE).read_to_end(&mut bytes).ok()?;
    Some((bytes, age < FRESH))
}

fn keep(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)?;
    // Half a picture must not be taken for a whole one.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut file, bytes)?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::SystemTime;

    use super::*;

    const ADDRESS: &str = "https://{s}.tiles.example/{z}/{x}/{y}.png";

    /// Answers by address, and how often it was asked.
    fn server(answer: impl Fn(&str) -> Fetched + Send + Sync + 'static) -> (Fetch, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let fetch = move |address: &str| {
            count.fetch_add(1, Ordering::SeqCst);
            answer(address)
        };
        (Box::new(fetch), asked)
    }

    #[test]
    fn a_picture_is_asked_for_once_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (fetch, asked) = server(|address| Fetched::Picture(address.as_bytes().to_vec()));
        let tiles = OnlineTiles::open(ADDRESS, Some(folder.path()), fetch).unwrap();
        let expected = b"https://c.tiles.example/4/13/7.png".to_vec();
        assert_eq!(tiles.tile(4, 13, 7), Some(expected.clone()));
        assert_eq!(tiles.tile(4, 13, 7), Some(expected.clone()));
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        // Another day, without a network.
        let (fetch, _) = server(|_| Fetched::NoAnswer);
        assert_eq!(OnlineTiles::open(ADDRESS, Some(folder.path()), fetch).unwrap().tile(4, 13, 7), Some(expected));
        // Of another style of the same server nothing is there.
        let (fetch, _) = server(|_| Fetched::Nothing);
        let other = OnlineTiles::open("https://tiles.example/dark/{z}/{x}/{y}", Some(folder.path()), fetch).unwrap();
        assert_eq!(other.tile(4, 13, 7), None);
    }

    #[test]
    fn what_a_server_does_not_have_is_asked_for_once() {
        let (fetch, asked) = server(|_| Fetched::Nothing);
        let tiles = OnlineTiles::open(ADDRESS, None, fetch).unwrap();
        assert_eq!([tiles.tile(4, 13, 7), tiles.tile(4, 13, 7), tiles.tile(4, 13, 8)], [None, None, None]);
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn an_old_picture_is_asked_for_anew_and_used_where_nobody_answers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(folder_name(ADDRESS)).join("1/0/0");
        keep(&path, b"old").unwrap();
        let last_year = SystemTime::now() - Duration::from_hours(365 * 24);
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(last_year).unwrap();
        let (fetch, asked) = server(|_| Fetched::NoAnswer);
        let tiles = OnlineTiles::open(ADDRESS, Some(folder.path()), fetch).unwrap();
        assert_eq!(tiles.tile(1, 0, 0), Some(b"old".to_vec()));
        // Once no answer came, the server is left alone for a while.
        assert_eq!(tiles.tile(1, 0, 0), Some(b"old".to_vec()));
        assert_eq!(tiles.tile(1, 1, 1), None);
        assert_eq!(asked.load(Ordering::SeqCst), 1);
        let (fetch, _) = server(|_| Fetched::Picture(b"new".to_vec()));
        let tiles = OnlineTiles::open(ADDRESS, Some(folder.path()), fetch).unwrap();
        assert_eq!(tiles.tile(1, 0, 0), Some(b"new".to_vec()));
        assert_eq!(std::fs::read(path).unwrap(), b"new");
    }

    #[test]
    fn an_address_names_a_server_and_three_places() {
        let open = |address: &str| OnlineTiles::open(address, None, server(|_| Fetched::Nothing).0).is_ok();
        assert!(open(ADDRESS) && open("  http://localhost:8000/{z}/{y}/{x}  "));
        for bad in ["", "file:///{z}/{x}/{y}", "https://a.example/{z}/{x}", "https://a b/{z}/{x}/{y}", "{z}{x}{y}"] {
            assert!(!open(bad), "{bad}");
        }
    }
}
