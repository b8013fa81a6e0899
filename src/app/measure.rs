//! Measuring a way on the map.

use super::App;
use crate::model::LonLat;
use crate::spatial::geodesic_m;

/// What may be asked of the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MeasureCommand {
    Begin,
    /// The way goes on to here.
    Add(LonLat),
    /// The last point was a slip.
    Back,
    End,
}

/// A way along clicked points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measured {
    pub points: Vec<LonLat>,
}

impl Measured {
    /// Length of each part in metres.
    pub fn parts_m(&self) -> Vec<f64> {
        self.points.iter().zip(self.points.iter().skip(1)).map(|(a, b)| geodesic_m(*a, *b)).collect()
    }

    pub fn length_m(&self) -> f64 {
        self.parts_m().iter().sum()
    }

    /// Length in metres if the way went on to here.
    pub fn length_to_m(&self, next: LonLat) -> f64 {
        self.length_m() + self.points.last().map_or(0.0, |last| geodesic_m(*last, next))
    }
}

impl App {
    pub(super) fn step_measure(&mut self, command: MeasureCommand) {
        let measured = &mut self.session.measured;
        match (command, measured) {
            (MeasureCommand::Begin, measured) => *measured = Some(Measured::default()),
            (MeasureCommand::End, measured) => *measured = None,
            (MeasureCommand::Add(point), Some(measured)) => measured.points.push(point),
            (MeasureCommand::Back, Some(measured)) => drop(measured.points.pop()),
            (MeasureCommand::Add(_) | MeasureCommand::Back, None) => {}
        }
    }
}
