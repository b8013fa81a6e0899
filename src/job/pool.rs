//! The threads that share the work of a command.

use rayon::ThreadPoolBuilder;

/// Starts the pool with so many threads, or with one for each processor. A pool that is there already stays as it is;
/// results do not depend on it.
///
/// One thread for each processor keeps to its own. Linux puts a thread that is woken behind the one that woke it where
/// the other processor seems taken, and in a virtual machine one that has nothing to do does: for milliseconds two
/// threads share a processor beside an idle one.
pub fn start_pool(n_threads: Option<usize>) {
    let processors = if n_threads.is_none() { processors() } else { Vec::new() };
    let builder = ThreadPoolBuilder::new().num_threads(n_threads.unwrap_or(0));
    let keep = move |number: usize| {
        if let Some(processor) = processors.get(number) {
            keep_to(*processor);
        }
    };
    // Fails only when a pool exists already.
    let _ = builder.start_handler(keep).build_global();
}

/// Numbers of the processors that the program may use; none where the pool will not have one thread for each of them.
#[cfg(target_os = "linux")]
fn processors() -> Vec<usize> {
    use nix::sched::{CpuSet, sched_getaffinity};
    use nix::unistd::Pid;

    let allowed = sched_getaffinity(Pid::from_raw(0)).unwrap_or_default();
    let processors: Vec<usize> = (0..CpuSet::count()).filter(|number| allowed.is_set(*number) == Ok(true)).collect();
    let is_one_each = std::thread::available_parallelism().is_ok_and(|n| n.get() == processors.len());
    let is_said_otherwise = std::env::var_os("RAYON_NUM_THREADS").is_some();
    if is_one_each && !is_said_otherwise { processors } else { Vec::new() }
}

#[cfg(not(target_os = "linux"))]
fn processors() -> Vec<usize> {
    Vec::new()
}

#[cfg(target_os = "linux")]
fn keep_to(processor: usize) {
    use nix::sched::{CpuSet, sched_setaffinity};
    use nix::unistd::Pid;

    let mut only = CpuSet::new();
    // A thread that may run anywhere is only slower.
    let _ = only.set(processor).and_then(|()| sched_setaffinity(Pid::from_raw(0), &only));
}

#[cfg(not(target_os = "linux"))]
fn keep_to(_processor: usize) {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_keeps_to_a_processor_runs_there() {
        let allowed = processors();
        let Some(last) = allowed.last().copied() else { return };
        let kept = std::thread::spawn(move || {
            keep_to(last);
            // As the system says it.
            std::fs::read_to_string("/proc/thread-self/status").unwrap_or_default()
        });
        let status = kept.join().unwrap();
        let seen = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap();
        assert_eq!(seen.trim(), last.to_string());
        assert_eq!(processors(), allowed);
    }
}
