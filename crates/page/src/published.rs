//! The publication date of a page: every place that may name it, in the order in which they are to be trusted.

use crate::dates::{self, Order};
use crate::jsonld::JsonLd;
use crate::scan;
use crate::survey::{Dated, Source, Survey, Year};
use diurna_core::report::{Basis, Published};
use jiff::civil::Date;
use std::sync::LazyLock;

/// Meta keys that give a date: key, what it is the date of.
static METAS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/page/metas.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t')).collect()
});

/// What is known about how a page writes its dates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub(crate) order: Order,
    pub(crate) latest: Date,
    pub(crate) url: Option<&'a str>,
}

/// Day or month first, by the language of the page and the country in its address.
pub(crate) fn order(language: Option<&str>, url: Option<&str>) -> Order {
    let lang = language.unwrap_or("en").to_ascii_lowercase();
    let host = url
        .and_then(|u| u.split_once("://"))
        .map_or("", |(_, r)| r.split(['/', '?', ':']).next().unwrap_or(""));
    let top = host.rsplit('.').next().unwrap_or("");
    let american = matches!(top, "com" | "org" | "net" | "us" | "gov" | "edu" | "mil") && lang == "en";
    if lang == "en-us" || american { Order::MonthFirst } else { Order::DayFirst }
}

/// The publication date of the page, where anything names it.
pub(crate) fn of_page(survey: &Survey, json_ld: &JsonLd, set: Setting<'_>) -> Option<Published> {
    let read = |s: &str| dates::metadata(s, set.order, set.latest);
    let field = |f: &Option<String>| f.as_deref().and_then(read);
    let by = |basis: Basis| move |date: Date| Published { date, basis };
    let in_url = || set.url.and_then(|u| dates::in_url(u, set.latest)).map(by(Basis::Url));
    field(&json_ld.published)
        .or_else(|| meta(survey, "published", &read))
        .map(by(Basis::Metadata))
        .or_else(|| marked(survey, set).map(by(Basis::Metadata)))
        .or_else(in_url)
        .or_else(|| meta(survey, "plain", &read).map(by(Basis::Metadata)))
        .or_else(|| field(&json_ld.created).map(by(Basis::Metadata)))
        .or_else(|| hinted(survey, set).map(by(Basis::Text)))
        .or_else(|| survey.script_dates.iter().find_map(|s| read(s)).map(by(Basis::Metadata)))
        .or_else(|| labelled(survey, set).map(by(Basis::Text)))
        .or_else(|| {
            meta(survey, "modified", &read).or_else(|| field(&json_ld.modified)).map(by(Basis::Metadata))
        })
        .or_else(|| visible(survey, set).map(by(Basis::Text)))
        .or_else(|| pictured(survey, set).map(by(Basis::Inferred)))
}

fn meta(survey: &Survey, kind: &str, read: &dyn Fn(&str) -> Option<Date>) -> Option<Date> {
    let keys = METAS.iter().filter(|(_, k)| *k == kind);
    keys.flat_map(|(key, _)| survey.metas.iter().filter(move |(k, _)| k == key)).find_map(|(_, v)| read(v))
}

fn read_dated(d: &Dated, set: Setting<'_>) -> Option<Date> {
    let value = d.value.as_deref().and_then(|v| dates::metadata(v, set.order, set.latest));
    value.or_else(|| dates::find(&d.text, set.order, set.latest))
}

fn says_modified(d: &Dated) -> bool {
    ["modif", "updat", "aktualisiert"].iter().any(|w| d.hint.contains(w))
        || ["update", "modifi", "aktualisiert", "geändert", "mis à jour"].iter().any(|w| {
            let text = d.text.to_lowercase();
            text.contains(w)
                && !["publish", "posted", "veröffentlicht", "erstellt", "publié"]
                    .iter()
                    .any(|p| text.contains(p))
        })
}

/// Elements that say in their markup that they hold the publication date.
fn marked(survey: &Survey, set: Setting<'_>) -> Option<Date> {
    let told =
        |d: &&Dated| ["publish", "pubdate", "entry-date", "datecreated"].iter().any(|w| d.hint.contains(w));
    let item = survey
        .dated
        .iter()
        .filter(|d| d.source == Source::Itemprop)
        .filter(told)
        .find_map(|d| read_dated(d, set));
    let times = || survey.dated.iter().filter(|d| d.source == Source::Time && !says_modified(d));
    item.or_else(|| times().filter(told).find_map(|d| read_dated(d, set)))
        .or_else(|| {
            times().filter(|d| d.inside && d.after_h1 && d.value.is_some()).find_map(|d| read_dated(d, set))
        })
        .or_else(|| times().filter(|d| d.inside && d.value.is_some()).find_map(|d| read_dated(d, set)))
        .or_else(|| times().filter(|d| d.value.is_some() && d.after_h1).find_map(|d| read_dated(d, set)))
        .or_else(|| times().find_map(|d| read_dated(d, set)))
}

/// Elements whose class says that they hold a date.
fn hinted(survey: &Survey, set: Setting<'_>) -> Option<Date> {
    let classes = || survey.dated.iter().filter(|d| !says_modified(d));
    let strong = |d: &&Dated| {
        ["publish", "date", "datum", "posted", "fecha", "time", "byline"].iter().any(|w| d.hint.contains(w))
    };
    let pick = |d: &Dated| read_dated(d, set);
    let after = classes().filter(|d| d.after_h1);
    after.filter(strong).find_map(pick).or_else(|| {
        let any = classes().filter(strong).find_map(pick);
        any.or_else(|| beside_heading(survey, set))
            .or_else(|| classes().filter(|d| d.after_h1).find_map(pick))
    })
}

/// A date that stands alone after the heading.
fn beside_heading(survey: &Survey, set: Setting<'_>) -> Option<Date> {
    let lone = survey.years.iter().filter(|y| y.after_h1 && is_lone_date(&y.text));
    lone.take(1).find_map(|y| dates::find(&y.text, set.order, set.latest))
}

fn is_lone_date(text: &str) -> bool {
    text.split_whitespace().count() <= 8 && crate::head::is_dateline(text)
}

/// Words before a date in the visible text that say what it is.
const LABELS: &[&str] = &[
    "published",
    "posted",
    "veröffentlicht",
    "erstellt",
    "publié",
    "publicado",
    "pubblicato",
    "geplaatst",
    "gepubliceerd",
    "opublikowano",
    "publicerad",
    "datum",
    "date:",
    "vom ",
    "eingestellt",
    "wurde am",
    "written",
    "added",
];

fn labelled(survey: &Survey, set: Setting<'_>) -> Option<Date> {
    survey.years.iter().find_map(|Year { text: piece, .. }| {
        let head = scan::cut(piece, 400);
        let (at, date) = dates::find_at(head, set.order, set.latest)?;
        let before = head[scan::cut(head, at.saturating_sub(60)).len()..at].to_lowercase();
        LABELS.iter().any(|l| before.contains(l)).then_some(date)
    })
}

/// The first date in the visible text that stands near the start of its piece and is no copyright notice.
fn visible(survey: &Survey, set: Setting<'_>) -> Option<Date> {
    survey.years.iter().find_map(|Year { text: piece, .. }| {
        let head = scan::cut(piece, 300);
        if head.contains('©') || head.to_ascii_lowercase().contains("copyright") {
            return None;
        }
        dates::find_at(head, set.order, set.latest).filter(|(at, _)| *at < 120).map(|(_, d)| d)
    })
}

/// The day in the address of the picture that stands for the page.
fn pictured(survey: &Survey, set: Setting<'_>) -> Option<Date> {
    let images = survey.metas.iter().filter(|(k, _)| k == "og:image" || k == "twitter:image");
    images.map(|(_, v)| v).find_map(|v| dates::in_url(v, set.latest))
}
