//! Areas that a boundary file states of its zones, to be held against those of their shapes.

use crate::model::fold_text;
use crate::spatial::geodesic_area_m2;

use super::Feature;

/// A field that states areas.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AreaField {
    pub name: String,
    unit_m2: f64,
}

const UNITS_M2: [f64; 3] = [1.0, 1e4, 1e6];

impl AreaField {
    /// The field by its name; its unit by the name, else the one that fits most zones.
    pub fn among(names: &[String], features: &[Feature]) -> Option<Self> {
        let name = names.iter().find(|name| is_area(&key(name)))?;
        let named = unit_of(&key(name));
        let unit_m2 = match named {
            Some(unit) => unit,
            None => fitting_unit(name, features)?,
        };
        Some(Self { name: name.clone(), unit_m2 })
    }

    pub fn declared_m2(&self, feature: &Feature) -> Option<f64> {
        number(feature.field(&self.name)?).map(|number| number * self.unit_m2)
    }
}

fn key(name: &str) -> String {
    let name = name.replace('²', "2");
    fold_text(&name).replace([' ', '_'], "")
}

fn is_area(key: &str) -> bool {
    let stem = key.trim_end_matches("m2").trim_end_matches(['k', 'h', 'a']);
    key.starts_with("dientich")
        || matches!(key, "area" | "shapearea" | "dtkm2" | "dtm2" | "dtha" | "starea" | "stareash")
        || (key.starts_with("area") && matches!(stem, "are" | "area") && key.len() <= 8)
}

fn unit_of(key: &str) -> Option<f64> {
    if key.ends_with("km2") || key.ends_with("km") || key.ends_with("sqkm") {
        Some(1e6)
    } else if key.ends_with("ha") {
        Some(1e4)
    } else if key.ends_with("m2") {
        Some(1.0)
    } else {
        None
    }
}

/// `49,81`, `1.234,5` and `1,234.5` all occur.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = match (text.rfind(','), text.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => text.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => text.replace(',', ""),
        (Some(_), None) => text.replace(',', "."),
        _ => text.to_owned(),
    };
    plain.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0)
}

/// The unit in which the zones come nearest to what is declared; none where no unit comes near.
fn fitting_unit(name: &str, features: &[Feature]) -> Option<f64> {
    let mut ratios: Vec<f64> = features
        .iter()
        .take(200)
        .filter_map(|feature| {
            let ratio = geodesic_area_m2(&feature.shape) / number(feature.field(name)?)?;
            (ratio.is_finite() && ratio > 0.0).then_some(ratio)
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let middle = *ratios.get(ratios.len() / 2)?;
    UNITS_M2.into_iter().find(|unit| (0.5..2.0).contains(&(middle / unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_areas_and_units() {
        for (name, unit) in [
            ("areaKm2", Some(1e6)),
            ("dien_tich_ha", Some(1e4)),
            ("Diện tích (m²)", Some(1.0)),
            ("Diện tích", None),
            ("AREA", None),
            ("Shape_Area", None),
        ] {
            assert!(is_area(&key(name)), "{name}");
            assert_eq!(unit_of(&key(name)), unit, "{name}");
        }
        for name in ["areaCode", "khu_vuc", "dt", "area_name", "population"] {
            assert!(!is_area(&key(name)), "{name}");
        }
    }

    #[test]
    fn numbers_are_read_in_both_manners() {
        for (text, value) in [("49,81", 49.81), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("49.81", 49.81)] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        assert_eq!((number("x"), number("0"), number("")), (None, None, None));
    }
}
