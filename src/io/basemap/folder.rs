//! A folder of tiles: `z/x/y.png`, as most tile makers write them.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::{DEEPEST, LARGEST_TILE, no_pictures, unreadable};
use crate::model::Result;

const ENDINGS: [&str; 3] = ["png", "jpg", "jpeg"];

#[derive(Debug)]
pub struct FolderTiles {
    root: PathBuf,
}

impl FolderTiles {
    /// The folder, and the least and greatest zoom in it.
    pub fn open(root: &Path) -> Result<(Self, (u8, u8))> {
        let entries = std::fs::read_dir(root).map_err(|e| unreadable(root, &e))?;
        let zoom = |entry: std::fs::DirEntry| entry.file_name().to_str()?.parse().ok().filter(|z: &u8| *z <= DEEPEST);
        let zooms: Vec<u8> = entries.flatten().filter(|entry| entry.path().is_dir()).filter_map(zoom).collect();
        let range = zooms.iter().min().zip(zooms.iter().max());
        let (least, greatest) = range.ok_or_else(|| no_pictures(root))?;
        Ok((Self { root: root.to_owned() }, (*least, *greatest)))
    }

    pub fn tile(&self, zoom: u8, x: u32, y: u32) -> Option<Vec<u8>> {
        let column = self.root.join(zoom.to_string()).join(x.to_string());
        ENDINGS.iter().find_map(|ending| {
            let file = std::fs::File::open(column.join(format!("{y}.{ending}"))).ok()?;
            let mut bytes = Vec::new();
            file.take(LARGEST_TILE).read_to_end(&mut bytes).ok()?;
            Some(bytes)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_found_by_zoom_column_and_row() {
        let folder = tempfile::tempdir().unwrap();
        for (z, x, y, ending) in [(3, 1, 2, "png"), (5, 9, 9, "jpg")] {
            let column = folder.path().join(format!("{z}/{x}"));
            std::fs::create_dir_all(&column).unwrap();
            std::fs::write(column.join(format!("{y}.{ending}")), [z]).unwrap();
        }
        std::fs::create_dir(folder.path().join("notes")).unwrap();
        let (tiles, zooms) = FolderTiles::open(folder.path()).unwrap();
        assert_eq!(zooms, (3, 5));
        assert_eq!(tiles.tile(3, 1, 2), Some(vec![3]));
        assert_eq!(tiles.tile(5, 9, 9), Some(vec![5]));
        assert_eq!(tiles.tile(3, 1, 3), None);
    }
}
