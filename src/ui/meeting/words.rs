//! What is said in a meeting, with the operators' names or with their letters.

use eframe::egui::Color32;

use crate::app::{Card, Meeting, Subject};
use crate::model::{Grade, Metric, OperatorId, WeakSpot, WhoIsWeak};
use crate::text::Text;
use crate::ui::theme::Tokens;
use crate::ui::{top_bar, wording};

pub struct Words<'a> {
    pub text: &'a Text,
    pub meeting: &'a Meeting,
}

impl Words<'_> {
    /// Name of an operator, or its letter while names are hidden.
    pub fn operator(&self, id: OperatorId) -> String {
        match self.meeting.letter(id).filter(|_| self.meeting.is_blind()) {
            Some(letter) => self.text.with("meeting-letter", &[("letter", &letter.to_string())]),
            None => wording::operator(self.text, self.meeting.analysis(), id),
        }
    }

    fn operators(&self, ids: &[OperatorId]) -> String {
        let mut names: Vec<String> = ids.iter().map(|id| self.operator(*id)).collect();
        if self.meeting.is_blind() {
            // The order of the brands would say something about the letters.
            names.sort();
        }
        names.join(", ")
    }

    /// Whom it is about, and by which criterion.
    pub fn title(&self) -> String {
        let analysis = self.meeting.analysis();
        let who = self.meeting.operator().map_or_else(|| self.text.get("operator-every"), |id| self.operator(id));
        let technology = self.meeting.project().technology;
        let rule = analysis.settings.profile.criteria.first();
        let rule = rule.map(|c| wording::criterion(self.text, c, technology)).unwrap_or_default();
        [who, rule].join(" · ")
    }

    /// Place, period, votes, and when the figures were frozen.
    pub fn subtitle(&self) -> String {
        let (text, analysis) = (self.text, self.meeting.analysis());
        let latest = analysis.months.last().map(|(month, _)| *month);
        let metric = analysis.settings.profile.first_metric();
        let row = analysis.zone_row(None, self.meeting.operator(), self.meeting.project().technology, metric);
        let votes = row.and_then(|row| row.stats.evidence.as_ref()).map_or(0, |evidence| evidence.n_votes);
        let parts = [
            top_bar::place_name(text, analysis, self.meeting.is_of_sample_ward()),
            wording::technology(text, self.meeting.project().technology),
            wording::period(text, analysis.settings.period, latest),
            text.with("meeting-votes", &[("n", &text.count(votes))]),
            text.with("meeting-frozen", &[("when", &text.date_time(self.meeting.frozen_unix_s()))]),
        ];
        parts.join(" · ")
    }

    fn n_of(&self, grade: Grade) -> u64 {
        let spots = self.meeting.analysis().weak_spots.iter();
        let filter = self.meeting.filter();
        spots.filter(|spot| filter.is_of_operator(spot) && spot.grade == grade).count() as u64
    }

    /// Number of confirmed weak spots.
    pub fn headline(&self, tokens: &Tokens) -> (String, Color32) {
        let n = self.n_of(Grade::A);
        let key = if n == 0 { "meeting-none-confirmed" } else { "meeting-confirmed" };
        let color = if n == 0 { tokens.text } else { tokens.bad };
        (self.text.with(key, &[("n", &self.text.count(n))]), color)
    }

    /// The less certain ones.
    pub fn headline_note(&self) -> String {
        let n = |grade| self.text.count(self.n_of(grade));
        self.text.with("meeting-others", &[("likely", &n(Grade::B)), ("suspected", &n(Grade::C))])
    }

    /// Where the selected place is.
    pub fn place(&self, card: &Card) -> String {
        let (text, zones) = (self.text, &self.meeting.analysis().zones);
        let zone = card.zone.and_then(|zone| zones.get(zone)).map(|zone| zone.shown_name().to_owned());
        match card.subject {
            Subject::Zone(_) => zone.unwrap_or_else(|| text.get("card-zone")),
            Subject::Spot(_) => zone.unwrap_or_default(),
            Subject::Cell(_) => {
                let cell = text.get("card-cell");
                zone.map_or_else(|| cell.clone(), |zone| format!("{cell} · {zone}"))
            }
        }
    }

    /// `15 trong 18 phiếu dưới 40 Mbps (khoảng tin cậy 60–95 %)`.
    pub fn votes(&self, card: &Card) -> String {
        let text = self.text;
        let Some(share) = card.share else { return text.get("grade-none") };
        let side = if card.metric == Metric::Latency { "side-above" } else { "side-below" };
        let limit = format!("{} {}", text.get(side), wording::threshold(text, card.metric, card.threshold));
        let facts = [
            ("k", text.count(card.n_failing_votes)),
            ("n", text.count(card.n_votes)),
            ("limit", limit),
            ("range", text.percent_range(share.low, share.high)),
        ];
        text.with("meeting-evidence", &facts.each_ref().map(|(key, value)| (*key, value.as_str())))
    }

    /// Median, phones, days, chance.
    pub fn figures(&self, card: &Card, spot: Option<&WeakSpot>) -> String {
        let text = self.text;
        let median = card.median.map(|(class, value)| {
            let value = format!("{} {}", text.figure(value), card.metric.unit());
            let class = text.get(wording::technology_key(class));
            text.with("meeting-median", &[("technology", &class), ("value", &value)])
        });
        let counts = [
            text.with("meeting-devices", &[("n", &text.count(card.n_devices))]),
            text.with("count-days", &[("n", &text.count(card.n_days))]),
        ];
        let chance = spot.and_then(|spot| spot.proof.as_ref()).map(|proof| {
            let p = wording::chance(text, proof.p_corrected);
            text.with("meeting-chance", &[("p", &p)])
        });
        median.into_iter().chain(counts).chain(chance).collect::<Vec<_>>().join(" · ")
    }

    /// Whether the operator is alone in being weak there, and whether that is good news for the others.
    pub fn others(&self, spot: &WeakSpot) -> Option<(String, bool)> {
        let (fine, weak) = (self.operators(&spot.others_ok), self.operators(&spot.others_weak));
        let facts = [("fine", fine.as_str()), ("weak", weak.as_str())];
        match spot.who_is_weak() {
            WhoIsWeak::OnlyThis => Some((self.text.with("meeting-others-fine", &facts), true)),
            WhoIsWeak::Several | WhoIsWeak::All => Some((self.text.with("meeting-others-weak", &facts), false)),
            WhoIsWeak::OthersNotKnown => None,
        }
    }
}
