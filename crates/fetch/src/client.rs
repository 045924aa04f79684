//! One request, one answer.

use crate::body::{self, Trouble};
use crate::error::{Error, plain};
use crate::fetcher::Validators;
use crate::options::Options;
use crate::resolver::{Guarded, Refused};
use std::io::Read;
use std::time::Duration;
use ureq::Agent;
use ureq::http::HeaderMap;
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

/// Bytes that the head of an answer may have.
const MAX_HEAD: usize = 64 << 10;
/// Longest validator that is kept, in bytes.
const MAX_VALIDATOR: usize = 512;

/// What is asked for.
pub(crate) struct Request<'a> {
    pub(crate) url: &'a Url,
    /// Types we can read, for the header `Accept`.
    pub(crate) accept: &'a str,
    /// What we have already.
    pub(crate) known: &'a Validators,
    /// Bytes that the body may have, packed or unpacked.
    pub(crate) limit: u64,
    /// Whether a longer body is cut instead of refused.
    pub(crate) cut: bool,
    /// Time that is left.
    pub(crate) left: Duration,
}

/// What the server says.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) validators: Validators,
    pub(crate) retry_after: Option<Duration>,
    /// The unpacked body of a success; empty otherwise.
    pub(crate) bytes: Vec<u8>,
}

/// A client that follows no redirect, keeps no cookie and uses no proxy (which would ask addresses that we did not check).
pub(crate) struct Client {
    agent: Agent,
    options: Options,
}

impl Client {
    pub(crate) fn new(options: &Options) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MAX_HEAD)
            .user_agent(options.user_agent.as_str())
            .timeout_resolve(Some(options.connect_timeout))
            .timeout_connect(Some(options.connect_timeout))
            // After a pause most connections are gone; a new one is checked anew.
            .max_idle_connections(0)
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Guarded::new(options));
        Self { agent, options: options.clone() }
    }

    pub(crate) fn get(&self, request: &Request<'_>) -> Result<Answer, Error> {
        let Request { url, limit, .. } = *request;
        // Only the global limit bounds slow drops of a body.
        let mut call = self.agent.get(url.as_str()).config().timeout_global(Some(request.left)).build();
        call = call.header("accept", request.accept).header("connection", "close");
        call = call.header("accept-encoding", if request.cut { "identity" } else { body::ACCEPTED });
        for (name, value) in
            [("if-none-match", &request.known.etag), ("if-modified-since", &request.known.last_modified)]
        {
            if let Some(value) = value.as_deref().filter(|v| is_clean(v)) {
                call = call.header(name, value);
            }
        }
        let response = call.call().map_err(|e| self.explain(url, e))?;
        let status = response.status().as_u16();
        let (parts, mut body) = response.into_parts();
        let header = |name: &str| header(&parts.headers, name);
        let validator = |name: &str| header(name).filter(|v| is_clean(v));
        let mut answer = Answer {
            status,
            location: header("location"),
            content_type: header("content-type").filter(|v| is_clean(v)),
            validators: Validators { etag: validator("etag"), last_modified: validator("last-modified") },
            retry_after: header("retry-after").and_then(|v| v.trim().parse().ok()).map(Duration::from_secs),
            bytes: Vec::new(),
        };
        if !(200..300).contains(&status) {
            return Ok(answer);
        }
        let too_large = || Error::TooLarge { url: url.to_string(), limit };
        if !request.cut && body.content_length().is_some_and(|length| length > limit) {
            return Err(too_large());
        }
        let mut packed = Vec::new();
        let most = if request.cut { limit } else { limit.saturating_add(1) };
        let read = body.as_reader().take(most).read_to_end(&mut packed);
        read.map_err(|e| self.explain(url, e.into()))?;
        if packed.len() as u64 > limit {
            return Err(too_large());
        }
        let encoding = header("content-encoding");
        answer.bytes = body::unpack(packed, encoding.as_deref(), limit).map_err(|e| match e {
            Trouble::TooLarge => too_large(),
            Trouble::Broken(what) => Error::Packing { url: url.to_string(), what },
        })?;
        Ok(answer)
    }

    fn explain(&self, url: &Url, error: ureq::Error) -> Error {
        let host = || url.host_str().unwrap_or_default().to_string();
        let connection = |what: String| Error::Connection { url: url.to_string(), what };
        let answer = |what: String| Error::Answer { url: url.to_string(), what };
        match error {
            ureq::Error::Other(e) if e.is::<Refused>() => {
                Error::Private { url: url.to_string(), host: host() }
            }
            ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
                Error::TooSlow { url: url.to_string(), limit: self.options.connect_timeout }
            }
            ureq::Error::Timeout(_) => {
                Error::TooSlow { url: url.to_string(), limit: self.options.total_timeout }
            }
            ureq::Error::HostNotFound => Error::UnknownHost { url: url.to_string(), host: host() },
            // The system's resolver has no kind of error of its own.
            ureq::Error::Io(e) if e.to_string().starts_with("failed to lookup address") => {
                Error::UnknownHost { url: url.to_string(), host: host() }
            }
            ureq::Error::Io(e) => connection(format!("the connection failed: {}", plain(&e).to_lowercase())),
            ureq::Error::LargeResponseHeader(..) => {
                answer(format!("its head is larger than {MAX_HEAD} bytes"))
            }
            ureq::Error::Protocol(e) => answer(e.to_string()),
            ureq::Error::BadUri(what) => Error::Address { url: url.to_string(), what },
            ureq::Error::Http(e) => Error::Address { url: url.to_string(), what: e.to_string() },
            other => connection(format!("the connection failed: {other}")),
        }
    }
}

/// A header as text; what is not UTF-8 is not there.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|v| std::str::from_utf8(v.as_bytes()).ok()).map(String::from)
}

/// Short, and nothing but visible ASCII and spaces, so that it can stand in a header again.
fn is_clean(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= MAX_VALIDATOR
        && value.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
}
