//! What `summary.json` says of files that lie beside the evidence. Nothing of them enters any figure.

use serde_json::{Map, Value, json};

use crate::model::{Beside, ContextLayer, Locality, MONTHLY_QUOTA, QuotaTable, Zones};

/// Records of each operator of a layer.
pub fn operators_json(layer: &ContextLayer) -> Map<String, Value> {
    layer.n_by_operator().into_iter().map(|(brand, n)| (brand.to_owned(), json!(n))).collect()
}

/// Layers of context, sorted by name.
pub(super) fn context_json(beside: &[Beside]) -> Vec<Value> {
    let layers = beside.iter().filter_map(|one| match one {
        Beside::Layer(layer) => Some(layer),
        Beside::Quota(_) => None,
    });
    let mut layers: Vec<&ContextLayer> = layers.collect();
    layers.sort_by_key(|layer| (layer.name.as_bytes(), layer.sha256.as_bytes()));
    let of = |layer: &&ContextLayer| {
        let weights = layer.weights();
        json!({
            "file": layer.name,
            "sha256": layer.sha256,
            "kind": layer.kind().code(),
            "use": "context",
            "records": layer.len(),
            "other_rows": layer.n_other_rows,
            "is_cut": layer.is_cut,
            "operators": operators_json(layer),
            "tests": weights.map(|(tests, _)| tests),
            "devices": weights.map(|(_, devices)| devices),
            "bounds": layer.bounds().map(|(sw, ne)| [sw.lon, sw.lat, ne.lon, ne.lat]),
        })
    };
    layers.iter().map(of).collect()
}

/// Tables of numbers of samples, laid beside the zones; sorted by name.
pub(super) fn quota_json(beside: &[Beside], zones: &Zones) -> Vec<Value> {
    let tables = beside.iter().filter_map(|one| match one {
        Beside::Quota(quota) => Some(quota),
        Beside::Layer(_) => None,
    });
    let mut tables: Vec<&QuotaTable> = tables.collect();
    tables.sort_by_key(|quota| (quota.name.as_bytes(), quota.sha256.as_bytes()));
    tables.iter().map(|quota| of_table(quota, zones)).collect()
}

fn of_table(quota: &QuotaTable, zones: &Zones) -> Value {
    let standing = quota.standing(zones);
    let id = |zone| zones.get(zone).map(|zone| zone.id.as_str());
    let locality = |place: &Locality| {
        let operators: Map<String, Value> =
            place.operators.iter().map(|(brand, n)| (brand.clone(), json!(n))).collect();
        json!({
            "name": place.name,
            "zone_id": place.zone.and_then(id),
            "month": place.month,
            "samples": place.n_samples,
            "quota": MONTHLY_QUOTA,
            "missing": place.n_missing(),
            "operators": operators,
            "download": place.download_mbps,
        })
    };
    json!({
        "file": quota.name,
        "sha256": quota.sha256,
        "rows": quota.rows.len(),
        "other_rows": quota.n_other_rows,
        "samples": quota.n_samples(),
        "localities": standing.localities.iter().map(locality).collect::<Vec<_>>(),
        "unmatched": standing.unmatched,
        "zones_without": standing.zones_without.iter().filter_map(|zone| id(*zone)).collect::<Vec<_>>(),
    })
}
