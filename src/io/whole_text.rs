//! The text of a table that is read to its end, whatever is made of it.

use std::io::Read;

use super::encoding::Utf8Reader;

/// Text of a table and the hash of its file.
pub(super) struct WholeText {
    pub text: Utf8Reader<Box<dyn Read>>,
    /// Where it was taken before.
    pub sha256: Option<String>,
}

impl Read for WholeText {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.text.read(buffer)
    }
}

impl WholeText {
    /// Hex digits of the hash of the whole file, of which the rest is read.
    pub fn sha256(mut self) -> std::io::Result<String> {
        match self.sha256 {
            Some(sha256) => Ok(sha256),
            None => {
                std::io::copy(&mut self.text, &mut std::io::sink())?;
                Ok(self.text.sha256())
            }
        }
    }
}
