//! The page of criteria: profiles at hand, and one that is being written.

use std::path::Path;

use super::session::NoticeKind;
use super::{App, Edit};
use crate::model::{Criterion, FccGates, LocalDay, Metric, Profile, Technology, Thresholds};
use crate::text::Text;

/// Metrics in the order of the page.
pub const METRICS: [Metric; 3] = [Metric::Download, Metric::Upload, Metric::Latency];

/// Classes in the order of the page.
pub const CLASSES: [Technology; 4] = [Technology::FourG, Technology::FiveG, Technology::ThreeG, Technology::Unknown];

/// The criterion of one metric as it is typed; without a threshold it takes no part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CriterionDraft {
    /// Of [`CLASSES`], in Mbps or ms.
    pub thresholds: [String; 4],
    /// Share of votes that may fail, in percent.
    pub share: String,
}

/// A profile as it is typed.
#[derive(Debug, Clone, PartialEq)]
pub struct CriteriaDraft {
    /// Name of the profile that it replaces; `None`: a new one.
    pub replaces: Option<String>,
    pub name: String,
    pub source: String,
    /// `2026-03-01` or `01/03/2026`; may be empty.
    pub date: String,
    /// The metric that weak spots, gaps and the map are about.
    pub main: Metric,
    /// Of [`METRICS`].
    pub criteria: [CriterionDraft; 3],
    gates: Option<FccGates>,
}

/// Why a draft is no profile yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftFault {
    NoName,
    /// Another profile has this name.
    NameTaken,
    NoSource,
    Date,
    /// Of the class with this place in [`CLASSES`].
    Threshold(Metric, usize),
    Share(Metric),
    /// The main metric has no threshold.
    NoMainThreshold,
}

/// What may be asked of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum CriteriaCommand {
    Show(bool),
    /// Look at the profile with this name.
    Choose(String),
    /// Begin a profile of one's own from this one.
    Copy(Box<Profile>),
    /// Change a profile of one's own.
    Change(Box<Profile>),
    /// The draft as it is being typed.
    Write(Box<CriteriaDraft>),
    /// Keep the draft and judge by it.
    Keep,
    /// Forget the draft.
    Drop,
    Load(std::path::PathBuf),
    Save(Box<Profile>, std::path::PathBuf),
}

/// The page while it is open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CriteriaPage {
    /// Name of the profile that is looked at.
    pub chosen: String,
    pub draft: Option<CriteriaDraft>,
}

impl CriteriaDraft {
    /// The profile as a person would type it; `replaces` where it is changed and not copied.
    fn of(profile: &Profile, replaces: Option<String>, text: &Text) -> Self {
        let draft = |metric: Metric| {
            let Some(criterion) = profile.criterion(metric) else {
                return CriterionDraft { share: "50".to_owned(), ..CriterionDraft::default() };
            };
            let typed = |class| criterion.thresholds.of(class).map_or_else(String::new, |value| value.to_string());
            // 0.05 · 100 is not quite 5.
            let share = (criterion.allowed_failing_share * 1e8).round() / 1e6;
            CriterionDraft { thresholds: CLASSES.map(typed), share: share.to_string() }
        };
        Self {
            replaces,
            name: profile.name.clone(),
            source: profile.source.clone(),
            date: profile.date.map(|day| text.date(day)).unwrap_or_default(),
            main: profile.first_metric(),
            criteria: METRICS.map(draft),
            gates: profile.gates.clone(),
        }
    }

    /// The profile, or everything that keeps the draft from being one; `others` are the names that are taken.
    pub fn profile(&self, others: &[String]) -> Result<Profile, Vec<DraftFault>> {
        let mut faults = Vec::new();
        let name = self.name.trim();
        if name.is_empty() {
            faults.push(DraftFault::NoName);
        } else if others.iter().any(|other| other == name && self.replaces.as_ref() != Some(other)) {
            faults.push(DraftFault::NameTaken);
        }
        if self.source.trim().is_empty() {
            faults.push(DraftFault::NoSource);
        }
        let date = day(self.date.trim());
        if date.is_none() && !self.date.trim().is_empty() {
            faults.push(DraftFault::Date);
        }
        let mut criteria = Vec::new();
        for (metric, draft) in METRICS.into_iter().zip(&self.criteria) {
            criteria.extend(draft.criterion(metric, &mut faults));
        }
        if !criteria.iter().any(|criterion| criterion.metric == self.main) {
            faults.push(DraftFault::NoMainThreshold);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        criteria.sort_by_key(|criterion| criterion.metric != self.main);
        let (name, source) = (name.to_owned(), self.source.trim().to_owned());
        Ok(Profile { name, source, date, criteria, gates: self.gates.clone() })
    }
}

impl CriterionDraft {
    fn criterion(&self, metric: Metric, faults: &mut Vec<DraftFault>) -> Option<Criterion> {
        let mut values = [None; CLASSES.len()];
        for (place, (typed, value)) in self.thresholds.iter().zip(&mut values).enumerate() {
            *value = number(typed).filter(|value| *value > 0.0);
            if value.is_none() && !typed.trim().is_empty() {
                faults.push(DraftFault::Threshold(metric, place));
            }
        }
        let [four_g, five_g, three_g, unknown] = values;
        if values.iter().all(Option::is_none) {
            return None;
        }
        let share = number(&self.share).filter(|share| (0.0..100.0).contains(share));
        if share.is_none() {
            faults.push(DraftFault::Share(metric));
        }
        let thresholds = Thresholds { three_g, four_g, five_g, unknown };
        Some(Criterion { metric, thresholds, allowed_failing_share: share? / 100.0 })
    }
}

/// A number with a decimal point or comma.
fn number(typed: &str) -> Option<f64> {
    typed.trim().trim_end_matches('%').trim().replace(',', ".").parse().ok().filter(|value: &f64| value.is_finite())
}

/// A day as ISO writes it, or as people in Viet Nam do.
fn day(typed: &str) -> Option<LocalDay> {
    LocalDay::from_iso(typed).or_else(|| {
        let mut parts = typed.split('/');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let is_whole = parts.next().is_none() && year.len() == 4;
        LocalDay::from_year_month_day(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).filter(|_| is_whole)
    })
}

impl App {
    /// The page of criteria, while it is open.
    pub fn criteria_page(&self) -> Option<&CriteriaPage> {
        self.session.criteria.as_ref()
    }

    /// Built-in profiles, then the officer's own, then the one in force where it is neither.
    pub fn profiles(&self) -> Vec<Profile> {
        let built_in = Profile::BUILT_IN.into_iter().filter_map(Profile::built_in);
        let mut all: Vec<Profile> = built_in.chain(self.project.profiles.iter().cloned()).collect();
        if all.iter().all(|profile| profile.name != self.project.profile.name) {
            all.push(self.project.profile.clone());
        }
        all
    }

    /// Whether a profile is the officer's own and may be changed.
    pub fn is_own_profile(&self, name: &str) -> bool {
        self.project.profiles.iter().any(|profile| profile.name == name)
    }

    /// What keeps the draft from being a profile.
    pub fn criteria_faults(&self) -> Vec<DraftFault> {
        let draft = self.session.criteria.as_ref().and_then(|page| page.draft.as_ref());
        draft.and_then(|draft| draft.profile(&self.taken_names()).err()).unwrap_or_default()
    }

    fn taken_names(&self) -> Vec<String> {
        let built_in = Profile::BUILT_IN.into_iter().map(str::to_owned);
        built_in.chain(self.project.profiles.iter().map(|profile| profile.name.clone())).collect()
    }

    pub(super) fn step_criteria(&mut self, command: CriteriaCommand) {
        match command {
            CriteriaCommand::Show(false) => self.session.criteria = None,
            CriteriaCommand::Show(true) => {
                let chosen = self.project.profile.name.clone();
                self.session.criteria = Some(CriteriaPage { chosen, draft: None });
            }
            CriteriaCommand::Load(path) => self.load_profile(&path),
            CriteriaCommand::Save(profile, path) => self.save_profile(&profile, &path),
            CriteriaCommand::Keep => self.keep_profile(),
            command => self.write_criteria(command),
        }
    }

    fn write_criteria(&mut self, command: CriteriaCommand) {
        let draft = match &command {
            CriteriaCommand::Copy(profile) => {
                let name = self.copy_name(&profile.name);
                Some(CriteriaDraft { name, ..CriteriaDraft::of(profile, None, &self.text) })
            }
            CriteriaCommand::Change(profile) => {
                Some(CriteriaDraft::of(profile, Some(profile.name.clone()), &self.text))
            }
            CriteriaCommand::Write(draft) => Some(CriteriaDraft::clone(draft)),
            _ => None,
        };
        let Some(page) = &mut self.session.criteria else { return };
        if let CriteriaCommand::Choose(name) = command {
            page.chosen = name;
        }
        page.draft = draft;
    }

    /// Name of a copy of the profile with this name.
    fn copy_name(&self, name: &str) -> String {
        let key = format!("profile-{name}");
        let shown = if self.text.has(&key) { self.text.get(&key) } else { name.to_owned() };
        self.text.with("criteria-copy-of", &[("name", &shown)])
    }

    /// The profile is kept and put to use in one step that can be taken back.
    fn keep_profile(&mut self) {
        let taken = self.taken_names();
        let Some(page) = &mut self.session.criteria else { return };
        let Some(draft) = page.draft.as_ref() else { return };
        let Ok(profile) = draft.profile(&taken) else { return };
        let replaces = draft.replaces.clone();
        page.draft = None;
        page.chosen.clone_from(&profile.name);
        self.edit(Edit::OwnProfile(Box::new(profile), replaces));
    }

    fn load_profile(&mut self, path: &Path) {
        match self.engine.read_profile(path) {
            Ok(mut profile) => {
                if Profile::BUILT_IN.contains(&profile.name.as_str()) {
                    profile.name = self.copy_name(&profile.name);
                }
                let name = profile.name.clone();
                if let Some(page) = &mut self.session.criteria {
                    page.chosen.clone_from(&name);
                    page.draft = None;
                }
                let replaces = self.is_own_profile(&name).then_some(name);
                self.edit(Edit::OwnProfile(Box::new(profile), replaces));
            }
            Err(error) => self.session.say(NoticeKind::Failed(error)),
        }
    }

    fn save_profile(&mut self, profile: &Profile, path: &Path) {
        let said = match self.engine.write_profile(profile, path) {
            Ok(()) => NoticeKind::Exported(path.display().to_string()),
            Err(error) => NoticeKind::Failed(error),
        };
        self.session.say(said);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn every_profile_survives_being_typed() {
        for profile in Profile::BUILT_IN.into_iter().filter_map(Profile::built_in) {
            let draft = CriteriaDraft::of(&profile, Some(profile.name.clone()), &Text::new(Language::Vi));
            assert_eq!(draft.profile(std::slice::from_ref(&profile.name)), Ok(profile));
        }
    }

    #[test]
    fn numbers_and_dates_are_typed_as_people_write_them() {
        let profile = Profile::quick(Metric::Latency, 50.0);
        let mut draft = CriteriaDraft::of(&profile, None, &Text::new(Language::En));
        draft.source = "Nghị quyết 12".to_owned();
        draft.date = "01/03/2026".to_owned();
        draft.criteria[2].thresholds[0] = "62,5".to_owned();
        draft.criteria[2].share = "12,5 %".to_owned();
        let made = draft.profile(&[]).unwrap();
        assert_eq!(made.date, LocalDay::from_iso("2026-03-01"));
        assert_eq!(made.criteria[0].thresholds.four_g, Some(62.5));
        assert_eq!(made.criteria[0].allowed_failing_share, 0.125);
    }

    #[test]
    fn everything_that_is_wrong_is_named() {
        let mut draft = CriteriaDraft::of(&Profile::quick(Metric::Download, 40.0), None, &Text::new(Language::Vi));
        draft.name = "qd36".to_owned();
        draft.date = "hôm nay".to_owned();
        draft.main = Metric::Upload;
        draft.criteria[0].thresholds[1] = "-3".to_owned();
        draft.criteria[0].share = "100".to_owned();
        let faults = draft.profile(&["qd36".to_owned()]).unwrap_err();
        use DraftFault as F;
        let download = Metric::Download;
        let expected =
            [F::NameTaken, F::NoSource, F::Date, F::Threshold(download, 1), F::Share(download), F::NoMainThreshold];
        assert_eq!(faults, expected);
    }
}
