//! Taking a page: manners, redirects, limits.

use crate::client::{Answer, Client, Request};
use crate::error::Error;
use crate::host::{Hosts, Rules, lock};
use crate::options::Options;
use crate::robots::{self, Robots};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::{Duration, Instant};
use url::Url;

const PAGES: &str = "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1";
/// Redirects of `robots.txt` that are followed, as RFC 9309 asks.
const ROBOTS_REDIRECTS: u32 = 5;

/// What a server gave us to ask whether a page has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validators {
    /// The header `ETag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The header `Last-Modified`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

impl Validators {
    /// True where there is nothing to ask with.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

/// A page as it was served, without its packing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its address, after redirects.
    pub url: String,
    /// The status of HTTP: 200, or another success with a body.
    pub status: u16,
    /// The unpacked bytes.
    pub bytes: Vec<u8>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// What to ask with the next time.
    pub validators: Validators,
    /// When it was fetched (ISO 8601). This crate has no calendar: it is for the caller to say.
    pub retrieved: Option<String>,
}

impl Page {
    /// The encoding that the server names; servers are often wrong about it.
    ///
    /// ```
    /// # use diurna_fetch::{Page, Validators};
    /// # let page = Page { url: String::new(), status: 200, bytes: vec![], validators: Validators::default(), retrieved: None,
    /// content_type: Some("text/html; Charset=\"windows-1251\"".to_string()),
    /// # };
    /// assert_eq!(page.charset(), Some("windows-1251"));
    /// ```
    #[must_use]
    pub fn charset(&self) -> Option<&str> {
        let parameters = self.content_type.as_deref()?.split(';').skip(1);
        let mut charsets = parameters.filter_map(|p| {
            let (name, value) = p.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
        });
        charsets.next().filter(|c| !c.is_empty())
    }
}

/// What came of asking for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The page.
    Page(Page),
    /// It has not changed since the validators were given.
    NotModified,
}

/// Takes pages and feeds. Threads can share one: it sees to it that no host gets two requests at a time.
pub struct Fetcher {
    pub(crate) options: Options,
    client: Client,
    hosts: Hosts,
}

impl Fetcher {
    /// A fetcher with these limits and manners. Characters that cannot stand in a header are left out of the user agent.
    #[must_use]
    pub fn new(mut options: Options) -> Self {
        options.user_agent.retain(|c| c.is_ascii_graphic() || c == ' ');
        if options.user_agent.trim().is_empty() {
            options.user_agent = Options::default().user_agent;
        }
        Self { client: Client::new(&options), hosts: Hosts::default(), options }
    }

    /// Takes the page at `url`; where `known` is not empty, only if it has changed since.
    ///
    /// Waits for the host's turn, and asks for its `robots.txt` before the first page. For an example see the crate.
    ///
    /// # Errors
    /// Where the address is none or is private, the site does not want it taken, there is no such page, or the answer
    /// passes a limit or cannot be read.
    pub fn page(&self, url: &str, known: &Validators) -> Result<Fetched, Error> {
        self.take(url, known, PAGES)
    }

    pub(crate) fn take(&self, given: &str, known: &Validators, accept: &str) -> Result<Fetched, Error> {
        let mut url = parse(given)?;
        let mut left = self.options.total_timeout;
        let mut passed: Vec<Url> = Vec::new();
        loop {
            let rules = self.rules(&url, &mut left)?;
            if !rules.allows(&path(&url)) {
                return Err(Error::Disallowed { url: url.to_string() });
            }
            let pause = self.options.pause.max(rules.delay.unwrap_or_default());
            // A redirect within a host is part of the same visit.
            let same = passed.last().is_some_and(|last| last.host_str() == url.host_str());
            let pause = if same { Duration::ZERO } else { pause };
            let limit = self.options.max_bytes;
            let request = Request { url: &url, accept, known, limit, cut: false, left };
            let answer = self.ask(&request, pause, &mut left)?;
            match answer.status {
                304 if !known.is_empty() => return Ok(Fetched::NotModified),
                200..=299 => return Ok(Fetched::Page(page(&url, answer))),
                301 | 302 | 303 | 307 | 308 => {
                    let next = follow(&url, answer.location.as_deref())?;
                    passed.push(url);
                    if passed.contains(&next) {
                        return Err(Error::RedirectCircle { url: given.to_string() });
                    }
                    if passed.len() as u64 > u64::from(self.options.max_redirects) {
                        let limit = self.options.max_redirects;
                        return Err(Error::TooManyRedirects { url: given.to_string(), limit });
                    }
                    url = next;
                }
                status => {
                    let retry_after = answer.retry_after;
                    return Err(Error::Status { url: url.to_string(), status, retry_after });
                }
            }
        }
    }

    /// Sends one request in the host's turn and takes the time off what is left.
    fn ask(&self, request: &Request<'_>, pause: Duration, left: &mut Duration) -> Result<Answer, Error> {
        let url = request.url;
        if left.is_zero() {
            return Err(Error::TooSlow { url: url.to_string(), limit: self.options.total_timeout });
        }
        let turn = self.hosts.turn(url.host_str().unwrap_or_default());
        let mut turn = lock(&turn);
        if let Some((status, rest)) = turn.resting() {
            return Err(Error::Status { url: url.to_string(), status, retry_after: Some(rest) });
        }
        turn.wait(pause);
        let began = Instant::now();
        let answer = self.client.get(request);
        *left = left.saturating_sub(began.elapsed());
        // What a host is asked about its rules is no visit yet.
        if !request.cut {
            turn.ended();
        }
        if let Ok(Answer { status: status @ (429 | 503), retry_after: Some(time), .. }) = answer {
            turn.rest(status, time);
        }
        answer
    }

    /// What `robots.txt` says at the origin of `page`; asked for once a day.
    fn rules(&self, page: &Url, left: &mut Duration) -> Result<Arc<Robots>, Error> {
        let slot = self.hosts.rules(&page.origin().ascii_serialization());
        let mut slot = lock(&slot);
        let rules = match slot.as_ref().filter(|rules| rules.is_fresh()) {
            Some(rules) => rules.clone(),
            None => slot.insert(Rules::new(self.robots(page, left)?)).clone(),
        };
        rules.known.map_err(|status| Error::RobotsUnknown { url: page.to_string(), status })
    }

    /// Asks for `robots.txt`: its rules, or the status of a site in trouble.
    fn robots(&self, page: &Url, left: &mut Duration) -> Result<Result<Arc<Robots>, u16>, Error> {
        let mut url = page.join("/robots.txt").map_err(|e| bad(page.as_str(), &e.to_string()))?;
        for _ in 0..=ROBOTS_REDIRECTS {
            let known = Validators::default();
            let (accept, limit) = ("text/plain, */*;q=0.1", robots::MAX_BYTES);
            let request = Request { url: &url, accept, known: &known, limit, cut: true, left: *left };
            let answer = self.ask(&request, Duration::ZERO, left).map_err(|e| about(e, page))?;
            match answer.status {
                200..=299 => {
                    let mut bytes = answer.bytes;
                    if bytes.len() as u64 >= robots::MAX_BYTES {
                        // Half a rule is no rule.
                        let end = bytes.iter().rposition(|&b| b == b'\n').unwrap_or(0);
                        bytes.truncate(end);
                    }
                    return Ok(Ok(Arc::new(Robots::read(&bytes, self.options.product()))));
                }
                301 | 302 | 303 | 307 | 308 => url = follow(&url, answer.location.as_deref())?,
                status @ (429 | 500..) => return Ok(Err(status)),
                // No rules: everything may be taken.
                _ => return Ok(Ok(Arc::default())),
            }
        }
        Ok(Ok(Arc::default()))
    }
}

/// An error on the way to `robots.txt`, told of the page where it is the same for both.
fn about(error: Error, page: &Url) -> Error {
    let url = page.to_string();
    match error {
        Error::Private { host, .. } if page.host_str() == Some(&host) => Error::Private { url, host },
        Error::UnknownHost { host, .. } => Error::UnknownHost { url, host },
        Error::Connection { what, .. } => Error::Connection { url, what },
        Error::TooSlow { limit, .. } => Error::TooSlow { url, limit },
        Error::Status { status, .. } => Error::RobotsUnknown { url, status },
        other => other,
    }
}

fn page(url: &Url, answer: Answer) -> Page {
    Page {
        url: url.to_string(),
        status: answer.status,
        bytes: answer.bytes,
        content_type: answer.content_type,
        validators: answer.validators,
        retrieved: None,
    }
}

/// What `robots.txt` speaks of: path and query.
fn path(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_string(),
    }
}

fn bad(url: &str, what: &str) -> Error {
    Error::Address { url: url.to_string(), what: what.to_string() }
}

/// An address of the web, without what is for the browser alone.
pub(crate) fn parse(given: &str) -> Result<Url, Error> {
    let mut url = Url::parse(given.trim()).map_err(|e| bad(given, &format!("is no address: {e}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad(given, "does not begin with http:// or https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        // The message must not tell the password on.
        return Err(bad(url.host_str().unwrap_or_default(), "the address holds a name or password"));
    }
    url.set_fragment(None);
    Ok(url)
}

fn follow(from: &Url, location: Option<&str>) -> Result<Url, Error> {
    let answer = |what: String| Error::Answer { url: from.to_string(), what };
    let location = location.ok_or_else(|| answer("it redirects without saying where".to_string()))?;
    let next =
        from.join(location.trim()).map_err(|e| answer(format!("it redirects to what is no address: {e}")))?;
    parse(next.as_str()).map_err(|_| answer("it redirects to what is no address of the web".to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_an_address_of_the_web() {
        let url = |given: &str| parse(given).map(|u| u.to_string());
        assert_eq!(url(" https://Example.org/a b#c ").as_deref(), Ok("https://example.org/a%20b"));
        // Numbers that browsers take for addresses are written out, so that they can be judged.
        assert_eq!(url("http://2130706433/").as_deref(), Ok("http://127.0.0.1/"));
        assert_eq!(url("http://0x7f.1/").as_deref(), Ok("http://127.0.0.1/"));
        for wrong in [
            "example.org",
            "ftp://example.org/",
            "file:///etc/passwd",
            "http://",
            "",
            "http://a:b@example.org/",
        ] {
            let error = url(wrong).unwrap_err();
            assert!(matches!(error, Error::Address { .. }) && error.hint().is_some(), "{wrong}");
            assert!(!error.to_string().contains("a:b"), "{error}");
        }
    }

    #[test]
    fn redirects_stay_in_the_web() {
        let from = parse("https://example.org/a/b").unwrap();
        let to = |location| follow(&from, location).map(|u| u.to_string());
        assert_eq!(to(Some("../c?d")).as_deref(), Ok("https://example.org/c?d"));
        assert_eq!(to(Some("//other.example/")).as_deref(), Ok("https://other.example/"));
        for wrong in [None, Some("file:///etc/passwd"), Some("http://[::1"), Some("javascript:1")] {
            assert!(matches!(to(wrong), Err(Error::Answer { .. })), "{wrong:?}");
        }
    }
}
