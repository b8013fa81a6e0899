//! The field's nouns: plain data with the definitions that belong to it. No files, no threads, no clock.

mod boundary;
mod canonical;
mod change;
mod comparison;
mod context;
mod correction;
mod criteria;
mod criteria_fault;
mod dataset;
mod decimal_column;
mod error;
mod exact;
mod extent;
mod fcc;
mod file_hash;
mod grade;
mod local_statistics;
mod loss;
mod meaning;
mod note;
mod operator;
mod period;
mod plan;
mod quality;
mod quota;
mod refused_file;
mod result;
mod robustness;
mod settings;
mod source;
mod technology;
mod units;
mod zone;

pub use boundary::{
    BoundaryFile, BoundaryNote, BoundaryReport, CrsCandidate, DeclaredArea, GapBetweenZones, LayerFault, LayerPlace,
    Repair, RepairKind,
};
pub use canonical::{canonical_line, write_fixed, write_number, write_sample_columns, write_time, write_whole};
pub use change::{
    BeforeAfter, Change, ChangeKind, ChangedPlace, FixAnswer, HoursSuggestion, HoursView, RollingShare, Standing,
    VoteCount,
};
pub use comparison::{ComparisonResult, OperatorComparison, Order, Reversal, WhoIsWeak};
pub use context::{Beside, ContextKind, ContextLayer, ContextRecords, Outline, SignalPoint, Tile, Tower};
pub use correction::{Correction, CorrectionFault, LeftOut};
pub use criteria::{Criterion, Metric, Profile, Thresholds};
pub use criteria_fault::CriteriaFault;
pub use dataset::{Dataset, MISSING_TIME, NO_SOURCE, RejectedText, SampleColumns, SourceFile, SourceKind};
pub use decimal_column::DecimalColumn;
pub use error::{Error, Result};
pub use extent::Extent;
pub use fcc::{FccGates, FccRow};
pub use file_hash::{FileHash, HashSlot};
pub use grade::Grade;
pub use local_statistics::{GiStar, LocalMoran, LocalRow, Quadrant};
pub use loss::{Loss, LostRows};
pub use meaning::Meaning;
pub use note::Note;
pub use operator::{MccMnc, Operator, OperatorCatalogue, OperatorId, fold_text};
pub use period::{LOCAL_OFFSET_S, LocalDay, Month, Period, local_day, local_hour, local_month};
pub use plan::{Plan, PlanRequest, PlanStop, TimeSlot};
pub use quality::{Effect, Flag, FlagCounts, Flags, is_in_future};
pub use quota::{Locality, MONTHLY_QUOTA, QuotaRow, QuotaStanding, QuotaTable};
pub use result::{
    Analysis, Cell, CellId, CellRow, Conditions, Evidence, Judgement, OtherMetrics, PriorityParts, Quantiles,
    SamplingGap, ScanProof, Share, StratumStats, Verdict, Vote, Votes, WeakSpot, ZoneRow,
};
pub use robustness::{Robustness, Variant};
pub use settings::{AnalysisSettings, GridSpec};
pub use source::SourceForm;
pub use technology::Technology;
pub use units::{GridPoint, LonLat};
pub use zone::{Inhabited, OverlapOfZones, Zone, ZoneIndex, Zones, shared_ending};
