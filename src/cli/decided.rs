//! What the officer decided in the window and the project keeps: the command line heeds it too.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::io::store::{Store, WINDOW_CHOICES};
use crate::model::{Analysis, Correction, Result};

/// Decisions about the data. Period, criteria and grid are left to the options of the call.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Decided {
    /// What names of operators in the files stand for.
    names: BTreeMap<String, String>,
    /// Weights of zones, by zone id.
    pub weights: BTreeMap<String, f64>,
    /// What is left out by hand.
    pub corrections: Vec<Correction>,
    /// Names of places, by the id of the weak spot.
    place_names: BTreeMap<String, String>,
}

impl Decided {
    pub fn of(store: &Store) -> Result<Self> {
        Ok(store.setting(WINDOW_CHOICES)?.unwrap_or_default())
    }

    /// Names as the window took them, then those of the call, which win.
    pub fn aliases(&self, of_call: &[(String, String)]) -> Vec<(String, String)> {
        let names = self.names.iter().map(|(name, brand)| (name.clone(), brand.clone()));
        names
            .filter(|(name, _)| of_call.iter().all(|(called, _)| called != name))
            .chain(of_call.iter().cloned())
            .collect()
    }

    pub fn name_places(&self, analysis: &mut Analysis) {
        for spot in &mut analysis.weak_spots {
            if let Some(name) = self.place_names.get(&spot.spot_id) {
                spot.place_name.clone_from(name);
            }
        }
    }
}
