//! Adding reports.

use crate::cache::{self, Cache};
use crate::log::{self, By, Says};
use crate::pack::report_id;
use crate::prepare::{self, PreparedEvent};
use crate::settle::{self, Work};
use crate::sql::{Sql, VersionRow};
use crate::{Added, Prepared, Result};
use diurna_core::incident::EventRef;
use diurna_incident::Sketch;
use jiff::Timestamp;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Adds reports and settles who is together with whom.
pub(crate) fn add(sql: Sql<'_>, cache: &mut Cache, reports: &[Prepared], by: &By<'_>) -> Result<Vec<Added>> {
    let mut work = Work::default();
    let added = reports.iter().map(|p| add_one(sql, cache, p, by, &mut work)).collect::<Result<_>>()?;
    settle::settle(sql, cache, work, by)?;
    Ok(added)
}

fn add_one(sql: Sql<'_>, cache: &mut Cache, p: &Prepared, by: &By<'_>, work: &mut Work) -> Result<Added> {
    if let Some(known) = sql.version_of_raw(&p.raw.sha256)? {
        return Ok(if known.erased { Added::Erased } else { Added::Known });
    }
    let (report, earlier) = match report_of(sql, p)? {
        Some(report) => (report, sql.versions(report)?.into_iter().rfind(|v| v.current)),
        None => (sql.new_report()?, None),
    };
    for key in &p.keys {
        sql.add_key(key, report)?;
    }
    for payload in [&p.raw, &p.text, &p.record] {
        sql.keep(payload)?;
    }
    let digests = [&p.raw.sha256, &p.text.sha256, &p.record.sha256];
    let time = log::time(by.time);
    let version = sql.add_version(report, digests, &p.source, p.published.as_deref(), &time)?;
    let part = &p.whole.report;
    let says = json!({"source": part.source, "url": part.url, "title": part.title, "published": p.published});
    let before = earlier.as_ref().map(|e| json!({"report": report_id(&e.raw), "source": e.source}));
    let what = if earlier.is_some() { "report.version" } else { "report.add" };
    log::write(
        sql,
        by,
        Says {
            what,
            report: Some(p.id()),
            digest: Some(&p.record.sha256),
            before,
            after: Some(says),
            ..Says::default()
        },
    )?;
    let old = match &earlier {
        Some(e) => {
            sql.drop_words(e.id)?;
            drop_events(sql, cache, e, work)?
        }
        None => Vec::new(),
    };
    sql.add_words(version, &p.title, &p.whole.report.text)?;
    add_events(sql, cache, version, &p.events, work)?;
    cache.keep_record(version, p.whole.clone());
    if !old.is_empty() {
        let new: Vec<&Sketch> = p.events.iter().map(|e| &e.sketch).collect();
        carry(sql, &old, &new, work)?;
    }
    Ok(if earlier.is_some() { Added::Version } else { Added::New })
}

/// The report of which this is a newer version: of the same address; or of the same identity, unless both have an address
/// and the two differ.
fn report_of(sql: Sql<'_>, p: &Prepared) -> Result<Option<i64>> {
    let url = p.keys.iter().find(|k| k.starts_with("url:"));
    for key in &p.keys {
        let Some(report) = sql.report_of_key(key)? else { continue };
        let others = sql.keys_of_report(report)?;
        let addressed = others.iter().any(|k| k.starts_with("url:"));
        if Some(key) == url || url.is_none() || !addressed {
            return Ok(Some(report));
        }
    }
    Ok(None)
}

/// Adds the events of a version and draws their edges.
fn add_events(
    sql: Sql<'_>,
    cache: &mut Cache,
    version: i64,
    events: &[PreparedEvent],
    work: &mut Work,
) -> Result<()> {
    let mut ids = BTreeMap::new();
    for e in events {
        let id = sql.add_event(version, &e.sketch.at.event, &e.packed)?;
        ids.insert(e.sketch.at.event.as_str(), id);
        work.touched.insert(id);
        cache.keep_sketch(id, e.sketch.clone());
        let candidates: BTreeSet<i64> = sql.events_with_keys(&e.keys)?.into_iter().collect();
        sql.add_event_keys(&e.keys, id)?;
        for other in candidates {
            if diurna_incident::linked(&e.sketch, cache.sketch(sql, other)?.as_ref()) {
                sql.add_edge(id, other)?;
            }
        }
    }
    for e in events {
        let from = ids.get(e.sketch.at.event.as_str());
        for to in e.answers.iter().filter_map(|a| ids.get(a.as_str())) {
            if let Some(from) = from {
                sql.add_answer(*from, *to)?;
            }
        }
    }
    Ok(())
}

/// Takes the events of a version away; gives their sketches.
pub(crate) fn drop_events(
    sql: Sql<'_>,
    cache: &mut Cache,
    version: &VersionRow,
    work: &mut Work,
) -> Result<Vec<Sketch>> {
    let mut sketches = Vec::new();
    for e in sql.events_of(version.id)? {
        if let Some(incident) = e.incident
            && !work.before.contains_key(&incident)
        {
            let members = sql.members(incident)?.into_iter().map(|(_, at)| at).collect();
            work.before.insert(incident, members);
        }
        let sketch = cache.sketch(sql, e.id)?.as_ref().clone();
        work.touched.extend(sql.neighbours(e.id)?);
        for d in sql.decisions_on(&sketch.at)?.into_iter().filter(|d| d.same) {
            let other = if d.a == sketch.at { d.b } else { d.a };
            work.touched.extend(settle::event_of(sql, &other)?);
        }
        let keys: Vec<i64> = diurna_incident::keys(&sketch).iter().map(|k| prepare::key(k)).collect();
        sql.drop_event(e.id, &keys)?;
        work.gone.insert(e.id);
        sketches.push(sketch);
    }
    Ok(sketches)
}

/// Lets the events of a newer version stand where those of the older stood: in decisions and in the ages of incidents.
fn carry(sql: Sql<'_>, old: &[Sketch], new: &[&Sketch], work: &mut Work) -> Result<()> {
    let mut pairs = Vec::new();
    for a in old {
        for b in new {
            match diurna_incident::pair(a, b) {
                Some(join) => pairs.push((join.score, &a.at, &b.at)),
                None if a.root == b.root && a.at.event == b.at.event => pairs.push((0.0, &a.at, &b.at)),
                None => {}
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| (x.1, x.2).cmp(&(y.1, y.2))));
    let mut taken: BTreeSet<&EventRef> = BTreeSet::new();
    for (_, from, to) in pairs {
        if taken.contains(from) || taken.contains(to) {
            continue;
        }
        taken.extend([from, to]);
        for d in sql.decisions_on(from)? {
            let moved = |at: &EventRef| if at == from { to.clone() } else { at.clone() };
            sql.drop_decision(&d)?;
            sql.set_decision(&diurna_incident::Decision { a: moved(&d.a), b: moved(&d.b), same: d.same })?;
        }
        work.renamed.insert(from.clone(), to.clone());
    }
    Ok(())
}

/// Fills the tables of events and incidents from the records: for a database that had none.
pub(crate) fn events_of_all(sql: Sql<'_>) -> Result<()> {
    let mut cache = Cache::default();
    let mut work = Work::default();
    let mut last = Timestamp::UNIX_EPOCH;
    for version in sql.all_versions()?.iter().filter(|v| v.current && !v.erased) {
        let Some(record) = cache::record(sql, version.id)? else { continue };
        last = last.max(version.added.parse().unwrap_or(last));
        sql.add_words(version.id, record.report.title.as_deref().unwrap_or(""), &record.report.text)?;
        add_events(sql, &mut cache, version.id, &prepare::events(&record)?, &mut work)?;
    }
    // No clock here: the migration says when the last report came.
    settle::settle(sql, &mut cache, work, &By { who: "diurna (new schema)", time: last })
}
