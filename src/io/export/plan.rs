//! `plan.csv`: the stops of each team.

use std::io::{self, Write};

use super::spots::surveyed;
use super::table::write_table;
use crate::model::{Analysis, Plan};
use crate::spatial::Grid;

const HEADER: &str = "team,stop,time_slot,lon,lat,vn2000_x,vn2000_y,cell_id,zone_id,zone_name,operators_needed,\
votes_needed,walk_m,minutes";

pub fn write_plan(analysis: &Analysis, plan: &Plan, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for stop in &plan.stops {
            let zone = analysis.gap_places.get(stop.zone);
            let brands: Vec<&str> = stop.operators.iter().map(|o| analysis.dataset.brand(*o)).collect();
            rows.integer(stop.team).integer(stop.stop).word(stop.slot.label());
            rows.fixed(stop.position.lon, 7).fixed(stop.position.lat, 7);
            match surveyed(grid, stop.position) {
                Some((point, _)) => rows.fixed(point.north_m, 2).fixed(point.east_m, 2),
                None => rows.empty().empty(),
            };
            rows.text(&grid.id(stop.cell)).text(zone.map_or("", |z| &z.id)).text(zone.map_or("", |z| &z.name));
            rows.text(&brands.join(";")).integer(stop.votes_needed);
            rows.fixed(stop.walk_m, 2).fixed(stop.minutes, 1);
            rows.end();
        }
    })
}
