//! Why an action was not done.

/// Why an action was not done, and what to do instead. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// What kind of refusal it is.
    pub why: Why,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// Kinds of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The role does not allow it.
    Role,
    /// Another person has the incident in hand.
    Locked,
    /// It does not fit the state of the review.
    State,
    /// What was given is wrong in itself.
    Bad,
}

impl Refused {
    pub(crate) fn new(why: Why, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { why, message: message.into(), hint: hint.into() }
    }

    /// What was given is wrong in itself.
    #[must_use]
    pub fn bad(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Why::Bad, message, hint)
    }

    /// It does not fit the state of the review.
    #[must_use]
    pub fn state(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Why::State, message, hint)
    }
}
