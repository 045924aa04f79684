//! Incidents that may be the same as one, with what speaks for and against it.

use crate::error::Problem;
use crate::facts::Facts;
use crate::index::Index;
use crate::row::headline;
use crate::view::{Records, records};
use diurna_core::geo::distance_km;
use diurna_core::incident::{Incident, Interval, Join, Reason};
use diurna_incident::Sketch;
use diurna_review::Would;
use diurna_store::{Entry, Found, Store};
use jiff::civil::Date;
use serde::Serialize;

/// Most candidates that are shown.
const SHOWN: usize = 5;
/// Most incidents that are compared.
const COMPARED: usize = 16;
/// Reports of each incident that are compared.
const REPORTS: usize = 4;
/// Days between two incidents that may be one.
const DAYS: i32 = 7;
/// Kilometres between two incidents that may be one.
const NEAR: f64 = 80.0;
/// A score from which a candidate is worth a look.
const LOOK: f64 = 0.05;

/// An incident that may be the same.
#[derive(Debug, Serialize)]
pub(crate) struct Candidate {
    id: u64,
    title: String,
    headline: Option<String>,
    when: Option<Interval>,
    /// Likelihood that they are one, 0-1.
    score: f64,
    reasons: Vec<Reason>,
    /// What a person decided of the two: `same` or `not_same`.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<&'static str>,
    /// What the two together would say.
    would: Would,
}

/// The likeliest candidates for an incident; `history` is its own.
pub(crate) fn find(
    store: &Store,
    index: &Index,
    incident: &Incident,
    of: &Records,
    history: &[Entry],
) -> Result<Vec<Candidate>, Problem> {
    let Some(here) = index.facts_of(incident.id) else { return Ok(Vec::new()) };
    let others = index.facts().iter().filter(|row| row.id != here.id);
    let mut near: Vec<(f64, &Facts)> = others.filter_map(|row| Some((far(here, row)?, row))).collect();
    near.sort_by(|(x, a), (y, b)| x.total_cmp(y).then_with(|| a.id.cmp(&b.id)));
    let mine = sketches(incident, of);
    let mut out: Vec<(Join, Incident)> = Vec::new();
    for (_, row) in near.into_iter().take(COMPARED) {
        let Found::Incident(other) = store.incident(row.id)? else { continue };
        let theirs = records(store, &other)?;
        let pairs = sketches(&other, &theirs);
        let joins = mine.iter().flat_map(|a| pairs.iter().filter_map(|b| diurna_incident::pair(a, b)));
        let best = joins.max_by(|x, y| x.score.total_cmp(&y.score));
        if let Some(join) = best.filter(|join| join.score >= LOOK) {
            out.push((join, *other));
        }
    }
    out.sort_by(|(x, a), (y, b)| y.score.total_cmp(&x.score).then_with(|| a.id.cmp(&b.id)));
    out.truncate(SHOWN);
    let candidate = |(join, other): (Join, Incident)| Candidate {
        id: other.id,
        title: other.title.clone(),
        headline: headline(&other),
        when: other.when.best.clone(),
        score: join.score,
        reasons: join.reasons,
        decided: decided(history, other.id),
        would: diurna_review::would(incident, &other),
    };
    Ok(out.into_iter().map(candidate).collect())
}

/// How far two incidents are from each other, in days and tens of kilometres; `None` where they cannot be one.
fn far(a: &Facts, b: &Facts) -> Option<f64> {
    let days = match (a.from.zip(a.to), b.from.zip(b.to)) {
        (Some((from, to)), Some((begin, end))) => {
            let gap = |x: Date, y: Date| (y - x).get_days().max(0);
            let gap = gap(to, begin).max(gap(end, from));
            (gap <= DAYS).then_some(f64::from(gap))?
        }
        _ => f64::from(DAYS),
    };
    let tens = match (a.point, b.point) {
        (Some((lat, lon)), Some((other_lat, other_lon))) => {
            let km = distance_km(lat, lon, other_lat, other_lon);
            let within = if a.coarse || b.coarse { a.country == b.country } else { km <= NEAR };
            within.then_some(km / 10.0)?
        }
        _ => NEAR / 10.0,
    };
    // What is told of in both ways goes before what is not.
    Some(days + tens + if a.root == b.root { 0.0 } else { 5.0 })
}

/// The events of an incident as merging sees them.
fn sketches(incident: &Incident, records: &Records) -> Vec<Sketch> {
    let reports = incident.reports.iter().filter(|r| records.contains_key(&r.id)).take(REPORTS);
    let of = reports.filter_map(|r| records.get(&r.id).map(|record| (r, diurna_incident::sketch(record))));
    of.flat_map(|(report, sketch)| {
        let events = sketch.events.into_iter();
        events.filter(|e| report.events.contains(&e.at.event)).collect::<Vec<_>>()
    })
    .collect()
}

/// The last decision of a person about two incidents.
fn decided(history: &[Entry], other: u64) -> Option<&'static str> {
    let about = |e: &&Entry| e.what == "decision" && (e.other == Some(other) || e.incident == Some(other));
    let last = history.iter().rev().find(about)?;
    let same = last.after.as_ref()?.get("same")?.as_bool()?;
    Some(if same { "same" } else { "not_same" })
}
