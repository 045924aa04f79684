//! What can go wrong on the way to a page.

use std::time::Duration;

/// Why nothing came of an address or a folder; the message says what and where, [`Error::hint`] what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is no address of the web.
    #[error("{url}: {what}")]
    Address {
        /// The address as it was given.
        url: String,
        /// What is wrong with it.
        what: String,
    },
    /// The host lies in a private network, on this machine or at another address that is not of the open internet.
    #[error("{url}: {host} is not an address of the open internet")]
    Private {
        /// The address.
        url: String,
        /// Its host.
        host: String,
    },
    /// `robots.txt` asks programs not to take this address.
    #[error("{url}: the site's robots.txt asks programs not to take this page")]
    Disallowed {
        /// The address.
        url: String,
    },
    /// `robots.txt` could not be had because the site is in trouble; RFC 9309 then forbids everything.
    #[error("{url}: the site's robots.txt cannot be had (status {status}), so nothing is taken")]
    RobotsUnknown {
        /// The address.
        url: String,
        /// Status of the answer to `robots.txt`.
        status: u16,
    },
    /// The name of the host is not known.
    #[error("{url}: the host {host} is not known")]
    UnknownHost {
        /// The address.
        url: String,
        /// Its host.
        host: String,
    },
    /// No connection, or one that broke.
    #[error("{url}: {what}")]
    Connection {
        /// The address.
        url: String,
        /// What happened.
        what: String,
    },
    /// The server took longer than the limit.
    #[error("{url}: took longer than {} s", .limit.as_secs_f32())]
    TooSlow {
        /// The address.
        url: String,
        /// The limit that was passed.
        limit: Duration,
    },
    /// The page is larger than the limit, packed or unpacked.
    #[error("{url}: is larger than {limit} bytes")]
    TooLarge {
        /// The address.
        url: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// Too many redirects.
    #[error("{url}: leads through more than {limit} redirects")]
    TooManyRedirects {
        /// The address that was asked for.
        url: String,
        /// How many are followed.
        limit: u32,
    },
    /// Redirects that lead back to where they began.
    #[error("{url}: its redirects lead in a circle")]
    RedirectCircle {
        /// The address that was asked for.
        url: String,
    },
    /// An answer that says there is no page.
    #[error("{url}: the server answers with status {status}")]
    Status {
        /// The address.
        url: String,
        /// The status of HTTP.
        status: u16,
        /// How long the server asks to wait, where it says so in seconds.
        retry_after: Option<Duration>,
    },
    /// An answer that is no HTTP, or whose head is larger than the limit.
    #[error("{url}: the answer cannot be read: {what}")]
    Answer {
        /// The address.
        url: String,
        /// What is wrong with it.
        what: String,
    },
    /// A body whose packing is unknown or broken.
    #[error("{url}: the page cannot be unpacked: {what}")]
    Packing {
        /// The address.
        url: String,
        /// What is wrong with it.
        what: String,
    },
    /// What was fetched is no feed that can be read.
    #[error("{url}: no feed can be read: {what}")]
    Feed {
        /// The address.
        url: String,
        /// What is wrong with it.
        what: String,
        /// It looks like a web page.
        page: bool,
    },
    /// A list of feeds that cannot be read.
    #[error("{name}: {what}")]
    Opml {
        /// Name of the file.
        name: String,
        /// What is wrong with it.
        what: String,
    },
    /// A file or folder that cannot be read or written.
    #[error("{path}: {what}")]
    File {
        /// Its path.
        path: String,
        /// What happened.
        what: String,
    },
}

impl Error {
    /// What to do about it, where there is something to do.
    ///
    /// ```
    /// let gone = diurna_fetch::Error::Status { url: "https://example.org/".into(), status: 410, retry_after: None };
    /// assert!(gone.hint().is_some_and(|h| h.contains("address")));
    /// ```
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Address { .. } => "give a full address, for example https://example.org/report.html",
            Self::Private { .. } => "if you trust this host, allow private addresses (--allow-private)",
            Self::Disallowed { .. } => "save the page from a browser and read the file, if you may",
            Self::RobotsUnknown { .. } | Self::TooSlow { .. } => "try again later",
            Self::UnknownHost { .. } => "check the address and the connection to the internet",
            Self::Connection { .. } => "check the address, or try again later",
            Self::TooLarge { .. } => "save it from a browser if it is a report at all",
            Self::TooManyRedirects { .. } | Self::RedirectCircle { .. } => {
                "open the address in a browser and give the one it ends at"
            }
            Self::Status { status, .. } => by_status(*status),
            Self::Answer { .. } | Self::Packing { .. } => "open the address in a browser and save the page",
            Self::Feed { page: true, .. } => "this is a web page; look there for the address of its feed",
            Self::Feed { .. } => "RSS, Atom, JSON Feed and sitemaps can be read; check the address",
            Self::Opml { .. } => "export the list again as OPML; each feed needs an attribute xmlUrl",
            Self::File { .. } => "check the path and its permissions",
        })
    }

    /// True where the same request may well succeed later: trouble at the server or on the way, not a refusal.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::RobotsUnknown { .. }
            | Self::UnknownHost { .. }
            | Self::Connection { .. }
            | Self::TooSlow { .. } => true,
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500 | 502..=504),
            _ => false,
        }
    }
}

fn by_status(status: u16) -> &'static str {
    match status {
        401 | 402 | 407 => {
            "the page is for subscribers; save it from a browser and read the file, if you may"
        }
        403 => {
            "the site refuses programs, or this page; save it from a browser and read the file, if you may"
        }
        404 | 410 => "there is no such page (any more); check the address",
        408 | 425 | 500 | 502..=504 => "the site is in trouble; try again later",
        429 => "the site asks for fewer requests; wait, and ask less often",
        451 => "the page is withheld for legal reasons where you are",
        _ => "open the address in a browser; if the page comes, save it and read the file",
    }
}

/// The message of an I/O error without its number.
pub(crate) fn plain(e: &std::io::Error) -> String {
    let text = e.to_string();
    match text.split_once(" (os error") {
        Some((message, _)) => message.to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_have_hints_and_some_pass() {
        let of = |status| Error::Status { url: "https://example.org/".into(), status, retry_after: None };
        for (status, word, passing) in [
            (401, "subscribers", false),
            (403, "refuses", false),
            (404, "check the address", false),
            (410, "check the address", false),
            (429, "fewer", true),
            (451, "legal", false),
            (500, "later", true),
            (503, "later", true),
            (418, "browser", false),
            (304, "browser", false),
        ] {
            let error = of(status);
            assert!(error.hint().is_some_and(|h| h.contains(word)), "{status}: {:?}", error.hint());
            assert_eq!(error.is_passing(), passing, "{status}");
        }
    }
}
