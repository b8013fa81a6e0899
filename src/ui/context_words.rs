//! Sentences about what lies beside the evidence.

use crate::model::{ContextLayer, ContextRecords, OperatorId, Technology};
use crate::text::Text;

/// What one record of a layer says.
pub fn record(text: &Text, layer: &ContextLayer, record: u32) -> Option<String> {
    let brand = |id: OperatorId| layer.operator(id).map(|operator| text.brand(&operator.brand)).unwrap_or_default();
    let class = |technology: Technology| match technology {
        Technology::Unknown => String::new(),
        known => known.label().to_owned(),
    };
    let record = record as usize;
    match &layer.records {
        ContextRecords::Tiles(list) => {
            let tile = list.get(record)?;
            let facts = [
                ("download", tile.download_mbps.map_or_else(|| "–".to_owned(), |mbps| text.figure(mbps))),
                ("tests", text.count(u64::from(tile.n_tests))),
                ("devices", text.count(u64::from(tile.n_devices))),
            ];
            Some(text.with_facts("hover-tile", &facts))
        }
        ContextRecords::Signal(list) => {
            let point = list.get(record)?;
            let facts = [
                ("operator", brand(point.operator)),
                ("technology", class(point.technology)),
                ("level", text.number(f64::from(point.level_dbm), 0)),
            ];
            Some(text.with_facts("hover-signal", &facts))
        }
        ContextRecords::Towers(list) => {
            let tower = list.get(record)?;
            let facts = [("operator", brand(tower.operator)), ("technology", class(tower.technology))];
            Some(text.with_facts("hover-tower", &facts))
        }
        ContextRecords::Neighbours(list) => {
            Some(text.with("hover-neighbour", &[("name", list.get(record)?.shown_name())]))
        }
    }
}

/// Classes between falling limits, the highest first.
pub fn steps_down(text: &Text, limits: &[f64]) -> Vec<String> {
    let said = |limit: f64| text.number(limit, 0);
    let Some((first, last)) = limits.first().zip(limits.last()) else { return Vec::new() };
    let between = limits.windows(2).filter_map(|pair| match pair {
        [high, low] => Some(text.with("step-between", &[("low", &said(*low)), ("high", &said(*high))])),
        _ => None,
    });
    std::iter::once(text.with("step-at-least", &[("low", &said(*first))]))
        .chain(between)
        .chain([text.with("step-below", &[("high", &said(*last))])])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn classes_are_said_from_the_best_to_the_worst() {
        let steps = steps_down(&Text::new(Language::Vi), &[40.0, 25.0, 10.0]);
        assert_eq!(steps, ["từ 40 trở lên", "25 đến 40", "10 đến 25", "dưới 10"]);
    }
}
