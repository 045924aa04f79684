//! What the JSON-LD of a page says about its story.

use crate::scan::clean;
use serde_json::Value;

/// The fields that matter, from the first object that has each of them; articles come before other objects.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct JsonLd {
    pub(crate) published: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) headline: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) authors: Vec<String>,
}

const DEPTH: usize = 24;

/// Reads the scripts of a page in order; scripts that are no JSON are searched for dates.
pub(crate) fn read(scripts: &[String]) -> JsonLd {
    let (mut article, mut other) = (JsonLd::default(), JsonLd::default());
    for script in scripts {
        match parse(script) {
            Some(value) => walk(&value, &mut article, &mut other, DEPTH),
            None => {
                other.published =
                    other.published.take().or_else(|| quoted_after(script, "\"datePublished\""));
                other.modified = other.modified.take().or_else(|| quoted_after(script, "\"dateModified\""));
                article.headline = article.headline.take().or_else(|| quoted_after(script, "\"headline\""));
            }
        }
    }
    JsonLd {
        published: article.published.or(other.published),
        created: article.created.or(other.created),
        modified: article.modified.or(other.modified),
        publisher: article.publisher.or(other.publisher),
        ..article
    }
}

fn parse(script: &str) -> Option<Value> {
    let s = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let s = s.trim().trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>");
    let s = s.trim().trim_end_matches(';');
    serde_json::from_str(s).ok().or_else(|| {
        // Raw line ends and tabs inside strings are the most common slip; outside strings a space does as well.
        let spaced: String = s.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}

fn quoted_after(script: &str, key: &str) -> Option<String> {
    let rest = &script[script.find(key)? + key.len()..];
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    Some(clean(&rest[..rest.find('"')?])).filter(|s| !s.is_empty())
}

fn walk(value: &Value, article: &mut JsonLd, other: &mut JsonLd, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|v| walk(v, article, other, depth - 1)),
        Value::Object(map) => {
            match kind(value) {
                Is::Article => fill(value, article),
                Is::Page => fill(value, other),
                Is::Aside => return,
            }
            for (key, v) in map {
                if matches!(v, Value::Array(_) | Value::Object(_))
                    && !matches!(
                        key.as_str(),
                        "comment"
                            | "review"
                            | "video"
                            | "image"
                            | "author"
                            | "publisher"
                            | "isPartOf"
                            | "hasPart"
                            | "itemListElement"
                            | "mentions"
                            | "citation"
                    )
                {
                    walk(v, article, other, depth - 1);
                }
            }
        }
        _ => {}
    }
}

enum Is {
    Article,
    Page,
    Aside,
}

fn kind(value: &Value) -> Is {
    let name = match &value["@type"] {
        Value::String(s) => s.as_str(),
        Value::Array(a) => a.iter().find_map(Value::as_str).unwrap_or(""),
        _ => "",
    };
    let name = name.rsplit(['/', ':']).next().unwrap_or(name);
    if name.ends_with("Article")
        || matches!(
            name,
            "BlogPosting" | "LiveBlogPosting" | "Report" | "SocialMediaPosting" | "DiscussionForumPosting"
        )
    {
        Is::Article
    } else if matches!(
        name,
        "Comment"
            | "Review"
            | "ImageObject"
            | "VideoObject"
            | "Organization"
            | "Person"
            | "BreadcrumbList"
            | "ItemList"
            | "Product"
            | "UserComments"
            | "WPHeader"
            | "WPFooter"
            | "Answer"
    ) {
        Is::Aside
    } else {
        Is::Page
    }
}

fn fill(value: &Value, out: &mut JsonLd) {
    let take = |slot: &mut Option<String>, keys: &[&str]| {
        if slot.is_none() {
            *slot = keys.iter().find_map(|k| text(&value[*k]));
        }
    };
    take(&mut out.published, &["datePublished"]);
    take(&mut out.created, &["dateCreated", "uploadDate"]);
    take(&mut out.modified, &["dateModified"]);
    take(&mut out.headline, &["headline"]);
    take(&mut out.description, &["description"]);
    take(&mut out.url, &["url"]);
    if out.body.is_none() {
        out.body = value["articleBody"].as_str().map(str::to_owned).filter(|s| s.len() > 40);
    }
    if out.publisher.is_none() {
        out.publisher = names(&value["publisher"]).into_iter().next();
    }
    if out.authors.is_empty() {
        out.authors = names(&value["author"]);
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(clean(s)).filter(|s| !s.is_empty()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(a) => a.iter().find_map(text),
        Value::Object(o) => o.get("@value").or_else(|| o.get("@id")).and_then(text),
        _ => None,
    }
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(s) => Some(clean(s)).filter(|s| !s.is_empty()).into_iter().collect(),
        Value::Array(a) => a.iter().take(32).filter(|v| !v.is_array()).flat_map(names).collect(),
        Value::Object(o) => o
            .get("name")
            .filter(|n| n.is_string() || n.is_array())
            .map(|n| match n {
                Value::Array(a) => a.iter().filter_map(text).collect(),
                n => text(n).into_iter().collect(),
            })
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_comes_first() {
        let script = r#"{"@graph": [{"@type": "WebPage", "datePublished": "2019-01-01", "name": "x"},
            {"@type": "NewsArticle", "headline": "Shells fall on &quot;Old Harbour&quot;", "datePublished": "2021-02-16T08:00:00Z",
             "author": [{"@type": "Person", "name": "Ada Brook"}, "Tom Reed"], "publisher": {"name": "Example Post"},
             "comment": [{"@type": "Comment", "datePublished": "2022-01-01"}]}]}"#;
        let read = read(&[script.to_owned()]);
        assert_eq!(read.published.as_deref(), Some("2021-02-16T08:00:00Z"));
        assert_eq!(read.headline.as_deref(), Some("Shells fall on \"Old Harbour\""));
        assert_eq!(read.authors, ["Ada Brook", "Tom Reed"]);
        assert_eq!(read.publisher.as_deref(), Some("Example Post"));
    }

    #[test]
    fn broken_json_still_gives_its_date() {
        let read = read(&["{\"datePublished\": \"2021-02-16\", \"x\": }".to_owned()]);
        assert_eq!(read.published.as_deref(), Some("2021-02-16"));
        let deep = format!("{}{}", "[".repeat(90), "]".repeat(90));
        assert_eq!(super::read(&[deep, "[".repeat(100_000)]), JsonLd::default());
    }
}
