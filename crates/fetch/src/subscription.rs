//! Asking a feed for its news.

use crate::error::Error;
use crate::feed::{Feed, Item};
use crate::fetcher::{Fetched, Fetcher, Validators};
use crate::state::FeedState;
use std::collections::BTreeSet;

const FEEDS: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
    text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";
/// Sitemaps of one index that are taken.
const MAX_SITEMAPS: usize = 20;

/// What a feed has that was not seen to before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedNews {
    /// The feed has not changed; nothing else is known.
    pub not_modified: bool,
    /// Title of the feed.
    pub title: Option<String>,
    /// Items that were not seen to, in the order of the feed.
    pub items: Vec<Item>,
    /// Guids of all items that the feed names, for [`FeedState::settle`].
    pub guids: Vec<String>,
    /// What to ask with the next time, for [`FeedState::settle`]; empty where a part of the feed could not be had, so that it
    /// is asked for again.
    pub validators: Validators,
    /// Of an index of sitemaps: those that could not be had.
    pub troubles: Vec<Error>,
    /// Of an index of sitemaps: how many were passed over because there are more than 20.
    pub passed_over: usize,
}

impl Fetcher {
    /// Asks the feed at `url` for what was not seen to before: RSS, Atom, JSON Feed, a sitemap, or an index of sitemaps (the
    /// sitemaps it names are taken, no deeper).
    ///
    /// Take the items, [`FeedState::mark`] each when it has been dealt with, and [`FeedState::settle`] when all have; an item
    /// that is not marked comes again.
    ///
    /// # Errors
    /// Where the feed cannot be taken (see [`Fetcher::page`]) or read.
    ///
    /// ```no_run
    /// use diurna_fetch::{Fetcher, Options, State};
    /// let (fetcher, mut state) = (Fetcher::new(Options::default()), State::default());
    /// let known = state.feed("https://courier.example/feed");
    /// let news = fetcher.feed("https://courier.example/feed", known)?;
    /// for item in &news.items {
    ///     // ... take the page, then:
    ///     known.mark(&item.guid);
    /// }
    /// if !news.not_modified {
    ///     known.settle(news.validators, &news.guids);
    /// }
    /// # Ok::<(), diurna_fetch::Error>(())
    /// ```
    pub fn feed(&self, url: &str, known: &FeedState) -> Result<FeedNews, Error> {
        let page = match self.take(url, &known.validators, FEEDS)? {
            Fetched::NotModified => return Ok(FeedNews { not_modified: true, ..FeedNews::default() }),
            Fetched::Page(page) => page,
        };
        let feed = Feed::read(&page.url, &page.bytes)?;
        let mut news = FeedNews {
            title: feed.title,
            validators: page.validators,
            passed_over: feed.sitemaps.len().saturating_sub(MAX_SITEMAPS),
            ..FeedNews::default()
        };
        let mut items = feed.items;
        for map in feed.sitemaps.iter().take(MAX_SITEMAPS) {
            match self.sitemap(map) {
                Ok(found) => items.extend(found),
                Err(e) => news.troubles.push(e),
            }
        }
        if !news.troubles.is_empty() || !feed.sitemaps.is_empty() {
            // An index may stand unchanged while its sitemaps change.
            news.validators = Validators::default();
        }
        let mut named = BTreeSet::new();
        for item in items {
            if !named.insert(item.guid.clone()) {
                continue;
            }
            news.guids.push(item.guid.clone());
            if !known.has_seen(&item.guid) {
                news.items.push(item);
            }
        }
        Ok(news)
    }

    fn sitemap(&self, url: &str) -> Result<Vec<Item>, Error> {
        match self.take(url, &Validators::default(), FEEDS)? {
            Fetched::Page(page) => Ok(Feed::read(&page.url, &page.bytes)?.items),
            Fetched::NotModified => Ok(Vec::new()),
        }
    }
}
