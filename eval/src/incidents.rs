//! Reports of one happening are brought together, and no others.
//!
//! Two kinds of sets: reports whose events are labelled with their incident (B-cubed over pairs of report and event),
//! and reports that are labelled with the happening they are about (which pairs of reports share an incident).

use crate::evaluation::{Context, Failure, Outcome};
use crate::metric::{Figure, ratio};
use crate::sets;
use diurna_core::incident::EventRef;
use diurna_core::record::{EventPart, Record};
use diurna_pipeline::incident::{ReportSketch, merge, reassign, sketch};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

/// The category of reports that tell of conflict.
const WORLD: &str = "world";

#[derive(Debug, Deserialize)]
struct Report {
    id: String,
    text: String,
    date: Option<String>,
    /// The happening that the report is about.
    cluster: Option<String>,
    category: Option<String>,
    /// The events in it, where these are labelled.
    events: Option<Vec<Labelled>>,
}

#[derive(Debug, Deserialize)]
struct Labelled {
    /// Words of the report that hold the trigger; where they first stand.
    trigger: String,
    /// Name of the incident.
    incident: String,
}

/// Reads every report, merges their events and holds the incidents against the labels.
///
/// # Errors
/// Where the set is not there, a report cannot be read, or a trigger does not stand in its report.
pub(crate) fn run(context: &Context, path: &Path) -> Result<Outcome, Failure> {
    let file =
        if path.is_file() { path.to_owned() } else { sets::required(path, "reports.jsonl", "incidents")? };
    let reports: Vec<Report> = sets::lines(&file)?;
    let read = context
        .map(reports.iter().collect(), |r: &Report| context.read_text(&r.id, &r.text, r.date.as_deref()));
    let records = read.into_iter().collect::<Result<Vec<Record>, String>>()?;
    let start = Instant::now();
    let sketches: Vec<ReportSketch> = records.iter().map(sketch).collect();
    let groups = merge(&sketches, &[]);
    let seconds = start.elapsed().as_secs_f64();
    let incident: BTreeMap<EventRef, u64> = reassign(&[], &groups, 1)
        .into_iter()
        .flat_map(|a| a.events.into_iter().map(move |e| (e, a.id)).collect::<Vec<_>>())
        .collect();
    let mut figures = if reports.iter().any(|r| r.events.is_some()) {
        events(&reports, &records, &incident)?
    } else {
        pairs(&reports, &records, &incident)
    };
    figures.push(Figure::count("reports", reports.len()));
    figures
        .push(Figure::number("merged_per_second", (seconds > 0.0).then(|| reports.len() as f64 / seconds)));
    let predictions = reports.iter().zip(&records).map(|(r, record)| shown(r, record, &incident)).collect();
    Ok(Outcome { figures, predictions })
}

fn shown(report: &Report, record: &Record, incident: &BTreeMap<EventRef, u64>) -> Value {
    let text: Vec<char> = record.report.text.chars().collect();
    let words =
        |start: usize, end: usize| text.get(start..end).unwrap_or_default().iter().collect::<String>();
    let event = |e: &EventPart| {
        let triggers: Vec<String> = e.mentions.iter().map(|m| words(m.start, m.end)).collect();
        json!({"event": e.id, "incident": incident.get(&at(record, e)), "type": e.r#type, "triggers": triggers})
    };
    json!({"id": report.id, "events": record.events.iter().map(event).collect::<Vec<_>>()})
}

fn at(record: &Record, event: &EventPart) -> EventRef {
    EventRef { report: record.report.id.clone(), event: event.id.clone() }
}

/// A labelled event: its incident, and the incident that it was put into; one of its own where it was not read.
struct Item<'a> {
    gold: &'a str,
    found: Result<u64, usize>,
}

fn events(
    reports: &[Report],
    records: &[Record],
    incident: &BTreeMap<EventRef, u64>,
) -> Result<Vec<Figure>, Failure> {
    let mut items = Vec::new();
    for (report, record) in reports.iter().zip(records) {
        for label in report.events.iter().flatten() {
            let message = || format!("{}: \"{}\" does not stand in the text", report.id, label.trigger);
            let span = span(&record.report.text, &label.trigger).ok_or_else(message)?;
            let found = read_at(record, span).and_then(|e| incident.get(&at(record, e)).copied());
            items.push(Item { gold: &label.incident, found: found.ok_or(items.len()) });
        }
    }
    let read: Vec<&Item> = items.iter().filter(|i| i.found.is_ok()).collect();
    let incidents = items.iter().map(|i| i.gold).collect::<BTreeSet<_>>().len();
    let mut figures = bcubed("b3", &items.iter().collect::<Vec<_>>());
    figures.extend(bcubed("b3_read", &read));
    figures.push(Figure::share("read", ratio(read.len(), items.len())).of("events", items.len()));
    figures.push(Figure::count("incidents", incidents));
    Ok(figures)
}

/// Code points of the first place where those words stand.
fn span(text: &str, words: &str) -> Option<(usize, usize)> {
    let at = text.find(words)?;
    let start = text[..at].chars().count();
    Some((start, start + words.chars().count()))
}

/// The event with most triggers in a span; of several, what happens before what is said, then the first.
fn read_at(record: &Record, span: (usize, usize)) -> Option<&EventPart> {
    let inside = |e: &EventPart| e.mentions.iter().filter(|m| m.start < span.1 && span.0 < m.end).count();
    let events = record.events.iter().filter(|e| inside(e) > 0);
    events.rev().max_by_key(|e| (e.r#type.is_physical(), inside(e)))
}

/// Precision, recall and F1 of B-cubed (Bagga and Baldwin, 1998): of each event's company, how much belongs to it; of what belongs
/// to it, how much is in its company.
fn bcubed(name: &str, items: &[&Item]) -> Vec<Figure> {
    let n = items.len();
    let mean = |company: &dyn Fn(&Item, &Item) -> bool| {
        let share = |a: &&Item| {
            let all: Vec<&&Item> = items.iter().filter(|b| company(a, b)).collect();
            let right = all.iter().filter(|b| b.gold == a.gold && b.found == a.found).count();
            right as f64 / all.len().max(1) as f64
        };
        (n > 0).then(|| items.iter().map(share).sum::<f64>() / n as f64)
    };
    let p = mean(&|a, b| a.found == b.found);
    let r = mean(&|a, b| a.gold == b.gold);
    let f1 = p.zip(r).map(|(p, r)| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 });
    let figure =
        |what: &str, value| Figure::share(&format!("{name}.{what}"), value).of(&format!("{name}.n"), n);
    vec![figure("p", p), figure("r", r), figure("f1", f1)]
}

/// Two reports are linked where they share an incident.
fn pairs(reports: &[Report], records: &[Record], incident: &BTreeMap<EventRef, u64>) -> Vec<Figure> {
    let of: Vec<BTreeSet<u64>> = records
        .iter()
        .map(|r| r.events.iter().filter_map(|e| incident.get(&at(r, e)).copied()).collect())
        .collect();
    let (mut one, mut linked, mut with_events, mut links, mut wrong) = (0, 0, 0, 0, 0);
    for i in 0..reports.len() {
        for j in i + 1..reports.len() {
            let (a, b) = (&reports[i], &reports[j]);
            let link = !of[i].is_disjoint(&of[j]);
            let same = a.cluster.is_some() && a.cluster == b.cluster;
            links += usize::from(link);
            wrong += usize::from(link && !same);
            if same && a.category.as_deref() == Some(WORLD) {
                one += 1;
                linked += usize::from(link);
                with_events += usize::from(!of[i].is_empty() && !of[j].is_empty());
            }
        }
    }
    vec![
        Figure::share("linked", ratio(linked, one)).of("pairs", one),
        Figure::share("linked_with_events", ratio(linked, with_events)).of("pairs_with_events", with_events),
        Figure::share("right_links", ratio(links - wrong, links)).of("links", links),
        Figure::share("false_links", ratio(wrong, links)).of("links", links),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(figures: &[Figure], name: &str) -> Option<f64> {
        figures.iter().find(|f| f.name == name).and_then(|f| f.value)
    }

    #[test]
    fn b_cubed_counts_company() {
        // Gold a a b; found 1 1 1: precision (2/3 + 2/3 + 1/3) / 3 = 5/9, recall 1.
        let item = |gold, found| Item { gold, found };
        let items = [item("a", Ok(1)), item("a", Ok(1)), item("b", Ok(1))];
        let figures = bcubed("b3", &items.iter().collect::<Vec<_>>());
        assert_eq!((value(&figures, "b3.p"), value(&figures, "b3.r")), (Some(0.5556), Some(1.0)));
        // One of the two is unread: each has half of its company.
        let items = [item("a", Ok(1)), item("a", Err(1))];
        let figures = bcubed("b3", &items.iter().collect::<Vec<_>>());
        assert_eq!((value(&figures, "b3.p"), value(&figures, "b3.r")), (Some(1.0), Some(0.5)));
        assert_eq!(value(&bcubed("b3", &[]), "b3.f1"), None);
    }

    #[test]
    fn pairs_are_linked_by_a_shared_incident() {
        let report = |id: &str, cluster: &str| Report {
            id: id.into(),
            text: String::new(),
            date: None,
            cluster: Some(cluster.into()),
            category: Some("world".into()),
            events: None,
        };
        let context = Context::new(1);
        let read = |text: &str| context.read_text("x", text, Some("2031-05-13")).unwrap();
        let attack = "Gunmen attack convoy\n\nGunmen attacked an army convoy near Gao, Mali, on Monday.\n";
        let records =
            [read(attack), read(&format!("{attack} ")), read("Recipe\n\nMix the flour with two eggs.\n")];
        // The first event of the two attacks is one incident; everything else has none.
        let incident = records[..2].iter().map(|r| (at(r, &r.events[0]), 1)).collect();
        let reports = [report("a", "x"), report("b", "x"), report("c", "x")];
        let figures = pairs(&reports, &records, &incident);
        assert_eq!(value(&figures, "linked"), Some(0.3333));
        assert_eq!(value(&figures, "linked_with_events"), Some(1.0));
        assert_eq!(value(&figures, "false_links"), Some(0.0));
        let reports = [report("a", "x"), report("b", "y"), report("c", "y")];
        let figures = pairs(&reports, &records, &incident);
        assert_eq!((value(&figures, "linked"), value(&figures, "false_links")), (Some(0.0), Some(1.0)));
    }

    #[test]
    fn triggers_are_looked_up_in_code_points() {
        assert_eq!(span("Mé nace, an attack", "attack"), Some((12, 18)));
        assert_eq!(span("Quiet", "attack"), None);
    }
}
