//! Feeds and what is remembered of them.

#![allow(missing_docs)]

mod common;

use common::{Server, answer, fetcher, html, missing};
use diurna_fetch::{Error, Feed, FeedState, State, Validators, read_opml};
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder");
    path
}

fn rss(items: &[&str]) -> String {
    let items: String = items
        .iter()
        .map(|n| format!("<item><title>{n}</title><link>/{n}</link><guid>{n}</guid></item>"))
        .collect();
    format!("<rss version='2.0'><channel><title>Courier</title>{items}</channel></rss>")
}

#[test]
fn news_come_once_and_what_was_not_marked_comes_again() {
    let server = Server::start(|asked, out| match (asked.path.as_str(), asked.header("if-none-match")) {
        ("/feed", Some("\"2\"")) => answer(out, "304 Not Modified", "", b""),
        ("/feed", Some(_)) => answer(out, "200 OK", "ETag: \"2\"\r\n", rss(&["c", "b", "a"]).as_bytes()),
        ("/feed", None) => answer(out, "200 OK", "ETag: \"1\"\r\n", rss(&["b", "a"]).as_bytes()),
        _ => missing(out),
    });
    let (fetcher, url, mut state) = (fetcher(), server.url("/feed"), State::default());
    let names = |known: &FeedState| -> Vec<String> {
        fetcher.feed(&url, known).expect("a feed").items.into_iter().map(|i| i.guid).collect()
    };
    let known = state.feed(&url);
    let news = fetcher.feed(&url, known).expect("a feed");
    assert_eq!(news.title.as_deref(), Some("Courier"));
    assert_eq!(news.items[0].url, server.url("/b"));
    assert_eq!(news.guids, ["b", "a"]);
    // One of two pages could be taken: the feed is asked for again in full.
    known.mark("a");
    assert_eq!(names(known), ["b"]);
    known.mark("b");
    known.settle(news.validators, &news.guids);
    // It has changed since.
    let news = fetcher.feed(&url, known).expect("a feed");
    assert_eq!(news.items.iter().map(|i| i.guid.as_str()).collect::<Vec<_>>(), ["c"]);
    known.mark("c");
    known.settle(news.validators, &news.guids);
    let news = fetcher.feed(&url, known).expect("a feed");
    assert!(news.not_modified && news.items.is_empty());
}

#[test]
fn an_index_is_followed_one_level() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/index.xml" => html(
            out,
            "<sitemapindex><sitemap><loc>/one.xml</loc></sitemap><sitemap><loc>/gone.xml</loc></sitemap>\
            <sitemap><loc>/deep.xml</loc></sitemap><sitemap><loc>/two.xml</loc></sitemap></sitemapindex>",
        ),
        "/one.xml" => html(out, "<urlset><url><loc>/1</loc></url><url><loc>/2</loc></url></urlset>"),
        "/two.xml" => html(out, "<urlset><url><loc>/2</loc></url><url><loc>/3</loc></url></urlset>"),
        "/deep.xml" => html(out, "<sitemapindex><sitemap><loc>/never.xml</loc></sitemap></sitemapindex>"),
        _ => missing(out),
    });
    let news = fetcher().feed(&server.url("/index.xml"), &FeedState::default()).expect("a feed");
    let urls: Vec<&str> = news.items.iter().map(|i| i.url.as_str()).collect();
    assert_eq!(urls, [server.url("/1"), server.url("/2"), server.url("/3")]);
    assert!(
        matches!(news.troubles.as_slice(), [Error::Status { status: 404, url, .. }] if *url == server.url("/gone.xml"))
    );
    assert_eq!((news.validators, news.passed_over), (Validators::default(), 0));
    assert!(!server.paths().contains(&"/never.xml".to_string()));
}

#[test]
fn a_large_index_is_taken_in_part_and_says_so() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/index.xml" => {
            let maps: String = (0..25).map(|i| format!("<sitemap><loc>/{i}.xml</loc></sitemap>")).collect();
            html(out, &format!("<sitemapindex>{maps}</sitemapindex>"))
        }
        "/robots.txt" => missing(out),
        path => html(out, &format!("<urlset><url><loc>/page{path}</loc></url></urlset>")),
    });
    let news = fetcher().feed(&server.url("/index.xml"), &FeedState::default()).expect("a feed");
    assert_eq!((news.items.len(), news.passed_over), (20, 5));
}

#[test]
fn what_is_no_feed_is_said_with_a_hint() {
    let server = Server::start(|asked, out| match asked.path.as_str() {
        "/page" => html(out, "<!DOCTYPE html><html><title>Courier</title></html>"),
        "/broken" => html(out, "<rss version='2.0'><channel><item><title>a</item></channel>"),
        _ => missing(out),
    });
    let fetcher = fetcher();
    for (path, word) in [("/page", "web page"), ("/broken", "RSS")] {
        let error = fetcher.feed(&server.url(path), &FeedState::default()).expect_err("an error");
        assert!(matches!(error, Error::Feed { .. }), "{error:?}");
        assert!(error.hint().is_some_and(|h| h.contains(word)), "{path}: {:?}", error.hint());
    }
    assert!(matches!(
        fetcher.feed(&server.url("/gone"), &FeedState::default()),
        Err(Error::Status { status: 404, .. })
    ));
}

#[test]
fn the_state_survives_on_disk() {
    let at = folder("state");
    let path = at.join("feeds.json");
    assert_eq!(State::load(&path), Ok(State::default()));
    let mut state = State::default();
    let feed = state.feed("https://courier.example/feed");
    feed.mark("q2");
    feed.mark("q1");
    let validators = Validators { etag: Some("\"1\"".to_string()), last_modified: None };
    feed.settle(validators, &["q1".to_string(), "q2".to_string()]);
    state.save(&path).expect("written");
    assert_eq!(State::load(&path), Ok(state.clone()));
    // Writing anew leaves nothing beside it.
    state.feed("https://bay.example/").mark("1");
    state.save(&path).expect("written");
    assert_eq!(State::load(&path), Ok(state));
    let names: Vec<_> =
        fs::read_dir(&at).expect("a folder").filter_map(|e| Some(e.ok()?.file_name())).collect();
    assert_eq!(names, ["feeds.json"]);
    for bad in ["", "{}", "{\"schema\": \"diurna/feeds/9\", \"feeds\": {}}"] {
        fs::write(&path, bad).expect("written");
        let error = State::load(&path).expect_err("an error");
        assert!(error.to_string().contains("feeds.json") && error.hint().is_some(), "{error}");
    }
    assert!(matches!(State::default().save(&at.join("no/such/file")), Err(Error::File { .. })));
}

/// Documents of every kind that can be read.
const SAMPLES: [&str; 7] = [
    r#"<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Courier &amp; é</title><ttl>5</ttl>
    <image><url>/i.png</url><width>9</width></image><item><title><![CDATA[<b>Quay</b>]]></title><link>/1</link>
    <guid isPermaLink="false">q1</guid><pubDate>Tue, 16 Feb 2021 12:00:00 +0200</pubDate><content:encoded>x</content:encoded>
    <enclosure url="/a.mp3" length="3" type="audio/mpeg"/><media:content url="/v" duration="12"/></item></channel></rss>"#,
    r#"<rss version="0.92"><channel><title>Old</title><item><title>a</title><link>http://a.example/1</link></item></channel></rss>"#,
    r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>
    <title>One</title></channel><item rdf:about="/1"><title>a</title><link>/1</link></item></rdf:RDF>"#,
    r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/"><title type="html">A</title><id>c</id>
    <updated>2021-02-16T10:00:00Z</updated><entry><id>1</id><title>a</title><link rel="alternate" href="1"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x <b>y</b></div></content></entry></feed>"#,
    r#"{"version": "https://jsonfeed.org/version/1.1", "title": "C", "items": [{"id": "7",
    "url": "https://c.example/7", "content_html": "<p>x</p>", "date_published": "2021-02-16T12:00:00+02:00"}]}"#,
    r#"<urlset xmlns:n="x"><url><loc>/1?a&amp;b</loc><lastmod>2021-02-17</lastmod><n:news><n:title>T &#233;</n:title>
    <n:publication_date>2021-02-16T12:00:00+02:00</n:publication_date></n:news></url></urlset>"#,
    r#"<opml version="2.0"><body><outline text="A &amp; B"><outline xmlUrl="https://a.example/f"/></outline></body></opml>"#,
];

#[test]
fn broken_documents_are_errors_and_nothing_worse() {
    let read = |bytes: &[u8]| {
        let feed = Feed::read("https://courier.example/feed", bytes).is_ok();
        read_opml("feeds.opml", bytes).is_ok() || feed
    };
    for sample in SAMPLES.map(str::as_bytes) {
        assert!(read(sample), "{}", String::from_utf8_lossy(sample));
        for at in 0..sample.len() {
            // A beginning is no document, save for white space at its end.
            assert!(!read(&sample[..at]), "{}", String::from_utf8_lossy(&sample[..at]));
            read(&sample[at..]);
            read(&[&sample[..at], &sample[at + 1..]].concat());
            for byte in [0, b'<', b'>', b'&', b'"', b'}', b'9', 0x80, 0xff] {
                let mut bytes = sample.to_vec();
                bytes[at] = byte;
                read(&bytes);
            }
        }
    }
}
