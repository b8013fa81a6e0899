//! Background work that reports progress and can be cancelled. Knows no window: it wakes one through a closure.

mod cost;
mod feedback;
mod pool;
mod task;

pub use cost::{memory_mib, thread_time};
pub use feedback::{Cancelled, Feedback, Progress};
pub use pool::start_pool;
pub use task::{Job, JobLost};
