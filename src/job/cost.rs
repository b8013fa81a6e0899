//! What work costs the machine, as far as the system tells.

use std::time::Duration;

/// Time that this thread has had of a processor; `None` where the system does not say.
///
/// Linux adds it up when threads are switched, and a thread that yields is.
pub fn thread_time() -> Option<Duration> {
    std::thread::yield_now();
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    line.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Memory of this process in MiB: now, and the most so far.
pub fn memory_mib() -> Option<(u64, u64)> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let of = |what: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(what))?;
        line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib / 1024)
    };
    of("VmRSS:").zip(of("VmHWM:"))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_sleeping_thread_costs_nothing() {
        let Some(before) = thread_time() else { return };
        std::thread::sleep(Duration::from_millis(40));
        let slept = thread_time().unwrap().saturating_sub(before);
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(40) {
            std::hint::black_box(start);
        }
        let worked = thread_time().unwrap().saturating_sub(before + slept);
        assert!(slept < Duration::from_millis(10) && worked <= Duration::from_millis(60), "{slept:?} {worked:?}");
    }

    #[test]
    fn memory_is_told_where_the_system_tells_it() {
        assert!(memory_mib().is_none_or(|(now, most)| 0 < now && now <= most));
    }
}
