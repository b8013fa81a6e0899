//! Files that the operating system does not let be read or written, and why.

use std::error::Error as StdError;
use std::{fmt, io};

use super::Error;

impl Error {
    /// A file or folder that the system, or who reads from it, did not let through.
    pub fn unreadable(path: impl fmt::Display, error: &(dyn StdError + 'static)) -> Self {
        Self::Unreadable { path: path.to_string(), reason: reason_of(error) }
    }

    /// A file or folder into which nothing can be written.
    pub fn unwritable(path: impl fmt::Display, error: &(dyn StdError + 'static)) -> Self {
        Self::Unwritable { path: path.to_string(), reason: reason_of(error) }
    }
}

/// The code of what the system said, which the catalogue has words for; the words of others where there is none.
fn reason_of(error: &(dyn StdError + 'static)) -> String {
    let mut cause = Some(error);
    while let Some(one) = cause {
        if let Some(code) = one.downcast_ref::<io::Error>().and_then(code_of) {
            return code.to_owned();
        }
        cause = one.source();
    }
    error.to_string()
}

fn code_of(error: &io::Error) -> Option<&'static str> {
    // Windows: another program has the file, or a part of it, for itself.
    if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
        return Some("held-open");
    }
    match error.kind() {
        io::ErrorKind::PermissionDenied => Some("permission-denied"),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some("disk-full"),
        io::ErrorKind::ReadOnlyFilesystem => Some("read-only-disk"),
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => Some("held-open"),
        io::ErrorKind::NotFound => Some("not-found"),
        io::ErrorKind::NotADirectory => Some("not-a-folder"),
        io::ErrorKind::IsADirectory => Some("a-folder"),
        io::ErrorKind::FileTooLarge => Some("file-too-large"),
        io::ErrorKind::InvalidFilename => Some("bad-name"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(error: &(dyn StdError + 'static)) -> String {
        let Error::Unwritable { reason, .. } = Error::unwritable("a.csv", error) else { return String::new() };
        reason
    }

    #[test]
    fn what_the_system_said_is_a_code_also_below_the_words_of_others() {
        #[derive(Debug, thiserror::Error)]
        #[error("of a library")]
        struct Outer(#[source] io::Error);

        let denied = || io::Error::from(io::ErrorKind::PermissionDenied);
        assert_eq!(reason(&denied()), "permission-denied");
        assert_eq!(reason(&Outer(denied())), "permission-denied");
        assert_eq!(reason(&io::Error::other("the moon")), "the moon");
    }
}
