//! What would overturn a verdict: how many more votes of the other kind bring the bound that it rests on across the
//! allowed share (method §6, §7).

use super::interval::{Z_80, Z_95, wilson};
use crate::model::{Grade, VoteCount};

/// More votes than this are not foreseen.
const MOST: u64 = 1000;

/// Further votes, all passing for a weak verdict (A, B) and all failing for an adequate one (E), with which the bound
/// behind the grade no longer holds; `None` for grades that claim nothing, and beyond a thousand votes.
///
/// `counted` are the votes that the grade rests on: for A those of known sources.
pub fn votes_to_overturn(grade: Grade, counted: VoteCount, allowed: f64) -> Option<u64> {
    let VoteCount { failing: k, votes: n } = counted;
    let still_holds = |m: u64| match grade {
        Grade::A => wilson(k, n + m, Z_95).0 > allowed,
        Grade::B => wilson(k, n + m, Z_80).0 > allowed,
        _ => wilson(k + m, n + m, Z_95).1 < allowed,
    };
    let claims = matches!(grade, Grade::A | Grade::B | Grade::E) && n > 0;
    claims.then(|| (1..=MOST).find(|m| !still_holds(*m))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From Wilson's formula in Python, one vote after another.
    #[test]
    fn so_many_votes_of_the_other_kind_cross_the_allowed_share() {
        let cases = [
            (Grade::A, 15, 20, 0.5, Some(2)),
            (Grade::A, 9, 10, 0.5, Some(2)),
            (Grade::A, 40, 44, 0.5, Some(21)),
            (Grade::A, 18, 20, 0.05, Some(211)),
            (Grade::B, 4, 5, 0.5, Some(1)),
            (Grade::E, 1, 18, 0.5, Some(7)),
            (Grade::E, 3, 30, 0.5, Some(12)),
            (Grade::E, 0, 100, 0.05, Some(1)),
            (Grade::C, 2, 3, 0.5, None),
            (Grade::A, 0, 0, 0.5, None),
            (Grade::A, 900, 900, 0.05, None),
        ];
        for (grade, failing, votes, allowed, expected) in cases {
            let found = votes_to_overturn(grade, VoteCount { failing, votes }, allowed);
            assert_eq!(found, expected, "{grade:?} {failing}/{votes} {allowed}");
        }
    }
}
