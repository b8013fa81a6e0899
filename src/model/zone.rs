//! Zones: the boundary polygons that verdicts are about.

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
    /// Weight asked for by the user (households, voters, buildings); `None`: the area stands in, see [`weight_per_m2`].
    pub weight: Option<f64>,
}

impl Zone {
    /// How a person knows the zone: by its name, where that is blank by its id.
    pub fn shown_name(&self) -> &str {
        if self.name.trim().is_empty() { &self.id } else { &self.name }
    }
}

/// Weight of a square metre of zones that have no weight of their own (method §7): 1 where no zone has one. Where some do,
/// theirs over their area, so that households are never compared with square metres.
pub fn weight_per_m2(zones: &[Zone]) -> f64 {
    let weighed = || zones.iter().filter_map(|zone| Some((zone.weight?, zone.area_m2)));
    let (weight, area_m2) = weighed().fold((0.0, 0.0), |sum, (weight, area_m2)| (sum.0 + weight, sum.1 + area_m2));
    match area_m2 > 0.0 {
        true => weight / area_m2,
        false if weighed().next().is_some() => 0.0,
        false => 1.0,
    }
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

    /// Whether anything bounds the study: without zones or outline the study area is everything.
    pub fn bounds_study(&self) -> bool {
        !self.zones.is_empty() || !self.parents.is_empty() || self.study_area.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_without_a_weight_have_the_density_of_the_others() {
        let zone = |area_m2: f64, weight: Option<f64>| Zone {
            id: "a".to_owned(),
            name: String::new(),
            shape: MultiPolygon(Vec::new()),
            area_m2,
            weight,
        };
        assert_eq!(weight_per_m2(&[zone(200.0, None), zone(300.0, None)]), 1.0);
        // 120 households on 400 m² are 0.3 a square metre.
        let some = [zone(100.0, Some(90.0)), zone(300.0, Some(30.0)), zone(1000.0, None)];
        assert_eq!(weight_per_m2(&some), 0.3);
        assert_eq!(weight_per_m2(&[zone(0.0, Some(5.0)), zone(9.0, None)]), 0.0);
    }
}
