//! Standard input and named pipes, which may never say anything: waiting for them ends when the work is cancelled.

use std::io::{Error, Read, Result};
use std::path::PathBuf;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};

use crate::job::Feedback;

const BLOCK_BYTES: usize = 1 << 20;

/// Blocks read ahead.
const MAX_AHEAD: usize = 4;

const BETWEEN_CHECKS: Duration = Duration::from_millis(50);

/// Reads in a thread of its own. Where the pipe stays silent, the thread is left waiting.
pub(super) struct Pipe {
    blocks: Receiver<Result<Vec<u8>>>,
    block: Vec<u8>,
    at: usize,
    feedback: Feedback,
}

impl Pipe {
    /// Reads a named pipe, or standard input where there is no path.
    pub fn open(path: Option<PathBuf>, feedback: &Feedback) -> Self {
        let (send, blocks) = bounded(MAX_AHEAD);
        std::thread::spawn(move || {
            // Opening a pipe waits for the other end, too.
            let source: Result<Box<dyn Read>> = match path {
                Some(path) => std::fs::File::open(path).map(|file| Box::new(file) as Box<dyn Read>),
                None => Ok(Box::new(std::io::stdin())),
            };
            let mut source = match source {
                Ok(source) => source,
                Err(error) => return drop(send.send(Err(error))),
            };
            loop {
                let mut block = vec![0; BLOCK_BYTES];
                let outcome = match source.read(&mut block) {
                    Ok(0) => return,
                    Ok(n) => {
                        block.truncate(n);
                        Ok(block)
                    }
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                    Err(error) => Err(error),
                };
                let failed = outcome.is_err();
                if send.send(outcome).is_err() || failed {
                    return;
                }
            }
        });
        Self { blocks, block: Vec::new(), at: 0, feedback: feedback.clone() }
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while self.at >= self.block.len() {
            match self.blocks.recv_timeout(BETWEEN_CHECKS) {
                Ok(block) => (self.block, self.at) = (block?, 0),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) if self.feedback.is_cancelled() => {
                    return Err(Error::other("cancelled"));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        let rest = self.block.get(self.at..).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        if let (Some(into), Some(from)) = (buffer.get_mut(..n), rest.get(..n)) {
            into.copy_from_slice(from);
        }
        self.at += n;
        Ok(n)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::io::test_files::Files;

    #[test]
    fn waiting_for_a_silent_pipe_ends_when_cancelled() {
        let files = Files::new();
        let path = files.path("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let feedback = Feedback::default();
        let mut pipe = Pipe::open(Some(path.clone()), &feedback);
        feedback.cancel();
        assert!(pipe.read(&mut [0; 8]).is_err());
        let mut pipe = Pipe::open(Some(path.clone()), &Feedback::default());
        let writer = std::thread::spawn(move || std::fs::write(path, "time,lat").unwrap());
        let mut text = String::new();
        pipe.read_to_string(&mut text).unwrap();
        writer.join().unwrap();
        assert_eq!(text, "time,lat");
    }
}
