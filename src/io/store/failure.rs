//! What the database says went wrong, in the terms of the program.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::model::Error;

/// The error of a step on the project at `path`.
pub fn at(path: &Path) -> impl Fn(rusqlite::Error) -> Error + Copy + '_ {
    move |error| {
        let path = path.display().to_string();
        let reason = error.to_string();
        // Values of another kind than the program writes, texts that are none, or a row that others name and is not there.
        if matches!(
            error,
            rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::Utf8Error(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::QueryReturnedNoRows
        ) {
            return Error::ProjectDamaged { path };
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::ProjectBusy { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Error::ProjectDamaged { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Error::ProjectReadOnly { path },
            Some(ErrorCode::DiskFull) => Error::Unwritable { path, reason: "disk-full".to_owned() },
            // A limit on the size of files, and a disk that fails, look the same.
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Error::Unwritable { path, reason },
            _ => Error::Unreadable { path, reason },
        }
    }
}
