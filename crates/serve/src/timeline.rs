//! Incidents that answer each other, in a row.

use crate::index::Index;
use crate::row::{Range, Row};
use crate::view::Records;
use diurna_core::incident::{Incident, Interval};
use diurna_review::{LinkKind, Review};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Most incidents of a timeline.
const MOST: usize = 40;

/// Incidents and how they hang together.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Timeline {
    /// The earliest first.
    nodes: Vec<Node>,
    links: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Node {
    id: u64,
    title: String,
    headline: Option<String>,
    r#type: &'static str,
    mode: Option<&'static str>,
    when: Option<Interval>,
    place: Option<NodePlace>,
    killed: Option<Range>,
}

#[derive(Debug, Serialize)]
struct NodePlace {
    name: String,
}

/// From the answer to what it answers.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Line {
    from: u64,
    to: u64,
    /// May, might, reportedly …; `null` where the words stand in reports of other incidents.
    hedged: Option<bool>,
    kind: LinkKind,
    /// Who says it: `report` or `reviewer`.
    by: &'static str,
}

/// The incidents that are tied to one by answers or links, over several steps.
pub(crate) fn of(index: &Index, incident: &Incident, review: &Review, records: &Records) -> Timeline {
    let mut ties: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    for row in index.rows() {
        for other in row.answers.iter().chain(&row.related) {
            ties.entry(row.id).or_default().insert(*other);
            ties.entry(*other).or_default().insert(row.id);
        }
    }
    let mut seen = BTreeSet::from([incident.id]);
    let mut open = vec![incident.id];
    // Nearest first: what is many steps away is left out first.
    while !open.is_empty() && seen.len() < MOST {
        let next: Vec<u64> = open.iter().filter_map(|id| ties.get(id)).flatten().copied().collect();
        open = next.into_iter().filter(|id| seen.len() < MOST && seen.insert(*id)).collect();
    }
    if seen.len() == 1 {
        return Timeline::default();
    }
    let mut rows: Vec<&Row> = seen.iter().filter_map(|id| index.row(*id)).collect();
    rows.sort_by_key(|row| (row.days().is_none(), row.days(), row.id));
    let mut links = Vec::new();
    for row in &rows {
        let shown = |other: &&u64| seen.contains(other);
        for to in row.answers.iter().filter(shown) {
            let mine = row.id == incident.id;
            let reviewed = mine && review.links.iter().any(|l| l.other == *to && l.kind == LinkKind::Answers);
            let told = !mine || incident.responds_to.contains(to);
            links.push(Line {
                from: row.id,
                to: *to,
                hedged: (mine && told).then(|| hedged(incident, records)),
                kind: LinkKind::Answers,
                by: if reviewed && !told { "reviewer" } else { "report" },
            });
        }
        for to in row.related.iter().filter(shown) {
            links.push(Line { from: row.id, to: *to, hedged: None, kind: LinkKind::Related, by: "reviewer" });
        }
    }
    let node = |row: &&Row| Node {
        id: row.id,
        title: row.title.clone(),
        headline: row.headline.clone(),
        r#type: row.r#type.as_str(),
        mode: row.mode.map(diurna_core::codebook::Mode::as_str),
        when: row.when.clone(),
        place: row.place.as_ref().map(|p| NodePlace { name: p.name.clone() }),
        killed: row.killed,
    };
    Timeline { nodes: rows.iter().map(node).collect(), links }
}

/// Whether all reports that call it an answer say so with a hedge.
fn hedged(incident: &Incident, records: &Records) -> bool {
    let told = incident.reports.iter().flat_map(|r| {
        let record = records.get(&r.id);
        let events = record.into_iter().flat_map(|record| record.events.iter().map(move |e| (record, e)));
        events.filter(|(_, e)| r.events.contains(&e.id) && !e.responds_to.is_empty())
    });
    let any = told.clone().next().is_some();
    any && { told }
        .all(|(record, event)| record.claims.iter().any(|c| c.hedged && c.about.contains(&event.id)))
}
