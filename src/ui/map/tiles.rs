//! Tiles of the base map: read and unpacked, or drawn where they are shapes, on threads of their own, the last asked for
//! first. A tile that is not there yet, or not at all, is a nearer one's part or nothing.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use eframe::egui::{Context, Rect, TextureOptions, pos2, vec2};
use walkers::sources::Attribution;
use walkers::{Style, Tile, TileId, TilePiece, Tiles};

use super::ground;
use crate::app::{App, BaseMap, OpenBaseMap, TileKind};
use crate::cartography::PlanePoint;
use crate::ui::theme::Tokens;

/// Tiles kept; those not seen for longest go first.
const KEPT: usize = 512;

const TILE_SIZE: u32 = 256;

/// Earth's circumference at the equator in plane metres.
const PLANE_WIDTH: f64 = 2.0 * std::f64::consts::PI * 6_378_137.0;

/// A tile as it was read.
#[derive(Default)]
struct Read {
    /// `None`: not there.
    tile: Option<Tile>,
    /// Names of places on it, and where they are on the plane.
    places: Vec<(String, PlanePoint)>,
}

/// A tile that has been asked for.
struct Known {
    /// Nothing in it while it is on its way.
    read: Read,
    seen: u64,
    /// When a server had nothing to give; it is asked again later.
    missed: Option<Instant>,
}

/// A server without an answer is asked again after so long.
const ASK_AGAIN: Duration = Duration::from_secs(30);

/// Servers of free maps ask that nobody calls more often at once.
const CALLS_AT_ONCE: usize = 2;

/// Tiles that were asked for and not begun; the last is the next. `None` once nobody waits for any.
struct Asks {
    waiting: Mutex<Option<Vec<TileId>>>,
    came: Condvar,
}

impl Asks {
    fn add(&self, id: TileId) {
        self.list().iter_mut().for_each(|waiting| waiting.push(id));
        self.came.notify_one();
    }

    /// Waits for the next; `None` when there will be no more.
    fn next(&self) -> Option<TileId> {
        let is_idle = |waiting: &mut Option<Vec<TileId>>| waiting.as_ref().is_some_and(Vec::is_empty);
        self.came.wait_while(self.list(), is_idle).unwrap_or_else(PoisonError::into_inner).as_mut()?.pop()
    }

    fn end(&self) {
        *self.list() = None;
        self.came.notify_all();
    }

    fn list(&self) -> MutexGuard<'_, Option<Vec<TileId>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The threads that read tiles: one for a file, which is quick, more for a server, which lets one wait. They end when this
/// is dropped.
struct Reader {
    asks: Arc<Asks>,
    tiles: Receiver<(TileId, Read)>,
}

impl Reader {
    fn start(base_map: &OpenBaseMap, ctx: &Context, tokens: &'static Tokens) -> Option<Self> {
        let asks = Arc::new(Asks { waiting: Mutex::new(Some(Vec::new())), came: Condvar::new() });
        let (send, tiles) = channel();
        let n_threads = if base_map.tiles.is_online() { CALLS_AT_ONCE } else { 1 };
        let started = (0..n_threads).filter(|_| {
            let (asks, archive) = (Arc::clone(&asks), Arc::clone(&base_map.tiles));
            let (send, ctx) = (send.clone(), ctx.clone());
            let work = move || {
                while let Some(id) = asks.next() {
                    if send.send((id, read(&archive, id, &ctx, tokens))).is_err() {
                        return;
                    }
                    ctx.request_repaint();
                }
            };
            std::thread::Builder::new().name("tiles".to_owned()).spawn(work).is_ok()
        });
        (started.count() > 0).then_some(Self { asks, tiles })
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.asks.end();
    }
}

fn read(archive: &BaseMap, id: TileId, ctx: &Context, tokens: &Tokens) -> Read {
    if archive.kind == TileKind::Pictures {
        let bytes = archive.tile(id.zoom, id.x, id.y);
        let tile = bytes.and_then(|bytes| Tile::new(&bytes, &Style, id.zoom, TILE_SIZE, ctx).ok());
        return Read { tile, places: Vec::new() };
    }
    let Some(layers) = archive.layers(id.zoom, id.x, id.y) else { return Read::default() };
    let side = PLANE_WIDTH / f64::from(1u32 << id.zoom);
    let on_plane = |[x, y]: [f32; 2]| PlanePoint {
        x: (f64::from(id.x) + f64::from(x)) * side - PLANE_WIDTH / 2.0,
        y: PLANE_WIDTH / 2.0 - (f64::from(id.y) + f64::from(y)) * side,
    };
    let places = ground::places(&layers).into_iter().map(|(name, at)| (name, on_plane(at))).collect();
    let picture = ground::picture(&layers, id.zoom, tokens);
    let texture = ctx.load_texture("tile", picture, TextureOptions::LINEAR);
    Read { tile: Some(Tile::Raster(texture)), places }
}

/// The tiles of one base map.
pub struct BaseMapTiles {
    of: Arc<BaseMap>,
    /// What shapes were drawn with.
    tokens: &'static Tokens,
    reader: Reader,
    known: HashMap<TileId, Known>,
    zooms: (u8, u8),
    frame: u64,
    /// Tiles on their way.
    n_coming: usize,
}

impl BaseMapTiles {
    /// Those of the base map that is open, kept from frame to frame.
    pub fn follow(kept: &mut Option<Self>, app: &App, ctx: &Context, tokens: &'static Tokens) {
        let wanted = app.base_map();
        let same = match (&*kept, wanted) {
            (Some(kept), Some(open)) => {
                let is_drawn_alike = open.tiles.kind == TileKind::Pictures || std::ptr::eq(kept.tokens, tokens);
                Arc::ptr_eq(&kept.of, &open.tiles) && is_drawn_alike
            }
            (None, None) => true,
            _ => false,
        };
        if !same {
            *kept = wanted.and_then(|open| {
                Some(Self {
                    of: Arc::clone(&open.tiles),
                    tokens,
                    reader: Reader::start(open, ctx, tokens)?,
                    known: HashMap::new(),
                    zooms: open.tiles.zooms,
                    frame: 0,
                    n_coming: 0,
                })
            });
        }
        if let Some(kept) = kept {
            kept.begin_frame();
        }
    }

    fn begin_frame(&mut self) {
        self.frame += 1;
        while let Ok((id, read)) = self.reader.tiles.try_recv() {
            let seen = self.frame;
            self.n_coming = self.n_coming.saturating_sub(1);
            let missed = (self.of.is_online() && read.tile.is_none()).then(Instant::now);
            self.known.insert(id, Known { read, seen, missed });
        }
        if self.known.len() > KEPT {
            let mut ages: Vec<u64> = self.known.values().map(|known| known.seen).collect();
            ages.sort_unstable();
            let oldest = ages.get(ages.len() - KEPT).copied().unwrap_or_default();
            self.known.retain(|_, known| known.seen >= oldest);
        }
    }

    /// The tile if it is there; asks for it otherwise.
    fn get(&mut self, id: TileId) -> Option<Tile> {
        let seen = self.frame;
        if let Some(known) = self.known.get_mut(&id) {
            known.seen = seen;
            if known.missed.is_none_or(|missed| missed.elapsed() < ASK_AGAIN) {
                return known.read.tile.clone();
            }
        }
        self.known.insert(id, Known { read: Read::default(), seen, missed: None });
        self.reader.asks.add(id);
        self.n_coming += 1;
        None
    }
}

impl BaseMapTiles {
    /// Whether every tile that was asked for has come.
    pub fn is_settled(&self) -> bool {
        self.n_coming == 0
    }

    /// Names of places on the tiles that were last drawn, each once, in order of their names.
    pub fn places(&self) -> Vec<(String, PlanePoint)> {
        let shown = self.known.values().filter(|known| known.seen + 1 >= self.frame);
        let mut places: Vec<(String, PlanePoint)> = shown.flat_map(|known| known.read.places.clone()).collect();
        places.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.x.total_cmp(&b.1.x)).then(a.1.y.total_cmp(&b.1.y)));
        places.dedup_by(|a, b| a.0 == b.0);
        places
    }
}

impl Tiles for BaseMapTiles {
    fn at(&mut self, id: TileId) -> Option<TilePiece> {
        let (least, greatest) = self.zooms;
        if id.zoom < least {
            return None;
        }
        // Of a tile that is not there yet, or lies deeper than the archive goes, an ancestor's part is shown.
        (0..=id.zoom - least).filter(|up| id.zoom - up <= greatest).take(6).find_map(|up| {
            let ancestor = TileId { x: id.x >> up, y: id.y >> up, zoom: id.zoom - up };
            Some(TilePiece::new(self.get(ancestor)?, part(id, up)))
        })
    }

    fn attribution(&self) -> Attribution {
        Attribution { text: "", url: "", logo_light: None, logo_dark: None }
    }

    fn tile_size(&self) -> u32 {
        TILE_SIZE
    }
}

/// The part of its ancestor `up` levels above that a tile covers.
fn part(id: TileId, up: u8) -> Rect {
    let n = 2f32.powi(i32::from(up));
    let within = |at: u32| (at & ((1u32 << up) - 1)) as f32 / n;
    Rect::from_min_size(pos2(within(id.x), within(id.y)), vec2(1.0 / n, 1.0 / n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_asked_for_is_read_first_and_nobody_waits_after_the_end() {
        let tile = |x| TileId { x, y: 0, zoom: 4 };
        let asks = Asks { waiting: Mutex::new(Some(vec![tile(1)])), came: Condvar::new() };
        asks.add(tile(2));
        assert_eq!([asks.next(), asks.next()], [Some(tile(2)), Some(tile(1))]);
        std::thread::scope(|scope| {
            let idle = scope.spawn(|| asks.next());
            asks.end();
            assert_eq!(idle.join().unwrap(), None);
        });
        asks.add(tile(3));
        assert_eq!(asks.next(), None);
    }

    #[test]
    fn a_deep_tile_is_a_part_of_its_ancestor() {
        let id = TileId { x: 13, y: 6, zoom: 4 };
        assert_eq!(part(id, 0), Rect::from_min_size(pos2(0.0, 0.0), vec2(1.0, 1.0)));
        assert_eq!(part(id, 1), Rect::from_min_size(pos2(0.5, 0.0), vec2(0.5, 0.5)));
        assert_eq!(part(id, 2), Rect::from_min_size(pos2(0.25, 0.5), vec2(0.25, 0.25)));
    }
}
