//! Zones: the boundary polygons that verdicts are about.

use std::collections::BTreeMap;

use geo::MultiPolygon;
use serde::{Deserialize, Serialize};

use super::BoundaryReport;

/// Index into [`Zones::zones`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneIndex(pub u32);

/// A ward, khu phố or tổ dân phố.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Unique and never empty.
    pub id: String,
    /// As the file has it; may be empty or repeated.
    pub name: String,
    /// WGS84 degrees.
    pub shape: MultiPolygon<f64>,
    /// Geodesic area on WGS84.
    pub area_m2: f64,
    /// Weight asked for by the user (households, voters, buildings); `None`: the area stands in.
    pub weight: Option<f64>,
}

impl Zone {
    /// How a person knows the zone: by its name, where that is blank by its id.
    pub fn shown_name(&self) -> &str {
        if self.name.trim().is_empty() { &self.id } else { &self.name }
    }
}

/// The words that all names end with, from a comma, a dash or a bracket on, as ` (giả định)`: what tells no zone from
/// another. Empty where there is no such ending or only one zone.
pub fn shared_ending(zones: &[Zone]) -> &str {
    let mut names = zones.iter().map(Zone::shown_name);
    let Some(first) = names.next().filter(|_| zones.len() > 1) else { return "" };
    let alike = |a: &str, b: &str| {
        let pairs = a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y);
        pairs.map(|(x, _)| x.len_utf8()).sum::<usize>()
    };
    let length = names.map(|name| alike(first, name)).min().unwrap_or(0);
    let (_, shared) = first.split_at(first.len() - length);
    let begins = [" (", ", ", " - ", " – "].into_iter().filter_map(|mark| shared.find(mark)).min();
    begins.and_then(|at| shared.get(at..)).filter(|ending| ending.len() < first.len()).unwrap_or_default()
}

/// Two zones that share ground.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverlapOfZones {
    pub first: String,
    pub second: String,
    #[serde(with = "super::exact")]
    pub area_m2: f64,
}

/// Where people are: evidence is missed nowhere else (method §7).
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Inhabited {
    /// Every zone.
    #[default]
    Everywhere,
    /// Where anyone ever measured, in or out of the period.
    Measured,
    /// In the polygons of the user's layer. WGS84 degrees.
    Layer(MultiPolygon<f64>),
}

/// All zones of a study, sorted by id in byte order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Zones {
    pub zones: Vec<Zone>,
    /// Zones that cover at least 90 % of two or more others: outline and part of the study area, never a row.
    pub parents: Vec<Zone>,
    /// Outline given by the user where the zones do not cover the study area.
    pub study_area: Option<MultiPolygon<f64>>,
    pub overlaps: Vec<OverlapOfZones>,
    pub inhabited: Inhabited,
    /// File the zones came from; empty when there are none.
    pub source: String,
    /// Name of the weight field; empty when the area stands in.
    pub weight_source: String,
    /// What was understood and mended of the files.
    pub report: BoundaryReport,
}

impl Zones {
    pub fn get(&self, index: ZoneIndex) -> Option<&Zone> {
        self.zones.get(index.0 as usize)
    }

    pub fn by_id(&self, id: &str) -> Option<ZoneIndex> {
        self.zones
            .binary_search_by(|zone| zone.id.as_bytes().cmp(id.as_bytes()))
            .ok()
            .and_then(|i| u32::try_from(i).ok())
            .map(ZoneIndex)
    }

    /// Gives zones the weights that were typed for them, by zone id; says so as the source of weights.
    pub fn weigh(&mut self, typed: &BTreeMap<String, f64>) {
        if typed.is_empty() {
            return;
        }
        for zone in &mut self.zones {
            zone.weight = typed.get(&zone.id).copied().or(zone.weight);
        }
        "typed".clone_into(&mut self.weight_source);
    }

    /// Whether anything bounds the study: without zones or outline the study area is everything.
    pub fn bounds_study(&self) -> bool {
        !self.zones.is_empty() || !self.parents.is_empty() || self.study_area.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_names_end_with_is_found_from_a_mark_on() {
        let zones = |names: &[&str]| -> Vec<Zone> {
            let zone = |name: &&str| Zone {
                id: "1".to_owned(),
                name: (*name).to_owned(),
                shape: MultiPolygon(Vec::new()),
                area_m2: 1.0,
                weight: None,
            };
            names.iter().map(zone).collect()
        };
        assert_eq!(shared_ending(&zones(&["Bãi Soi (giả định)", "Ao Sen 1 (giả định)"])), " (giả định)");
        assert_eq!(shared_ending(&zones(&["KP 1, Uông Bí", "KP 11, Uông Bí"])), ", Uông Bí");
        assert_eq!(shared_ending(&zones(&["Yên Thanh 2", "Bắc Sơn 2"])), "");
        assert_eq!(shared_ending(&zones(&["Bãi Soi (a)", "Ao Sen (b)"])), "");
        assert_eq!(shared_ending(&zones(&["Bãi Soi (a)"])), "");
        assert_eq!(shared_ending(&zones(&["Ô (a)", "(a)"])), "");
        assert_eq!(shared_ending(&[]), "");
    }
}
