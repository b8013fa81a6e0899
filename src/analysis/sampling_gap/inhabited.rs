//! Where people are (method §7): everywhere, in a layer of the user, or where anyone ever measured.

use geo::{BoundingRect, Intersects, MultiPolygon, Rect};

use crate::model::{Analysis, Effect, Inhabited, LonLat};
use crate::spatial::{ZoneLocator, contains, shared_square_deg};

/// The inhabited places of one analysis.
#[derive(Debug)]
pub struct Settled<'a> {
    inhabited: &'a Inhabited,
    /// Positions of samples that are left out for nothing but the period; only where they are asked for. Sorted.
    measured: Vec<(f64, f64)>,
    /// Of the polygons of a layer, which may be the footprints of all buildings.
    boxes: Vec<Option<Rect>>,
    locator: Option<ZoneLocator>,
}

impl<'a> Settled<'a> {
    pub fn new(analysis: &'a Analysis) -> Self {
        let inhabited = &analysis.zones.inhabited;
        let measured = if *inhabited == Inhabited::Measured { positions(analysis) } else { Vec::new() };
        let layer = if let Inhabited::Layer(layer) = inhabited { Some(layer) } else { None };
        let boxes = layer.into_iter().flatten().map(BoundingRect::bounding_rect).collect();
        Self { inhabited, measured, boxes, locator: layer.map(|layer| ZoneLocator::new(&[layer])) }
    }

    /// Whether people are anywhere in a place: it shares ground with the layer, or someone measured in it.
    pub fn touches(&self, place: &MultiPolygon<f64>) -> bool {
        match self.inhabited {
            Inhabited::Everywhere => true,
            Inhabited::Layer(layer) => {
                let Some(bounds) = place.bounding_rect() else { return false };
                layer.iter().zip(&self.boxes).any(|(polygon, near)| {
                    near.is_some_and(|near| near.intersects(&bounds))
                        && shared_square_deg(place, &MultiPolygon(vec![polygon.clone()])) > 0.0
                })
            }
            Inhabited::Measured => {
                let Some(bounds) = place.bounding_rect() else { return false };
                let from = self.measured.partition_point(|(lon, _)| *lon < bounds.min().x);
                let east = self.measured.get(from..).unwrap_or_default();
                east.iter().take_while(|(lon, _)| *lon <= bounds.max().x).any(|(lon, lat)| contains(place, *lon, *lat))
            }
        }
    }

    /// Whether people are in a cell, by its centre in the layer; where anyone measured is known cell by cell.
    pub fn holds(&self, centre: LonLat) -> bool {
        self.locator.as_ref().is_none_or(|locator| locator.locate(centre.lon, centre.lat).is_some())
    }
}

fn positions(analysis: &Analysis) -> Vec<(f64, f64)> {
    let samples = &analysis.dataset.samples;
    let is_kept = |row: usize| {
        let flags = analysis.judgement.flags.get(row)?;
        Some(flags.iter().all(|flag| flag.effect() != Effect::Excluded))
    };
    let position = |row: usize| Some((samples.lon.get(row)?, samples.lat.get(row)?));
    let mut positions: Vec<_> =
        (0..samples.len()).filter(|row| is_kept(*row) == Some(true)).filter_map(position).collect();
    positions.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    positions
}
