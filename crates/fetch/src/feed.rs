//! What a feed says: RSS, Atom, JSON Feed, sitemaps.

use crate::error::Error;
use crate::{sitemap, xml};
use feed_rs::model::{Entry, Text};
use std::collections::BTreeSet;
use url::Url;

/// Items of one feed that are read; sitemaps may have no more.
pub(crate) const MAX_ITEMS: usize = 50_000;

/// Longest guid and address that are taken, in bytes.
const LONGEST: (usize, usize) = (1024, 8192);

/// One page that a feed names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Address of the page.
    pub url: String,
    /// What the feed calls it: its id, or else its address. One feed names a page by one guid.
    pub guid: String,
    /// Its title in plain words.
    pub title: Option<String>,
    /// When it was published: a moment in UTC (`2021-02-16T10:00:00Z`), or a day where the feed says no more.
    pub published: Option<String>,
}

/// A feed, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// Its items in the order of the feed, none twice.
    pub items: Vec<Item>,
    /// Of an index of sitemaps: the addresses of the sitemaps, the newest first where the index says when they changed.
    pub sitemaps: Vec<String>,
}

impl Feed {
    /// Reads a feed whose address is `url`; the address resolves relative ones. What it is, is told by its content.
    ///
    /// # Errors
    /// Where the bytes are no feed, or a broken one.
    ///
    /// ```
    /// use diurna_fetch::Feed;
    /// let rss = br#"<rss version="2.0"><channel><title>Quay Courier</title>
    ///     <item><title>Shells fall</title><link>/1</link><guid>q1</guid></item></channel></rss>"#;
    /// let feed = Feed::read("https://courier.example/feed", rss)?;
    /// assert_eq!((feed.items[0].url.as_str(), feed.items[0].guid.as_str()), ("https://courier.example/1", "q1"));
    /// # Ok::<(), diurna_fetch::Error>(())
    /// ```
    pub fn read(url: &str, bytes: &[u8]) -> Result<Self, Error> {
        let base =
            Url::parse(url).map_err(|e| Error::Address { url: url.to_string(), what: e.to_string() })?;
        let text = String::from_utf8_lossy(bytes);
        let root = xml::root(&text).unwrap_or_default();
        let broken = |what: String| {
            let doctype =
                text.trim_start().get(..14).is_some_and(|t| t.eq_ignore_ascii_case("<!doctype html"));
            let page = root.eq_ignore_ascii_case("html") || doctype;
            Error::Feed { url: url.to_string(), what, page }
        };
        let mut feed = match root.as_str() {
            "urlset" | "sitemapindex" => sitemap::read(&base, &text).map_err(broken)?,
            _ => news(&base, bytes).map_err(broken)?,
        };
        let mut known = BTreeSet::new();
        feed.items.retain(|item| known.insert(item.guid.clone()));
        feed.items.truncate(MAX_ITEMS);
        Ok(feed)
    }
}

fn news(base: &Url, bytes: &[u8]) -> Result<Feed, String> {
    // JSON has a bound on depth of its own.
    if bytes.iter().find(|b| b"<{".contains(b)) == Some(&b'<') {
        xml::check_depth(bytes)?;
    }
    let parser = feed_rs::parser::Builder::new()
        .base_uri(Some(base.as_str()))
        .sanitize_content(false)
        // An id that is not there is not made up: some of theirs are random.
        .id_generator(|_, _, _| String::new())
        .build();
    let feed = parser.parse(bytes).map_err(|e| {
        let text = e.to_string();
        text.strip_prefix("unable to parse feed: ").map_or(text.clone(), String::from)
    })?;
    let items = feed.entries.iter().filter_map(|entry| item(base, entry)).collect();
    Ok(Feed { title: words(feed.title.as_ref()), items, sitemaps: Vec::new() })
}

/// An entry with an address; one without is nothing that could be taken.
fn item(base: &Url, entry: &Entry) -> Option<Item> {
    let page = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    // Some feeds have no link beside the id.
    let address = page.map_or(entry.id.as_str(), |link| link.href.as_str());
    let url = if page.is_some() { resolve(base, address)? } else { web(Url::parse(address).ok()?)? };
    let id = entry.id.trim();
    let guid = if id.is_empty() || id.len() > LONGEST.0 { url.clone() } else { id.to_string() };
    let moment = entry.published.or(entry.updated).map(|d| d.timestamp());
    let published = moment.and_then(|s| jiff::Timestamp::from_second(s).ok()).map(|t| t.to_string());
    Some(Item { url, guid, title: words(entry.title.as_ref()), published })
}

fn words(text: Option<&Text>) -> Option<String> {
    text.map(|t| xml::plain(&t.content)).filter(|t| !t.is_empty())
}

/// An address of the web in a feed at `base`.
pub(crate) fn resolve(base: &Url, address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() {
        return None;
    }
    web(base.join(address).ok()?)
}

fn web(mut url: Url) -> Option<String> {
    url.set_fragment(None);
    let fits = matches!(url.scheme(), "http" | "https") && url.as_str().len() <= LONGEST.1;
    fits.then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://courier.example/feeds/all";

    fn read(bytes: &str) -> Feed {
        Feed::read(BASE, bytes.as_bytes()).unwrap()
    }

    #[test]
    fn rss_with_its_oddities() {
        let feed = read(
            r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Quay &amp; Courier</title>
            <item><title><![CDATA[<b>Shells</b> fall]]></title><link> https://courier.example/1?a=1&amp;b=2#top </link>
              <guid isPermaLink="false">q1</guid><pubDate>Tue, 16 Feb 2021 12:00:00 +0200</pubDate></item>
            <item><title>No guid</title><link>../2</link></item>
            <item><title>Twice</title><link>https://courier.example/1b</link><guid>q1</guid></item>
            <item><title>Guid alone</title><guid>https://courier.example/3</guid></item>
            <item><title>Nothing to take</title></item>
            <item><title>Not of the web</title><link>javascript:alert(1)</link></item>
            </channel></rss>"#,
        );
        assert_eq!(feed.title.as_deref(), Some("Quay & Courier"));
        let seen: Vec<_> = feed.items.iter().map(|i| (i.url.as_str(), i.guid.as_str())).collect();
        let expected = [
            ("https://courier.example/1?a=1&b=2", "q1"),
            ("https://courier.example/2", "https://courier.example/2"),
            ("https://courier.example/3", "https://courier.example/3"),
        ];
        assert_eq!(seen, expected);
        assert_eq!(feed.items[0].title.as_deref(), Some("Shells fall"));
        assert_eq!(feed.items[0].published.as_deref(), Some("2021-02-16T10:00:00Z"));
    }

    #[test]
    fn atom_and_json() {
        let atom = read(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><id>c</id><updated>2021-02-16T10:00:00Z</updated>
            <entry><id>tag:courier.example,2021:1</id><title>One</title><updated>2021-02-16T10:00:00Z</updated>
            <link rel="enclosure" href="/1.mp3"/><link rel="alternate" href="/1"/></entry></feed>"#,
        );
        let one = &atom.items[0];
        assert_eq!(
            (one.url.as_str(), one.guid.as_str()),
            ("https://courier.example/1", "tag:courier.example,2021:1")
        );
        assert_eq!(one.published.as_deref(), Some("2021-02-16T10:00:00Z"));
        let json = read(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [
            {"id": "7", "url": "https://courier.example/7", "title": "Seven", "content_text": "x",
             "date_published": "2021-02-16T12:00:00+02:00"}]}"#,
        );
        let seven = &json.items[0];
        assert_eq!((seven.url.as_str(), seven.guid.as_str()), ("https://courier.example/7", "7"));
        assert_eq!(seven.published.as_deref(), Some("2021-02-16T10:00:00Z"));
    }

    #[test]
    fn encodings_that_the_xml_declares() {
        let rss = b"<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><title>\xcc\xe8\xf0</title>\
            <item><title>\xcc\xe8\xf0</title><link>https://courier.example/1</link></item></channel></rss>";
        let feed = Feed::read(BASE, rss).unwrap();
        assert_eq!(feed.items[0].title.as_deref(), Some("Мир"));
    }

    #[test]
    fn what_is_no_feed() {
        for (bytes, page) in [
            ("<!doctype html><html><body>News</body></html>", true),
            ("<html lang=en><p>News", true),
            ("", false),
            ("Shells fell.", false),
            ("{\"a\": 1}", false),
            ("<rss version='2.0'><channel><item>", false),
            ("<opml version='2.0'><body/></opml>", false),
        ] {
            let error = Feed::read(BASE, bytes.as_bytes()).unwrap_err();
            assert!(matches!(&error, Error::Feed { page: p, .. } if *p == page), "{bytes}: {error:?}");
            assert!(error.to_string().starts_with(BASE) && error.hint().is_some());
        }
    }

    #[test]
    fn hostile_feeds_end() {
        let deep = |name: &str| {
            let open = format!("<{name}>").repeat(20_000);
            format!("<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item>{open}")
        };
        for feed in
            [deep("a"), deep("media:group"), deep("item"), "[".repeat(100_000), "{\"a\":".repeat(100_000)]
        {
            assert!(Feed::read(BASE, feed.as_bytes()).is_err());
        }
        // As deep as may be, in the element for which the parser calls itself.
        let (open, close) = ("<media:group>".repeat(90), "</media:group>".repeat(90));
        let nested = format!(
            "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item><link>/1</link>{open}{close}\
             </item></channel></rss>"
        );
        assert_eq!(read(&nested).items.len(), 1);
        let laughs = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]>\
            <rss version='2.0'><channel><title>&c;</title></channel></rss>";
        // Refused or read, but not expanded.
        let title = Feed::read(BASE, laughs.as_bytes()).ok().and_then(|f| f.title).unwrap_or_default();
        assert!(!title.contains("haha"), "{title}");
    }
}
