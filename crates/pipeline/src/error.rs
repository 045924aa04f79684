//! Why no record came of an input.

/// The message says what and where; [`Error::hint`] says what to do.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    message: String,
    hint: Option<String>,
}

impl Error {
    /// What to do about it, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    pub(crate) fn too_long(source: &str, bytes: usize) -> Self {
        Self {
            message: format!(
                "{source}: holds {} MB of text, more than one report has (the limit is 8 MB)",
                bytes >> 20
            ),
            hint: Some("split it into reports: one file each, or one JSON line each".to_string()),
        }
    }

    pub(crate) fn no_span(source: &str, number: usize, start: usize, end: usize, length: usize) -> Self {
        Self {
            message: format!(
                "{source}: mention {number} runs from {start} to {end}, but the text has {length} code points"
            ),
            hint: Some(
                "start and end count code points of the text from 0; end is one past the last".to_string(),
            ),
        }
    }
}

impl From<diurna_page::Error> for Error {
    fn from(e: diurna_page::Error) -> Self {
        Self { message: e.to_string(), hint: e.hint().map(String::from) }
    }
}
