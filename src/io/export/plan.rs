//! `plan.csv`: the stops of each team.

use std::io::{self, Write};

use super::fields::Fields;
use super::list::{List, Place, Shape};
use super::spots::surveyed;
use super::table::write_table;
use crate::model::{Analysis, Plan, PlanStop};
use crate::spatial::Grid;

const HEADER: &str = "team,stop,time_slot,lon,lat,vn2000_x,vn2000_y,cell_id,zone_id,zone_name,operators_needed,\
votes_needed,walk_m,minutes";

fn add_fields(analysis: &Analysis, grid: &Grid, stop: &PlanStop, fields: &mut impl Fields) {
    let zone = analysis.gap_places.get(stop.zone);
    let brands: Vec<&str> = stop.operators.iter().map(|o| analysis.dataset.brand(*o)).collect();
    fields.integer(stop.team).integer(stop.stop).word(stop.slot.label());
    fields.fixed(stop.position.lon, 7).fixed(stop.position.lat, 7);
    let point = surveyed(grid, stop.position).map(|(point, _)| point);
    fields.maybe_fixed(point.map(|p| p.north_m), 2).maybe_fixed(point.map(|p| p.east_m), 2);
    fields.name(|out| grid.write_id(stop.cell, out));
    fields.text(zone.map_or("", |z| &z.id)).text(zone.map_or("", |z| &z.name));
    fields.text(&brands.join(";")).integer(stop.votes_needed);
    fields.fixed(stop.walk_m, 2).fixed(stop.minutes, 1);
}

pub fn write_plan(analysis: &Analysis, plan: &Plan, grid: &Grid, out: &mut dyn Write) -> io::Result<()> {
    write_table(out, HEADER, 1, |_, rows| {
        for stop in &plan.stops {
            add_fields(analysis, grid, stop, rows);
            rows.end();
        }
    })
}

/// Stops where they are.
pub fn plan_list<'a>(analysis: &'a Analysis, plan: &'a Plan, grid: &'a Grid) -> List<'a> {
    let list = List::of("plan", HEADER, &plan.stops, |stop, records| {
        add_fields(analysis, grid, stop, records);
        records.end(Shape::Point(stop.position));
    });
    list.placed(Place::Point, &["team", "stop", "time_slot", "operators_needed"])
}
