//! A job: one thread, one result, cancelled when dropped.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::{Feedback, Progress};

/// Work on its own thread. Dropping the job cancels it.
#[derive(Debug)]
pub struct Job<T> {
    feedback: Feedback,
    result: Receiver<T>,
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work`; `wake` is called when its result is there.
    pub fn spawn(
        name: &str,
        wake: impl FnOnce() + Send + 'static,
        work: impl FnOnce(&Feedback) -> T + Send + 'static,
    ) -> std::io::Result<Self> {
        let feedback = Feedback::default();
        let (sender, result) = channel();
        let worker = feedback.clone();
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            // The receiver is gone when the job was dropped; then nobody waits for the result.
            let _ = sender.send(work(&worker));
            wake();
        })?;
        Ok(Self { feedback, result })
    }

    /// The result, once. `Err(JobLost)` when the worker died without one.
    pub fn poll(&self) -> Option<Result<T, JobLost>> {
        match self.result.try_recv() {
            Ok(value) => Some(Ok(value)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(JobLost)),
        }
    }

    pub fn progress(&self) -> Progress {
        self.feedback.progress()
    }

    pub fn cancel(&self) {
        self.feedback.cancel();
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.feedback.cancel();
    }
}

/// The worker ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobLost;

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn dropping_a_job_cancels_its_worker() {
        let (sender, seen) = channel();
        let job = Job::spawn(
            "test",
            || {},
            move |feedback| {
                while feedback.check().is_ok() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                let _ = sender.send(());
            },
        );
        drop(job);
        assert!(seen.recv_timeout(Duration::from_secs(10)).is_ok());
    }
}
