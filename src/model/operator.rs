//! Operators: brand and host network, resolved from what files call them.

/// Index into [`super::Dataset::operators`], which is sorted by brand in byte order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperatorId(pub u16);

/// A brand and the network that carries it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operator {
    /// Brand as shown: `Viettel`, `iTel`, … or the text of the file where no brand is known; `unknown` for an empty name.
    pub brand: String,
    /// Brand of the host network; empty where it is not known.
    pub host: String,
    /// Whether the program knows this brand.
    pub known: bool,
    /// A fixed-line provider: its rows are not mobile unless a connection column says so.
    pub fixed_line: bool,
}
