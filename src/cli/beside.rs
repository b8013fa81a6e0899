//! What `analyze` says of the files that lie beside the evidence.

use std::io::Write;

use crate::model::{Beside, Zones};
use crate::text::Text;

/// Names listed before the rest is counted.
const NAMES: usize = 5;

/// A line for each file, and the names of localities that no zone has.
pub fn say_beside(beside: &[Beside], zones: &Zones, text: &Text, out: &mut dyn Write) -> std::io::Result<()> {
    for one in beside {
        match one {
            Beside::Layer(layer) => {
                let key = format!("cli-said-{}", layer.kind().code());
                let n = text.count(layer.len() as u64);
                writeln!(out, "{}", text.with(&key, &[("file", &layer.name), ("n", &n)]))?;
            }
            Beside::Quota(quota) => {
                let standing = quota.standing(zones);
                let reached = standing.localities.iter().filter(|place| place.n_missing() == 0).count() as u64;
                let facts = [
                    ("file", quota.name.clone()),
                    ("n", text.count(standing.localities.len() as u64)),
                    ("reached", text.count(reached)),
                ];
                let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
                writeln!(out, "{}", text.with("cli-said-quota", &facts))?;
                if !standing.unmatched.is_empty() {
                    let mut names = standing.unmatched.iter().take(NAMES).cloned().collect::<Vec<_>>().join("; ");
                    if standing.unmatched.len() > NAMES {
                        names.push_str(" …");
                    }
                    let n = text.count(standing.unmatched.len() as u64);
                    writeln!(out, "  {}", text.with("cli-said-quota-unmatched", &[("n", &n), ("names", &names)]))?;
                }
            }
        }
    }
    Ok(())
}
