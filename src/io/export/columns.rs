//! What the columns of the contract hold, and in which unit.

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A whole number that is never negative.
    Integer,
    Decimal,
    Time,
    /// 1, 0 or nothing.
    Truth,
}

/// Columns that are no text, with their units; empty for counts, shares and the like.
const FIGURES: &[(&str, Kind, &str)] = &[
    ("area_m2", Kind::Decimal, "m²"),
    ("cells_measured", Kind::Integer, ""),
    ("cells_needed", Kind::Integer, ""),
    ("cells_total", Kind::Integer, ""),
    ("download", Kind::Decimal, "Mbps"),
    ("gi_star_fdr", Kind::Truth, ""),
    ("lat", Kind::Decimal, "°"),
    ("latency", Kind::Decimal, "ms"),
    ("llr_absolute", Kind::Decimal, ""),
    ("llr_relative", Kind::Decimal, ""),
    ("lon", Kind::Decimal, "°"),
    ("mean", Kind::Decimal, "Mbps | ms"),
    ("mean_difference", Kind::Decimal, ""),
    ("median", Kind::Decimal, "Mbps | ms"),
    ("median_a", Kind::Decimal, "Mbps | ms"),
    ("median_b", Kind::Decimal, "Mbps | ms"),
    ("median_download", Kind::Decimal, "Mbps"),
    ("median_hi", Kind::Decimal, "Mbps | ms"),
    ("median_latency", Kind::Decimal, "ms"),
    ("median_lo", Kind::Decimal, "Mbps | ms"),
    ("median_upload", Kind::Decimal, "Mbps"),
    ("minutes", Kind::Decimal, "min"),
    ("months_measured", Kind::Integer, ""),
    ("months_weak", Kind::Integer, ""),
    ("n_cells", Kind::Integer, ""),
    ("n_days", Kind::Integer, ""),
    ("n_devices", Kind::Integer, ""),
    ("n_failing_samples", Kind::Integer, ""),
    ("n_failing_votes", Kind::Integer, ""),
    ("n_failing_votes_before", Kind::Integer, ""),
    ("n_quota", Kind::Integer, ""),
    ("n_samples", Kind::Integer, ""),
    ("n_sources", Kind::Integer, ""),
    ("n_votes", Kind::Integer, ""),
    ("n_votes_before", Kind::Integer, ""),
    ("p", Kind::Decimal, ""),
    ("p10", Kind::Decimal, "Mbps | ms"),
    ("p25", Kind::Decimal, "Mbps | ms"),
    ("p75", Kind::Decimal, "Mbps | ms"),
    ("p90", Kind::Decimal, "Mbps | ms"),
    ("p_absolute", Kind::Decimal, ""),
    ("p_corrected", Kind::Decimal, ""),
    ("p_holm", Kind::Decimal, ""),
    ("p_relative", Kind::Decimal, ""),
    ("priority", Kind::Decimal, ""),
    ("radius_m", Kind::Decimal, "m"),
    ("rank", Kind::Integer, ""),
    ("robust", Kind::Truth, ""),
    ("row", Kind::Integer, ""),
    ("share_a", Kind::Decimal, ""),
    ("share_b", Kind::Decimal, ""),
    ("share_before", Kind::Decimal, ""),
    ("share_failing", Kind::Decimal, ""),
    ("share_hi", Kind::Decimal, ""),
    ("share_hi_before", Kind::Decimal, ""),
    ("share_lo", Kind::Decimal, ""),
    ("share_lo_before", Kind::Decimal, ""),
    ("stop", Kind::Integer, ""),
    ("team", Kind::Integer, ""),
    ("threshold", Kind::Decimal, "Mbps | ms"),
    ("time", Kind::Time, ""),
    ("upload", Kind::Decimal, "Mbps"),
    ("vn2000_epsg", Kind::Integer, ""),
    ("vn2000_x", Kind::Decimal, "m"),
    ("vn2000_y", Kind::Decimal, "m"),
    ("vote_id", Kind::Integer, ""),
    ("votes_needed", Kind::Integer, ""),
    ("walk_m", Kind::Decimal, "m"),
    ("weight", Kind::Decimal, "weight_source"),
    ("window_failing_votes", Kind::Integer, ""),
    ("window_radius_m", Kind::Decimal, "m"),
    ("window_votes", Kind::Integer, ""),
];

fn figure(name: &str) -> Option<(Kind, &'static str)> {
    let index = FIGURES.binary_search_by_key(&name, |(known, ..)| known).ok()?;
    FIGURES.get(index).map(|(_, kind, unit)| (*kind, *unit))
}

/// What a column of the contract holds; a name that is no figure is a text.
pub fn kind_of(name: &str) -> Kind {
    figure(name).map_or(Kind::Text, |(kind, _)| kind)
}

/// Unit of a column; empty for texts, counts and shares.
pub fn unit_of(name: &str) -> &'static str {
    figure(name).map_or("", |(_, unit)| unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_sorted_by_name() {
        assert!(FIGURES.is_sorted_by_key(|(name, ..)| name));
        assert_eq!((kind_of("lon"), unit_of("lon")), (Kind::Decimal, "°"));
        assert_eq!((kind_of("zone_id"), unit_of("zone_id")), (Kind::Text, ""));
    }
}
