//! From events of records to the incident with all accounts.

use crate::build::sketch;
use crate::fields::{self, Told};
use crate::shingle::copied;
use crate::sketch::ReportSketch;
use diurna_core::codebook::{Mode, Root};
use diurna_core::incident::{EventRef, Incident, IncidentReport, Join, ListField, Party, SCHEMA, title};
use diurna_core::record::{EventPart, Record};
use std::collections::{BTreeMap, BTreeSet};

/// Share of shared runs from which a report repeats another.
const COPY: f64 = 0.5;

/// A record with its sketch: made once, however often its incidents are brought together.
#[derive(Debug, Clone)]
pub struct Outlined {
    /// The record with its text.
    pub record: Record,
    /// Its sketch.
    pub sketch: ReportSketch,
}

impl Outlined {
    /// Sketches a record.
    #[must_use]
    pub fn new(record: Record) -> Self {
        Self { sketch: sketch(&record), record }
    }
}

/// Brings the events of one group together.
///
/// `records` holds the records by id of the report; events whose record or id is not there are passed over. `None` where none
/// is left. `responds_to` stays empty, since ids of other incidents are the store's to know: [`answers`] names the
/// events.
///
/// How the best value of a field is found:
///
/// - **Persons harmed**: whole tolls before parts of them ("of whom two were soldiers"); what a source on the record says or the
///   report itself, before unnamed sources; what is not hedged before what is; later reports before earlier; then what more
///   reports say that do not repeat each other. Ranges stay as they are.
/// - **Day, place, sides, means**: what more reports say that do not repeat each other; then the narrower day, the
///   finer place.
/// - **Type, mode**: what more reports say, then what their events score.
#[must_use]
pub fn assemble(
    id: u64,
    events: &[EventRef],
    records: &BTreeMap<String, Outlined>,
    joins: Vec<Join>,
) -> Option<Incident> {
    let wanted: BTreeSet<&EventRef> = events.iter().collect();
    let ids: BTreeSet<&str> = wanted.iter().map(|e| e.report.as_str()).collect();
    let mut found: Vec<(&Record, &ReportSketch)> =
        ids.into_iter().filter_map(|id| records.get(id)).map(|r| (&r.record, &r.sketch)).collect();
    // In the order of publication; what has no date comes last.
    found.sort_by(|(_, x), (_, y)| {
        (x.published.is_none(), x.published, &x.report).cmp(&(y.published.is_none(), y.published, &y.report))
    });
    let mut told: Vec<Told> = Vec::new();
    let mut reports: Vec<IncidentReport> = Vec::new();
    for (i, (record, outline)) in found.iter().enumerate() {
        let of = |e: &&EventPart| wanted.iter().any(|w| w.report == record.report.id && w.event == e.id);
        let mine: Vec<&EventPart> = record.events.iter().filter(of).collect();
        if mine.is_empty() {
            continue;
        }
        let copy_of = copy_of(outline, found[..i].iter().map(|(_, s)| *s));
        let recalled = |e: &&EventPart| outline.events.iter().any(|s| s.at.event == e.id && s.background);
        reports.push(IncidentReport {
            source: record.report.source.clone(),
            id: record.report.id.clone(),
            url: record.report.url.clone(),
            title: record.report.title.clone(),
            publisher: record.report.publisher.clone(),
            published: record.report.published.as_ref().map(|p| p.value.clone()),
            events: mine.iter().map(|e| e.id.clone()).collect(),
            background: mine.iter().all(recalled),
            copy_of: copy_of.clone(),
        });
        told.extend(mine.into_iter().map(|event| Told::new(record, event, copy_of.is_some())));
    }
    let latest = told.last()?;
    let (root, mode, status) = (best_root(&told), best_mode(&told), latest.event.status);
    let producer = latest.record.producer.clone();
    let when = fields::when(&told);
    let site = fields::site(&told);
    let agents = fields::agents(&told);
    let targets = fields::targets(&told);
    let instruments = fields::instruments(&told);
    let [killed, injured, missing, detained] = fields::harm(&told);
    let harm = [&killed, &injured, &missing, &detained];
    let differs =
        harm.iter().any(|f| f.differs) || when.differs || site.differs || differ(&[&agents, &targets]);
    Some(Incident {
        schema: SCHEMA.into(),
        id,
        r#type: root,
        mode,
        status,
        title: title(root, mode, status, site.best.as_ref(), when.best.as_ref()),
        reports,
        score: told.iter().map(|t| t.event.score).fold(0.0, f64::max),
        when,
        r#where: site,
        agents,
        targets,
        instruments,
        killed,
        injured,
        missing,
        detained,
        differs,
        responds_to: Vec::new(),
        joined: joins,
        producer,
    })
}

/// The events that the events of an incident answer, as their reports say. A store looks up which incidents they are in.
#[must_use]
pub fn answers(events: &[EventRef], records: &BTreeMap<String, Outlined>) -> Vec<EventRef> {
    let mut out = BTreeSet::new();
    for at in events {
        let record = records.get(&at.report);
        for event in record.iter().flat_map(|r| &r.record.events).filter(|e| e.id == at.event) {
            let to = event.responds_to.iter();
            out.extend(to.map(|e| EventRef { report: at.report.clone(), event: e.clone() }));
        }
    }
    out.into_iter().filter(|e| !events.contains(e)).collect()
}

fn differ(fields: &[&ListField<Party>]) -> bool {
    fields.iter().any(|f| f.differs)
}

/// Whose words a report repeats: those of the first earlier report that shares half of its runs of eight words, or
/// of the agency that an earlier report credits, too.
fn copy_of<'a>(
    report: &ReportSketch,
    before: impl Iterator<Item = &'a ReportSketch> + Clone,
) -> Option<String> {
    let copy = before.clone().find(|b| copied(b, report) >= COPY).map(|b| b.report.clone());
    copy.or_else(|| {
        let agency = report.agency.as_ref()?;
        before.clone().any(|b| b.agency.as_ref() == Some(agency)).then(|| agency.clone())
    })
}

/// Most votes of reports, one each; then the highest score; then the first of the codebook.
fn vote<T: Copy + Ord>(votes: impl Iterator<Item = (T, f64, String)>) -> Option<T> {
    let mut count: BTreeMap<T, (BTreeSet<String>, f64)> = BTreeMap::new();
    for (value, score, report) in votes {
        let entry = count.entry(value).or_default();
        entry.0.insert(report);
        entry.1 = entry.1.max(score);
    }
    let best =
        count.into_iter().rev().max_by(|(_, x), (_, y)| x.0.len().cmp(&y.0.len()).then(x.1.total_cmp(&y.1)));
    best.map(|(value, _)| value)
}

fn best_root(told: &[Told]) -> Root {
    let votes = told.iter().map(|t| (t.event.r#type, t.event.score, t.record.report.id.clone()));
    vote(votes).unwrap_or(Root::Assault)
}

fn best_mode(told: &[Told]) -> Option<Mode> {
    let of = |plain: bool| {
        let votes = told.iter().filter_map(move |t| {
            let mode = t.event.mode.filter(|m| plain != (*m == Mode::Other))?;
            Some((mode, t.event.score, t.record.report.id.clone()))
        });
        vote(votes)
    };
    of(true).or_else(|| of(false))
}

#[cfg(test)]
#[path = "assemble_tests.rs"]
mod tests;
