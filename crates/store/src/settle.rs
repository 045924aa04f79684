//! Who is together with whom, which id each incident has, and what the log says of it.

use crate::cache::Cache;
use crate::log::{self, By, Says};
use crate::pack::{deflate, digest, inflate, raw_digest};
use crate::sql::{Columns, Sql, Standing};
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

/// A part of the graph of events.
#[derive(Default)]
struct Part {
    sketches: Vec<Arc<Sketch>>,
    decisions: BTreeSet<Decision>,
}

/// The event of a reference, if it is there.
pub(crate) fn event_of(sql: Sql<'_>, at: &EventRef) -> Result<Option<i64>> {
    raw_digest(&at.report).map_or(Ok(None), |raw| sql.event_at(&raw, &at.event))
}

/// Clusters what was touched, gives ids, and writes the incidents that changed.
pub(crate) fn settle(sql: Sql<'_>, cache: &mut Cache, mut work: Work, by: &By<'_>) -> Result<()> {
    let decided = sql.any_decision()?;
    // What is left of an incident that lost events is looked at anew, whatever held it together.
    let left: Vec<EventRef> = work.before.values().flatten().cloned().collect();
    for at in left {
        work.touched.extend(event_of(sql, &work.now(at))?);
    }
    let mut seen: HashMap<EventRef, Standing> = HashMap::new();
    let mut done = BTreeSet::new();
    let mut held: BTreeSet<i64> = work.before.keys().copied().collect();
    let mut groups = Vec::new();
    let mut of_group: Vec<Part> = Vec::new();
    for &start in work.touched.difference(&work.gone) {
        if !done.insert(start) {
            continue;
        }
        let mut part = Part::default();
        let mut open = vec![start];
        while let Some(event) = open.pop() {
            let sketch = cache.sketch(sql, event)?;
            let mut next = sql.neighbours(event)?;
            let standing = sql.place_of(event)?;
            if let Some(incident) = standing.incident
                && held.insert(incident)
            {
                next.extend(sql.members(incident)?.into_iter().map(|(id, _)| id));
            }
            if decided {
                for d in sql.decisions_on(&sketch.at)? {
                    if d.same {
                        next.extend(event_of(sql, if d.a == sketch.at { &d.b } else { &d.a })?);
                    }
                    part.decisions.insert(d);
                }
            }
            seen.insert(sketch.at.clone(), standing);
            part.sketches.push(sketch);
            open.extend(next.into_iter().filter(|n| done.insert(*n)));
        }
        let sketches: Vec<&Sketch> = part.sketches.iter().map(AsRef::as_ref).collect();
        let decisions: Vec<Decision> = part.decisions.iter().cloned().collect();
        let by_ref: HashMap<&EventRef, &Arc<Sketch>> = part.sketches.iter().map(|s| (&s.at, s)).collect();
        for group in diurna_incident::cluster(&sketches, &decisions) {
            let sketches = group.iter().filter_map(|at| by_ref.get(at).map(|s| Arc::clone(s))).collect();
            of_group.push(Part { sketches, decisions: part.decisions.clone() });
            groups.push(group);
        }
    }
    let mut old: Vec<(u64, Vec<EventRef>)> = Vec::new();
    let mut members_of: BTreeMap<u64, BTreeSet<EventRef>> = BTreeMap::new();
    for &incident in &held {
        let members: Vec<EventRef> = match work.before.get(&incident) {
            Some(members) => members.clone(),
            None => sql.members(incident)?.into_iter().map(|(_, at)| at).collect(),
        };
        members_of.insert(sql::id(incident), members.iter().cloned().collect());
        old.push((sql::id(incident), members.into_iter().map(|at| work.now(at)).collect()));
    }
    let assigned = diurna_incident::reassign(&old, &groups, sql::id(sql.next_incident()?));
    let kept: BTreeSet<u64> =
        assigned.iter().flat_map(|a| a.redirects.iter().copied().chain([a.id])).collect();
    for (assignment, part) in assigned.iter().zip(&of_group) {
        let same = members_of.get(&assignment.id).is_some_and(|m| {
            m.len() == assignment.events.len() && assignment.events.iter().all(|e| m.contains(e))
        });
        if same && assignment.redirects.is_empty() && !work.again {
            continue;
        }
        write(sql, cache, assignment, part, &seen, by)?;
    }
    for id in members_of.keys().filter(|id| !kept.contains(id)) {
        let id = sql::key(*id);
        let before = held_state(sql, id)?.map(|s| s.fields);
        sql.close_incident(id, None)?;
        log::write(
            sql,
            by,
            Says {
                what: "incident.end",
                incident: Some(id),
                before: before.map(Value::Object),
                ..Says::default()
            },
        )?;
    }
    Ok(())
}

/// Writes one incident, its redirects and its lines in the log.
fn write(
    sql: Sql<'_>,
    cache: &mut Cache,
    assignment: &Assignment,
    part: &Part,
    seen: &HashMap<EventRef, Standing>,
    by: &By<'_>,
) -> Result<()> {
    let id = sql::key(assignment.id);
    let sketches: Vec<&Sketch> = part.sketches.iter().map(AsRef::as_ref).collect();
    let decisions: Vec<Decision> = part.decisions.iter().cloned().collect();
    let joins = diurna_incident::joins(&sketches, &decisions);
    let versions: BTreeMap<String, &Standing> =
        assignment.events.iter().filter_map(|at| Some((at.report.clone(), seen.get(at)?))).collect();
    let mut records = BTreeMap::new();
    for (report, standing) in &versions {
        if let Some(record) = cache.take_record(sql, standing.version, &standing.record)? {
            records.insert(report.clone(), record);
        }
    }
    let made = diurna_incident::assemble(assignment.id, &assignment.events, &records, joins);
    for (report, record) in records {
        if let Some(standing) = versions.get(&report) {
            cache.keep_record(standing.record, record);
        }
    }
    let Some(incident) = made else {
        return Err(Error::plain(format!("incident {}: could not be brought together", assignment.id)));
    };
    for at in &assignment.events {
        if let Some(standing) = seen.get(at).filter(|s| s.incident != Some(id)) {
            sql.set_incident(standing.event, id)?;
        }
    }
    let json = serde_json::to_vec(&incident).map_err(|e| Error::plain(e.to_string()))?;
    let sha256 = digest(&json);
    // It says what it said.
    if assignment.redirects.is_empty() && sql.body(id)?.is_some_and(|(held, _)| held == sha256) {
        return Ok(());
    }
    let before = held_state(sql, id)?;
    sql.put_incident(id, &columns(&incident), &sha256, &deflate(&json)?)?;
    let after = state(&incident);
    let what = match (&before, assignment.split_from) {
        (Some(_), _) => "incident.change",
        (None, Some(_)) => "incident.split",
        (None, None) => "incident.new",
    };
    let (before, after) = difference(before, after);
    log::write(
        sql,
        by,
        Says {
            what,
            incident: Some(id),
            other: assignment.split_from.map(sql::key),
            digest: Some(&sha256),
            before,
            after,
            ..Says::default()
        },
    )?;
    for joined in assignment.redirects.iter().map(|r| sql::key(*r)) {
        let before = held_state(sql, joined)?.map(|s| Value::Object(s.fields));
        sql.close_incident(joined, Some(id))?;
        log::write(
            sql,
            by,
            Says {
                what: "incident.join",
                incident: Some(joined),
                other: Some(id),
                before,
                ..Says::default()
            },
        )?;
    }
    Ok(())
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

fn held_state(sql: Sql<'_>, id: i64) -> Result<Option<Held>> {
    let Some((_, data)) = sql.body(id)? else { return Ok(None) };
    let incident: Incident = serde_json::from_slice(&inflate(&data)?).map_err(Error::damaged)?;
    Ok(Some(state(&incident)))
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
