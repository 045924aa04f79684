//! What holds for every record, whatever the report; used by the property tests and the fuzz targets.

use diurna_core::record::{Mention, PartyPart, Record};
use std::collections::{BTreeMap, BTreeSet};

/// Longest trigger, in code points.
const LONGEST_TRIGGER: usize = 60;

/// Checks spans, ids, references and numbers.
///
/// # Errors
/// What is wrong first.
pub fn check(record: &Record) -> Result<(), String> {
    spans(record)?;
    references(record)?;
    numbers(record)
}

fn ensure(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}

fn spans(record: &Record) -> Result<(), String> {
    let length = record.report.text.chars().count();
    let fits = |what: &str, m: &Mention| {
        ensure(m.start <= m.end && m.end <= length, || format!("{what}: {}..{} in {length}", m.start, m.end))
    };
    let all = |what: &str, list: &[Mention]| list.iter().try_for_each(|m| fits(what, m));
    let parties = |what: &str, list: &[PartyPart]| list.iter().try_for_each(|p| all(what, &p.mentions));
    for r in &record.report.regions {
        fits("region", &Mention { start: r.start, end: r.end })?;
    }
    for a in &record.actors {
        all(&a.id, &a.mentions)?;
    }
    for p in &record.places {
        all(&p.id, &p.mentions)?;
    }
    for t in &record.times {
        fits(&t.id, &Mention { start: t.start, end: t.end })?;
    }
    for e in &record.events {
        ensure(!e.mentions.is_empty(), || format!("{}: no trigger", e.id))?;
        for list in [&e.mentions, &e.instruments] {
            all(&e.id, list)?;
        }
        for m in &e.mentions {
            let short = m.start < m.end && m.end - m.start <= LONGEST_TRIGGER;
            ensure(short, || format!("{}: trigger {}..{}", e.id, m.start, m.end))?;
        }
        parties(&e.id, &e.agents)?;
        parties(&e.id, &e.targets)?;
        for harm in [&e.killed, &e.injured].into_iter().flatten() {
            all(&e.id, &harm.evidence)?;
        }
    }
    for c in &record.claims {
        all(&c.id, &c.content)?;
        c.cue.iter().try_for_each(|m| fits(&c.id, m))?;
        c.source.iter().try_for_each(|s| fits(&c.id, &Mention { start: s.start, end: s.end }))?;
    }
    Ok(())
}

fn references(record: &Record) -> Result<(), String> {
    let mut ids = BTreeMap::new();
    let lists = [
        ("actor", record.actors.iter().map(|x| x.id.as_str()).collect::<Vec<_>>()),
        ("place", record.places.iter().map(|x| x.id.as_str()).collect()),
        ("time", record.times.iter().map(|x| x.id.as_str()).collect()),
        ("event", record.events.iter().map(|x| x.id.as_str()).collect()),
        ("claim", record.claims.iter().map(|x| x.id.as_str()).collect()),
    ];
    for (kind, list) in lists {
        for id in list {
            ensure(ids.insert(id, kind).is_none(), || format!("{id} is the id of two"))?;
        }
    }
    let is = |from: &str, kind: &str, id: &str| {
        ensure(ids.get(id).is_some_and(|k| *k == kind), || format!("{from} names {id}, which is no {kind}"))
    };
    let mut told = BTreeSet::new();
    for e in &record.events {
        e.agents.iter().chain(&e.targets).try_for_each(|p| is(&e.id, "actor", &p.actor))?;
        e.when.iter().try_for_each(|w| is(&e.id, "time", &w.time))?;
        e.r#where.iter().try_for_each(|w| is(&e.id, "place", &w.place))?;
        e.claims.iter().try_for_each(|c| is(&e.id, "claim", c))?;
        e.responds_to.iter().try_for_each(|r| is(&e.id, "event", r))?;
        ensure(!e.responds_to.contains(&e.id), || format!("{} answers itself", e.id))?;
        told.extend(e.claims.iter().map(|c| (e.id.as_str(), c.as_str())));
    }
    let mut about = BTreeSet::new();
    for c in &record.claims {
        c.about.iter().try_for_each(|e| is(&c.id, "event", e))?;
        c.source.iter().flat_map(|s| &s.actor).try_for_each(|a| is(&c.id, "actor", a))?;
        about.extend(c.about.iter().map(|e| (e.as_str(), c.id.as_str())));
    }
    ensure(told == about, || format!("events know {told:?}, claims know {about:?}"))
}

fn numbers(record: &Record) -> Result<(), String> {
    let share = |what: &str, x: f64| ensure((0.0..=1.0).contains(&x), || format!("{what}: score {x}"));
    for e in &record.events {
        share(&e.id, e.score)?;
        e.agents.iter().chain(&e.targets).try_for_each(|p| share(&e.id, p.score))?;
        for h in [&e.killed, &e.injured].into_iter().flatten() {
            ensure(h.high.is_none_or(|high| h.low <= high), || {
                format!("{}: {} to {:?}", e.id, h.low, h.high)
            })?;
        }
    }
    for p in &record.places {
        share(&p.id, p.score)?;
        let on_earth = p.lat.is_none_or(|x| x.abs() <= 90.0) && p.lon.is_none_or(|x| x.abs() <= 180.0);
        ensure(on_earth, || format!("{}: at {:?} {:?}", p.id, p.lat, p.lon))?;
    }
    for t in &record.times {
        let forth = t.from.as_ref().zip(t.to.as_ref()).is_none_or(|(from, to)| from <= to);
        ensure(forth, || format!("{}: {:?} to {:?}", t.id, t.from, t.to))?;
    }
    ensure(record.report.text_sha256.len() == 64, || format!("digest {:?}", record.report.text_sha256))
}
