//! Boundaries in a project: the layer `zones`, and what was understood of the files they came from.

use rusqlite::params;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Store, schema, shape};
use crate::model::{BoundaryFile, BoundaryNote, BoundaryReport, Inhabited, OverlapOfZones, Result, Zone, Zones};

/// What a polygon of the layer is.
const ZONE: &str = "zone";
const PARENT: &str = "parent";
const OUTLINE: &str = "study-area";
const INHABITED: &str = "inhabited";

/// What the layer does not say.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Details {
    source: String,
    weight_source: String,
    overlaps: Vec<OverlapOfZones>,
    inhabited_is_measured: bool,
    files: Vec<BoundaryFile>,
    /// Each by itself, so that one that is not understood any more takes no other with it.
    notes: Vec<Value>,
    report: ReportParts,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct ReportParts {
    repairs: Vec<Value>,
    gaps: Vec<Value>,
    areas: Vec<Value>,
}

const DETAILS: &str = "zones";

impl Store {
    /// Puts zones in the place of those there, within the caller's transaction.
    pub(super) fn put_zones(&self, zones: &Zones) -> Result<()> {
        let failed = self.failed();
        schema::drop_triggers(&self.database, "zones").map_err(failed)?;
        self.database.execute_batch("DELETE FROM zones; DELETE FROM rtree_zones_geom;").map_err(failed)?;
        let mut put = Rows {
            put: self
                .database
                .prepare(
                    "INSERT INTO zones (geom, role, zone_id, name, area_m2, weight) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )
                .map_err(failed)?,
            index: self.database.prepare("INSERT INTO rtree_zones_geom VALUES (?1, ?2, ?3, ?4, ?5)").map_err(failed)?,
        };
        for (role, zone) in
            zones.zones.iter().map(|zone| (ZONE, zone)).chain(zones.parents.iter().map(|zone| (PARENT, zone)))
        {
            put.insert(role, zone).map_err(failed)?;
        }
        let inhabited = match &zones.inhabited {
            Inhabited::Layer(shape) => Some(shape),
            Inhabited::Everywhere | Inhabited::Measured => None,
        };
        for (role, shape) in [(OUTLINE, zones.study_area.as_ref()), (INHABITED, inhabited)] {
            let Some(shape) = shape else { continue };
            let outline =
                Zone { id: String::new(), name: String::new(), shape: shape.clone(), area_m2: 0.0, weight: None };
            put.insert(role, &outline).map_err(failed)?;
        }
        drop(put);
        let json = serde_json::to_string(&details(zones)).unwrap_or_default();
        schema::set(&self.database, DETAILS, json).map_err(failed)?;
        self.database
            .execute_batch(
                "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'),
                 min_x = (SELECT min(minx) FROM rtree_zones_geom), max_x = (SELECT max(maxx) FROM rtree_zones_geom),
                 min_y = (SELECT min(miny) FROM rtree_zones_geom), max_y = (SELECT max(maxy) FROM rtree_zones_geom)
                 WHERE table_name = 'zones';",
            )
            .map_err(failed)?;
        schema::add_triggers(&self.database, "zones").map_err(failed)
    }

    /// The boundaries of the project; none where there are none.
    pub fn read_zones(&self) -> Result<Zones> {
        let failed = self.failed();
        let json: String = schema::get(&self.database, DETAILS).map_err(failed)?.unwrap_or_default();
        let details: Details = serde_json::from_str(&json).unwrap_or_default();
        let mut zones = Zones {
            source: details.source,
            weight_source: details.weight_source,
            overlaps: details.overlaps,
            inhabited: if details.inhabited_is_measured { Inhabited::Measured } else { Inhabited::Everywhere },
            report: BoundaryReport {
                files: details.files,
                notes: known::<BoundaryNote>(details.notes),
                repairs: known(details.report.repairs),
                gaps: known(details.report.gaps),
                areas: known(details.report.areas),
            },
            ..Zones::default()
        };
        let mut query = self
            .database
            .prepare("SELECT role, geom, zone_id, name, area_m2, weight FROM zones ORDER BY fid")
            .map_err(failed)?;
        let mut rows = query.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let blob: Vec<u8> = row.get("geom").map_err(failed)?;
            let shape = shape::multipolygon_of(&blob).ok_or_else(|| self.damaged())?;
            let role: String = row.get("role").map_err(failed)?;
            let zone = || {
                Ok(Zone {
                    id: row.get("zone_id")?,
                    name: row.get("name")?,
                    area_m2: row.get("area_m2")?,
                    weight: row.get("weight")?,
                    shape: shape.clone(),
                })
            };
            match role.as_str() {
                ZONE => zones.zones.push(zone().map_err(failed)?),
                PARENT => zones.parents.push(zone().map_err(failed)?),
                OUTLINE => zones.study_area = Some(shape),
                INHABITED => zones.inhabited = Inhabited::Layer(shape),
                // Drawn into the layer by another program: not the program's to judge.
                _ => {}
            }
        }
        zones.zones.sort_by(|a, b| a.id.as_bytes().cmp(b.id.as_bytes()));
        Ok(zones)
    }

    /// Puts boundaries in the place of those there.
    pub fn replace_zones(&mut self, zones: &Zones) -> Result<()> {
        self.transaction(|store| {
            store.put_zones(zones)?;
            store.bump_revision()
        })
    }
}

/// The statements that write one polygon.
struct Rows<'a> {
    put: rusqlite::Statement<'a>,
    index: rusqlite::Statement<'a>,
}

impl Rows<'_> {
    fn insert(&mut self, role: &str, zone: &Zone) -> rusqlite::Result<()> {
        let blob = shape::multipolygon(&zone.shape);
        let fid = self.put.insert(params![blob, role, zone.id, zone.name, zone.area_m2, zone.weight])?;
        if let Some([west, east, south, north]) = shape::envelope(&zone.shape) {
            self.index.execute(params![fid, west, east, south, north])?;
        }
        Ok(())
    }
}

fn details(zones: &Zones) -> Details {
    fn values<T: Serialize>(list: &[T]) -> Vec<Value> {
        list.iter().filter_map(|one| serde_json::to_value(one).ok()).collect()
    }
    let report = &zones.report;
    Details {
        source: zones.source.clone(),
        weight_source: zones.weight_source.clone(),
        overlaps: zones.overlaps.clone(),
        inhabited_is_measured: zones.inhabited == Inhabited::Measured,
        files: report.files.clone(),
        notes: values(&report.notes),
        report: ReportParts {
            repairs: values(&report.repairs),
            gaps: values(&report.gaps),
            areas: values(&report.areas),
        },
    }
}

fn known<T: for<'de> Deserialize<'de>>(values: Vec<Value>) -> Vec<T> {
    values.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect()
}
