//! Building a report from a page or a text.

use crate::dates::{self, LATEST, Order};
use crate::published::{Setting, of_page, order};
use crate::sniff::{Kind, detect};
use crate::survey::survey;
use crate::{Error, decode, head, jsonld, mark, meta, story};
use diurna_core::report::{Basis, Published, Region, RegionKind, Report};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// Bytes that one report may have.
const LIMIT: usize = 256 << 20;
/// What to do about a report without words.
const NO_TEXT: &str =
    "see whether the whole report was saved: a page that a script fills holds no words of its own";

/// What is known about an input from elsewhere.
///
/// ```
/// use diurna_core::report::Basis;
/// use diurna_page::{Options, read_page};
/// let options = Options { url: Some("https://example.org/2021/02/16/quay".into()), ..Options::default() };
/// let published = read_page("quay.txt", b"Shells fell on the quay.", &options)?.published;
/// assert_eq!(published.map(|p| (p.date.to_string(), p.basis)), Some(("2021-02-16".into(), Basis::Url)));
/// # Ok::<(), diurna_page::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The publication date; it wins over whatever the input says.
    pub published: Option<Date>,
    /// The address of the input; it wins over the page's own and helps to date it.
    pub url: Option<String>,
    /// The title; it wins over the page's own.
    pub title: Option<String>,
    /// The language as an ISO 639-1 code.
    pub language: Option<String>,
    /// The encoding that the server named; believed where the page names none and the bytes do not tell.
    pub charset: Option<String>,
    /// No page is dated after this day.
    pub latest: Option<Date>,
}

impl Options {
    /// The encoding in which [`read_page`] would read these bytes, where that is a guess: they are not UTF-8, and neither they nor
    /// [`Options::charset`] name another. The name is one of the WHATWG's standard; `source` is the path or address.
    ///
    /// ```
    /// use diurna_page::Options;
    /// let bytes = b"The caf\xe9 on the quay was shelled.";
    /// assert_eq!(Options::default().guessed_encoding("quay.txt", bytes), Some("windows-1252"));
    /// let told = Options { charset: Some("windows-1252".into()), ..Options::default() };
    /// assert_eq!(told.guessed_encoding("quay.txt", bytes), None);
    /// ```
    #[must_use]
    pub fn guessed_encoding(&self, source: &str, bytes: &[u8]) -> Option<&'static str> {
        // Most reports are UTF-8: that is quickly seen, and never a guess.
        if std::str::from_utf8(bytes).is_ok() {
            return None;
        }
        let html = detect(bytes, source).ok()? == Kind::Html;
        decode::guessed(bytes, html, self.charset.as_deref())
    }

    fn last_day(&self) -> Date {
        self.latest.unwrap_or(LATEST)
    }

    fn given(&self) -> Option<Published> {
        self.published.map(|date| Published { date, basis: Basis::Given })
    }
}

/// The report in `bytes`, a web page or a plain text; `source` is its path or address, for the report and for messages.
///
/// # Errors
/// Where the bytes are no text, hold no text, are JSON lines, or are larger than 256 MB.
///
/// ```
/// use diurna_page::{Options, read_page};
/// let page = b"<html lang=en><title>Shells fall on Old Harbour</title><article><p>Three shells fell on the quay before \
///     dawn, the mayor of Old Harbour said. Nobody was hurt.</p></article></html>";
/// let report = read_page("quay.html", page, &Options::default())?;
/// assert!(report.text.starts_with("Shells fall on Old Harbour\n\nThree shells fell"));
/// assert!(read_page("empty.txt", b" \n", &Options::default()).is_err());
/// # Ok::<(), diurna_page::Error>(())
/// ```
pub fn read_page(source: &str, bytes: &[u8], options: &Options) -> Result<Report, Error> {
    if bytes.len() > LIMIT {
        return Err(Error::new(source, "is larger than 256 MB").with_hint("split it into one file a report"));
    }
    let kind = detect(bytes, source)?;
    let id = id(bytes);
    match kind {
        Kind::Html => html(source, id, &decode::decode_as(bytes, true, options.charset.as_deref()), options),
        Kind::Text => text(source, id, &decode::decode_as(bytes, false, options.charset.as_deref()), options),
        Kind::Jsonl => {
            Err(Error::new(source, "is JSON lines, not one report").with_hint("read it line by line"))
        }
    }
}

/// `sha256:` and the digest of the bytes.
pub(crate) fn id(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(71);
    out.push_str("sha256:");
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The report of a page whose markup is `html`.
pub(crate) fn html(source: &str, id: String, html: &str, options: &Options) -> Result<Report, Error> {
    if html.trim().is_empty() {
        return Err(Error::new(source, "holds no text").with_hint(NO_TEXT));
    }
    let survey = survey(html);
    let json_ld = jsonld::read(&survey.json_ld);
    let publisher = meta::publisher(&survey, &json_ld);
    let title = options.title.clone().or_else(|| meta::title(&survey, &json_ld, publisher.as_deref()));
    let url = options.url.clone().or_else(|| meta::url(&survey, &json_ld));
    let mut story = story::of_page(&survey, json_ld.body.as_deref());
    if !is_prose(&story) {
        story.clear();
    }
    if story.is_empty()
        && let (Some(_), Some(description)) = (&title, meta::description(&survey, &json_ld))
    {
        story = description;
    }
    if story.is_empty() {
        return Err(Error::new(source, "holds no story text")
            .with_hint("the page may load its text by a script; save it from a browser, or give the text"));
    }
    let (text, captions) = compose(title.as_deref(), &story, &survey.captions);
    let regions = mark::regions(&text, title.as_deref(), captions);
    let stated = options.language.clone().or_else(|| meta::language(&survey));
    let language = stated.or_else(|| meta::detect_language(&story));
    let region_tag = survey.lang.as_deref().or(language.as_deref());
    let set =
        Setting { order: order(region_tag, url.as_deref()), latest: options.last_day(), url: url.as_deref() };
    let published = options.given().or_else(|| of_page(&survey, &json_ld, set));
    Ok(Report {
        id,
        source: source.to_owned(),
        url,
        title,
        publisher,
        authors: meta::authors(&survey, &json_ld),
        published,
        retrieved: None,
        language,
        text: text.into(),
        regions,
    })
}

/// Menus and buttons are no story: a few words without a sentence among them.
fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words >= 20 || text.trim_end().ends_with(['.', '!', '?', '”', '"', '。'])
}

/// Captions that are kept, and how long each may be.
const CAPTIONS: (usize, usize) = (12, 600);

/// Title, story and captions as one text, and where the captions start.
fn compose(title: Option<&str>, story: &str, captions: &[String]) -> (String, Option<usize>) {
    let mut text = String::with_capacity(story.len() + 400);
    let mut story = story.trim();
    if let Some(title) = title.map(str::trim).filter(|t| !t.is_empty()) {
        text.push_str(title);
        // A story that starts with its title does not say it twice.
        let wanted = head::plain(title);
        if let Some((first, rest)) = story.split_once('\n')
            && head::plain(first) == wanted
        {
            story = rest.trim_start();
        }
        text.push_str("\n\n");
    }
    text.push_str(story);
    let body = head::plain(story);
    let mut kept: Vec<String> = Vec::new();
    let mut start = None;
    for caption in captions {
        let words = head::plain(caption);
        // A caption inside a caption comes first; the outer one only adds buttons and credits.
        let known =
            body.contains(&words) || kept.iter().any(|k| k.contains(&words) || words.starts_with(k.as_str()));
        if caption.len() > CAPTIONS.1 || words.split(' ').count() < 4 || known || kept.len() >= CAPTIONS.0 {
            continue;
        }
        text.push_str("\n\n");
        start.get_or_insert(text.len());
        text.push_str(caption);
        kept.push(words);
    }
    (text, start)
}

/// The report of a plain text, which goes in unchanged.
pub(crate) fn text(source: &str, id: String, text: &str, options: &Options) -> Result<Report, Error> {
    if text.trim().is_empty() {
        return Err(Error::new(source, "holds no text").with_hint(NO_TEXT));
    }
    let regions = mark::regions(text, options.title.as_deref(), None);
    let first = regions.iter().find(|r| r.kind == RegionKind::Title).map(|r| r.span.of(text).to_owned());
    let language = options.language.clone().or_else(|| meta::detect_language(text));
    let published = options.given().or_else(|| dated(text, &regions, language.as_deref(), options));
    Ok(Report {
        id,
        source: source.to_owned(),
        url: options.url.clone(),
        title: options.title.clone().or(first),
        publisher: None,
        authors: Vec::new(),
        published,
        retrieved: None,
        language,
        text: text.into(),
        regions,
    })
}

/// The publication date of a plain text: a date in its head, else in the address, else in a caption.
fn dated(text: &str, regions: &[Region], language: Option<&str>, options: &Options) -> Option<Published> {
    let order: Order = order(language, options.url.as_deref());
    let latest = options.last_day();
    let dates_in = |kinds: &'static [RegionKind]| {
        let parts = regions.iter().filter(move |r| kinds.contains(&r.kind)).map(|r| r.span.of(text));
        parts.filter_map(move |t| dates::find(t, order, latest))
    };
    let head = dates_in(&[RegionKind::Dateline, RegionKind::Byline]).next();
    head.map(|date| Published { date, basis: Basis::Text })
        .or_else(|| {
            let date = options.url.as_deref().and_then(|u| dates::in_url(u, latest))?;
            Some(Published { date, basis: Basis::Url })
        })
        .or_else(|| {
            dates_in(&[RegionKind::Caption]).max().map(|date| Published { date, basis: Basis::Inferred })
        })
}
