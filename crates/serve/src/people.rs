//! Signing in and out, and sessions.

use crate::access::{COOKIE_NAME, How, Peer, Person, csrf, session_id, text};
use crate::ask::Told;
use crate::error::Problem;
use crate::secrets::{self, kept};
use crate::state::App;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use diurna_review::Role;
use diurna_store::Store;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::time::Instant;
use utoipa::ToSchema;

/// How long a session lasts, in hours.
const HOURS: i64 = 12;

/// What the page needs to begin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionView {
    user: Option<UserView>,
    /// Nobody has to sign in.
    open: bool,
    version: &'static str,
    /// To be sent as `X-Diurna-CSRF` with all that writes.
    csrf: String,
    /// There is no report yet.
    empty: bool,
    /// The sample reports can be loaded.
    samples: bool,
    /// Who has the page open.
    here: Vec<String>,
}

/// A user.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UserView {
    pub(crate) name: String,
    #[schema(value_type = String)]
    pub(crate) role: Role,
    /// When it was added, ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) added: Option<String>,
}

/// The name and role of a session that has not run out.
pub(crate) fn by_session(store: &Store, sha256: &[u8; 32]) -> Result<Option<(String, Role)>, Problem> {
    let user = store.session(sha256, &moment(Timestamp::now()))?;
    Ok(user.map(|u| (u.name, u.role)))
}

/// The name and role of a token's user.
pub(crate) fn by_token(store: &Store, sha256: &[u8; 32]) -> Result<Option<(String, Role)>, Problem> {
    let user = store.token(sha256)?;
    Ok(user.map(|u| (u.name, u.role)))
}

/// A moment as the database compares it.
pub(crate) fn moment(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

pub(crate) async fn session_of(app: &App, person: Option<&Person>) -> Result<SessionView, Problem> {
    let empty = app.db.read(|store| Ok(store.count_reports()? == 0)).await?;
    // Strangers learn nothing but that they have to sign in.
    let known = person.is_some();
    Ok(SessionView {
        user: person.map(|p| UserView { name: p.name.clone(), role: p.role, added: None }),
        open: app.is_open(),
        version: env!("CARGO_PKG_VERSION"),
        csrf: csrf(app, person),
        empty: known && empty,
        samples: known && empty && app.options.read.is_some(),
        here: if known { app.live.here() } else { Vec::new() },
    })
}

/// Who is asking, and what the page needs to begin.
#[utoipa::path(get, path = "/api/session", tag = "people", responses((status = 200, body = SessionView)))]
pub(crate) async fn session(
    State(app): State<App>,
    person: Option<Extension<Person>>,
) -> Result<Json<SessionView>, Problem> {
    session_of(&app, person.as_ref().map(|p| &p.0)).await.map(Json)
}

/// A name with its password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    name: String,
    password: String,
}

/// Signs in: gives a new session whatever the browser had before.
#[utoipa::path(post, path = "/api/sign-in", tag = "people", request_body = SignIn,
    responses((status = 200, body = SessionView), (status = 401), (status = 429)))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Told(told): Told<SignIn>,
) -> Result<Response, Problem> {
    if app.is_open() {
        return Err(Problem::bad("nobody has to sign in here", "add users with `diurna users add`"));
    }
    let (by_name, by_address) =
        (format!("name {}", told.name), format!("address {}", address(&app, peer, &headers)));
    for tried in [&by_address, &by_name] {
        app.tries
            .count(tried, Instant::now())
            .map_err(|after| Problem::too_many("too many tries to sign in", after))?;
    }
    let name = told.name.clone();
    let user = app.db.read(move |store| Ok(store.user(&name)?)).await?;
    let known = user.is_some();
    let hash = user.as_ref().map_or_else(|| app.nobody.clone(), |u| u.password_hash.clone());
    let fits = {
        let _turn = app.checks.acquire().await.map_err(|_| Problem::internal("the server stops"))?;
        // The same work whether or not there is such a name.
        crate::ask::work(move || Ok(secrets::fits(&told.password, &hash))).await?
    };
    let Some(user) = user.filter(|_| known && fits) else {
        let hint = "an owner can give you another password";
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "the name or the password is wrong", hint));
    };
    for right in [&by_address, &by_name] {
        app.tries.give_back(right);
    }
    let id = secrets::random().map_err(|e| Problem::internal(e.to_string()))?;
    let (sha256, old) = (kept(&id), session_id(&headers).map(|id| kept(&id)));
    let name = user.name.clone();
    app.db
        .write(move |store| {
            let now = Timestamp::now();
            if let Some(old) = old {
                store.end_session(&old)?;
            }
            store.end_old_sessions(&moment(now))?;
            let expires = now.checked_add(HOURS.hours()).map_err(|e| Problem::internal(e.to_string()))?;
            Ok(store.new_session(&name, &sha256, &moment(expires))?)
        })
        .await?;
    let person = Person { name: user.name, role: user.role, how: How::Session(id.clone()) };
    let body = Json(session_of(&app, Some(&person)).await?);
    with_cookie(&app, body.into_response(), &id, HOURS * 3600)
}

/// Signs out: the session ends here, not in the browser alone.
#[utoipa::path(post, path = "/api/sign-out", tag = "people", responses((status = 200, body = SessionView)))]
pub(crate) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(id) = session_id(&headers) {
        let sha256 = kept(&id);
        app.db.write(move |store| Ok(store.end_session(&sha256)?)).await?;
    }
    let body = Json(session_of(&app, None).await?);
    with_cookie(&app, body.into_response(), "", 0)
}

pub(crate) fn with_cookie(
    app: &App,
    mut response: Response,
    id: &str,
    seconds: i64,
) -> Result<Response, Problem> {
    let secure = if app.options.behind_tls { "; Secure" } else { "" };
    let cookie = format!("{COOKIE_NAME}={id}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(|e| Problem::internal(e.to_string()))?;
    response.headers_mut().insert(SET_COOKIE, cookie);
    Ok(response)
}

/// The address of whoever asks; a proxy in front of us writes it last.
fn address(app: &App, peer: Peer, headers: &HeaderMap) -> String {
    let forwarded = text(headers, "x-forwarded-for").filter(|_| app.options.behind_tls);
    let last = forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim).filter(|a| !a.is_empty());
    last.map_or_else(|| peer.0.to_string(), String::from)
}
