//! `weak_spots.csv` and `.geojson`: what a carrier's engineer gets.

use std::borrow::Cow;
use std::io::{self, Write};

use super::fields::Fields;
use super::format::{Placing, geojson};
use super::list::{List, Place, Shape};
use super::table::write_table;
use crate::job::Feedback;
use crate::model::{Analysis, GridPoint, LonLat, WeakSpot};
use crate::spatial::{Grid, Projection, cells_outline, grid_crs_for};

const HEADER: &str = "rank,spot_id,operator,zone_id,zone_name,lon,lat,vn2000_x,vn2000_y,vn2000_epsg,radius_m,area_m2,n_cells,\
n_samples,n_votes,n_failing_votes,n_devices,n_days,share_failing,share_lo,share_hi,median_download,median_upload,\
median_latency,p_relative,p_absolute,grade,votes_needed,priority,others_ok,hours,llr_relative,llr_absolute,window_cell,\
window_radius_m,window_votes,window_failing_votes,months_weak,months_measured,robust,technology,place_name,note,p_corrected";

/// A position in VN-2000 with its EPSG code: in the grid's CRS where that is one, else in that of the province.
pub(super) fn surveyed(grid: &Grid, position: LonLat) -> Option<(GridPoint, u32)> {
    let grid_projection = grid.projection();
    if grid_projection.is_vn2000() {
        return Some((grid_projection.forward(position)?, grid_projection.epsg()));
    }
    let projection = Projection::from_epsg(grid_crs_for(position).ok()?).ok()?;
    projection.is_vn2000().then_some(())?;
    Some((projection.forward(position)?, projection.epsg()))
}

/// Names and positions of a spot that both writers need.
struct Described<'a> {
    zone: (&'a str, &'a str),
    /// Surveyors' x (north) and y (east), and their CRS.
    surveyed: Option<(GridPoint, u32)>,
    others_ok: String,
    hours: String,
    window_cell: String,
}

fn described<'a>(analysis: &'a Analysis, grid: &Grid, spot: &WeakSpot) -> Described<'a> {
    let brands: Vec<&str> = spot.others_ok.iter().map(|o| analysis.dataset.brand(*o)).collect();
    let hours: Vec<String> = spot.hours.iter().map(|hour| format!("{hour:02}")).collect();
    let window_cell = spot.proof.as_ref().and_then(|p| analysis.cells.get(p.window_cell as usize));
    Described {
        zone: spot.zone.and_then(|z| analysis.zones.get(z)).map_or(("", ""), |z| (z.id.as_str(), z.name.as_str())),
        surveyed: surveyed(grid, spot.point),
        others_ok: brands.join(";"),
        hours: hours.join(";"),
        window_cell: window_cell.map(|cell| grid.id(cell.id)).unwrap_or_default(),
    }
}

fn add_fields(analysis: &Analysis, grid: &Grid, spot: &WeakSpot, fields: &mut impl Fields) {
    let described = described(analysis, grid, spot);
    let proof = spot.proof.as_ref();
    fields.integer(spot.rank).text(&spot.spot_id).text(analysis.dataset.brand(spot.operator));
    fields.text(described.zone.0).text(described.zone.1);
    fields.fixed(spot.point.lon, 7).fixed(spot.point.lat, 7);
    match described.surveyed {
        Some((point, epsg)) => fields.fixed(point.north_m, 2).fixed(point.east_m, 2).integer(epsg),
        None => fields.empty().empty().empty(),
    };
    fields.fixed(spot.radius_m, 2).fixed(spot.area_m2, 2);
    fields.integer(spot.shape.len() as u64).integer(spot.n_samples).integer(spot.n_votes);
    fields.integer(spot.n_failing_votes).integer(spot.n_devices).integer(spot.n_days);
    fields.number(spot.share.value).number(spot.share.low).number(spot.share.high);
    fields.maybe_number(spot.median_download).maybe_number(spot.median_upload);
    fields.maybe_number(spot.median_latency);
    fields.maybe_number(proof.map(|p| p.p_relative)).maybe_number(proof.map(|p| p.p_absolute));
    fields.word(spot.grade.code()).integer(spot.votes_needed).number(spot.priority);
    fields.text(&described.others_ok).text(&described.hours);
    fields.maybe_number(proof.map(|p| p.llr_relative)).maybe_number(proof.map(|p| p.llr_absolute));
    fields.text(&described.window_cell);
    match proof {
        Some(p) => fields.fixed(p.window_radius_m, 2).integer(p.window_votes).integer(p.window_failing_votes),
        None => fields.empty().empty().empty(),
    };
    fields.integer(spot.months_weak).integer(spot.months_measured);
    fields.maybe_integer(spot.robustness.map(|robustness| u64::from(robustness.is_robust())));
    fields.word(spot.technology.label()).text(&spot.place_name).empty();
    fields.maybe_number(proof.map(|p| p.p_corrected));
}

pub fn write_spots(analysis: &Analysis, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for spot in &analysis.weak_spots {
            add_fields(analysis, grid, spot, rows);
            rows.end();
        }
    })
}

/// Spots with the shape of their cells.
pub fn spots_list<'a>(analysis: &'a Analysis, grid: &'a Grid) -> List<'a> {
    let list = List::of("weak_spots", HEADER, &analysis.weak_spots, |spot, records| {
        add_fields(analysis, grid, spot, records);
        records.end(Shape::Area(Cow::Owned(cells_outline(grid, &spot.shape))));
    });
    list.placed(Place::MultiPolygon, &["rank", "operator", "place_name", "zone_name"])
}

pub fn write_spot_layer(analysis: &Analysis, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    geojson::write(&spots_list(analysis, grid), &Placing::default(), &Feedback::default(), out).map(drop)
}
