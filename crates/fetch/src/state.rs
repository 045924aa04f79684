//! What is remembered of feeds between runs.

use crate::error::{Error, plain};
use crate::fetcher::Validators;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Name of this version of the file.
const SCHEMA: &str = "diurna/feeds/1";
/// Guids of a feed that are kept beside those it still names.
const KEPT: usize = 10_000;

/// What is remembered of one feed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedState {
    /// What to ask with the next time.
    pub validators: Validators,
    /// Guids of items that were seen to, each with its number in order.
    seen: BTreeMap<String, u64>,
    /// The number of the next.
    next: u64,
}

impl FeedState {
    /// Whether the item of this guid was seen to.
    #[must_use]
    pub fn has_seen(&self, guid: &str) -> bool {
        self.seen.contains_key(guid)
    }

    /// An item was seen to: it was taken, or it never will be.
    pub fn mark(&mut self, guid: &str) {
        if !self.has_seen(guid) {
            self.seen.insert(guid.to_string(), self.next);
            self.next = self.next.saturating_add(1);
        }
    }

    /// All items of the feed were seen to: from now on it is asked for only if it has changed. `current` are the guids it
    /// names now; of the others the newest 10,000 are kept.
    pub fn settle(&mut self, validators: Validators, current: &[String]) {
        self.validators = validators;
        let named: BTreeSet<&str> = current.iter().map(String::as_str).collect();
        let mut others: Vec<u64> =
            self.seen.iter().filter(|(guid, _)| !named.contains(guid.as_str())).map(|(_, &n)| n).collect();
        if others.len() > KEPT {
            others.sort_unstable();
            let first = others[others.len() - KEPT];
            self.seen.retain(|guid, n| *n >= first || named.contains(guid.as_str()));
        }
    }
}

/// What is remembered of all feeds, by the address of the feed.
///
/// ```
/// use diurna_fetch::State;
/// let mut state = State::default();
/// state.feed("https://courier.example/feed").mark("q1");
/// assert!(state.feed("https://courier.example/feed").has_seen("q1"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    schema: String,
    feeds: BTreeMap<String, FeedState>,
}

impl Default for State {
    fn default() -> Self {
        Self { schema: SCHEMA.to_string(), feeds: BTreeMap::new() }
    }
}

impl State {
    /// What is remembered of the feed at `url`; nothing at first.
    pub fn feed(&mut self, url: &str) -> &mut FeedState {
        self.feeds.entry(url.to_string()).or_default()
    }

    /// Reads the file at `path`; a file that is not there remembers nothing.
    ///
    /// # Errors
    /// Where it cannot be read or is not such a file.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let text = match std::fs::read(path) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(file(path, format!("cannot be read: {}", plain(&e)))),
        };
        let state: Self = serde_json::from_slice(&text)
            .map_err(|e| file(path, format!("is not what is remembered of feeds: {e}")))?;
        if state.schema != SCHEMA {
            return Err(file(path, format!("is of another version ({}, not {SCHEMA})", state.schema)));
        }
        Ok(state)
    }

    /// Writes the file at `path`: whole, or not at all.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let failed = |e: std::io::Error| file(path, format!("cannot be written: {}", plain(&e)));
        let mut text = serde_json::to_vec_pretty(self).map_err(|e| failed(e.into()))?;
        text.push(b'\n');
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(".part");
        let part = path.with_file_name(name);
        let write = || {
            let mut out = std::fs::File::create(&part)?;
            out.write_all(&text)?;
            out.sync_all()?;
            drop(out);
            std::fs::rename(&part, path)
        };
        write().map_err(|e| {
            // What is half is of no use; that it is gone too is all one can do.
            let _ = std::fs::remove_file(&part);
            failed(e)
        })
    }
}

fn file(path: &Path, what: String) -> Error {
    Error::File { path: path.display().to_string(), what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_feed_still_names_is_never_forgotten() {
        let mut feed = FeedState::default();
        for i in 0..KEPT + 3 {
            feed.mark(&format!("old{i}"));
        }
        feed.mark("old1");
        feed.mark("new");
        let validators = Validators { etag: Some("\"1\"".into()), last_modified: None };
        feed.settle(validators.clone(), &["old0".to_string(), "new".to_string()]);
        // old0 and new are named still; of the other 10,002 the two oldest go.
        assert_eq!(feed.seen.len(), KEPT + 2);
        for (guid, kept) in [("old0", true), ("old1", false), ("old2", false), ("old3", true), ("new", true)]
        {
            assert_eq!(feed.has_seen(guid), kept, "{guid}");
        }
        assert_eq!(feed.validators, validators);
    }
}
