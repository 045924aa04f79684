//! What went wrong with a store, and what to do about it.

use rusqlite::ErrorCode;

/// The message says what went wrong; [`Error::hint`] says what to do. Nothing of the step that failed was kept.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    message: String,
    hint: Option<String>,
    pub(crate) code: Option<ErrorCode>,
}

/// What a step of the store gives.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(message: impl Into<String>, hint: &str) -> Self {
        Self { message: message.into(), hint: Some(hint.to_string()), code: None }
    }

    pub(crate) fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, code: None }
    }

    /// The store holds what this program never writes.
    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::new(format!("the database is damaged: {what}"), "run `diurna verify`, and go back to a copy")
    }

    /// What to do about it, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Whether another program holds the database.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(self.code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        let code = e.sqlite_error_code();
        let (message, hint) = match code {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                ("is locked by another program", "wait until that has ended, and try again")
            }
            Some(ErrorCode::DiskFull) => {
                ("the disk is full", "make room and run the command again; what was added before is kept")
            }
            Some(ErrorCode::ReadOnly) => (
                "cannot be written",
                "check the rights of the file and of its folder, or name another with --db",
            ),
            Some(ErrorCode::CannotOpen) => (
                "cannot be opened",
                "check that the folder is there and can be written, or name another with --db",
            ),
            Some(ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied) => {
                ("access is denied", "check the rights of the file and of its folder")
            }
            Some(ErrorCode::NotADatabase) => {
                ("is no Diurna database", "name another file with --db; `diurna add` makes it")
            }
            Some(ErrorCode::DatabaseCorrupt) => {
                return Self { code, ..Self::damaged(e) };
            }
            Some(ErrorCode::SystemIoFailure) => {
                let message = format!("cannot be read or written: {e}");
                let hint = "check the disk and the room on it; what was added before is kept".to_string();
                return Self { message, hint: Some(hint), code };
            }
            _ => return Self { message: format!("the database answered: {e}"), hint: None, code },
        };
        Self { message: message.to_string(), hint: Some(hint.to_string()), code }
    }
}
