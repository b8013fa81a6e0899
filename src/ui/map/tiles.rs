//! Tiles of the base map: read and unpacked on a thread of their own, the last asked for first. A tile that is not there
//! yet, or not at all, is a nearer one's part or nothing.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use eframe::egui::{Context, Rect, pos2, vec2};
use walkers::sources::Attribution;
use walkers::{Style, Tile, TileId, TilePiece, Tiles};

use crate::app::{App, OpenBaseMap};

/// Tiles kept; those not seen for longest go first.
const KEPT: usize = 512;

const TILE_SIZE: u32 = 256;

/// A tile that has been asked for.
struct Known {
    /// `None`: on its way, or not there.
    tile: Option<Tile>,
    seen: u64,
}

/// The thread that reads tiles; it ends when this is dropped.
struct Reader {
    asks: Sender<TileId>,
    tiles: Receiver<(TileId, Option<Tile>)>,
}

impl Reader {
    fn start(base_map: &OpenBaseMap, ctx: &Context) -> Option<Self> {
        let (asks, asked) = channel::<TileId>();
        let (send, tiles) = channel();
        let (archive, ctx) = (Arc::clone(&base_map.tiles), ctx.clone());
        let read = move || {
            let mut waiting = Vec::new();
            loop {
                if waiting.is_empty() {
                    let Ok(first) = asked.recv() else { return };
                    waiting.push(first);
                }
                loop {
                    match asked.try_recv() {
                        Ok(next) => waiting.push(next),
                        Err(TryRecvError::Empty) => break,
                        Err(TryRecvError::Disconnected) => return,
                    }
                }
                let Some(id) = waiting.pop() else { continue };
                let bytes = archive.tile(id.zoom, id.x, id.y);
                let style = Style;
                let tile = bytes.and_then(|bytes| Tile::new(&bytes, &style, id.zoom, TILE_SIZE, &ctx).ok());
                if send.send((id, tile)).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        };
        std::thread::Builder::new().name("tiles".to_owned()).spawn(read).ok()?;
        Some(Self { asks, tiles })
    }
}

/// The tiles of one base map.
pub struct BaseMapTiles {
    of: Arc<crate::app::BaseMap>,
    reader: Reader,
    known: HashMap<TileId, Known>,
    zooms: (u8, u8),
    frame: u64,
}

impl BaseMapTiles {
    /// Those of the base map that is open, kept from frame to frame.
    pub fn follow(kept: &mut Option<Self>, app: &App, ctx: &Context) {
        let wanted = app.base_map();
        let same = match (&*kept, wanted) {
            (Some(kept), Some(open)) => Arc::ptr_eq(&kept.of, &open.tiles),
            (None, None) => true,
            _ => false,
        };
        if !same {
            *kept = wanted.and_then(|open| {
                Some(Self {
                    of: Arc::clone(&open.tiles),
                    reader: Reader::start(open, ctx)?,
                    known: HashMap::new(),
                    zooms: open.tiles.zooms,
                    frame: 0,
                })
            });
        }
        if let Some(kept) = kept {
            kept.begin_frame();
        }
    }

    fn begin_frame(&mut self) {
        self.frame += 1;
        while let Ok((id, tile)) = self.reader.tiles.try_recv() {
            let seen = self.frame;
            self.known.insert(id, Known { tile, seen });
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
            return known.tile.clone();
        }
        self.known.insert(id, Known { tile: None, seen });
        // The reader is gone only with the window.
        let _ = self.reader.asks.send(id);
        None
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
    fn a_deep_tile_is_a_part_of_its_ancestor() {
        let id = TileId { x: 13, y: 6, zoom: 4 };
        assert_eq!(part(id, 0), Rect::from_min_size(pos2(0.0, 0.0), vec2(1.0, 1.0)));
        assert_eq!(part(id, 1), Rect::from_min_size(pos2(0.5, 0.0), vec2(0.5, 0.5)));
        assert_eq!(part(id, 2), Rect::from_min_size(pos2(0.25, 0.5), vec2(0.25, 0.25)));
    }
}
