//! Adding reports.

use crate::cache::{self, Cache};
use crate::log::{self, By, Says};
use crate::pack::{hex, report_id};
use crate::prepare::{self, PreparedEvent};
use crate::settle::{self, Work};
use crate::sql::{Sql, VersionRow};
use crate::{Added, Prepared, Result, decide};
use diurna_core::incident::EventRef;
use diurna_incident::{Outlined, Sketch};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Adds reports and settles who is together with whom.
pub(crate) fn add(sql: Sql<'_>, cache: &mut Cache, reports: &[Prepared], by: &By<'_>) -> Result<Vec<Added>> {
    let mut work = Work::default();
    let mut words = BTreeMap::new();
    let added =
        reports.iter().map(|p| add_one(sql, cache, p, by, &mut work, &mut words)).collect::<Result<_>>()?;
    add_words(sql, &words)?;
    settle::settle(sql, cache, work, by)?;
    Ok(added)
}

/// Current versions whose words are still to be added.
type Waiting<'a> = BTreeMap<i64, &'a Prepared>;

/// The index of words takes all of a step at once: one by one, each would be written and merged by itself.
fn add_words(sql: Sql<'_>, waiting: &Waiting<'_>) -> Result<()> {
    let words: Vec<(i64, &str, &str)> = waiting
        .iter()
        .map(|(version, p)| (*version, p.title.as_str(), p.whole.record.report.text.as_str()))
        .collect();
    sql.add_words(&words)
}

fn add_one<'a>(
    sql: Sql<'_>,
    cache: &mut Cache,
    p: &'a Prepared,
    by: &By<'_>,
    work: &mut Work,
    words: &mut Waiting<'a>,
) -> Result<Added> {
    if let Some(known) = sql.version_of_raw(&p.raw.sha256)? {
        return Ok(if known.erased { Added::Erased } else { Added::Known });
    }
    let (known, keys) = report_of(sql, p)?;
    let (report, earlier) = match known {
        Some(report) => {
            let earlier = sql.versions(report)?.into_iter().rfind(|v| v.current);
            sql.outdate(report)?;
            (report, earlier)
        }
        None => (sql.new_report()?, None),
    };
    for key in &keys {
        sql.add_key(key, report)?;
    }
    sql.keep(&[&p.raw, &p.text, &p.record])?;
    let digests = [&p.raw.sha256, &p.text.sha256, &p.record.sha256];
    let time = log::time(by.time);
    let version = sql.add_version(report, digests, &p.source, p.published.as_deref(), &time)?;
    let old = match &earlier {
        Some(e) => {
            if words.remove(&e.id).is_none() {
                sql.drop_words(e.id)?;
            }
            drop_events(sql, cache, e, work)?
        }
        None => Vec::new(),
    };
    words.insert(version, p);
    add_events(sql, cache, version, &p.events, work)?;
    cache.keep_record(p.record.sha256, p.whole.clone());
    let new: Vec<&Sketch> = p.events.iter().map(|e| &e.sketch).collect();
    let moved = !old.is_empty() && carry(sql, &old, &new, work)?;
    let part = &p.whole.record.report;
    let mut says =
        json!({"source": part.source, "url": part.url, "title": part.title, "published": p.published});
    let before = earlier.as_ref().map(|e| json!({"report": report_id(&e.raw), "source": e.source}));
    if let (true, Value::Object(says)) = (moved, &mut says) {
        says.insert(log::DECISIONS.to_string(), json!(hex(&decide::sealed(sql)?)));
    }
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
    Ok(if earlier.is_some() { Added::Version } else { Added::New })
}

/// Share of telling words from which two texts of one path or id are versions of one report. Feeds that number their lines from one
/// each use the same ids for reports that have nothing in common.
const RETOLD: f64 = 0.25;

/// The report of which this is a newer version, and the keys under which it is known: of the same address; or of the same identity,
/// unless both have an address and the two differ, or the texts tell of different things.
fn report_of(sql: Sql<'_>, p: &Prepared) -> Result<(Option<i64>, Vec<String>)> {
    let url = p.keys.iter().find(|k| k.starts_with("url:"));
    if let Some(report) = url.map(|url| sql.report_of_key(url)).transpose()?.flatten() {
        return Ok((Some(report), p.keys.clone()));
    }
    let mut keys: Vec<String> = url.cloned().into_iter().collect();
    for identity in p.keys.iter().filter(|k| Some(*k) != url) {
        // Other reports of this identity come under its name and a number.
        let names = (1..).map(|n| if n == 1 { identity.clone() } else { format!("{identity}\u{1f}{n}") });
        for name in names {
            let known = sql.report_of_key(&name)?;
            if let Some(report) = known
                && !is_retold(sql, report, url.is_some(), p)?
            {
                continue;
            }
            keys.push(name);
            if known.is_some() {
                return Ok((known, keys));
            }
            break;
        }
    }
    Ok((None, keys))
}

/// Whether what has the identity of a report may be a newer version of it.
fn is_retold(sql: Sql<'_>, report: i64, addressed: bool, p: &Prepared) -> Result<bool> {
    if addressed && sql.keys_of_report(report)?.iter().any(|k| k.starts_with("url:")) {
        return Ok(false);
    }
    let current = sql.versions(report)?.into_iter().rfind(|v| v.current);
    let Some(old) = current.map(|v| cache::record(sql, v.id)).transpose()?.flatten() else { return Ok(true) };
    let (old, new) = (&old.report, &p.whole.record.report);
    let titled =
        old.title.as_deref().is_some_and(|t| !t.trim().is_empty() && Some(t) == new.title.as_deref());
    Ok(titled || diurna_incident::common_words(&old.text, &new.text) >= RETOLD)
}

/// Adds the events of a version and draws their edges.
pub(crate) fn add_events(
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
        let candidates: BTreeSet<i64> = sql.events_sought(&e.sought)?.into_iter().collect();
        sql.add_event_keys(&e.kept, id)?;
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
        sql.drop_event(e.id, &prepare::kept(&sketch))?;
        work.gone.insert(e.id);
        sketches.push(sketch);
    }
    Ok(sketches)
}

/// Lets the events of a newer version stand where those of the older stood: in decisions and in the ages of incidents. Says
/// whether there were decisions.
fn carry(sql: Sql<'_>, old: &[Sketch], new: &[&Sketch], work: &mut Work) -> Result<bool> {
    let mut moved = false;
    for (from, to) in successors(old, new) {
        for d in sql.decisions_on(&from)? {
            let now = |at: &EventRef| if *at == from { to.clone() } else { at.clone() };
            moved = true;
            sql.drop_decision(&d)?;
            sql.set_decision(&diurna_incident::Decision { a: now(&d.a), b: now(&d.b), same: d.same })?;
        }
        work.renamed.insert(from, to);
    }
    Ok(moved)
}

/// Which event of a newer reading stands for which of an older one: the likest first, each once.
pub(crate) fn successors(old: &[Sketch], new: &[&Sketch]) -> Vec<(EventRef, EventRef)> {
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
    let mut out = Vec::new();
    for (_, from, to) in pairs {
        if !taken.contains(from) && !taken.contains(to) {
            taken.extend([from, to]);
            out.push((from.clone(), to.clone()));
        }
    }
    out
}

/// Fills the tables of events and incidents from the records: for a database that had none.
pub(crate) fn events_of_all(sql: Sql<'_>) -> Result<()> {
    let mut cache = Cache::default();
    let mut work = Work::default();
    let mut last = Timestamp::UNIX_EPOCH;
    for version in sql.all_versions()?.iter().filter(|v| v.current && !v.erased) {
        let Some(record) = cache::record(sql, version.id)? else { continue };
        last = last.max(version.added.parse().unwrap_or(last));
        let title = record.report.title.as_deref().unwrap_or("");
        sql.add_words(&[(version.id, title, &record.report.text)])?;
        let whole = Outlined::new(record);
        add_events(sql, &mut cache, version.id, &prepare::events(&whole)?, &mut work)?;
    }
    // No clock here: the migration says when the last report came.
    settle::settle(sql, &mut cache, work, &By { who: "diurna (new schema)", time: last })
}

/// Fills the index of keys from the sketches: for a database that had another.
pub(crate) fn keys_of_all(sql: Sql<'_>) -> Result<()> {
    let mut cache = Cache::default();
    for event in sql.all_events()? {
        let sketch = cache.sketch(sql, event)?;
        sql.add_event_keys(&prepare::kept(&sketch), event)?;
    }
    Ok(())
}
