//! Context: what may lie on the map beside the evidence and never enters it. Averages over map tiles, signal logs, lists
//! of cell towers, outlines of the ground around.

use std::sync::Arc;

use geo::{CoordsIter, MultiPolygon};

use super::{LonLat, Operator, OperatorCatalogue, OperatorId, QuotaTable, Technology, Zones};

/// What the records of a layer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContextKind {
    Tiles,
    Signal,
    Towers,
    Neighbours,
}

impl ContextKind {
    /// The name in `summary.json`, and the end of its keys in the text catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::Tiles => "tiles",
            Self::Signal => "signal",
            Self::Towers => "towers",
            Self::Neighbours => "neighbours",
        }
    }
}

/// Means of the tests in one square of the web map.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    pub centre: LonLat,
    /// Zoom level: a tile is 360° / 2^zoom wide.
    pub zoom: u8,
    pub n_tests: u32,
    pub n_devices: u32,
    pub download_mbps: Option<f64>,
    pub upload_mbps: Option<f64>,
    pub latency_ms: Option<f64>,
}

/// One level that a phone noted on its way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignalPoint {
    pub position: LonLat,
    /// RSRP in LTE and NR, RSCP or RSSI in older networks.
    pub level_dbm: f32,
    pub technology: Technology,
    /// Of the layer's operators.
    pub operator: OperatorId,
}

/// A cell of a network, where a list estimates it: not the site of an antenna.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tower {
    pub position: LonLat,
    pub technology: Technology,
    /// Of the layer's operators.
    pub operator: OperatorId,
    /// Estimated reach.
    pub range_m: Option<f32>,
    /// Observations behind the estimate.
    pub n_samples: u32,
}

/// Ground beside the zones, drawn so that a person sees where these are: nothing is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    pub id: String,
    /// As the file has it; may be empty.
    pub name: String,
    /// WGS84 degrees.
    pub shape: Arc<MultiPolygon<f64>>,
}

impl Outline {
    /// How a person knows it: by its name, where that is blank by its id.
    pub fn shown_name(&self) -> &str {
        if self.name.trim().is_empty() { &self.id } else { &self.name }
    }

    /// All areas of a boundary file.
    pub fn of_zones(zones: &Zones) -> impl Iterator<Item = Self> {
        zones.zones.iter().map(|zone| Self {
            id: zone.id.clone(),
            name: zone.name.clone(),
            shape: Arc::new(zone.shape.clone()),
        })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum ContextRecords {
    Tiles(Vec<Tile>),
    Signal(Vec<SignalPoint>),
    Towers(Vec<Tower>),
    Neighbours(Vec<Outline>),
}

/// One file of context.
#[derive(Debug, Clone, PartialEq)]
pub struct ContextLayer {
    /// Name without its folder.
    pub name: String,
    pub path: String,
    /// Hex digits.
    pub sha256: String,
    pub records: ContextRecords,
    /// Sorted by brand in byte order; none in a layer of tiles or of neighbours.
    pub operators: Vec<Operator>,
    /// Rows without a readable place, level or number of tests.
    pub n_other_rows: u64,
    /// The file has more records than are read.
    pub is_cut: bool,
}

impl ContextLayer {
    pub fn kind(&self) -> ContextKind {
        match &self.records {
            ContextRecords::Tiles(_) => ContextKind::Tiles,
            ContextRecords::Signal(_) => ContextKind::Signal,
            ContextRecords::Towers(_) => ContextKind::Towers,
            ContextRecords::Neighbours(_) => ContextKind::Neighbours,
        }
    }

    pub fn len(&self) -> usize {
        match &self.records {
            ContextRecords::Tiles(list) => list.len(),
            ContextRecords::Signal(list) => list.len(),
            ContextRecords::Towers(list) => list.len(),
            ContextRecords::Neighbours(list) => list.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn tiles(&self) -> &[Tile] {
        match &self.records {
            ContextRecords::Tiles(list) => list,
            _ => &[],
        }
    }

    pub fn outlines(&self) -> &[Outline] {
        match &self.records {
            ContextRecords::Neighbours(list) => list,
            _ => &[],
        }
    }

    /// Tests and devices behind a layer of tiles. A device that was in two tiles counts twice.
    pub fn weights(&self) -> Option<(u64, u64)> {
        matches!(self.records, ContextRecords::Tiles(_)).then(|| {
            let of = |n: fn(&Tile) -> u32| self.tiles().iter().map(|tile| u64::from(n(tile))).sum();
            (of(|tile| tile.n_tests), of(|tile| tile.n_devices))
        })
    }

    pub fn operator(&self, id: OperatorId) -> Option<&Operator> {
        self.operators.get(usize::from(id.0))
    }

    /// Records of each operator, sorted by brand.
    pub fn n_by_operator(&self) -> Vec<(&str, u64)> {
        let mut counts = vec![0u64; self.operators.len()];
        let mut add = |id: OperatorId| {
            if let Some(count) = counts.get_mut(usize::from(id.0)) {
                *count += 1;
            }
        };
        match &self.records {
            ContextRecords::Tiles(_) | ContextRecords::Neighbours(_) => {}
            ContextRecords::Signal(list) => list.iter().for_each(|point| add(point.operator)),
            ContextRecords::Towers(list) => list.iter().for_each(|tower| add(tower.operator)),
        }
        self.operators.iter().map(|operator| operator.brand.as_str()).zip(counts).collect()
    }

    /// The same with the operators that the catalogue knows the names of; several names may be one operator.
    pub fn named(&self, catalogue: &OperatorCatalogue) -> Self {
        let meant: Vec<Operator> = self.operators.iter().map(|o| catalogue.resolve(None, &o.brand)).collect();
        let mut layer = self.clone();
        layer.operators.clone_from(&meant);
        layer.operators.sort();
        layer.operators.dedup();
        let number =
            |operator: &Operator| layer.operators.binary_search(operator).ok().and_then(|i| u16::try_from(i).ok());
        let numbers: Vec<Option<u16>> = meant.iter().map(number).collect();
        let renumber = |id: &mut OperatorId| {
            id.0 = numbers.get(usize::from(id.0)).copied().flatten().unwrap_or(id.0);
        };
        match &mut layer.records {
            ContextRecords::Tiles(_) | ContextRecords::Neighbours(_) => {}
            ContextRecords::Signal(list) => list.iter_mut().for_each(|point| renumber(&mut point.operator)),
            ContextRecords::Towers(list) => list.iter_mut().for_each(|tower| renumber(&mut tower.operator)),
        }
        layer
    }

    /// Where the records are; of outlines their corners.
    pub fn positions(&self) -> Box<dyn Iterator<Item = LonLat> + '_> {
        match &self.records {
            ContextRecords::Tiles(list) => Box::new(list.iter().map(|tile| tile.centre)),
            ContextRecords::Signal(list) => Box::new(list.iter().map(|point| point.position)),
            ContextRecords::Towers(list) => Box::new(list.iter().map(|tower| tower.position)),
            ContextRecords::Neighbours(list) => {
                let corners = list.iter().flat_map(|outline| outline.shape.coords_iter());
                Box::new(corners.map(|corner| LonLat { lon: corner.x, lat: corner.y }))
            }
        }
    }

    /// South-west and north-east corner of the records.
    pub fn bounds(&self) -> Option<(LonLat, LonLat)> {
        self.positions().map(|place| (place, place)).reduce(|(a, b), (c, d)| {
            (
                LonLat { lon: a.lon.min(c.lon), lat: a.lat.min(c.lat) },
                LonLat { lon: b.lon.max(d.lon), lat: b.lat.max(d.lat) },
            )
        })
    }
}

/// A file that is no evidence and is put to use beside it.
#[derive(Debug, Clone, PartialEq)]
pub enum Beside {
    Layer(ContextLayer),
    Quota(QuotaTable),
}

impl Beside {
    /// The same with the operators that the catalogue knows the names of.
    pub fn named(&self, catalogue: &OperatorCatalogue) -> Self {
        match self {
            Self::Layer(layer) => Self::Layer(layer.named(catalogue)),
            Self::Quota(quota) => Self::Quota(quota.named(catalogue)),
        }
    }

    /// Names of operators that are not known, each with its records.
    pub fn unresolved(&self) -> Vec<(String, u64)> {
        match self {
            Self::Layer(layer) => {
                let counts = layer.operators.iter().zip(layer.n_by_operator());
                let unknown = counts.filter(|(operator, _)| !operator.known && !operator.is_unnamed());
                unknown.map(|(operator, (_, n))| (operator.brand.clone(), n)).collect()
            }
            Self::Quota(quota) => quota.unresolved(),
        }
    }

    /// Name of the file without its folder.
    pub fn name(&self) -> &str {
        match self {
            Self::Layer(layer) => &layer.name,
            Self::Quota(quota) => &quota.name,
        }
    }
}
