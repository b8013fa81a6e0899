//! How much memory the process takes, for benchmarks.

/// Memory of this process in MiB as Linux counts it under a name of its own: `VmRSS` now, `VmHWM` at most. 0 elsewhere.
pub fn memory_mib(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    line.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}
