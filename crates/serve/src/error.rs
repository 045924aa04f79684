//! What goes wrong: before serving ([`Failure`]) and in an answer ([`Problem`]).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Why the server did not start or had to stop; [`Failure::hint`] says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    message: String,
    hint: Option<String>,
}

impl Failure {
    /// What went wrong, and what to do about it.
    #[must_use]
    pub fn new(message: impl Into<String>, hint: &str) -> Self {
        Self { message: message.into(), hint: Some(hint.to_string()) }
    }

    pub(crate) fn plain(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None }
    }

    /// What to do about it, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl From<diurna_store::Error> for Failure {
    fn from(e: diurna_store::Error) -> Self {
        Self { message: e.to_string(), hint: e.hint().map(String::from) }
    }
}

/// An answer that is none: `{"error": …}`, with a `hint` where there is something to do and, for a conflict, the present `view`. Behind a pointer, since it is
/// carried through all that goes well.
#[derive(Debug)]
pub(crate) struct Problem(Box<Told>);

#[derive(Debug)]
struct Told {
    status: StatusCode,
    error: String,
    hint: Option<String>,
    view: Option<Value>,
    /// Seconds after which it may be tried again.
    after: Option<u64>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, error: impl Into<String>, hint: &str) -> Self {
        let hint = Some(hint.to_string()).filter(|h| !h.is_empty());
        Self(Box::new(Told { status, error: error.into(), hint, view: None, after: None }))
    }

    pub(crate) fn bad(error: impl Into<String>, hint: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error, hint)
    }

    pub(crate) fn missing(what: impl Into<String>, hint: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, what, hint)
    }

    /// An address under which nothing can be asked.
    pub(crate) fn no_address() -> Self {
        Self::missing("there is no such thing", "/api/openapi.json names all addresses")
    }

    /// An incident that is not there, or no more.
    pub(crate) fn no_incident(what: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, what, "/api/incidents lists those there are")
    }

    pub(crate) fn forbidden(error: impl Into<String>, hint: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, error, hint)
    }

    pub(crate) fn internal(error: impl Into<String>) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            error,
            "ask again; if it stays so, start the server anew",
        )
    }

    pub(crate) fn too_many(error: impl Into<String>, after: u64) -> Self {
        let hint = format!("try again in {after} seconds");
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, error, &hint);
        problem.0.after = Some(after);
        problem
    }

    /// The same for whoever is no client.
    pub(crate) fn as_failure(&self) -> Failure {
        Failure { message: self.0.error.clone(), hint: self.0.hint.clone() }
    }

    /// Somebody else was faster; `view` is what there is now.
    pub(crate) fn conflict(error: impl Into<String>, hint: &str, view: Option<Value>) -> Self {
        let mut problem = Self::new(StatusCode::CONFLICT, error, hint);
        problem.0.view = view;
        problem
    }
}

impl From<diurna_store::Error> for Problem {
    fn from(e: diurna_store::Error) -> Self {
        let status =
            if e.is_locked() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::INTERNAL_SERVER_ERROR };
        Self::new(status, format!("the database {e}"), e.hint().unwrap_or_default())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Told { status, error, hint, view, after } = *self.0;
        let mut body = json!({"error": error});
        for (name, more) in [("hint", hint.map(Value::String)), ("view", view)] {
            if let (Some(more), Some(body)) = (more, body.as_object_mut()) {
                body.insert(name.to_string(), more);
            }
        }
        let mut response = (status, axum::Json(body)).into_response();
        if let Some(after) = after {
            response.headers_mut().insert(header::RETRY_AFTER, after.into());
        }
        response
    }
}
