//! Averages over map tiles, as Ookla publishes them each quarter: a picture of where people measure, weighted by tests.
//!
//! Fields after github.com/teamookla/ookla-open-data: speeds in kbit/s, latency in ms, tiles of zoom level 16.

use crate::model::{ContextRecords, LonLat, Result, Tile};

use super::beside::{MAX_RECORDS, Records};
use super::columns::headers::Header;
use super::columns::kind::TILE_SHAPES;
use super::samples::OpenTable;
use super::table::rows::for_each_row;
use super::value::number;

/// Zoom level of tiles that do not say theirs.
const USUAL_ZOOM: u8 = 16;

/// Reads a table that was recognised as tiles.
pub(super) fn read(table: OpenTable) -> Result<Records> {
    let headers: Vec<Header> = table.plan.guesses.iter().map(|guess| Header::new(&guess.header)).collect();
    let column = |key: &str| headers.iter().position(|header| header.key == key);
    let [quadkey, x, y] = ["quadkey", "tilex", "tiley"].map(column);
    let polygon = TILE_SHAPES.iter().find_map(|key| column(key));
    let [download, upload, latency] = ["avgd", "avgu", "avglat"].map(column);
    let [tests, devices] = ["tests", "devices"].map(column);
    let (mut tiles, mut n_other_rows, mut is_cut) = (Vec::new(), 0, false);
    let sha256 = for_each_row(table, |row| {
        let text = |column: Option<usize>| column.and_then(|c| row.get(c)).unwrap_or_default().trim();
        let value = |column| number::parse(text(column).as_bytes(), false).value();
        let place = centre_of_quadkey(text(quadkey))
            .or_else(|| centre_of_polygon(text(polygon)))
            .or_else(|| Some((centre_of_degrees(value(x), value(y))?, USUAL_ZOOM)));
        let (Some((centre, zoom)), Some(n_tests)) = (place, value(tests)) else {
            n_other_rows += 1;
            return;
        };
        if tiles.len() >= MAX_RECORDS {
            is_cut = true;
            return;
        }
        let count = |n: f64| n.clamp(0.0, f64::from(u32::MAX)) as u32;
        tiles.push(Tile {
            centre,
            zoom,
            n_tests: count(n_tests),
            n_devices: count(value(devices).unwrap_or(0.0)),
            download_mbps: value(download).map(|kbps| kbps / 1000.0),
            upload_mbps: value(upload).map(|kbps| kbps / 1000.0),
            latency_ms: value(latency),
        });
    })?;
    Ok(Records { records: ContextRecords::Tiles(tiles), n_other_rows, is_cut, sha256 })
}

fn centre_of_degrees(lon: Option<f64>, lat: Option<f64>) -> Option<LonLat> {
    let (lon, lat) = (lon?, lat?);
    // Whole numbers are the tile's place in the grid of its zoom level.
    let is_position = lon.abs() <= 180.0 && lat.abs() <= 90.0 && (lon.fract() != 0.0 || lat.fract() != 0.0);
    is_position.then_some(LonLat { lon, lat })
}

/// Middle of the rectangle around `POLYGON((lon lat, …))`, and the zoom level of tiles of its width.
fn centre_of_polygon(text: &str) -> Option<(LonLat, u8)> {
    let inside = text.strip_prefix("POLYGON")?.trim_matches(|c: char| c.is_whitespace() || c == '(' || c == ')');
    let (mut west, mut south, mut east, mut north) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for corner in inside.split(',') {
        let mut numbers = corner.split_whitespace().map(str::parse::<f64>);
        let (lon, lat) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        (west, east) = (west.min(lon), east.max(lon));
        (south, north) = (south.min(lat), north.max(lat));
    }
    let centre = LonLat { lon: f64::midpoint(west, east), lat: f64::midpoint(south, north) };
    let zoom = (360.0 / (east - west)).log2().round().clamp(0.0, 23.0);
    (centre.lon.abs() <= 180.0 && centre.lat.abs() <= 90.0 && east > west).then_some((centre, zoom as u8))
}

/// Centre of a tile named by its quadrants, as Bing's tile system counts them.
fn centre_of_quadkey(key: &str) -> Option<(LonLat, u8)> {
    if !(1..=23).contains(&key.len()) {
        return None;
    }
    let (mut x, mut y) = (0u32, 0u32);
    for digit in key.bytes() {
        let quadrant = digit.checked_sub(b'0').filter(|q| *q < 4)?;
        x = x << 1 | u32::from(quadrant & 1);
        y = y << 1 | u32::from(quadrant >> 1);
    }
    let n = f64::from(1u32 << key.len());
    let (along, down) = ((f64::from(x) + 0.5) / n, (f64::from(y) + 0.5) / n);
    let lat = (std::f64::consts::PI * (1.0 - 2.0 * down)).sinh().atan().to_degrees();
    Some((LonLat { lon: along * 360.0 - 180.0, lat }, key.len() as u8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::test_files::Files;
    use crate::io::{Content, ReadOptions, inspect};
    use crate::job::Feedback;

    #[test]
    fn tiles_are_read_with_their_weights() {
        let text = "quadkey,tile,avg_d_kbps,avg_u_kbps,avg_lat_ms,tests,devices\n\
                    ,\"POLYGON((106.7 21.1, 106.8 21.1, 106.8 21, 106.7 21, 106.7 21.1))\",45500,12000,31,7,3\n\
                    x,,1,1,1,1,1\n";
        let files = Files::new();
        let inspection = inspect(&files.write("t.csv", text), &ReadOptions::default(), &Feedback::default()).unwrap();
        let Content::Context(_, all) = inspection.content else { panic!("no tiles") };
        assert_eq!((all.len(), all.weights(), all.n_other_rows), (1, Some((7, 3)), 1));
        let tile = &all.tiles()[0];
        assert!((tile.centre.lon - 106.75).abs() < 1e-9 && (tile.centre.lat - 21.05).abs() < 1e-9, "{tile:?}");
        assert_eq!((tile.n_devices, tile.download_mbps, tile.latency_ms), (3, Some(45.5), Some(31.0)));
    }

    #[test]
    fn a_shape_alone_says_where_a_tile_is() {
        for name in ["tile", "geometry", "WKT", "the_geom"] {
            let text = format!(
                "{name},avg_d_kbps,avg_u_kbps,avg_lat_ms,tests,devices\n\
                 \"POLYGON ((106.7 21.1, 106.8 21.1, 106.8 21, 106.7 21, 106.7 21.1))\",45500,12000,31,7,3\n"
            );
            let files = Files::new();
            let found = inspect(&files.write("t.csv", text), &ReadOptions::default(), &Feedback::default()).unwrap();
            let Content::Context(_, all) = found.content else { panic!("{name}: no tiles") };
            assert_eq!((all.len(), all.weights()), (1, Some((7, 3))), "{name}");
        }
    }

    #[test]
    fn the_place_of_a_tile_is_found_in_each_way_it_is_written() {
        // Tile 52206 × 28828 of zoom level 16: by the formulas of the OpenStreetMap wiki its west edge lies at
        // 52206 / 65536 · 360 − 180 = 106.77612°, its centre half a tile (0.0027466°) further.
        let tile = (52_206u32, 28_828u32);
        let key: String = (0..16)
            .rev()
            .map(|bit| char::from(b'0' + (tile.0 >> bit & 1) as u8 + 2 * (tile.1 >> bit & 1) as u8))
            .collect();
        let (centre, zoom) = centre_of_quadkey(&key).unwrap();
        assert_eq!(zoom, 16);
        assert!((centre.lon - (106.776_123_046_875 + 0.002_746_582)).abs() < 1e-8, "{centre:?}");
        assert!((20.5..21.5).contains(&centre.lat), "{centre:?}");
        let polygon = centre_of_polygon("POLYGON((106 21, 107 21, 107 20, 106 20, 106 21))");
        assert_eq!(polygon, Some((LonLat { lon: 106.5, lat: 20.5 }, 8)));
        assert_eq!(centre_of_degrees(Some(27.1), Some(38.4)), Some(LonLat { lon: 27.1, lat: 38.4 }));
        assert_eq!(centre_of_degrees(Some(52_206.0), Some(28_828.0)), None);
        for text in ["", "4", "POLYGON", "POLYGON((1 x))"] {
            assert_eq!((centre_of_quadkey(text), centre_of_polygon(text)), (None, None), "{text}");
        }
    }
}
