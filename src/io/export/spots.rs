//! `weak_spots.csv` and `.geojson`: what a carrier's engineer gets.

use std::io::{self, Write};

use super::geometry::{Feature, write_collection};
use super::table::write_table;
use crate::model::{Analysis, GridPoint, LonLat, Robustness, WeakSpot};
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

fn robust(spot: &WeakSpot) -> &'static str {
    match spot.robustness.map(Robustness::is_robust) {
        Some(true) => "1",
        Some(false) => "0",
        None => "",
    }
}

pub fn write_spots(analysis: &Analysis, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for spot in &analysis.weak_spots {
            let described = described(analysis, grid, spot);
            let proof = spot.proof.as_ref();
            rows.integer(spot.rank).text(&spot.spot_id).text(analysis.dataset.brand(spot.operator));
            rows.text(described.zone.0).text(described.zone.1);
            rows.fixed(spot.point.lon, 7).fixed(spot.point.lat, 7);
            match described.surveyed {
                Some((point, epsg)) => rows.fixed(point.north_m, 2).fixed(point.east_m, 2).integer(epsg),
                None => rows.empty().empty().empty(),
            };
            rows.fixed(spot.radius_m, 2).fixed(spot.area_m2, 2);
            rows.integer(spot.shape.len() as u64).integer(spot.n_samples).integer(spot.n_votes);
            rows.integer(spot.n_failing_votes).integer(spot.n_devices).integer(spot.n_days);
            rows.number(spot.share.value).number(spot.share.low).number(spot.share.high);
            rows.maybe_number(spot.median_download).maybe_number(spot.median_upload);
            rows.maybe_number(spot.median_latency);
            rows.maybe_number(proof.map(|p| p.p_relative)).maybe_number(proof.map(|p| p.p_absolute));
            rows.text(spot.grade.code()).integer(spot.votes_needed).number(spot.priority);
            rows.text(&described.others_ok).text(&described.hours);
            rows.maybe_number(proof.map(|p| p.llr_relative)).maybe_number(proof.map(|p| p.llr_absolute));
            rows.text(&described.window_cell);
            match proof {
                Some(p) => rows.fixed(p.window_radius_m, 2).integer(p.window_votes).integer(p.window_failing_votes),
                None => rows.empty().empty().empty(),
            };
            rows.integer(spot.months_weak).integer(spot.months_measured).text(robust(spot));
            rows.text(spot.technology.label()).text(&spot.place_name).empty();
            rows.maybe_number(proof.map(|p| p.p_corrected));
            rows.end();
        }
    })
}

pub fn write_spot_layer(analysis: &Analysis, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    let features: Vec<Feature> = analysis
        .weak_spots
        .iter()
        .map(|spot| {
            let mut feature = Feature::multi_polygon(&cells_outline(grid, &spot.shape));
            add_properties(&mut feature, analysis, spot, &described(analysis, grid, spot));
            feature
        })
        .collect();
    write_collection("weak_spots", &features, out)
}

fn add_properties(feature: &mut Feature, analysis: &Analysis, spot: &WeakSpot, described: &Described<'_>) {
    let proof = spot.proof.as_ref();
    feature.integer("rank", spot.rank.into());
    feature.text("spot_id", &spot.spot_id);
    feature.text("operator", analysis.dataset.brand(spot.operator));
    feature.text("zone_id", described.zone.0);
    feature.text("zone_name", described.zone.1);
    feature.fixed("lon", Some(spot.point.lon), 7);
    feature.fixed("lat", Some(spot.point.lat), 7);
    feature.fixed("vn2000_x", described.surveyed.map(|(p, _)| p.north_m), 2);
    feature.fixed("vn2000_y", described.surveyed.map(|(p, _)| p.east_m), 2);
    feature.number("vn2000_epsg", described.surveyed.map(|(_, epsg)| f64::from(epsg)));
    feature.fixed("radius_m", Some(spot.radius_m), 2);
    feature.fixed("area_m2", Some(spot.area_m2), 2);
    feature.integer("n_cells", spot.shape.len() as u64);
    feature.integer("n_samples", spot.n_samples);
    feature.integer("n_votes", spot.n_votes);
    feature.integer("n_failing_votes", spot.n_failing_votes);
    feature.integer("n_devices", spot.n_devices);
    feature.integer("n_days", spot.n_days);
    feature.number("share_failing", Some(spot.share.value));
    feature.number("share_lo", Some(spot.share.low));
    feature.number("share_hi", Some(spot.share.high));
    feature.number("median_download", spot.median_download);
    feature.number("median_upload", spot.median_upload);
    feature.number("median_latency", spot.median_latency);
    feature.number("p_relative", proof.map(|p| p.p_relative));
    feature.number("p_absolute", proof.map(|p| p.p_absolute));
    feature.text("grade", spot.grade.code());
    feature.integer("votes_needed", spot.votes_needed.into());
    feature.number("priority", Some(spot.priority));
    feature.text("others_ok", &described.others_ok);
    feature.text("hours", &described.hours);
    feature.number("llr_relative", proof.map(|p| p.llr_relative));
    feature.number("llr_absolute", proof.map(|p| p.llr_absolute));
    feature.text("window_cell", &described.window_cell);
    feature.fixed("window_radius_m", proof.map(|p| p.window_radius_m), 2);
    feature.number("window_votes", proof.map(|p| p.window_votes as f64));
    feature.number("window_failing_votes", proof.map(|p| p.window_failing_votes as f64));
    feature.integer("months_weak", spot.months_weak.into());
    feature.integer("months_measured", spot.months_measured.into());
    feature.text("robust", robust(spot));
    feature.text("technology", spot.technology.label());
    feature.text("place_name", &spot.place_name);
    feature.text("note", "");
    feature.number("p_corrected", proof.map(|p| p.p_corrected));
}
