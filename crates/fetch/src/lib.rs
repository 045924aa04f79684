//! From addresses to bytes: web pages and feeds, taken politely and safely; folders watched.
//!
//! Nothing here reads a report. [`Fetcher`] takes a page or a feed, [`Watcher`] tells which files of a folder are new, and
//! [`State`] remembers between runs what was seen. Only the command line calls this crate; the stages and the pipeline
//! know no network.
//!
//! *Polite:* `robots.txt` is honoured (RFC 9309), one request at a time goes to a host with a pause after it, pages that
//! have not changed are not sent again (conditional requests), and a host that asks for rest gets it.
//!
//! *Safe:* servers may be hostile. Size, time, redirects and headers are bounded; the size is that of the unpacked bytes.
//! Addresses of private networks are refused unless [`Options::allow_private`] is set; they are checked after the name was
//! looked up, at every redirect, and the connection goes to the very address that was checked.
//!
//! ```no_run
//! use diurna_fetch::{Fetched, Fetcher, Options, Validators};
//! let fetcher = Fetcher::new(Options::default());
//! match fetcher.page("https://example.org/2021/02/16/quay", &Validators::default())? {
//!     Fetched::Page(page) => assert!(page.status == 200 && page.bytes.len() < 10_000_000),
//!     Fetched::NotModified => {}
//! }
//! # Ok::<(), diurna_fetch::Error>(())
//! ```

mod address;
mod body;
mod client;
mod error;
mod feed;
mod fetcher;
mod host;
mod opml;
mod options;
mod resolver;
mod robots;
mod sitemap;
mod state;
mod subscription;
mod watch;
mod xml;

pub use address::is_public;
pub use error::Error;
pub use feed::{Feed, Item};
pub use fetcher::{Fetched, Fetcher, Page, Validators};
pub use opml::{Subscription, read_opml};
pub use options::Options;
pub use state::{FeedState, State};
pub use subscription::FeedNews;
pub use watch::{Poll, Watcher};
