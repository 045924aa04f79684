//! What went wrong with a store, and what to do about it.

use rusqlite::ErrorCode;

/// The message says what went wrong; [`Error::hint`] says what to do. Nothing of the step that failed was kept.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    message: String,
    hint: Option<String>,
    kind: Kind,
}

/// What a caller does something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    /// Another program holds the database.
    Locked,
    /// The server is out of reach.
    Lost,
    /// The name of the database is wrong as it is written.
    Usage,
    /// It, or its folder, cannot be written.
    Unwritable,
    /// Anything else.
    #[default]
    Other,
}

/// What a step of the store gives.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(message: impl Into<String>, hint: &str) -> Self {
        Self { message: message.into(), hint: Some(hint.to_string()), kind: Kind::Other }
    }

    pub(crate) fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, kind: Kind::Other }
    }

    /// The store holds what this program never writes.
    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::new(
            format!("the database is damaged: {what}"),
            "keep it for evidence, and go back to a copy that `diurna verify` finds right",
        )
    }

    /// The same as one of that kind.
    pub(crate) fn of(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// What to do about it, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Whether another program holds the database.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.kind == Kind::Locked
    }

    /// Whether the server that holds the database is out of reach; asking again later may help.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.kind == Kind::Lost
    }

    /// Whether the name of the database can never be right as it is written, such as a malformed address.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        self.kind == Kind::Usage
    }

    /// Whether it, or its folder, cannot be written.
    pub(crate) fn is_unwritable(&self) -> bool {
        self.kind == Kind::Unwritable
    }
}

/// What the database itself says, without the statement that it was asked.
fn told(e: &rusqlite::Error) -> String {
    match e {
        rusqlite::Error::SqlInputError { msg, .. } | rusqlite::Error::SqliteFailure(_, Some(msg)) => {
            msg.clone()
        }
        other => other.to_string(),
    }
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        let code = e.sqlite_error_code();
        let (message, hint) = match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                return Self::new("is locked by another program", "wait until that has ended, and try again")
                    .of(Kind::Locked);
            }
            // A full disk has no room for the -shm file beside the database either.
            code if code == Some(ErrorCode::DiskFull) || no_room_beside(&e) => {
                ("the disk is full", "make room and run the command again; what was added before is kept")
            }
            Some(ErrorCode::ReadOnly) => {
                return Self::new(
                    "cannot be written",
                    "check the rights of the file, of the files with -wal and -shm at its end beside it (another user may have left them), and of its folder; or name another with --db",
                )
                .of(Kind::Unwritable);
            }
            Some(ErrorCode::CannotOpen) => {
                return Self::new(
                    "cannot be opened",
                    "check that the folder is there and can be written, or name another with --db",
                )
                .of(Kind::Unwritable);
            }
            Some(ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied) => {
                ("access is denied", "check the rights of the file and of its folder")
            }
            Some(ErrorCode::NotADatabase) => {
                ("is no Diurna database", "name another file with --db; `diurna add` makes it")
            }
            Some(ErrorCode::DatabaseCorrupt) => return Self::damaged(told(&e)),
            Some(ErrorCode::SystemIoFailure) => {
                let message = format!("cannot be read or written: {e}");
                return Self::new(
                    message,
                    "check the disk and the room on it; what was added before is kept",
                );
            }
            _ => {
                let said = told(&e);
                // All statements are ours, and so are all tables that they name.
                if said.starts_with("no such ") {
                    return Self::damaged(said);
                }
                return Self::plain(format!("the database answered: {said}"));
            }
        };
        Self::new(message, hint)
    }
}

/// Whether the file that SQLite shares between programs could not grow.
fn no_room_beside(e: &rusqlite::Error) -> bool {
    e.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_room_for_shared_memory_is_a_full_disk() {
        let of = |code| {
            Error::from(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)).to_string()
        };
        assert_eq!(of(rusqlite::ffi::SQLITE_IOERR_SHMSIZE), "the disk is full");
        assert_eq!(of(rusqlite::ffi::SQLITE_FULL), "the disk is full");
        assert!(of(rusqlite::ffi::SQLITE_IOERR_READ).starts_with("cannot be read or written"));
    }
}
