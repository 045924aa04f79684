//! One pass over a page: what its head and its marked elements say, how deep it nests, and a lighter copy of it.

use crate::scan::{self, Tag, Token, Tokens, clean};
use std::collections::HashMap;

/// What one pass over a page gathers.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// Elements open at once at the deepest place.
    pub(crate) depth: usize,
    /// Formatting elements left open at once, which a parser opens again in every paragraph.
    pub(crate) formatting: usize,
    /// Opening tags.
    pub(crate) elements: usize,
    /// `meta` elements: key in lower case, content.
    pub(crate) metas: Vec<(String, String)>,
    /// JSON-LD scripts as written.
    pub(crate) json_ld: Vec<String>,
    /// Dates named in other scripts: key, value.
    pub(crate) script_dates: Vec<String>,
    pub(crate) title: Option<String>,
    pub(crate) h1: Vec<String>,
    pub(crate) lang: Option<String>,
    pub(crate) canonical: Option<String>,
    /// Elements that say by name or class that they hold a date.
    pub(crate) dated: Vec<Dated>,
    /// Pieces of visible text that hold a year.
    pub(crate) years: Vec<Year>,
    /// Captions of figures.
    pub(crate) captions: Vec<String>,
    /// Elements marked as author.
    pub(crate) authors: Vec<String>,
    /// The page without scripts, styles, drawings and comments.
    pub(crate) light: String,
}

/// A piece of visible text that holds a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Year {
    /// The piece, after the short piece before it.
    pub(crate) text: String,
    /// True for a short piece after the first `h1`.
    pub(crate) after_h1: bool,
}

/// An element that holds a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    /// `time` elements and `itemprop`s come before classes.
    pub(crate) source: Source,
    /// Class, id, itemprop and the like in lower case.
    pub(crate) hint: String,
    /// `datetime`, `content` or `title` where it has one.
    pub(crate) value: Option<String>,
    /// Its text, cut at 160 bytes.
    pub(crate) text: String,
    /// True inside `article` or `main`, and false inside `footer`, `aside` and `nav`.
    pub(crate) inside: bool,
    /// True before the end of the first `h1`'s neighbourhood: the first dated elements after it.
    pub(crate) after_h1: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Time,
    Itemprop,
    Class,
}

/// What an open element is being read for.
enum Want {
    Dated(Dated),
    H1,
    Caption,
    Author,
}

struct Open {
    want: Want,
    name: String,
    depth: usize,
    text: String,
}

const DATED_LIMIT: usize = 400;
const YEARS_LIMIT: usize = 400;

/// Reads `html` once.
pub(crate) fn survey(html: &str) -> Survey {
    let (out, whole) = read(html, false);
    // A drawing that never ends would hide the rest of the page.
    if whole { out } else { read(html, true).0 }
}

/// Reads `html` once, with or without what stands in drawings and templates; false where one of them does not end.
fn read(html: &str, drawings: bool) -> (Survey, bool) {
    let mut reader = Reader { drawings, ..Reader::default() };
    reader.out.light.reserve(html.len());
    let mut tokens = Tokens::new(html);
    let mut from = 0;
    while let Some(token) = tokens.next() {
        let to = tokens.position();
        reader.token(token, &html[from..to]);
        from = to;
    }
    while let Some(open) = reader.open.pop() {
        reader.finish(open);
    }
    (reader.out, reader.hidden == 0)
}

#[derive(Default)]
struct Reader {
    out: Survey,
    open: Vec<Open>,
    depth: usize,
    formatting: usize,
    /// How many elements of each name are open: a closing tag without an opening one closes nothing.
    names: HashMap<String, usize>,
    /// Open `svg` and `template` elements, whose content is left out.
    hidden: usize,
    /// True where drawings and templates are read like the rest.
    drawings: bool,
    article: usize,
    /// True once a heading of the first level that can be a title has passed.
    headed: bool,
    aside: usize,
    /// Open quotations of a post, and those inside: their dates are not that of the page.
    posts: usize,
    before: String,
}

impl Reader {
    fn token(&mut self, token: Token<'_>, written: &str) {
        match token {
            Token::Other => {}
            Token::Text(text) => self.text(text, written),
            Token::Raw(tag, content) => self.raw(&tag, content, written),
            Token::Open(tag) => self.open_tag(&tag, written),
            Token::Close(tag) => self.close_tag(&tag, written),
        }
    }

    fn text(&mut self, text: &str, written: &str) {
        if self.hidden > 0 {
            return;
        }
        self.out.light.push_str(written);
        if text.trim().is_empty() {
            return;
        }
        for open in &mut self.open {
            let dated = matches!(open.want, Want::Dated(_));
            let limit = if dated { 160 } else { 1200 };
            if open.text.len() < limit && !(dated && self.posts > 0) {
                open.text.push_str(text);
                open.text.push(' ');
            }
        }
        if self.posts > 0 {
            self.before.clear();
            return;
        }
        if has_year(text) && self.out.years.len() < YEARS_LIMIT {
            let piece = clean(scan::cut(text, 4000));
            let after_h1 = self.headed && piece.len() < 80;
            self.out.years.push(Year { text: format!("{} {piece}", self.before), after_h1 });
        }
        if text.trim().len() < 60 {
            self.before = clean(text);
        } else {
            self.before.clear();
        }
    }

    fn raw(&mut self, tag: &Tag<'_>, content: &str, written: &str) {
        match tag.name() {
            "script" => {
                let kind = tag.get("type").unwrap_or_default().to_ascii_lowercase();
                if kind.contains("ld+json") {
                    if content.len() < 1 << 20 && self.out.json_ld.len() < 64 {
                        self.out.json_ld.push(content.to_owned());
                    }
                    self.out.light.push_str(written);
                } else {
                    self.script(content);
                }
            }
            "title" if self.hidden == 0 => {
                if self.out.title.is_none() {
                    self.out.title = Some(clean(content)).filter(|t| !t.is_empty());
                }
                self.out.light.push_str(written);
            }
            "style" | "iframe" | "noframes" | "noembed" => {}
            _ => {
                if self.hidden == 0 {
                    self.out.light.push_str(written);
                }
            }
        }
    }

    fn open_tag(&mut self, tag: &Tag<'_>, written: &str) {
        self.out.elements += 1;
        let name = tag.name();
        match name {
            "svg" | "template" if !self.drawings && !written.ends_with("/>") => self.hidden += 1,
            "meta" => self.meta(tag),
            "link" => {
                let canonical = tag.get("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical"));
                if canonical && self.out.canonical.is_none() {
                    self.out.canonical =
                        tag.get("href").map(|h| h.trim().to_owned()).filter(|h| !h.is_empty());
                }
            }
            "html" if self.out.lang.is_none() => {
                let lang = tag.get("lang").or_else(|| tag.get("xml:lang"));
                self.out.lang = lang.map(|l| l.trim().to_owned()).filter(|l| !l.is_empty());
            }
            "article" | "main" => self.article += 1,
            "aside" | "footer" | "nav" => self.aside += 1,
            "blockquote" if self.posts > 0 || is_post(tag) => self.posts += 1,
            _ => {}
        }
        if self.hidden > 0 {
            return;
        }
        if name != "link" {
            self.out.light.push_str(written);
        }
        if tag.is_void() {
            return;
        }
        // Elements that close themselves where another of their kind opens do not nest.
        if !closes_itself(name) {
            self.depth += 1;
            self.out.depth = self.out.depth.max(self.depth);
            match self.names.get_mut(name) {
                Some(n) => *n += 1,
                None => drop(self.names.insert(name.to_owned(), 1)),
            }
        }
        if is_formatting(name) {
            self.formatting += 1;
            self.out.formatting = self.out.formatting.max(self.formatting);
        }
        if self.open.len() < 16
            && let Some(want) = self.want(tag)
        {
            self.open.push(Open { want, name: name.to_owned(), depth: 0, text: String::new() });
        } else if let Some(open) = self.open.iter_mut().rev().find(|o| o.name == name) {
            open.depth += 1;
        }
    }

    fn close_tag(&mut self, tag: &Tag<'_>, written: &str) {
        let name = tag.name();
        match name {
            "svg" | "template" if !self.drawings => {
                self.hidden = self.hidden.saturating_sub(1);
                return;
            }
            "article" | "main" => {
                self.article = self.article.saturating_sub(1);
                // A quotation that was left open ends with what it stands in.
                self.posts = 0;
            }
            "aside" | "footer" | "nav" => self.aside = self.aside.saturating_sub(1),
            "blockquote" => self.posts = self.posts.saturating_sub(1),
            _ => {}
        }
        if self.hidden > 0 {
            return;
        }
        self.out.light.push_str(written);
        if let Some(n) = self.names.get_mut(name).filter(|n| **n > 0) {
            *n -= 1;
            self.depth = self.depth.saturating_sub(1);
            if is_formatting(name) {
                self.formatting = self.formatting.saturating_sub(1);
            }
        }
        if let Some(i) = self.open.iter().rposition(|o| o.name == name) {
            if self.open[i].depth > 0 {
                self.open[i].depth -= 1;
            } else {
                for open in self.open.split_off(i).into_iter().rev() {
                    self.finish(open);
                }
            }
        }
    }

    fn meta(&mut self, tag: &Tag<'_>) {
        let Some(content) = tag.get("content") else { return };
        let content = clean(&content);
        if content.is_empty() || self.out.metas.len() > 500 {
            return;
        }
        for key in ["property", "name", "itemprop", "http-equiv", "pubdate"] {
            if let Some(key) = tag.get(key) {
                self.out.metas.push((key.trim().to_ascii_lowercase(), content.clone()));
            }
        }
    }

    /// What the element is to be read for, if anything.
    fn want(&self, tag: &Tag<'_>) -> Option<Want> {
        let name = tag.name();
        match name {
            "h1" => return Some(Want::H1),
            "figcaption" => return Some(Want::Caption),
            _ => {}
        }
        if name == "time" {
            return self.dated(Source::Time, tag, tag.get("datetime").or_else(|| tag.get("content")));
        }
        if !tag.has("class")
            && !tag.has("id")
            && !tag.has("itemprop")
            && !tag.has("rel")
            && !tag.has("datetime")
        {
            return None;
        }
        if let Some(item) = tag.get("itemprop") {
            let item = item.to_ascii_lowercase();
            if item.contains("date") || item.contains("published") {
                let value = tag.get("content").or_else(|| tag.get("datetime")).or_else(|| tag.get("title"));
                return self.dated(Source::Itemprop, tag, value);
            }
            if item == "author" {
                return Some(Want::Author);
            }
        }
        if tag.get("rel").is_some_and(|r| r.eq_ignore_ascii_case("author")) {
            return Some(Want::Author);
        }
        if matches!(name, "body" | "html" | "main" | "article" | "section" | "nav" | "form" | "button") {
            return None;
        }
        let hint = hint(tag);
        if hint.contains("caption")
            && !hint.contains("recaptcha")
            && matches!(name, "p" | "div" | "span" | "dd")
        {
            return Some(Want::Caption);
        }
        if DATE_HINTS.iter().any(|h| hint.contains(h)) && !NO_DATE_HINTS.iter().any(|h| hint.contains(h)) {
            let value = tag.get("datetime").or_else(|| tag.get("title")).or_else(|| tag.get("data-datetime"));
            return self.dated(Source::Class, tag, value);
        }
        None
    }

    fn dated(&self, source: Source, tag: &Tag<'_>, value: Option<std::borrow::Cow<'_, str>>) -> Option<Want> {
        if self.posts > 0 || self.out.dated.len() >= DATED_LIMIT {
            return None;
        }
        Some(Want::Dated(Dated {
            source,
            hint: hint(tag),
            value: value.map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()),
            text: String::new(),
            inside: self.article > 0 && self.aside == 0,
            after_h1: self.headed,
        }))
    }

    fn finish(&mut self, open: Open) {
        let text = clean(&open.text);
        match open.want {
            Want::H1 if !text.is_empty() && self.out.h1.len() < 8 => {
                // A heading of one or two words is the name of the site or the section.
                self.headed |= text.split(' ').count() >= 3;
                self.out.h1.push(text);
            }
            Want::Caption if !text.is_empty() && self.out.captions.len() < 40 => self.out.captions.push(text),
            Want::Author if !text.is_empty() && self.out.authors.len() < 16 => self.out.authors.push(text),
            Want::Dated(dated) if !text.is_empty() || dated.value.is_some() => {
                self.out.dated.push(Dated { text, ..dated });
            }
            _ => {}
        }
    }

    /// Dates that scripts give as data under a telling key.
    fn script(&mut self, content: &str) {
        if content.len() > 1 << 21 || self.out.script_dates.len() > 8 {
            return;
        }
        for key in SCRIPT_KEYS {
            for at in memchr::memmem::find_iter(content.as_bytes(), key.as_bytes()).take(2) {
                let rest = &content[at + key.len()..];
                let rest = rest.trim_start_matches(['"', '\'', '\\', ' ', ':', '=']);
                let value: String = rest
                    .chars()
                    .take_while(|c| !matches!(c, '"' | '\'' | '\\' | ',' | '}'))
                    .take(40)
                    .collect();
                if value.len() >= 8 {
                    self.out.script_dates.push(value);
                }
            }
        }
    }
}

/// Parts of classes and ids that hold dates.
const DATE_HINTS: &[&str] = &[
    "date",
    "time",
    "publish",
    "posted",
    "entry-meta",
    "post-meta",
    "postmeta",
    "byline",
    "datum",
    "fecha",
    "article-meta",
    "meta-info",
    "post-info",
    "postinfo",
    "article-info",
    "dat",
    "author",
    "submitted",
    "created",
    "info",
    "meta",
    "details",
    "footer",
    "heure",
    "zeit",
];
/// Parts of classes and ids that look like dates and are none.
const NO_DATE_HINTS: &[&str] = &[
    "update-",
    "datenschutz",
    "sidebar",
    "comment",
    "teaser",
    "widget",
    "custom-posts",
    "candidate",
    "related",
    "copyright",
    "data-",
];
/// Parts of the classes of quoted posts, as the sites of the posts give them for pages that quote one.
const POSTS: &[&str] = &["tweet", "twitter-", "instagram-media", "tiktok-embed", "bluesky-embed", "fb-post"];
const SCRIPT_KEYS: &[&str] = &[
    "datePublished",
    "publishDate",
    "published_at",
    "publication_date",
    "pubDate",
    "publishedAt",
    "date_published",
];

fn hint(tag: &Tag<'_>) -> String {
    let mut out = String::new();
    for (key, value) in tag.attributes() {
        if ["class", "id", "itemprop", "pubdate", "data-testid"].iter().any(|k| key.eq_ignore_ascii_case(k)) {
            out.push_str(&value.to_ascii_lowercase());
            if key.eq_ignore_ascii_case("pubdate") {
                out.push_str("pubdate");
            }
            out.push(' ');
        }
    }
    out.truncate(scan::cut(&out, 300).len());
    out
}

/// Whether an element quotes a post.
fn is_post(tag: &Tag<'_>) -> bool {
    let class = tag.get("class").unwrap_or_default().to_ascii_lowercase();
    POSTS.iter().any(|post| class.contains(post))
}

/// Elements that end where another of their kind starts, so that they do not nest by themselves.
fn closes_itself(name: &str) -> bool {
    matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "option"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "html"
            | "body"
            | "head"
    )
}

fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

/// True where the text holds four digits that can be a year, or a date with a year of two digits.
fn has_year(text: &str) -> bool {
    let b = text.as_bytes();
    ["19", "20"].iter().any(|c| {
        memchr::memmem::find_iter(b, c).any(|i| {
            b.get(i + 2..i + 4).is_some_and(|d| d.iter().all(u8::is_ascii_digit))
                && !b.get(i + 4).is_some_and(u8::is_ascii_digit)
                && !(i > 0 && b[i - 1].is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gathers_in_one_pass() {
        let s = survey(
            "<html lang=en-GB><head><title>Shelling | Example Post</title><meta property='og:title' content='Shelling'>\
             <link rel=canonical href='https://example.org/a'><script type='application/ld+json'>{\"a\":1}</script>\
             <script>var x = {\"publishDate\":\"2021-02-16T08:00\"}</script><style>p{}</style></head>\
             <body><h1>Shelling <b>resumes</b></h1><time datetime='2021-02-16'>today</time>\
             <span class='post-date'>16 February 2021</span><figure><figcaption>A quay.</figcaption></figure>\
             <svg><path d=''/></svg><!-- x --><p>Seen in 2020.</p></body></html>",
        );
        assert_eq!(s.title.as_deref(), Some("Shelling | Example Post"));
        assert_eq!(s.h1, ["Shelling resumes"]);
        assert_eq!(
            (s.lang.as_deref(), s.canonical.as_deref()),
            (Some("en-GB"), Some("https://example.org/a"))
        );
        assert_eq!(s.metas, [("og:title".to_owned(), "Shelling".to_owned())]);
        assert_eq!(s.json_ld, ["{\"a\":1}"]);
        assert_eq!(s.script_dates, ["2021-02-16T08:00"]);
        assert_eq!(s.dated.len(), 2);
        assert_eq!(s.dated[0].value.as_deref(), Some("2021-02-16"));
        assert_eq!(s.captions, ["A quay."]);
        let endless = survey("<svg><p>Shells fell.</p>").light;
        assert_eq!(endless, "<svg><p>Shells fell.</p>");
        assert!(!s.light.contains("svg") && !s.light.contains("publishDate") && s.light.contains("ld+json"));
    }

    #[test]
    fn depth_counts_what_nests() {
        assert_eq!(survey(&"<div>".repeat(3000)).depth, 3000);
        assert_eq!(survey(&"<p>a".repeat(3000)).depth, 0);
        assert_eq!(survey(&"<font>x</font>".repeat(90)).formatting, 1);
    }

    #[test]
    fn years() {
        assert!(
            has_year("on 16 Feb 2021") && has_year("1999") && !has_year("call 120215") && !has_year("no")
        );
    }
}
