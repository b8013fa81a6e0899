//! How vector tiles are drawn: water, greens, built land, buildings, roads. Calm, since the figures come first.

use eframe::egui::ColorImage;

use crate::app::{TileFeature, TileGeometry, TileLayer};
use crate::cartography::{Coverage, Rule};
use crate::ui::theme::Tokens;

/// Side of a tile's picture in pixels: twice its size on the screen, so that it stays sharp on fine screens.
const SIDE: usize = 512;

/// What a feature is drawn as, from the ground up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    Green,
    Water,
    Stream,
    Building,
    Lane,
    Street,
    Highway,
    Border,
}

/// Words of the usual makers of tiles (Protomaps, OpenMapTiles, Shortbread).
const WATER: [&str; 4] = ["water", "ocean", "water_polygons", "ocean_polygons"];
const STREAMS: [&str; 4] = ["waterway", "water_lines", "waterways", "physical_line"];
const LAND: [&str; 5] = ["landcover", "landuse", "land", "natural", "park"];
const GREENS: [&str; 12] = [
    "forest",
    "wood",
    "grass",
    "grassland",
    "park",
    "scrub",
    "meadow",
    "nature_reserve",
    "orchard",
    "cemetery",
    "recreation_ground",
    "garden",
];
const BUILDINGS: [&str; 2] = ["building", "buildings"];
const ROADS: [&str; 4] = ["roads", "transportation", "streets", "road"];
const HIGHWAYS: [&str; 4] = ["highway", "motorway", "trunk", "primary"];
const STREETS: [&str; 4] = ["major_road", "secondary", "tertiary", "medium_road"];
const BORDERS: [&str; 3] = ["boundaries", "boundary", "admin"];
const PLACES: [&str; 3] = ["places", "place", "place_labels"];

fn look(layer: &str, feature: &TileFeature) -> Option<Look> {
    let class = feature.class.as_str();
    match feature.geometry {
        TileGeometry::Points => None,
        TileGeometry::Areas if WATER.contains(&layer) => Some(Look::Water),
        TileGeometry::Areas if BUILDINGS.contains(&layer) => Some(Look::Building),
        TileGeometry::Areas => (LAND.contains(&layer) && GREENS.contains(&class)).then_some(Look::Green),
        TileGeometry::Lines if STREAMS.contains(&layer) || WATER.contains(&layer) => Some(Look::Stream),
        TileGeometry::Lines if BORDERS.contains(&layer) => Some(Look::Border),
        TileGeometry::Lines => ROADS.contains(&layer).then(|| match class {
            class if HIGHWAYS.contains(&class) => Look::Highway,
            class if STREETS.contains(&class) => Look::Street,
            _ => Look::Lane,
        }),
    }
}

/// Width of a line in pixels of the picture.
fn width(look: Look, zoom: u8) -> f32 {
    let near = f32::from(zoom.clamp(8, 16) - 8) / 8.0;
    match look {
        Look::Highway => 2.0 + 7.0 * near,
        Look::Street => 1.5 + 5.0 * near,
        Look::Lane => 0.6 + 3.4 * near,
        Look::Stream => 1.0 + 1.5 * near,
        Look::Border => 1.2,
        Look::Green | Look::Water | Look::Building => 0.0,
    }
}

/// The picture of a tile.
pub fn picture(layers: &[TileLayer], zoom: u8, tokens: &Tokens) -> ColorImage {
    let mut things: Vec<(Look, &TileFeature)> = layers
        .iter()
        .flat_map(|layer| layer.features.iter().filter_map(|feature| Some((look(&layer.name, feature)?, feature))))
        .collect();
    things.sort_by_key(|(look, _)| *look);
    let mut pixels = vec![tokens.land; SIDE * SIDE];
    let mut coverage = Coverage::new(SIDE);
    for (look, feature) in things {
        let scaled = |point: &[f32; 2]| [point[0] * SIDE as f32, point[1] * SIDE as f32];
        let parts: Vec<Vec<[f32; 2]>> = feature.parts.iter().map(|part| part.iter().map(scaled).collect()).collect();
        let color = match look {
            Look::Green => tokens.green,
            Look::Water | Look::Stream => tokens.water,
            Look::Building => tokens.building,
            Look::Lane | Look::Street | Look::Highway => tokens.road,
            Look::Border => tokens.zone_line,
        };
        let put = |at: usize, covered: f32| {
            if let Some(pixel) = pixels.get_mut(at) {
                *pixel = pixel.lerp_to_gamma(color, covered);
            }
        };
        match feature.geometry {
            TileGeometry::Areas => coverage.fill(&parts, Rule::EvenOdd, put),
            _ => coverage.stroke(&parts, width(look, zoom), put),
        }
    }
    ColorImage::new([SIDE, SIDE], pixels)
}

/// Names of places on a tile, and where they are as shares of its side.
pub fn places(layers: &[TileLayer]) -> Vec<(String, [f32; 2])> {
    let within = |point: &[f32; 2]| point.iter().all(|share| (0.0..1.0).contains(share));
    let of_layer = layers.iter().filter(|layer| PLACES.contains(&layer.name.as_str()));
    let named = of_layer.flat_map(|layer| &layer.features).filter(|feature| !feature.name.is_empty());
    let places = named.filter_map(|feature| {
        let at = feature.parts.first()?.first().copied().filter(within)?;
        Some((feature.name.clone(), at))
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Theme;
    use crate::ui::theme::tokens_of;

    fn thing(geometry: TileGeometry, class: &str, parts: Vec<Vec<[f32; 2]>>) -> TileFeature {
        TileFeature { geometry, class: class.to_owned(), name: "Uông Bí".to_owned(), parts }
    }

    #[test]
    fn roads_lie_over_water_and_water_over_land() {
        let lake = vec![[0.0, 0.0], [0.5, 0.0], [0.5, 1.0], [0.0, 1.0]];
        let road = vec![[0.0, 0.5], [1.0, 0.5]];
        let layers = [
            TileLayer { name: "roads".into(), features: vec![thing(TileGeometry::Lines, "highway", vec![road])] },
            TileLayer { name: "water".into(), features: vec![thing(TileGeometry::Areas, "lake", vec![lake])] },
        ];
        let tokens = tokens_of(Theme::Light);
        let image = picture(&layers, 14, tokens);
        let at = |x: usize, y: usize| image.pixels[y * SIDE + x];
        assert_eq!([at(10, 10), at(500, 10)], [tokens.water, tokens.land]);
        assert_eq!([at(10, 256), at(500, 256)], [tokens.road, tokens.road]);
    }

    #[test]
    fn places_of_the_tile_itself_are_named() {
        let at = |x, y| thing(TileGeometry::Points, "locality", vec![vec![[x, y]]]);
        let layers = [TileLayer { name: "places".into(), features: vec![at(0.5, 0.25), at(-0.1, 0.5)] }];
        assert_eq!(places(&layers), [("Uông Bí".to_owned(), [0.5, 0.25])]);
    }
}
