//! Every address of the interface, with what it takes to ask it.

use crate::access::{guard, known_host};
use crate::state::App;
use crate::{act, export, incidents, list, live, openapi, page, people, reports, samples, users};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post};
use diurna_review::Role;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::timeout::TimeoutLayer;

/// Most bytes of a body.
const BODY: usize = 1 << 20;

/// What it takes to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing: it tells nothing of what is kept.
    Nobody,
    /// At least this role.
    Role(Role),
}

struct Route {
    method: &'static str,
    path: &'static str,
    need: Need,
    handler: MethodRouter<App>,
}

/// All addresses of the interface. What is not here cannot be asked.
fn table() -> Vec<Route> {
    let route = |method, path, need, handler| Route { method, path, need, handler };
    let (anybody, viewer, editor, owner) =
        (Need::Nobody, Need::Role(Role::Viewer), Need::Role(Role::Editor), Need::Role(Role::Owner));
    vec![
        route("GET", "/api/session", anybody, get(people::session)),
        route("POST", "/api/sign-in", anybody, post(people::sign_in)),
        route("POST", "/api/sign-out", anybody, post(people::sign_out)),
        route("GET", "/api/openapi.json", anybody, get(openapi::document)),
        route("GET", "/api/incidents", viewer, get(list::incidents)),
        route("GET", "/api/map", viewer, get(list::map)),
        route("GET", "/api/histogram", viewer, get(list::histogram)),
        route("GET", "/api/incidents/{id}", viewer, get(incidents::incident)),
        route("GET", "/api/incidents/{id}/history", viewer, get(incidents::history)),
        route("POST", "/api/incidents/{id}/act", editor, post(act::act)),
        route("GET", "/api/reports/{sha}", viewer, get(reports::report)),
        route("GET", "/api/log", viewer, get(incidents::log)),
        route("POST", "/api/judge", editor, post(act::judge)),
        route("GET", "/api/agreement", viewer, get(act::agreement)),
        route("GET", "/api/events", viewer, get(live::events)),
        route("POST", "/api/samples", editor, post(samples::load)),
        route("GET", "/api/export/{format}", viewer, get(export::export)),
        route("GET", "/api/users", owner, get(users::users)),
        route("POST", "/api/users", owner, post(users::add_user)),
        route("DELETE", "/api/users/{name}", owner, delete(users::drop_user)),
        route("POST", "/api/password", viewer, post(users::password)),
        route("GET", "/api/tokens", viewer, get(users::tokens)),
        route("POST", "/api/tokens", viewer, post(users::new_token)),
        route("DELETE", "/api/tokens/{name}", viewer, delete(users::drop_token)),
    ]
}

/// Method, path and least role (`None` for everybody) of each address: for tests that try them all.
#[doc(hidden)]
#[must_use]
pub fn routes() -> Vec<(&'static str, &'static str, Option<&'static str>)> {
    let need = |need| match need {
        Need::Nobody => None,
        Need::Role(role) => Some(role.as_str()),
    };
    table().into_iter().map(|r| (r.method, r.path, need(r.need))).collect()
}

/// The whole service.
pub(crate) fn router(app: &App) -> Router {
    let mut api = Router::new();
    for Route { path, need, handler, .. } in table() {
        // Every address has its guard, in front of all that it does.
        api = api.route(path, handler.layer(from_fn_with_state((app.clone(), need), guard)));
    }
    // On one machine packing and unpacking takes longer than passing on.
    let away = app.options.behind_tls || !app.options.address.is_loopback();
    let far = move |_: StatusCode, _: Version, _: &HeaderMap, _: &Extensions| away;
    api.fallback(page::page)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, app.options.patience))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(far)))
        .layer(from_fn_with_state(app.clone(), known_host))
        .layer(from_fn(no_long_body))
        .layer(from_fn_with_state(app.clone(), headers))
        .with_state(app.clone())
}

/// Refuses what says that it is too long before a byte of it is read.
async fn no_long_body(request: Request, next: Next) -> Response {
    let length = request.headers().get(axum::http::header::CONTENT_LENGTH);
    let length = length.and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if length.is_some_and(|n| n > BODY as u64) {
        let problem = crate::error::Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body is too large",
            "send at most 1 MB",
        );
        return problem.into_response();
    }
    next.run(request).await
}

/// Headers of every answer.
async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    set(
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    set("x-content-type-options", "nosniff");
    set("x-frame-options", "DENY");
    set("referrer-policy", "no-referrer");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(), geolocation=(), microphone=()");
    if app.options.behind_tls {
        set("strict-transport-security", "max-age=31536000");
    }
    if api {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
