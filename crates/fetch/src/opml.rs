//! Lists of feeds.

use crate::error::Error;
use crate::xml::{self, Step};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One feed of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Address of the feed, as the list writes it.
    pub url: String,
    /// What the list calls it.
    pub title: Option<String>,
}

/// The feeds of an OPML document in its order, none twice; `name` is for messages.
///
/// # Errors
/// Where it is broken or names no feed.
///
/// ```
/// let opml = r#"<opml version="2.0"><body><outline text="Coast">
///     <outline type="rss" text="Quay Courier" xmlUrl="https://courier.example/feed"/></outline></body></opml>"#;
/// let feeds = diurna_fetch::read_opml("feeds.opml", opml.as_bytes())?;
/// assert_eq!(feeds[0].title.as_deref(), Some("Quay Courier"));
/// # Ok::<(), diurna_fetch::Error>(())
/// ```
pub fn read_opml(name: &str, bytes: &[u8]) -> Result<Vec<Subscription>, Error> {
    let error = |what: String| Error::Opml { name: name.to_string(), what };
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    if xml::root(text).as_deref() != Some("opml") {
        return Err(error("is no OPML document".to_string()));
    }
    let mut feeds = Vec::new();
    let mut known = BTreeSet::new();
    xml::walk(text, |_, step| {
        let Step::Start(element) = step else { return };
        if !element.local_name().as_ref().eq_ignore_ascii_case("outline") {
            return;
        }
        let Some(url) = xml::attribute(element, "xmlUrl").filter(|url| known.insert(url.clone())) else {
            return;
        };
        let title = xml::attribute(element, "title").or_else(|| xml::attribute(element, "text"));
        feeds.push(Subscription { url, title });
    })
    .map_err(|what| error(format!("is broken: {what}")))?;
    if feeds.is_empty() {
        return Err(error("names no feed".to_string()));
    }
    Ok(feeds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_with_folders_and_doubles() {
        let opml = "\u{feff}<?xml version='1.0' encoding='UTF-8'?><opml version='1.0'><head><title>Mine</title></head><body>\
            <outline text='Coast'><outline text='A &amp; B' xmlUrl='https://a.example/?x=1&amp;y=2'/>\
            <outline text='Again' xmlurl='https://a.example/?x=1&amp;y=2'></outline></outline>\
            <outline text='b' title='Bay' xmlUrl=' https://b.example/ '/><outline text='no feed' htmlUrl='https://c.example/'/>\
            </body></opml>";
        let feeds = read_opml("f.opml", opml.as_bytes()).unwrap();
        let seen: Vec<_> = feeds.iter().map(|f| (f.url.as_str(), f.title.as_deref())).collect();
        assert_eq!(
            seen,
            [("https://a.example/?x=1&y=2", Some("A & B")), ("https://b.example/", Some("Bay"))]
        );
    }

    #[test]
    fn what_is_no_list() {
        for (text, word) in [
            ("", "no OPML"),
            ("<rss version='2.0'/>", "no OPML"),
            ("<opml><body/></opml>", "names no feed"),
            ("<opml><body><outline xmlUrl='https://a.example/'>", "broken"),
        ] {
            let error = read_opml("f.opml", text.as_bytes()).unwrap_err();
            assert!(error.to_string().starts_with("f.opml: ") && error.to_string().contains(word), "{error}");
            assert!(error.hint().is_some());
        }
    }
}
