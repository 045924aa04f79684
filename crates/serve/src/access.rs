//! Who asks, from where, and whether they may: the only place where that is decided.

use crate::error::Problem;
use crate::routes::Need;
use crate::secrets::{digest, equal, kept};
use crate::state::App;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use diurna_review::Role;
use std::net::IpAddr;

/// Name of the cookie that holds the id of a session.
pub(crate) const COOKIE_NAME: &str = "diurna";
/// Header that shows that a request was made by our page.
pub(crate) const CSRF: &str = "x-diurna-csrf";
/// What to do instead of asking from a page of somebody else.
const ELSEWHERE: &str = "open the page of this server, or let a program ask with a token";

/// Where a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Somebody who may ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) how: How,
}

/// How somebody is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum How {
    /// The server is open to this machine.
    Open,
    /// By a session with this id.
    Session(String),
    /// By a token.
    Token,
}

/// Names under which the server may be asked: another name that leads here belongs to a page of somebody else.
pub(crate) struct Hosts {
    names: Vec<String>,
}

impl Hosts {
    pub(crate) fn new(given: &[String], address: IpAddr) -> Self {
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(String::from).to_vec();
        if !address.is_unspecified() {
            names.push(match address {
                IpAddr::V4(a) => a.to_string(),
                IpAddr::V6(a) => format!("[{a}]"),
            });
        }
        names.extend(given.iter().map(|name| name.to_ascii_lowercase()));
        Self { names }
    }

    /// Whether a `Host` header, with or without a port, is one of ours.
    pub(crate) fn holds(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let name = match host.rfind(']') {
            Some(end) => &host[..=end],
            None => host.split(':').next().unwrap_or_default(),
        };
        let port = host[name.len()..].strip_prefix(':');
        let port_fits = host.len() == name.len() || port.is_some_and(|p| p.parse::<u16>().is_ok());
        // A name may be given with its port, too.
        port_fits && self.names.iter().any(|n| n == name || *n == host)
    }
}

/// Refuses requests under other names.
pub(crate) async fn known_host(State(app): State<App>, request: Request, next: Next) -> Response {
    let header = text(request.headers(), HOST.as_str());
    let line = request.uri().authority().map(|a| a.as_str());
    let Some(host) = header else {
        return Problem::bad("the request names no host", "send the header Host").into_response();
    };
    if !app.hosts.holds(host) || line.is_some_and(|line| !app.hosts.holds(line)) {
        let hint = "start the server with --host NAME if people reach it under this name";
        return Problem::forbidden("this server is not known under that name", hint).into_response();
    }
    next.run(request).await
}

/// Lets a request through to a route if whoever asks may.
pub(crate) async fn guard(
    State((app, need)): State<(App, Need)>,
    mut request: Request,
    next: Next,
) -> Response {
    // The body cannot be looked at from several threads, so only what is needed goes along.
    match admit(&app, need, request.method().clone(), request.headers().clone()).await {
        Ok(person) => {
            if let Some(person) = person {
                request.extensions_mut().insert(person);
            }
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn admit(app: &App, need: Need, method: Method, headers: HeaderMap) -> Result<Option<Person>, Problem> {
    let headers = &headers;
    let site = text(headers, "sec-fetch-site");
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return Err(Problem::forbidden("a page of another site may not ask this", ELSEWHERE));
    }
    let person = identify(app, headers).await?;
    let writes = !matches!(method, Method::GET | Method::HEAD);
    if writes && !matches!(&person, Some(Person { how: How::Token, .. })) {
        same_origin(headers)?;
        let expected = csrf(app, person.as_ref());
        if !text(headers, CSRF).is_some_and(|given| equal(given, &expected)) {
            let hint = "send the `csrf` of /api/session as X-Diurna-CSRF, or use a token";
            return Err(Problem::forbidden("the request does not come from the page", hint));
        }
    }
    match (need, &person) {
        (Need::Nobody, _) => Ok(person),
        (Need::Role(_), None) => {
            Err(Problem::new(StatusCode::UNAUTHORIZED, "nobody is signed in", "sign in, or send a token"))
        }
        (Need::Role(role), Some(p)) if p.role < role => Err(Problem::forbidden(
            format!("the role {} does not allow that", p.role),
            &format!("it needs the role {role}; ask somebody who has it"),
        )),
        (Need::Role(_), Some(_)) => Ok(person),
    }
}

/// What a request that writes has to send along.
pub(crate) fn csrf(app: &App, person: Option<&Person>) -> String {
    match person.map(|p| &p.how) {
        Some(How::Session(id)) => digest(&format!("csrf {id}")),
        _ => digest(&format!("csrf {}", app.secret)),
    }
}

/// A browser that says where a request comes from must say that it comes from here.
fn same_origin(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(origin) = text(headers, ORIGIN.as_str()) else { return Ok(()) };
    let authority = origin.split_once("://").map(|(_, rest)| rest);
    let host = text(headers, HOST.as_str());
    if authority.zip(host).is_some_and(|(a, h)| a.eq_ignore_ascii_case(h)) {
        Ok(())
    } else {
        Err(Problem::forbidden("a page of another site may not do this", ELSEWHERE))
    }
}

/// Who asks; nobody where there is no sign of it.
async fn identify(app: &App, headers: &HeaderMap) -> Result<Option<Person>, Problem> {
    if let Some(given) = headers.get(AUTHORIZATION) {
        let token = given.to_str().ok().and_then(|t| t.strip_prefix("Bearer ")).map(str::trim);
        let Some(token) = token.filter(|t| is_id(t)) else { return Err(unknown_token()) };
        let sha256 = kept(token);
        let found = app.db.read(move |store| crate::people::by_token(store, &sha256)).await?;
        let (name, role) = found.ok_or_else(unknown_token)?;
        return Ok(Some(Person { name, role, how: How::Token }));
    }
    if app.is_open() {
        return Ok(Some(Person { name: app.options.name.clone(), role: Role::Owner, how: How::Open }));
    }
    let Some(id) = session_id(headers) else { return Ok(None) };
    let sha256 = kept(&id);
    let found = app.db.read(move |store| crate::people::by_session(store, &sha256)).await?;
    Ok(found.map(|(name, role)| Person { name, role, how: How::Session(id) }))
}

fn unknown_token() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "the token is not known", "make one under /api/tokens")
}

/// The id of the session in the cookie.
pub(crate) fn session_id(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == COOKIE_NAME && is_id(value)).map(|(_, value)| value.to_string())
}

fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A header that is there once and is text.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?;
    if all.next().is_some() {
        return Some("");
    }
    // What is no text fits nothing.
    Some(first.to_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_ours_or_not() {
        let hosts =
            Hosts::new(&["Review.Example.org".to_string(), "tunnel:8443".to_string()], [127, 0, 0, 1].into());
        for ours in [
            "localhost",
            "LOCALHOST:8171",
            "127.0.0.1:8171",
            "[::1]",
            "[::1]:8171",
            "review.example.org",
            "review.example.org:443",
            "tunnel:8443",
        ] {
            assert!(hosts.holds(ours), "{ours}");
        }
        for other in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:8171",
            "localhost:",
            "localhost:x",
            "localhost:8171:1",
            "[::1]x",
            "[::2]",
            "tunnel",
            "xlocalhost",
            "0.0.0.0:8171",
            "evil.example@localhost",
        ] {
            assert!(!hosts.holds(other), "{other}");
        }
        let public = Hosts::new(&[], "fd00::7".parse().unwrap());
        assert!(public.holds("[fd00::7]:80") && !public.holds("[fd00::8]:80"));
    }

    #[test]
    fn cookies_hold_ids_or_nothing() {
        let id = "0123456789abcdef".repeat(4);
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, text.parse().unwrap());
            session_id(&headers)
        };
        assert_eq!(of(&format!("a=b; diurna={id}; c")), Some(id.clone()));
        assert_eq!(of("diurna=' OR 1=1"), None);
        assert_eq!(of(&format!("xdiurna={id}")), None);
    }
}
