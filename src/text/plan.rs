//! A plan of where to measure next, in words.

use super::Text;
use crate::model::{Analysis, Operator, Plan};

impl Text {
    /// What a plan with stops promises: in a few words.
    pub fn plan_summary(&self, plan: &Plan) -> String {
        self.with_plan("plan-summary", plan)
    }

    /// The same in full, sentence by sentence.
    pub fn plan_sentences(&self, plan: &Plan) -> Vec<String> {
        let mut sentences = vec![self.with_plan("plan-said", plan)];
        if plan.n_left_out > 0 {
            sentences.push(self.with("plan-said-left-out", &[("n", &self.count(u64::from(plan.n_left_out)))]));
        }
        if plan.request.teams == 1 {
            sentences.push(self.get("plan-one-team"));
        }
        sentences
    }

    /// That samples without an operator take no part, where there are any.
    pub fn plan_without_name(&self, analysis: &Analysis) -> Option<String> {
        let unnamed = |id| analysis.dataset.operator(id).is_some_and(Operator::is_unnamed);
        let n: u64 = analysis.operators_met.iter().filter(|(id, _)| unnamed(*id)).map(|(_, n)| n).sum();
        (n > 0).then(|| self.with("plan-without-name", &[("n", &self.count(n))]))
    }

    fn with_plan(&self, key: &str, plan: &Plan) -> String {
        let facts = [
            ("stops", self.count(plan.stops.len() as u64)),
            ("teams", self.count(plan.teams().count() as u64)),
            ("open", self.count(u64::from(plan.n_open))),
            ("settled", self.number(plan.expected_settled, 1)),
        ];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
        self.with(key, &facts)
    }
}
