//! Sitemaps of news, and indexes of sitemaps.

use crate::feed::{Feed, Item, MAX_ITEMS, resolve};
use crate::xml::{self, Step};
use std::cmp::Reverse;
use url::Url;

/// Reads a `urlset` or `sitemapindex`. Names of pictures and films in it are not those of pages and are passed over.
pub(crate) fn read(base: &Url, text: &str) -> Result<Feed, String> {
    let mut feed = Feed::default();
    let mut maps: Vec<(Option<String>, String)> = Vec::new();
    let mut entry = Entry::default();
    let mut words = String::new();
    xml::walk(text, |path, step| {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match (step, path.as_slice()) {
            (Step::Start(_), [_, _]) => entry = Entry::default(),
            (Step::Start(_), _) => words.clear(),
            (Step::Text(text), [_, _, _, ..]) => words.push_str(text),
            (Step::Text(_), _) => {}
            (Step::End, [_, _, "loc"]) => entry.url = resolve(base, &words),
            (Step::End, [_, _, "lastmod"]) => entry.changed = moment(&words),
            (Step::End, [_, _, "news", "title"]) => {
                entry.title = Some(xml::tidy(&words)).filter(|t| !t.is_empty())
            }
            (Step::End, [_, _, "news", "publication_date"]) => entry.published = moment(&words),
            (Step::End, ["urlset", "url"]) => {
                let Entry { url, title, published, changed } = std::mem::take(&mut entry);
                if let Some(url) = url.filter(|_| feed.items.len() < MAX_ITEMS) {
                    feed.items.push(Item { guid: url.clone(), url, title, published: published.or(changed) });
                }
            }
            (Step::End, ["sitemapindex", "sitemap"]) => {
                let Entry { url, changed, .. } = std::mem::take(&mut entry);
                if let Some(url) = url.filter(|_| maps.len() < MAX_ITEMS) {
                    maps.push((changed, url));
                }
            }
            _ => {}
        }
    })?;
    // The sort is stable: what says no time keeps its order, behind what does.
    maps.sort_by_key(|(changed, _)| Reverse(changed.clone()));
    feed.sitemaps = maps.into_iter().map(|(_, url)| url).collect();
    Ok(feed)
}

#[derive(Default)]
struct Entry {
    url: Option<String>,
    title: Option<String>,
    published: Option<String>,
    changed: Option<String>,
}

/// A moment in UTC, or the day where there is no more (W3C date and time).
fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    let moment = text.parse::<jiff::Timestamp>().ok().map(|t| t.to_string());
    moment.or_else(|| text.get(..10)?.parse::<jiff::civil::Date>().ok().map(|d| d.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Url {
        Url::parse("https://courier.example/sitemap.xml").unwrap()
    }

    #[test]
    fn news_with_pictures() {
        let feed = read(
            &base(),
            r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
              xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
            <url><loc>https://courier.example/1?a=1&amp;b=2</loc><lastmod>2021-02-17</lastmod>
              <image:image><image:loc>https://courier.example/1.jpg</image:loc><image:title>Quay</image:title></image:image>
              <n:news><n:publication><n:name>Courier</n:name></n:publication>
              <n:publication_date>2021-02-16T12:00:00+02:00</n:publication_date><n:title>Shells fall &amp; burst</n:title></n:news></url>
            <url><loc>/2</loc><lastmod>2021-02-17</lastmod></url><url><lastmod>2021-02-17</lastmod></url></urlset>"#,
        )
        .unwrap();
        let item = |url: &str, title: Option<&str>, published: &str| Item {
            url: url.to_string(),
            guid: url.to_string(),
            title: title.map(String::from),
            published: Some(published.to_string()),
        };
        let expected = [
            item("https://courier.example/1?a=1&b=2", Some("Shells fall & burst"), "2021-02-16T10:00:00Z"),
            item("https://courier.example/2", None, "2021-02-17"),
        ];
        assert_eq!(feed.items, expected);
    }

    #[test]
    fn an_index_names_the_newest_first() {
        let feed = read(
            &base(),
            "<sitemapindex><sitemap><loc>/a.xml</loc></sitemap><sitemap><loc>/b.xml</loc><lastmod>2021-02-16</lastmod></sitemap>\
             <sitemap><loc>/c.xml</loc><lastmod>2021-02-17T01:00:00Z</lastmod></sitemap></sitemapindex>",
        )
        .unwrap();
        let names: Vec<&str> = feed.sitemaps.iter().filter_map(|u| u.rsplit('/').next()).collect();
        assert_eq!(names, ["c.xml", "b.xml", "a.xml"]);
        assert!(feed.items.is_empty());
    }

    #[test]
    fn broken_ones_are_refused() {
        assert!(read(&base(), "<urlset><url><loc>/1</url>").is_err());
    }
}
