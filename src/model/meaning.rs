//! What a column of a table means.

macro_rules! meanings {
    ($($(#[$doc:meta])* $name:ident => $code:literal,)*) => {
        /// Meaning of a table column. The code is what `--columns meaning=Header` accepts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Meaning { $($(#[$doc])* #[serde(rename = $code)] $name,)* }

        impl Meaning {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|meaning| meaning.code() == code)
            }
        }
    };
}

meanings! {
    Time => "time",
    /// Date alone; joined with [`Meaning::TimeOfDay`].
    Date => "date",
    TimeOfDay => "time_of_day",
    Latitude => "lat",
    Longitude => "lon",
    /// Uncertainty of the position in metres.
    Accuracy => "accuracy",
    Operator => "operator",
    MccMnc => "mcc_mnc",
    Mcc => "mcc",
    Mnc => "mnc",
    Technology => "technology",
    /// Mobile, Wi-Fi or fixed.
    Connection => "connection",
    Download => "download",
    Upload => "upload",
    Latency => "latency",
    Jitter => "jitter",
    Loss => "loss",
    /// Id of the test.
    TestId => "id",
    Device => "device",
    Model => "model",
    /// Mã giới thiệu.
    Referral => "referral",
    Status => "status",
    /// Indoor or outdoor.
    Place => "place",
    /// Signal strength in dBm.
    Signal => "signal",
    System => "os",
    Server => "server",
    Ward => "ward",
    Province => "province",
    /// Number of samples behind a row: the mark of an aggregate.
    SampleCount => "sample_count",
    CellTower => "cell",
    /// Says that the source itself takes the test for impossible.
    Implausible => "implausible",
    /// Latitude and longitude in one cell.
    Position => "position",
}
