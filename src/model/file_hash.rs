//! The hash that names an input file. It may still be in the making while the samples are already at work.

use std::sync::{Arc, OnceLock};

use super::{Error, Result};

/// SHA-256 of a whole file.
#[derive(Debug, Clone)]
pub struct FileHash(Arc<OnceLock<Result<String>>>);

/// Where a hash is to be put once it is known. Dropped empty, it counts as cancelled, so that nobody waits for ever.
#[derive(Debug)]
pub struct HashSlot(Arc<OnceLock<Result<String>>>);

impl FileHash {
    /// A hash that is known: hex digits.
    pub fn known(hex: String) -> Self {
        Self(Arc::new(OnceLock::from(Ok(hex))))
    }

    /// A hash to come.
    pub fn pending() -> (Self, HashSlot) {
        let cell = Arc::new(OnceLock::new());
        (Self(Arc::clone(&cell)), HashSlot(cell))
    }

    /// Hex digits, once they are known; an error when the file could not be read again or is no longer the same.
    pub fn hex(&self) -> Result<&str> {
        self.0.wait().as_deref().map_err(Error::clone)
    }
}

impl PartialEq for FileHash {
    fn eq(&self, other: &Self) -> bool {
        self.hex() == other.hex()
    }
}

impl HashSlot {
    pub fn set(self, hash: Result<String>) {
        // The slot goes with its only hash, so the place is free.
        let _ = self.0.set(hash);
    }
}

impl Drop for HashSlot {
    fn drop(&mut self) {
        let _ = self.0.set(Err(Error::Cancelled));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_waited_for_and_never_for_ever() {
        let (hash, slot) = FileHash::pending();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| hash.hex().map(str::to_owned));
            slot.set(Ok("ab12".to_owned()));
            assert_eq!(waiting.join().unwrap(), Ok("ab12".to_owned()));
        });
        let (hash, slot) = FileHash::pending();
        drop(slot);
        assert_eq!(hash.hex(), Err(Error::Cancelled));
        assert_eq!(FileHash::known("x".to_owned()), FileHash::known("x".to_owned()));
    }
}
