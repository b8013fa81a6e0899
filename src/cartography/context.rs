//! Classes of what lies beside the evidence.

use crate::model::Technology;

/// Lower limits of the first three classes of a level in dBm, the strongest first: in LTE and NR, and in older networks.
///
/// As the Austrian regulator colours its map (RTR-Netztest; domain.md §2b); it has no limits for NR, LTE's stand in.
pub const LEVEL_STEPS: [f32; 3] = [-85.0, -95.0, -111.0];
const LEVEL_STEPS_OLDER: [f32; 3] = [-75.0, -85.0, -101.0];

/// Lower limits of the first three classes of a mean download in Mbps, the best first (domain.md §2a).
pub const TILE_STEPS: [f64; 3] = [40.0, 25.0, 10.0];

/// Operators of a list of towers that have a colour of their own; the others share one.
pub const TOWER_COLOURS: usize = 5;

/// Class of a level, 0 (strong) to 3 (hardly there).
pub fn level_class(technology: Technology, level_dbm: f32) -> u8 {
    let steps = match technology {
        Technology::ThreeG => LEVEL_STEPS_OLDER,
        _ => LEVEL_STEPS,
    };
    steps.iter().filter(|limit| level_dbm < **limit).count() as u8
}

/// Class of a tile's mean download, 0 (best) to 3; `None` without one.
pub fn tile_class(download_mbps: Option<f64>) -> Option<u8> {
    let mbps = download_mbps?;
    Some(TILE_STEPS.iter().filter(|limit| mbps < **limit).count() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_belongs_to_the_better_class() {
        let lte = |dbm| level_class(Technology::FourG, dbm);
        assert_eq!([lte(-85.0), lte(-85.5), lte(-95.0), lte(-111.0), lte(-111.5)], [0, 1, 1, 2, 3]);
        assert_eq!(level_class(Technology::ThreeG, -80.0), 1);
        assert_eq!([40.0, 39.9, 25.0, 10.0, 9.9].map(|v| tile_class(Some(v))), [0, 1, 1, 2, 3].map(Some));
        assert_eq!(tile_class(None), None);
    }
}
