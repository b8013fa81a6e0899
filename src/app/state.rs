//! Everything the window knows.

use std::sync::Arc;

use super::drawing::Drafts;
use super::import::{ImportReport, NameCase, ReportDue};
use super::on_request::OnRequest;
use super::opinions::Opinions;
use super::planning::RemovedPlan;
use super::project_file::{Filed, FiledPlan};
use super::work::Answer;
use super::{
    BaseMapState, Card, ChangesSince, Context, Drawing, DrawnZones, Engine, FlaggedRows, History, Import, ImportMemory,
    Loaded, Meeting, Page, Preferences, Project, ProjectFile, Running, Session, Sources, Tour, Wake,
};
use crate::job::Progress;
use crate::model::{Analysis, BoundaryNote, ContextLayer, Error, FccRow, OperatorId, Plan, PlanRequest, Zones};
use crate::text::Text;

/// What the middle of the window shows.
#[derive(Debug)]
pub enum Stage<'a> {
    /// Nothing is open: the welcome screen.
    Welcome,
    /// Files are looked at before they are read.
    Importing(&'a Import),
    /// The first picture is being made.
    Loading(Progress),
    /// The first picture could not be made.
    Failed(&'a Error),
    /// There is a picture; `updating` when a newer one is on its way.
    Ready { analysis: &'a Arc<Analysis>, updating: bool },
}

/// The window's state. Views read it; only [`App::update`] and [`App::receive`] change it.
#[derive(Debug)]
pub struct App {
    pub(super) engine: Arc<dyn Engine>,
    pub(super) wake: Wake,
    pub(super) text: Text,
    pub(super) preferences: Preferences,
    pub(super) sources: Sources,
    pub(super) project: Project,
    pub(super) history: History,
    pub(super) session: Session,
    pub(super) loaded: Option<Loaded>,
    pub(super) analysis: Option<Arc<Analysis>>,
    /// Why there is no picture, or no new one.
    pub(super) failure: Option<Error>,
    /// What lies beside the evidence.
    pub(super) context: Context,
    /// Boundaries around that the command line asks for.
    pub(super) neighbours: Option<Running<(ContextLayer, Vec<BoundaryNote>)>>,
    pub(super) card: Option<Card>,
    pub(super) flagged: Option<FlaggedRows>,
    pub(super) loading: Option<(Sources, Running<Loaded>)>,
    pub(super) analyzing: Option<Running<Analysis>>,
    /// The test of robustness; gives the same analysis with its answer.
    pub(super) testing: Option<Running<Analysis>>,
    /// Second opinions, gates in FCC style, and changes since an earlier period.
    pub(super) opinions: OnRequest<Opinions>,
    pub(super) gates: OnRequest<Vec<FccRow>>,
    pub(super) changes: OnRequest<ChangesSince>,
    pub(super) exporting: Option<Running<String>>,
    /// The project that is open, and the work on it.
    pub(super) project_file: Option<ProjectFile>,
    pub(super) filing: Option<Running<Filed>>,
    /// Choices being written into the project, and whether newer ones wait.
    pub(super) saving: Option<Running<()>>,
    /// Results on their way into the project.
    pub(super) keeping: Option<Running<()>>,
    pub(super) choices_changed: bool,
    /// Whether the zones of the project are to be written as well.
    pub(super) zones_changed: bool,
    pub(super) plan_request: PlanRequest,
    pub(super) plan: Option<Arc<Plan>>,
    pub(super) removed_plan: Option<RemovedPlan>,
    /// The layer of an earlier plan on its way out of the project or back.
    pub(super) filing_plan: Option<Running<FiledPlan>>,
    pub(super) planning: Option<Running<Plan>>,
    pub(super) dialog: Option<Running<Answer>>,
    /// Brand to choose once the first data are there.
    pub(super) first_operator: Option<String>,
    /// Rank of the weak spot to select then.
    pub(super) first_spot: Option<u32>,
    /// Page to show with the next analysis, of a picture the one that it is of.
    pub(super) first_page: Option<Page>,
    /// Only the window is measured: nothing is proven, which would take its time.
    pub(super) proves_nothing: bool,
    pub(super) memory: ImportMemory,
    pub(super) import: Option<Import>,
    /// The import before, to be seen again.
    pub(super) last_import: Option<Import>,
    pub(super) report_due: Option<ReportDue>,
    pub(super) report: Option<ImportReport>,
    /// Names listed on the page of names, while it is open.
    pub(super) names: Vec<NameCase>,
    pub(super) meeting: Option<Meeting>,
    /// Boundaries being drawn, what is kept of them on the disk, and the zones before any were drawn.
    pub(super) drawing: Option<Drawing>,
    pub(super) drafts: Drafts,
    pub(super) zones_before_drawing: Option<Arc<Zones>>,
    /// Those of the analysis on screen.
    pub(super) drawn_on_screen: Option<DrawnZones>,
    pub(super) tour: Option<Tour>,
    /// The tour begins once there are data.
    pub(super) tour_due: bool,
    pub(super) base_map: BaseMapState,
}

impl App {
    pub fn new(engine: Arc<dyn Engine>, wake: Wake, preferences: Preferences) -> Self {
        Self {
            engine,
            wake,
            text: Text::new(preferences.language()),
            preferences,
            sources: Sources::default(),
            project: Project::default(),
            history: History::default(),
            session: Session::default(),
            loaded: None,
            analysis: None,
            failure: None,
            context: Context::default(),
            neighbours: None,
            card: None,
            flagged: None,
            loading: None,
            analyzing: None,
            testing: None,
            opinions: OnRequest::default(),
            gates: OnRequest::default(),
            changes: OnRequest::default(),
            exporting: None,
            project_file: None,
            filing: None,
            saving: None,
            keeping: None,
            choices_changed: false,
            zones_changed: false,
            plan_request: PlanRequest::default(),
            plan: None,
            removed_plan: None,
            filing_plan: None,
            planning: None,
            dialog: None,
            first_operator: None,
            first_spot: None,
            first_page: None,
            proves_nothing: false,
            memory: ImportMemory::default(),
            import: None,
            last_import: None,
            report_due: None,
            report: None,
            names: Vec::new(),
            meeting: None,
            drawing: None,
            drafts: Drafts::default(),
            zones_before_drawing: None,
            drawn_on_screen: None,
            tour: None,
            tour_due: false,
            base_map: BaseMapState::default(),
        }
    }

    /// With what is remembered of earlier imports.
    pub fn with_memory(mut self, memory: ImportMemory) -> Self {
        self.project.names = memory.names.clone();
        self.memory = memory;
        self
    }

    pub fn stage(&self) -> Stage<'_> {
        if let Some(import) = &self.import {
            Stage::Importing(import)
        } else if let Some(analysis) = &self.analysis {
            let updating = self.loading.is_some() || self.filing.is_some() || self.analyzing.is_some();
            Stage::Ready { analysis, updating }
        } else if let Some((_, job)) = &self.loading {
            Stage::Loading(job.progress())
        } else if let Some(job) = &self.filing {
            Stage::Loading(job.progress())
        } else if let Some(job) = &self.analyzing {
            Stage::Loading(job.progress())
        } else if let Some(error) = &self.failure {
            Stage::Failed(error)
        } else {
            Stage::Welcome
        }
    }

    /// Progress of the work that the status bar shows.
    pub fn progress(&self) -> Option<Progress> {
        let loading = self.loading.as_ref().map(|(_, job)| job.progress());
        loading
            .or_else(|| self.filing.as_ref().map(Running::progress))
            .or_else(|| self.analyzing.as_ref().map(Running::progress))
            .or_else(|| self.testing.as_ref().map(Running::progress))
            .or_else(|| self.opinions.progress())
            .or_else(|| self.gates.progress())
            .or_else(|| self.changes.progress())
            .or_else(|| self.exporting.as_ref().map(Running::progress))
            .or_else(|| self.planning.as_ref().map(Running::progress))
            .or_else(|| self.import.as_ref().and_then(Import::progress))
    }

    pub fn is_working(&self) -> bool {
        self.loading.is_some()
            || self.filing.is_some()
            || self.analyzing.is_some()
            || self.testing.is_some()
            || self.opinions.is_running()
            || self.gates.is_running()
            || self.changes.is_running()
            || self.exporting.is_some()
            || self.drawing.as_ref().is_some_and(Drawing::is_counting)
            || self.planning.is_some()
            || self.keeping.is_some()
            || self.filing_plan.is_some()
            || self.neighbours.is_some()
            || self.import.as_ref().is_some_and(Import::is_busy)
    }

    pub fn is_asking(&self) -> bool {
        self.dialog.is_some()
    }

    pub fn text(&self) -> &Text {
        &self.text
    }

    pub fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    pub fn loaded(&self) -> Option<&Loaded> {
        self.loaded.as_ref()
    }

    pub fn analysis(&self) -> Option<&Arc<Analysis>> {
        self.analysis.as_ref()
    }

    pub fn card(&self) -> Option<&Card> {
        self.card.as_ref()
    }

    pub fn engine(&self) -> &dyn Engine {
        self.engine.as_ref()
    }

    /// The chosen operator in the data on screen; `None`: all.
    pub fn operator(&self) -> Option<OperatorId> {
        self.analysis.as_ref()?.dataset.operator_by_brand(self.project.operator.as_deref()?)
    }

    /// What is remembered of earlier imports.
    pub fn memory(&self) -> &ImportMemory {
        &self.memory
    }

    /// Names of operators that are not known, while their page is open.
    pub fn names(&self) -> &[NameCase] {
        &self.names
    }

    /// What lies beside the evidence: layers of the map, and tables of numbers of samples.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// What the gates in FCC style say, where the criteria have gates.
    pub fn gates(&self) -> Option<&[FccRow]> {
        self.gates.found().map(Vec::as_slice)
    }

    /// Rows with the flag that is opened in the list of data quality.
    pub fn flagged(&self) -> Option<&FlaggedRows> {
        self.flagged.as_ref()
    }
}
