//! Map tiles given as areas, as Ookla publishes them: no boundaries, but a table of the rectangles with their fields.

use geo::{BoundingRect, Coord, CoordsIter, Geometry};

use crate::io::ReadOptions;
use crate::io::columns::kind::are_fields_of_tiles;
use crate::io::table::transcribe::Transcribed;
use crate::io::transcript::TranscriptWriter;
use crate::job::Feedback;
use crate::model::Result;
use crate::spatial::Crs;

use super::fields::names_of;
use super::layer::Layer;
use super::points::{crs_of_points, transcribed};

/// Header of the rectangles; the reader of tiles knows it.
pub(in crate::io) const RECTANGLE: &str = "tile";

pub(super) fn are_tiles(layer: &Layer) -> bool {
    let is_area = |geometry: &Geometry<f64>| matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_));
    layer.features.iter().any(|feature| feature.geometry.as_ref().is_some_and(is_area))
        && are_fields_of_tiles(names_of(layer.features.iter().map(|feature| &feature.fields)).into_iter())
}

/// Writes the tiles of a layer out as text, a row for each.
pub(super) fn transcribe_tiles(
    shown: &str,
    layer: &Layer,
    options: &ReadOptions,
    feedback: &Feedback,
) -> Result<Transcribed> {
    let corners = || layer.features.iter().filter_map(|f| f.geometry.as_ref()).flat_map(CoordsIter::coords_iter);
    let (crs, notes) = crs_of_points(shown, layer, corners, options.crs.as_ref())?;
    let mut names = names_of(layer.features.iter().map(|feature| &feature.fields));
    names.retain(|name| *name != RECTANGLE);
    let mut table = TranscriptWriter::new();
    names.iter().copied().chain([RECTANGLE]).for_each(|name| table.text(name));
    table.end_row()?;
    for (i, feature) in layer.features.iter().enumerate() {
        if i % 4096 == 0 {
            feedback.check()?;
        }
        for name in &names {
            match feature.fields.get(name) {
                Some(value) if !value.is_empty() => table.text(value),
                _ => table.empty(),
            }
        }
        match feature.geometry.as_ref().and_then(|geometry| rectangle(geometry, &crs)) {
            Some(rectangle) => table.text(&rectangle),
            None => table.empty(),
        }
        table.end_row()?;
    }
    transcribed(table, layer, &crs, notes)
}

/// The rectangle around an area in WGS84 as well-known text.
pub(super) fn rectangle(geometry: &Geometry<f64>, crs: &Crs) -> Option<String> {
    let around = geometry.bounding_rect()?;
    let corner = |corner: Coord<f64>| crs.position(corner.x, corner.y);
    let (low, high) = (corner(around.min())?, corner(around.max())?);
    let (w, s, e, n) = (low.lon, low.lat, high.lon, high.lat);
    Some(format!("POLYGON(({w} {n}, {e} {n}, {e} {s}, {w} {s}, {w} {n}))"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::test_files::Files;
    use crate::io::{Content, inspect, read_zones};
    use crate::model::LonLat;

    #[test]
    fn tiles_drawn_as_areas_are_a_layer_and_no_boundaries() {
        let tile = |west: f64, tests: u32| {
            let (s, n, east) = (21.0, 21.005_127, west + 0.005_493_164);
            format!(
                r#"{{"type":"Feature","properties":{{"quadkey":"","avg_d_kbps":45500,"avg_u_kbps":12000,"avg_lat_ms":31,
                "tests":{tests},"devices":3}},"geometry":{{"type":"Polygon","coordinates":
                [[[{west},{s}],[{east},{s}],[{east},{n}],[{west},{n}],[{west},{s}]]]}}}}"#
            )
        };
        let text =
            format!(r#"{{"type":"FeatureCollection","features":[{},{}]}}"#, tile(106.7, 7), tile(106.705_493_164, 9));
        let files = Files::new();
        let path = files.write("tiles.geojson", text);
        let inspection = inspect(&path, &ReadOptions::default(), &Feedback::default()).unwrap();
        let Content::Context(_, all) = inspection.content else { panic!("no tiles") };
        assert_eq!((all.len(), all.weights(), all.n_other_rows), (2, Some((16, 6)), 0));
        let tile = &all.tiles()[0];
        // Half of 360° / 2¹⁶ east of the west edge.
        let off = LonLat { lon: tile.centre.lon - 106.702_746_582, lat: tile.centre.lat - 21.002_563_5 };
        assert!(off.lon.abs() < 1e-9 && off.lat.abs() < 1e-9, "{tile:?}");
        assert_eq!((tile.zoom, tile.download_mbps), (16, Some(45.5)));
        let zones = read_zones(&path, &crate::io::ZoneOptions::default(), &Feedback::default());
        assert_eq!(zones.err().map(|error| error.key()), Some("error-tile-table"));
    }
}
