//! Where to measure next: what was asked for, and the stops of each team (method §14).

use super::{Analysis, CellId, GridPoint, LonLat, OperatorId, ZoneIndex};

/// What the campaign can spend.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanRequest {
    pub teams: u32,
    pub stops_per_team: u32,
    /// Minutes that a team has for one outing: walking and measuring.
    pub minutes: f64,
    pub walking_speed_kmh: f64,
    /// Where the teams set out, in their order; the last serves all teams that are left. Empty: at their first stop.
    pub starts: Vec<LonLat>,
}

impl PlanRequest {
    /// More teams or stops than this are no plan on foot.
    pub const MAX_TEAMS: u32 = 50;
    pub const MAX_STOPS: u32 = 200;
    /// Longest outing in minutes, and walking speeds in km/h, a motorbike's included.
    pub const MAX_MINUTES: f64 = 1440.0;
    pub const SPEEDS_KMH: (f64, f64) = (0.5, 60.0);
}

impl Default for PlanRequest {
    fn default() -> Self {
        Self { teams: 3, stops_per_team: 10, minutes: 180.0, walking_speed_kmh: 4.0, starts: Vec::new() }
    }
}

/// When a stop is visited. The two begin and end at least four hours apart: what is weak at both is not a matter of the
/// hour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeSlot {
    OffPeak,
    /// The evening peak of method §13.
    Peak,
}

impl TimeSlot {
    pub const ALL: [Self; 2] = [Self::OffPeak, Self::Peak];

    /// First and last hour, local time.
    pub fn hours(self) -> (u8, u8) {
        match self {
            Self::OffPeak => (8, 15),
            Self::Peak => (19, 22),
        }
    }

    /// Key of its name in the text catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::OffPeak => "plan-slot-off-peak",
            Self::Peak => "plan-slot-peak",
        }
    }

    /// As tables show it.
    pub fn label(self) -> &'static str {
        match self {
            Self::OffPeak => "08:00-15:00",
            Self::Peak => "19:00-22:00",
        }
    }
}

/// One place where a team tests, once with a phone of each operator.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanStop {
    /// From 1.
    pub team: u32,
    /// From 1 within the team, in the order of walking; the off-peak outing first.
    pub stop: u32,
    pub slot: TimeSlot,
    pub cell: CellId,
    /// Centre of the cell.
    pub position: LonLat,
    pub in_grid: GridPoint,
    /// Index into [`super::Analysis::gap_places`].
    pub zone: ZoneIndex,
    /// Operators whose verdict on the zone is still open, sorted by brand.
    pub operators: Vec<OperatorId>,
    /// Votes that these operators still need in the zone, added up, before the plan.
    pub votes_needed: u64,
    /// Straight metres from the stop before it, or from the start; 0 where the outing begins here.
    pub walk_m: f64,
    /// Walking there and measuring.
    pub minutes: f64,
}

/// Stops of all teams, sorted by team and stop.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub request: PlanRequest,
    pub stops: Vec<PlanStop>,
    /// Stops that were worth a visit and left out, because an outing would have taken too long.
    pub n_left_out: u32,
    /// Pairs of zone and operator without a verdict before the plan.
    pub n_open: u32,
    /// Of these, how many the plan is expected to settle.
    pub expected_settled: f64,
}

impl Plan {
    /// Key of the sentence that says why a plan has no stop.
    pub fn empty_key(&self, analysis: &Analysis) -> &'static str {
        match (self.n_open, self.n_left_out) {
            (0, _) => Self::why_nothing_open(analysis),
            (_, 0) => "plan-nothing-worth",
            _ => "plan-nothing-reachable",
        }
    }

    /// Key of the sentence why no verdict is open: not always because all have been reached.
    pub fn why_nothing_open(analysis: &Analysis) -> &'static str {
        if analysis.operators_met.is_empty() {
            "plan-no-samples"
        } else if analysis.gap_places.zones.is_empty() {
            "plan-no-places"
        } else {
            "plan-nothing-open"
        }
    }

    /// Stops of a team, in their order.
    pub fn of_team(&self, team: u32) -> &[PlanStop] {
        let from = self.stops.partition_point(|stop| stop.team < team);
        let to = self.stops.partition_point(|stop| stop.team <= team);
        self.stops.get(from..to).unwrap_or(&[])
    }

    /// Numbers of the teams that have a stop.
    pub fn teams(&self) -> impl Iterator<Item = u32> {
        self.stops.chunk_by(|a, b| a.team == b.team).filter_map(|stops| stops.first().map(|stop| stop.team))
    }
}
