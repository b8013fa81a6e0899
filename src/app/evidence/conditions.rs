//! What a verdict asks for, and whether it is there (method §7).

use crate::model::{Conditions, Criterion, ScanProof};

/// A condition of the verdict: what is asked, what is there, whether it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Key of the sentence; it takes `have` and `need`.
    pub key: &'static str,
    pub holds: bool,
    pub have: Fact,
    pub need: Fact,
}

impl Condition {
    /// Key of what is meant by the things it counts, where that is not plain.
    pub fn meaning_key(&self) -> Option<&'static str> {
        match self.key {
            "condition-known-votes"
            | "condition-without-one"
            | "condition-adequate-without-one"
            | "condition-sources"
            | "condition-any-sources" => Some("condition-what-source"),
            "condition-days" | "condition-span" => Some("condition-what-failing"),
            _ => None,
        }
    }
}

/// A figure in a condition or step, formatted by whoever shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fact {
    Count(u64),
    Share(f64),
    Hours(f64),
    Probability(f64),
    Nothing,
}

/// What grade A asks for (method §7).
pub(super) fn weak_conditions(c: &Conditions, allowed: f64) -> Vec<Condition> {
    let count = |key, have: u64, need: u64| Condition {
        key,
        holds: have >= need,
        have: Fact::Count(have),
        need: Fact::Count(need),
    };
    vec![
        count("condition-known-votes", c.n_known, 6),
        Condition {
            key: "condition-without-one",
            holds: c.low_without_one.is_some_and(|low| low > allowed),
            have: c.low_without_one.map_or(Fact::Nothing, Fact::Share),
            need: Fact::Share(allowed),
        },
        count("condition-sources", c.failing_sources, 5),
        count("condition-days", c.failing_days, 2),
        Condition {
            key: "condition-span",
            holds: c.failing_span_s >= 4 * 3600,
            have: Fact::Hours(c.failing_span_s as f64 / 3600.0),
            need: Fact::Hours(4.0),
        },
        count("condition-spots", c.failing_spots, 2),
    ]
}

/// What grade E asks for (method §7).
pub(super) fn adequate_conditions(
    c: &Conditions,
    n_votes: u64,
    n_sources: u64,
    criterion: &Criterion,
) -> Vec<Condition> {
    let count = |key, have: u64, need: u64| Condition {
        key,
        holds: have >= need,
        have: Fact::Count(have),
        need: Fact::Count(need),
    };
    vec![
        count("condition-votes", n_votes, 6),
        Condition {
            key: "condition-adequate-without-one",
            holds: c.high_without_one.is_some_and(|high| high < criterion.allowed_failing_share),
            have: c.high_without_one.map_or(Fact::Nothing, Fact::Share),
            need: Fact::Share(criterion.allowed_failing_share),
        },
        count("condition-any-sources", n_sources, 3),
        count("condition-any-spots", c.spots, 2),
    ]
}

/// What the spatial scan says of a weak spot.
pub(super) fn scan_condition(proof: Option<&ScanProof>) -> Condition {
    let p = proof.map(|proof| proof.p_corrected);
    Condition {
        key: if p.is_some() { "condition-scan" } else { "condition-no-scan" },
        holds: p.is_some_and(|p| p <= 0.05),
        have: p.map_or(Fact::Nothing, Fact::Probability),
        need: Fact::Probability(0.05),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_sources_are_asked_for_and_four_are_not_enough() {
        let conditions = Conditions { failing_sources: 4, n_known: 6, ..Conditions::default() };
        let list = weak_conditions(&conditions, 0.5);
        assert!(list.iter().any(|c| c.key == "condition-known-votes" && c.holds));
        assert!(list.iter().any(|c| c.key == "condition-sources" && !c.holds));
    }
}
