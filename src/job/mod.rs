//! Background work that reports progress and can be cancelled. Knows no window: it wakes one through a closure.

mod feedback;
mod task;

pub use feedback::{Cancelled, Feedback, Progress};
pub use task::{Job, JobLost};
