//! Everything about one incident, as the page shows it.

use crate::candidates::{self, Candidate};
use crate::cells::{self, FieldView};
use crate::error::Problem;
use crate::filters::Filters;
use crate::index::Index;
use crate::timeline::{self, Timeline};
use diurna_core::incident::Incident;
use diurna_core::record::Record;
use diurna_review::Review;
use diurna_store::{Entry, Found, Store};
use serde::Serialize;
use std::collections::BTreeMap;

/// Lines of history in a view.
const LINES: usize = 50;

/// One incident.
#[derive(Debug, Serialize)]
pub(crate) struct View {
    id: u64,
    /// The id that was asked for, where it was joined into this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_from: Option<u64>,
    pub(crate) revision: u64,
    headline: Option<String>,
    incident: Incident,
    best: Incident,
    review: Review,
    state: diurna_review::State,
    lock: Option<diurna_review::Lock>,
    new_report: bool,
    reports: Vec<ReportLine>,
    fields: Vec<FieldView>,
    candidates: Vec<Candidate>,
    timeline: Timeline,
    history: Vec<Entry>,
    next: Option<u64>,
    prev: Option<u64>,
}

/// A report in a view.
#[derive(Debug, Serialize)]
struct ReportLine {
    id: String,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    url: Option<String>,
    copy_of: Option<String>,
    background: bool,
    distressing: bool,
    /// Nothing of it leaves: it is marked so here, or in another incident that it tells of.
    private: bool,
}

/// Records of the reports of an incident.
pub(crate) type Records = BTreeMap<String, Record>;

/// Reads the records of an incident; reports that were erased have none.
pub(crate) fn records(store: &Store, incident: &Incident) -> diurna_store::Result<Records> {
    let mut records = Records::new();
    for report in &incident.reports {
        if let Some(record) = store.record(&report.id)? {
            records.insert(report.id.clone(), record);
        }
    }
    Ok(records)
}

impl View {
    /// The view of an incident as it is now.
    pub(crate) fn read(store: &Store, index: &Index, filters: &Filters, id: u64) -> Result<Self, Problem> {
        // The revision first: if something comes between, the client is told of a conflict and not of old things.
        let incident = match store.incident(id)? {
            Found::Incident(incident) => *incident,
            Found::Ended => {
                return Err(Problem::no_incident(format!("incident {id} has ended: its reports are gone")));
            }
            Found::Nothing => return Err(Problem::no_incident(format!("there is no incident {id}"))),
        };
        let now = incident.id;
        let revision = store.revision(now)?;
        let Found::Incident(incident) = store.incident(now)? else {
            return Err(Problem::no_incident(format!("incident {id} has ended: its reports are gone")));
        };
        let review = store.review(now)?.unwrap_or_default();
        let best = diurna_review::overlay(&incident, &review);
        let records = records(store, &incident)?;
        let mut history = store.history(now)?;
        let candidates = candidates::find(store, index, &incident, &records, &history)?;
        let timeline = timeline::of(index, &incident, &review, &records);
        history.reverse();
        history.truncate(LINES);
        let (prev, next) = index.around(now, filters);
        let private = store.marked_reports(&incident, &index.private_reports())?;
        let everything = review.distressing.contains("");
        let reports = incident.reports.iter().map(|r| ReportLine {
            id: r.id.clone(),
            title: r.title.clone(),
            publisher: r.publisher.clone(),
            published: r.published.clone(),
            url: r.url.clone(),
            copy_of: r.copy_of.clone(),
            background: r.background,
            distressing: everything || review.distressing.contains(&r.id),
            private: review.private_reports.contains(&r.id) || private.contains(&r.id),
        });
        Ok(Self {
            id: now,
            moved_from: (now != id).then_some(id),
            revision,
            headline: crate::row::headline(&incident),
            reports: reports.collect(),
            fields: cells::fields(&incident, &best, &review, &records),
            state: review.state,
            lock: review.lock.clone(),
            new_report: review.new_report(),
            candidates,
            timeline,
            history,
            next,
            prev,
            incident: *incident,
            best,
            review,
        })
    }
}
