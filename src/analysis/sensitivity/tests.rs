use super::*;
use crate::model::LonLat;
use crate::spatial::Projection;

fn grid(spec: &str) -> Grid {
    Grid::new(GridSpec::parse(spec).unwrap(), Projection::from_epsg(5899).unwrap())
}

fn cells(grid: &Grid, ids: &[&str]) -> Vec<CellId> {
    ids.iter().map(|id| grid.parse_id(id).unwrap()).collect()
}

#[test]
fn a_grid_shifted_by_half_a_cell_covers_a_quarter_with_one_cell() {
    let asked = grid("square:100");
    let spot = cells(&asked, &["sq100:3975:23270"]);
    for (variant, id, share) in [
        (Variant::ShiftedBoth, "sq100:3975:23270", 0.25),
        (Variant::ShiftedBoth, "sq100:3974:23269", 0.25),
        (Variant::ShiftedEast, "sq100:3975:23270", 0.5),
        (Variant::ShiftedNorth, "sq100:3975:23271", 0.0),
        (Variant::ShiftedNorth, "sq100:3975:23269", 0.5),
        (Variant::LowerThreshold, "sq100:3975:23270", 1.0),
        (Variant::SmallerCells, "sq50:7951:46541", 0.25),
        (Variant::LargerCells, "sq200:1987:11635", 1.0),
    ] {
        let varied = varied_grid(&asked, variant);
        let cover = Cover::new(&varied, cells(&varied, &[id, id]).into_iter());
        assert!((cover.share_of(&asked, &spot) - share).abs() < 1e-9, "{variant:?} {id}");
    }
}

#[test]
fn hexagons_and_h3_cells_cover_themselves_and_no_more_when_shifted() {
    for spec in ["hex:100", "h3:9"] {
        let asked = grid(spec);
        let here = LonLat { lon: 106.76588026, lat: 21.03400387 };
        let centre = asked.cell_of(here).unwrap();
        let spot: Vec<CellId> = asked.neighbours(centre).into_iter().chain([centre]).collect();
        for variant in Variant::ALL {
            let varied = varied_grid(&asked, variant);
            let middle = varied.cell_of(asked.centre(centre).unwrap()).unwrap();
            let mut near: Vec<CellId> = vec![middle];
            for _ in 0..8 {
                near = near.iter().flat_map(|cell| varied.neighbours(*cell)).chain(near.iter().copied()).collect();
                near.sort_unstable();
                near.dedup();
            }
            // Everything around covers the whole, and the middle cell alone no more than its own area.
            let all = Cover::new(&varied, near.into_iter()).share_of(&asked, &spot);
            assert!((all - 1.0).abs() < 1e-6, "{spec} {variant:?}: {all}");
            let one = Cover::new(&varied, std::iter::once(middle)).share_of(&asked, &[centre]);
            assert!(one > 0.05 && one < 1.0 + 1e-6, "{spec} {variant:?}: {one}");
        }
    }
}

#[test]
fn a_shifted_grid_puts_positions_where_its_cells_are() {
    for spec in ["square:100", "hex:100", "h3:9"] {
        for variant in Variant::ALL {
            let varied = varied_grid(&grid(spec), variant);
            let low = LonLat { lon: 106.75, lat: 21.02 };
            let high = LonLat { lon: 106.77, lat: 21.04 };
            let local = varied.for_bounds(low, high);
            for i in 0..200 {
                let lon = low.lon + 0.02 * f64::from(i * 37 % 200) / 200.0;
                let lat = low.lat + 0.02 * f64::from(i * 71 % 200) / 200.0;
                let position = LonLat { lon, lat };
                let cell = varied.cell_of(position).unwrap();
                assert_eq!(local.cell_of(position), Some(cell));
                let ring = varied.boundary(cell);
                let ring = geo::LineString::from(ring.iter().map(|p| (p.lon, p.lat)).collect::<Vec<_>>());
                let shape = geo::MultiPolygon::from(geo::Polygon::new(ring, Vec::new()));
                assert!(crate::spatial::contains(&shape, lon, lat), "{spec} {variant:?}");
            }
        }
    }
}
