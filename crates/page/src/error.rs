//! What can go wrong on the way from bytes to a report.

/// Why no report came of an input; the message says what and where, [`Error::hint`] what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{source_name}: {what}")]
pub struct Error {
    source_name: String,
    what: String,
    hint: Option<String>,
}

impl Error {
    pub(crate) fn new(source: &str, what: impl Into<String>) -> Self {
        Self { source_name: source.to_owned(), what: what.into(), hint: None }
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What to do about it, where there is something to do.
    ///
    /// ```
    /// let error = diurna_page::detect(b"%PDF-1.7 ...", "leaflet.pdf").unwrap_err();
    /// assert!(error.hint().is_some_and(|h| h.contains("text")));
    /// ```
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}
