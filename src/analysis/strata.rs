//! Strata as integers: each sample belongs to one leaf (zone, operator, class), and each leaf to eight strata, since
//! any part of the key may be `*`.

use crate::model::{OperatorId, Technology, ZoneIndex};

/// Numbers leaves and strata of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strata {
    n_zones: u32,
    n_operators: u32,
}

/// Strata that can be counted in reasonable memory: tens of bytes each.
pub const LIMIT: u64 = 1 << 24;

const CLASSES: u32 = Technology::ALL.len() as u32;

impl Strata {
    /// `None` when there would be more than [`LIMIT`] strata.
    pub fn new(n_zones: usize, n_operators: usize) -> Option<Self> {
        let strata = Self { n_zones: u32::try_from(n_zones).ok()?, n_operators: u32::try_from(n_operators).ok()? };
        let n = u64::from(strata.n_zones + 1) * u64::from(strata.n_operators + 1) * u64::from(CLASSES + 1);
        (n < LIMIT).then_some(strata)
    }

    pub fn n_leaves(self) -> usize {
        (self.n_zones + 1) as usize * self.n_operators as usize * CLASSES as usize
    }

    /// Number of leaves of one zone, which follow each other.
    pub fn leaves_of_zone(self) -> usize {
        self.n_operators as usize * CLASSES as usize
    }

    pub fn n_strata(self) -> usize {
        (self.n_zones + 1) as usize * (self.n_operators + 1) as usize * (CLASSES + 1) as usize
    }

    /// Leaf of a sample; zone numbers past the last stand for "in no zone".
    pub fn leaf(self, zone: u32, operator: OperatorId, technology: Technology) -> u32 {
        (zone.min(self.n_zones) * self.n_operators + u32::from(operator.0)) * CLASSES + technology as u32
    }

    /// Zone number ([`Self::is_in_zone`] tells whether it is one), operator and class of a leaf.
    pub fn parts_of_leaf(self, leaf: u32) -> (u32, OperatorId, Technology) {
        let technology = Technology::from_index((leaf % CLASSES) as u8);
        let rest = leaf / CLASSES;
        let operators = self.n_operators.max(1);
        (rest / operators, OperatorId((rest % operators) as u16), technology)
    }

    pub fn is_in_zone(self, zone: u32) -> bool {
        zone < self.n_zones
    }

    /// Number of a stratum; 0 in a part means `*`.
    fn number(self, zone: u32, operator: u32, technology: u32) -> u32 {
        (zone * (self.n_operators + 1) + operator) * (CLASSES + 1) + technology
    }

    /// The strata a leaf belongs to: eight, or the four over all zones when it lies in none.
    pub fn strata_of_leaf(self, leaf: u32) -> impl Iterator<Item = u32> {
        let (zone, operator, technology) = self.parts_of_leaf(leaf);
        let (zones, operators, classes) = ([0, zone + 1], [0, u32::from(operator.0) + 1], [0, technology as u32 + 1]);
        let number = |i: usize| self.number(zones[i >> 2], operators[i >> 1 & 1], classes[i & 1]);
        // The later four are those of its zone.
        let n = if self.is_in_zone(zone) { 8 } else { 4 };
        std::array::from_fn::<u32, 8, _>(number).into_iter().take(n)
    }

    /// Key of a stratum; `None` is `*`. Numbers ascend with the key, `*` first.
    pub fn key(self, stratum: u32) -> (Option<ZoneIndex>, Option<OperatorId>, Option<Technology>) {
        let class = stratum % (CLASSES + 1);
        let rest = stratum / (CLASSES + 1);
        let operator = rest % (self.n_operators + 1);
        let zone = rest / (self.n_operators + 1);
        (
            zone.checked_sub(1).map(ZoneIndex),
            operator.checked_sub(1).map(|o| OperatorId(o as u16)),
            class.checked_sub(1).map(|c| Technology::from_index(c as u8)),
        )
    }

    /// Number of the stratum with this key.
    pub fn stratum(self, zone: Option<ZoneIndex>, operator: Option<OperatorId>, technology: Option<Technology>) -> u32 {
        self.number(
            zone.map_or(0, |z| z.0 + 1),
            operator.map_or(0, |o| u32::from(o.0) + 1),
            technology.map_or(0, |t| t as u32 + 1),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_in_a_zone_belongs_to_eight_strata_and_one_in_none_to_four() {
        let strata = Strata::new(3, 2).unwrap();
        let leaf = strata.leaf(1, OperatorId(1), Technology::FiveG);
        assert_eq!(strata.parts_of_leaf(leaf), (1, OperatorId(1), Technology::FiveG));
        let keys: Vec<_> = strata.strata_of_leaf(leaf).map(|s| strata.key(s)).collect();
        assert_eq!(keys.len(), 8);
        assert!(keys.contains(&(None, None, None)));
        assert!(keys.contains(&(Some(ZoneIndex(1)), Some(OperatorId(1)), Some(Technology::FiveG))));
        let nowhere = strata.leaf(u32::MAX, OperatorId(0), Technology::FourG);
        assert_eq!(strata.strata_of_leaf(nowhere).count(), 4);
        assert!(strata.strata_of_leaf(nowhere).all(|s| strata.key(s).0.is_none()));
    }

    #[test]
    fn numbers_ascend_with_the_key() {
        let strata = Strata::new(2, 2).unwrap();
        let keys: Vec<_> = (0..strata.n_strata() as u32).map(|s| strata.key(s)).collect();
        assert!(keys.is_sorted());
        assert!(keys.iter().enumerate().all(|(i, k)| strata.stratum(k.0, k.1, k.2) == i as u32));
    }
}
