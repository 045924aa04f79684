//! Who is together with whom, which id each incident has, and what the log says of it.

use crate::cache::Cache;
use crate::log::{self, By, Says};
use crate::pack::{deflate, digest, inflate, raw_digest};
use crate::sql::{Columns, Sql, Standing};
use crate::walk::{Graph, Part};
use crate::{Error, Result, sql};
use diurna_core::incident::{EventRef, Harm, Incident, Party, Value as Given};
use diurna_incident::{Assignment, Decision, Sketch};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a step has touched.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// Events whose company may be another now.
    pub(crate) touched: BTreeSet<i64>,
    /// Events that were taken away.
    pub(crate) gone: BTreeSet<i64>,
    /// Incidents that lost events, with all that they held before.
    pub(crate) before: BTreeMap<i64, Vec<EventRef>>,
    /// Events of older versions, and those of newer ones that stand for them.
    pub(crate) renamed: BTreeMap<EventRef, EventRef>,
    /// Events of a report that was read anew, and what they are called now.
    pub(crate) reread: BTreeMap<EventRef, EventRef>,
    /// Write incidents anew even if they hold the same events.
    pub(crate) again: bool,
}

impl Work {
    fn now(&self, at: EventRef) -> EventRef {
        // Names may be exchanged: once is enough.
        if let Some(to) = self.reread.get(&at) {
            return to.clone();
        }
        let mut at = at;
        // A page may have had several newer versions in one step.
        while let Some(to) = self.renamed.get(&at) {
            at = to.clone();
        }
        at
    }
}

/// The event of a reference, if it is there.
pub(crate) fn event_of(sql: Sql<'_>, at: &EventRef) -> Result<Option<i64>> {
    raw_digest(&at.report).map_or(Ok(None), |raw| sql.event_at(&raw, &at.event))
}

/// Clusters what was touched, gives ids, and writes the incidents that changed.
pub(crate) fn settle(sql: Sql<'_>, cache: &mut Cache, mut work: Work, by: &By<'_>) -> Result<()> {
    // What is left of an incident that lost events is looked at anew, whatever held it together.
    let left: Vec<EventRef> = work.before.values().flatten().cloned().collect();
    for at in left {
        work.touched.extend(event_of(sql, &work.now(at))?);
    }
    let starts: BTreeSet<i64> = work.touched.difference(&work.gone).copied().collect();
    let graph = Graph::read(sql, cache, &starts, &work.before)?;
    let (groups, parts) = grouped(&graph.parts(&starts));
    // What each incident held before, in the order of ids.
    let mut held: BTreeMap<i64, Vec<EventRef>> = graph.members().collect();
    held.extend(std::mem::take(&mut work.before));
    let next = sql::id(sql.next_incident()?);
    let assigned = assigned(&held, &work, &groups, next);
    let mut writing = Writing { sql, cache, by, next, standings: graph.standings() };
    for (assignment, part) in assigned.iter().zip(&parts) {
        let same = held.get(&sql::key(assignment.id)).is_some_and(|before| {
            let before: BTreeSet<&EventRef> = before.iter().collect();
            before.len() == assignment.events.len() && assignment.events.iter().all(|e| before.contains(e))
        });
        if !same || !assignment.redirects.is_empty() || work.again {
            writing.incident(assignment, part)?;
        }
    }
    let kept: BTreeSet<u64> =
        assigned.iter().flat_map(|a| a.redirects.iter().copied().chain([a.id])).collect();
    for id in held.keys().filter(|id| !kept.contains(&sql::id(**id))) {
        writing.end(*id)?;
    }
    Ok(())
}

/// The groups of all parts; and for each the sketches of its events, with what people decided about its part.
fn grouped(parts: &[Part]) -> (Vec<Vec<EventRef>>, Vec<Part>) {
    let (mut groups, mut of_groups) = (Vec::new(), Vec::new());
    for part in parts {
        let sketches: Vec<&Sketch> = part.sketches.iter().map(AsRef::as_ref).collect();
        let decisions: Vec<Decision> = part.decisions.iter().cloned().collect();
        let by_ref: HashMap<&EventRef, &Arc<Sketch>> = part.sketches.iter().map(|s| (&s.at, s)).collect();
        for group in diurna_incident::cluster(&sketches, &decisions) {
            let sketches = group.iter().filter_map(|at| by_ref.get(at).map(|s| Arc::clone(s))).collect();
            of_groups.push(Part { sketches, decisions: part.decisions.clone() });
            groups.push(group);
        }
    }
    (groups, of_groups)
}

/// Which id each group has; `held` is what incidents held before, under names of then.
fn assigned(
    held: &BTreeMap<i64, Vec<EventRef>>,
    work: &Work,
    groups: &[Vec<EventRef>],
    next: u64,
) -> Vec<Assignment> {
    let now = |events: &Vec<EventRef>| events.iter().map(|at| work.now(at.clone())).collect();
    let old: Vec<(u64, Vec<EventRef>)> = held.iter().map(|(id, at)| (sql::id(*id), now(at))).collect();
    diurna_incident::reassign(&old, groups, next)
}

/// Writes what came of a step.
struct Writing<'s, 'a> {
    sql: Sql<'s>,
    cache: &'a mut Cache,
    by: &'a By<'a>,
    /// Ids from this one on are new.
    next: u64,
    /// Where events stood before.
    standings: HashMap<EventRef, Standing>,
}

impl Writing<'_, '_> {
    /// Writes one incident, its redirects and its lines in the log.
    fn incident(&mut self, assignment: &Assignment, part: &Part) -> Result<()> {
        let id = sql::key(assignment.id);
        let incident = self.made(assignment, part)?;
        let standings = assignment.events.iter().filter_map(|at| self.standings.get(at));
        let moved: Vec<i64> = standings.filter(|s| s.incident != Some(id)).map(|s| s.event).collect();
        self.sql.set_incident(&moved, id)?;
        let json = serde_json::to_vec(&incident).map_err(|e| Error::plain(e.to_string()))?;
        let sha256 = digest(&json);
        let held = if assignment.id < self.next { self.sql.body(id)? } else { None };
        // It says what it said.
        if assignment.redirects.is_empty() && held.as_ref().is_some_and(|(held, _)| *held == sha256) {
            return Ok(());
        }
        self.sql.put_incident(id, &columns(&incident), &sha256, &deflate(&json)?)?;
        let before = held.map(|(_, data)| unpacked(&data)).transpose()?;
        self.tell(assignment, before, state(&incident), &sha256)?;
        assignment.redirects.iter().try_for_each(|joined| self.join(sql::key(*joined), id))
    }

    /// Brings an incident together from its records.
    fn made(&mut self, assignment: &Assignment, part: &Part) -> Result<Incident> {
        let sketches: Vec<&Sketch> = part.sketches.iter().map(AsRef::as_ref).collect();
        let decisions: Vec<Decision> = part.decisions.iter().cloned().collect();
        let joins = diurna_incident::joins(&sketches, &decisions);
        let standing = |at: &EventRef| Some((at.report.clone(), *self.standings.get(at)?));
        let versions: BTreeMap<String, Standing> = assignment.events.iter().filter_map(standing).collect();
        let mut records = BTreeMap::new();
        for (report, standing) in &versions {
            if let Some(record) = self.cache.take_record(self.sql, standing.version, &standing.record)? {
                records.insert(report.clone(), record);
            }
        }
        let made = diurna_incident::assemble(assignment.id, &assignment.events, &records, joins);
        for (report, record) in records {
            if let Some(standing) = versions.get(&report) {
                self.cache.keep_record(standing.record, record);
            }
        }
        made.ok_or_else(|| Error::plain(format!("incident {}: could not be brought together", assignment.id)))
    }

    /// The line about an incident that is new or says something else.
    fn tell(&self, a: &Assignment, before: Option<Held>, after: Held, sha256: &[u8]) -> Result<()> {
        let what = match (&before, a.split_from) {
            (Some(_), _) => "incident.change",
            (None, Some(_)) => "incident.split",
            (None, None) => "incident.new",
        };
        let (before, after) = difference(before, after);
        let says = Says {
            what,
            incident: Some(sql::key(a.id)),
            other: a.split_from.map(sql::key),
            digest: Some(sha256),
            before,
            after,
            ..Says::default()
        };
        self.log(says)
    }

    /// Joins an incident into another.
    fn join(&self, joined: i64, into: i64) -> Result<()> {
        self.close("incident.join", joined, Some(into))
    }

    /// Ends an incident that has lost all its events.
    fn end(&self, id: i64) -> Result<()> {
        self.close("incident.end", id, None)
    }

    fn close(&self, what: &str, id: i64, into: Option<i64>) -> Result<()> {
        let held = self.sql.body(id)?.map(|(_, data)| unpacked(&data)).transpose()?;
        let before = held.map(|held| Value::Object(held.fields));
        self.sql.close_incident(id, into)?;
        self.log(Says { what, incident: Some(id), other: into, before, ..Says::default() })
    }

    fn log(&self, says: Says<'_>) -> Result<()> {
        log::write(self.sql, self.by, says).map(drop)
    }
}

/// The columns by which an incident is found.
pub(crate) fn columns(incident: &Incident) -> Columns {
    let day = |t: &String| t.get(..10).unwrap_or(t).to_string();
    let when = incident.when.best.as_ref();
    let site = incident.r#where.best.as_ref();
    Columns {
        root: incident.r#type.as_str().to_string(),
        country: site.and_then(|w| w.country.clone()),
        from: when.map(|w| day(&w.from)),
        to: when.map(|w| day(&w.to)),
        killed: incident.killed.best.as_ref().map(|h| h.low),
        differs: incident.differs,
        score: incident.score,
        at: site.and_then(|w| w.lat.zip(w.lon)),
    }
}

/// What the log keeps of an incident.
struct Held {
    fields: Map<String, Value>,
    events: BTreeSet<String>,
}

fn unpacked(body: &[u8]) -> Result<Held> {
    let incident: Incident = serde_json::from_slice(&inflate(body)?).map_err(Error::damaged)?;
    Ok(state(&incident))
}

fn state(i: &Incident) -> Held {
    let harm = |h: &Option<Harm>| h.as_ref().map(|h| json!({"low": h.low, "high": h.high}));
    let names = |list: &[Party]| list.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    let site = i.r#where.best.as_ref().map(|w| json!({"name": w.name, "country": w.country}));
    let fields = json!({
        "type": i.r#type, "mode": i.mode, "status": i.status, "when": i.when.best, "where": site,
        "agents": names(&i.agents.best), "targets": names(&i.targets.best), "instruments": i.instruments.best,
        "killed": harm(&i.killed.best), "injured": harm(&i.injured.best), "missing": harm(&i.missing.best),
        "detained": harm(&i.detained.best), "differs": i.differs,
        "killed_values": harms(&i.killed.values), "injured_values": harms(&i.injured.values),
    });
    let fields = match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let events = i.reports.iter().flat_map(|r| r.events.iter().map(|e| format!("{}#{e}", r.id))).collect();
    Held { fields, events }
}

/// Numbers that accounts give, each once, in ascending order.
fn harms(values: &[Given<Harm>]) -> Vec<String> {
    let mut out: Vec<(u32, Option<u32>)> = values.iter().map(|v| (v.value.low, v.value.high)).collect();
    out.sort_unstable();
    out.dedup();
    out.iter()
        .map(|(low, high)| match high {
            Some(high) if high == low => low.to_string(),
            Some(high) => format!("{low}-{high}"),
            None => format!("{low}+"),
        })
        .collect()
}

/// What is another than before: the old side and the new.
fn difference(before: Option<Held>, after: Held) -> (Option<Value>, Option<Value>) {
    let Some(before) = before else {
        let mut fields = after.fields;
        fields.retain(|_, v| !v.is_null() && v.as_array().is_none_or(|a| !a.is_empty()));
        fields.insert("events".to_string(), json!(after.events));
        return (None, Some(Value::Object(fields)));
    };
    let (mut old, mut new) = (Map::new(), Map::new());
    for (name, value) in after.fields {
        if before.fields.get(&name) != Some(&value) {
            old.insert(name.clone(), before.fields.get(&name).cloned().unwrap_or_default());
            new.insert(name, value);
        }
    }
    let left: Vec<_> = before.events.difference(&after.events).collect();
    let came: Vec<_> = after.events.difference(&before.events).collect();
    if !left.is_empty() {
        old.insert("events".to_string(), json!(left));
    }
    if !came.is_empty() {
        new.insert("events".to_string(), json!(came));
    }
    (Some(Value::Object(old)), Some(Value::Object(new)))
}
