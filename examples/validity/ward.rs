//! An invented ward as the analysis reads it, with the truth beside each sample.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::{MapCoords, MultiPolygon};
use phusong::analysis::simulate::{SimulatedTest, Simulation, WeakPlace, simulate};
use phusong::job::Feedback;
use phusong::model::{Dataset, Flags, LonLat, MISSING_TIME, NO_SOURCE, Operator, OperatorId, Result, SampleColumns};
use phusong::model::{Zone, Zones};
use phusong::spatial::{Projection, geodesic_area_m2, grid_crs_for};

use crate::settings::{BRANDS, Setting};

/// Centre of the simulation's plane, a corner of its cells, and the plane's metres in a degree.
const ORIGIN: LonLat = LonLat { lon: 106.765, lat: 21.03 };
const METRES_PER_DEGREE: (f64, f64) = (103_949.0, 110_718.0);
const CELL_M: f64 = 100.0;

pub struct Ward {
    pub dataset: Dataset,
    pub zones: Arc<Zones>,
    pub grid_crs: u32,
    pub places: Vec<WeakPlace>,
    /// Place that touches each sample.
    pub place_of: Vec<Option<usize>>,
}

impl Ward {
    pub fn draw(setting: &Setting, seed: u64) -> Result<Self> {
        let mut simulation = simulate(&setting.simulation(seed), &Feedback::default())?;
        let grid_crs = grid_crs_for(ORIGIN)?;
        if setting.aligned {
            shift(&mut simulation, &Projection::from_epsg(grid_crs)?);
        }
        if setting.near_home {
            draw_home(&mut simulation.rows);
        }
        let zones = simulation.zones.iter().map(|zone| Zone {
            id: zone.id.clone(),
            name: zone.name.clone(),
            area_m2: geodesic_area_m2(&zone.shape),
            shape: zone.shape.clone(),
            weight: None,
        });
        Ok(Self {
            dataset: dataset(&simulation.rows),
            zones: Arc::new(Zones { zones: zones.collect(), ..Zones::default() }),
            grid_crs,
            place_of: simulation.rows.iter().map(|row| row.weak_place).collect(),
            places: simulation.truth,
        })
    }
}

/// Moves the whole ward by less than a cell, so that the corners of its cells fall on those of the grid.
fn shift(simulation: &mut Simulation, projection: &Projection) {
    let Some(origin) = projection.forward(ORIGIN) else { return };
    let to_corner = |metres: f64| (metres / CELL_M).round() * CELL_M - metres;
    let d_lon = to_corner(origin.east_m) / METRES_PER_DEGREE.0;
    let d_lat = to_corner(origin.north_m) / METRES_PER_DEGREE.1;
    let moved = |shape: &MultiPolygon<f64>| shape.map_coords(|c| geo::Coord { x: c.x + d_lon, y: c.y + d_lat });
    for zone in &mut simulation.zones {
        zone.shape = moved(&zone.shape);
    }
    for place in &mut simulation.truth {
        place.shape = moved(&place.shape);
    }
    for row in &mut simulation.rows {
        row.lon = row.lon.map(|lon| lon + d_lon);
        row.lat = row.lat.map(|lat| lat + d_lat);
    }
}

/// Draws the tests of each phone to where most of them are made, to a fifth of their distance. What they say stays.
fn draw_home(rows: &mut [SimulatedTest]) {
    let mut places: BTreeMap<u32, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for row in rows.iter() {
        let (lon, lat) = places.entry(row.phone).or_default();
        lon.extend(row.lon);
        lat.extend(row.lat);
    }
    let middle = |mut degrees: Vec<f64>| {
        degrees.sort_by(f64::total_cmp);
        degrees.get(degrees.len() / 2).copied()
    };
    let homes: BTreeMap<u32, (Option<f64>, Option<f64>)> =
        places.into_iter().map(|(phone, (lon, lat))| (phone, (middle(lon), middle(lat)))).collect();
    let nearer = |at: Option<f64>, home: Option<f64>| Some(home? + (at? - home?) / 5.0);
    for row in rows {
        if let Some((lon, lat)) = homes.get(&row.phone) {
            row.lon = nearer(row.lon, *lon);
            row.lat = nearer(row.lat, *lat);
        }
    }
}

fn dataset(rows: &[SimulatedTest]) -> Dataset {
    // Devices before pairs of model and referral code, as in any data set.
    let key = |row: &SimulatedTest| match &row.device {
        Some(device) => (0, device.clone(), String::new()),
        None => (1, row.model.to_owned(), row.referral.clone().unwrap_or_default()),
    };
    let mut sources: BTreeMap<(u8, String, String), u32> = rows.iter().map(|row| (key(row), 0)).collect();
    for (number, source) in (0..).zip(sources.values_mut()) {
        *source = number;
    }
    let mut samples = SampleColumns::default();
    for (number, row) in (2..).zip(rows) {
        samples.lon.push(row.lon.unwrap_or(f64::NAN));
        samples.lat.push(row.lat.unwrap_or(f64::NAN));
        samples.time.push(row.time.unwrap_or(MISSING_TIME));
        samples
            .operator
            .push(BRANDS.iter().position(|b| *b == row.brand).map_or(OperatorId(0), |i| OperatorId(i as u16)));
        samples.technology.push(row.technology);
        samples.download.push(row.download_mbps.unwrap_or(f64::NAN));
        samples.upload.push(row.upload_mbps.unwrap_or(f64::NAN));
        samples.latency.push(row.latency_ms.unwrap_or(f64::NAN));
        samples.flags.push(Flags::default());
        samples.row.push(number);
    }
    let source = |row| sources.get(&key(row)).copied().unwrap_or(NO_SOURCE);
    samples.source = Some(rows.iter().map(source).collect());
    Dataset {
        operators: BRANDS.iter().map(|brand| operator(brand)).collect(),
        samples,
        n_devices: sources.keys().filter(|(kind, _, _)| *kind == 0).count() as u32,
        n_sources: sources.len() as u32,
        ..Dataset::default()
    }
}

fn operator(brand: &str) -> Operator {
    Operator { brand: brand.to_owned(), host: brand.to_owned(), known: true, fixed_line: false }
}
