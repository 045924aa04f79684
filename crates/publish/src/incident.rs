//! What the page of an incident shows.

use crate::cells::{Maker, Row};
use crate::chain::{self, Chain, Tie};
use crate::choose::Said;
use crate::locator::{self, Locator};
use crate::plot::{Plot, plot};
use crate::words;
use diurna_core::incident::{Incident, IncidentReport};
use diurna_export::{Released, Texts};
use serde::Serialize;
use std::collections::BTreeMap;

/// An incident as others link to it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Link {
    pub(crate) id: u64,
    pub(crate) title: String,
    pub(crate) when: String,
    pub(crate) killed: Option<String>,
    /// The day on which it began, `YYYY-MM-DD`.
    #[serde(skip)]
    pub(crate) day: Option<String>,
}

impl Link {
    pub(crate) fn to(incident: &Incident) -> Self {
        let when = incident.when.best.as_ref();
        Self {
            id: incident.id,
            title: words::headline(incident),
            when: when.map_or_else(|| "day unknown".to_string(), words::interval),
            killed: incident.killed.best.as_ref().map(words::harm),
            day: when.and_then(|when| when.from.get(..10)).map(str::to_string),
        }
    }
}

/// A report among the sources.
#[derive(Debug, Serialize)]
pub(crate) struct Source {
    number: usize,
    title: Option<String>,
    url: Option<String>,
    office: String,
    published: Option<String>,
    copy_of: Option<String>,
    copy: bool,
    background: bool,
    digest: String,
}

/// Everything on the page.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    id: u64,
    title: String,
    kind: String,
    status: &'static str,
    happened: bool,
    when: Option<String>,
    place: Option<String>,
    precision: &'static str,
    lead: Vec<String>,
    reviewed: bool,
    /// It has changed since it was reviewed.
    changed: bool,
    distressing: bool,
    plots: Vec<Plot>,
    rows: Vec<Row>,
    sources: Vec<Source>,
    /// How many of them repeat no other.
    originals: usize,
    map: Option<Locator>,
    chain: Option<Chain>,
    model: String,
    score: String,
}

/// Names of the publishers by report: "Report 2" where there is none.
pub(crate) fn offices(incident: &Incident) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for (at, report) in incident.reports.iter().enumerate() {
        let mut name = office(report).map_or_else(|| format!("Report {}", at + 1), String::from);
        // Two reports of one publisher are told apart by the numbers that the list of sources has.
        if incident.reports.iter().filter(|r| office(r).is_some_and(|o| o == name)).count() > 1 {
            name = format!("{name} [{}]", at + 1);
        }
        out.insert(report.id.clone(), name);
    }
    out
}

fn office(report: &IncidentReport) -> Option<&str> {
    let host = |url: &str| -> Option<usize> { url.find("://").map(|at| at + 3) };
    let of_url = report.url.as_deref().and_then(|url| {
        let rest = url.get(host(url)?..)?;
        let name = rest.split(['/', '?', '#', ':']).next()?;
        Some(name.strip_prefix("www.").unwrap_or(name))
    });
    report.publisher.as_deref().or(of_url).filter(|name| !name.trim().is_empty())
}

/// Makes the page of an incident; `links` has every incident that is published, `back` those that answer it.
pub(crate) fn page(
    released: Released<'_>,
    said: Option<&Said>,
    texts: &dyn Texts,
    links: &BTreeMap<u64, Link>,
    back: &[u64],
) -> Page {
    let incident = released.incident();
    let offices = offices(incident);
    let office = |id: &str| offices.get(id).cloned().unwrap_or_default();
    let plots = [
        (&incident.killed, 'K', "k", "Killed"),
        (&incident.injured, 'I', "i", "Injured"),
        (&incident.missing, 'N', "e", "Missing"),
        (&incident.detained, 'D', "e", "Detained"),
    ]
    .into_iter()
    .filter_map(|(field, letter, class, name)| plot(incident, field, letter, class, name, office))
    .filter(|plot| !plot.lines.is_empty())
    .collect();
    let rows = Maker::new(released, said, texts, offices.clone()).rows();
    let find = |tie: Tie, ids: &[u64]| -> Vec<(Tie, Link)> {
        ids.iter().filter_map(|id| Some((tie, links.get(id)?.clone()))).collect()
    };
    let related = said.map(|s| &s.related[..]).unwrap_or_default();
    let tied =
        [find(Tie::Answered, &incident.responds_to), find(Tie::Answers, back), find(Tie::Related, related)]
            .concat();
    let site = incident.r#where.best.as_ref();
    Page {
        id: incident.id,
        title: words::headline(incident),
        kind: words::kind(incident),
        status: words::label("status", incident.status.as_str()),
        happened: incident.status == diurna_core::codebook::Status::Happened,
        when: incident.when.best.as_ref().map(words::interval),
        place: site.map(words::place).filter(|place| !place.is_empty()),
        precision: site.map_or("Where it was is not said, or could not be found.", words::precision),
        lead: [&incident.killed, &incident.injured, &incident.missing, &incident.detained]
            .iter()
            .filter_map(|field| field.best.as_ref().map(words::sentence))
            .collect(),
        reviewed: said.is_some_and(|s| s.reviewed),
        changed: said.is_some_and(|s| s.reviewed && s.changed),
        distressing: said.is_some_and(|s| s.distressing),
        plots,
        rows,
        sources: sources(incident, &offices),
        originals: incident.reports.iter().filter(|r| r.copy_of.is_none()).count(),
        map: locator::locator(incident),
        chain: chain::chain(&Link::to(incident), tied),
        model: incident.producer.model.clone(),
        score: format!("{:.2}", incident.score),
    }
}

fn sources(incident: &Incident, offices: &BTreeMap<String, String>) -> Vec<Source> {
    let number = |id: &str| incident.reports.iter().position(|r| r.id == id).map(|n| n + 1);
    let one = |(at, report): (usize, &IncidentReport)| Source {
        number: at + 1,
        title: report.title.clone(),
        url: report.url.clone(),
        office: office(report)
            .map_or_else(|| offices.get(&report.id).cloned().unwrap_or_default(), String::from),
        published: report.published.as_deref().and_then(words::date).map(words::day),
        copy_of: report.copy_of.as_deref().map(|of| match number(of) {
            Some(n) => format!("report {n}"),
            None if of.starts_with("sha256:") => "a report that is not among these".to_string(),
            None => of.to_string(),
        }),
        copy: report.copy_of.is_some(),
        background: report.background,
        digest: report.id.strip_prefix("sha256:").unwrap_or(&report.id).chars().take(12).collect(),
    };
    incident.reports.iter().enumerate().map(one).collect()
}
